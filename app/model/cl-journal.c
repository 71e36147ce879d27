#include "cl-journal.h"
