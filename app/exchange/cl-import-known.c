#include "cl-config.h"

#include <string.h>

#include "cl-import-private.h"

/* Which numbers are taken and by whom, by a hash of each: where most of a ledger comes in by one import, each row would ask the store twice for numbers that nobody
 * has. What is said to be free is free. Whose a number is the record itself must confirm; by its id it is found without any of the indices that are not there
 * while the rows come in. */

#define FIRST_TRY 200 /* rows of which nobody had the number */
#define MOST_TIMES 8  /* records in the ledger for each of them, that are worth reading */

#define SEVERAL (-1) /* records whose numbers have one hash: they may be the same or not */

typedef struct
{
  guint64 hash; /* 0: free */
  gint64 record;
} Slot;

struct _ClImportKnown
{
  Slot *slots;
  gsize n_slots;  /* a power of two */
  gsize n;
};

void
cl_import_known_free (ClImportKnown *known)
{
  if (!known)
    return;
  g_free (known->slots);
  g_free (known);
}

static Slot *
find_slot (ClImportKnown *known, guint64 hash)
{
  gsize place = hash & (known->n_slots - 1);
  while (known->slots[place].hash && known->slots[place].hash != hash)
    place = (place + 1) & (known->n_slots - 1);
  return &known->slots[place];
}

static void
add_hash (ClImportKnown *known, guint64 hash, gint64 record)
{
  Slot *slot = find_slot (known, hash);
  if (slot->hash == hash)
    {
      if (slot->record != record)
        slot->record = SEVERAL;
      return;
    }
  *slot = (Slot) { hash, record };
  known->n++;
  if (known->n * 2 <= known->n_slots)
    return;
  g_autofree Slot *old = g_steal_pointer (&known->slots);
  gsize n_old = known->n_slots;
  known->n_slots *= 2;
  known->slots = g_new0 (Slot, known->n_slots);
  for (gsize i = 0; i < n_old; i++)
    if (old[i].hash)
      *find_slot (known, old[i].hash) = old[i];
}

#define HASH_START G_GUINT64_CONSTANT (14695981039346656037)

/* FNV-1a; the NUL is hashed too, so that fields stay apart. */
static guint64
hash_text (guint64 hash, const char *text)
{
  do
    hash = (hash ^ (guint8) *text) * G_GUINT64_CONSTANT (1099511628211);
  while (*text++);
  /* The lowest bits choose the slot. */
  return hash ^ hash >> 32;
}

static guint64
hash_value (guint64 hash, const ClValue *value)
{
  char digits[24];
  if (value->kind == CL_VALUE_TEXT)
    return hash_text (hash, value->text);
  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value->integer);
  return hash_text (hash, digits);
}

static gboolean
is_hashable (const ClValue *value)
{
  return value && (value->kind == CL_VALUE_TEXT || value->kind == CL_VALUE_INTEGER);
}

/* Records of a ledger that is kept with dates come in behind the back of the import. */
static gboolean
is_kept_by_others (ClCatalogue *catalogue, ClLedger *ledger)
{
  const GPtrArray *all = cl_catalogue_get_ledgers (catalogue);
  for (guint i = 0; i < all->len; i++)
    {
      const GPtrArray *dated = cl_ledger_get_dated (all->pdata[i]);
      for (guint k = 0; dated && k < dated->len; k++)
        if (strcmp (((const ClLedgerDated *) dated->pdata[k])->into, cl_ledger_get_name (ledger)) == 0)
          return TRUE;
    }
  return FALSE;
}

static gboolean
is_small_enough (ClImportContext *context, ClImportNode *node, ClImportKey *key, gboolean *small, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM \"%s\" ORDER BY \"id\" LIMIT ?)", cl_ledger_get_table (node->ledger));
  g_autoptr (ClStatement) statement = cl_database_prepare (context->database, sql, error);
  gint64 most = (gint64) key->n_free * MOST_TIMES;
  if (!statement)
    return FALSE;
  cl_statement_bind_integer (statement, 1, most + 1);
  if (!cl_statement_step (statement, error))
    return FALSE;
  *small = cl_statement_get_integer (statement, 0) <= most;
  return TRUE;
}

