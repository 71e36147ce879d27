#include "cl-page.h"
