/* No full number of anybody leaves unasked: every ID, phone, certificate and account number of the sample is looked for in all that the commands print, in what is
 * public, in the logs, in the names of files, and in what the pages of the window tell assistive tools, the title included. */

#include "cl-outside.h"
#include "cl-outside-steps.h"

#include <string.h>

/* Shorter ones are years, codes and counts. */
#define SECRET_LEAST 11

static GHashTable *secrets;
static const char *office;

/* Numbers of the private fields, from what is printed whole when it is asked for. */
static void
gather (const char *ledger)
{
  g_autofree char *json = outside_run ("--data", office, "list", ledger, "--json", NULL);
  g_autoptr (GRegex) fields = g_regex_new ("\"(?:id_number|phones?|certificate_number|account|register_number)\": \"([^\"]*)\"", 0, 0, NULL);
  g_autoptr (GRegex) numbers = g_regex_new ("[0-9]{10,}[0-9X]", 0, 0, NULL);
  g_autoptr (GMatchInfo) field = NULL;

  for (g_regex_match (fields, json, 0, &field); g_match_info_matches (field); g_match_info_next (field, NULL))
    {
      g_autofree char *value = g_match_info_fetch (field, 1);
      g_autoptr (GMatchInfo) number = NULL;

      for (g_regex_match (numbers, value, 0, &number); g_match_info_matches (number); g_match_info_next (number, NULL))
        g_hash_table_add (secrets, g_match_info_fetch (number, 0));
    }
}

static void
make_office (void)
{
  if (office != NULL)
    return;
  secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  office = outside_path ("private.canlian");
  g_free (outside_run ("--data", office, "sample", "--size", "500", NULL));
  gather ("person");
  gather ("household");
  gather ("organisation");
  g_assert_cmpuint (g_hash_table_size (secrets), >, 100);
}

/* Fails where @text holds one of them, wherever it begins. */
static void
search (const char *where, const char *text)
{
  static const gsize lengths[] = { 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 };

  for (const char *p = text; p != NULL && *p != '\0';)
    {
      gsize n = strspn (p, "0123456789X");

      for (gsize from = 0; n >= SECRET_LEAST && from + SECRET_LEAST <= n; from++)
        for (gsize i = 0; i < G_N_ELEMENTS (lengths) && from + lengths[i] <= n; i++)
          {
            g_autofree char *part = g_strndup (p + from, lengths[i]);

            if (g_hash_table_contains (secrets, part))
              g_error ("%s tells a number whole (%" G_GSIZE_FORMAT " figures, ends in %s): %.60s", where, lengths[i], part + lengths[i] - 4, MAX (text, p - 30));
          }
      p += MAX (n, 1);
    }
}

/* One command with all that it logs; its status is its own affair. */
static void
run (const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "G_MESSAGES_DEBUG", "all", TRUE);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  va_list list;

  g_ptr_array_add (words, (char *) g_getenv ("CANLIAN"));
  g_ptr_array_add (words, (char *) "--data");
  g_ptr_array_add (words, (char *) office);
  va_start (list, first);
  for (const char *word = first; word != NULL; word = va_arg (list, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (list);
  g_ptr_array_add (words, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) words->pdata, environment, 0, NULL, NULL, &out, &err, NULL, &error));
  g_assert_no_error (error);
  search (first, out);
  search (first, err);
}

static void
test_commands (void)
{
  g_autofree char *ledgers = NULL;
  g_auto (GStrv) lines = NULL;
  GHashTableIter iter;
  gpointer secret;

  make_office ();
  ledgers = outside_run ("--data", office, "ledgers", NULL);
  lines = g_strsplit (ledgers, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autofree char *name = g_strndup (lines[i], strcspn (lines[i], " \t"));

      run ("list", name, NULL);
    }
  run ("check", "--all", NULL);
  run ("today", NULL);
  /* What somebody searched by the whole number is not written down whole. */
  g_hash_table_iter_init (&iter, secrets);
  g_assert_true (g_hash_table_iter_next (&iter, &secret, NULL));
  run ("list", "person", "--search", secret, NULL);
  run ("export", "person", "--search", secret, "-o", outside_path ("one.csv"), NULL);
  run ("journal", NULL);
  run ("list", "output", NULL);
}

static void
test_public (void)
{
  const char *sheet = outside_path ("public.csv");
  g_autofree char *text = NULL;

  make_office ();
  g_free (outside_run ("--data", office, "export", "person", "--public", "-o", sheet, NULL));
  g_assert_true (g_file_get_contents (sheet, &text, NULL, NULL));
  search ("what is public", text);
}

static void
test_file_names (void)
{
  g_autofree char *folder = g_path_get_dirname (office != NULL ? office : "");
  g_autoptr (GDir) dir = NULL;
  const char *name;

  make_office ();
  g_free (folder);
  folder = g_path_get_dirname (office);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    search ("a file's name", name);
}

static gboolean
look_cb (AtspiAccessible *accessible, gpointer data)
{
  g_autofree char *name = outside_name (accessible);
  g_autofree char *description = outside_description (accessible);

  search (data, name);
  search (data, description);
  if (atspi_accessible_get_role (accessible, NULL) == ATSPI_ROLE_TEXT || atspi_accessible_get_role (accessible, NULL) == ATSPI_ROLE_ENTRY)
    {
      g_autofree char *text = outside_text (accessible);

      search (data, text);
    }
  return FALSE;
}

/* Pages on which numbers stand; a person opened, and in editing. */
static void
test_window (void)
{
  static const char *const pages[] = { "Appointments", "Journal" };
  Outside *outside;

  make_office ();
  outside = outside_open (office);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      const char *page = T (pages[i]);

      outside_show_page (outside, page);
      outside_keys ("F6", NULL);
      outside_pause (300);
      outside_walk (outside->application, look_cb, (gpointer) page);
    }
  outside_show_page (outside, T ("Persons"));
  outside_keys ("F6", "Return", NULL);
  outside_pause (300);
  outside_walk (outside->application, look_cb, (gpointer) "an entry");
  outside_keys ("F2", NULL);
  outside_pause (500);
  outside_walk (outside->application, look_cb, (gpointer) "an entry in editing");
  outside_stop (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/privacy/commands", test_commands);
  g_test_add_func ("/privacy/public", test_public);
  g_test_add_func ("/privacy/file-names", test_file_names);
  g_test_add_func ("/privacy/window", test_window);
  return outside_end (g_test_run ());
}