static gboolean
load (ClImportContext *context, ClImportNode *node, ClImportKey *key, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT \"id\"");
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) local = NULL;
  for (guint i = 0; i < key->n; i++)
    g_string_append_printf (sql, ", \"%s\"", cl_field_get_name (key->fields[i]));
  /* In the order of the table itself, or an index would be kept for it. */
  g_string_append_printf (sql, " FROM \"%s\" ORDER BY \"id\"", cl_ledger_get_table (node->ledger));
  if (!(statement = cl_database_prepare (context->database, sql->str, error)))
    return FALSE;
  key->known = g_new0 (ClImportKnown, 1);
  key->known->n_slots = 4096;
  key->known->slots = g_new0 (Slot, key->known->n_slots);
  while (cl_statement_step (statement, &local))
    {
      guint64 hash = HASH_START;
      gboolean whole = TRUE;
      for (guint i = 0; i < key->n && whole; i++)
        {
          whole = !cl_statement_is_null (statement, i + 1);
          if (whole)
            hash = hash_text (hash, cl_statement_get_text (statement, i + 1));
        }
      if (whole)
        add_hash (key->known, hash | 1, cl_statement_get_integer (statement, 0));
    }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_ptr_array_add (context->plan->known, key);
  key->ledger = node->ledger;
  cl_database_drop_idle (context->database, key->sql);
  return TRUE;
}

/* To be told of each row whose number nobody has by the store. */
gboolean
cl_import_known_count (ClImportContext *context, ClImportNode *node, ClImportKey *key, GError **error)
{
  gboolean small;
  key->n_free++;
  if (key->known || key->n_free < MAX (FIRST_TRY, key->next_try))
    return TRUE;
  key->next_try = key->n_free * 2;
  if (is_kept_by_others (context->plan->catalogue, node->ledger))
    return TRUE;
  if (!is_small_enough (context, node, key, &small, error))
    return FALSE;
  return !small || load (context, node, key, error);
}

/* Who has what the row gives for the fields of the key, all of which it gives. @record: 0 where nobody has. FALSE: only the store knows. */
gboolean
cl_import_known_find (ClImportContext *context, ClImportNode *node, ClImportKey *key, gint64 *record)
{
  guint64 hash = HASH_START;
  if (!key->known)
    return FALSE;
  for (guint i = 0; i < key->n; i++)
    {
      const ClValue *value = cl_import_node_get_value (node, key->fields[i]);
      if (!is_hashable (value))
        return FALSE;
      hash = hash_value (hash, value);
    }
  const Slot *slot = find_slot (key->known, hash | 1);
  *record = slot->hash ? slot->record : 0;
  if (*record == 0)
    return TRUE;
  /* A record that has ended may not be the one that is meant. */
  if (*record == SEVERAL || node->end)
    return FALSE;
  g_autoptr (ClRecord) found = cl_record_load (context->database, node->ledger, *record, NULL);
  for (guint i = 0; found && i < key->n; i++)
    if (!cl_value_equal (cl_record_get (found, key->fields[i]), cl_import_node_get_value (node, key->fields[i])))
      return FALSE;
  return found != NULL;
}

/* @record was saved. */
void
cl_import_known_note (ClImportContext *context, const ClRecord *record)
{
  for (guint i = 0; i < context->plan->known->len; i++)
    {
      ClImportKey *key = context->plan->known->pdata[i];
      guint64 hash = HASH_START;
      gboolean whole = key->ledger == cl_record_get_ledger (record);
      for (guint k = 0; whole && k < key->n; k++)
        {
          const ClValue *value = cl_record_get (record, key->fields[k]);
          whole = is_hashable (value);
          if (whole)
            hash = hash_value (hash, value);
        }
      if (whole)
        add_hash (key->known, hash | 1, cl_record_get_id (record));
    }
}
