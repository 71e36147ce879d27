#include "cl-sheet-writer.h"
