/* Two entries about the same, beside each other: what is seen is what is made one. */

#include <adwaita.h>

#include "cl-merge-dialog-private.h"
#include "headless.h"
#include "office.h"

typedef struct
{
  Office office;
  ClLedger *person;
  GtkWidget *near;
} Fixture;

/* Three are called the same. */
static gboolean
rename_two (ClTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), fixture->person, fixture->office.people[i], error);

      if (record == NULL || !cl_record_set_text (record, "name", office_names[0], error) || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_last (ClTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;

  return cl_transaction_delete (transaction, fixture->person, fixture->office.people[2], error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  office_open (&fixture->office, TRUE);
  fixture->person = cl_catalogue_find_ledger (fixture->office.catalogue, "person");
  cl_store_write (fixture->office.store, "rename", rename_two, fixture, &error);
  g_assert_no_error (error);
  fixture->near = gtk_button_new ();
  office_show (&fixture->office, fixture->near);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_close (&fixture->office);
}

static GtkWidget *
find_ask (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != fixture->office.window)
        return window;
    }
  return NULL;
}

static gboolean
match_type (GtkWidget *widget, gconstpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, GPOINTER_TO_SIZE (type));
}

/* The chosen other was deleted since: neither it nor the one that was seen before is made one with it. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  GtkWidget *ask, *with;

  g_array_append_val (ids, fixture->office.people[0]);
  cl_merge_ask (fixture->near, fixture->office.context, fixture->person, ids);
  ask = find_ask (fixture);
  g_assert_nonnull (ask);
  with = office_find (ask, match_type, GSIZE_TO_POINTER (GTK_TYPE_DROP_DOWN));
  g_assert_nonnull (office_find (ask, match_type, GSIZE_TO_POINTER (GTK_TYPE_GRID)));
  cl_store_write (fixture->office.store, "delete", delete_last, fixture, &error);
  g_assert_no_error (error);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (with), 1);
  g_assert_null (office_find (ask, match_type, GSIZE_TO_POINTER (GTK_TYPE_GRID)));
  g_signal_emit_by_name (gtk_window_get_default_widget (GTK_WINDOW (ask)), "clicked");
  g_assert_true (find_ask (fixture) == ask);
  headless_run (0.2);
  words = cl_store_get_undo_words (fixture->office.store);
  g_assert_cmpstr (words, ==, "delete");
  /* The other choice is there still, and can be made one. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (with), 0);
  g_assert_nonnull (office_find (ask, match_type, GSIZE_TO_POINTER (GTK_TYPE_GRID)));
  g_signal_emit_by_name (gtk_window_get_default_widget (GTK_WINDOW (ask)), "clicked");
  g_assert_null (find_ask (fixture));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
  g_test_add ("/view/merge-dialog/gone", Fixture, NULL, set_up, test_gone, tear_down);
  return g_test_run ();
}
