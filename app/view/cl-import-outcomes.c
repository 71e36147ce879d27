/* The rows of a sheet on its way in, and what becomes of each. */

#include "cl-config.h"

#include "cl-import-outcomes-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-import-details-private.h"
#include "cl-import-look-private.h"
#include "cl-list-steps-private.h"
#include "cl-span.h"
#include "cl-widgets-private.h"

#define SUSPICIOUS CL_OUTCOME_LAST /* a filter beside the outcomes */

struct _ClImportOutcomes
{
  GtkWidget parent_instance;
  ClImportLook look;
  GtkSingleSelection *selection;
  GtkSliceListModel *steps; /* what the list has of the rows as yet */
  GCancellable *searching;
  int outcome;  /* shown; -1: all */
  guint number; /* of the chosen row, as the sheet counts */
  guint cell;   /* the one read last by Left and Right */
  GPtrArray *bound;   /* GtkListItem, not owned */
  gboolean open, filling;
  guint focus_tick, focus_frames;

  GtkWidget *box, *filter_place, *search, *many, *list, *details, *nothing;
};

enum
{
  DECIDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClImportOutcomes, cl_import_outcomes, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClImportOutcomes *self)
{
  cl_import_look_set_up (&self->look, GTK_WIDGET (self), item);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClImportOutcomes *self)
{
  cl_import_look_fill (&self->look, item);
  g_ptr_array_add (self->bound, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClImportOutcomes *self)
{
  g_ptr_array_remove_fast (self->bound, item);
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static gboolean
focus_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ClImportOutcomes *self = CL_IMPORT_OUTCOMES (widget);

  /* A row far away is bound a frame or two after it was scrolled to. */
  if (!cl_list_focus_bound (self->bound, gtk_single_selection_get_selected (self->selection)) && self->focus_frames++ < 10)
    return G_SOURCE_CONTINUE;
  self->focus_tick = 0;
  return G_SOURCE_REMOVE;
}

gboolean
cl_import_outcomes_focus_rows (ClImportOutcomes *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || position == GTK_INVALID_LIST_POSITION)
    return FALSE;
#if GTK_CHECK_VERSION(4, 12, 0)
  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list), position, GTK_LIST_SCROLL_FOCUS, NULL);
#else
  /* This action also tells the list which row has the focus. */
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
#endif
  if (!cl_list_focus_bound (self->bound, gtk_single_selection_get_selected (self->selection)))
    {
      gtk_widget_grab_focus (self->list);
      self->focus_frames = 0;
      if (self->focus_tick == 0)
        self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_tick_cb, NULL, NULL);
    }
  return TRUE;
}

static void
show_details (ClImportOutcomes *self)
{
  cl_import_details_show (CL_IMPORT_DETAILS (self->details), self->look.import, gtk_single_selection_get_selected_item (self->selection), self->look.revealed);
}

static void
selected_cb (ClImportOutcomes *self)
{
  ClImportRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (self->filling || row == NULL)
    return;
  self->number = cl_import_row_get_number (row);
  self->cell = 0;
  show_details (self);
}

/* The row that was chosen, or the next after it: rows stand in the order of the sheet. */
static guint
find_position (GListModel *rows, guint number)
{
  guint low = 0, high = g_list_model_get_n_items (rows);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      g_autoptr (ClImportRow) row = g_list_model_get_item (rows, middle);

      if (cl_import_row_get_number (row) < number)
        low = middle + 1;
      else
        high = middle;
    }
  return MIN (low, MAX (g_list_model_get_n_items (rows), 1) - 1);
}

static void
take_rows (ClImportOutcomes *self, GListModel *rows)
{
  gboolean focused = has_focus (self->list), inside = has_focus (self->details);
  guint n = rows != NULL ? g_list_model_get_n_items (rows) : 0, position = n > 0 ? find_position (rows, self->number) : 0;

  self->filling = TRUE;
  cl_list_steps_take (self->steps, rows, position);
  if (n > 0)
    gtk_single_selection_set_selected (self->selection, position);
  self->filling = FALSE;
  gtk_widget_set_visible (self->nothing, self->look.import != NULL && n == 0);
  selected_cb (self);
  if (n == 0)
    show_details (self);
  if ((focused || inside) && (n == 0 || !cl_import_outcomes_focus_rows (self)))
    gtk_widget_grab_focus (self->search);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClImportOutcomes) self = data;
  g_autoptr (GListModel) rows = cl_import_find_rows_finish (CL_IMPORT (object), result, NULL);
  g_autofree char *count = NULL;
  g_autofree char *words = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->searching || self->box == NULL || rows == NULL)
    return;
  g_clear_object (&self->searching);
  take_rows (self, rows);
  count = cl_count_format (g_list_model_get_n_items (rows));
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", g_list_model_get_n_items (rows)), count);
  if (has_focus (self->search) || has_focus (self->filter_place))
    cl_announce (GTK_WIDGET (self), words);
}

