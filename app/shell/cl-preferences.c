#include "cl-preferences.h"

#include <glib/gi18n.h>

#include "cl-dialog.h"
#include "cl-help.h"
#include "cl-rules-dialog.h"
#include "cl-state.h"
#include "cl-window-private.h"

static const int sizes[] = { 100, 125, 150, 200 };

typedef struct
{
  ClWindow *window;
  ClPlugins *plugins;
  GSettings *state;
  GPtrArray *rule_sets; /* char * */
  GtkWidget *dialog;
  GtkWidget *rules;     /* drop-down */
  gboolean filling;
} Preferences;

static void
cl_preferences_free (gpointer data)
{
  Preferences *self = data;

  g_clear_object (&self->state);
  g_ptr_array_unref (self->rule_sets);
  g_free (self);
}

static GtkWidget *
cl_preferences_add_row (GtkWidget *group, const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  /* The control is named; the row around it would be a second, silent stop of the focus. */
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cl_accessible_name (row, title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
cl_preferences_save (Preferences *self, const char *key, const char *value)
{
  ClContext *context = cl_window_get_context (self->window);
  g_autoptr (GError) error = NULL;

  if (context != NULL && !cl_store_set_setting (cl_context_get_store (context), key, value, &error))
    cl_context_say (context, GTK_WIDGET (self->window), error->message);
}

static void
cl_preferences_size_cb (GtkDropDown *drop_down, GParamSpec *pspec, Preferences *self)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected < G_N_ELEMENTS (sizes))
    cl_state_apply_text_size (self->state, sizes[selected]);
}

static void
cl_preferences_rules_cb (GtkDropDown *drop_down, GParamSpec *pspec, Preferences *self)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (!self->filling && selected < self->rule_sets->len)
    cl_preferences_save (self, "rule-set", g_ptr_array_index (self->rule_sets, selected));
}

static void
cl_preferences_phones_cb (GtkSwitch *control, GParamSpec *pspec, Preferences *self)
{
  ClContext *context = cl_window_get_context (self->window);

  cl_preferences_save (self, "phones-shown", gtk_switch_get_active (control) ? "yes" : "no");
  /* The list of persons is made anew. */
  if (context != NULL)
    g_signal_emit_by_name (cl_context_get_store (context), "described", "person");
}

static void
cl_preferences_plugin_cb (GtkSwitch *control, GParamSpec *pspec, Preferences *self)
{
  const char *name = g_object_get_data (G_OBJECT (control), "plugin");
  GtkWidget *row = g_object_get_data (G_OBJECT (control), "row");
  ClContext *context = cl_window_get_context (self->window);
  const GPtrArray *list = cl_plugins_list (self->plugins);

  cl_plugins_set_enabled (self->plugins, name, gtk_switch_get_active (control));
  for (guint i = 0; i < list->len; i++)
    {
      const ClPlugin *plugin = g_ptr_array_index (list, i);

      if (!g_str_equal (plugin->name, name))
        continue;
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), plugin->problem != NULL ? plugin->problem : plugin->description != NULL ? plugin->description : "");
      if (plugin->problem != NULL && context != NULL)
        cl_context_say (context, GTK_WIDGET (control), plugin->problem);
    }
}

static void
cl_preferences_add_text_size (Preferences *self, GtkWidget *group)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  int current = cl_state_get_text_size (self->state);
  guint selected = 0;
  GtkWidget *drop_down;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strdup_printf ("%d%%", sizes[i]);

      gtk_string_list_append (strings, text);
      if (sizes[i] <= current)
        selected = i;
    }
  drop_down = cl_drop_down_new (_("Size of text"), strings);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (cl_preferences_size_cb), self);
  cl_preferences_add_row (group, _("Size of text"), _("Beside the size that the desktop has"), drop_down);
}

/* The sets that ship for organisations, and the office's own. */
static void
cl_preferences_fill_rules (Preferences *self, ClStore *store)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  const GPtrArray *files = cl_catalogue_get_rules (catalogue);
  GtkStringList *strings = cl_drop_down_get_strings (self->rules);
  g_autofree char *chosen = cl_store_get_rule_set (store);
  guint selected = 0;

  self->filling = TRUE;
  g_ptr_array_set_size (self->rule_sets, 0);
  gtk_string_list_splice (strings, 0, g_list_model_get_n_items (G_LIST_MODEL (strings)), NULL);
  for (guint i = 0; i < files->len; i++)
    {
      const ClDescriptionFile *file = g_ptr_array_index (files, i);
      g_autoptr (ClRules) rules = file->text != NULL || g_strcmp0 (file->plugin, "roster") == 0 ? cl_rules_load (file->path, catalogue, NULL) : NULL;
      g_autofree char *title = NULL;

      if (rules == NULL)
        continue;
      if (g_str_equal (file->name, chosen))
        selected = self->rule_sets->len;
      title = g_strdup_printf ("%s　%s", cl_rules_get_title (rules), cl_rules_get_source (rules));
      gtk_string_list_append (strings, title);
      g_ptr_array_add (self->rule_sets, g_strdup (file->name));
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->rules), selected);
  self->filling = FALSE;
}

static void
cl_preferences_edited_cb (gpointer data)
{
  Preferences *self = data;

  cl_preferences_fill_rules (self, cl_context_get_store (cl_window_get_context (self->window)));
}

