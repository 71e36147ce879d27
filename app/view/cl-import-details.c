/* One row of a sheet whole. Old and new stand side by side; candidates are buttons, the likeliest first. */

#include "cl-config.h"

#include "cl-import-details-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-widgets.h"

#define MOST_HEIGHT 230

struct _ClImportDetails
{
  GtkWidget parent_instance;
  ClImport *import;
  ClImportRow *row;
  GtkWidget *scrolled, *box, *title, *reason, *changes, *candidates;
};

enum
{
  DECIDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClImportDetails, cl_import_details, GTK_TYPE_WIDGET)

gboolean
cl_import_row_use (ClImport *import, ClImportRow *row, guint place)
{
  const GPtrArray *candidates = cl_import_row_get_candidates (row);

  if (candidates == NULL || place >= candidates->len)
    return FALSE;
  cl_import_decide (import, cl_import_row_get_number (row), CL_DECISION_RECORD, ((const ClImportCandidate *) candidates->pdata[place])->id);
  return TRUE;
}

gboolean
cl_import_row_settle (ClImport *import, ClImportRow *row, ClDecision decision)
{
  if (cl_import_row_get_candidates (row) == NULL)
    return FALSE;
  cl_import_decide (import, cl_import_row_get_number (row), decision, 0);
  return TRUE;
}

gboolean
cl_import_row_take (ClImport *import, ClImportRow *row, gboolean take)
{
  const GPtrArray *changes = cl_import_row_get_changes (row);
  gboolean asked = FALSE;

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const ClJournalChange *change = changes->pdata[i];

      if (!cl_import_row_is_asked (row, change))
        continue;
      cl_import_decide_change (import, cl_import_row_get_number (row), change->field, take);
      asked = TRUE;
    }
  return asked;
}

gboolean
cl_import_row_decide_by_key (ClImport *import, ClImportRow *row, guint key)
{
  if (key >= GDK_KEY_1 && key <= GDK_KEY_9)
    return cl_import_row_use (import, row, key - GDK_KEY_1);
  if (key >= GDK_KEY_KP_1 && key <= GDK_KEY_KP_9)
    return cl_import_row_use (import, row, key - GDK_KEY_KP_1);
  switch (gdk_keyval_to_lower (key))
    {
    case GDK_KEY_n:
      return cl_import_row_settle (import, row, CL_DECISION_NEW);
    case GDK_KEY_o:
      return cl_import_row_settle (import, row, CL_DECISION_SKIP);
    case GDK_KEY_t:
      return cl_import_row_take (import, row, TRUE);
    case GDK_KEY_k:
      return cl_import_row_take (import, row, FALSE);
    default:
      return FALSE;
    }
}

char *
cl_import_row_say_decision (ClImport *import, ClImportRow *row)
{
  const GPtrArray *candidates = cl_import_row_get_candidates (row);
  gint64 record;

  switch (cl_import_get_decision (import, cl_import_row_get_number (row), &record))
    {
    case CL_DECISION_RECORD:
      for (guint i = 0; candidates != NULL && i < candidates->len; i++)
        {
          const ClImportCandidate *candidate = candidates->pdata[i];

          if (candidate->id == record)
            return g_strdup_printf (_("Decided: %s, %s"), candidate->called, candidate->says);
        }
      return NULL;
    case CL_DECISION_NEW:
      return g_strdup (_("Decided: somebody new"));
    case CL_DECISION_SKIP:
      return g_strdup (_("Decided: left out"));
    default:
      return NULL;
    }
}

static char *
show_value (const ClJournalChange *change, const char *text, gboolean revealed)
{
  const char *private_class = change->field != NULL ? cl_field_get_private_class (change->field) : NULL;

  return private_class != NULL && !revealed ? cl_mask (private_class, text) : g_strdup (text != NULL ? text : "");
}

char *
cl_import_row_say_change (const ClJournalChange *change, gboolean revealed)
{
  const char *label = change->field != NULL ? cl_field_get_label (change->field) : "";
  g_autofree char *before = show_value (change, change->before, revealed);
  g_autofree char *after = show_value (change, change->after, revealed);

  return *before != '\0' ? g_strdup_printf (_("%s: %s → %s"), label, before, after) : g_strdup_printf (_("%s: %s"), label, after);
}

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    {
      if (GTK_IS_LIST_BOX (box))
        gtk_list_box_remove (GTK_LIST_BOX (box), child);
      else
        gtk_box_remove (GTK_BOX (box), child);
    }
}

