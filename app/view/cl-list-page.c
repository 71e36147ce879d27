#include "cl-list-page.h"
