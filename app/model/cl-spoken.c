#include "cl-config.h"

#include "cl-spoken.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-paths.h"

/* Loaded once, by whichever thread asks first. */
typedef struct
{
  GHashTable *words;   /* character -> how it is told */
  GPtrArray *problems; /* char * */
} Table;

/**
 * cl_spoken_parse:
 * @text: lines, each a character, a blank, and the words by which it is told; "#" begins a note
 * @name: what the text is called where a line is wrong
 * @words: (nullable): character -> words, owned strings; what it has already stays
 * @problems: (nullable) (element-type utf8): takes a sentence for each line that is wrong
 *
 * A line that is wrong is left out; the others hold.
 *
 * Returns: how many lines are well-formed
 */
guint
cl_spoken_parse (const char *text, const char *name, GHashTable *words, GPtrArray *problems)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_utf8_validate (lines[i], -1, NULL) ? g_strstrip (lines[i]) : NULL;
      char *after = line != NULL && *line != '\0' ? g_utf8_next_char (line) : NULL;

      if (line != NULL && (*line == '\0' || *line == '#'))
        continue;
      if (line == NULL || !g_unichar_iswide (g_utf8_get_char (line)) || !g_ascii_isspace (*after) || *g_strchug (after + 1) == '\0')
        {
          if (problems != NULL)
            g_ptr_array_add (problems, g_strdup_printf (_("%s, line %u: a line is one Chinese character, a blank, and the words by which it is told, as in “章 立早章”. Mend the line; until then it is left out."),
                                                        name, i + 1));
          continue;
        }
      n++;
      *after = '\0';
      if (words != NULL && !g_hash_table_contains (words, line))
        g_hash_table_insert (words, g_strdup (line), g_strdup (after + 1));
    }
  return n;
}

static void
read_file (Table *table, const char *path, gboolean must)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_get_contents (path, &text, NULL, &error))
    cl_spoken_parse (text, path, table->words, table->problems);
  else if (must || !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_ptr_array_add (table->problems, g_strdup (error->message));
}

static const Table *
get_table (void)
{
  static gsize loaded;
  static Table table;

  if (g_once_init_enter (&loaded))
    {
      g_autofree char *own = cl_paths_get_own_characters ();

      table.words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      table.problems = g_ptr_array_new_with_free_func (g_free);
      read_file (&table, own, FALSE);
      read_file (&table, cl_paths_get_characters (), TRUE);
      g_once_init_leave (&loaded, 1);
    }
  return &table;
}

/**
 * cl_spoken_get_problems:
 *
 * Returns: (transfer none) (element-type utf8): what is wrong with the tables of characters, a sentence each
 */
const GPtrArray *
cl_spoken_get_problems (void)
{
  return get_table ()->problems;
}

/* The groups in which a number is said. */
static const char *
get_groups (ClFieldType type, gsize length)
{
  switch (type)
    {
    case CL_FIELD_CITIZEN_ID:
      return length == 18 ? "684" : NULL;
    case CL_FIELD_CERTIFICATE:
      return length == 20 ? "6842" : NULL;
    case CL_FIELD_PHONE:
      return length == 11 ? "344" : NULL;
    default:
      return NULL;
    }
}

/**
 * cl_spoken_number:
 * @type: what kind of number
 * @text: the number as it is shown
 *
 * Returns: (transfer full): the number in groups, with blanks between
 */
char *
cl_spoken_number (ClFieldType type, const char *text)
{
  const char *groups = strchr (text, '*') == NULL ? get_groups (type, strlen (text)) : NULL;
  GString *said;

  if (groups == NULL)
    return g_strdup (text);
  said = g_string_new (NULL);
  for (const char *group = groups; *group != '\0'; text += *group - '0', group++)
    {
      if (said->len > 0)
        g_string_append_c (said, ' ');
      g_string_append_len (said, text, *group - '0');
    }
  return g_string_free (said, FALSE);
}

/**
 * cl_spoken_explain:
 * @name: a name
 *
 * Characters that the table does not have stand for themselves: the screen reader has them.
 *
 * Returns: (transfer full): each character of @name with the words by which it is told from others
 */
char *
cl_spoken_explain (const char *name)
{
  GString *said = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    {
      gsize length = (gsize) (g_utf8_next_char (c) - c);
      g_autofree char *character = g_strndup (c, length);
      const char *words = g_hash_table_lookup (get_table ()->words, character);

      if (g_unichar_isspace (g_utf8_get_char (c)))
        continue;
      if (said->len > 0)
        g_string_append (said, "；");
      g_string_append_len (said, c, (gssize) length);
      if (words != NULL)
        g_string_append_printf (said, "：%s", words);
    }
  return g_string_free (said, FALSE);
}
