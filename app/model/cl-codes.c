#include "cl-codes-private.h"

#include <stdlib.h>
#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-description.h"
#include "cl-text-private.h"

typedef struct
{
  char *code;
  char *label;
  gint64 rank;
} ClCodesItem;

struct _ClCodes
{
  gatomicrefcount references;
  char *name;
  GArray *items;        /* ClCodesItem, in the list's order */
  GHashTable *by_code;  /* code -> index + 1 */
  GHashTable *by_text;  /* folded code, label or synonym -> index + 1 */
  GStrv beside;         /* folded, longest first; or NULL */
};

static void
item_clear (gpointer data)
{
  ClCodesItem *item = data;

  g_free (item->code);
  g_free (item->label);
}

static const ClCodesItem *
find_item (ClCodes *codes, const char *code)
{
  guint place = code != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (codes->by_code, code)) : 0;

  return place > 0 ? &g_array_index (codes->items, ClCodesItem, place - 1) : NULL;
}

static char *
fold_key (const char *text)
{
  g_autofree char *squashed = cl_text_squash (text);

  return g_utf8_strdown (squashed, -1);
}

static int
compare_length (gconstpointer a, gconstpointer b)
{
  return (int) strlen (*(const char *const *) b) - (int) strlen (*(const char *const *) a);
}

static void
set_beside (ClCodes *codes, xmlNodePtr root)
{
  g_auto (GStrv) words = cl_description_get_list (root, "beside", "|");
  guint n = words != NULL ? g_strv_length (words) : 0;

  if (n == 0)
    return;
  codes->beside = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    codes->beside[i] = fold_key (words[i]);
  qsort (codes->beside, n, sizeof (char *), compare_length);
}

/* FALSE where another code of the list is called so already. */
static gboolean
add_text (ClCodes *codes, const char *text, guint place)
{
  char *key = fold_key (text);
  guint taken = GPOINTER_TO_UINT (g_hash_table_lookup (codes->by_text, key));

  if (taken != 0)
    {
      g_free (key);
      return taken == place;
    }
  g_hash_table_insert (codes->by_text, key, GUINT_TO_POINTER (place));
  return TRUE;
}

static gboolean
add_item (ClCodes *codes, const char *path, xmlNodePtr node, GError **error)
{
  g_autofree char *value = cl_description_get (node, "value");
  g_autofree char *label = cl_description_get (node, "label");
  g_autofree char *rank = cl_description_get (node, "rank");
  g_auto (GStrv) synonyms = cl_description_get_list (node, "synonyms", "|");
  guint place = codes->items->len + 1;
  ClCodesItem item = { g_strdup (value), g_strdup (label), rank != NULL ? g_ascii_strtoll (rank, NULL, 10) : place };

  g_array_append_val (codes->items, item);
  if (!g_hash_table_insert (codes->by_code, g_strdup (value), GUINT_TO_POINTER (place)))
    {
      cl_description_set_error (error, path, node, _("the code “%s” stands here a second time. Give it a value of its own."), value);
      return FALSE;
    }
  if (!add_text (codes, value, place) || !add_text (codes, label, place))
    {
      cl_description_set_error (error, path, node, _("“%s” is said of another code of this list already. Give it a label of its own."), label);
      return FALSE;
    }
  for (guint i = 0; synonyms != NULL && synonyms[i] != NULL; i++)
    if (!add_text (codes, synonyms[i], place))
      {
        cl_description_set_error (error, path, node, _("the synonym “%s” belongs to another code of this list already. Take it out of one of the two."),
                                  synonyms[i]);
        return FALSE;
      }
  return TRUE;
}

/* Takes @document. */
static ClCodes *
read_document (const char *path, xmlDocPtr document, GError **error)
{
  ClCodes *codes;
  xmlNodePtr root;

  if (document == NULL)
    return NULL;
  root = xmlDocGetRootElement (document);
  codes = g_new0 (ClCodes, 1);
  g_atomic_ref_count_init (&codes->references);
  codes->name = cl_description_get (root, "name");
  set_beside (codes, root);
  codes->items = g_array_new (FALSE, FALSE, sizeof (ClCodesItem));
  g_array_set_clear_func (codes->items, item_clear);
  codes->by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  codes->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (xmlNodePtr node = cl_description_first (root, "code"); node != NULL; node = cl_description_next (node, "code"))
    if (!add_item (codes, path, node, error))
      {
        g_clear_pointer (&codes, cl_codes_unref);
        break;
      }
  xmlFreeDoc (document);
  return codes;
}

/**
 * cl_codes_load:
 * @path: a file codes/NAME.xml
 * @error: return location, or NULL
 *
 * Returns: (transfer full): the list, or NULL with FILE:LINE: and what is wrong
 */
ClCodes *
cl_codes_load (const char *path, GError **error)
{
  return read_document (path, cl_description_load (path, "codes", error), error);
}

/* The same from memory, under the name @path. */
ClCodes *
cl_codes_load_text (const char *path, const char *text, GError **error)
{
  return read_document (path, cl_description_load_text (path, text, "codes", error), error);
}

