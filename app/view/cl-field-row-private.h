#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* One field being edited: label, editor by type, message below. Signals:
 *   edited ()              at each keystroke or choice of the person
 *   committed ()           the value is settled: focus left, something was chosen
 *   create (const char *)  a reference to what is not there yet, called so
 */
#define CL_TYPE_FIELD_ROW (cl_field_row_get_type ())
G_DECLARE_FINAL_TYPE (ClFieldRow, cl_field_row, CL, FIELD_ROW, GtkWidget)

/* How one kind of field is edited. */
typedef struct
{
  GtkWidget *(*create) (ClFieldRow *row); /* the editor; sets row->focus */
  void (*set) (ClFieldRow *row);          /* shows row->value */
  gboolean (*get) (ClFieldRow *row, ClValue *value, GError **error);
  void (*leave) (ClFieldRow *row);        /* focus leaves; NULL */
} ClFieldEditor;

struct _ClFieldRow
{
  GtkWidget parent_instance;
  ClContext *context;
  const ClField *field;
  const ClFieldEditor *editor;
  GtkWidget *label;
  GtkWidget *box;     /* editor and message */
  GtkWidget *focus;   /* what takes the focus, the name and the error */
  GtkWidget *message;
  ClValue value;      /* as it was set */
  gboolean setting;   /* the change is not the person's */
  gboolean revealed;
  gboolean typed;     /* a masked value was typed over */
  gboolean dirty;     /* edited and not committed yet */

  GtkWidget *found;   /* references: what the search found */
  GtkWidget *chosen;  /* several references, attachments: what is chosen */
  GArray *ids;        /* references, attachments */
  GPtrArray *files;   /* GFile: attachments not yet stored */
  GPtrArray *checks;  /* several codes: GtkCheckButton by place in the list */
  guint announce_source;
};

GtkWidget *cl_field_row_new (ClContext *context, const ClField *field);
const ClField *cl_field_row_get_field (ClFieldRow *row);
void cl_field_row_set_value (ClFieldRow *row, const ClValue *value);
gboolean cl_field_row_get_value (ClFieldRow *row, ClValue *value, GError **error); /* @value initialised */
GPtrArray *cl_field_row_get_files (ClFieldRow *row); /* GFile, or NULL; transfer none */
void cl_field_row_set_message (ClFieldRow *row, const char *css_class, const char *text); /* "error", "warning"; @text NULL: none */
void cl_field_row_set_revealed (ClFieldRow *row, gboolean revealed);
void cl_field_row_take_reference (ClFieldRow *row, gint64 id);
gboolean cl_field_row_is_dirty (ClFieldRow *row);
void cl_field_row_set_clean (ClFieldRow *row);

/* for the editors */
void cl_field_row_edited (ClFieldRow *row);
void cl_field_row_committed (ClFieldRow *row);
void cl_field_row_add_chosen (ClFieldRow *row, const char *called, guint index, PangoEllipsizeMode cut, GCallback remove_cb); /* its button has @index as "cl-index" */
extern const ClFieldEditor cl_field_editor_drop_down, cl_field_editor_codes, cl_field_editor_reference, cl_field_editor_attachment;

G_END_DECLS
