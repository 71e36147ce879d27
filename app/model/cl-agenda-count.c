#include "cl-config.h"

#include "cl-agenda-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-date.h"
#include "cl-draft.h"
#include "cl-duty.h"
#include "cl-journal.h"
#include "cl-query.h"
#include "cl-record.h"

/* What an agenda says is found out here, on a worker as a rule: descriptions are counted and plugins asked. */

#define WEEK 7
/* Findings of one rule: more than these are one row, which leads to them all. */
#define FINDINGS_SAID 6

static const ClDutySpan spans[] = { CL_DUTY_OVER, CL_DUTY_COMING, CL_DUTY_ASIDE };

static void
item_free (ClAgendaItem *item)
{
  cl_duty_free (item->duty);
  g_free (item->clause);
  g_free (item->key);
  g_free (item);
}

GPtrArray *
cl_agenda_items_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
}

ClAgendaCount *
cl_agenda_count_new (ClStore *store)
{
  ClAgendaCount *count = g_new0 (ClAgendaCount, 1);

  count->store = g_object_ref (store);
  count->items = cl_agenda_items_new ();
  return count;
}

void
cl_agenda_count_free (ClAgendaCount *count)
{
  g_clear_pointer (&count->items, g_ptr_array_unref);
  g_clear_object (&count->store);
  g_free (count->next);
  g_free (count->problem);
  g_free (count);
}

/**
 * cl_agenda_item_say:
 * @item: an item
 *
 * Returns: (transfer full): the whole sentence, translated
 */
char *
cl_agenda_item_say (const ClAgendaItem *item)
{
  const ClDuty *duty = item->duty;

  if (item->clause != NULL)
    return g_strdup_printf ("%s（%s）", duty->sentence, item->clause);
  if (duty->note != NULL)
    return g_strdup_printf ("%s — %s", duty->sentence, duty->note);
  if (duty->count > 1 && duty->due != NULL)
    /* Translators: what several things are due, and the first day of them */
    return g_strdup_printf (_("%s, the first on %s"), duty->sentence, duty->due);
  return g_strdup (duty->sentence);
}

static ClAgendaGroup
group_of (const ClDuty *duty)
{
  if (duty->due == NULL)
    return CL_AGENDA_WEEK;
  if (strcmp (duty->due, cl_today ()) < 0)
    return CL_AGENDA_OVERDUE;
  return cl_date_days_between (cl_today (), duty->due) < WEEK ? CL_AGENDA_WEEK : CL_AGENDA_SOON;
}

static void
take_item (GPtrArray *items, ClAgendaGroup group, ClDuty *duty, char *clause, char *key)
{
  ClAgendaItem *item = g_new0 (ClAgendaItem, 1);

  item->group = group;
  item->duty = duty;
  item->clause = clause;
  item->key = key;
  g_ptr_array_add (items, item);
}

/* Empties @duties. */
static void
take_duties (GPtrArray *items, GPtrArray *duties, gboolean aside)
{
  while (duties->len > 0)
    {
      ClDuty *duty = g_ptr_array_steal_index (duties, 0);
      ClAgendaGroup group = aside ? CL_AGENDA_ASIDE : group_of (duty);
      char *key = g_strdup_printf ("%s\n%s\n%s\n%s", duty->name != NULL ? duty->name : duty->ledger, duty->name != NULL ? "" : duty->sentence,
                                   group == CL_AGENDA_OVERDUE ? "over" : "", duty->note != NULL ? duty->note : "");

      take_item (items, group, duty, NULL, key);
    }
}

static void
complain (ClAgendaCount *count, const char *message)
{
  g_free (count->problem);
  count->problem = g_strdup (message);
}

static void
ask_duty_sources (ClAgendaCount *count, GPtrArray *items)
{
  g_autoptr (GPtrArray) sources = cl_catalogue_get_guests (cl_store_get_catalogue (count->store), CL_TYPE_DUTY_SOURCE);

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) duties = cl_duty_source_list (g_ptr_array_index (sources, i), count->store, &error);

      if (duties != NULL)
        take_duties (items, duties, FALSE);
      else if (error != NULL)
        complain (count, error->message);
    }
}

