#include "cl-value.h"
