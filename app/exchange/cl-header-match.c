#include "cl-header-match.h"
