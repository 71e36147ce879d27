#include "cl-rules.h"
