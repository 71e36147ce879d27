#pragma once

#include "cl-rules.h"
#include "cl-store.h"

G_BEGIN_DECLS

/* What is due, and what is wrong, said by plugins; called by `canlian check`, and by the page Today on a worker:
 * sources read by cl_store_get_reader() and settings alone, and keep nothing that two threads would share. */
typedef struct
{
  char *name;     /* "person/certificate": what done, postponed and handed over are kept by; NULL: they are not kept */
  char *title;    /* translated: the list of what it speaks of is headed with it; NULL: the sentence */
  char *sentence; /* translated, whole */
  char *note;     /* translated: "postponed until …: why", or NULL */
  char *due;      /* ISO date, the first of several; or NULL */
  char *ledger;   /* where one goes from it */
  gint64 record;  /* the only one it speaks of; 0: a list */
  char *where;    /* expression over @ledger that finds what it speaks of; NULL: all of it */
  guint count;    /* how many it speaks of */
} ClDuty;
ClDuty *cl_duty_copy (const ClDuty *duty);
void cl_duty_free (ClDuty *duty);

#define CL_TYPE_DUTY_SOURCE (cl_duty_source_get_type ())
G_DECLARE_INTERFACE (ClDutySource, cl_duty_source, CL, DUTY_SOURCE, GObject)
struct _ClDutySourceInterface
{
  GTypeInterface parent;
  GPtrArray *(*list) (ClDutySource *source, ClStore *store, GError **error); /* ClDuty, by due date */
};
GPtrArray *cl_duty_source_list (ClDutySource *source, ClStore *store, GError **error);

#define CL_TYPE_CHECK_SOURCE (cl_check_source_get_type ())
G_DECLARE_INTERFACE (ClCheckSource, cl_check_source, CL, CHECK_SOURCE, GObject)
struct _ClCheckSourceInterface
{
  GTypeInterface parent;
  GPtrArray *(*list) (ClCheckSource *source, ClStore *store, GError **error); /* ClFinding */
};
GPtrArray *cl_check_source_list (ClCheckSource *source, ClStore *store, GError **error);

G_END_DECLS
