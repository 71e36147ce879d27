/* Two entries about the same, beside each other: what of which is kept. */

#include "cl-config.h"

#include "cl-merge-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-desk.h"
#include "cl-merge.h"
#include "cl-view-private.h"
#include "cl-help.h"
#include "cl-widgets.h"

#define CALLED_COLUMNS 5
#define MOST_HEIGHT 420

typedef struct
{
  ClContext *context;
  ClLedger *ledger;
  GtkWidget *near;
  gint64 one;
  GArray *others; /* of gint64: with which it may be made one */
  ClMerge *merge;
  gboolean whole;
  GtkWidget *ask;
  GtkWidget *with;   /* NULL: there is one other alone */
  GtkWidget *scrolled;
  GtkWidget *warning;
  GtkWidget *moves;
  GtkWidget *reveal;
} MergeAsk;

static void
merge_ask_free (gpointer data)
{
  MergeAsk *self = data;

  g_object_unref (self->context);
  cl_ledger_unref (self->ledger);
  g_object_unref (self->near);
  g_array_unref (self->others);
  cl_merge_free (self->merge);
  g_free (self);
}

/* The two beside each other */

static void
take_cb (GtkCheckButton *button, gpointer data)
{
  ClMergeField *field = g_object_get_data (G_OBJECT (button), "cl-merge-field");

  if (gtk_check_button_get_active (button))
    field->take = GPOINTER_TO_INT (data);
}

static void
choose_cb (GtkWidget *button, gpointer data)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
}

static GtkWidget *
add_value (GtkWidget *grid, GtkWidget *group, ClMergeField *field, ClMergeTake take, const char *text, int row)
{
  const char *label = cl_field_get_label (field->field);
  GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL), *words = gtk_label_new (text);
  /* Translators: a field's name, what stands in it, and in which of the two entries */
  g_autofree char *name = take == CL_MERGE_BOTH   ? g_strdup_printf (_("%s: both"), label)
                          : take == CL_MERGE_FIRST ? g_strdup_printf (_("%s: %s, of the left one"), label, text)
                                                   : g_strdup_printf (_("%s: %s, of the right one"), label, text);

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (words), 24);
  gtk_label_set_width_chars (GTK_LABEL (words), take == CL_MERGE_BOTH ? 4 : 16);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), words);
  cl_accessible_name (button, name);
  cl_accessible_add_action (button, "choose", choose_cb, NULL);
  g_object_set_data (G_OBJECT (button), "cl-merge-field", field);
  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (group));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), field->take == take);
  g_signal_connect (button, "toggled", G_CALLBACK (take_cb), GINT_TO_POINTER (take));
  gtk_grid_attach (GTK_GRID (grid), button, 1 + (int) take, row, 1, 1);
  return button;
}

/* Returns what is proposed. */
static GtkWidget *
add_field (MergeAsk *self, GtkWidget *grid, ClMergeField *field, int row)
{
  g_autofree char *first = cl_merge_show (field, FALSE, self->whole), *second = cl_merge_show (field, TRUE, self->whole);
  GtkWidget *label = gtk_label_new (cl_field_get_label (field->field)), *buttons[3] = { NULL };

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  buttons[CL_MERGE_FIRST] = add_value (grid, NULL, field, CL_MERGE_FIRST, first, row);
  buttons[CL_MERGE_SECOND] = add_value (grid, buttons[0], field, CL_MERGE_SECOND, second, row);
  if (cl_field_is_several (field->field) && field->first != NULL && field->second != NULL)
    buttons[CL_MERGE_BOTH] = add_value (grid, buttons[0], field, CL_MERGE_BOTH, _("Both"), row);
  return buttons[field->take];
}

static void
add_head (MergeAsk *self, GtkWidget *grid, gint64 id, int column)
{
  g_autofree char *described = cl_view_describe (self->context, self->ledger, id, CALLED_COLUMNS);
  GtkWidget *label = gtk_label_new (described);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "heading");
  gtk_grid_attach (GTK_GRID (grid), label, column, 0, 1, 1);
}

