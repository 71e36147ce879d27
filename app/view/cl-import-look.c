/* How a row of a sheet on its way in looks and reads: its number, what becomes of it, its cells, and why. */

#include "cl-config.h"

#include "cl-import-look-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-import-details-private.h"
#include "cl-import-outcomes-private.h"
#include "cl-widgets-private.h"

const char *
cl_import_outcome_word (ClOutcome outcome)
{
  switch (outcome)
    {
    case CL_OUTCOME_ADDED:
      return _("New");
    case CL_OUTCOME_CHANGED:
      return _("Changed");
    case CL_OUTCOME_UNCHANGED:
      return _("Unchanged");
    case CL_OUTCOME_REFUSED:
      return _("Refused");
    case CL_OUTCOME_SKIPPED:
      return _("Passed over");
    case CL_OUTCOME_UNDECIDED:
      return _("To decide");
    default:
      g_return_val_if_reached ("");
    }
}

/* A sheet on the screen is a list like any other: its private columns are masked. */
char *
cl_import_look_show_cell (const ClImportLook *self, guint column, const char *text)
{
  const char *private_class = column < self->classes->len ? self->classes->pdata[column] : NULL;

  return private_class != NULL && !self->revealed ? cl_mask (private_class, text) : g_strdup (text);
}

/* The row's cells that hold something. */
static char *
say_cells (const ClImportLook *self, ClImportRow *row, const char *separator)
{
  const char *const *cells = cl_import_row_get_cells (row);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; cells != NULL && cells[i] != NULL; i++)
    if (*cells[i] != '\0')
      {
        g_autofree char *cell = cl_import_look_show_cell (self, i, cells[i]);

        g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", cell);
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What was decided, why it was refused, what was doubted, what would change: "联系电话 138… → 139…". NULL: nothing to say. */
static char *
say_reason (const ClImportLook *self, ClImportRow *row)
{
  const GPtrArray *changes = cl_import_row_get_changes (row);
  g_autofree char *decision = cl_import_row_say_decision (self->import, row);
  const char *reason = cl_import_row_get_outcome (row) == CL_OUTCOME_UNDECIDED && decision != NULL ? NULL : cl_import_row_get_reason (row);
  g_autoptr (GString) text = g_string_new (decision);

  if (reason != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "  " : "", reason);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const ClJournalChange *change = changes->pdata[i];
      g_autofree char *words = cl_import_row_say_change (change, self->revealed);

      if (cl_import_row_get_outcome (row) == CL_OUTCOME_CHANGED || cl_import_row_is_asked (row, change))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "  " : "", words);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
say_row (const ClImportLook *self, ClImportRow *row)
{
  g_autofree char *cells = say_cells (self, row, _(", "));
  g_autofree char *reason = say_reason (self, row);
  const char *outcome = cl_import_outcome_word (cl_import_row_get_outcome (row));

  if (reason != NULL)
    return g_strdup_printf (_("Row %u, %s, %s. %s"), cl_import_row_get_number (row), outcome, reason, cells);
  return g_strdup_printf (_("Row %u, %s, %s"), cl_import_row_get_number (row), outcome, cells);
}

/* So wide that the longest of the words has its room, in ems. */
static double
measure_outcomes (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  int widest = 0, width;

  for (ClOutcome outcome = 0; outcome < CL_OUTCOME_LAST; outcome++)
    {
      pango_layout_set_text (layout, cl_import_outcome_word (outcome), -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      widest = MAX (widest, width);
    }
  return (widest + 2 * CL_CELL_PADDING) / cl_widget_get_em (widget);
}

void
cl_import_look_set_up (ClImportLook *self, GtkWidget *list, GtkListItem *item)
{
  if (self->outcome_em == 0)
    self->outcome_em = measure_outcomes (list);
  gtk_list_item_set_child (item, cl_import_row_widget_new (self->outcome_em));
}

void
cl_import_look_fill (const ClImportLook *self, GtkListItem *item)
{
  ClImportRow *row = gtk_list_item_get_item (item);
  ClOutcome outcome = cl_import_row_get_outcome (row);
  g_autofree char *cells = say_cells (self, row, "  ");
  g_autofree char *reason = say_reason (self, row);
  g_autofree char *sentence = say_row (self, row);
  const char *color = NULL;

  if (outcome == CL_OUTCOME_REFUSED || outcome == CL_OUTCOME_UNDECIDED)
    color = "error_color";
  else if (cl_import_row_get_reason (row) != NULL && outcome != CL_OUTCOME_SKIPPED)
    color = "warning_color";
  cl_import_row_widget_set (CL_IMPORT_ROW_WIDGET (gtk_list_item_get_child (item)), cl_import_row_get_number (row), cl_import_outcome_word (outcome), cells, reason, color);
  cl_list_item_set_name (item, sentence);
}

/**
 * cl_import_outcomes_say_counts:
 *
 * Returns: (transfer full): "48 new, 0 changed, 3 unchanged, 1 refused, 2 to decide, 4 doubtful", translated; the last two where there are such
 */
char *
cl_import_outcomes_say_counts (ClImport *import)
{
  g_autofree char *added = cl_count_format (cl_import_get_count (import, CL_OUTCOME_ADDED));
  g_autofree char *changed = cl_count_format (cl_import_get_count (import, CL_OUTCOME_CHANGED));
  g_autofree char *unchanged = cl_count_format (cl_import_get_count (import, CL_OUTCOME_UNCHANGED));
  g_autofree char *refused = cl_count_format (cl_import_get_count (import, CL_OUTCOME_REFUSED));
  g_autofree char *undecided = cl_count_format (cl_import_get_count (import, CL_OUTCOME_UNDECIDED));
  g_autofree char *suspicious = cl_count_format (cl_import_get_n_suspicious (import));
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (words, _("%s new, %s changed, %s unchanged, %s refused"), added, changed, unchanged, refused);
  if (cl_import_get_count (import, CL_OUTCOME_UNDECIDED) > 0)
    g_string_append_printf (words, _(", %s to decide"), undecided);
  if (cl_import_get_n_suspicious (import) > 0)
    g_string_append_printf (words, _(", %s of them doubtful"), suspicious);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
