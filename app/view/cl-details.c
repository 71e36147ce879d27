#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-attachment-view-private.h"
#include "cl-date.h"
#include "cl-details-private.h"
#include "cl-field-layout-private.h"
#include "cl-draft.h"
#include "cl-journal.h"
#include "cl-query.h"
#include "cl-span.h"
#include "cl-spoken.h"
#include "cl-view-private.h"
#include "cl-widgets-private.h"

struct _ClDetails
{
  GtkWidget parent_instance;
  ClContext *context;
  ClLedger *ledger;
  gint64 id;
  gboolean revealed;
  GtkWidget *back, *title, *edit, *reveal;
  GtkWidget *head;
  GtkWidget *scroller;
  GtkWidget *body;   /* rebuilt for each record */
  GtkWidget *fields; /* list box of values, NULL */
};

enum
{
  EDIT,
  EDIT_PART,
  BACK,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClDetails, cl_details, GTK_TYPE_WIDGET)

static void
edit_row_cb (GtkWidget *row, gpointer data)
{
  gtk_widget_activate (row);
}

static void
go_cb (GtkButton *button, ClDetails *self)
{
  const ClField *field = g_object_get_data (G_OBJECT (button), "cl-field");
  gint64 *id = g_object_get_data (G_OBJECT (button), "cl-id");

  cl_context_show_record (self->context, cl_field_get_target (field), *id);
}

/* "出生日期：1956年3月7日": dates as they are spoken, the rest as it is shown. */
static char *
say_field (const ClField *field, const char *text)
{
  ClFieldType type = cl_field_get_field_type (field);
  g_autofree char *paper = type == CL_FIELD_DATE || type == CL_FIELD_MONTH ? cl_date_format_paper (text) : NULL;

  g_autofree char *number = cl_spoken_number (type, text);

  return g_strdup_printf (_("%s: %s"), cl_field_get_label (field), paper != NULL ? paper : number);
}

/* A last day that lies in the past is said in words. "expires" is the core ledgers' word for it. */
static char *
show_expiry (const ClField *field, const char *text)
{
  gboolean is_expiry = g_str_equal (cl_field_get_name (field), "expires") || g_str_has_suffix (cl_field_get_name (field), "_expires");

  if (!is_expiry || strncmp (text, cl_today (), strlen (text)) >= 0)
    return NULL;
  return g_strdup_printf (_("%s, expired"), text);
}

