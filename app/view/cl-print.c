#include "cl-print.h"
