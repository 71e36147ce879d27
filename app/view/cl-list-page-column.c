/* One column filled downwards, as in a spreadsheet: the field stands below the rows, Enter takes it and goes to the next row. What was filled is shown at once, kept in
 * the file as a draft, and written by one entry of the journal when the run ends. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-citizen-id.h"
#include "cl-field-row-private.h"
#include "cl-list-page-private.h"
#include "cl-many-private.h"
#include "cl-view-private.h"
#include "cl-widgets.h"

#define DRAFT_KEY "column-entry"
#define DRAFT_TYPE "(ssa(xv))"

struct _ClColumnEntry
{
  ClListPage *page; /* not owned */
  const ClField *field;
  guint column;       /* of the list */
  gint64 id;          /* the row that is being filled */
  GArray *ids;        /* those that were filled, in order */
  GPtrArray *values;  /* ClValue: what with */
  GtkWidget *bar, *who, *row;
  char *warned;       /* what was pointed out and is kept by Enter once more */
};

static void
value_free (gpointer data)
{
  cl_value_clear (data);
  g_free (data);
}

static GVariant *
value_to_variant (const ClValue *value)
{
  switch (value->kind)
    {
    case CL_VALUE_INTEGER:
      return g_variant_new_int64 (value->integer);
    case CL_VALUE_TEXT:
      return g_variant_new_string (value->text);
    case CL_VALUE_TEXTS:
      return g_variant_new_strv ((const char *const *) value->texts, -1);
    case CL_VALUE_IDS:
      return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, value->ids->data, value->ids->len, sizeof (gint64));
    case CL_VALUE_NONE:
    default:
      return g_variant_new_boolean (FALSE);
    }
}

static ClValue *
value_from_variant (GVariant *variant)
{
  ClValue *value = g_new0 (ClValue, 1);

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE_INT64))
    cl_value_set_integer (value, g_variant_get_int64 (variant));
  else if (g_variant_is_of_type (variant, G_VARIANT_TYPE_STRING))
    cl_value_set_text (value, g_variant_get_string (variant, NULL));
  else if (g_variant_is_of_type (variant, G_VARIANT_TYPE_STRING_ARRAY))
    cl_value_take_texts (value, g_variant_dup_strv (variant, NULL));
  else if (g_variant_is_of_type (variant, G_VARIANT_TYPE ("ax")))
    {
      gsize n;
      const gint64 *ids = g_variant_get_fixed_array (variant, &n, sizeof (gint64));
      GArray *array = g_array_new (FALSE, FALSE, sizeof (gint64));

      g_array_append_vals (array, ids, (guint) n);
      cl_value_take_ids (value, array);
    }
  return value;
}

static guint
find_filled (ClColumnEntry *self, gint64 id)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id)
      return i;
  return G_MAXUINT;
}

/* A pulled plug must not take a morning's work with it. */
static void
keep_draft (ClColumnEntry *self)
{
  GVariantBuilder builder;
  g_autoptr (GVariant) draft = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xv)"));
  for (guint i = 0; i < self->ids->len; i++)
    g_variant_builder_add (&builder, "(xv)", g_array_index (self->ids, gint64, i), value_to_variant (self->values->pdata[i]));
  draft = g_variant_ref_sink (g_variant_new (DRAFT_TYPE, cl_ledger_get_name (self->page->ledger), cl_field_get_name (self->field), &builder));
  text = g_variant_print (draft, TRUE);
  if (!cl_store_set_setting (cl_context_get_store (self->page->context), DRAFT_KEY, self->ids->len > 0 ? text : "", &error))
    cl_context_say (self->page->context, GTK_WIDGET (self->page), error->message);
}

static void
column_entry_free (ClColumnEntry *self)
{
  g_array_unref (self->ids);
  g_ptr_array_unref (self->values);
  g_free (self->warned);
  g_free (self);
}

static void
written_cb (GtkWidget *near, guint done, guint n)
{
  ClListPage *self = CL_LIST_PAGE (near);

  if (done != G_MAXUINT || self->context == NULL)
    return;
  cl_store_set_setting (cl_context_get_store (self->context), DRAFT_KEY, "", NULL);
  cl_row_model_clear_pending (self->rows);
}

/* Ends the run: what was filled is written. */
void
cl_list_page_end_column (ClListPage *page)
{
  ClColumnEntry *self = g_steal_pointer (&page->column);

  if (self == NULL)
    return;
  gtk_box_remove (GTK_BOX (page->list_box), self->bar);
  if (page->context != NULL && self->ids->len > 0)
    cl_many_fill (page->context, page->ledger, self->ids, self->field, self->values, GTK_WIDGET (page), written_cb);
  column_entry_free (self);
}

