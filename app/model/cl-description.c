#include "cl-description.h"
