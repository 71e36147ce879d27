#include "cl-config.h"

#include "cl-import-same.h"

#include <string.h>

#include "cl-query.h"

/* What an export of ours says, as it is said again: the cells of one row that stand for one fact. A person's name and number are one, so that a name
 * that was corrected is still held against the number beside it. */
typedef struct
{
  char *head;       /* the first step of the paths */
  GArray *columns;  /* guint, of the sheet */
  GArray *shown;    /* int, of the statement */
  gboolean refers;  /* to another record, which would have to be found */
  gboolean said, blank; /* of the row under way */
} Fact;

struct _ClImportSame
{
  char *sql;
  GPtrArray *keys;  /* GStrv: what tells records apart, alternatives as the ledger matches, and its name */
  GPtrArray *facts;
  GPtrArray *cells; /* char *, not owned: those of the row that say something else */
};

static void
fact_free (gpointer data)
{
  Fact *fact = data;
  g_free (fact->head);
  g_array_unref (fact->columns);
  g_array_unref (fact->shown);
  g_free (fact);
}

static Fact *
find_fact (ClImportSame *same, const char *head)
{
  for (guint i = 0; i < same->facts->len; i++)
    if (strcmp (((Fact *) same->facts->pdata[i])->head, head) == 0)
      return same->facts->pdata[i];
  return NULL;
}

static Fact *
ensure_fact (ClImportSame *same, ClLedger *ledger, const char *path)
{
  g_autofree char *head = g_strndup (path, strcspn (path, "."));
  const ClField *field = cl_ledger_find_field (ledger, head);
  Fact *fact = find_fact (same, head);
  if (fact)
    return fact;
  fact = g_new0 (Fact, 1);
  fact->refers = field && cl_field_is_link (field);
  fact->head = g_steal_pointer (&head);
  fact->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  fact->shown = g_array_new (FALSE, FALSE, sizeof (int));
  g_ptr_array_add (same->facts, fact);
  return fact;
}

void
cl_import_same_free (ClImportSame *same)
{
  if (!same)
    return;
  g_free (same->sql);
  g_ptr_array_unref (same->keys);
  g_ptr_array_unref (same->facts);
  g_ptr_array_unref (same->cells);
  g_free (same);
}

ClImportSame *
cl_import_same_new (ClCatalogue *catalogue, ClLedger *ledger, ClHeaderMatch *match)
{
  g_autoptr (ClImportSame) same = g_new0 (ClImportSame, 1);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  int shown = 0;
  same->facts = g_ptr_array_new_with_free_func (fact_free);
  same->cells = g_ptr_array_new ();
  same->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (const char *const *key = cl_ledger_get_match (ledger); key && *key; key++)
    g_ptr_array_add (same->keys, g_strsplit (*key, "+", -1));
  g_ptr_array_add (same->keys, g_strsplit ("name", "+", -1));
  for (guint i = 0; i < match->paths->len; i++)
    {
      const char *path = match->paths->pdata[i];
      if (!path || strcmp (path, CL_HEADER_RECORD) == 0 || !cl_query_add_column (query, path, CL_QUERY_OPEN, NULL))
        continue;
      Fact *fact = ensure_fact (same, ledger, path);
      shown++;
      g_array_append_val (fact->columns, i);
      g_array_append_val (fact->shown, shown);
    }
  if (!cl_query_add_where (query, "id = :id", NULL) || !(same->sql = cl_query_to_sql (query, NULL)))
    return NULL;
  return g_steal_pointer (&same);
}

static void
compare (Fact *fact, ClStatement *statement, GPtrArray *cells)
{
  fact->said = fact->blank = TRUE;
  for (guint i = 0; i < fact->columns->len; i++)
    {
      guint column = g_array_index (fact->columns, guint, i);
      const char *cell = column < cells->len ? cells->pdata[column] : "";
      const char *shown = cl_statement_get_text (statement, g_array_index (fact->shown, int, i));
      fact->said = fact->said && strcmp (cell, shown ? shown : "") == 0;
      fact->blank = fact->blank && !*cell;
    }
}

/* A file that was begun anew gives its numbers again: the row is about this record where it is called so, or one of its keys says so; or nothing in the
 * row could say it. */
static gboolean
is_meant (ClImportSame *same)
{
  gboolean compared = FALSE;
  for (guint i = 0; i < same->keys->len; i++)
    {
      gboolean whole = TRUE, equal = TRUE;
      for (GStrv name = same->keys->pdata[i]; *name; name++)
        {
          const Fact *fact = find_fact (same, *name);
          whole = whole && fact && !fact->blank;
          equal = equal && fact && fact->said;
        }
      if (whole && equal)
        return TRUE;
      compared = compared || whole;
    }
  return !compared;
}

/* The cells of a row about the record @id, without those of references that say what it says already: nobody has to be found by them. */
GPtrArray *
cl_import_same_leave_out (ClImportSame *same, ClDatabase *database, gint64 id, GPtrArray *cells, GError **error)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (database, same->sql, error);
  g_autoptr (GError) local = NULL;
  ClValue value = { CL_VALUE_INTEGER, { id } };
  if (!statement)
    return NULL;
  cl_statement_bind_named (statement, ":id", &value);
  g_ptr_array_set_size (same->cells, 0);
  for (guint i = 0; i < cells->len; i++)
    g_ptr_array_add (same->cells, cells->pdata[i]);
  if (!cl_statement_step (statement, &local))
    {
      if (!local)
        return same->cells;
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  for (guint i = 0; i < same->facts->len; i++)
    compare (same->facts->pdata[i], statement, cells);
  if (!is_meant (same))
    return same->cells;
  for (guint i = 0; i < same->facts->len; i++)
    {
      const Fact *fact = same->facts->pdata[i];
      for (guint k = 0; fact->refers && fact->said && k < fact->columns->len; k++)
        if (g_array_index (fact->columns, guint, k) < same->cells->len)
          same->cells->pdata[g_array_index (fact->columns, guint, k)] = (char *) "";
    }
  return same->cells;
}
