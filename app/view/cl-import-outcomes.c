#include "cl-config.h"

#include "cl-import-outcomes-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-citizen-id.h"
#include "cl-journal.h"
#include "cl-widgets-private.h"

struct _ClImportOutcomes
{
  GtkWidget parent_instance;
  ClImport *import;
  GtkFilterListModel *filtered;
  int outcome; /* shown; -1: all */
  guint cell;  /* the one read last by Left and Right */
  GPtrArray *bound;   /* GtkListItem, not owned */
  GPtrArray *classes; /* private class by column, not owned; NULL: may be shown */
  gboolean revealed;

  GtkWidget *box, *filter_place, *list;
};

G_DEFINE_FINAL_TYPE (ClImportOutcomes, cl_import_outcomes, GTK_TYPE_WIDGET)

static const char *
outcome_word (ClOutcome outcome)
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
      return _("Not data");
    case CL_OUTCOME_UNDECIDED:
      return _("To decide");
    default:
      g_return_val_if_reached ("");
    }
}

/* A sheet on the screen is a list like any other: its private columns are masked. */
static char *
show_value (ClImportOutcomes *self, const char *private_class, const char *text)
{
  return private_class != NULL && !self->revealed ? cl_mask (private_class, text) : g_strdup (text);
}

static char *
show_cell (ClImportOutcomes *self, guint column, const char *text)
{
  return show_value (self, column < self->classes->len ? self->classes->pdata[column] : NULL, text);
}

/* The row's cells that hold something. */
static char *
say_cells (ClImportOutcomes *self, ClImportRow *row, const char *separator)
{
  const char *const *cells = cl_import_row_get_cells (row);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; cells != NULL && cells[i] != NULL; i++)
    if (*cells[i] != '\0')
      {
        g_autofree char *cell = show_cell (self, i, cells[i]);

        g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", cell);
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Why it was refused, what was doubted, what would change: "联系电话 138… → 139…". NULL: nothing to say. */
static char *
say_reason (ClImportOutcomes *self, ClImportRow *row)
{
  const GPtrArray *changes = cl_import_row_get_changes (row);
  const char *reason = cl_import_row_get_reason (row);
  g_autoptr (GString) text = g_string_new (reason);

  for (guint i = 0; cl_import_row_get_outcome (row) == CL_OUTCOME_CHANGED && changes != NULL && i < changes->len; i++)
    {
      const ClJournalChange *change = changes->pdata[i];
      const char *label = change->field != NULL ? cl_field_get_label (change->field) : "";
      const char *private_class = change->field != NULL ? cl_field_get_private_class (change->field) : NULL;
      g_autofree char *before = change->before != NULL ? show_value (self, private_class, change->before) : NULL;
      g_autofree char *after = show_value (self, private_class, change->after != NULL ? change->after : "");

      if (text->len > 0)
        g_string_append (text, "  ");
      if (before != NULL && *before != '\0')
        g_string_append_printf (text, _("%s: %s → %s"), label, before, after);
      else
        g_string_append_printf (text, _("%s: %s"), label, after);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
say_row (ClImportOutcomes *self, ClImportRow *row)
{
  g_autofree char *cells = say_cells (self, row, _(", "));
  g_autofree char *reason = say_reason (self, row);
  const char *outcome = outcome_word (cl_import_row_get_outcome (row));

  if (reason != NULL)
    return g_strdup_printf (_("Row %u, %s, %s. %s"), cl_import_row_get_number (row), outcome, reason, cells);
  return g_strdup_printf (_("Row %u, %s, %s"), cl_import_row_get_number (row), outcome, cells);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClImportOutcomes *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *number = gtk_label_new (NULL), *outcome = gtk_label_new (NULL), *cells = gtk_label_new (NULL), *reason = gtk_label_new (NULL);

  gtk_label_set_width_chars (GTK_LABEL (number), 5);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_add_css_class (number, "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (outcome), 6);
  gtk_label_set_xalign (GTK_LABEL (outcome), 0);
  gtk_label_set_ellipsize (GTK_LABEL (cells), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (cells), 0);
  gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (reason), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (reason), 0);
  gtk_widget_add_css_class (reason, "cl-message");
  gtk_widget_set_valign (number, GTK_ALIGN_START);
  gtk_widget_set_valign (outcome, GTK_ALIGN_START);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), cells);
  gtk_box_append (GTK_BOX (texts), reason);
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), outcome);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_list_item_set_child (item, box);
}

