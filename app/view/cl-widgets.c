#include "cl-widgets.h"
