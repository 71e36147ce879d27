#include "cl-source.h"