static void
fill_item (ClImportOutcomes *self, GtkListItem *item)
{
  ClImportRow *row = gtk_list_item_get_item (item);
  GtkWidget *number = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *outcome = gtk_widget_get_next_sibling (number), *texts = gtk_widget_get_next_sibling (outcome);
  GtkWidget *cells = gtk_widget_get_first_child (texts), *reason = gtk_widget_get_next_sibling (cells);
  g_autofree char *place = g_strdup_printf ("%u", cl_import_row_get_number (row));
  g_autofree char *shown = say_cells (self, row, "  ");
  g_autofree char *why = say_reason (self, row);
  g_autofree char *sentence = say_row (self, row);

  gtk_label_set_text (GTK_LABEL (number), place);
  gtk_label_set_text (GTK_LABEL (outcome), outcome_word (cl_import_row_get_outcome (row)));
  gtk_label_set_text (GTK_LABEL (cells), shown);
  gtk_label_set_text (GTK_LABEL (reason), why);
  gtk_widget_set_visible (reason, why != NULL);
  gtk_widget_remove_css_class (reason, "error");
  gtk_widget_remove_css_class (reason, "warning");
  if (cl_import_row_get_outcome (row) == CL_OUTCOME_REFUSED || cl_import_row_get_outcome (row) == CL_OUTCOME_UNDECIDED)
    gtk_widget_add_css_class (reason, "error");
  else if (cl_import_row_get_reason (row) != NULL && cl_import_row_get_outcome (row) != CL_OUTCOME_SKIPPED)
    gtk_widget_add_css_class (reason, "warning");
  cl_list_item_set_name (item, sentence);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClImportOutcomes *self)
{
  fill_item (self, item);
  g_ptr_array_add (self->bound, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClImportOutcomes *self)
{
  g_ptr_array_remove_fast (self->bound, item);
}

static gboolean
filter_cb (gpointer item, gpointer data)
{
  ClImportOutcomes *self = data;

  return self->outcome < 0 || (int) cl_import_row_get_outcome (item) == self->outcome;
}

static void
filter_chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, ClImportOutcomes *self)
{
  const int *outcomes = g_object_get_data (G_OBJECT (drop_down), "cl-outcomes");

  self->outcome = outcomes[gtk_drop_down_get_selected (drop_down)];
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
add_choice (GtkStringList *strings, const char *word, guint count)
{
  g_autofree char *number = cl_count_format (count);
  g_autofree char *choice = g_strdup_printf ("%s %s", word, number);

  gtk_string_list_append (strings, choice);
}

/* The choices hold counts, so each run gets a drop-down of its own; outcomes without rows are not offered. */
static void
renew_filter (ClImportOutcomes *self)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  int *outcomes = g_new (int, CL_OUTCOME_LAST + 1);
  GtkWidget *old = gtk_widget_get_first_child (self->filter_place), *drop_down;
  guint n = 0, all = 0;

  outcomes[n++] = -1;
  for (int i = 0; self->import != NULL && i < CL_OUTCOME_LAST; i++)
    all += cl_import_get_count (self->import, i);
  add_choice (strings, _("All rows"), all);
  for (int i = 0; self->import != NULL && i < CL_OUTCOME_LAST; i++)
    if (cl_import_get_count (self->import, i) > 0)
      {
        add_choice (strings, outcome_word (i), cl_import_get_count (self->import, i));
        outcomes[n++] = i;
      }
  drop_down = cl_drop_down_new (_("Rows shown"), strings);
  g_object_set_data_full (G_OBJECT (drop_down), "cl-outcomes", outcomes, g_free);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (filter_chosen_cb), self, 0);
  if (old != NULL)
    gtk_box_remove (GTK_BOX (self->filter_place), old);
  gtk_box_append (GTK_BOX (self->filter_place), drop_down);
  self->outcome = -1;
}

static GtkListItem *
find_focused (ClImportOutcomes *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->bound->len; i++)
    if (gtk_widget_get_parent (gtk_list_item_get_child (self->bound->pdata[i])) == focus)
      return self->bound->pdata[i];
  return NULL;
}

static gboolean
read_cell_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClImportOutcomes *self = CL_IMPORT_OUTCOMES (gtk_widget_get_ancestor (widget, CL_TYPE_IMPORT_OUTCOMES));
  GtkListItem *item = find_focused (self);
  int step = g_variant_get_int32 (arguments);
  const GPtrArray *headers;
  const char *const *cells;
  g_autofree char *words = NULL;
  g_autofree char *shown = NULL;
  guint n;

  if (item == NULL || self->import == NULL)
    return GDK_EVENT_PROPAGATE;
  cells = cl_import_row_get_cells (gtk_list_item_get_item (item));
  headers = cl_import_get_match (self->import)->headers;
  n = MIN (g_strv_length ((char **) cells), headers->len);
  if (n == 0)
    return GDK_EVENT_PROPAGATE;
  self->cell = step < 0 ? (self->cell == 0 ? 0 : MIN (self->cell, n) - 1) : MIN (self->cell + 1, n - 1);
  shown = show_cell (self, self->cell, cells[self->cell]);
  words = g_strdup_printf (_("%s: %s, column %u of %u"), (const char *) headers->pdata[self->cell], *shown != '\0' ? shown : _("empty"), self->cell + 1, n);
  cl_announce (widget, words);
  return GDK_EVENT_STOP;
}

