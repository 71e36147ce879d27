#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-date.h"
#include "cl-import-private.h"
#include "cl-pinyin.h"

#define MOST_CANDIDATES 8
#define ASK 30       /* a row without any number */
#define ASK_SURE 60  /* a row with a citizen ID nobody has, about one who has none */

/* Who sounds alike. What tells them from each other is read only of those few. */
typedef struct
{
  gint64 id;
  guint row; /* of the sheet; 0: there before */
  gboolean identified;
} Namesake;

struct _ClImportNamesakes
{
  GHashTable *by_sound; /* spelling -> GArray of Namesake */
  char *name, *sound;   /* spelled last: a row that comes in asks twice */
};

void
cl_import_namesakes_free (ClImportNamesakes *namesakes)
{
  if (!namesakes)
    return;
  g_hash_table_unref (namesakes->by_sound);
  g_free (namesakes->name);
  g_free (namesakes->sound);
  g_free (namesakes);
}

static const char *
spell (ClImportNamesakes *namesakes, const char *name)
{
  if (g_strcmp0 (namesakes->name, name) != 0)
    {
      g_free (namesakes->name);
      g_free (namesakes->sound);
      namesakes->name = g_strdup (name);
      namesakes->sound = cl_pinyin_spell (name);
    }
  return namesakes->sound;
}

static void
add (ClImportNamesakes *namesakes, const char *name, gint64 id, guint row, gboolean identified)
{
  const char *sound = spell (namesakes, name);
  GArray *alike = g_hash_table_lookup (namesakes->by_sound, sound);
  Namesake namesake = { id, row, identified };
  if (!alike)
    g_hash_table_insert (namesakes->by_sound, g_strdup (sound), alike = g_array_sized_new (FALSE, FALSE, sizeof (Namesake), 1));
  g_array_append_val (alike, namesake);
}

/* All records of the ledger, once: by the index of names each row would cost a query, and an import of a county has 20,000. */
static gboolean
load (ClImportContext *context, ClImportNode *node, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT \"id\", \"name\", \"%s\" IS NOT NULL FROM \"%s\"", cl_field_get_name (node->identity),
                                          cl_ledger_get_table (node->ledger));
  g_autoptr (ClStatement) statement = cl_database_prepare (context->database, sql, error);
  g_autoptr (GError) local = NULL;
  g_autoptr (GHashTable) rows = NULL;
  GHashTableIter iter;
  gpointer row, made;
  if (!statement)
    return FALSE;
  node->namesakes = g_new0 (ClImportNamesakes, 1);
  node->namesakes->by_sound = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_hash_table_iter_init (&iter, context->made);
  while (g_hash_table_iter_next (&iter, &row, &made))
    g_hash_table_insert (rows, made, row);
  while (cl_statement_step (statement, &local))
    {
      gint64 id = cl_statement_get_integer (statement, 0);
      if (!cl_statement_is_null (statement, 1))
        add (node->namesakes, cl_statement_get_text (statement, 1), id, node->reference ? 0 : GPOINTER_TO_UINT (g_hash_table_lookup (rows, &id)),
             cl_statement_get_integer (statement, 2));
    }
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

void
cl_import_note_namesake (ClImportNode *node, guint row)
{
  const ClValue *name = node->namesakes ? cl_record_get (node->record, node->name) : NULL;
  if (name && name->kind == CL_VALUE_TEXT)
    add (node->namesakes, name->text, cl_record_get_id (node->record), row, !cl_value_is_none (cl_record_get (node->record, node->identity)));
}

static void
say_reason (GString *reasons, const char *reason)
{
  g_string_append_printf (reasons, "%s%s", reasons->len ? _(", ") : "", reason);
}

static gboolean
share_one (const ClValue *a, const ClValue *b)
{
  if (a->kind != CL_VALUE_TEXTS || b->kind != CL_VALUE_TEXTS)
    return FALSE;
  for (guint i = 0; a->texts[i]; i++)
    for (guint k = 0; b->texts[k]; k++)
      {
        gsize length = strspn (a->texts[i], "0123456789-");
        if (length >= 7 && strncmp (a->texts[i], b->texts[k], length) == 0)
          return TRUE;
      }
  return FALSE;
}

/* What one field says for, or against, the two being one. */
static int
weigh (ClImportNode *node, const ClRecord *record, const char *name, int same, int other, const char *words, GString *reasons)
{
  const ClField *field = cl_ledger_find_field (node->ledger, name);
  const ClValue *given = field ? cl_import_node_get_value (node, field) : NULL;
  const ClValue *there = field ? cl_record_get (record, field) : NULL;
  if (!given || cl_value_is_none (given) || cl_value_is_none (there))
    return 0;
  if (!(cl_field_is_several (field) ? share_one (given, there) : cl_value_equal (given, there)))
    return other;
  say_reason (reasons, words);
  return same;
}

static char *
say_record (ClImportContext *context, const ClRecord *record)
{
  static const char *const names[] = { "sex", "birth", "division", "phones", "id_number" };
  GString *says = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const ClField *field = cl_ledger_find_field (cl_record_get_ledger (record), names[i]);
      g_autofree char *value = field ? cl_import_references_say (&context->references, field, cl_record_get (record, field)) : NULL;
      const char *private_class = field ? cl_field_get_private_class (field) : NULL;
      g_autofree char *shown = value && *value ? private_class ? cl_mask (private_class, value) : g_strdup (value) : NULL;
      if (shown)
        g_string_append_printf (says, "%s%s", says->len ? "，" : "", shown);
    }
  return g_string_free (says, FALSE);
}

