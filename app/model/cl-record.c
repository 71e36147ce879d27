#include "cl-record.h"
