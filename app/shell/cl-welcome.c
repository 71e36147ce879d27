#include <glib/gi18n.h>

#include "cl-citizen-id.h"
#include "cl-dialog.h"
#include "cl-window-private.h"

/* What stands in the window while there is no office's page to show. */

typedef struct
{
  ClWindow *window;
  GtkWidget *level;
  GtkWidget *code;
  GtkWidget *name;
  GtkWidget *message;
} Welcome;

/* An error stands beside its entry, and is said: the focus goes to the entry, where one goes on writing, and its description is the message. */
static gboolean
cl_welcome_refuse (Welcome *self, GtkWidget *entry, const char *message)
{
  cl_entry_set_error (self->code, NULL);
  cl_entry_set_error (self->name, NULL);
  gtk_label_set_text (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL);
  if (message == NULL)
    return FALSE;
  cl_entry_set_error (entry, message);
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (entry));
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
  cl_announce (entry, message);
  return TRUE;
}

/* What was wrong is being mended. */
static void
cl_welcome_edited_cb (GtkEditable *entry, Welcome *self)
{
  if (gtk_widget_get_visible (self->message))
    cl_welcome_refuse (self, NULL, NULL);
}

/* The digits that the code of each level has (DOMAIN.md B2), in the order of the choices. */
static const struct
{
  const char *words;
  guint n_digits;
  const char *code;
  const char *name;
} levels[] = {
  { N_("Township or sub-district, 9 digits"), 9, "991123101", "云岭镇" },
  { N_("County, 6 digits"), 6, "991123", "云岭县" },
  { N_("Prefecture, 4 digits"), 4, "9911", "云岭市" },
  { N_("Province, 2 digits"), 2, "99", "云山省" },
};

static void
cl_welcome_level_cb (GtkDropDown *level, GParamSpec *pspec, Welcome *self)
{
  guint i = gtk_drop_down_get_selected (level);
  /* Translators: in an empty field, what might be written there */
  g_autofree char *code = g_strdup_printf (_("such as %s"), levels[i].code), *name = g_strdup_printf (_("such as %s"), levels[i].name);

  gtk_entry_set_placeholder_text (GTK_ENTRY (self->code), code);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), name);
}

static gboolean
cl_welcome_fits_level (Welcome *self, const char *code, GError **error)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->level));

  if (code == NULL || *code == '\0')
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("Type the division code, such as %s."), levels[i].code);
      return FALSE;
    }
  /* Of a length that no level has, what is told is that of the one chosen. */
  if (strlen (code) == levels[i].n_digits || strspn (code, "0123456789") != strlen (code))
    return cl_office_code_check (code, error);
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The code of this level has %u digits, such as %s. Type it, or choose another level."), levels[i].n_digits, levels[i].code);
  return FALSE;
}

static void
cl_welcome_start_cb (GtkWidget *widget, Welcome *self)
{
  g_autofree char *code = cl_division_code_normalise (gtk_editable_get_text (GTK_EDITABLE (self->code)));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autoptr (GError) error = NULL;

  if (!cl_welcome_fits_level (self, code, &error))
    cl_welcome_refuse (self, self->code, error->message);
  else if (*name == '\0')
    cl_welcome_refuse (self, self->name, _("Type the name of the place, such as 云岭镇."));
  else
    {
      cl_welcome_refuse (self, NULL, NULL);
      /* Success replaces this page, so nothing of it is touched afterwards. */
      if (!cl_window_found (self->window, code, name, &error))
        cl_welcome_refuse (self, self->code, error->message);
    }
}

static void
cl_welcome_sample_cb (GtkWidget *button, Welcome *self)
{
  cl_window_enter_sample (self->window);
}