/* Whether the row says more of it than its name. */
static gboolean
says_more (ClImportNode *node, const ClField *name)
{
  for (guint i = 0; i < node->values->len; i++)
    if (g_array_index (node->values, ClImportValue, i).field != name)
      return TRUE;
  return FALSE;
}

static gboolean
consider (ClImportContext *context, ClImportNode *node, const Namesake *namesake, int ask, GPtrArray *candidates, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_load (context->database, node->ledger, namesake->id, error);
  g_autoptr (GString) reasons = g_string_new (NULL);
  const ClValue *name = node->name ? cl_import_node_get_value (node, node->name) : NULL;
  int score = 0;
  if (!record)
    return FALSE;
  if (ask == G_MININT && says_more (node, node->name))
    say_reason (reasons, _("same number"));
  if (name && cl_value_equal (name, cl_record_get (record, node->name)))
    {
      score = 45;
      say_reason (reasons, _("same name"));
    }
  else if (ask > G_MININT)
    {
      score = 25;
      say_reason (reasons, _("the name sounds the same"));
    }
  score += weigh (node, record, "birth", 30, -60, _("same date of birth"), reasons);
  score += weigh (node, record, "sex", 0, -40, _("same sex"), reasons);
  score += weigh (node, record, "division", 15, -20, _("same village"), reasons);
  score += weigh (node, record, "phones", 25, 0, _("same phone"), reasons);
  if (score < ask)
    return TRUE;
  ClImportCandidate *candidate = g_new0 (ClImportCandidate, 1);
  candidate->ledger = cl_ledger_ref (node->ledger);
  candidate->id = namesake->id;
  candidate->row = namesake->row;
  candidate->score = CLAMP (score, 1, 99);
  candidate->called = cl_record_call (context->database, context->plan->catalogue, node->ledger, namesake->id);
  candidate->says = say_record (context, record);
  candidate->reasons = g_string_free (g_steal_pointer (&reasons), FALSE);
  g_ptr_array_add (candidates, candidate);
  return TRUE;
}

static int
compare_score (gconstpointer a, gconstpointer b)
{
  const ClImportCandidate *x = *(const ClImportCandidate *const *) a, *y = *(const ClImportCandidate *const *) b;
  return x->score != y->score ? (int) y->score - (int) x->score : x->id < y->id ? -1 : x->id > y->id;
}

/* What the citizen ID says stands in the row too. */
static void
take_birth (ClImportNode *node)
{
  const ClField *birth = cl_ledger_find_field (node->ledger, "birth");
  const ClValue *identity = cl_import_node_get_value (node, node->identity);
  g_auto (ClValue) value = CL_VALUE_INIT;
  if (!birth || !identity || identity->kind != CL_VALUE_TEXT || strlen (identity->text) < 14 || cl_import_node_get_value (node, birth))
    return;
  g_autofree char *iso = g_strdup_printf ("%.4s-%.2s-%.2s", identity->text + 6, identity->text + 10, identity->text + 12);
  if (!cl_date_is_valid (iso))
    return;
  cl_value_set_text (&value, iso);
  cl_import_node_take_weak (node, birth, &value);
}

gboolean
cl_import_find_candidates (ClImportContext *context, ClImportNode *node, GPtrArray **candidates, GError **error)
{
  const ClValue *name = node->name && node->identity ? cl_import_node_get_value (node, node->name) : NULL;
  *candidates = NULL;
  if (!name || name->kind != CL_VALUE_TEXT)
    return TRUE;
  if (!node->namesakes && !load (context, node, error))
    return FALSE;
  gboolean identified = cl_import_node_get_value (node, node->identity) != NULL;
  GArray *alike = g_hash_table_lookup (node->namesakes->by_sound, spell (node->namesakes, name->text));
  g_autoptr (ClImportQuestion) question = NULL;
  for (guint i = 0; alike && i < alike->len; i++)
    {
      /* By index: saying a record may not change the array, and a copy is not needed. */
      const Namesake *namesake = &g_array_index (alike, Namesake, i);
      if (identified && namesake->identified)
        continue;
      if (!question)
        {
          question = cl_import_question_new (node->path);
          take_birth (node);
        }
      if (!consider (context, node, namesake, identified ? ASK_SURE : ASK, question->candidates, error))
        return FALSE;
    }
  if (!question || question->candidates->len == 0)
    return TRUE;
  g_ptr_array_sort (question->candidates, compare_score);
  if (question->candidates->len > MOST_CANDIDATES)
    g_ptr_array_set_size (question->candidates, MOST_CANDIDATES);
  *candidates = g_ptr_array_ref (question->candidates);
  return TRUE;
}

/* Several records have the number of the row: who they are, best first. */
GPtrArray *
cl_import_list_candidates (ClImportContext *context, ClImportNode *node, GArray *ids, GError **error)
{
  g_autoptr (ClImportQuestion) question = cl_import_question_new (node->path);
  for (guint i = 0; i < ids->len; i++)
    {
      const Namesake namesake = { g_array_index (ids, gint64, i), 0, TRUE };
      if (!consider (context, node, &namesake, G_MININT, question->candidates, error))
        return NULL;
    }
  g_ptr_array_sort (question->candidates, compare_score);
  return g_ptr_array_ref (question->candidates);
}
