#include "cl-context.h"
