#include "cl-citizen-id.h"
