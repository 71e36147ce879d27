#include "cl-config.h"

#include "cl-kept.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "cl-date.h"

/* The rule: of each of the last 4 weeks and 12 months the newest; of each of the last 7 days the newest made by day, and of these days the newest few made
 * before imports. */
#define DAYS 7
#define WEEKS 4
#define MONTHS 12
#define IMPORTS 5

/* A Monday, so that a count of whole weeks from it changes on Mondays. */
#define MONDAY "1970-01-05"

static int
month_number (const char *day)
{
  return atoi (day) * 12 + atoi (day + 5);
}

/* Whether this is the first that bears @number: of the newest first, the newest. */
static gboolean
is_first (GHashTable *seen, gint64 number)
{
  return g_hash_table_add (seen, GINT_TO_POINTER ((int) number));
}

/**
 * cl_kept_choose_gone:
 * @kept: (element-type ClKept): all there are, the newest first
 * @today: ISO
 *
 * Pure. The newest of all is always kept, and whatever bears a day after @today: the clock was set back, and nobody knows which day it is.
 *
 * Returns: (transfer container) (element-type ClKept): those to let go
 */
GPtrArray *
cl_kept_choose_gone (const GPtrArray *kept, const char *today)
{
  GPtrArray *gone = g_ptr_array_new ();
  g_autoptr(GHashTable) days = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) weeks = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) months = g_hash_table_new (NULL, NULL);
  gint64 this_week = cl_date_days_between (MONDAY, today) / 7;
  guint imports = 0;

  for (guint i = 0; i < kept->len; i++)
    {
      const ClKept *one = kept->pdata[i];
      gint64 age = cl_date_days_between (one->day, today);
      gint64 week = cl_date_days_between (MONDAY, one->day) / 7;
      gboolean stays = i == 0 || age < 0;

      if (age >= 0)
        {
          if (g_str_equal (one->reason, "day"))
            stays |= is_first (days, age) && age < DAYS;
          else
            stays |= age < DAYS && imports++ < IMPORTS;
          stays |= is_first (weeks, week) && this_week - week < WEEKS;
          stays |= is_first (months, month_number (one->day)) && month_number (today) - month_number (one->day) < MONTHS;
        }
      if (!stays)
        g_ptr_array_add (gone, (gpointer) one);
    }
  return gone;
}

void
cl_kept_free (ClKept *kept)
{
  g_free (kept->path);
  g_free (kept->day);
  g_free (kept->reason);
  g_free (kept);
}

/**
 * cl_kept_get_folder:
 * @path: a data file
 *
 * Returns: (transfer full): where its backups are kept
 */
char *
cl_kept_get_folder (const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);

  return g_strconcat (whole, ".backups", NULL);
}

/* 2027-03-15-02-import.canlian */
static ClKept *
kept_parse (const char *folder, const char *name)
{
  g_autofree char *day = strlen (name) > 11 && name[10] == '-' ? g_strndup (name, 10) : NULL;
  char *end = NULL;
  guint64 number = day != NULL && g_ascii_isdigit (name[11]) ? g_ascii_strtoull (name + 11, &end, 10) : 0;
  const char *dot = end != NULL && *end == '-' ? strchr (end, '.') : NULL;
  ClKept *kept;
  GStatBuf status;

  if (dot == NULL || number == 0 || number > G_MAXINT || !g_str_equal (dot, ".canlian") || !cl_date_is_valid (day))
    return NULL;
  kept = g_new0 (ClKept, 1);
  kept->path = g_build_filename (folder, name, NULL);
  kept->day = g_steal_pointer (&day);
  kept->number = (guint) number;
  kept->reason = g_strndup (end + 1, (gsize) (dot - end - 1));
  kept->size = g_stat (kept->path, &status) == 0 ? (gint64) status.st_size : 0;
  return kept;
}

int
cl_kept_compare (gconstpointer a, gconstpointer b)
{
  const ClKept *one = *(const ClKept *const *) a, *other = *(const ClKept *const *) b;
  int order = strcmp (other->day, one->day);

  return order != 0 ? order : (other->number > one->number) - (other->number < one->number);
}

/**
 * cl_kept_list:
 * @path: a data file, which need not be there any more
 *
 * Returns: (transfer full) (element-type ClKept): its kept backups, the newest first. Any thread.
 */
GPtrArray *
cl_kept_list (const char *path)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_kept_free);
  g_autofree char *folder = cl_kept_get_folder (path);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      ClKept *kept = kept_parse (folder, name);

      if (kept != NULL)
        g_ptr_array_add (list, kept);
    }
  g_ptr_array_sort (list, cl_kept_compare);
  return list;
}

/**
 * cl_kept_is_due:
 * @path: a data file
 *
 * Returns: whether the backup of today is still to be made; one before an import does not stand for it. Any thread.
 */
gboolean
cl_kept_is_due (const char *path)
{
  g_autoptr(GPtrArray) list = cl_kept_list (path);

  for (guint i = 0; i < list->len; i++)
    {
      const ClKept *kept = list->pdata[i];

      if (g_str_equal (kept->day, cl_today ()) && g_str_equal (kept->reason, "day"))
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_kept_say:
 * @kept: a kept backup
 *
 * Returns: (transfer full): when it was made and why, for a person
 */
char *
cl_kept_say (const ClKept *kept)
{
  /* Translators: %s: a day, such as 2027-03-15 */
  if (g_str_equal (kept->reason, "import"))
    return g_strdup_printf (_("%s, before an import (%u)"), kept->day, kept->number);
  /* Translators: %s: a day; two entries about the same were made one */
  if (g_str_equal (kept->reason, "merge"))
    return g_strdup_printf (_("%s, before two were made one (%u)"), kept->day, kept->number);
  return g_strdup_printf (_("%s, by day"), kept->day);
}
