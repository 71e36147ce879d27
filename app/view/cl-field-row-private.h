#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* One field being edited: label, editor by type, message below. Signals:
 *   edited ()              at each keystroke or choice of the person
 *   committed ()           the value is settled: focus left, something was chosen
 *   create (const char *)  a reference to what is not there yet, called so
 *   offer-taken ()         what was offered below the field is wanted (Ctrl+Enter)
 *   also-taken ()          the other thing that was offered there is
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
  GStrv (*keep) (ClFieldRow *row);        /* as it stands, for a draft; NULL: as @get has it */
  void (*take) (ClFieldRow *row, const char *const *kept); /* shows that again; NULL: as @set would */
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
  GtkWidget *offer;   /* a button below the message, made when there is one */
  GtkWidget *also;    /* another below that */
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
void cl_field_row_set_note (ClFieldRow *row, const char *text); /* for the eyes: a screen reader would read a description at each keystroke */
/* cl-field-offer.c */
void cl_field_row_offer (ClFieldRow *row, const char *label); /* NULL: nothing */
void cl_field_row_offer_also (ClFieldRow *row, const char *label);
/* What stands in the row, half written too, and the same put back: as cl-draft.h has it. */
GStrv cl_field_row_keep (ClFieldRow *row);
void cl_field_row_take_kept (ClFieldRow *row, const char *const *kept);
gboolean cl_field_row_is_dirty (ClFieldRow *row);
void cl_field_row_set_clean (ClFieldRow *row);

/* for the editors */
void cl_field_row_edited (ClFieldRow *row);
void cl_field_row_committed (ClFieldRow *row);
void cl_field_row_add_chosen (ClFieldRow *row, const char *called, guint index, PangoEllipsizeMode cut, GCallback remove_cb); /* its button has @index as "cl-index" */
void cl_field_row_get_ids (ClFieldRow *row, ClValue *value);                    /* row->ids as the field's value */
GStrv cl_field_row_keep_ids (ClFieldRow *row, const char *text);                /* row->ids for a draft, @text after them; NULL: none */
const char *cl_field_row_take_ids (ClFieldRow *row, const char *const *kept);   /* the first that is no id, or NULL */
void cl_field_row_attach (ClFieldRow *row, const GPtrArray *files);              /* GFile that may be attached */
/* cl-field-drop.c: attachments that are dropped or pasted; what cannot be taken is said. */
void cl_field_row_take_files (ClFieldRow *row, GSList *files);                   /* GFile */
void cl_field_row_paste (ClFieldRow *row);
void cl_field_row_forget_file (ClFieldRow *row, GFile *file);                    /* where it was pasted, it goes */
extern const ClFieldEditor cl_field_editor_drop_down, cl_field_editor_codes, cl_field_editor_reference, cl_field_editor_attachment;

G_END_DECLS
