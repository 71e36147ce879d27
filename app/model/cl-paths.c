#include "cl-paths.h"
