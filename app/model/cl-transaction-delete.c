#include "cl-store-private.h"