static GtkWidget *
cl_welcome_create_level (Welcome *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkStringList *words = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    gtk_string_list_append (words, _(levels[i].words));
  self->level = cl_drop_down_new (_("Level"), words);
  gtk_widget_set_valign (self->level, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Level"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->level);
  gtk_widget_set_focusable (row, FALSE);
  cl_accessible_name (row, _("Level"));
  g_signal_connect (self->level, "notify::selected", G_CALLBACK (cl_welcome_level_cb), self);
  return row;
}

/**
 * cl_welcome_new:
 * @window: the window
 *
 * The page of the first start: asks for the office's level, code and name, and makes the file; or leads to the sample. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_welcome_new (ClWindow *window)
{
  GtkWidget *page = adw_status_page_new (), *clamp = adw_clamp_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *group = adw_preferences_group_new ();
  GtkWidget *button = cl_text_button_new (_("_Begin"), NULL), *sample = cl_text_button_new (_("_Look at the sample first"), NULL);
  Welcome *self = g_new0 (Welcome, 1);

  self->window = window;
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "org.example.Canlian");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Whose office is this?"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), _("The code and the name stand on every form. The data stays in one file on this computer."));

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_welcome_create_level (self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_entry_row_new (_("Division code"), &self->code));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), cl_entry_row_new (_("Name of the place"), &self->name));
  gtk_entry_set_input_purpose (GTK_ENTRY (self->code), GTK_INPUT_PURPOSE_DIGITS);
  cl_welcome_level_cb (GTK_DROP_DOWN (self->level), NULL, self);
  g_signal_connect (self->code, "activate", G_CALLBACK (cl_welcome_start_cb), self);
  g_signal_connect (self->name, "activate", G_CALLBACK (cl_welcome_start_cb), self);
  g_signal_connect (self->code, "changed", G_CALLBACK (cl_welcome_edited_cb), self);
  g_signal_connect (self->name, "changed", G_CALLBACK (cl_welcome_edited_cb), self);
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_add_css_class (self->message, "error");
  gtk_widget_set_visible (self->message, FALSE);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (cl_welcome_start_cb), self);

  gtk_widget_add_css_class (sample, "pill");
  gtk_widget_set_halign (sample, GTK_ALIGN_CENTER);
  cl_accessible_describe (sample, _("云岭镇, with invented people: to try everything without harm."));
  g_signal_connect (sample, "clicked", G_CALLBACK (cl_welcome_sample_cb), self);

  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), self->message);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), sample);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 520);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), clamp);
  cl_list_of_controls (group);
  g_object_set_data_full (G_OBJECT (page), "cl-welcome", self, g_free);
  cl_focus_later (self->code);
  return page;
}

/**
 * cl_welcome_say:
 * @window: a window that shows the page of the first start
 * @message: what came of something else that was tried there
 *
 * Shows @message on the page and says it. Main thread.
 */
void
cl_welcome_say (ClWindow *window, const char *message)
{
  GtkWidget *page = gtk_stack_get_child_by_name (GTK_STACK (window->whole), "instead");
  Welcome *self = page != NULL ? g_object_get_data (G_OBJECT (page), "cl-welcome") : NULL;

  if (self == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->message), message);
  gtk_widget_set_visible (self->message, TRUE);
  cl_announce (self->code, message);
}

static GtkWidget *
cl_trouble_add_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = cl_text_button_new (label, action);

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

/**
 * cl_trouble_new:
 * @error: why the file cannot be opened and what to do
 *
 * The page shown instead of an office whose file cannot be opened. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_trouble_new (const GError *error)
{
  const char *message = error->message;
  gboolean is_gone = g_error_matches (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  GtkWidget *page = adw_status_page_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *again;
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), is_gone ? _("The file is not there") : _("The file cannot be opened"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), escaped);
  again = cl_trouble_add_button (box, _("_Try again"), "win.retry");
  cl_accessible_describe (again, message);
  cl_trouble_add_button (box, _("_Choose another file…"), "win.choose-file");
  cl_trouble_add_button (box, _("_Restore a backup…"), "win.restore");
  /* Another program's or a newer file is as it should be, and what is on a drive that is not there cannot be read at all. */
  if (is_gone)
    cl_accessible_describe (cl_trouble_add_button (box, _("_Begin anew…"), "win.begin-anew"), _("For another office: what the old file holds is not in the new one."));
  else if (!g_error_matches (error, CL_ERROR, CL_ERROR_LOCKED) && !g_error_matches (error, CL_ERROR, CL_ERROR_NEWER))
    cl_accessible_describe (cl_trouble_add_button (box, _("_Save what can be read…"), "win.rescue"), _("Into a new file; this one is only read."));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  cl_focus_later (again);
  return page;
}

static void
cl_first_steps_open (GtkWidget *row, gpointer data)
{
  g_signal_emit_by_name (row, "activate");
}

static void
cl_first_steps_add (GtkWidget *list, guint number, const char *title, const char *subtitle, const char *action, const char *target)
{
  GtkWidget *row = adw_action_row_new (), *mark, *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *digit = g_strdup_printf ("%u", number);
  g_autofree char *name = g_strdup_printf ("%u，%s，%s", number, title, subtitle);

  mark = gtk_label_new (digit);
  gtk_widget_add_css_class (mark, "title-1");
  gtk_widget_set_margin_end (mark, 6);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
  cl_accessible_name (row, name);
  cl_accessible_add_action (row, "open", cl_first_steps_open, NULL);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

/**
 * cl_first_steps_new:
 *
 * The page that teaches the way of the work: in, right, out. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_first_steps_new (void)
{
  GtkWidget *page = adw_status_page_new (), *clamp = adw_clamp_new (), *list = gtk_list_box_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Three steps to the first form"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), _("From the spreadsheet you have to 附件3 on paper"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  cl_accessible_name (list, _("First steps"));
  cl_first_steps_add (list, 1, _("Import the list of committee members"), _("The spreadsheet in the columns of 附件3, .xlsx or .csv. What cannot be taken is shown row by row (Ctrl+I)"), "win.import-into", "appointment");
  cl_first_steps_add (list, 2, _("Look it over and correct it"), _("Every change is kept and can be undone (Ctrl+Z)"), "win.show", "appointment");
  cl_first_steps_add (list, 3, _("Print 附件3"), _("One sheet for each village, to be signed and stamped (Ctrl+P)"), "win.show-form", "attachment-3");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 640);
  adw_clamp_set_child (ADW_CLAMP (clamp), list);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), clamp);
  cl_dialog_mend (page);
  return page;
}
