#include "cl-secrets.h"

#include <string.h>

/* Shorter ones are years, codes and counts. */
#define SECRET_LEAST 11
#define SECRET_MOST 20

static GHashTable *secrets;
static char *id;

static void
add_numbers (const char *value)
{
  g_autoptr (GRegex) numbers = g_regex_new ("[0-9]{10,}[0-9X]", 0, 0, NULL);
  g_autoptr (GMatchInfo) number = NULL;

  for (g_regex_match (numbers, value, 0, &number); g_match_info_matches (number); g_match_info_next (number, NULL))
    g_hash_table_add (secrets, g_match_info_fetch (number, 0));
}

/* Numbers of the private fields, one or several, from what is printed whole when it is asked for. */
static void
gather (const char *file, const char *ledger)
{
  g_autofree char *json = outside_run ("--data", file, "list", ledger, "--json", NULL);
  g_autoptr (GRegex) fields = g_regex_new ("\"(id_number|phones?|contact|certificate_number|account|register_number)\": (\"[^\"]*\"|\\[[^]]*\\])", 0, 0, NULL);
  g_autoptr (GMatchInfo) field = NULL;

  for (g_regex_match (fields, json, 0, &field); g_match_info_matches (field); g_match_info_next (field, NULL))
    {
      g_autofree char *name = g_match_info_fetch (field, 1);
      g_autofree char *value = g_match_info_fetch (field, 2);

      add_numbers (value);
      if (id == NULL && g_str_equal (name, "id_number") && strlen (value) == 20)
        id = g_strndup (value + 1, 18);
    }
}

void
secrets_make_office (const char *file)
{
  g_autofree char *ledgers = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_null (secrets);
  secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_free (outside_run ("--data", file, "sample", "--size", "500", NULL));
  ledgers = outside_run ("--data", file, "ledgers", NULL);
  lines = g_strsplit (ledgers, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autofree char *name = g_strndup (lines[i], strcspn (lines[i], " \t"));

      /* The telephones of institutions are there to be rung. */
      if (!g_str_equal (name, "service_resource"))
        gather (file, name);
    }
  /* The example in the help of the field is nobody's, though the sample gave it to somebody. */
  g_hash_table_remove (secrets, "13800000012");
  g_assert_cmpuint (g_hash_table_size (secrets), >, 500);
  g_assert_nonnull (id);
}

void
secrets_add (const char *number)
{
  g_hash_table_add (secrets, g_strdup (number));
}

const char *
secrets_any (void)
{
  return id;
}

static gsize
count_figures (const char *data, gsize size)
{
  gsize n = 0;

  while (n < size && (g_ascii_isdigit (data[n]) || data[n] == 'X'))
    n++;
  return n;
}

static void
look_in_run (const char *where, const char *run, gsize n)
{
  for (gsize from = 0; from + SECRET_LEAST <= n; from++)
    for (gsize length = SECRET_LEAST; length <= SECRET_MOST && from + length <= n; length++)
      {
        char part[SECRET_MOST + 1] = "";

        memcpy (part, run + from, length);
        if (g_hash_table_contains (secrets, part))
          g_error ("%s tells a number whole: %" G_GSIZE_FORMAT " figures, ends in %s", where, length, part + length - 4);
      }
}

static void
search (const char *where, const char *data, gsize size)
{
  for (gsize i = 0; i < size;)
    {
      gsize n = count_figures (data + i, size - i);

      if (n >= SECRET_LEAST)
        look_in_run (where, data + i, n);
      i += MAX (n, 1);
    }
}

void
secrets_search (const char *where, const char *text)
{
  if (text != NULL)
    search (where, text, strlen (text));
}

/* Without its zero bytes UTF-16, of either order, is as figures are in UTF-8. */
void
secrets_search_bytes (const char *where, const char *data, gsize size)
{
  g_autofree char *without = g_malloc (size + 1);
  gsize n = 0;

  search (where, data, size);
  for (gsize i = 0; i < size; i++)
    if (data[i] != '\0')
      without[n++] = data[i];
  if (n < size)
    search (where, without, n);
}

void
secrets_search_tree (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *data = NULL;
      gsize size;

      secrets_search ("a file's name", name);
      if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        secrets_search_tree (path);
      else if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_file_get_contents (path, &data, &size, NULL))
        secrets_search_bytes (path, data, size);
    }
}
