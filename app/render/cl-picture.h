#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A photo or scan as a page of A4, upright or across as it is, no larger than it was; NULL where it is no picture. */
GBytes *cl_picture_to_pdf (GBytes *file);

G_END_DECLS
