#pragma once

#include "cl-sample.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *code;
  gint64 id;
  gint64 association;
  guint position;
  guint population;
  guint n_households; /* written so far */
  guint n_disabled;   /* living there, written so far */
  guint quota;        /* how many there shall be */
  gboolean is_community;
  gint64 chair;        /* of its association */
  gint64 commissioner; /* 0: none */
  char chair_name[128];
  char commissioner_name[128];
} Village;

/* The ledgers of the plugins: absent where the plugin is. */
typedef enum
{
  GUEST_SPECIAL,
  GUEST_VISIT,
  GUEST_NEED,
  GUEST_PLAN,
  GUEST_EVENT,
  GUEST_ATTENDANCE,
  GUEST_BOX,
  GUEST_ITEM,
  GUEST_LOAN,
  GUEST_N_LEDGERS
} GuestLedger;

typedef struct
{
  gboolean several;
  gboolean old;
  gboolean kept_by_old;
  gboolean orphan;
  gboolean severe;
  gboolean multiple;
  gboolean alone;
} Difficulties;

/* A household as the visiting system sees it. */
typedef struct
{
  gint64 household;
  guint rank;           /* among all of them */
  guint village;        /* its position, from 0 */
  gint64 person;        /* a disabled member */
  gboolean is_guarded;  /* by a guardian */
  char name[128];       /* of that member */
  char head[128];
  const char *case_words; /* what it stands for, or NULL */
  Difficulties difficulties;
} Candidate;

typedef enum
{
  SAMPLE_PERSON,
  SAMPLE_DIVISION,
  SAMPLE_ORGANISATION,
  SAMPLE_APPOINTMENT,
  SAMPLE_HOUSEHOLD,
  SAMPLE_MEMBER,
  SAMPLE_GUARDIAN,
  SAMPLE_RESIDENCE,
  SAMPLE_ASSESSMENT,
  SAMPLE_N_LEDGERS
} SampleLedger;

typedef struct
{
  ClTransaction *transaction;
  ClLedger *ledgers[SAMPLE_N_LEDGERS];
  ClLedger *guests[GUEST_N_LEDGERS]; /* NULL where the plugin is absent */
  GArray *villages; /* Village: those of one township at a time */
  GArray *candidates; /* Candidate: households that may be of special difficulty, of the office's own township alone */
  const char *case_words; /* for the household that is written next */
  guint size;
  const char *day;
  guint32 today;  /* the same as Julian day of GDate */
  guint64 state;  /* of the generator */
  guint n_phones;
  guint n_guarded;
  guint n_left;
  guint n_ordinary; /* households under the visiting system that no case names */
  guint n_visits;
  guint n_absent;
  guint n_needs;
  guint n_attended;
  guint n_certificates;
  guint16 *used;  /* sequence numbers given out, by day of birth and sex */
  gint64 province;
  gint64 prefecture;
  gint64 county;
  gint64 township;
  gint64 federation;
  gint64 own_federation;
  char *county_code;
  char *county_name;
  char *township_name;
  GCancellable *cancellable;
  ClSampleProgress progress;
  gpointer progress_data;
  guint n_written; /* disabled persons */
  gint64 merged;  /* the village that is no more */
  gint64 staff[5]; /* of the federation: 理事长, 副理事长, 专职委员, two 委员 */
  char staff_names[5][128];
} Sample;

#define CL_SAMPLE_SURNAME 32 /* bytes */

/* A county of 24 townships, each of 890 disabled persons in eleven villages, is that of 醴陵 (DOMAIN.md E). */
#define CL_SAMPLE_TOWNSHIPS 24
#define CL_SAMPLE_VILLAGES 11
#define CL_SAMPLE_TOWNSHIP_SIZE 890
/* Further counties bring their rosters alone: no families, no committees. */

#define SAMPLE_FIRST_DAY 693596u /* 1900-01-01 */
#define SAMPLE_N_DAYS 55000u

/* A person before it is written. */
typedef struct
{
  Village *village;
  char name[128];
  const char *former_name;
  char id_number[24]; /* "": drawn from birth and sex */
  gboolean has_no_id;
  guint sex; /* GB/T 2261.1 */
  guint32 birth;
  const char *ethnicity;
  const char *education;
  const char *marital_status;
  const char *disability;
  const char *categories[4];
  const char *grade;
  const char *suffix; /* of the certificate number: "B1" */
  const char *certificate_status;
  guint32 issued;
  const char *state;
  guint32 state_date;
  gint64 registered; /* 0: in the village */
  const char *registered_address;
  gint64 relative_of;
  gboolean is_orphan; /* both parents dead, or nobody who must support */
  gboolean is_relative;
  gboolean on_village_committee;
  gboolean is_volunteer;
  const char *remark;
  gint64 id; /* once written */
} Person;

