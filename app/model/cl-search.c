#include "cl-search.h"
