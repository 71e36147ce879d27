#include "cl-preview.h"
