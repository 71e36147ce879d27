#include "cl-form.h"
