#include "cl-rules-dialog.h"

#include <glib/gi18n.h>

#include "canlian.h"
#include "cl-dialog.h"
#include "cl-help.h"
#include "cl-rules-edit.h"

typedef struct
{
  ClContext *context;
  GtkWidget *dialog;
  char *name, *text;  /* of the office's own set; copied from another where it is not there yet */
  gboolean known;     /* it is in the file */
  GPtrArray *entries; /* ClRulesEntry */
  GPtrArray *numbers; /* GtkEntry, each with "entry" and "number" */
  GPtrArray *asked;   /* GtkSwitch, each with "entry" */
  void (*saved) (gpointer data);
  gpointer data;
} RulesDialog;

static void
rules_dialog_free (gpointer data)
{
  RulesDialog *self = data;

  g_object_unref (self->context);
  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_ptr_array_unref (self->numbers);
  g_ptr_array_unref (self->asked);
  g_free (self);
}

/* What the numbers of the sets mean. */
static const char *
call_number (const char *name)
{
  static const struct
  {
    const char *name, *title;
  } titles[] = { { "needed", N_("How many") },       { "least", N_("At least") },  { "most", N_("At most") },
                 { "added", N_("So many more") },    { "share", N_("Share") },     { "large_village", N_("A large village has") },
                 { "edge", N_("Counted from") },     { "months", N_("Months") } };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].name, name))
      return _(titles[i].title);
  return name;
}

static gboolean
take (RulesDialog *self, char *text)
{
  if (text == NULL)
    return FALSE;
  g_free (self->text);
  self->text = text;
  return TRUE;
}

static void
save_cb (RulesDialog *self)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (GError) error = NULL;
  g_autofree char *stored = NULL;

  for (guint i = 0; i < self->numbers->len; i++)
    {
      GtkWidget *entry = self->numbers->pdata[i];
      const ClRulesEntry *rule = g_object_get_data (G_OBJECT (entry), "entry");

      cl_entry_set_error (entry, NULL);
      if (take (self, cl_rules_set_number (self->text, rule->rule, g_object_get_data (G_OBJECT (entry), "number"), gtk_editable_get_text (GTK_EDITABLE (entry)), &error)))
        continue;
      cl_entry_set_error (entry, error->message);
      gtk_widget_grab_focus (entry);
      cl_announce (entry, error->message);
      return;
    }
  for (guint i = 0; i < self->asked->len; i++)
    {
      const ClRulesEntry *rule = g_object_get_data (G_OBJECT (self->asked->pdata[i]), "entry");

      if (!take (self, cl_rules_set_off (self->text, rule->rule, !gtk_switch_get_active (self->asked->pdata[i]), &error)))
        break;
    }
  if (error == NULL)
    stored = cl_store_add_own_text (store, CL_OWN_RULES, self->name, self->text, self->known, &error);
  if (stored == NULL || !cl_store_set_setting (store, CL_RULES_SETTING, self->name, &error))
    {
      cl_announce (self->dialog, error->message);
      cl_context_say (self->context, self->dialog, error->message);
      return;
    }
  if (self->saved != NULL)
    self->saved (self->data);
  cl_context_say (self->context, self->dialog, _("The office goes by its own rules now"));
  gtk_window_destroy (GTK_WINDOW (self->dialog));
}