static void
take_cb (GtkButton *button, ClImportDetails *self)
{
  const ClJournalChange *change = g_object_get_data (G_OBJECT (button), "cl-change");

  cl_import_decide_change (self->import, cl_import_row_get_number (self->row), change->field, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "cl-take")));
  g_signal_emit (self, signals[DECIDED], 0);
}

static void
add_take_button (ClImportDetails *self, GtkWidget *line, const ClJournalChange *change, const char *label, gboolean take)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf (_("%s: %s"), cl_field_get_label (change->field), label);

  cl_accessible_name (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "cl-change", (gpointer) change);
  g_object_set_data (G_OBJECT (button), "cl-take", GINT_TO_POINTER (take));
  g_signal_connect_object (button, "clicked", G_CALLBACK (take_cb), self, 0);
  gtk_box_append (GTK_BOX (line), button);
}

static GtkWidget *
add_cell (GtkWidget *line, GtkSizeGroup *group, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  if (group != NULL)
    gtk_size_group_add_widget (group, label);
  gtk_box_append (GTK_BOX (line), label);
  return label;
}

static void
add_line (ClImportDetails *self, GtkSizeGroup **groups, const char *label, const char *before, const char *after, const ClJournalChange *change)
{
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *name = NULL;

  add_cell (line, groups[0], label, "cl-field-name");
  gtk_widget_set_hexpand (add_cell (line, groups[1], before, change == NULL ? "cl-field-name" : "cl-value"), TRUE);
  gtk_widget_set_hexpand (add_cell (line, groups[1], after, change == NULL ? "cl-field-name" : "cl-value"), TRUE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  if (change == NULL)
    gtk_widget_set_focusable (row, FALSE);
  /* Translators: a field of a row that would change: its name, what is there, what the sheet says */
  name = g_strdup_printf (_("%s: in the ledger %s, in the sheet %s"), label, *before != '\0' ? before : _("empty"), after);
  cl_accessible_name (row, name);
  if (change != NULL && cl_import_row_is_asked (self->row, change))
    {
      add_take_button (self, line, change, _("Take"), TRUE);
      add_take_button (self, line, change, _("Keep"), FALSE);
    }
  gtk_list_box_append (GTK_LIST_BOX (self->changes), row);
}

static void
show_changes (ClImportDetails *self, gboolean revealed)
{
  const GPtrArray *changes = cl_import_row_get_changes (self->row);
  g_autoptr (GtkSizeGroup) labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL), values = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  GtkSizeGroup *groups[] = { labels, values };
  gboolean any = changes != NULL && changes->len > 0;

  clear (self->changes);
  gtk_widget_set_visible (self->changes, any);
  if (any)
    add_line (self, groups, "", _("In the ledger"), _("In the sheet"), NULL);
  for (guint i = 0; any && i < changes->len; i++)
    {
      const ClJournalChange *change = changes->pdata[i];
      g_autofree char *before = show_value (change, change->before, revealed);
      g_autofree char *after = show_value (change, change->after, revealed);

      add_line (self, groups, change->field != NULL ? cl_field_get_label (change->field) : "", before, after, change);
    }
}

static void
candidate_cb (GtkButton *button, ClImportDetails *self)
{
  int place = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "cl-place"));

  if (place >= 0 ? cl_import_row_use (self->import, self->row, (guint) place)
                 : cl_import_row_settle (self->import, self->row, place == -1 ? CL_DECISION_NEW : CL_DECISION_SKIP))
    g_signal_emit (self, signals[DECIDED], 0);
}

