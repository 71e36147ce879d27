#pragma once

/* Parts that pages are built of. Main thread. Every part keeps the ten rules of PLATFORM.md, so that a page gets them by using it. */

#include "cl-announce.h"
#include "cl-field-ask.h"
#include "cl-file-dialog.h"
#include "cl-list-page.h"
#include "cl-paper-window.h"
#include "cl-preview.h"
#include "cl-record-editor.h"
#include "cl-import-page.h"
#include "cl-journal-page.h"
#include "cl-print.h"
#include "cl-statistic-page.h"
#include "cl-widgets.h"
