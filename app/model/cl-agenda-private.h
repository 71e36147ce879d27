#pragma once

#include "cl-agenda.h"

G_BEGIN_DECLS

/* cl-agenda-count.c: what is found out, by whoever may read the store. */
typedef struct
{
  ClStore *store;
  GPtrArray *items;
  char *next;
  char *problem;
} ClAgendaCount;

GPtrArray *cl_agenda_items_new (void); /* of ClAgendaItem */
ClAgendaCount *cl_agenda_count_new (ClStore *store);
gboolean cl_agenda_count_read (ClAgendaCount *count, GError **error);
void cl_agenda_count_free (ClAgendaCount *count);

G_END_DECLS