static GtkWidget *
create_field (ClDetails *self, const ClField *field, const char *text, const ClValue *value)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (cl_field_get_label (field));
  g_autofree char *expired = show_expiry (field, text);
  GtkWidget *label = gtk_label_new (expired != NULL ? expired : text);
  g_autofree char *said = say_field (field, text);
  g_autofree char *sentence = expired != NULL ? g_strdup_printf (_("%s, expired"), said) : g_strdup (said);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_yalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (name, "cl-field-name");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "cl-value");
  if (expired != NULL)
    gtk_widget_add_css_class (label, "warning");
  gtk_widget_set_layout_manager (box, g_object_new (CL_TYPE_FIELD_LAYOUT, NULL));
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), label);
  if (cl_field_get_field_type (field) == CL_FIELD_REFERENCE && value->kind == CL_VALUE_INTEGER)
    {
      g_autofree char *go = g_strdup_printf (_("Go to %s"), text);
      GtkWidget *button = cl_icon_button_new ("go-next-symbolic", go, NULL);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data (G_OBJECT (button), "cl-field", (gpointer) field);
      g_object_set_data_full (G_OBJECT (button), "cl-id", g_memdup2 (&value->integer, sizeof value->integer), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (go_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  if (cl_field_get_field_type (field) == CL_FIELD_ATTACHMENT)
    {
      GtkWidget *buttons = cl_attachment_view_buttons (self->context, value);

      if (buttons != NULL)
        gtk_box_append (GTK_BOX (box), buttons);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "cl-field", (gpointer) field);
  cl_accessible_sentence (row, sentence);
  cl_accessible_add_action (row, "edit", edit_row_cb, NULL);
  return row;
}

/* All fields in one query, as lists show them: labels of codes, names of what is referred to, private values masked unless revealed. */
static void
add_fields (ClDetails *self, const ClRecord *record)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (ClQuery) query = cl_query_new (cl_store_get_catalogue (store), self->ledger);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (ClValue) id = CL_VALUE_INIT;
  gboolean ok = TRUE;

  cl_value_set_integer (&id, self->id);
  g_hash_table_insert (parameters, (gpointer) "id", &id);
  for (guint i = 0; ok && i < cl_ledger_get_n_fields (self->ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (self->ledger, i);

      ok = cl_query_add_column (query, cl_field_get_name (field), self->revealed || cl_store_shows (store, field) ? CL_QUERY_OPEN : CL_QUERY_LIST, &error);
    }
  if (ok && cl_query_add_where (query, "id = :id", &error))
    statement = cl_query_prepare (query, cl_store_get_reader (store), parameters, &error);
  if (statement == NULL || !cl_statement_step (statement, &error))
    {
      g_warning ("A record cannot be shown: %s", error != NULL ? error->message : "gone");
      return;
    }
  for (guint i = 0; i < cl_ledger_get_n_fields (self->ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (self->ledger, i);
      const char *text = cl_statement_get_text (statement, (int) i + 1);

      if (text != NULL && *text != '\0' && !cl_field_is_hidden (field))
        gtk_list_box_append (GTK_LIST_BOX (self->fields), create_field (self, field, text, cl_record_get (record, field)));
    }
}

static void
add_note (ClDetails *self, const char *css_class, const char *text)
{
  GtkWidget *row = gtk_list_box_row_new (), *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_widget_add_css_class (row, "cl-summary");
  gtk_widget_add_css_class (row, css_class);
  cl_accessible_sentence (row, text);
  gtk_list_box_append (GTK_LIST_BOX (self->fields), row);
}

static void
add_draft (ClDetails *self)
{
  g_autoptr (ClDraft) draft = cl_draft_find (cl_context_get_store (self->context), cl_ledger_get_name (self->ledger), self->id);
  g_autofree char *time = NULL, *text = NULL;

  if (draft == NULL)
    return;
  time = cl_journal_format_time (draft->time);
  /* Translators: of an entry that is being read; %s: a time */
  text = g_strdup_printf (_("There is a draft of %s. F2 takes it up again"), time);
  add_note (self, "cl-draft", text);
}

static void
add_problems (ClDetails *self, const ClRecord *record)
{
  CL_SPAN ("details: problems");
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (GPtrArray) problems = cl_record_check (record, cl_store_get_reader (store), cl_store_get_catalogue (store), NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const ClProblem *problem = g_ptr_array_index (problems, i);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Most messages name the field themselves. */
      if (problem->field != NULL && strstr (problem->message, cl_field_get_label (problem->field)) == NULL)
        g_string_append_printf (text, _("%s: %s"), cl_field_get_label (problem->field), problem->message);
      else
        g_string_append (text, problem->message);
    }
  if (text->len > 0)
    add_note (self, "warning", text->str);
}

static void
add_parts (ClDetails *self)
{
  CL_SPAN ("details: parts");
  ClCatalogue *catalogue = cl_context_get_catalogue (self->context);
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *part = g_ptr_array_index ((GPtrArray *) ledgers, i);
      const char *owner = cl_ledger_get_part_of (part);
      const ClField *field = owner != NULL ? cl_ledger_find_field (part, owner) : NULL;
      GtkWidget *list;

      if (field == NULL || g_strcmp0 (cl_field_get_target (field), cl_ledger_get_name (self->ledger)) != 0)
        continue;
      list = cl_parts_new (self->context, part, self->id, self->revealed);
      if (list != NULL)
        gtk_box_append (GTK_BOX (self->body), list);
    }
}

static void
row_activated_cb (ClDetails *self, GtkListBoxRow *row)
{
  const ClField *field = g_object_get_data (G_OBJECT (row), "cl-field");

  g_signal_emit (self, signals[EDIT], 0, field != NULL ? cl_field_get_name (field) : NULL);
}

static void
rebuild (ClDetails *self)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (ClRecord) record = NULL;
  g_autofree char *called = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->body)) != NULL)
    gtk_box_remove (GTK_BOX (self->body), child);
  self->fields = NULL;
  if (self->id != 0)
    record = cl_record_load (cl_store_get_reader (store), self->ledger, self->id, NULL);
  gtk_widget_set_visible (self->head, record != NULL);
  if (record == NULL)
    return;
  called = cl_view_call (self->context, self->ledger, self->id);
  gtk_label_set_text (GTK_LABEL (self->title), called);
  cl_widget_set_tooltip (self->reveal, self->revealed ? _("Mask private values (Ctrl+R)") : _("Show private values (Ctrl+R)"));
  gtk_button_set_icon_name (GTK_BUTTON (self->reveal), self->revealed ? "view-conceal-symbolic" : "view-reveal-symbolic");
  cl_accessible_name (self->reveal, self->revealed ? _("Mask private values") : _("Show private values"));
  self->fields = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->fields), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->fields, "cl-fields");
  cl_accessible_name (self->fields, called);
  g_signal_connect_swapped (self->fields, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_box_append (GTK_BOX (self->body), self->fields);
  add_draft (self);
  add_problems (self, record);
  add_fields (self, record);
  add_parts (self);
  gtk_box_append (GTK_BOX (self->body), cl_history_view_new (self->context, self->ledger, self->id));
}

static void
back_clicked_cb (ClDetails *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

static void
edit_clicked_cb (ClDetails *self)
{
  g_signal_emit (self, signals[EDIT], 0, NULL);
}

static void
reveal_clicked_cb (ClDetails *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "editor.reveal", NULL);
}

