#include "roster-inspection.h"

#include <glib/gi18n-lib.h>

/* The facts of an organisation that items of the lists ask for too: entered once, they reach attachment 2 (DOMAIN.md A9.28). Staff is counted. */
static const struct
{
  const char *item, *field;
} facts[] = { { "sign", "has_sign" },   { "premises", "has_premises" }, { "suitable-premises", "has_premises" }, { "equipment", "has_equipment" },
              { "rules", "has_rules" }, { "management", "has_rules" },  { "funds", "has_funds" },                { "ledgers", "has_ledgers" } };

static void
item_free (gpointer data)
{
  RosterInspectionItem *item = data;

  g_free (item->item);
  g_free (item->label);
  g_free (item->remark);
  g_ptr_array_unref (item->files);
  g_free (item);
}

static const char *
find_fact (const char *item)
{
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (g_str_equal (facts[i].item, item))
      return facts[i].field;
  return NULL;
}

static RosterPresent
get_present (const ClRecord *record, const char *field)
{
  const ClValue *value = cl_record_get_named (record, field);

  if (value->kind != CL_VALUE_INTEGER)
    return ROSTER_PRESENT_UNKNOWN;
  return value->integer != 0 ? ROSTER_PRESENT_YES : ROSTER_PRESENT_NO;
}

/* The newest record of an item, by @date alone where it is given; 0: none. */
static gint64
find_record (ClCatalogue *catalogue, ClDatabase *database, const RosterInspection *inspection, const char *item, const char *date)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "check_item"));
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *on = date != NULL ? g_strdup_printf (" and date = '%s'", date) : g_strdup ("");
  g_autofree char *where = g_strdup_printf ("organisation = %" G_GINT64_FORMAT " and list = '%s' and item = '%s'%s", inspection->organisation, inspection->list, item, on);

  if (cl_query_add_where (query, where, NULL) && cl_query_set_order (query, "date desc, id desc", NULL))
    statement = cl_query_prepare (query, database, NULL, NULL);
  return statement != NULL && cl_statement_step (statement, NULL) ? cl_statement_get_integer (statement, 0) : 0;
}

static gboolean
has_staff (ClCatalogue *catalogue, ClDatabase *database, gint64 organisation)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "appointment"));
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *where = g_strdup_printf ("organisation = %" G_GINT64_FORMAT " and (start is null or start <= today()) and (end is null or end >= today())", organisation);

  if (cl_query_add_where (query, where, NULL))
    statement = cl_query_prepare (query, database, NULL, NULL);
  return statement != NULL && cl_statement_step (statement, NULL);
}

static void
fill_item (RosterInspectionItem *item, RosterInspection *inspection, ClCatalogue *catalogue, ClDatabase *database, const ClRecord *organisation)
{
  gint64 id = find_record (catalogue, database, inspection, item->item, NULL);
  g_autoptr (ClRecord) record = id != 0 ? cl_record_load (database, cl_catalogue_find_ledger (catalogue, "check_item"), id, NULL) : NULL;
  g_autofree char *date = NULL;

  if (record == NULL)
    {
      if (find_fact (item->item) != NULL)
        item->present = get_present (organisation, find_fact (item->item));
      else if (g_str_equal (item->item, "staff"))
        item->present = has_staff (catalogue, database, inspection->organisation) ? ROSTER_PRESENT_YES : ROSTER_PRESENT_NO;
      return;
    }
  item->present = get_present (record, "present");
  item->remark = cl_record_format (record, "remark");
  if (cl_record_get_named (record, "photos")->kind == CL_VALUE_IDS)
    item->n_photos = cl_record_get_named (record, "photos")->ids->len;
  date = cl_record_format (record, "date");
  if (date != NULL && *date != '\0' && (inspection->last == NULL || g_strcmp0 (date, inspection->last) > 0))
    {
      g_free (inspection->last);
      inspection->last = g_steal_pointer (&date);
    }
}

/**
 * roster_inspection_load:
 * @catalogue: the catalogue
 * @database: any connection that reads
 * @organisation: who is looked at
 * @list: a code of "check-list", which is the name of the code list of its items too
 * @error: NOT_FOUND
 *
 * Prepares an inspection of today: every item of the list, as it was found the last time, else as the organisation's own facts have it.
 *
 * Returns: (transfer full): the inspection, or %NULL
 */
RosterInspection *
roster_inspection_load (ClCatalogue *catalogue, ClDatabase *database, gint64 organisation, const char *list, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_load (database, cl_catalogue_find_ledger (catalogue, "organisation"), organisation, error);
  ClCodes *codes = cl_catalogue_find_codes (catalogue, list);
  RosterInspection *inspection;

  if (record == NULL)
    return NULL;
  inspection = g_new0 (RosterInspection, 1);
  inspection->organisation = organisation;
  inspection->list = g_strdup (list);
  inspection->date = g_strdup (cl_today ());
  inspection->items = g_ptr_array_new_with_free_func (item_free);
  for (guint i = 0; codes != NULL && i < cl_codes_get_n (codes); i++)
    {
      RosterInspectionItem *item = g_new0 (RosterInspectionItem, 1);

      item->item = g_strdup (cl_codes_get_code (codes, i));
      item->label = g_strdup (cl_codes_get_label (codes, item->item));
      item->files = g_ptr_array_new_with_free_func (g_object_unref);
      fill_item (item, inspection, catalogue, database, record);
      g_ptr_array_add (inspection->items, item);
    }
  return inspection;
}

