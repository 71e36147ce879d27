#include "cl-config.h"

#include "cl-import-private.h"

ClImportChoices *
cl_import_choices_new (void)
{
  ClImportChoices *choices = g_new0 (ClImportChoices, 1);
  choices->fills = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  choices->villages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  choices->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  choices->takes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return choices;
}

void
cl_import_choices_free (ClImportChoices *choices)
{
  if (!choices)
    return;
  g_hash_table_unref (choices->fills);
  g_hash_table_unref (choices->villages);
  g_hash_table_unref (choices->rows);
  g_hash_table_unref (choices->takes);
  g_free (choices);
}

/* @size: of what the values point to; 0: they are numbers. */
static void
copy_table (GHashTable *to, GHashTable *from, gsize size)
{
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), size ? g_memdup2 (value, size) : value);
}

ClImportChoices *
cl_import_choices_copy (const ClImportChoices *choices)
{
  ClImportChoices *copy = cl_import_choices_new ();
  copy->keep_out = choices->keep_out;
  copy->fill = choices->fill;
  copy->rest = choices->rest;
  copy_table (copy->fills, choices->fills, 0);
  copy_table (copy->villages, choices->villages, sizeof (gint64));
  copy_table (copy->rows, choices->rows, sizeof (ClImportDecision));
  copy_table (copy->takes, choices->takes, 0);
  return copy;
}

static char *
key_of_row (guint row, const char *path)
{
  return g_strdup_printf ("%u %s", row, path);
}

const ClImportDecision *
cl_import_choices_find (const ClImportChoices *choices, guint row, const char *path)
{
  if (g_hash_table_size (choices->rows) == 0)
    return NULL;
  g_autofree char *key = key_of_row (row, path);
  return g_hash_table_lookup (choices->rows, key);
}

void
cl_import_choices_set (ClImportChoices *choices, guint row, const char *path, ClDecision decision, gint64 record, guint from)
{
  char *key = key_of_row (row, path);
  if (decision == CL_DECISION_NONE)
    {
      g_hash_table_remove (choices->rows, key);
      g_free (key);
      return;
    }
  ClImportDecision *made = g_new0 (ClImportDecision, 1);
  *made = (ClImportDecision) { decision, record, from };
  g_hash_table_insert (choices->rows, key, made);
}

ClFillPolicy
cl_import_choices_get_fill (const ClImportChoices *choices, const char *node, const char *field)
{
  if (g_hash_table_size (choices->fills) == 0)
    return choices->fill;
  g_autofree char *path = g_strconcat (node, *node ? "." : "", field, NULL);
  guint own = GPOINTER_TO_UINT (g_hash_table_lookup (choices->fills, path));
  return own ? own - 1 : choices->fill;
}

static char *
key_of_take (guint row, const ClField *field)
{
  return g_strdup_printf ("%u %p", row, (const void *) field);
}

int
cl_import_choices_get_take (const ClImportChoices *choices, guint row, const ClField *field)
{
  g_autofree char *own = key_of_take (row, field), *all = key_of_take (0, field);
  guint take = GPOINTER_TO_UINT (g_hash_table_lookup (choices->takes, own));
  if (!take)
    take = GPOINTER_TO_UINT (g_hash_table_lookup (choices->takes, all));
  return (int) take - 1;
}

void
cl_import_choices_set_take (ClImportChoices *choices, guint row, const ClField *field, gboolean take)
{
  g_hash_table_insert (choices->takes, key_of_take (row, field), GUINT_TO_POINTER (take + 1));
}
