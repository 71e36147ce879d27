/* What an import does to values that are there and differ, in all fields or in one; and to villages that are not there. */

#include "cl-config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "cl-import-page-private.h"
#include "cl-span.h"
#include "cl-step.h"
#include "cl-widgets.h"

#define STEP_MS 10

/* As the choices list them. */
static const ClFillPolicy policies[] = { CL_FILL_OVERWRITE, CL_FILL_EMPTY, CL_FILL_ASK };

static GtkStringList *
list_policies (void)
{
  GtkStringList *strings = gtk_string_list_new (NULL);

  gtk_string_list_append (strings, _("Take what the sheet says"));
  gtk_string_list_append (strings, _("Only fill what is empty"));
  gtk_string_list_append (strings, _("Ask in each row"));
  return strings;
}

static void
fill_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, ClImportPage *self)
{
  const char *path = g_object_get_data (G_OBJECT (choice), "cl-path");

  if (self->import == NULL || self->filling)
    return;
  cl_import_set_fill (self->import, path, policies[gtk_drop_down_get_selected (choice)]);
  if (path == NULL)
    cl_import_rules_show (self, FALSE);
  cl_import_page_rehearse (self);
}

static void
show_fills (ClImportPage *self)
{
  ClHeaderMatch *match = cl_import_get_match (self->import);
  GtkWidget *place = g_object_get_data (G_OBJECT (self->fill), "cl-fields"), *child;
  GtkRoot *root = gtk_widget_get_root (place);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->fill), cl_import_get_fill (self->import, NULL));
  /* One of them was just chosen in. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, place))
    return;
  while ((child = gtk_widget_get_first_child (place)) != NULL)
    gtk_box_remove (GTK_BOX (place), child);
  /* One choice a column is much to make after each rehearsal for what is seldom opened. */
  if (!gtk_expander_get_expanded (g_object_get_data (G_OBJECT (self->fill), "cl-expander")))
    return;
  for (guint i = 0; i < match->paths->len; i++)
    {
      const char *path = match->paths->pdata[i];
      g_autofree char *header = NULL;
      GtkWidget *choice;

      if (path == NULL)
        continue;
      header = cl_header_match_path_header (cl_context_get_catalogue (self->context), cl_import_get_ledger (self->import), path);
      choice = cl_drop_down_new (header, list_policies ());
      gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), cl_import_get_fill (self->import, path));
      g_object_set_data_full (G_OBJECT (choice), "cl-path", g_strdup (path), g_free);
      g_signal_connect_object (choice, "notify::selected", G_CALLBACK (fill_chosen_cb), self, 0);
      gtk_box_append (GTK_BOX (place), cl_import_page_choice (header, choice));
    }
}

static void
expanded_cb (ClImportPage *self)
{
  if (self->import == NULL)
    return;
  self->filling = TRUE;
  show_fills (self);
  self->filling = FALSE;
}

static void
make_toggled_cb (GtkCheckButton *button, ClImportPage *self)
{
  if (self->import == NULL || self->filling)
    return;
  cl_import_set_make_villages (self->import, gtk_check_button_get_active (button));
  cl_import_page_rehearse (self);
}

/* Which of those that are there a name of the sheet means. */
static void
village_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, ClImportPage *self)
{
  GArray *ids = g_object_get_data (G_OBJECT (choice), "cl-ids");
  const char *name = g_object_get_data (G_OBJECT (choice), "cl-name");

  if (self->import == NULL || self->filling)
    return;
  cl_import_set_village (self->import, name, g_array_index (ids, gint64, gtk_drop_down_get_selected (choice)));
  cl_import_page_rehearse (self);
}

static void
list_villages (ClImportPage *self, GArray *ids, GtkStringList *strings)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (cl_context_get_store (self->context)),
                                                           "SELECT id, name FROM division WHERE level = 'village' ORDER BY position, code, id", NULL);

  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
      gtk_string_list_append (strings, cl_statement_get_text (statement, 1));
    }
}