/**
 * cl_codes_ref:
 * @codes: a code list
 *
 * Any thread, as all functions of code lists.
 *
 * Returns: (transfer full): @codes
 */
ClCodes *
cl_codes_ref (ClCodes *codes)
{
  g_return_val_if_fail (codes != NULL, NULL);

  g_atomic_ref_count_inc (&codes->references);
  return codes;
}

/**
 * cl_codes_unref:
 * @codes: (transfer full): a code list
 */
void
cl_codes_unref (ClCodes *codes)
{
  g_return_if_fail (codes != NULL);

  if (!g_atomic_ref_count_dec (&codes->references))
    return;
  g_free (codes->name);
  g_array_unref (codes->items);
  g_hash_table_unref (codes->by_code);
  g_hash_table_unref (codes->by_text);
  g_strfreev (codes->beside);
  g_free (codes);
}

/**
 * cl_codes_get_name:
 * @codes: a code list
 *
 * Returns: its name, that of its file
 */
const char *
cl_codes_get_name (ClCodes *codes)
{
  return codes->name;
}

/**
 * cl_codes_get_n:
 * @codes: a code list
 *
 * Returns: how many codes it has
 */
guint
cl_codes_get_n (ClCodes *codes)
{
  return codes->items->len;
}

/**
 * cl_codes_get_code:
 * @codes: a code list
 * @i: a place in it
 *
 * Returns: the code at that place of the list's order
 */
const char *
cl_codes_get_code (ClCodes *codes, guint i)
{
  g_return_val_if_fail (i < codes->items->len, NULL);

  return g_array_index (codes->items, ClCodesItem, i).code;
}

/**
 * cl_codes_get_label:
 * @codes: a code list
 * @code: (nullable): a code
 *
 * Returns: (nullable): its Chinese label, never translated; NULL for an unknown code
 */
const char *
cl_codes_get_label (ClCodes *codes, const char *code)
{
  const ClCodesItem *item = find_item (codes, code);

  return item != NULL ? item->label : NULL;
}

/* Whether nothing is left of @text before @from and behind @to but words that may stand beside. */
static gboolean
is_only_beside (ClCodes *codes, const char *text, gsize from, gsize to)
{
  g_autofree char *head = g_strndup (text, from);
  g_autoptr (GString) rest = g_string_new (NULL);

  /* A mark between keeps the two sides from making a word together. */
  g_string_printf (rest, "%s|%s", head, text + to);
  for (guint i = 0; codes->beside[i] != NULL; i++)
    g_string_replace (rest, codes->beside[i], "|", 0);
  for (const char *p = rest->str; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_ispunct (g_utf8_get_char (p)) && *p != '|')
      return FALSE;
  return TRUE;
}

/* "肢体四级" where the category is meant: one code alone can be in it. */
static guint
find_beside (ClCodes *codes, const char *key)
{
  GHashTableIter iter;
  gpointer name, place;
  guint found = 0;
  gsize length = 0;

  if (codes->beside == NULL)
    return 0;
  g_hash_table_iter_init (&iter, codes->by_text);
  while (g_hash_table_iter_next (&iter, &name, &place))
    {
      const char *at = strstr (key, name);
      gsize size = strlen (name);

      if (at == NULL || g_ascii_isdigit (*(const char *) name) || !is_only_beside (codes, key, (gsize) (at - key), (gsize) (at - key) + size))
        continue;
      if (size == length && found != GPOINTER_TO_UINT (place))
        return 0;
      if (size > length)
        {
          found = GPOINTER_TO_UINT (place);
          length = size;
        }
    }
  return found;
}

/**
 * cl_codes_find:
 * @codes: a code list
 * @text: (nullable): what people write
 *
 * Full-width forms, spaces and case make no difference, nor does what the list says may stand beside: "肢体四级" is the category 肢体.
 *
 * Returns: (nullable): the code that has @text as code, label or synonym
 */
const char *
cl_codes_find (ClCodes *codes, const char *text)
{
  g_autofree char *key = NULL;
  guint place;

  if (text == NULL)
    return NULL;
  /* Mostly written just as it stands in the list. */
  place = GPOINTER_TO_UINT (g_hash_table_lookup (codes->by_text, text));
  if (place == 0)
    {
      key = fold_key (text);
      place = GPOINTER_TO_UINT (g_hash_table_lookup (codes->by_text, key));
    }
  if (place == 0)
    place = find_beside (codes, key);
  return place > 0 ? g_array_index (codes->items, ClCodesItem, place - 1).code : NULL;
}

/**
 * cl_codes_get_rank:
 * @codes: a code list
 * @code: (nullable): a code
 *
 * Returns: the code's rank, else its place from 1; G_MAXINT64 for an unknown code, which sorts last
 */
gint64
cl_codes_get_rank (ClCodes *codes, const char *code)
{
  const ClCodesItem *item = find_item (codes, code);

  return item != NULL ? item->rank : G_MAXINT64;
}
