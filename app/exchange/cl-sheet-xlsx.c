#include "cl-sheet-reader.h"