/* cl-sample.c */
guint cl_sample_random (Sample *sample, guint n); /* 0 … n - 1 */
char *cl_sample_date (guint32 day);
guint32 cl_sample_before (Sample *sample, int years, int months, int days); /* that long before the sample's day */
guint32 cl_sample_day (guint year, guint month, guint day); /* the last of the month where it has no such day */
guint cl_sample_year (guint32 day);
void cl_sample_put (ClRecord *record, const char *field, const char *text);
void cl_sample_put_date (ClRecord *record, const char *field, guint32 day);
void cl_sample_put_number (ClRecord *record, const char *field, gint64 number);
void cl_sample_put_several (ClRecord *record, const char *field, const char *const *texts);
void cl_sample_put_money (ClRecord *record, const char *field, gint64 yuan);
void cl_sample_put_reference (ClRecord *record, const char *field, gint64 id);
void cl_sample_put_phone (Sample *sample, ClRecord *record);
/* A record of the ledger called @ledger with values as one types them: pairs of field and text. */
ClRecord *cl_sample_record (Sample *sample, const char *ledger, const char *field, ...) G_GNUC_NULL_TERMINATED;
GArray *cl_sample_find (Sample *sample, const char *ledger, const char *where, gint64 limit, GError **error); /* gint64: ids, in the order in which they were written */
gint64 cl_sample_save (Sample *sample, ClRecord *record, GError **error); /* takes @record; 0 on error */

/* cl-sample-names.c */
void cl_sample_draw_surname (Sample *sample, char *surname);
void cl_sample_draw_given (Sample *sample, guint sex, char *given);
void cl_sample_get_surname (const char *name, char *surname);
char *cl_sample_place_name (guint i, const char *kind); /* of those beyond the first township */

/* cl-sample-places.c */
gboolean cl_sample_write_places (Sample *sample, GError **error);
gboolean cl_sample_write_township (Sample *sample, guint i, guint n_disabled, GError **error);

/* cl-sample-persons.c */
void cl_sample_draw_person (Sample *sample, Person *person, Village *village, guint sex, guint from, guint to);
void cl_sample_draw_disability (Sample *sample, Person *person);
gboolean cl_sample_needs_guardian (Sample *sample, const Person *person);
guint cl_sample_age (Sample *sample, const Person *person);
gboolean cl_sample_save_person (Sample *sample, Person *person, GError **error);

/* cl-sample-families.c */
typedef struct
{
  Person *person;
  const char *relation; /* to the head (GB/T 4761) */
  gboolean is_elsewhere; /* on the register and not under the roof */
} Relative;

gboolean cl_sample_write_household (Sample *sample, Village *village, const Relative *members, guint n, const char *remark, GError **error);
gboolean cl_sample_write_guardian (Sample *sample, Person *person, Person *guardian, const char *relation, GError **error);
gboolean cl_sample_write_registered (Sample *sample, Village *village, GError **error);
gboolean cl_sample_write_family (Sample *sample, Village *village, GError **error);
gboolean cl_sample_write_gone (Sample *sample, Village *village, guint i, GError **error);

/* cl-sample-committees.c */
gboolean cl_sample_write_appointment (Sample *sample, gint64 organisation, gint64 person, const char *const *posts, const char *nature, const char *manner,
                                      guint32 start, guint32 end, GError **error);
gboolean cl_sample_write_committees (Sample *sample, GError **error);
gboolean cl_sample_write_federation (Sample *sample, GError **error);

/* cl-sample-organisations.c */
gboolean cl_sample_write_organisations (Sample *sample, GError **error);

/* cl-sample-services.c */
gboolean cl_sample_write_services (Sample *sample, GError **error);

/* cl-sample-office.c */
gboolean cl_sample_write_office (Sample *sample, GError **error);

/* cl-sample-allowance.c */
gboolean cl_sample_write_allowance (Sample *sample, GError **error);

/* cl-sample-households.c */
guint cl_sample_tell_difficulties (Sample *sample, const Relative *members, guint n, Difficulties *difficulties);
void cl_sample_note_household (Sample *sample, Village *village, gint64 household, const Relative *members, guint n);
gboolean cl_sample_write_special (Sample *sample, GError **error);

/* cl-sample-visits.c */
gboolean cl_sample_write_visits (Sample *sample, const Candidate *candidate, gint64 special, guint32 start, guint32 end, guint months, GError **error);
gboolean cl_sample_write_needs (Sample *sample, const Candidate *candidate, gint64 visit, guint32 from, guint i, GError **error);

/* cl-sample-training.c */
gboolean cl_sample_write_training (Sample *sample, GError **error);

/* cl-sample-archive.c */
gboolean cl_sample_write_archive (Sample *sample, GError **error);

/* cl-sample-difficult.c */
gboolean cl_sample_write_difficult (Sample *sample, GError **error);

/* cl-sample-cases.c */
Village *cl_sample_begin (Sample *sample, Person *person, guint village, guint sex, guint age, const char *name);
void cl_sample_certify (Sample *sample, Person *person, const char *category, const char *grade);

gboolean cl_sample_write_cases (Sample *sample, GError **error);

G_END_DECLS
