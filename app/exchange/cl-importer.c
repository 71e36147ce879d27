#include "cl-import.h"
