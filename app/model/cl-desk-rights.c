#include "cl-config.h"

#include "cl-desk-private.h"

#include <glib/gi18n-lib.h>

#include "cl-database-private.h"
#include "cl-error.h"

struct _ClSeat
{
  gatomicrefcount references;
  GMutex mutex;
  char *actor;
  ClRole role;
  gboolean refused; /* something was to be read while nobody had signed in */
};

static const struct
{
  const char *name;
  const char *label;
  const char *sentence;
} roles[] = {
  [CL_ROLE_NONE] = { "none", N_("Nobody"), N_("Nobody has signed in") },
  /* Translators: what a person at the desk may do */
  [CL_ROLE_READS] = { "reads", N_("Reads"), N_("Looks at lists; private values stay masked") },
  [CL_ROLE_RECORDS] = { "records", N_("Records"), N_("Also enters, imports, prints and sees private values") },
  [CL_ROLE_SIGNS] = { "signs", N_("Signs off"), N_("Also exports lists, and says that paper is signed, stamped and sent") },
  [CL_ROLE_KEEPS] = { "keeps", N_("Keeps"), N_("Also keeps backups, the journal, settings, own ledgers and the persons at the desk") },
};

/* The least role that has a right. */
static const ClRole least[] = {
  [CL_RIGHT_READ] = CL_ROLE_READS,
  [CL_RIGHT_RECORD] = CL_ROLE_RECORDS, [CL_RIGHT_PRINT] = CL_ROLE_RECORDS, [CL_RIGHT_REVEAL] = CL_ROLE_RECORDS,
  [CL_RIGHT_EXPORT] = CL_ROLE_SIGNS,   [CL_RIGHT_SIGN] = CL_ROLE_SIGNS,    [CL_RIGHT_KEEP] = CL_ROLE_KEEPS,
};

static const struct
{
  const char *kind;
  ClRight right;
} kinds[] = {
  { "print", CL_RIGHT_PRINT },   { "export", CL_RIGHT_EXPORT }, { "reveal", CL_RIGHT_REVEAL }, { "office", CL_RIGHT_KEEP }, { "schema", CL_RIGHT_KEEP },
  { "purge", CL_RIGHT_KEEP },    { "desk", CL_RIGHT_KEEP },     { "restore", CL_RIGHT_KEEP },  { "backup", CL_RIGHT_KEEP },
};

/* Settings that are the office's; the rest is what somebody typed last. */
static const char *const kept_settings[] = { "second-folder", "second-key", "office-code", "office-name", "phones-shown", "rule-set", "plugins-off", "journal-years", "lock-seconds", "recovery-key" };

ClSeat *
cl_seat_new (void)
{
  ClSeat *seat = g_new0 (ClSeat, 1);

  g_atomic_ref_count_init (&seat->references);
  g_mutex_init (&seat->mutex);
  cl_seat_leave_open (seat);
  return seat;
}

ClSeat *
cl_seat_ref (ClSeat *seat)
{
  g_atomic_ref_count_inc (&seat->references);
  return seat;
}

void
cl_seat_unref (ClSeat *seat)
{
  if (!g_atomic_ref_count_dec (&seat->references))
    return;
  g_mutex_clear (&seat->mutex);
  g_free (seat->actor);
  g_free (seat);
}

void
cl_seat_take (ClSeat *seat, const char *actor, ClRole role)
{
  g_mutex_lock (&seat->mutex);
  g_free (seat->actor);
  seat->actor = g_strdup (actor);
  seat->role = role;
  g_mutex_unlock (&seat->mutex);
}

void
cl_seat_leave_open (ClSeat *seat)
{
  g_autofree char *user = g_utf8_make_valid (g_get_user_name (), -1);

  cl_seat_take (seat, user, CL_ROLE_KEEPS);
}

char *
cl_seat_get_actor (ClSeat *seat)
{
  char *actor;

  g_mutex_lock (&seat->mutex);
  actor = g_strdup (seat->actor);
  g_mutex_unlock (&seat->mutex);
  return actor;
}

ClRole
cl_seat_get_role (ClSeat *seat)
{
  ClRole role;

  g_mutex_lock (&seat->mutex);
  role = seat->role;
  g_mutex_unlock (&seat->mutex);
  return role;
}

void
cl_seat_note_refusal (ClSeat *seat)
{
  g_mutex_lock (&seat->mutex);
  seat->refused = TRUE;
  g_mutex_unlock (&seat->mutex);
}

gboolean
cl_seat_take_refusal (ClSeat *seat)
{
  gboolean refused;

  g_mutex_lock (&seat->mutex);
  refused = seat->refused;
  seat->refused = FALSE;
  g_mutex_unlock (&seat->mutex);
  return refused;
}

ClSeat *
cl_seat_copy (ClSeat *seat)
{
  ClSeat *copy = cl_seat_new ();

  g_mutex_lock (&seat->mutex);
  cl_seat_take (copy, seat->actor, seat->role);
  g_mutex_unlock (&seat->mutex);
  return copy;
}

