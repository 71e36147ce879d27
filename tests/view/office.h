#pragma once

/* A store with invented people for tests of widgets. Include once, after headless.h. */

#include <glib/gstdio.h>

#include "cl-catalogue.h"
#include "cl-context.h"
#include "cl-date.h"
#include "cl-paths.h"

typedef struct
{
  char *folder;
  ClCatalogue *catalogue;
  ClStore *store;
  ClContext *context;
  GtkWidget *window;
  gint64 village;
  gint64 people[8];
  guint n_messages;
  char *message;
} Office;

static const char *const office_names[] = { "张伟", "李芳", "王磊", "章丽", "陈静", "阿达力·叶尔江", "周涛", "吴敏" };

static gboolean
office_fill (ClTransaction *transaction, gpointer data, GError **error)
{
  Office *office = data;
  ClLedger *division = cl_catalogue_find_ledger (office->catalogue, "division");
  ClLedger *person = cl_catalogue_find_ledger (office->catalogue, "person");
  g_autoptr (ClRecord) village = cl_record_new (division);

  if (!cl_record_set_text (village, "name", "上河村", error) || !cl_record_set_text (village, "code", "991123101201", error)
      || !cl_record_set_text (village, "level", "village", error) || !cl_transaction_save (transaction, village, error))
    return FALSE;
  office->village = cl_record_get_id (village);
  for (guint i = 0; i < G_N_ELEMENTS (office_names); i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (person);
      g_autofree char *phone = g_strdup_printf ("1380000%04u", i);

      if (!cl_record_set_text (record, "name", office_names[i], error) || !cl_record_set_text (record, "phones", phone, error)
          || !cl_record_set_text (record, "sex", i % 2 == 0 ? "男" : "女", error))
        return FALSE;
      if (i == 0 && !cl_record_set_text (record, "id_number", "99112319560307001X", error))
        return FALSE;
      cl_record_set_reference (record, "division", office->village);
      if (!cl_transaction_save (transaction, record, error))
        return FALSE;
      office->people[i] = cl_record_get_id (record);
    }
  return TRUE;
}

static void
office_message_cb (ClContext *context, const char *text, Office *office)
{
  office->n_messages++;
  g_free (office->message);
  office->message = g_strdup (text);
}

static void
office_open (Office *office, gboolean filled)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  g_assert_true (cl_today_set ("2026-11-22", &error));
  office->folder = g_dir_make_tmp ("canlian-office-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (office->folder, "office.canlian", NULL);
  office->catalogue = cl_catalogue_new ();
  cl_catalogue_add_folder (office->catalogue, cl_paths_get_core_dir (), NULL);
  cl_catalogue_finish (office->catalogue);
  office->store = cl_store_open (path, office->catalogue, CL_STORE_CREATE, &error);
  g_assert_no_error (error);
  if (filled)
    {
      g_assert_cmpint (cl_store_write (office->store, "fill", office_fill, office, &error), >, 0);
      g_assert_no_error (error);
    }
  office->context = cl_context_new (office->store);
  g_signal_connect (office->context, "message", G_CALLBACK (office_message_cb), office);
}

static void
office_show (Office *office, GtkWidget *child)
{
  office->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (office->window), 1100, 700);
  gtk_window_set_child (GTK_WINDOW (office->window), child);
  gtk_window_present (GTK_WINDOW (office->window));
  headless_run (0.4);
}

static void
office_close (Office *office)
{
  g_autoptr (GDir) folder = g_dir_open (office->folder, 0, NULL);
  const char *name;

  if (office->window != NULL)
    gtk_window_destroy (GTK_WINDOW (office->window));
  headless_run (0.1);
  g_clear_object (&office->context);
  cl_store_close (office->store);
  g_clear_object (&office->store);
  g_clear_object (&office->catalogue);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (office->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (office->folder);
  g_free (office->folder);
  g_free (office->message);
  *office = (Office) { 0 };
}

/* The first visible widget below @root for which @match holds. */
typedef gboolean (*OfficeMatch) (GtkWidget *widget, gconstpointer data);

static inline GtkWidget *
office_find (GtkWidget *root, OfficeMatch match, gconstpointer data)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (match (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = office_find (child, match, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}
