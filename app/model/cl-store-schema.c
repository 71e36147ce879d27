#include "cl-store.h"
