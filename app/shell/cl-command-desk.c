#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cl-command.h"
#include "cl-recovery-paper.h"

/* Persons at the desk: who is there, and who one is. */

static char *
cl_command_desk_read_file (const char *variable, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) trouble = NULL;

  if (!g_file_get_contents (g_getenv (variable), &text, NULL, &trouble))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The pass-phrase cannot be read from the file that %s names: %s."), variable, trouble->message);
      return NULL;
    }
  text[strcspn (text, "\r\n")] = '\0';
  return g_steal_pointer (&text);
}

/* From the terminal itself, whatever else standard input is. */
static char *
cl_command_desk_prompt (const char *prompt, const char *variable, GError **error)
{
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  struct termios before, silent;
  char line[1024];
  gssize n;

  if (fd < 0 || tcgetattr (fd, &before) != 0)
    {
      if (fd >= 0)
        close (fd);
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("There is no terminal to ask for the pass-phrase. Put it into a file of your own and name that by %s."), variable);
      return NULL;
    }
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fd, TCSAFLUSH, &silent);
  n = write (fd, prompt, strlen (prompt)) > 0 ? read (fd, line, sizeof line - 1) : -1;
  tcsetattr (fd, TCSAFLUSH, &before);
  if (write (fd, "\n", 1) < 0)
    errno = 0;
  close (fd);
  line[MAX (n, 0)] = '\0';
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line);
}

char *
cl_command_desk_ask (const char *prompt, const char *variable, GError **error)
{
  return g_getenv (variable) != NULL ? cl_command_desk_read_file (variable, error) : cl_command_desk_prompt (prompt, variable, error);
}

static gboolean
cl_command_desk_name_all (const GPtrArray *persons, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < persons->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "、" : "", ((const ClDeskPerson *) persons->pdata[i])->name);
  g_set_error (error, CL_ERROR, CL_ERROR_DENIED, _("Persons are set up at the desk. Say by --as NAME who you are: %s."), names->str);
  return FALSE;
}

gboolean
cl_command_desk_sign_in (ClCommandLine *line, GError **error)
{
  g_autoptr (GPtrArray) persons = NULL;
  g_autofree char *passphrase = NULL;
  g_autofree char *prompt = NULL;

  if (line->as == NULL && cl_desk_sign_in_alone (line->store, NULL))
    return TRUE;
  persons = cl_desk_list (line->store, error);
  if (persons == NULL)
    return FALSE;
  if (line->as == NULL)
    return cl_command_desk_name_all (persons, error);
  if (persons->len == 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_USAGE, _("No persons are set up at the desk: leave --as out, or add one by “canlian desk add NAME keeps”."));
      return FALSE;
    }
  for (guint i = 0; i < persons->len && passphrase == NULL; i++)
    {
      const ClDeskPerson *person = persons->pdata[i];

      if (!person->has_passphrase || !g_str_equal (person->name, line->as))
        continue;
      prompt = g_strdup_printf (_("Pass-phrase of %s: "), person->name);
      passphrase = cl_command_desk_ask (prompt, "CANLIAN_PASSPHRASE_FILE", error);
      if (passphrase == NULL)
        return FALSE;
    }
  return cl_desk_sign_in (line->store, line->as, passphrase, error);
}

static gboolean
cl_command_desk_list (ClCommandLine *line, GError **error)
{
  g_autoptr (GPtrArray) persons = cl_desk_list (line->store, error);
  g_autofree char *actor = cl_desk_get_actor (line->store);
  guint seconds = cl_desk_get_lock_seconds (line->store);

  if (persons == NULL)
    return FALSE;
  if (persons->len == 0)
    cl_command_say ("%s", _("No persons are set up at the desk: whoever starts the program is everything."));
  for (guint i = 0; i < persons->len; i++)
    {
      const ClDeskPerson *person = persons->pdata[i];

      cl_command_say ("%s\t%s\t%s%s", person->name, cl_role_label (person->role), person->has_passphrase ? _("with a pass-phrase") : _("without a pass-phrase"),
                      g_strcmp0 (person->name, actor) == 0 ? _(", you") : "");
    }
  if (persons->len > 0 && seconds > 0)
    cl_command_say (ngettext ("The window is locked after %u second without work.", "The window is locked after %u seconds without work.", seconds), seconds);
  return TRUE;
}

static gboolean
cl_command_desk_set_passphrase (ClCommandLine *line, const char *name, GError **error)
{
  g_autofree char *prompt = g_strdup_printf (_("New pass-phrase of %s: "), name);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;

  if (line->none)
    return cl_desk_set_passphrase (line->store, name, NULL, error);
  first = cl_command_desk_ask (prompt, "CANLIAN_NEW_PASSPHRASE_FILE", error);
  again = first != NULL ? cl_command_desk_ask (_("Once more: "), "CANLIAN_NEW_PASSPHRASE_FILE", error) : NULL;
  if (again == NULL)
    return FALSE;
  if (!g_str_equal (first, again))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The two pass-phrases differ; nothing was changed. Type it twice the same."));
      return FALSE;
    }
  return cl_desk_set_passphrase (line->store, name, first, error);
}