/* What the row has, as it was filled or else as it is in the file. */
static void
read_value (ClColumnEntry *self, gint64 id, ClValue *value)
{
  guint filled = find_filled (self, id);
  g_autoptr (ClRecord) record = NULL;

  if (filled != G_MAXUINT)
    {
      cl_value_copy (value, self->values->pdata[filled]);
      return;
    }
  record = cl_record_load (cl_store_get_reader (cl_context_get_store (self->page->context)), self->page->ledger, id, NULL);
  if (record != NULL)
    cl_value_copy (value, cl_record_get (record, self->field));
}

/* "张伟，男，出生日期：1956-03-07，第 1 行，共 74 行": whoever sees nothing must know where the next word goes. */
static void
say_row (ClColumnEntry *self, gboolean aloud)
{
  ClListPage *page = self->page;
  guint position = cl_row_model_find (page->rows, self->id);
  g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (page->rows), position);
  const char *text = row != NULL ? cl_row_get_text (row, self->column) : "";
  g_autofree char *who = cl_view_describe (page->context, page->ledger, self->id, 2);
  g_autofree char *name = g_strdup_printf ("%s%s%s", who, _(", "), cl_field_get_label (self->field));
  g_autofree char *said = NULL;
  GtkWidget *focus = CL_FIELD_ROW (self->row)->focus;
  guint number, of;

  cl_row_model_locate (page->rows, position, &number, &of);
  /* Translators: one cell while a column is filled: whose, the column's title, what is in it, its row */
  said = g_strdup_printf (_("%s: %s, row %u of %u"), name, *text != '\0' ? text : _("empty"), number, of);
  gtk_label_set_text (GTK_LABEL (self->who), said);
  if (!GTK_IS_DROP_DOWN (focus) && !GTK_IS_MENU_BUTTON (focus) && !GTK_IS_BUTTON (focus))
    cl_accessible_name (focus, name);
  if (aloud)
    cl_announce (GTK_WIDGET (page), said);
}

static void
show_row (ClColumnEntry *self, gint64 id, gboolean aloud)
{
  ClListPage *page = self->page;
  guint position = cl_row_model_find (page->rows, id);
  g_auto (ClValue) value = CL_VALUE_INIT;

  if (position == G_MAXUINT)
    return;
  self->id = id;
  g_clear_pointer (&self->warned, g_free);
  cl_list_page_stand_on (page, id);
  cl_list_page_follow (page);
  cl_list_page_scroll_to (page, position);
  read_value (self, id, &value);
  cl_field_row_set_value (CL_FIELD_ROW (self->row), &value);
  cl_field_row_set_message (CL_FIELD_ROW (self->row), NULL, NULL);
  gtk_widget_grab_focus (self->row);
  if (GTK_IS_EDITABLE (CL_FIELD_ROW (self->row)->focus))
    gtk_editable_select_region (GTK_EDITABLE (CL_FIELD_ROW (self->row)->focus), 0, -1);
  say_row (self, aloud);
}

static void
complain (ClColumnEntry *self, const char *css_class, const char *message)
{
  cl_field_row_set_message (CL_FIELD_ROW (self->row), css_class, message);
  cl_announce (GTK_WIDGET (self->page), message);
}

/* Whether @value may be kept; what is only pointed out is kept by Enter once more. */
static gboolean
check (ClColumnEntry *self, const ClValue *value)
{
  ClStore *store = cl_context_get_store (self->page->context);
  ClDatabase *reader = cl_store_get_reader (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRecord) record = cl_record_load (reader, self->page->ledger, self->id, &error);
  g_autoptr (GPtrArray) problems = NULL;

  if (record == NULL)
    {
      complain (self, "error", error->message);
      return FALSE;
    }
  cl_record_set (record, self->field, value);
  problems = cl_record_check (record, reader, cl_store_get_catalogue (store), &error);
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const ClProblem *problem = problems->pdata[i];

      if (problem->field != self->field)
        continue;
      if (problem->severity != CL_PROBLEM_ERROR && g_strcmp0 (self->warned, problem->message) == 0)
        continue;
      complain (self, problem->severity == CL_PROBLEM_ERROR ? "error" : "warning", problem->message);
      g_free (self->warned);
      self->warned = g_strdup (problem->message);
      return FALSE;
    }
  return TRUE;
}