static gboolean
has_private (const ClMerge *merge)
{
  for (guint i = 0; i < merge->fields->len; i++)
    if (cl_field_get_private_class (((const ClMergeField *) merge->fields->pdata[i])->field) != NULL)
      return TRUE;
  return FALSE;
}

/* Returns what the focus goes to. */
static GtkWidget *
fill (MergeAsk *self)
{
  GtkWidget *grid = gtk_grid_new (), *first = NULL;
  g_autofree char *moves = cl_merge_say_moves (self->merge);
  g_autofree char *warning = cl_merge_warn (self->merge);
  g_autofree char *whole = NULL;
  g_autofree char *words = moves != NULL ? g_strdup_printf (_("One entry stays. To it comes all that names the other: %s. A backup is made before; Ctrl+Z takes it back."), moves)
                                         : g_strdup (_("One entry stays; nothing names the other. A backup is made before; Ctrl+Z takes it back."));

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  add_head (self, grid, self->merge->first, 1);
  add_head (self, grid, self->merge->second, 2);
  for (guint i = 0; i < self->merge->fields->len; i++)
    {
      GtkWidget *proposed = add_field (self, grid, self->merge->fields->pdata[i], (int) i + 1);

      if (first == NULL)
        first = proposed;
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), grid);
  gtk_label_set_text (GTK_LABEL (self->moves), words);
  gtk_label_set_text (GTK_LABEL (self->warning), warning != NULL ? warning : "");
  gtk_widget_set_visible (self->warning, warning != NULL);
  whole = warning != NULL ? g_strconcat (warning, " ", words, NULL) : g_strdup (words);
  cl_accessible_describe (self->ask, whole);
  gtk_widget_set_visible (self->reveal, !self->whole && has_private (self->merge));
  return first;
}

static gboolean
compare (MergeAsk *self, guint other, GError **error)
{
  ClMerge *merge = cl_merge_new (cl_context_get_store (self->context), self->ledger, self->one, g_array_index (self->others, gint64, other), error);

  if (merge == NULL)
    return FALSE;
  cl_merge_free (self->merge);
  self->merge = merge;
  return TRUE;
}

static void
with_changed_cb (MergeAsk *self)
{
  g_autoptr (GError) error = NULL;

  self->whole = FALSE;
  /* The buttons look at the fields of the comparison before. */
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), NULL);
  if (compare (self, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->with)), &error))
    {
      fill (self);
      return;
    }
  /* What is not seen is not made one. */
  g_clear_pointer (&self->merge, cl_merge_free);
  gtk_label_set_text (GTK_LABEL (self->moves), "");
  gtk_label_set_text (GTK_LABEL (self->warning), error->message);
  gtk_widget_set_visible (self->warning, TRUE);
  gtk_widget_set_visible (self->reveal, FALSE);
  cl_accessible_describe (self->ask, error->message);
  cl_announce (self->ask, error->message);
}

static void
reveal_cb (MergeAsk *self)
{
  ClStore *store = cl_context_get_store (self->context);
  const char *ledger = cl_ledger_get_name (self->ledger);
  /* Translators: words of a journal entry; %s: a record's name */
  g_autofree char *words = g_strdup_printf (_("Show private values of %s"), self->merge->called);
  g_autoptr (GError) error = NULL;
  GtkWidget *first;

  if (cl_store_note_record (store, "reveal", words, ledger, self->merge->first, &error) == 0
      || cl_store_note_record (store, "reveal", words, ledger, self->merge->second, &error) == 0)
    {
      cl_announce (self->ask, error->message);
      return;
    }
  self->whole = TRUE;
  first = fill (self);
  if (first != NULL)
    gtk_widget_grab_focus (first);
  cl_announce (self->ask, _("Private values are shown"));
}

/* Carrying it out */

typedef struct
{
  ClContext *context;
  GtkWidget *near;
} Under;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Under *under = data;
  g_autoptr (GError) error = NULL;

  if (cl_merge_carry_out_finish (CL_STORE (source), result, &error) != 0)
    {
      g_autofree char *words = cl_store_get_undo_words (CL_STORE (source));
      /* Translators: %s: the words of the change, as undo says them */
      g_autofree char *text = g_strdup_printf (_("%s. A backup was made before; Ctrl+Z takes it back."), words != NULL ? words : "");

      cl_context_say (under->context, under->near, text);
    }
  else
    cl_context_say (under->context, under->near, error->message);
  g_object_unref (under->context);
  g_object_unref (under->near);
  g_free (under);
}

