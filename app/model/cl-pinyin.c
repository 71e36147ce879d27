#include "cl-pinyin.h"
