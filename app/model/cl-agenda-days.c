/* What is due day by day, for a calendar. */

#include "cl-config.h"

#include "cl-agenda.h"

#include <string.h>

#include "cl-duty.h"

typedef struct
{
  ClStore *store;
  char *from, *to;
} Days;

static void
days_free (gpointer data)
{
  Days *days = data;

  g_object_unref (days->store);
  g_free (days->from);
  g_free (days->to);
  g_free (days);
}

static GPtrArray *
list_days (ClStore *store, const char *from, const char *to, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autofree char *off = cl_store_get_setting (store, "plugins-off");
  g_autoptr (GPtrArray) days = cl_duties_list_days (catalogue, cl_store_get_reader (store), off, from, to, error);
  g_autoptr (GPtrArray) sources = cl_catalogue_get_guests (catalogue, CL_TYPE_DUTY_SOURCE);

  for (guint i = 0; days != NULL && i < sources->len; i++)
    {
      g_autoptr (GPtrArray) told = cl_duty_source_list (g_ptr_array_index (sources, i), store, NULL);

      for (guint j = 0; told != NULL && j < told->len;)
        {
          const ClDuty *duty = told->pdata[j];

          if (duty->due != NULL && strcmp (duty->due, from) >= 0 && strcmp (duty->due, to) <= 0)
            g_ptr_array_add (days, g_ptr_array_steal_index (told, j));
          else
            j++;
        }
    }
  return g_steal_pointer (&days);
}

/**
 * cl_agenda_list_days:
 * @agenda: an agenda
 * @from: ISO date
 * @to: ISO date, the last one
 * @error: why it could not be read
 *
 * What is due between the two days: of descriptions however far away, of plugins what they tell today. Read at once.
 *
 * Returns: (transfer full) (element-type ClDuty): by day; %NULL on error
 */
GPtrArray *
cl_agenda_list_days (ClAgenda *agenda, const char *from, const char *to, GError **error)
{
  return list_days (cl_agenda_get_store (agenda), from, to, error);
}

static void
list_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Days *days = data;
  GPtrArray *list = NULL;
  GError *error = NULL;

  if (cl_store_begin_reading (days->store, cancellable, &error))
    {
      list = list_days (days->store, days->from, days->to, &error);
      cl_store_end_reading (days->store);
    }
  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * cl_agenda_list_days_async:
 * @agenda: an agenda
 * @from: ISO date
 * @to: ISO date, the last one
 * @cancellable: (nullable): breaks it off
 * @callback: called on this thread
 * @data: for @callback
 *
 * As cl_agenda_list_days(), read by a worker: every ledger and every plugin is asked.
 */
void
cl_agenda_list_days_async (ClAgenda *agenda, const char *from, const char *to, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (agenda, cancellable, callback, data);
  Days *days = g_new (Days, 1);

  *days = (Days) { g_object_ref (cl_agenda_get_store (agenda)), g_strdup (from), g_strdup (to) };
  g_task_set_source_tag (task, cl_agenda_list_days_async);
  g_task_set_task_data (task, days, days_free);
  g_task_run_in_thread (task, list_thread_cb);
}

/**
 * cl_agenda_list_days_finish:
 * @agenda: an agenda
 * @result: what the callback was given
 * @error: why it could not be read, or that it was cancelled
 *
 * Returns: (transfer full) (element-type ClDuty): by day; %NULL on error
 */
GPtrArray *
cl_agenda_list_days_finish (ClAgenda *agenda, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
