#include "cl-codes.h"
