#pragma once

#include "cl-source.h"

G_BEGIN_DECLS

/* The part of the page that something stands in. */
typedef enum
{
  CL_AGENDA_OVERDUE,
  CL_AGENDA_WEEK,  /* first due within seven days, today among them */
  CL_AGENDA_SOON,
  CL_AGENDA_DRAFT, /* begun and not saved (cl-draft.h); the duty's name is CL_AGENDA_DRAFT_NAME where it can be written on from here */
  CL_AGENDA_WRONG, /* by the rules of the place */
  CL_AGENDA_ASIDE, /* postponed or handed over: not counted */
} ClAgendaGroup;

#define CL_AGENDA_DRAFT_NAME "draft"

typedef struct
{
  ClAgendaGroup group;
  ClDuty *duty;
  char *clause; /* of what is wrong: where the rule stands, or NULL */
  char *key;    /* stays the same while it is the same thing: by which a row is known again */
} ClAgendaItem;

char *cl_agenda_item_say (const ClAgendaItem *item); /* the whole sentence: with its note, its first day, its clause */

/* What is due and what is wrong in one office, from descriptions and plugins. Kept true by the store's "changed"; counted on a worker. Main thread.
 *
 * Signals:
 *   changed ()   the items are others, or say something else
 */
#define CL_TYPE_AGENDA (cl_agenda_get_type ())
G_DECLARE_FINAL_TYPE (ClAgenda, cl_agenda, CL, AGENDA, GObject)

ClAgenda *cl_agenda_new (ClStore *store);
GPtrArray *cl_agenda_list (ClStore *store, GError **error); /* ClAgendaItem as of now, without an agenda; between cl_store_begin_reading() and its end on any thread */
gboolean cl_agenda_load (ClAgenda *agenda, GError **error); /* at once, waiting */
void cl_agenda_refresh (ClAgenda *agenda);                  /* in a moment, by the worker */
gboolean cl_agenda_is_loaded (ClAgenda *agenda);
const GPtrArray *cl_agenda_get_items (ClAgenda *agenda);    /* ClAgendaItem, by group, then by day */
guint cl_agenda_get_n_open (ClAgenda *agenda);              /* all but those set aside */
const char *cl_agenda_get_next (ClAgenda *agenda);          /* ISO date on which the next is due that is not told yet; NULL: none */
const char *cl_agenda_get_problem (ClAgenda *agenda);       /* why something could not be found out, or NULL */
ClStore *cl_agenda_get_store (ClAgenda *agenda);
/* What is due from @from to @to, day by day, those of plugins too; NULL on error. */
GPtrArray *cl_agenda_list_days (ClAgenda *agenda, const char *from, const char *to, GError **error); /* ClDuty */
void cl_agenda_list_days_async (ClAgenda *agenda, const char *from, const char *to, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *cl_agenda_list_days_finish (ClAgenda *agenda, GAsyncResult *result, GError **error);

G_END_DECLS
