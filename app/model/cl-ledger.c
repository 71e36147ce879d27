#include "cl-ledger.h"