static void
add_candidate (ClImportDetails *self, const char *key, const char *text, gboolean chosen, int place)
{
  GtkWidget *button = gtk_button_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *mark = gtk_label_new (key);
  GtkWidget *label = gtk_label_new (text);
  g_autofree char *name = chosen ? g_strdup_printf (_("%s, decided"), text) : g_strdup (text);

  gtk_widget_add_css_class (mark, "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (mark), 2);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), label);
  if (chosen)
    gtk_box_append (GTK_BOX (line), g_object_new (GTK_TYPE_IMAGE, "icon-name", "object-select-symbolic", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "cl-candidate");
  cl_accessible_name (button, name);
  g_object_set_data (G_OBJECT (button), "cl-place", GINT_TO_POINTER (place));
  g_signal_connect_object (button, "clicked", G_CALLBACK (candidate_cb), self, 0);
  gtk_box_append (GTK_BOX (self->candidates), button);
}

static void
show_candidates (ClImportDetails *self)
{
  const GPtrArray *candidates = cl_import_row_get_candidates (self->row);
  gint64 record = 0;
  ClDecision decision = cl_import_get_decision (self->import, cl_import_row_get_number (self->row), &record);

  clear (self->candidates);
  gtk_widget_set_visible (self->candidates, candidates != NULL);
  if (candidates == NULL)
    return;
  for (guint i = 0; i < candidates->len; i++)
    {
      const ClImportCandidate *candidate = candidates->pdata[i];
      g_autofree char *key = i < 9 ? g_strdup_printf ("%u", i + 1) : g_strdup ("");
      g_autofree char *where = candidate->row > 0 ? g_strdup_printf (_(" (row %u of this sheet)"), candidate->row) : g_strdup ("");
      /* Translators: who may be meant: name, what tells it from others, where it is, the reasons */
      g_autofree char *text = g_strdup_printf (_("%s, %s%s: %s"), candidate->called, candidate->says, where, candidate->reasons);

      add_candidate (self, key, text, decision == CL_DECISION_RECORD && record == candidate->id, (int) i);
    }
  add_candidate (self, "N", _("None of these: somebody new"), decision == CL_DECISION_NEW, -1);
  add_candidate (self, "O", _("Leave this row out"), decision == CL_DECISION_SKIP, -2);
}

void
cl_import_details_show (ClImportDetails *self, ClImport *import, ClImportRow *row, gboolean revealed)
{
  const char *reason = row != NULL ? cl_import_row_get_reason (row) : NULL;
  const GPtrArray *changes = row != NULL ? cl_import_row_get_changes (row) : NULL;
  gboolean shown = row != NULL && (reason != NULL || cl_import_row_get_candidates (row) != NULL || (changes != NULL && changes->len > 0));
  g_autofree char *title = NULL;

  g_set_object (&self->import, import);
  g_set_object (&self->row, row);
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (!shown)
    return;
  title = g_strdup_printf (_("Row %u"), cl_import_row_get_number (row));
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->reason), reason);
  gtk_widget_set_visible (self->reason, reason != NULL);
  show_changes (self, revealed);
  show_candidates (self);
}

static gboolean
cl_import_details_grab_focus (GtkWidget *widget)
{
  ClImportDetails *self = CL_IMPORT_DETAILS (widget);

  if (cl_widget_is_walked (widget) || !gtk_widget_get_visible (widget))
    return FALSE;
  if (gtk_widget_get_visible (self->candidates))
    return gtk_widget_child_focus (self->candidates, GTK_DIR_TAB_FORWARD);
  return gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
}

static void
cl_import_details_dispose (GObject *object)
{
  ClImportDetails *self = CL_IMPORT_DETAILS (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->import);
  g_clear_object (&self->row);
  G_OBJECT_CLASS (cl_import_details_parent_class)->dispose (object);
}

static void
cl_import_details_class_init (ClImportDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_import_details_dispose;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_import_details_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[DECIDED] = g_signal_new ("decided", CL_TYPE_IMPORT_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_import_details_init (ClImportDetails *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "heading");
  self->reason = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->reason), 0);
  gtk_label_set_wrap (GTK_LABEL (self->reason), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->reason), PANGO_WRAP_WORD_CHAR);
  self->changes = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->changes), GTK_SELECTION_NONE);
  gtk_widget_set_focusable (self->changes, FALSE);
  gtk_widget_add_css_class (self->changes, "cl-fields");
  cl_accessible_name (self->changes, _("What changes in this row"));
  self->candidates = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (self->box), self->title);
  gtk_box_append (GTK_BOX (self->box), self->reason);
  gtk_box_append (GTK_BOX (self->box), self->changes);
  gtk_box_append (GTK_BOX (self->box), self->candidates);
  gtk_widget_add_css_class (self->box, "cl-form");
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_widget_add_css_class (self->scrolled, "cl-details");
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
cl_import_details_new (void)
{
  return g_object_new (CL_TYPE_IMPORT_DETAILS, NULL);
}
