#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A code list (codes/NAME.xml): codes are stored as codes, said by their Chinese label, read by code, label or synonym. Immutable. */
typedef struct _ClCodes ClCodes;

ClCodes *cl_codes_ref (ClCodes *codes);
void cl_codes_unref (ClCodes *codes);
const char *cl_codes_get_name (ClCodes *codes);
guint cl_codes_get_n (ClCodes *codes);
const char *cl_codes_get_code (ClCodes *codes, guint i);
const char *cl_codes_get_label (ClCodes *codes, const char *code);     /* NULL for an unknown code */
const char *cl_codes_find (ClCodes *codes, const char *text);          /* code by code, label or synonym; NULL */
gint64 cl_codes_get_rank (ClCodes *codes, const char *code);           /* rank attribute, else position from 1 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClCodes, cl_codes_unref)

G_END_DECLS
