#include "cl-error.h"
