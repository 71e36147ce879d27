#include "cl-ledger-private.h"

/* How a ledger is put together from its description and let go: what cl-ledger-parser.c reads, part by part. */

#define COLUMNS_USUAL 6

static void
view_free (gpointer data)
{
  ClLedgerView *view = data;

  g_free ((char *) view->name);
  g_free ((char *) view->where);
  g_free ((char *) view->order);
  g_strfreev ((GStrv) view->columns);
  g_free (view);
}

static void
check_free (gpointer data)
{
  ClLedgerCheck *check = data;

  g_free ((char *) check->field);
  g_free ((char *) check->when);
  g_free (check);
}

static void
duty_free (gpointer data)
{
  ClLedgerDuty *duty = data;

  g_free ((char *) duty->name);
  g_free ((char *) duty->due);
  g_free ((char *) duty->where);
  g_free (duty);
}

static void
bands_free (gpointer data)
{
  ClLedgerBands *bands = data;

  g_free ((char *) bands->name);
  g_free ((char *) bands->header);
  g_free ((char *) bands->field);
  g_free ((int *) bands->from);
  g_free (bands);
}

static void
statistic_free (gpointer data)
{
  ClLedgerStatistic *statistic = data;

  g_free ((char *) statistic->name);
  g_free ((char *) statistic->header);
  g_free ((char *) statistic->view);
  g_free ((char *) statistic->by);
  g_free ((char *) statistic->and_by);
  g_free (statistic);
}

static void
dated_free (gpointer data)
{
  ClLedgerDated *dated = data;

  g_free ((char *) dated->into);
  g_free ((char *) dated->owner);
  g_strfreev ((GStrv) dated->fields);
  g_free (dated);
}

static void
through_free (gpointer data)
{
  ClLedgerThrough *through = data;

  g_free ((char *) through->field);
  g_strfreev ((GStrv) through->match);
  g_strfreev ((GStrv) through->set_fields);
  g_strfreev ((GStrv) through->set_values);
  g_free ((char *) through->leading_field);
  g_free ((char *) through->leading_code);
  g_free ((char *) through->leader);
  g_free ((char *) through->head);
  g_free (through);
}

static void
import_column_free (gpointer data)
{
  ClLedgerImportColumn *column = data;

  g_free ((char *) column->path);
  g_strfreev ((GStrv) column->known_as);
  g_free (column);
}

ClLedger *
cl_ledger_new (void)
{
  ClLedger *ledger = g_new0 (ClLedger, 1);

  g_atomic_ref_count_init (&ledger->references);
  ledger->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_field_free);
  ledger->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  ledger->views = g_ptr_array_new_with_free_func (view_free);
  ledger->checks = g_ptr_array_new_with_free_func (check_free);
  ledger->duties = g_ptr_array_new_with_free_func (duty_free);
  ledger->bands = g_ptr_array_new_with_free_func (bands_free);
  ledger->statistics = g_ptr_array_new_with_free_func (statistic_free);
  ledger->dated = g_ptr_array_new_with_free_func (dated_free);
  ledger->throughs = g_ptr_array_new_with_free_func (through_free);
  ledger->import_columns = g_ptr_array_new_with_free_func (import_column_free);
  ledger->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return ledger;
}

gboolean
cl_ledger_add_field (ClLedger *ledger, ClField *field)
{
  if (g_hash_table_contains (ledger->by_name, field->name))
    {
      cl_field_free (field);
      return FALSE;
    }
  field->index = ledger->fields->len;
  g_ptr_array_add (ledger->fields, field);
  g_hash_table_insert (ledger->by_name, field->name, field);
  return TRUE;
}

void
cl_ledger_settle (ClLedger *ledger)
{
  if (ledger->called == NULL)
    {
      const char *called = "id";

      if (g_hash_table_contains (ledger->by_name, "name"))
        called = "name";
      else
        for (guint i = 0; i < ledger->fields->len; i++)
          {
            const ClField *field = ledger->fields->pdata[i];
            if (!field->several && (field->type == CL_FIELD_TEXT || field->type == CL_FIELD_REFERENCE))
              {
                called = field->name;
                break;
              }
          }
      ledger->called = g_strdup (called);
    }
  if (ledger->order == NULL)
    ledger->order = g_strdup ("id");
  if (ledger->header == NULL)
    ledger->header = g_strdup (ledger->title);
  if (ledger->icon == NULL)
    ledger->icon = g_strdup ("x-office-document-symbolic");
  if (ledger->columns == NULL || ledger->columns[0] == NULL)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint i = 0, n = 0; i < ledger->fields->len && n < COLUMNS_USUAL; i++)
        {
          const ClField *field = ledger->fields->pdata[i];
          if (field->type != CL_FIELD_LONG_TEXT && field->type != CL_FIELD_ATTACHMENT)
            {
              g_strv_builder_add (builder, field->name);
              n++;
            }
        }
      g_strfreev (ledger->columns);
      ledger->columns = g_strv_builder_end (builder);
    }
}

void
cl_ledger_set_line (ClLedger *ledger, const char *part, guint i, long line)
{
  g_hash_table_insert (ledger->lines, g_strdup_printf ("%s:%u", part, i), GSIZE_TO_POINTER ((gsize) line));
}

long
cl_ledger_get_line (ClLedger *ledger, const char *part, guint i)
{
  g_autofree char *key = g_strdup_printf ("%s:%u", part, i);
  long line = (long) GPOINTER_TO_SIZE (g_hash_table_lookup (ledger->lines, key));

  return line > 0 ? line : ledger->line;
}

void
cl_ledger_extension_free (ClLedgerExtension *extension)
{
  g_free (extension->path);
  g_free (extension->extends);
  g_clear_pointer (&extension->parts, cl_ledger_unref);
  g_free (extension);
}

/**
 * cl_ledger_ref:
 * @ledger: a ledger
 *
 * Any thread, as all functions of ledgers once the catalogue is finished.
 *
 * Returns: (transfer full): @ledger
 */
ClLedger *
cl_ledger_ref (ClLedger *ledger)
{
  g_return_val_if_fail (ledger != NULL, NULL);

  g_atomic_ref_count_inc (&ledger->references);
  return ledger;
}

/**
 * cl_ledger_unref:
 * @ledger: (transfer full): a ledger
 */
void
cl_ledger_unref (ClLedger *ledger)
{
  g_return_if_fail (ledger != NULL);

  if (!g_atomic_ref_count_dec (&ledger->references))
    return;
  g_free (ledger->path);
  g_free (ledger->plugin);
  g_free (ledger->name);
  g_free (ledger->title);
  g_free (ledger->header);
  g_free (ledger->table);
  g_free (ledger->called);
  g_free (ledger->order);
  g_free (ledger->icon);
  g_free (ledger->counted);
  g_free (ledger->part_of);
  g_hash_table_unref (ledger->by_name);
  g_ptr_array_unref (ledger->fields);
  g_strfreev (ledger->columns);
  g_strfreev (ledger->match);
  g_strfreev (ledger->indices);
  g_ptr_array_unref (ledger->views);
  g_ptr_array_unref (ledger->checks);
  g_ptr_array_unref (ledger->duties);
  g_ptr_array_unref (ledger->bands);
  g_ptr_array_unref (ledger->statistics);
  g_ptr_array_unref (ledger->dated);
  g_ptr_array_unref (ledger->throughs);
  g_ptr_array_unref (ledger->import_columns);
  g_hash_table_unref (ledger->lines);
  g_free (ledger);
}
