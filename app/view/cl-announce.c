#include "cl-announce.h"
