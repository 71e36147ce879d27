#include "cl-catalogue.h"
