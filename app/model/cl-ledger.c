#include "cl-ledger-private.h"

#include "cl-config.h"
#include <glib/gi18n-lib.h>

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
 * cl_ledger_is_hidden:
 * @ledger: a ledger
 *
 * Returns: whether the office hid this ledger of its own
 */
gboolean
cl_ledger_is_hidden (ClLedger *ledger)
{
  return g_atomic_int_get (&ledger->hidden);
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

/**
 * cl_ledger_get_name:
 * @ledger: a ledger
 *
 * Returns: its English singular noun, by which descriptions and the command line know it
 */
const char *
cl_ledger_get_name (ClLedger *ledger)
{
  return ledger->name;
}

/**
 * cl_ledger_get_title:
 * @ledger: a ledger
 *
 * Returns: its title in the user's language
 */
const char *
cl_ledger_get_title (ClLedger *ledger)
{
  return *ledger->title != '\0' ? g_dgettext (GETTEXT_PACKAGE, ledger->title) : ledger->title;
}

/**
 * cl_ledger_get_header:
 * @ledger: a ledger
 *
 * Returns: its official Chinese heading, for sheets and paper
 */
const char *
cl_ledger_get_header (ClLedger *ledger)
{
  return ledger->header;
}

/**
 * cl_ledger_get_table:
 * @ledger: a ledger
 *
 * Returns: its table in the store: its name, for a plugin's PLUGIN_NAME
 */
const char *
cl_ledger_get_table (ClLedger *ledger)
{
  return ledger->table;
}

/**
 * cl_ledger_get_plugin:
 * @ledger: a ledger
 *
 * Returns: (nullable): the plugin that brought it, NULL for core
 */
const char *
cl_ledger_get_plugin (ClLedger *ledger)
{
  return ledger->plugin;
}

/**
 * cl_ledger_get_called:
 * @ledger: a ledger
 *
 * Returns: the expression that names one record
 */
const char *
cl_ledger_get_called (ClLedger *ledger)
{
  return ledger->called;
}

/**
 * cl_ledger_get_order:
 * @ledger: a ledger
 *
 * Returns: the order of its list, expressions with commas between
 */
const char *
cl_ledger_get_order (ClLedger *ledger)
{
  return ledger->order;
}

/**
 * cl_ledger_get_icon:
 * @ledger: a ledger
 *
 * Returns: the name of its icon
 */
const char *
cl_ledger_get_icon (ClLedger *ledger)
{
  return ledger->icon;
}

/**
 * cl_ledger_get_counted:
 * @ledger: a ledger
 *
 * Returns: the Chinese word that its records are counted with, on lists and paper
 */
const char *
cl_ledger_get_counted (ClLedger *ledger)
{
  return ledger->counted != NULL ? ledger->counted : "条";
}

/**
 * cl_ledger_get_part_of:
 * @ledger: a ledger
 *
 * Returns: (nullable): the field that refers to the record of which its records are parts, and with which they are deleted
 */
const char *
cl_ledger_get_part_of (ClLedger *ledger)
{
  return ledger->part_of;
}

/**
 * cl_ledger_has_page:
 * @ledger: a ledger
 *
 * Returns: whether it has a page of its own in the sidebar; parts have none
 */
gboolean
cl_ledger_has_page (ClLedger *ledger)
{
  return ledger->page;
}

/**
 * cl_ledger_get_n_fields:
 * @ledger: a ledger
 *
 * Returns: how many fields it has, an office's own included
 */
guint
cl_ledger_get_n_fields (ClLedger *ledger)
{
  return ledger->fields->len;
}

/**
 * cl_ledger_get_field:
 * @ledger: a ledger
 * @i: the index of a field
 *
 * Returns: the field there
 */
const ClField *
cl_ledger_get_field (ClLedger *ledger, guint i)
{
  g_return_val_if_fail (i < ledger->fields->len, NULL);

  return ledger->fields->pdata[i];
}

/**
 * cl_ledger_find_field:
 * @ledger: a ledger
 * @name: (nullable): a name
 *
 * Returns: (nullable): the field of that name
 */
const ClField *
cl_ledger_find_field (ClLedger *ledger, const char *name)
{
  return name != NULL ? g_hash_table_lookup (ledger->by_name, name) : NULL;
}

/**
 * cl_ledger_get_columns:
 * @ledger: a ledger
 *
 * Returns: the expressions that its list shows, never empty
 */
const char *const *
cl_ledger_get_columns (ClLedger *ledger)
{
  return (const char *const *) ledger->columns;
}

/**
 * cl_ledger_get_views:
 * @ledger: a ledger
 *
 * Returns: (element-type ClLedgerView): its named views
 */
const GPtrArray *
cl_ledger_get_views (ClLedger *ledger)
{
  return ledger->views;
}

/**
 * cl_ledger_find_view:
 * @ledger: a ledger
 * @name: (nullable): a name
 *
 * Returns: (nullable): the view of that name
 */
const ClLedgerView *
cl_ledger_find_view (ClLedger *ledger, const char *name)
{
  for (guint i = 0; name != NULL && i < ledger->views->len; i++)
    {
      const ClLedgerView *view = ledger->views->pdata[i];
      if (g_str_equal (view->name, name))
        return view;
    }
  return NULL;
}

/**
 * cl_ledger_get_checks:
 * @ledger: a ledger
 *
 * Returns: (element-type ClLedgerCheck): its checks across fields
 */
const GPtrArray *
cl_ledger_get_checks (ClLedger *ledger)
{
  return ledger->checks;
}

/**
 * cl_ledger_get_duties:
 * @ledger: a ledger
 *
 * Returns: (element-type ClLedgerDuty): what its records give to do by a day
 */
const GPtrArray *
cl_ledger_get_duties (ClLedger *ledger)
{
  return ledger->duties;
}

/**
 * cl_ledger_get_bands:
 * @ledger: a ledger
 *
 * Returns: (element-type ClLedgerBands): numbers and dates that are put together for counting
 */
const GPtrArray *
cl_ledger_get_bands (ClLedger *ledger)
{
  return ledger->bands;
}

/**
 * cl_ledger_find_bands:
 * @ledger: a ledger
 * @name: a name
 *
 * Returns: (nullable): the bands of that name
 */
const ClLedgerBands *
cl_ledger_find_bands (ClLedger *ledger, const char *name)
{
  for (guint i = 0; i < ledger->bands->len; i++)
    if (g_str_equal (((const ClLedgerBands *) ledger->bands->pdata[i])->name, name))
      return ledger->bands->pdata[i];
  return NULL;
}

/**
 * cl_ledger_get_statistics:
 * @ledger: a ledger
 *
 * Returns: (element-type ClLedgerStatistic): the counts that are worth keeping
 */
const GPtrArray *
cl_ledger_get_statistics (ClLedger *ledger)
{
  return ledger->statistics;
}

/**
 * cl_ledger_find_statistic:
 * @ledger: a ledger
 * @name: a name
 *
 * Returns: (nullable): the count of that name
 */
const ClLedgerStatistic *
cl_ledger_find_statistic (ClLedger *ledger, const char *name)
{
  for (guint i = 0; i < ledger->statistics->len; i++)
    if (g_str_equal (((const ClLedgerStatistic *) ledger->statistics->pdata[i])->name, name))
      return ledger->statistics->pdata[i];
  return NULL;
}

/**
 * cl_ledger_get_dated:
 * @ledger: a ledger
 *
 * Returns: (element-type ClLedgerDated): the facts whose history is kept as dated rows
 */
const GPtrArray *
cl_ledger_get_dated (ClLedger *ledger)
{
  return ledger->dated;
}

/**
 * cl_ledger_get_throughs:
 * @ledger: a ledger
 *
 * Returns: (element-type ClLedgerThrough): how a flat sheet reaches the ledgers that this one refers to
 */
const GPtrArray *
cl_ledger_get_throughs (ClLedger *ledger)
{
  return ledger->throughs;
}

/**
 * cl_ledger_get_import_columns:
 * @ledger: a ledger
 *
 * Returns: (element-type ClLedgerImportColumn): the paths beyond its own fields that a sheet may have as columns
 */
const GPtrArray *
cl_ledger_get_import_columns (ClLedger *ledger)
{
  return ledger->import_columns;
}

/**
 * cl_ledger_get_match:
 * @ledger: a ledger
 *
 * Returns: (nullable): how an imported row finds its record: alternatives in turn, each of names joined by '+'
 */
const char *const *
cl_ledger_get_match (ClLedger *ledger)
{
  return (const char *const *) ledger->match;
}

/**
 * cl_ledger_get_indices:
 * @ledger: a ledger
 *
 * Returns: (nullable): the further indices that the store makes, "division, name" each
 */
const char *const *
cl_ledger_get_indices (ClLedger *ledger)
{
  return (const char *const *) ledger->indices;
}
