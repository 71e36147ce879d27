#include <errno.h>
#include <glib/gi18n.h>

#include "cl-command.h"
#include "cl-sample.h"

static gboolean
cl_command_sample_cases (void)
{
  for (const ClSampleCase *hard = cl_sample_cases; hard->what != NULL; hard++)
    cl_command_say ("%s\t%s\t%s", _(hard->what), hard->ledger, hard->where);
  return TRUE;
}

static gboolean
cl_command_sample_size (ClCommandLine *line, guint64 *size, GError **error)
{
  *size = CL_SAMPLE_SIZE;
  if (line->size == NULL || g_ascii_string_to_unsigned (line->size, 10, CL_SAMPLE_LEAST, CL_SAMPLE_MOST, size, NULL))
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("The sample has %d to %d disabled persons. Give a number between them."), CL_SAMPLE_LEAST, CL_SAMPLE_MOST);
  return FALSE;
}

static gboolean
cl_command_sample_run (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (line->data);
  g_autofree char *day = NULL;
  guint64 size;

  if (line->cases)
    return cl_command_sample_cases ();
  if (!cl_command_sample_size (line, &size, error))
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The folder %s cannot be made: %s. Choose another place by --data."), folder, g_strerror (errno));
      return FALSE;
    }
  /* Dated rows that the store keeps by itself begin on its today. */
  if (line->today == NULL && !cl_today_set (CL_SAMPLE_DAY, error))
    return FALSE;
  day = g_strdup (cl_today ());
  line->store = cl_store_open (line->data, cl_command_line_load (line), CL_STORE_CREATE, error);
  if (line->store == NULL || !cl_sample_fill (line->store, (guint) size, day, error))
    return FALSE;
  cl_command_say (_("%s holds the sample township %s as of %s, with %u disabled persons."), line->data, CL_SAMPLE_NAME, day, (guint) size);
  return TRUE;
}

const ClCommand cl_command_sample[] = {
  { "sample", "", "size cases", 0, 0, N_("Fill a new data file with the sample township 云岭镇"),
    N_("Everything in it is invented, and the same each time: as of 2026-11-21, or the day that --today gives. It fills only a file that holds nothing yet, and "
       "cannot be undone. --size takes 500 to 1320000 disabled persons, 2140 where it is left out: beyond them the rest of a county follows, beyond 22610 further counties with their rosters alone. --cases lists the hard cases in it: what, ledger, condition."),
    cl_command_sample_run },
  { NULL },
};