static char *
call_finding (ClAgendaCount *count, const ClFinding *finding)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (count->store);
  ClLedger *ledger = finding->ledger != NULL ? cl_catalogue_find_ledger (catalogue, finding->ledger) : NULL;

  return ledger != NULL && finding->record != 0 ? cl_record_call (cl_store_get_reader (count->store), catalogue, ledger, finding->record) : NULL;
}

static ClDuty *
tell_finding (ClAgendaCount *count, const ClFinding *finding)
{
  ClDuty *duty = g_new0 (ClDuty, 1);
  g_autofree char *called = call_finding (count, finding);

  duty->sentence = g_strdup_printf ("%s%s%s%s", called != NULL ? called : "", called != NULL ? "：" : "",
                                    finding->kind == CL_FINDING_UNKNOWN && !g_str_has_prefix (finding->sentence, "待核实") ? "待核实：" : "", finding->sentence);
  duty->ledger = g_strdup (finding->ledger);
  duty->record = finding->record;
  duty->count = 1;
  return duty;
}

/* Many findings of one rule are one thing to see to: the first is said, and the row leads to all. */
static ClDuty *
tell_group (ClAgendaCount *count, const GPtrArray *group)
{
  ClDuty *duty = tell_finding (count, group->pdata[0]);
  g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), group->len);
  g_autofree char *first = duty->sentence;

  for (guint i = 0; i < group->len; i++)
    g_array_append_val (ids, ((const ClFinding *) group->pdata[i])->record);
  duty->sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s — and %u more of the same kind", "%s — and %u more of the same kind", group->len - 1), first, group->len - 1);
  duty->title = g_strdup (_("Not as the rules want it"));
  duty->record = 0;
  duty->count = group->len;
  duty->where = cl_query_say_ids ((const gint64 *) ids->data, ids->len);
  return duty;
}

static void
tell_findings (ClAgendaCount *count, GPtrArray *items, GPtrArray *findings, ClFindingKind kind)
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      ClFinding *finding = findings->pdata[i];
      g_autofree char *key = NULL;
      GPtrArray *group;

      if (finding->kind != kind)
        continue;
      key = g_strdup_printf ("%s\n%s", finding->rule != NULL ? finding->rule : finding->sentence, finding->ledger != NULL ? finding->ledger : "");
      group = g_hash_table_lookup (groups, key);
      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_ptr_array_add (order, group);
          g_hash_table_insert (groups, g_steal_pointer (&key), group);
        }
      g_ptr_array_add (group, finding);
    }
  for (guint i = 0; i < order->len; i++)
    {
      GPtrArray *group = order->pdata[i];
      gboolean together = group->len > FINDINGS_SAID;

      for (guint j = 0; j < (together ? 1 : group->len); j++)
        {
          const ClFinding *finding = group->pdata[j];

          take_item (items, CL_AGENDA_WRONG, together ? tell_group (count, group) : tell_finding (count, finding), g_strdup (finding->clause),
                     g_strdup_printf ("%s\n%" G_GINT64_FORMAT "\n%s", finding->rule != NULL ? finding->rule : "", together ? 0 : finding->record,
                                      finding->rule != NULL ? "" : finding->sentence));
        }
    }
}

static void
ask_check_sources (ClAgendaCount *count, GPtrArray *items)
{
  g_autoptr (GPtrArray) sources = cl_catalogue_get_guests (cl_store_get_catalogue (count->store), CL_TYPE_CHECK_SOURCE);

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) findings = cl_check_source_list (g_ptr_array_index (sources, i), count->store, &error);

      if (findings == NULL)
        {
          if (error != NULL)
            complain (count, error->message);
          continue;
        }
      tell_findings (count, items, findings, CL_FINDING_BREACH);
      tell_findings (count, items, findings, CL_FINDING_UNKNOWN);
    }
}