/**
 * cl_role_label:
 * @role: a role
 *
 * Returns: (transfer none): how it is called, translated
 */
const char *
cl_role_label (ClRole role)
{
  return _(roles[role].label);
}

/**
 * cl_role_say:
 * @role: a role
 *
 * Returns: (transfer none): what it may do beyond the one before it, translated
 */
const char *
cl_role_say (ClRole role)
{
  return _(roles[role].sentence);
}

/**
 * cl_role_name:
 * @role: a role
 *
 * Returns: (transfer none): its name in files and on the command line
 */
const char *
cl_role_name (ClRole role)
{
  return roles[role].name;
}

/**
 * cl_role_parse:
 * @text: a name or label
 * @role: (out): the role
 * @error: return location
 *
 * Returns: whether it is one that a person can have
 */
gboolean
cl_role_parse (const char *text, ClRole *role, GError **error)
{
  for (guint i = CL_ROLE_READS; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (text, roles[i].name) == 0 || g_strcmp0 (text, _(roles[i].label)) == 0)
      {
        *role = i;
        return TRUE;
      }
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no role. Write reads, records, signs or keeps."), text != NULL ? text : "");
  return FALSE;
}

gboolean
cl_role_has (ClRole role, ClRight right)
{
  return role >= least[right];
}

gboolean
cl_right_of_kind (const char *kind, ClRight *right)
{
  if (g_str_equal (kind, "sign-in"))
    return FALSE;
  *right = CL_RIGHT_RECORD;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      *right = kinds[i].right;
  return TRUE;
}

ClRight
cl_right_of_setting (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept_settings); i++)
    if (g_str_equal (kept_settings[i], key))
      return CL_RIGHT_KEEP;
  return CL_RIGHT_RECORD;
}

/* "张三、李四": those who may. */
static char *
name_those (ClDatabase *database, ClRight right)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT name, role FROM desk ORDER BY name", NULL);
  g_autoptr(GString) names = g_string_new (NULL);
  ClRole role;

  while (statement != NULL && cl_statement_step (statement, NULL))
    if (cl_role_parse (cl_statement_get_text (statement, 1), &role, NULL) && cl_role_has (role, right))
      g_string_append_printf (names, "%s%s", names->len > 0 ? "、" : "", cl_statement_get_text (statement, 0));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
say_refusal (ClRight right, const char *actor, const char *names)
{
  switch (right)
    {
    case CL_RIGHT_PRINT:
      return g_strdup_printf (_("%s may look at lists, not make papers of them. Ask %s."), actor, names);
    case CL_RIGHT_REVEAL:
      return g_strdup_printf (_("%s may not see private values whole. Ask %s."), actor, names);
    case CL_RIGHT_EXPORT:
      return g_strdup_printf (_("%s may not let lists out as files. Ask %s."), actor, names);
    case CL_RIGHT_SIGN:
      return g_strdup_printf (_("%s may not say that a paper is signed, stamped or sent. Ask %s."), actor, names);
    case CL_RIGHT_KEEP:
      return g_strdup_printf (_("%s may not change how this office’s file is kept. Ask %s."), actor, names);
    case CL_RIGHT_READ:
    case CL_RIGHT_RECORD:
      break;
    }
  return g_strdup_printf (_("%s may look at lists, not write in them. Ask %s."), actor, names);
}

gboolean
cl_database_may (ClDatabase *database, ClRight right, GError **error)
{
  ClSeat *seat = cl_database_get_seat (database);
  ClGuard guard = cl_database_get_guard (database);
  g_autofree char *actor = NULL;
  g_autofree char *names = NULL;
  g_autofree char *refusal = NULL;

  if (seat == NULL || cl_role_has (cl_seat_get_role (seat), right))
    return TRUE;
  actor = cl_seat_get_actor (seat);
  if (actor == NULL)
    {
      cl_seat_note_refusal (seat);
      g_set_error_literal (error, CL_ERROR, CL_ERROR_DENIED, _("Nobody has signed in. Say first who is at the desk."));
      return FALSE;
    }
  cl_database_set_guard (database, CL_GUARD_NONE);
  names = name_those (database, right);
  cl_database_set_guard (database, guard);
  refusal = say_refusal (right, actor, names);
  g_set_error_literal (error, CL_ERROR, CL_ERROR_DENIED, refusal);
  return FALSE;
}

char *
cl_database_dup_actor (ClDatabase *database)
{
  ClSeat *seat = cl_database_get_seat (database);
  char *actor = seat != NULL ? cl_seat_get_actor (seat) : NULL;

  return actor != NULL ? actor : g_utf8_make_valid (g_get_user_name (), -1);
}

/**
 * cl_desk_reader_may:
 * @reader: a reading connection that a store opened
 * @right: what is to be done with what it reads
 * @error: return location
 *
 * For what makes papers and files of records where there is no store at hand. The connection's thread.
 *
 * Returns: whether the person at the desk may; else %CL_ERROR_DENIED with a sentence
 */
gboolean
cl_desk_reader_may (ClDatabase *reader, ClRight right, GError **error)
{
  return cl_database_may (reader, right, error);
}
