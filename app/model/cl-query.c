#include "cl-query.h"
