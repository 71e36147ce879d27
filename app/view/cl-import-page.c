#include "cl-import-page.h"