static void
refilter (ClImportOutcomes *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (self->look.import == NULL)
    take_rows (self, NULL);
  else if (self->outcome < 0 && *text == '\0')
    take_rows (self, cl_import_get_rows (self->look.import));
  else
    {
      self->searching = g_cancellable_new ();
      cl_import_find_rows_async (self->look.import, self->outcome >= 0 && self->outcome != SUSPICIOUS ? 1u << self->outcome : 0, self->outcome == SUSPICIOUS, text,
                                 self->searching, found_cb, g_object_ref (self));
    }
}

static void
chip_toggled_cb (GtkToggleButton *chip, ClImportOutcomes *self)
{
  if (self->filling || !gtk_toggle_button_get_active (chip))
    return;
  self->outcome = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chip), "cl-outcome"));
  refilter (self);
}

static guint
count_outcome (ClImportOutcomes *self, int outcome)
{
  guint all = 0;

  if (self->look.import == NULL)
    return 0;
  if (outcome >= 0)
    return outcome == SUSPICIOUS ? cl_import_get_n_suspicious (self->look.import) : cl_import_get_count (self->look.import, outcome);
  for (int i = 0; i < CL_OUTCOME_LAST; i++)
    all += cl_import_get_count (self->look.import, i);
  return all;
}

/* Chips that hold counts; outcomes without rows are not offered. What was chosen stays chosen while it has rows. */
static void
renew_chips (ClImportOutcomes *self)
{
  static const int order[] = { -1, CL_OUTCOME_ADDED, CL_OUTCOME_CHANGED, CL_OUTCOME_UNCHANGED, CL_OUTCOME_UNDECIDED, SUSPICIOUS, CL_OUTCOME_REFUSED, CL_OUTCOME_SKIPPED };
  gboolean focused = has_focus (self->filter_place);
  GtkWidget *chip, *group = NULL, *active = NULL;

  if (count_outcome (self, self->outcome) == 0)
    self->outcome = -1;
  while ((chip = gtk_widget_get_first_child (self->filter_place)) != NULL)
    gtk_box_remove (GTK_BOX (self->filter_place), chip);
  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *count = cl_count_format (count_outcome (self, order[i]));
      const char *word = order[i] < 0 ? _("All rows") : order[i] == SUSPICIOUS ? _("Doubtful") : cl_import_outcome_word (order[i]);
      g_autofree char *label = g_strdup_printf ("%s %s", word, count);

      if (order[i] >= 0 && count_outcome (self, order[i]) == 0)
        continue;
      chip = gtk_toggle_button_new_with_label (label);
      gtk_widget_add_css_class (chip, "cl-chip");
      cl_accessible_name (chip, label);
      g_object_set_data (G_OBJECT (chip), "cl-outcome", GINT_TO_POINTER (order[i]));
      if (group != NULL)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), GTK_TOGGLE_BUTTON (group));
      else
        group = chip;
      if (order[i] == self->outcome)
        {
          active = chip;
          gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
        }
      g_signal_connect_object (chip, "toggled", G_CALLBACK (chip_toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (self->filter_place), chip);
    }
  self->filling = FALSE;
  gtk_widget_set_visible (self->many, self->open && count_outcome (self, CL_OUTCOME_UNDECIDED) > 0);
  if (focused && active != NULL)
    gtk_widget_grab_focus (active);
}

/* A row as the list shows it after a decision, until the rehearsal tells what becomes of it. */
static void
refill (ClImportOutcomes *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    cl_import_look_fill (&self->look, self->bound->pdata[i]);
  show_details (self);
}

/* Goes on to the next row that waits. */
static void
decided (ClImportOutcomes *self, gboolean go_on)
{
  GListModel *rows = G_LIST_MODEL (self->selection);
  guint position = gtk_single_selection_get_selected (self->selection), n;
  ClImportRow *here = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *said = here != NULL ? cl_import_row_say_decision (self->look.import, here) : NULL;

  if (said != NULL)
    cl_announce (GTK_WIDGET (self), said);
  cl_list_steps_end (self->steps);
  n = g_list_model_get_n_items (rows);
  for (guint i = position + 1; go_on && i < n; i++)
    {
      g_autoptr (ClImportRow) row = g_list_model_get_item (rows, i);

      if (cl_import_row_get_outcome (row) != CL_OUTCOME_UNDECIDED || cl_import_get_decision (self->look.import, cl_import_row_get_number (row), NULL) != CL_DECISION_NONE)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      cl_import_outcomes_focus_rows (self);
      break;
    }
  refill (self);
  g_signal_emit (self, signals[DECIDED], 0);
}

