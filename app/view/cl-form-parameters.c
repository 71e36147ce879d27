#include "cl-config.h"

#include "cl-form-parameters-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-date.h"
#include "cl-file-dialog.h"
#include "cl-date-picker.h"
#include "cl-query.h"
#include "cl-widgets.h"

/* More records than one chooses from by a list are typed. */
#define CHOICE_LIMIT 500
/* Of SQLite's machine, which makes them in a frame: those who were at any training are found among a county's persons, not among a province's. */
#define CHOICE_STEPS 400000

typedef struct
{
  const ClTemplateParameter *parameter;
  GtkWidget *control;  /* a drop-down or an entry */
  GPtrArray *values;   /* char* beside each choice, "" for none; NULL: an entry */
  GPtrArray *labels;
} Control;

struct _ClFormParameters
{
  GtkWidget parent_instance;
  ClContext *context;
  ClTemplate *form;
  GtkWidget *box;
  GPtrArray *controls; /* Control */
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (ClFormParameters, cl_form_parameters, GTK_TYPE_WIDGET)

static guint changed_signal;

static void
control_free (Control *control)
{
  g_clear_pointer (&control->values, g_ptr_array_unref);
  g_clear_pointer (&control->labels, g_ptr_array_unref);
  g_free (control);
}

static void
add_choice (Control *control, const char *value, const char *label)
{
  g_ptr_array_add (control->values, g_strdup (value));
  g_ptr_array_add (control->labels, g_strdup (label));
}

/* Names may come twice (two 上河村 in two townships): then the id tells them apart. */
static void
use_ids_for_doubles (Control *control, GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      guint at = i + 1;
      for (guint k = 1; k < control->labels->len; k++)
        if (k != at && g_str_equal (control->labels->pdata[k], control->labels->pdata[at]))
          {
            g_free (control->values->pdata[at]);
            control->values->pdata[at] = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
            break;
          }
    }
}

/* Before they are put in order, which takes a second where they are all persons of a province. */
static gboolean
are_few (ClQuery *query, ClDatabase *reader)
{
  g_autoptr (GArray) ids = NULL;
  gboolean is_all = FALSE;

  cl_query_set_limit (query, CHOICE_LIMIT + 1, 0);
  ids = cl_query_list_first_ids (query, reader, NULL, CHOICE_STEPS, &is_all, NULL);
  return ids != NULL && is_all && ids->len <= CHOICE_LIMIT;
}

static gboolean
fill_references (ClFormParameters *parameters, Control *control)
{
  const ClTemplateParameter *parameter = control->parameter;
  ClCatalogue *catalogue = cl_context_get_catalogue (parameters->context);
  ClLedger *ledger = parameter->to != NULL ? cl_catalogue_find_ledger (catalogue, parameter->to) : NULL;
  ClDatabase *reader = cl_store_get_reader (cl_context_get_store (parameters->context));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  const char *order;

  if (ledger == NULL)
    return FALSE;
  query = cl_query_new (catalogue, ledger);
  order = parameter->order != NULL ? parameter->order : cl_ledger_get_order (ledger);
  if (!cl_query_add_column (query, cl_ledger_get_called (ledger), CL_QUERY_LIST, &error)
      || (parameter->where != NULL && !cl_query_add_where (query, parameter->where, &error)))
    {
      g_warning ("%s: %s", parameter->name, error->message);
      return FALSE;
    }
  if (!are_few (query, reader))
    return FALSE;
  if (order != NULL && !cl_query_set_order (query, order, &error))
    {
      g_warning ("%s: %s", parameter->name, error->message);
      return FALSE;
    }
  statement = cl_query_prepare (query, reader, NULL, &error);
  add_choice (control, "", parameter->each ? _("All") : _("Not given"));
  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      gint64 id = cl_statement_get_integer (statement, 0);
      const char *name = cl_statement_get_text (statement, 1);

      g_array_append_val (ids, id);
      add_choice (control, name != NULL ? name : "", name != NULL ? name : "");
    }
  use_ids_for_doubles (control, ids);
  return TRUE;
}

static void
changed (ClFormParameters *parameters)
{
  for (guint i = 0; i < parameters->controls->len; i++)
    {
      Control *control = parameters->controls->pdata[i];
      const char *text;
      g_autoptr (GError) error = NULL;
      g_autofree char *iso = NULL;

      if (control->values != NULL || !(g_str_equal (control->parameter->type, "date") || g_str_equal (control->parameter->type, "month")))
        continue;
      text = gtk_editable_get_text (GTK_EDITABLE (control->control));
      if (*text != '\0')
        iso = g_str_equal (control->parameter->type, "date") ? cl_date_parse (text, &error) : cl_month_parse (text, &error);
      cl_entry_set_error (control->control, error != NULL ? error->message : NULL);
    }
  if (!parameters->setting)
    g_signal_emit (parameters, changed_signal, 0);
}

