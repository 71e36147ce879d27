#pragma once

/* The one header that a plugin includes. */

#include "cl-date.h"
#include "cl-desk.h"
#include "cl-error.h"
#include "cl-export.h"
#include "cl-fill.h"
#include "cl-form-batch.h"
#include "cl-form.h"
#include "cl-header-memory.h"
#include "cl-import.h"
#include "cl-kept.h"
#include "cl-rescue.h"
#include "cl-office-rules.h"
#include "cl-own.h"
#include "cl-page.h"
#include "cl-pinyin.h"
#include "cl-recovery.h"
#include "cl-row-model.h"
#include "cl-sheet-memory.h"
#include "cl-source.h"
#include "cl-view.h"
