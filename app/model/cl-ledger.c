#include "cl-ledger-private.h"

#include "cl-config.h"
#include <glib/gi18n-lib.h>

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
