#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* Speed is a ratio to a floor that is measured in turn in the same run (SPEED.md, "Goals"), printed and never asserted. */

typedef void (*BenchFunc) (gpointer data);

/* Runs both in turn, @rounds times, and prints how much time ours takes of the floor's; @goal as SPEED.md words it. */
void bench_compare (const char *what, const char *goal, guint rounds, BenchFunc ours, BenchFunc floor, gpointer data);
/* The same where both do the same work and the goal is a rate. */
void bench_compare_rates (const char *what, const char *goal, guint rounds, BenchFunc ours, BenchFunc floor, gpointer data);
void bench_say (const char *what, const char *goal, double ratio, double ours, double floor); /* seconds */
gboolean bench_wants (int argc, char **argv, const char *name); /* whether the part was named, or none was */
double bench_now (void);
double bench_cpu (void); /* what all threads used, in seconds */
double bench_quantile (GArray *seconds, double quantile); /* sorts */

/* A folder of the run's own, removed when the program ends. */
const char *bench_folder (void);
ClCatalogue *bench_catalogue (void); /* core and the roster */
ClStore *bench_store (const char *name); /* a new file in the folder, with an office */

/* Invented people: as many as a county has, or CANLIAN_BENCHMARK_ROWS. */
#define BENCH_PEOPLE 21489
guint bench_get_n_people (void);
char *bench_name (guint i);
char *bench_id (guint i);    /* valid, of the invented 991123 */
char *bench_phone (guint i);
gboolean bench_add_people (ClTransaction *transaction, guint n, GError **error);

G_END_DECLS
