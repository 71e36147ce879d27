#include "cl-template.h"
