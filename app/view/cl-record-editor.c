#include "cl-record-editor.h"
