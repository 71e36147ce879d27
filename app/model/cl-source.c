#include "cl-config.h"

#include "cl-source.h"

G_DEFINE_INTERFACE (ClDutySource, cl_duty_source, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (ClCheckSource, cl_check_source, G_TYPE_OBJECT)

static void
cl_duty_source_default_init (ClDutySourceInterface *iface)
{
}

static void
cl_check_source_default_init (ClCheckSourceInterface *iface)
{
}

/**
 * cl_duty_copy:
 * @duty: a duty
 *
 * Returns: (transfer full): one that says the same
 */
ClDuty *
cl_duty_copy (const ClDuty *duty)
{
  ClDuty *copy = g_new0 (ClDuty, 1);

  copy->name = g_strdup (duty->name);
  copy->title = g_strdup (duty->title);
  copy->sentence = g_strdup (duty->sentence);
  copy->note = g_strdup (duty->note);
  copy->due = g_strdup (duty->due);
  copy->ledger = g_strdup (duty->ledger);
  copy->record = duty->record;
  copy->where = g_strdup (duty->where);
  copy->count = duty->count;
  return copy;
}

/**
 * cl_duty_free:
 * @duty: (transfer full) (nullable): a duty
 */
void
cl_duty_free (ClDuty *duty)
{
  if (duty == NULL)
    return;
  g_free (duty->name);
  g_free (duty->title);
  g_free (duty->sentence);
  g_free (duty->note);
  g_free (duty->due);
  g_free (duty->ledger);
  g_free (duty->where);
  g_free (duty);
}

static GPtrArray *
or_empty (GPtrArray *list, GError **error, GDestroyNotify destroy)
{
  /* a source that has nothing to say may give nothing; NULL without an error must not reach the callers */
  if (list == NULL && (error == NULL || *error == NULL))
    return g_ptr_array_new_with_free_func (destroy);
  return list;
}

/**
 * cl_duty_source_list:
 * @source: a plugin's source of duties
 * @store: an open store; read on the thread that it lives on, or on a worker after cl_store_begin_reading()
 * @error: why they could not be found out
 *
 * Returns: (transfer full) (element-type ClDuty): what is due, by due date, or %NULL on error
 */
GPtrArray *
cl_duty_source_list (ClDutySource *source, ClStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GPtrArray *list;

  g_return_val_if_fail (CL_IS_DUTY_SOURCE (source), NULL);
  g_return_val_if_fail (CL_IS_STORE (store), NULL);

  list = or_empty (CL_DUTY_SOURCE_GET_IFACE (source)->list (source, store, &failure), &failure, (GDestroyNotify) cl_duty_free);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return list;
}

/**
 * cl_check_source_list:
 * @source: a plugin's source of findings
 * @store: an open store; read on the thread that it lives on, or on a worker after cl_store_begin_reading()
 * @error: why they could not be found out
 *
 * Returns: (transfer full) (element-type ClFinding): what is wrong, each with its clause, or %NULL on error
 */
GPtrArray *
cl_check_source_list (ClCheckSource *source, ClStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GPtrArray *list;

  g_return_val_if_fail (CL_IS_CHECK_SOURCE (source), NULL);
  g_return_val_if_fail (CL_IS_STORE (store), NULL);

  list = or_empty (CL_CHECK_SOURCE_GET_IFACE (source)->list (source, store, &failure), &failure, (GDestroyNotify) cl_finding_free);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return list;
}