static void
add_village (ClImportPage *self, const char *name)
{
  GArray *ids = g_array_new (FALSE, TRUE, sizeof (gint64));
  GtkStringList *strings = gtk_string_list_new (NULL);
  g_autofree char *title = g_strdup_printf (_("“%s”, not there yet"), name);
  GtkWidget *choice;
  gint64 none = 0;

  g_array_append_val (ids, none);
  gtk_string_list_append (strings, _("As said above"));
  list_villages (self, ids, strings);
  choice = cl_drop_down_new (title, strings);
  g_object_set_data_full (G_OBJECT (choice), "cl-name", g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (choice), "cl-ids", ids, (GDestroyNotify) g_array_unref);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (village_chosen_cb), self, 0);
  gtk_box_append (GTK_BOX (self->village_rows), cl_import_page_choice (name, choice));
}

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

/* One line a step: the first sheet of an office names all its villages. */
static gboolean
add_village_cb (gpointer data)
{
  CL_SPAN ("import: village");
  ClImportPage *self = CL_IMPORT_PAGE (gtk_widget_get_ancestor (data, CL_TYPE_IMPORT_PAGE));
  guint n = count_children (data);

  if (self == NULL || n >= self->villages->len)
    return G_SOURCE_REMOVE;
  add_village (self, self->villages->pdata[n]);
  return n + 1 < self->villages->len ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Villages that were said to be others stay, so that it can be said otherwise. */
static void
show_villages (ClImportPage *self)
{
  g_auto (GStrv) names = cl_import_get_new_villages (self->import);
  guint n = self->villages->len;

  for (guint i = 0; names[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (self->villages, names[i], g_str_equal, NULL))
      g_ptr_array_add (self->villages, g_strdup (names[i]));
  if (self->villages->len > n)
    cl_step_start (self->village_rows, "cl-fill", STEP_MS, add_village_cb);
  gtk_widget_set_visible (self->make_villages, self->villages->len > 0);
  gtk_widget_set_visible (self->village_rows, self->villages->len > 0);
  if (n == 0 && self->villages->len > 0)
    {
      self->filling = TRUE;
      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->make_villages), cl_import_get_make_villages (self->import));
      self->filling = FALSE;
    }
}

static void
renew_village_rows (ClImportPage *self)
{
  GtkWidget *before = self->village_rows;

  self->village_rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->rules_part), self->village_rows);
  if (before != NULL)
    cl_step_let_go (before);
}

/* After a file was opened, and after each rehearsal. */
void
cl_import_rules_show (ClImportPage *self, gboolean anew)
{
  if (anew)
    {
      g_ptr_array_set_size (self->villages, 0);
      renew_village_rows (self);
    }
  gtk_widget_set_visible (self->rules_part, self->import != NULL);
  if (self->import == NULL)
    return;
  self->filling = TRUE;
  show_fills (self);
  self->filling = FALSE;
  show_villages (self);
}

GtkWidget *
cl_import_rules_new (ClImportPage *self)
{
  GtkWidget *fields = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *expander = gtk_expander_new (_("Otherwise in single columns"));

  self->rules_part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->fill = cl_drop_down_new (_("Where something else is there"), list_policies ());
  g_object_set_data (G_OBJECT (self->fill), "cl-fields", fields);
  g_object_set_data (G_OBJECT (self->fill), "cl-expander", expander);
  g_signal_connect_object (self->fill, "notify::selected", G_CALLBACK (fill_chosen_cb), self, 0);
  cl_accessible_name (expander, _("Otherwise in single columns"));
  gtk_expander_set_child (GTK_EXPANDER (expander), fields);
  g_signal_connect_object (expander, "notify::expanded", G_CALLBACK (expanded_cb), self, G_CONNECT_SWAPPED);
  self->make_villages = cl_check_button_new (_("Make villages that are not there yet"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->make_villages), TRUE);
  g_signal_connect_object (self->make_villages, "toggled", G_CALLBACK (make_toggled_cb), self, 0);
  gtk_box_append (GTK_BOX (self->rules_part), cl_import_page_caption (_("Where something else is there")));
  gtk_box_append (GTK_BOX (self->rules_part), self->fill);
  gtk_box_append (GTK_BOX (self->rules_part), expander);
  gtk_box_append (GTK_BOX (self->rules_part), self->make_villages);
  renew_village_rows (self);
  return self->rules_part;
}