/**
 * roster_inspection_free:
 * @inspection: (transfer full): an inspection
 */
void
roster_inspection_free (RosterInspection *inspection)
{
  g_ptr_array_unref (inspection->items);
  g_free (inspection->list);
  g_free (inspection->date);
  g_free (inspection->inspector);
  g_free (inspection->last);
  g_free (inspection);
}

static void
set_present (ClRecord *record, const char *field, RosterPresent present)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  if (present != ROSTER_PRESENT_UNKNOWN)
    cl_value_set_integer (&value, present == ROSTER_PRESENT_YES);
  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), field), &value);
}

static gboolean
attach (ClTransaction *transaction, ClRecord *record, const RosterInspectionItem *item, GError **error)
{
  const ClField *field = cl_ledger_find_field (cl_record_get_ledger (record), "photos");
  const ClValue *before = cl_record_get (record, field);
  g_auto (ClValue) photos = CL_VALUE_INIT;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (item->files->len == 0)
    return TRUE;
  if (before->kind == CL_VALUE_IDS)
    g_array_append_vals (ids, before->ids->data, before->ids->len);
  for (guint i = 0; i < item->files->len; i++)
    {
      gint64 id = cl_transaction_attach (transaction, item->files->pdata[i], error);

      if (id == 0)
        return FALSE;
      g_array_append_val (ids, id);
    }
  cl_value_take_ids (&photos, g_steal_pointer (&ids));
  cl_record_set (record, field, &photos);
  return TRUE;
}

static gboolean
write_item (ClTransaction *transaction, const RosterInspection *inspection, const RosterInspectionItem *item, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  ClDatabase *database = cl_transaction_get_database (transaction);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "check_item");
  gint64 id = find_record (catalogue, database, inspection, item->item, inspection->date);
  g_autoptr (ClRecord) record = id != 0 ? cl_record_load (database, ledger, id, error) : cl_record_new (ledger);

  if (record == NULL)
    return FALSE;
  cl_record_set_reference (record, "organisation", inspection->organisation);
  if (!cl_record_set_text (record, "list", inspection->list, error) || !cl_record_set_text (record, "item", item->item, error) ||
      !cl_record_set_text (record, "date", inspection->date, error) || !cl_record_set_text (record, "remark", item->remark, error) ||
      !cl_record_set_text (record, "inspector", inspection->inspector, error))
    return FALSE;
  set_present (record, "present", item->present);
  return attach (transaction, record, item, error) && (!cl_record_is_changed (record, NULL) || cl_transaction_save (transaction, record, error));
}

/**
 * roster_inspection_write:
 * @transaction: the transaction
 * @data: a RosterInspection
 * @error: what failed
 *
 * Writes all items as found on the inspection's day, one entry of the journal: again on the same day, they are corrected; on another day the former ones stay. What
 * was found is a fact of the organisation too, and becomes one unless a later inspection is known. Writer thread.
 *
 * Returns: whether it was done
 */
gboolean
roster_inspection_write (ClTransaction *transaction, gpointer data, GError **error)
{
  const RosterInspection *inspection = data;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "organisation");
  g_autoptr (ClRecord) organisation = cl_record_load (cl_transaction_get_database (transaction), ledger, inspection->organisation, error);

  if (organisation == NULL)
    return FALSE;
  for (guint i = 0; i < inspection->items->len; i++)
    {
      const RosterInspectionItem *item = inspection->items->pdata[i];
      const char *fact = find_fact (item->item);

      if (!write_item (transaction, inspection, item, error))
        return FALSE;
      if (fact != NULL && item->present != ROSTER_PRESENT_UNKNOWN && (inspection->last == NULL || g_strcmp0 (inspection->last, inspection->date) <= 0))
        set_present (organisation, fact, item->present);
    }
  return !cl_record_is_changed (organisation, NULL) || cl_transaction_save (transaction, organisation, error);
}

static void
list_items (const RosterInspection *inspection, RosterPresent present, GString *names, guint *n)
{
  for (guint i = 0; i < inspection->items->len; i++)
    {
      const RosterInspectionItem *item = inspection->items->pdata[i];

      if (item->present != present)
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? "、" : "", item->label);
      ++*n;
    }
}

/**
 * roster_inspection_say:
 * @inspection: an inspection
 *
 * Returns: (transfer full): which items are not there, and which were not looked at, in a sentence
 */
char *
roster_inspection_say (const RosterInspection *inspection)
{
  g_autoptr (GString) missing = g_string_new (NULL), unknown = g_string_new (NULL);
  GString *text = g_string_new (NULL);
  guint n_missing = 0, n_unknown = 0;

  list_items (inspection, ROSTER_PRESENT_NO, missing, &n_missing);
  list_items (inspection, ROSTER_PRESENT_UNKNOWN, unknown, &n_unknown);
  if (n_missing > 0)
    /* Translators: how many items of a check-list, and which */
    g_string_append_printf (text, _("Missing %u: %s"), n_missing, missing->str);
  if (n_unknown > 0)
    {
      g_string_append (text, text->len > 0 ? "；" : "");
      g_string_append_printf (text, _("Not looked at %u: %s"), n_unknown, unknown->str);
    }
  if (text->len == 0)
    g_string_append_printf (text, _("All %u items are there"), inspection->items->len);
  return g_string_free (text, FALSE);
}