static gboolean
cl_details_grab_focus (GtkWidget *widget)
{
  ClDetails *self = CL_DETAILS (widget);
  GtkWidget *first = self->fields != NULL ? gtk_widget_get_first_child (self->fields) : NULL;

  if (cl_widget_is_walked (widget))
    return FALSE;
  return first != NULL && gtk_widget_grab_focus (first);
}

static void
cl_details_dispose (GObject *object)
{
  ClDetails *self = CL_DETAILS (object);
  GtkWidget *child;

  self->fields = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->ledger, cl_ledger_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (cl_details_parent_class)->dispose (object);
}

static void
cl_details_class_init (ClDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_details_dispose;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_details_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  signals[EDIT] = g_signal_new ("edit", CL_TYPE_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EDIT_PART] = g_signal_new ("edit-part", CL_TYPE_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  signals[BACK] = g_signal_new ("back", CL_TYPE_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_details_init (ClDetails *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
}

static void
create_head (ClDetails *self)
{
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->head, "cl-bar");
  self->back = cl_icon_button_new ("go-previous-symbolic", _("Back to the list"), NULL);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (back_clicked_cb), self);
  gtk_widget_set_visible (self->back, FALSE);
  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "title-3");
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->title, TRUE);
  self->reveal = cl_icon_button_new ("view-reveal-symbolic", _("Show private values"), NULL);
  g_signal_connect_swapped (self->reveal, "clicked", G_CALLBACK (reveal_clicked_cb), self);
  self->edit = cl_text_button_new (_("_Edit"), NULL);
  cl_widget_set_tooltip (self->edit, _("F2"));
  g_signal_connect_swapped (self->edit, "clicked", G_CALLBACK (edit_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->head), self->back);
  gtk_box_append (GTK_BOX (self->head), self->title);
  gtk_box_append (GTK_BOX (self->head), self->reveal);
  gtk_box_append (GTK_BOX (self->head), self->edit);
  gtk_widget_set_visible (self->head, FALSE);
}

/* What was shown whole was for the eyes that were there then. */
static void
unmapped_cb (ClDetails *self)
{
  if (self->revealed)
    cl_details_set_revealed (self, FALSE);
}

GtkWidget *
cl_details_new (ClContext *context)
{
  ClDetails *self = g_object_new (CL_TYPE_DETAILS, NULL);

  self->context = g_object_ref (context);
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
  create_head (self);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->body);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
cl_details_show (ClDetails *self, ClLedger *ledger, gint64 id)
{
  CL_SPAN ("details: show");
  gboolean same = self->ledger == ledger && self->id == id;

  if (!same)
    {
      /* What was revealed was this one record. */
      self->revealed = FALSE;
      g_clear_pointer (&self->ledger, cl_ledger_unref);
      self->ledger = ledger != NULL ? cl_ledger_ref (ledger) : NULL;
      self->id = id;
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
    }
  if (same && self->id != 0)
    cl_details_reload (self);
  else
    rebuild (self);
}

const char *
cl_details_get_focused_field (ClDetails *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;
  const ClField *field = row != NULL ? g_object_get_data (G_OBJECT (row), "cl-field") : NULL;

  return field != NULL ? cl_field_get_name (field) : NULL;
}

void
cl_details_reload (ClDetails *self)
{
  CL_SPAN ("details: reload");
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean inside = focus != NULL && gtk_widget_is_ancestor (focus, self->body);
  g_autofree char *field = g_strdup (cl_details_get_focused_field (self));
  double value = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)));

  if (self->ledger == NULL)
    return;
  rebuild (self);
  if (!inside || self->fields == NULL)
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (self->fields); field != NULL && row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      const ClField *each = g_object_get_data (G_OBJECT (row), "cl-field");

      if (each != NULL && g_str_equal (cl_field_get_name (each), field))
        {
          gtk_widget_grab_focus (row);
          gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), value);
          return;
        }
    }
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Whether what is shown may have changed: the record itself, or any part or other ledger that it names. */
gboolean
cl_details_concerns (ClDetails *self, const char *ledger, GArray *ids)
{
  if (self->ledger == NULL || self->id == 0)
    return FALSE;
  if (g_strcmp0 (ledger, cl_ledger_get_name (self->ledger)) != 0 || ids == NULL)
    return TRUE;
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == self->id)
      return TRUE;
  return FALSE;
}

void
cl_details_set_revealed (ClDetails *self, gboolean revealed)
{
  self->revealed = revealed;
  cl_details_reload (self);
}

gboolean
cl_details_get_revealed (ClDetails *self)
{
  return self->revealed;
}

void
cl_details_set_alone (ClDetails *self, gboolean alone)
{
  gtk_widget_set_visible (self->back, alone);
}