static gboolean
cl_command_desk_set_lock (ClCommandLine *line, const char *minutes, GError **error)
{
  char *end = NULL;
  double n = g_ascii_strtod (minutes, &end);

  if (end == minutes || *end != '\0' || !(n >= 0 && n <= 24 * 60))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“%s” is no number of minutes. Write 10, or 0 for never."), minutes);
      return FALSE;
    }
  return cl_desk_set_lock_seconds (line->store, (guint) (n * 60 + 0.5), error);
}

static gboolean
cl_command_desk_run (ClCommandLine *line, const char *const *arguments, GError **error)
{
  const char *what = arguments[0], *name = what != NULL ? arguments[1] : NULL, *role_name = name != NULL ? arguments[2] : NULL;
  gboolean fine, is_add = g_strcmp0 (what, "add") == 0;
  ClRole role;

  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  if (what == NULL)
    return cl_command_desk_list (line, error);
  if ((is_add || g_str_equal (what, "role")) && role_name != NULL)
    {
      if (!cl_role_parse (role_name, &role, error))
        return FALSE;
      fine = is_add ? cl_desk_add (line->store, name, role, NULL, error) : cl_desk_set_role (line->store, name, role, error);
    }
  else if (g_str_equal (what, "pass-phrase") && name != NULL)
    fine = cl_command_desk_set_passphrase (line, name, error);
  else if (g_str_equal (what, "remove") && name != NULL)
    fine = cl_desk_remove (line->store, name, error);
  else if (g_str_equal (what, "lock") && name != NULL)
    fine = cl_command_desk_set_lock (line, name, error);
  else
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_USAGE, _("Write: canlian desk [add NAME ROLE | role NAME ROLE | pass-phrase NAME | remove NAME | lock MINUTES]"));
      return FALSE;
    }
  return fine && cl_command_desk_list (line, error);
}

static gboolean
cl_command_recovery_run (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (GBytes) pdf = NULL;

  if (line->output == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_USAGE, _("The key is written on a paper and kept nowhere else. Say where: canlian recovery-key -o FILE.pdf"));
      return FALSE;
    }
  if (cl_command_line_open (line, error) == NULL || (pdf = cl_recovery_paper_make (line->store, error)) == NULL)
    return FALSE;
  if (!g_file_set_contents_full (line->output, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  cl_command_say (_("%s: print it, put it into the safe, and delete the file."), line->output);
  return TRUE;
}

/* Whoever forgot his pass-phrase cannot sign in: the words of the paper are what he has. */
static gboolean
cl_command_recover_run (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autofree char *words = NULL;

  line->store = cl_store_open (line->data, cl_command_line_load (line), CL_STORE_OPEN, error);
  if (line->store == NULL)
    return FALSE;
  words = cl_command_desk_ask (_("Words of the recovery key, all groups: "), "CANLIAN_RECOVERY_FILE", error);
  if (words == NULL || !cl_recovery_reset_passphrase (line->store, words, arguments[0], error))
    return FALSE;
  cl_command_say (_("%s has no pass-phrase any more. Set a new one: canlian desk pass-phrase %s --as %s"), arguments[0], arguments[0], arguments[0]);
  return TRUE;
}

const ClCommand cl_command_desk[] = {
  { "desk", "[add NAME ROLE …]", "none", 0, 3, N_("Say who may sit at the desk, and change it"),
    N_("add NAME ROLE, role NAME ROLE, pass-phrase NAME [--none], remove NAME, lock MINUTES. Roles: reads looks at lists; records also enters, imports, prints and sees private "
       "values; signs also exports and says what is signed and sent; keeps also backups, settings and the persons themselves. As long as nobody is set up, whoever starts the "
       "program is everything. CANLIAN_PASSPHRASE_FILE and CANLIAN_NEW_PASSPHRASE_FILE may name files from which pass-phrases are read instead of the terminal."),
    cl_command_desk_run },
  { "recovery-key", "-o FILE.pdf", "output", 0, 0, N_("Make a new recovery key and its paper for the head's safe"),
    N_("The file keeps the public half of the key alone. Whoever has the paper may take away a forgotten pass-phrase, canlian recover NAME, and open the sealed backups that were made "
       "from then on: canlian restore FILE --recovery-key"), cl_command_recovery_run },
  { "recover", "NAME", "", 1, 1, N_("Take a forgotten pass-phrase away by the recovery key"),
    N_("The words are asked for, or read from the first line of the file that CANLIAN_RECOVERY_FILE names: characters or pinyin with blanks between."), cl_command_recover_run },
  { NULL },
};