static void
fill (ClColumnEntry *self, const ClValue *value)
{
  ClListPage *page = self->page;
  guint filled = find_filled (self, self->id);
  ClValue *copy = g_new0 (ClValue, 1);
  g_autofree char *text = NULL;

  cl_value_copy (copy, value);
  if (filled == G_MAXUINT)
    {
      g_array_append_val (self->ids, self->id);
      g_ptr_array_add (self->values, copy);
    }
  else
    {
      value_free (self->values->pdata[filled]);
      self->values->pdata[filled] = copy;
    }
  text = cl_record_say_value (cl_store_get_reader (cl_context_get_store (page->context)), cl_context_get_catalogue (page->context), self->field, value);
  if (text != NULL && cl_field_get_private_class (self->field) != NULL && !cl_row_model_get_revealed (page->rows))
    {
      char *masked = cl_mask (cl_field_get_private_class (self->field), text);

      g_free (text);
      text = masked;
    }
  cl_row_model_set_pending (page->rows, self->id, self->column, text != NULL ? text : "");
  keep_draft (self);
}

/* Takes what stands in the field; FALSE: it cannot be kept so, which was said. */
static gboolean
take (ClColumnEntry *self)
{
  g_auto (ClValue) value = CL_VALUE_INIT, before = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  ClFieldRow *row = CL_FIELD_ROW (self->row);

  if (row->editor->leave != NULL)
    row->editor->leave (row);
  if (!cl_field_row_get_value (row, &value, &error))
    {
      complain (self, "error", error->message);
      return FALSE;
    }
  cl_field_row_set_clean (row);
  read_value (self, self->id, &before);
  if (cl_value_equal (&value, &before))
    return TRUE;
  if (!check (self, &value))
    return FALSE;
  fill (self, &value);
  return TRUE;
}

static void
step (ClColumnEntry *self, int by)
{
  guint position = cl_row_model_find (self->page->rows, self->id), next = G_MAXUINT;

  if (!take (self))
    return;
  if (position != G_MAXUINT)
    next = cl_row_model_step (self->page->rows, position, by);
  if (next == G_MAXUINT)
    {
      say_row (self, FALSE);
      cl_announce (GTK_WIDGET (self->page), by < 0 ? _("This is the first row") : _("This was the last row. Escape ends and saves"));
      return;
    }
  show_row (self, cl_row_model_get_id (self->page->rows, next), TRUE);
}

static void
copy_from_above (ClColumnEntry *self)
{
  guint position = cl_row_model_find (self->page->rows, self->id), above = G_MAXUINT;
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autofree char *text = NULL, *said = NULL;

  if (position != G_MAXUINT)
    above = cl_row_model_step (self->page->rows, position, -1);
  if (above == G_MAXUINT)
    {
      cl_announce (GTK_WIDGET (self->page), _("There is no row above"));
      return;
    }
  read_value (self, cl_row_model_get_id (self->page->rows, above), &value);
  cl_field_row_set_value (CL_FIELD_ROW (self->row), &value);
  /* What came from above was put there by the person, and is not masked over. */
  CL_FIELD_ROW (self->row)->dirty = TRUE;
  {
    g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (self->page->rows), above);

    text = g_strdup (cl_row_get_text (row, self->column));
  }
  /* Translators: %s: what was copied from the row above */
  said = g_strdup_printf (_("From above: %s"), *text != '\0' ? text : _("empty"));
  cl_announce (GTK_WIDGET (self->page), said);
}

/* Not known, yes, no. */
static gboolean
toggle (ClColumnEntry *self)
{
  GtkWidget *focus = CL_FIELD_ROW (self->row)->focus;

  if (cl_field_get_field_type (self->field) != CL_FIELD_BOOLEAN || !GTK_IS_DROP_DOWN (focus))
    return FALSE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (focus), gtk_drop_down_get_selected (GTK_DROP_DOWN (focus)) == 1 ? 2 : 1);
  return TRUE;
}