static void
add_number (RulesDialog *self, GtkWidget *group, const ClRulesEntry *rule, guint i)
{
  GtkWidget *entry, *row = cl_entry_row_new (call_number (rule->names->pdata[i]), &entry);
  g_autofree char *name = g_strdup_printf ("%s，%s", call_number (rule->names->pdata[i]), rule->sentence != NULL ? rule->sentence : "");

  gtk_editable_set_text (GTK_EDITABLE (entry), rule->values->pdata[i]);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  cl_accessible_name (entry, name);
  g_object_set_data (G_OBJECT (entry), "entry", (gpointer) rule);
  g_object_set_data (G_OBJECT (entry), "number", rule->names->pdata[i]);
  g_ptr_array_add (self->numbers, entry);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* A rule: its sentence with its clause and whether it is asked, then its numbers. */
static void
add_rule (RulesDialog *self, GtkWidget *page, const ClRulesEntry *rule)
{
  GtkWidget *group = adw_preferences_group_new (), *row, *asked;

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  if (rule->sentence != NULL)
    {
      row = adw_action_row_new ();
      asked = gtk_switch_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rule->sentence);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rule->clause != NULL ? rule->clause : "");
      gtk_switch_set_active (GTK_SWITCH (asked), !rule->off);
      gtk_widget_set_valign (asked, GTK_ALIGN_CENTER);
      cl_accessible_name (asked, rule->sentence);
      cl_accessible_describe (asked, rule->clause);
      cl_accessible_name (row, rule->sentence);
      gtk_widget_set_focusable (row, FALSE);
      g_object_set_data (G_OBJECT (asked), "entry", (gpointer) rule);
      g_ptr_array_add (self->asked, asked);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), asked);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  for (guint i = 0; i < rule->names->len; i++)
    add_number (self, group, rule, i);
}

/* The set in force, or a copy of it under a name of the office's own. */
static gboolean
load (RulesDialog *self, GError **error)
{
  ClStore *store = cl_context_get_store (self->context);
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autofree char *chosen = cl_store_get_rule_set (store);
  g_autoptr (ClRules) rules = cl_store_load_rules (store, error);
  g_autofree char *text = rules != NULL ? cl_rules_get_text (catalogue, chosen, error) : NULL;
  g_autofree char *title = NULL;

  if (text == NULL)
    return FALSE;
  self->known = g_str_has_prefix (chosen, "own_");
  self->name = self->known ? g_strdup (chosen) : g_strconcat ("own_", chosen, NULL);
  if (self->known)
    self->text = g_steal_pointer (&text);
  else
    {
      g_autofree char *mine = cl_rules_get_text (catalogue, self->name, NULL);

      /* Copied once already: that copy is gone on with. */
      self->known = mine != NULL;
      /* Translators: title of an office's own rule set, copied from that of a place */
      title = g_strdup_printf (_("%s, our own"), cl_rules_get_title (rules));
      self->text = mine != NULL ? g_steal_pointer (&mine) : cl_rules_copy_text (text, self->name, title, error);
    }
  self->entries = self->text != NULL ? cl_rules_list_entries (self->text, error) : NULL;
  return self->entries != NULL;
}

/**
 * cl_rules_dialog_new:
 * @context: the window's context
 * @saved: (nullable): called with @data once the set is stored and chosen
 * @data: for it
 *
 * A window in which the numbers of each rule are changed and rules switched off; clauses stay as they are. Main thread.
 *
 * Returns: (transfer none) (nullable): the window, not yet shown; %NULL where there is no set to begin with, which is said
 */
GtkWidget *
cl_rules_dialog_new (ClContext *context, GCallback saved, gpointer data)
{
  RulesDialog *self = g_new0 (RulesDialog, 1);
  GtkWidget *box, *page, *bar, *save;
  g_autoptr (GError) error = NULL;

  self->context = g_object_ref (context);
  self->numbers = g_ptr_array_new ();
  self->asked = g_ptr_array_new ();
  self->saved = (void (*) (gpointer)) saved;
  self->data = data;
  if (!load (self, &error))
    {
      rules_dialog_free (self);
      return NULL;
    }
  self->dialog = cl_dialog_new (ADW_TYPE_WINDOW);
  cl_help_set_page (self->dialog, "preferences");
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  page = adw_preferences_page_new ();
  bar = adw_header_bar_new ();
  save = cl_text_button_new (_("_Save"), NULL);
  gtk_widget_add_css_class (save, "suggested-action");
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (save_cb), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), save);
  for (guint i = 0; i < self->entries->len; i++)
    add_rule (self, page, self->entries->pdata[i]);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self->dialog), box);
  gtk_window_set_title (GTK_WINDOW (self->dialog), _("The office’s own rules"));
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 720, 600);
  g_object_set_data_full (G_OBJECT (self->dialog), "cl-rules-dialog", self, rules_dialog_free);
  return self->dialog;
}
