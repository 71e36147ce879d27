#include "cl-export.h"