static void
details_decided_cb (ClImportOutcomes *self)
{
  cl_import_outcomes_focus_rows (self);
  decided (self, TRUE);
}

/* 1 to 9 the candidate, N somebody new, O leave out, T take, K keep. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClImportOutcomes *self)
{
  ClImportRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (!self->open || row == NULL || (state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0 || !cl_import_row_decide_by_key (self->look.import, row, key))
    return GDK_EVENT_PROPAGATE;
  decided (self, TRUE);
  return GDK_EVENT_STOP;
}

/* The same for all rows that are shown and wait. */
static void
decide_many (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClImportOutcomes *self = CL_IMPORT_OUTCOMES (widget);
  static const struct { const char *action; guint key; } keys[] = {
    { "rows.first", GDK_KEY_1 }, { "rows.new", GDK_KEY_n }, { "rows.leave-out", GDK_KEY_o }, { "rows.take", GDK_KEY_t }, { "rows.keep", GDK_KEY_k },
  };
  GListModel *rows = G_LIST_MODEL (self->selection);
  guint done = 0;

  cl_list_steps_end (self->steps);
  for (guint i = 0; self->open && i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (ClImportRow) row = g_list_model_get_item (rows, i);

      for (guint k = 0; cl_import_row_get_outcome (row) == CL_OUTCOME_UNDECIDED && k < G_N_ELEMENTS (keys); k++)
        if (g_str_equal (name, keys[k].action))
          done += cl_import_row_decide_by_key (self->look.import, row, keys[k].key);
    }
  if (done > 0)
    decided (self, FALSE);
  else
    cl_announce (widget, _("None of the rows shown asks that"));
}

static gboolean
read_cell_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClImportOutcomes *self = CL_IMPORT_OUTCOMES (gtk_widget_get_ancestor (widget, CL_TYPE_IMPORT_OUTCOMES));
  GtkListItem *item = cl_list_find_focused (GTK_WIDGET (self), self->bound);
  int step = g_variant_get_int32 (arguments);
  const GPtrArray *headers;
  const char *const *cells;
  g_autofree char *words = NULL;
  g_autofree char *shown = NULL;
  guint n;

  if (item == NULL || self->look.import == NULL)
    return GDK_EVENT_PROPAGATE;
  cells = cl_import_row_get_cells (gtk_list_item_get_item (item));
  headers = cl_import_get_match (self->look.import)->headers;
  n = MIN (g_strv_length ((char **) cells), headers->len);
  if (n == 0)
    return GDK_EVENT_PROPAGATE;
  self->cell = step < 0 ? (self->cell == 0 ? 0 : MIN (self->cell, n) - 1) : MIN (self->cell + 1, n - 1);
  shown = cl_import_look_show_cell (&self->look, self->cell, cells[self->cell]);
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
activated_cb (ClImportOutcomes *self)
{
  gtk_widget_grab_focus (self->details);
}

static void
cl_import_outcomes_dispose (GObject *object)
{
  ClImportOutcomes *self = CL_IMPORT_OUTCOMES (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->steps);
  g_clear_object (&self->selection);
  g_clear_object (&self->look.import);
  g_clear_pointer (&self->bound, g_ptr_array_unref);
  g_clear_pointer (&self->look.classes, g_ptr_array_unref);
  G_OBJECT_CLASS (cl_import_outcomes_parent_class)->dispose (object);
}

static void
cl_import_outcomes_class_init (ClImportOutcomesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_import_outcomes_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  for (const char *const *name = (const char *const[]) { "rows.first", "rows.new", "rows.leave-out", "rows.take", "rows.keep", NULL }; *name != NULL; name++)
    gtk_widget_class_install_action (widget_class, *name, NULL, decide_many);
  signals[DECIDED] = g_signal_new ("decided", CL_TYPE_IMPORT_OUTCOMES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
create_list (ClImportOutcomes *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (self->list, "cl-rows");
  cl_accessible_name (self->list, _("Rows of the sheet"));
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (self->list, keys);
  add_cell_keys (self);
  cl_list_steps_watch_keys (self->steps, self->list);
  cl_list_leave_by_tab (self->list);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_focusable (scrolled, FALSE);
  return scrolled;
}

static GtkWidget *
create_many (void)
{
  g_autoptr (GMenu) menu = g_menu_new (), who = g_menu_new (), values = g_menu_new ();

  g_menu_append (who, _("Each is the _first of its suggestions"), "rows.first");
  g_menu_append (who, _("All are _new"), "rows.new");
  g_menu_append (who, _("_Leave them out"), "rows.leave-out");
  g_menu_append (values, _("_Take what the sheet says"), "rows.take");
  g_menu_append (values, _("_Keep what is there"), "rows.keep");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (who));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (values));
  return cl_menu_button_new (_("All that wait"), NULL, _("Decide all rows shown that wait"), G_MENU_MODEL (menu));
}

