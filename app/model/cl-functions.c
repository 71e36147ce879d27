#include "cl-database.h"
