#include "cl-field.h"
