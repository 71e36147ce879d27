#include "cl-pdf-structure.h"