static void
apply_cb (MergeAsk *self)
{
  Under *under;

  if (self->merge == NULL)
    {
      cl_announce (self->ask, gtk_label_get_text (GTK_LABEL (self->warning)));
      return;
    }
  under = g_new (Under, 1);
  *under = (Under) { g_object_ref (self->context), g_object_ref (self->near) };
  cl_merge_carry_out_async (cl_context_get_store (self->context), self->merge, done_cb, under);
  gtk_window_destroy (GTK_WINDOW (self->ask));
}

static void
add_with (MergeAsk *self, GtkWidget *rows)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) choices = NULL;

  for (guint i = 0; i < self->others->len; i++)
    {
      g_autofree char *described = cl_view_describe (self->context, self->ledger, g_array_index (self->others, gint64, i), CALLED_COLUMNS);

      g_strv_builder_add (builder, described);
    }
  choices = g_strv_builder_end (builder);
  self->with = cl_ask_add_choice (rows, _("With"), (const char *const *) choices, 0);
  g_signal_connect_swapped (self->with, "notify::selected", G_CALLBACK (with_changed_cb), self);
}

static GtkWidget *
add_words (GtkWidget *rows)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 12);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (rows), label);
  return label;
}

static void
present (MergeAsk *self)
{
  GtkWidget *rows, *button, *first;

  self->ask = cl_ask_new (self->near, _("Make one of two"), _("_Make one"), &rows, &button);
  cl_help_set_page (self->ask, "entries");
  gtk_window_set_default_size (GTK_WINDOW (self->ask), 760, -1);
  if (self->others->len > 1)
    add_with (self, rows);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scrolled), MOST_HEIGHT);
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_widget_set_margin_top (self->scrolled, 6);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (rows), self->scrolled);
  self->warning = add_words (rows);
  gtk_widget_add_css_class (self->warning, "error");
  self->moves = add_words (rows);
  self->reveal = cl_text_button_new (_("Show _private values"), NULL);
  gtk_widget_set_halign (self->reveal, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->reveal, 12);
  g_signal_connect_swapped (self->reveal, "clicked", G_CALLBACK (reveal_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (rows), self->reveal);
  first = fill (self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (apply_cb), self);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-merge-ask", self, merge_ask_free);
  cl_ask_present (self->ask, self->with != NULL ? self->with : first != NULL ? first : button);
}

void
cl_merge_ask (GtkWidget *near, ClContext *context, ClLedger *ledger, GArray *ids)
{
  ClStore *store = cl_context_get_store (context);
  MergeAsk *self;
  g_autoptr (GError) error = NULL;
  const char *refusal = NULL;

  if (!cl_merge_can (ledger))
    refusal = _("Entries of this list are not made one.");
  else if (ids->len == 0 || ids->len > 2)
    refusal = _("Select the two rows that are about the same, no more.");
  else if (!cl_desk_may (store, CL_RIGHT_RECORD, &error))
    refusal = error->message;
  if (refusal != NULL)
    {
      cl_context_say (context, near, refusal);
      return;
    }
  self = g_new0 (MergeAsk, 1);
  self->context = g_object_ref (context);
  self->ledger = cl_ledger_ref (ledger);
  self->near = g_object_ref (near);
  self->one = g_array_index (ids, gint64, 0);
  if (ids->len == 2)
    {
      self->others = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (self->others, g_array_index (ids, gint64, 1));
    }
  else
    self->others = cl_merge_find_alike (store, ledger, self->one, &error);
  if (error == NULL && self->others->len == 0)
    refusal = _("No other entry is called the same or has the same number. Select the two rows that are about the same, then choose this again.");
  else if (error == NULL && compare (self, 0, &error))
    {
      present (self);
      return;
    }
  cl_context_say (context, near, error != NULL ? error->message : refusal);
  merge_ask_free (self);
}