static GtkWidget *
make_entry (ClFormParameters *parameters, Control *control)
{
  const ClTemplateParameter *parameter = control->parameter;
  GtkWidget *entry = gtk_entry_new ();

  if (g_str_equal (parameter->type, "date"))
    {
      /* Translators: in an empty field, what might be written there */
      g_autofree char *example = g_strdup_printf (_("such as %s"), "2027-03-15");

      gtk_entry_set_placeholder_text (GTK_ENTRY (entry), example);
      cl_accessible_describe (entry, _("A date such as 2027-03-15; left empty it stays blank for the pen"));
      cl_date_picker_add (entry, parameter->label, FALSE);
    }
  if (parameter->default_value != NULL && g_str_equal (parameter->default_value, "today"))
    gtk_editable_set_text (GTK_EDITABLE (entry), cl_today ());
  else if (parameter->default_value != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), parameter->default_value);
  else if (g_str_equal (parameter->type, "year") || g_str_equal (parameter->type, "month"))
    {
      g_autofree char *period = g_strndup (cl_today (), g_str_equal (parameter->type, "year") ? 4 : 7);

      gtk_editable_set_text (GTK_EDITABLE (entry), period);
    }
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed), parameters, G_CONNECT_SWAPPED);
  cl_accessible_name (entry, parameter->label);
  return entry;
}

static GtkWidget *
make_drop_down (ClFormParameters *parameters, Control *control)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (guint i = 0; i < control->labels->len; i++)
    gtk_string_list_append (strings, control->labels->pdata[i]);
  drop_down = cl_drop_down_new (control->parameter->label, strings);
  for (guint i = 0; i < control->values->len && control->parameter->default_value != NULL; i++)
    if (g_str_equal (control->values->pdata[i], control->parameter->default_value))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), i);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (changed), parameters, G_CONNECT_SWAPPED);
  return drop_down;
}

static void
choose_file_cb (GtkButton *button, GtkWidget *entry)
{
  GtkWidget *dialog = cl_file_dialog_new (entry, _("Scan of the document"), GTK_FILE_CHOOSER_ACTION_OPEN);

  cl_file_dialog_fill (dialog, entry);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The path is typed, or chosen. */
static GtkWidget *
make_file_row (GtkWidget *entry, const char *label)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *button = gtk_button_new_from_icon_name ("document-open-symbolic");
  g_autofree char *name = g_strdup_printf (_("Choose a file: %s"), label);

  cl_accessible_name (button, name);
  cl_widget_set_tooltip (button, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (choose_file_cb), entry, 0);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_box_append (GTK_BOX (row), entry);
  gtk_box_append (GTK_BOX (row), button);
  return row;
}

static void
add_control (ClFormParameters *parameters, const ClTemplateParameter *parameter)
{
  Control *control = g_new0 (Control, 1);
  GtkWidget *label = gtk_label_new (parameter->label);
  gboolean listed = FALSE;

  control->parameter = parameter;
  control->values = g_ptr_array_new_with_free_func (g_free);
  control->labels = g_ptr_array_new_with_free_func (g_free);
  if (g_str_equal (parameter->type, "reference"))
    listed = fill_references (parameters, control);
  else if (g_str_equal (parameter->type, "choice") && parameter->choices != NULL)
    {
      for (guint i = 0; parameter->choices[i] != NULL; i++)
        add_choice (control, parameter->choices[i],
                    parameter->choice_labels != NULL && parameter->choice_labels[i] != NULL ? parameter->choice_labels[i] : parameter->choices[i]);
      listed = control->values->len > 0;
    }
  if (!listed)
    g_clear_pointer (&control->values, g_ptr_array_unref);
  control->control = listed ? make_drop_down (parameters, control) : make_entry (parameters, control);
  g_ptr_array_add (parameters->controls, control);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_set_margin_top (label, 8);
  gtk_box_append (GTK_BOX (parameters->box), label);
  gtk_box_append (GTK_BOX (parameters->box), g_str_equal (parameter->type, "file") ? make_file_row (control->control, parameter->label) : control->control);
}

static void
cl_form_parameters_dispose (GObject *object)
{
  ClFormParameters *parameters = CL_FORM_PARAMETERS (object);

  g_clear_pointer (&parameters->box, gtk_widget_unparent);
  g_clear_pointer (&parameters->form, cl_template_unref);
  g_clear_object (&parameters->context);
  G_OBJECT_CLASS (cl_form_parameters_parent_class)->dispose (object);
}