/* A part is written at whom it belongs to. */
static gboolean
lead_to_owner (ClAgendaCount *count, const ClDraft *draft, ClLedger *ledger, ClDuty *duty)
{
  const ClField *field = cl_ledger_get_part_of (ledger) != NULL ? cl_ledger_find_field (ledger, cl_ledger_get_part_of (ledger)) : NULL;
  g_autoptr (ClRecord) record = NULL;

  if (field == NULL)
    return FALSE;
  if (draft->record != 0)
    record = cl_record_load (cl_store_get_reader (count->store), ledger, draft->record, NULL);
  duty->ledger = g_strdup (cl_field_get_target (field));
  duty->record = record != NULL ? cl_record_get (record, field)->integer : draft->owner;
  return TRUE;
}

static void
tell_drafts (ClAgendaCount *count)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (count->store);
  g_autoptr (GPtrArray) drafts = cl_drafts_list (count->store, NULL);

  for (guint i = 0; i < drafts->len; i++)
    {
      const ClDraft *draft = drafts->pdata[i];
      g_autofree char *said = cl_draft_say (count->store, draft), *time = cl_journal_format_time (draft->time);
      ClDuty *duty;

      if (said == NULL)
        continue;
      duty = g_new0 (ClDuty, 1);
      /* Translators: first %s: what is being written, second: when it was written on last */
      duty->sentence = g_strdup_printf (_("Draft: %s (%s)"), said, time);
      duty->count = 1;
      if (!lead_to_owner (count, draft, cl_catalogue_find_ledger (catalogue, draft->ledger), duty))
        {
          duty->name = g_strdup (CL_AGENDA_DRAFT_NAME);
          duty->ledger = g_strdup (draft->ledger);
          duty->record = draft->record;
        }
      take_item (count->items, CL_AGENDA_DRAFT, duty, NULL, g_strdup_printf ("draft\n%" G_GINT64_FORMAT, draft->id));
    }
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const ClAgendaItem *first = *(ClAgendaItem *const *) a, *second = *(ClAgendaItem *const *) b;

  if (first->group != second->group)
    return first->group < second->group ? -1 : 1;
  /* Findings stay in the order of the rules: they have no day, and the sort is stable. */
  return first->group == CL_AGENDA_WRONG || first->group == CL_AGENDA_DRAFT ? 0 : g_strcmp0 (first->duty->due, second->duty->due);
}

gboolean
cl_agenda_count_read (ClAgendaCount *count, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (count->store);
  ClDatabase *reader = cl_store_get_reader (count->store);
  g_autofree char *off = cl_store_get_setting (count->store, "plugins-off");
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autoptr (GPtrArray) duties = cl_duties_list (catalogue, reader, off, spans[i], error);

      if (duties == NULL)
        return FALSE;
      take_duties (count->items, duties, spans[i] == CL_DUTY_ASIDE);
    }
  if (count->items->len == 0)
    count->next = cl_duties_find_next (catalogue, reader, off, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  tell_drafts (count);
  ask_duty_sources (count, count->items);
  ask_check_sources (count, count->items);
  g_ptr_array_sort (count->items, compare_items);
  return TRUE;
}

/**
 * cl_agenda_list:
 * @store: an open store
 * @error: why it could not be counted
 *
 * What is due and what is wrong, once. The store's own thread, or a worker that reads it (cl_store_begin_reading()).
 *
 * Returns: (transfer full) (element-type ClAgendaItem): by group, then by day; %NULL with @error
 */
GPtrArray *
cl_agenda_list (ClStore *store, GError **error)
{
  ClAgendaCount count = { .store = store, .items = cl_agenda_items_new () };
  gboolean done = cl_agenda_count_read (&count, error);

  g_free (count.next);
  g_free (count.problem);
  if (!done)
    g_clear_pointer (&count.items, g_ptr_array_unref);
  return count.items;
}