/* In a list of what was found, and in a drop-down that is open, the keys are its own. */
static gboolean
is_choosing (ClColumnEntry *self)
{
  GtkRoot *root = gtk_widget_get_root (self->bar);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  ClFieldRow *row = CL_FIELD_ROW (self->row);

  return focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL || (row->found != NULL && gtk_widget_get_visible (row->found));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClColumnEntry *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean is_line = cl_field_get_field_type (self->field) != CL_FIELD_LONG_TEXT;

  if (is_choosing (self))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if ((modifiers & ~GDK_SHIFT_MASK) != 0)
        return FALSE;
      step (self, modifiers == GDK_SHIFT_MASK ? -1 : 1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (modifiers != 0 || !is_line)
        return FALSE;
      step (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      if (modifiers != 0 || !is_line)
        return FALSE;
      step (self, -1);
      return TRUE;
    case GDK_KEY_d:
      if (modifiers != GDK_CONTROL_MASK)
        return FALSE;
      copy_from_above (self);
      return TRUE;
    case GDK_KEY_space:
      return modifiers == 0 && toggle (self);
    case GDK_KEY_s:
      if (modifiers != GDK_CONTROL_MASK)
        return FALSE;
      /* fall through */
    case GDK_KEY_Escape:
      {
        ClListPage *page = self->page;

        /* What was typed and not taken by Enter is given up by Escape, as in a spreadsheet. */
        if (key == GDK_KEY_s && !take (self))
          return TRUE;
        cl_list_page_end_column (page);
        cl_list_page_focus_row (page);
        return TRUE;
      }
    default:
      return FALSE;
    }
}

/* The field that column @column of the list shows, where it is the ledger's own and can be written. */
static const ClField *
get_column_field (ClListPage *page, int column)
{
  const ClField *field = column >= 0 ? cl_ledger_find_field (page->ledger, cl_row_model_get_column_path (page->rows, (guint) column)) : NULL;

  return field != NULL && cl_field_get_field_type (field) != CL_FIELD_ATTACHMENT ? field : NULL;
}

/* Begins in the column that was read last by Left and Right. */
void
cl_list_page_begin_column (ClListPage *page)
{
  const ClField *field = get_column_field (page, page->cell);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *hint;
  ClColumnEntry *self;

  if (page->column != NULL || page->current == 0)
    return;
  if (field == NULL)
    {
      g_object_unref (keys);
      cl_context_say (page->context, GTK_WIDGET (page), _("Go to the column that you want to fill with Left and Right, then press F4"));
      return;
    }
  self = g_new0 (ClColumnEntry, 1);
  self->page = page;
  self->field = field;
  self->column = (guint) page->cell;
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->values = g_ptr_array_new_with_free_func (value_free);
  self->bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (self->bar, "cl-bar");
  gtk_widget_add_css_class (self->bar, "cl-many");
  gtk_widget_add_css_class (self->bar, "cl-form");
  self->who = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->who), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->who), PANGO_ELLIPSIZE_END);
  self->row = cl_field_row_new (page->context, field);
  hint = gtk_label_new (_("Enter: next row. Ctrl+D: as above. Escape: ends and saves"));
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_label_set_ellipsize (GTK_LABEL (hint), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_box_append (GTK_BOX (self->bar), self->who);
  gtk_box_append (GTK_BOX (self->bar), self->row);
  gtk_box_append (GTK_BOX (self->bar), hint);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->bar, keys);
  gtk_box_append (GTK_BOX (page->list_box), self->bar);
  page->column = self;
  show_row (self, page->current, TRUE);
}

/* Another row was clicked: the run goes on there. */
void
cl_list_page_lead_column (ClListPage *page)
{
  ClColumnEntry *self = page->column;

  if (self == NULL || page->current == 0 || self->id == page->current)
    return;
  if (take (self))
    show_row (self, page->current, TRUE);
  else
    show_row (self, self->id, FALSE);
}

/* What a run left behind that was not ended: the program was closed, or the plug pulled. */
void
cl_list_page_restore_column (ClListPage *page)
{
  g_autofree char *text = cl_store_get_setting (cl_context_get_store (page->context), DRAFT_KEY);
  g_autoptr (GVariant) draft = cl_variant_read (DRAFT_TYPE, text);
  g_autoptr (GVariantIter) iter = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (value_free);
  const char *ledger, *name;
  const ClField *field;
  GVariant *value;
  gint64 id;

  if (draft == NULL)
    return;
  g_variant_get (draft, "(&s&sa(xv))", &ledger, &name, &iter);
  field = g_str_equal (ledger, cl_ledger_get_name (page->ledger)) ? cl_ledger_find_field (page->ledger, name) : NULL;
  if (field == NULL)
    return;
  while (g_variant_iter_next (iter, "(xv)", &id, &value))
    {
      g_array_append_val (ids, id);
      g_ptr_array_add (values, value_from_variant (value));
      g_variant_unref (value);
    }
  if (ids->len > 0)
    cl_many_fill (page->context, page->ledger, ids, field, values, GTK_WIDGET (page), written_cb);
}
