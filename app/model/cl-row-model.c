#include "cl-row-model.h"
