/* The help: each page of the window has its own, in both languages alike; all keys and all ledgers are in it; no link leads nowhere. */

#include <string.h>

#include "cl-place.h"
#include "cl-shortcuts.h"

static const char *const languages[] = { "C", "zh_CN" };
static ClPlugins *plugins;

static char *
get_folder (guint language)
{
  return g_build_filename (g_getenv ("CANLIAN_HELP"), languages[language], NULL);
}

static char *
load (guint language, const char *name)
{
  g_autofree char *folder = get_folder (language), *file = g_strconcat (name, ".page", NULL), *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_test_message ("%s", error->message);
  return text;
}

/* Whether "page" or "page#section" is there. */
static gboolean
leads_somewhere (guint language, const char *xref)
{
  g_auto (GStrv) parts = g_strsplit (xref, "#", 2);
  g_autofree char *text = load (language, parts[0]);
  g_autofree char *id = parts[0] == NULL || parts[1] == NULL ? NULL : g_strdup_printf ("<section id=\"%s\"", parts[1]);

  return text != NULL && (id == NULL || strstr (text, id) != NULL);
}

/* What F1 opens. A page that a plugin without the word "help" brings falls to that of lists; ours do not. */
static void
test_places (void)
{
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (plugins);
  g_autoptr (GListStore) places = g_list_store_new (CL_TYPE_PLACE);

  cl_places_fill (places, catalogue, plugins);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (places)), >, 50);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (places)); i++)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (G_LIST_MODEL (places), i);
      const char *help = cl_place_get_help (place);

      if (help == NULL || g_str_equal (help, "index") || g_str_equal (help, "lists") || g_str_equal (help, "first-day"))
        g_test_fail_printf ("%s has no help of its own but “%s”", cl_place_get_id (place), help != NULL ? help : "");
      for (guint language = 0; help != NULL && language < G_N_ELEMENTS (languages); language++)
        if (!leads_somewhere (language, help))
          g_test_fail_printf ("%s: there is no %s in %s", cl_place_get_id (place), help, languages[language]);
    }
}

/* "<Control>Page_Down" as the help writes it. Transfer full. */
static char *
write_key (const char *accelerator, gboolean chinese)
{
  static const char *const names[][3] = {
    { "Page_Down", "PgDn", "PgDn" }, { "Page_Up", "PgUp", "PgUp" }, { "Return", "Enter", "回车" }, { "space", "Space", "空格" }, { "Escape", "Esc", "Esc" }, { "Left", "←", "←" },
    { "Right", "→", "→" }, { "Up", "↑", "↑" }, { "Down", "↓", "↓" }, { "plus", "+", "+" }, { "minus", "-", "-" }, { "comma", ",", "," }, { "question", "?", "?" },
  };
  static const char *const modifiers[][2] = { { "<Control>", "Ctrl" }, { "<Shift>", "Shift" }, { "<Alt>", "Alt" } };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *letter = NULL;
  const char *name;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (modifiers); i++)
    if (g_str_has_prefix (accelerator, modifiers[i][0]))
      {
        g_string_append_printf (text, "<key>%s</key>", modifiers[i][1]);
        accelerator += strlen (modifiers[i][0]);
        n++;
      }
  letter = g_ascii_strup (accelerator, -1);
  name = letter[1] == '\0' ? letter : accelerator;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (accelerator, names[i][0]))
      name = names[i][chinese ? 2 : 1];
  g_string_append_printf (text, "<key>%s</key>", name);
  if (n > 0)
    {
      g_string_prepend (text, "<keyseq>");
      g_string_append (text, "</keyseq>");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_keys (void)
{
  guint n;
  const ClShortcut *shortcuts = cl_shortcuts_get (&n);

  for (guint language = 0; language < G_N_ELEMENTS (languages); language++)
    {
      g_autofree char *text = load (language, "keyboard");

      g_assert_nonnull (text);
      for (guint i = 0; i < n; i++)
        {
          g_auto (GStrv) keys = g_strsplit (shortcuts[i].keys, " ", -1);

          for (guint k = 0; keys[k] != NULL; k++)
            {
              g_autofree char *written = write_key (keys[k], language == 1);

              if (strstr (text, written) == NULL)
                g_test_fail_printf ("%s/keyboard.page does not have %s: “%s”", languages[language], keys[k], shortcuts[i].title);
            }
        }
    }
}

/* Each ledger by both of its names. */
static void
test_glossary (void)
{
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (plugins);
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);

  g_assert_cmpuint (ledgers->len, >, 40);
  for (guint language = 0; language < G_N_ELEMENTS (languages); language++)
    {
      g_autofree char *text = load (language, "glossary");

      for (guint i = 0; i < ledgers->len; i++)
        {
          ClLedger *ledger = ledgers->pdata[i];
          g_autofree char *row = g_strdup_printf ("<tr><td><p>%s</p></td><td><p>%s</p></td><td><p>", cl_ledger_get_header (ledger), cl_ledger_get_title (ledger));

          if (strstr (text, row) == NULL)
            g_test_fail_printf ("%s/glossary.page does not have “%s”, %s", languages[language], cl_ledger_get_header (ledger), cl_ledger_get_title (ledger));
        }
    }
}

typedef struct
{
  const char *file;
  guint language;
  GString *shape;    /* what both languages must have alike */
  gboolean described;
} Reading;

static void
start_element (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data, GError **error)
{
  static const char *const shapes[] = { "page", "section", "steps", "list", "table", "tr", "item", "link", NULL };
  Reading *reading = data;

  g_string_append_printf (reading->shape, g_strv_contains (shapes, element) ? "<%s" : "", element);
  reading->described = reading->described || g_str_equal (element, "desc");
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], "id") || g_str_equal (names[i], "xref"))
        g_string_append_printf (reading->shape, " %s=%s", names[i], values[i]);
      if (g_str_equal (names[i], "xref") && !leads_somewhere (reading->language, values[i]))
        g_test_fail_printf ("%s/%s: “%s” leads nowhere", languages[reading->language], reading->file, values[i]);
      if (g_str_equal (element, "page") && g_str_equal (names[i], "id"))
        {
          g_autofree char *file = g_strconcat (values[i], ".page", NULL);

          g_assert_cmpstr (file, ==, reading->file);
        }
    }
}

static char *
read_page (guint language, const char *file)
{
  static const GMarkupParser parser = { .start_element = start_element };
  g_autofree char *folder = get_folder (language), *path = g_build_filename (folder, file, NULL), *text = NULL;
  Reading reading = { file, language, g_string_new (NULL), FALSE };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &reading, NULL);
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  if (!g_markup_parse_context_parse (context, text, -1, &error) || !g_markup_parse_context_end_parse (context, &error))
    g_test_fail_printf ("%s: %s", path, error->message);
  if (!reading.described)
    g_test_fail_printf ("%s says in no sentence what it is about", path);
  return g_string_free (reading.shape, FALSE);
}

/* Well formed, and the same pages, sections, rows and links in both languages. */
static void
test_languages (void)
{
  g_autofree char *folder = get_folder (0);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;
  guint n = 0;

  while ((file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *english = read_page (0, file), *chinese = read_page (1, file);

      g_test_message ("%s", file);
      g_assert_cmpstr (english, ==, chinese);
      n++;
    }
  g_assert_cmpuint (n, >, 25);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  plugins = cl_plugins_new ();
  g_test_add_func ("/help/places", test_places);
  g_test_add_func ("/help/keys", test_keys);
  g_test_add_func ("/help/glossary", test_glossary);
  g_test_add_func ("/help/languages", test_languages);
  status = g_test_run ();
  g_object_unref (plugins);
  return status;
}
