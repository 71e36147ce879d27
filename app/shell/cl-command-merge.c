#include <glib/gi18n.h>
#include <string.h>

#include "cl-command.h"
#include "cl-merge.h"

/* "phones=second": which of the two values is kept. */
static gboolean
cl_command_merge_take (ClMerge *merge, const char *pair, GError **error)
{
  static const char *const takes[] = { [CL_MERGE_FIRST] = "first", [CL_MERGE_SECOND] = "second", [CL_MERGE_BOTH] = "both" };
  const char *equals = strchr (pair, '=');
  g_autofree char *name = equals != NULL ? g_strndup (pair, (gsize) (equals - pair)) : NULL;

  for (guint i = 0; name != NULL && i < merge->fields->len; i++)
    {
      ClMergeField *field = merge->fields->pdata[i];

      for (guint take = 0; g_str_equal (cl_field_get_name (field->field), name) && take < G_N_ELEMENTS (takes); take++)
        if (g_str_equal (equals + 1, takes[take]) && (take != CL_MERGE_BOTH || cl_field_is_several (field->field)))
          {
            field->take = take;
            return TRUE;
          }
    }
  g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“%s” names no field in which the two differ and what of it is kept. Write --set FIELD=first, second or, where several are possible, both."), pair);
  return FALSE;
}

static void
cl_command_merge_say (const ClMerge *merge)
{
  g_autofree char *moves = cl_merge_say_moves (merge);
  g_autofree char *warning = cl_merge_warn (merge);

  for (guint i = 0; i < merge->fields->len; i++)
    {
      const ClMergeField *field = merge->fields->pdata[i];
      g_autofree char *first = cl_merge_show (field, FALSE, FALSE);
      g_autofree char *second = cl_merge_show (field, TRUE, FALSE);

      cl_command_say ("%s\t%s\t%s\t%s", cl_field_get_name (field->field), first, second,
                      field->take == CL_MERGE_FIRST ? _("the first is kept") : field->take == CL_MERGE_SECOND ? _("the second is kept") : _("both are kept"));
    }
  if (warning != NULL)
    cl_command_say ("%s", warning);
  if (moves != NULL)
    cl_command_say (_("To the first comes what names the second: %s"), moves);
}

static gboolean
cl_command_merge_run (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClLedger *ledger = cl_command_line_find_ledger (line, arguments[0], error);
  g_autoptr (ClMerge) merge = NULL;
  gint64 one, other;

  if (ledger == NULL || cl_command_line_open (line, error) == NULL)
    return FALSE;
  one = cl_command_find_record (line, ledger, arguments[1], error);
  other = one != 0 ? cl_command_find_record (line, ledger, arguments[2], error) : 0;
  merge = other != 0 ? cl_merge_new (line->store, ledger, one, other, error) : NULL;
  if (merge == NULL)
    return FALSE;
  for (guint i = 0; line->set != NULL && line->set[i] != NULL; i++)
    if (!cl_command_merge_take (merge, line->set[i], error))
      return FALSE;
  cl_command_merge_say (merge);
  if (line->dry_run)
    return TRUE;
  if (cl_merge_carry_out (line->store, merge, error) == 0)
    return FALSE;
  cl_command_say (_("Made one: %s. A backup was made before; “canlian undo” takes it back."), merge->called);
  return TRUE;
}

const ClCommand cl_command_merge[] = {
  { "merge", "LEDGER ID ID", "set dry-run", 3, 3, N_("Make one of two entries that are about the same"),
    N_("That one stays, as the first, to which more is tied, and all that names the second names it from then on. Said is in what they differ, a line each: the field, the value of the "
       "first, that of the second, and which is kept; --set FIELD=second chooses otherwise. With --dry-run nothing is changed. Instead of ID, what the record is called or a number of its own will do, "
       "if it is the only one."),
    cl_command_merge_run },
  { NULL },
};