static void
add_cell_keys (ClImportOutcomes *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  const struct { guint key; int step; } steps[] = { { GDK_KEY_Left, -1 }, { GDK_KEY_Right, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (steps[i].key, 0), gtk_callback_action_new (read_cell_cb, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (steps[i].step));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
    }
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->list, keys);
}

static void
cl_import_outcomes_dispose (GObject *object)
{
  ClImportOutcomes *self = CL_IMPORT_OUTCOMES (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->filtered);
  g_clear_object (&self->import);
  g_clear_pointer (&self->bound, g_ptr_array_unref);
  g_clear_pointer (&self->classes, g_ptr_array_unref);
  G_OBJECT_CLASS (cl_import_outcomes_parent_class)->dispose (object);
}

static void
cl_import_outcomes_class_init (ClImportOutcomesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_import_outcomes_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cl_import_outcomes_init (ClImportOutcomes *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->bound = g_ptr_array_new ();
  self->classes = g_ptr_array_new ();
  self->filtered = gtk_filter_list_model_new (NULL, GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)))), factory);
  gtk_widget_add_css_class (self->list, "cl-rows");
  cl_accessible_name (self->list, _("Rows of the sheet"));
  add_cell_keys (self);
  cl_list_leave_by_tab (self->list);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_focusable (scrolled, FALSE);

  self->filter_place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->filter_place, "cl-bar");
  renew_filter (self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->filter_place);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
cl_import_outcomes_new (void)
{
  return g_object_new (CL_TYPE_IMPORT_OUTCOMES, NULL);
}

static void
find_private_columns (ClImportOutcomes *self, ClCatalogue *catalogue, ClLedger *ledger)
{
  const GPtrArray *paths = cl_import_get_match (self->import)->paths;

  for (guint i = 0; i < paths->len; i++)
    {
      const ClField *field = paths->pdata[i] != NULL ? cl_catalogue_resolve (catalogue, ledger, paths->pdata[i], NULL, NULL) : NULL;

      g_ptr_array_add (self->classes, field != NULL ? (gpointer) cl_field_get_private_class (field) : NULL);
    }
}

/**
 * cl_import_outcomes_show:
 * @import: (nullable): one that was run or rehearsed
 * @catalogue: to know which columns are private
 * @ledger: the ledger imported into
 *
 * Shows what came of each row, private columns masked. Main thread.
 */
void
cl_import_outcomes_show (ClImportOutcomes *self, ClImport *import, ClCatalogue *catalogue, ClLedger *ledger)
{
  g_set_object (&self->import, import);
  g_ptr_array_set_size (self->classes, 0);
  if (import != NULL)
    find_private_columns (self, catalogue, ledger);
  renew_filter (self);
  self->cell = 0;
  gtk_filter_list_model_set_model (self->filtered, import != NULL ? cl_import_get_rows (import) : NULL);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * cl_import_outcomes_set_revealed:
 * @revealed: whether private columns are shown whole; the caller journals it
 */
void
cl_import_outcomes_set_revealed (ClImportOutcomes *self, gboolean revealed)
{
  self->revealed = revealed;
  for (guint i = 0; i < self->bound->len; i++)
    fill_item (self, self->bound->pdata[i]);
}

gboolean
cl_import_outcomes_get_revealed (ClImportOutcomes *self)
{
  return self->revealed;
}

/**
 * cl_import_outcomes_say_counts:
 *
 * Returns: (transfer full): "48 new, 0 changed, 3 unchanged, 1 refused", translated
 */
char *
cl_import_outcomes_say_counts (ClImport *import)
{
  g_autofree char *added = cl_count_format (cl_import_get_count (import, CL_OUTCOME_ADDED));
  g_autofree char *changed = cl_count_format (cl_import_get_count (import, CL_OUTCOME_CHANGED));
  g_autofree char *unchanged = cl_count_format (cl_import_get_count (import, CL_OUTCOME_UNCHANGED));
  g_autofree char *refused = cl_count_format (cl_import_get_count (import, CL_OUTCOME_REFUSED));

  return g_strdup_printf (_("%s new, %s changed, %s unchanged, %s refused"), added, changed, unchanged, refused);
}
