#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <gio/gio.h>
#include <locale.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cl-application.h"
#include "cl-command.h"
#include "cl-config.h"
#include "cl-description-known.h"
#include "cl-paths.h"
#include "cl-pdf-scan.h"

/* The program is for Chinese offices: where neither a language nor a country was ever chosen ("C.UTF-8", or nothing at all), it speaks Chinese.
 * LANGUAGE=en, LC_ALL=C or any other locale is a choice and is kept. */
static void
cl_main_set_language (void)
{
  const char *language = g_getenv ("LANGUAGE"), *all = g_getenv ("LC_ALL");
  const char *locale_dir = g_getenv ("CANLIAN_LOCALE_DIR");
  const char *messages;

  setlocale (LC_ALL, "");
  messages = setlocale (LC_MESSAGES, NULL);
  if ((language == NULL || *language == '\0') && g_strcmp0 (all, "C") != 0 && g_strcmp0 (all, "POSIX") != 0 &&
      (messages == NULL || g_str_equal (messages, "C") || g_str_equal (messages, "POSIX") || g_str_has_prefix (messages, "C.")))
    {
      g_setenv ("LANGUAGE", "zh_CN", TRUE);
      if (setlocale (LC_ALL, "zh_CN.UTF-8") == NULL)
        setlocale (LC_ALL, "C.UTF-8");
    }
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : CL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* What the memory holds is personal: where the program dies none of it is written anywhere. A limit of nothing keeps files away; a dump that the system pipes to
 * a program of its own, which no limit forbids, is told by the filter to take no memory at all. prctl (PR_SET_DUMPABLE) would do both, and would keep the desktop's
 * portals from looking at who asks them. */
static void
cl_main_forbid_dumps (void)
{
  const struct rlimit none = { 0, 0 };
  int filter = g_open ("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC, 0);

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("Core dumps could not be forbidden");
  if (filter < 0)
    return;
  if (write (filter, "0", 1) != 1)
    g_debug ("What a core dump holds could not be limited");
  close (filter);
}

/* All descriptions are read at each start, and are seldom others than the last time. */
static void
cl_main_remember_descriptions (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "canlian", NULL), *path = g_build_filename (folder, "descriptions", NULL);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    cl_description_remember (path);
}

/* "--data FILE", "--today DATE" and "--as NAME" stand before the command as well as after it. Returns the index of the first word that is none of them, or -1. */
static int
cl_main_take_options (int argc, char **argv, const char **data, const char **today, const char **as)
{
  int i = 1;

  while (i < argc)
    {
      const char **target = NULL;
      const char *equals;

      if (g_str_equal (argv[i], "--data") || g_str_has_prefix (argv[i], "--data="))
        target = data;
      else if (g_str_equal (argv[i], "--today") || g_str_has_prefix (argv[i], "--today="))
        target = today;
      else if (g_str_equal (argv[i], "--as") || g_str_has_prefix (argv[i], "--as="))
        target = as;
      else
        return i;

      equals = strchr (argv[i], '=');
      if (equals == NULL && i + 1 >= argc)
        {
          cl_command_complain (_("canlian: %s wants a word behind it."), argv[i]);
          return -1;
        }
      *target = equals != NULL ? equals + 1 : argv[i + 1];
      i += equals != NULL ? 1 : 2;
    }
  return i;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *default_file = NULL;
  const char *data = NULL, *today = NULL, *as = NULL, *word;
  int first;

  cl_main_forbid_dumps ();
  cl_main_set_language ();
  g_set_prgname ("canlian");
  g_set_application_name (_("Canlian"));

  for (int i = 1; i < argc; i++)
    if (!g_utf8_validate (argv[i], -1, NULL))
      {
        cl_command_complain (_("canlian: Word %d is not UTF-8. Type it in a terminal set to UTF-8, or rename the file."), i);
        return 2;
      }
  first = cl_main_take_options (argc, argv, &data, &today, &as);
  if (first < 0)
    return 2;
  word = first < argc ? argv[first] : NULL;
  cl_main_remember_descriptions ();
  cl_pdf_scan_start ();

  if (word != NULL && (g_str_equal (word, "--help") || g_str_equal (word, "-h")))
    {
      cl_command_print_help ();
      return 0;
    }
  if (word != NULL && g_str_equal (word, "--version"))
    {
      cl_command_say ("canlian %s", CL_VERSION);
      return 0;
    }
  if (word != NULL && g_str_equal (word, "show") && argc - first == 2)
    return cl_application_main (argv[first + 1]);
  if (word != NULL && cl_command_is_known (word))
    return cl_command_main (argc - first, argv + first, data, today, as);

  /* What is left is a file for the window, or a mistake. */
  if (word != NULL && (*word == '-' || argc - first > 1 || (!strchr (word, '/') && !strchr (word, '.') && !g_file_test (word, G_FILE_TEST_EXISTS))))
    {
      cl_command_complain (_("canlian: There is no command “%s”. “canlian --help” lists them."), word);
      return 2;
    }
  if (today != NULL && !cl_today_set (today, &error))
    {
      cl_command_complain ("canlian: %s", error->message);
      return 2;
    }
  if (word == NULL)
    word = data;
  if (word == NULL)
    word = default_file = cl_paths_get_default_file ();
  return cl_application_main (word);
}
