#include "cl-date.h"