static void
cl_preferences_edit_rules_cb (Preferences *self)
{
  ClContext *context = cl_window_get_context (self->window);
  GtkWidget *dialog = cl_rules_dialog_new (context, G_CALLBACK (cl_preferences_edited_cb), self);

  if (dialog != NULL)
    cl_dialog_present (GTK_WINDOW (dialog), GTK_WINDOW (self->dialog));
  else
    cl_context_say (context, self->rules, _("There is no rule set to begin with. Choose one first."));
}

static void
cl_preferences_add_rules (Preferences *self, GtkWidget *group, ClStore *store)
{
  GtkWidget *edit = cl_text_button_new (_("_Copy and edit…"), NULL);

  self->rules = cl_drop_down_new (_("Rules of the place"), gtk_string_list_new (NULL));
  cl_preferences_fill_rules (self, store);
  g_signal_connect (self->rules, "notify::selected", G_CALLBACK (cl_preferences_rules_cb), self);
  g_signal_connect_swapped (edit, "clicked", G_CALLBACK (cl_preferences_edit_rules_cb), self);
  cl_preferences_add_row (group, _("Rules of the place"), _("By which committees are checked; a breach is said and never blocks"), self->rules);
  cl_preferences_add_row (group, _("Numbers of the rules"), _("Copied into this office’s file first; the clauses stay"), edit);
}

static GtkWidget *
cl_preferences_create_switch (const char *name, gboolean active, GCallback callback, Preferences *self)
{
  GtkWidget *control = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (control), active);
  cl_accessible_name (control, name);
  g_signal_connect (control, "notify::active", callback, self);
  return control;
}

static GtkWidget *
cl_preferences_create_group (GtkWidget *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return group;
}

static void
cl_preferences_add_plugins (Preferences *self, GtkWidget *page)
{
  const GPtrArray *list = cl_plugins_list (self->plugins);
  GtkWidget *group = cl_preferences_create_group (page, _("Plugins"));

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _("Switching one off hides its pages; its ledgers keep what they hold"));
  for (guint i = 0; i < list->len; i++)
    {
      const ClPlugin *plugin = g_ptr_array_index (list, i);
      GtkWidget *control = cl_preferences_create_switch (plugin->title, plugin->enabled, G_CALLBACK (cl_preferences_plugin_cb), self);
      GtkWidget *row = cl_preferences_add_row (group, plugin->title, plugin->problem != NULL ? plugin->problem : plugin->description, control);

      g_object_set_data_full (G_OBJECT (control), "plugin", g_strdup (plugin->name), g_free);
      g_object_set_data (G_OBJECT (control), "row", row);
    }
}

static void
cl_preferences_backups_cb (Preferences *self)
{
  cl_dialog_present (GTK_WINDOW (cl_backups_dialog_new (self->window)), GTK_WINDOW (self->dialog));
}

static GtkWidget *
cl_preferences_create_backups (Preferences *self)
{
  GtkWidget *button = cl_text_button_new (_("Bac_kups…"), NULL);

  g_signal_connect_swapped (button, "clicked", G_CALLBACK (cl_preferences_backups_cb), self);
  return button;
}

/**
 * cl_preferences_new:
 * @window: the window
 *
 * Makes the preferences; every choice holds at once. Main thread.
 *
 * Returns: (transfer none): a window of its own, not yet shown
 */
GtkWidget *
cl_preferences_new (ClWindow *window)
{
  GtkWidget *dialog = cl_dialog_new (ADW_TYPE_WINDOW), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *page = adw_preferences_page_new ();
  Preferences *self = g_new0 (Preferences, 1);
  ClContext *context = cl_window_get_context (window);
  GtkWidget *group;

  self->window = window;
  self->dialog = dialog;
  self->plugins = cl_application_get_plugins (CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))));
  self->state = cl_state_new ();
  self->rule_sets = g_ptr_array_new_with_free_func (g_free);
  g_object_set_data_full (G_OBJECT (dialog), "cl-preferences", self, cl_preferences_free);

  cl_preferences_add_text_size (self, cl_preferences_create_group (page, _("Window")));
  if (context != NULL)
    {
      ClStore *store = cl_context_get_store (context);
      g_autofree char *phones = cl_store_get_setting (store, "phones-shown");

      group = cl_preferences_create_group (page, _("Office"));
      cl_preferences_add_row (group, _("Show phones always"), _("Phone numbers in lists are not masked"),
                              cl_preferences_create_switch (_("Show phones always"), g_strcmp0 (phones, "yes") == 0, G_CALLBACK (cl_preferences_phones_cb), self));
      cl_preferences_add_rules (self, group, store);
      cl_preferences_add_row (group, _("Backups"), _("By day, a second place, sealing"), cl_preferences_create_backups (self));
      cl_preferences_add_plugins (self, page);
    }

  /* Not AdwPreferencesWindow: its hidden search is exposed to screen readers without a name. */
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (dialog), box);
  gtk_window_set_title (GTK_WINDOW (dialog), _("Preferences"));
  cl_help_set_page (dialog, "preferences");
  gtk_window_set_default_size (GTK_WINDOW (dialog), 620, 560);
  return dialog;
}
