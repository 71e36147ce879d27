#include "cl-transaction.h"
