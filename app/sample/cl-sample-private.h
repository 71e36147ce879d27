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
} Village;

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
  GArray *villages; /* Village */
  guint size;
  const char *day;
  guint32 today;  /* the same as Julian day of GDate */
  guint64 state;  /* of the generator */
  guint n_phones;
  guint n_guarded;
  guint16 *used;  /* sequence numbers given out, by day of birth and sex */
  gint64 county;
  gint64 township;
  gint64 federation;
  gint64 merged;  /* the village that is no more */
} Sample;

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
void cl_sample_put (ClRecord *record, const char *field, const char *text);
void cl_sample_put_date (ClRecord *record, const char *field, guint32 day);
void cl_sample_put_number (ClRecord *record, const char *field, gint64 number);
void cl_sample_put_several (ClRecord *record, const char *field, const char *const *texts);
void cl_sample_put_phone (Sample *sample, ClRecord *record);
gint64 cl_sample_save (Sample *sample, ClRecord *record, GError **error); /* takes @record; 0 on error */

/* cl-sample-names.c */
void cl_sample_draw_surname (Sample *sample, char *surname);
void cl_sample_draw_given (Sample *sample, guint sex, char *given);
void cl_sample_get_surname (const char *name, char *surname);
char *cl_sample_village_name (guint i); /* of those beyond the twelve */

/* cl-sample-places.c */
gboolean cl_sample_write_places (Sample *sample, GError **error);

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
} Relative;

gboolean cl_sample_write_household (Sample *sample, Village *village, const Relative *members, guint n, const char *remark, GError **error);
gboolean cl_sample_write_guardian (Sample *sample, Person *person, Person *guardian, const char *relation, GError **error);
gboolean cl_sample_write_family (Sample *sample, Village *village, GError **error);
gboolean cl_sample_write_gone (Sample *sample, Village *village, guint i, GError **error);

/* cl-sample-committees.c */
gboolean cl_sample_write_appointment (Sample *sample, gint64 organisation, gint64 person, const char *const *posts, const char *nature, const char *manner,
                                      guint32 start, guint32 end, GError **error);
gboolean cl_sample_write_committees (Sample *sample, GError **error);
gboolean cl_sample_write_federation (Sample *sample, GError **error);

/* cl-sample-cases.c */
gboolean cl_sample_write_cases (Sample *sample, GError **error);

G_END_DECLS