static GtkWidget *
create_bar (ClImportOutcomes *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *chips = gtk_scrolled_window_new ();

  self->filter_place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (chips), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (chips), self->filter_place);
  gtk_widget_set_focusable (chips, FALSE);
  self->search = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search, TRUE);
  g_object_set (self->search, "placeholder-text", _("Search in the rows"), NULL);
  cl_accessible_name (self->search, _("Search in the rows"));
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (refilter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (cl_import_outcomes_focus_rows), self, G_CONNECT_SWAPPED);
  self->many = create_many ();
  gtk_box_append (GTK_BOX (line), self->search);
  gtk_box_append (GTK_BOX (line), self->many);
  gtk_box_append (GTK_BOX (bar), chips);
  gtk_box_append (GTK_BOX (bar), line);
  gtk_widget_add_css_class (bar, "cl-bar");
  return bar;
}

static void
cl_import_outcomes_init (ClImportOutcomes *self)
{
  self->bound = g_ptr_array_new ();
  self->look.classes = g_ptr_array_new ();
  self->outcome = -1;
  self->steps = gtk_slice_list_model_new (NULL, 0, G_MAXUINT);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->steps)));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  self->nothing = gtk_label_new (_("No such row"));
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_widget_set_visible (self->nothing, FALSE);
  self->details = cl_import_details_new ();
  g_signal_connect_object (self->details, "decided", G_CALLBACK (details_decided_cb), self, G_CONNECT_SWAPPED);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), create_bar (self));
  gtk_box_append (GTK_BOX (self->box), self->nothing);
  gtk_box_append (GTK_BOX (self->box), create_list (self));
  gtk_box_append (GTK_BOX (self->box), self->details);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  renew_chips (self);
}

GtkWidget *
cl_import_outcomes_new (void)
{
  return g_object_new (CL_TYPE_IMPORT_OUTCOMES, NULL);
}

/**
 * cl_import_outcomes_show:
 * @import: (nullable): one that was run or rehearsed
 * @catalogue: to know which columns are private
 * @open: whether decisions can still be made
 *
 * Shows what came of each row, private columns masked. Filter, search and chosen row stay while it is the same import. Main thread.
 */
void
cl_import_outcomes_show (ClImportOutcomes *self, ClImport *import, ClCatalogue *catalogue, gboolean open)
{
  CL_SPAN ("import: outcomes");
  ClHeaderMatch *match = import != NULL ? cl_import_get_match (import) : NULL;

  self->open = open;
  if (self->look.import != import)
    {
      self->outcome = -1;
      self->number = 0;
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
    }
  g_set_object (&self->look.import, import);
  g_ptr_array_set_size (self->look.classes, 0);
  for (guint i = 0; match != NULL && i < match->paths->len; i++)
    g_ptr_array_add (self->look.classes, (gpointer) cl_import_outcomes_get_class (catalogue, cl_import_get_ledger (import), match, i));
  renew_chips (self);
  refilter (self);
}

/**
 * cl_import_outcomes_set_ending:
 * @ending: whether the rows are about to give way to others
 *
 * While they are, those that nobody looks at go.
 */
void
cl_import_outcomes_set_ending (ClImportOutcomes *self, gboolean ending)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (!ending)
    cl_list_steps_end (self->steps);
  else if (position != GTK_INVALID_LIST_POSITION)
    cl_list_steps_leave_far (self->steps, position);
}

/**
 * cl_import_outcomes_set_revealed:
 * @revealed: whether private columns are shown whole; the caller journals it
 */
void
cl_import_outcomes_set_revealed (ClImportOutcomes *self, gboolean revealed)
{
  self->look.revealed = revealed;
  refill (self);
}

gboolean
cl_import_outcomes_get_revealed (ClImportOutcomes *self)
{
  return self->look.revealed;
}

gboolean
cl_import_outcomes_focus_details (ClImportOutcomes *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) && gtk_widget_grab_focus (self->details);
}

gboolean
cl_import_outcomes_focus_search (ClImportOutcomes *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) && gtk_widget_grab_focus (self->search);
}

gboolean
cl_import_outcomes_has_details (ClImportOutcomes *self, GtkWidget *widget)
{
  return gtk_widget_is_ancestor (widget, self->details);
}