static void
cl_form_parameters_finalize (GObject *object)
{
  g_ptr_array_unref (CL_FORM_PARAMETERS (object)->controls);
  G_OBJECT_CLASS (cl_form_parameters_parent_class)->finalize (object);
}

static void
cl_form_parameters_class_init (ClFormParametersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_form_parameters_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_form_parameters_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  changed_signal = g_signal_new ("changed", CL_TYPE_FORM_PARAMETERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_form_parameters_init (ClFormParameters *parameters)
{
  parameters->controls = g_ptr_array_new_with_free_func ((GDestroyNotify) control_free);
  parameters->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (parameters->box, GTK_WIDGET (parameters));
}

GtkWidget *
cl_form_parameters_new (ClContext *context)
{
  ClFormParameters *parameters = g_object_new (CL_TYPE_FORM_PARAMETERS, NULL);

  parameters->context = g_object_ref (context);
  return GTK_WIDGET (parameters);
}

/**
 * cl_form_parameters_set_form:
 * @parameters: the controls
 * @form: whose parameters; kept as long as they are shown
 *
 * Makes the controls anew with the form's defaults: years begin with this year, dates stay blank for the pen (FORMS.md 0.12).
 */
void
cl_form_parameters_set_form (ClFormParameters *parameters, ClTemplate *form)
{
  const GPtrArray *wanted = cl_template_get_parameters (form);
  GtkWidget *child;

  parameters->setting = TRUE;
  g_ptr_array_set_size (parameters->controls, 0);
  while ((child = gtk_widget_get_first_child (parameters->box)) != NULL)
    gtk_box_remove (GTK_BOX (parameters->box), child);
  cl_template_ref (form);
  g_clear_pointer (&parameters->form, cl_template_unref);
  parameters->form = form;
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    add_control (parameters, wanted->pdata[i]);
  parameters->setting = FALSE;
}

void
cl_form_parameters_set_values (ClFormParameters *parameters, GHashTable *values)
{
  parameters->setting = TRUE;
  for (guint i = 0; i < parameters->controls->len; i++)
    {
      Control *control = parameters->controls->pdata[i];
      const char *value = g_hash_table_lookup (values, control->parameter->name);

      if (value == NULL)
        continue;
      if (control->values == NULL)
        gtk_editable_set_text (GTK_EDITABLE (control->control), value);
      else
        for (guint k = 0; k < control->values->len; k++)
          if (g_str_equal (control->values->pdata[k], value) || g_str_equal (control->labels->pdata[k], value))
            gtk_drop_down_set_selected (GTK_DROP_DOWN (control->control), k);
    }
  parameters->setting = FALSE;
}

GHashTable *
cl_form_parameters_get_values (ClFormParameters *parameters)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < parameters->controls->len; i++)
    {
      Control *control = parameters->controls->pdata[i];
      guint selected = control->values != NULL ? gtk_drop_down_get_selected (GTK_DROP_DOWN (control->control)) : 0;
      g_autofree char *text = NULL;

      if (control->values != NULL)
        text = g_strdup (selected < control->values->len ? control->values->pdata[selected] : "");
      else
        text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (control->control))));
      if (*text != '\0')
        g_hash_table_insert (values, g_strdup (control->parameter->name), g_steal_pointer (&text));
    }
  return values;
}

char *
cl_form_parameters_say (ClFormParameters *parameters)
{
  for (guint i = 0; i < parameters->controls->len; i++)
    {
      Control *control = parameters->controls->pdata[i];
      guint selected;

      if (control->values == NULL || !g_str_equal (control->parameter->type, "reference"))
        continue;
      selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (control->control));
      if (selected > 0 && selected < control->labels->len)
        return g_strdup (control->labels->pdata[selected]);
    }
  return NULL;
}

gboolean
cl_form_parameters_has_several (ClFormParameters *parameters)
{
  for (guint i = 0; i < parameters->controls->len; i++)
    {
      Control *control = parameters->controls->pdata[i];

      /* What is typed is typed because there are many; beside those that are chosen stands that none is. */
      if (control->parameter->each && control->parameter->to != NULL)
        return cl_catalogue_find_ledger (cl_context_get_catalogue (parameters->context), control->parameter->to) != NULL &&
               (control->values == NULL || control->values->len > 2);
    }
  return FALSE;
}

gboolean
cl_form_parameters_is_valid (ClFormParameters *parameters)
{
  for (guint i = 0; i < parameters->controls->len; i++)
    {
      Control *control = parameters->controls->pdata[i];
      if (control->values == NULL && gtk_widget_has_css_class (control->control, "error"))
        return FALSE;
    }
  return TRUE;
}
