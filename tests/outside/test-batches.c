/* 附件3 of all villages without a mouse: the lines opened from the page of forms, printed as one job to a real queue, three of them brought back, the count heard,
 * taken back; the kept paper of one opened, and printed once more. */

#include "cl-outside-steps.h"

#include "../cups/cups.h"

#include <poppler.h>
#include <string.h>

static Cups cups;

static char *
kept_path (void)
{
  return g_build_filename (cups.root, "out", "kept.pdf", NULL);
}

/* What came out of the printer, taken away. */
static guint
wait_pages (void)
{
  g_autofree char *path = kept_path ();
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  PopplerDocument *document;
  guint pages;

  while (!cups_is_whole (path))
    {
      if (g_get_monotonic_time () > end)
        g_error ("Nothing came out of the printer");
      outside_pause (50);
    }
  document = poppler_document_new_from_file (uri, NULL, NULL);
  pages = (guint) poppler_document_get_n_pages (document);
  g_object_unref (document);
  g_unlink (path);
  return pages;
}

/* Answers the printer's dialog, which chooses the queue that was used last. */
static void
print_in_dialog (Outside *outside, gboolean first)
{
  g_autoptr (AtspiAccessible) dialog = outside_find (outside, ATSPI_ROLE_DIALOG, "*");
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  g_object_unref (outside_find_in (outside, dialog, OUTSIDE_ANY, "~CanlianKept"));
  if (first)
    outside_wait_focus (outside, OUTSIDE_ANY, "~Canlian");
  for (;;)
    {
      g_autoptr (AtspiAccessible) button = outside_find_in (outside, dialog, ATSPI_ROLE_PUSH_BUTTON, "~打印");

      if (outside_is (button, ATSPI_STATE_SENSITIVE))
        break;
      if (g_get_monotonic_time () > end)
        g_error ("The printer cannot be used");
      outside_pause (50);
    }
  outside_keys ("Return", NULL);
}

static void
test_batch (void)
{
  Outside *outside = outside_open (outside_office ("batches.canlian", TRUE));
  g_autofree char *none = g_strdup_printf (T ("%s: %u papers, none printed yet"), "附件 3", 12);
  g_autofree char *three = g_strdup_printf (T ("%s: %u of %u returned"), "附件 3", 3, 12);
  g_autofree char *zero = g_strdup_printf (T ("%s: %u of %u returned"), "附件 3", 0, 12);
  g_autoptr (AtspiAccessible) list = NULL;
  g_autofree char *register_of = NULL;

  outside_keys ("ctrl+m", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  outside_keys ("ctrl+b", NULL);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("Papers of the batch"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~上河村");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, none));
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "~村长"), ==, 12);
  /* What is missing is said in the line. */
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~联系电话"));

  outside_listen (outside);
  outside_keys ("ctrl+p", NULL);
  print_in_dialog (outside, TRUE);
  g_assert_cmpuint (wait_pages (), ==, 13); /* the contents page on top */
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, zero));
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "~已打印"), ==, 12);

  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("Home", "shift+Down", "shift+Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~东沟村");
  outside_listen (outside);
  outside_keys ("4", NULL);
  outside_hear (outside, three);
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "~已交回"), ==, 3);
  outside_pause (500);
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, zero));

  /* The kept paper, and once more. */
  outside_keys ("Home", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~上河村");
  outside_keys ("ctrl+shift+p", NULL);
  print_in_dialog (outside, FALSE);
  g_assert_cmpuint (wait_pages (), ==, 1);
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~上河村");
  outside_keys ("Escape", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  outside_quit (outside);

  register_of = outside_run ("--data", outside_path ("batches.canlian"), "list", "output", NULL);
  g_assert_nonnull (strstr (register_of, "-0013"));
  g_assert_null (strstr (register_of, "-0014"));
}

/* Ctrl+P on the paper of all villages: each has its own line in the register, so it goes through the lines. */
static void
test_from_paper (void)
{
  Outside *outside = outside_open (outside_office ("paper.canlian", TRUE));
  g_autofree char *zero = g_strdup_printf (T ("%s: %u of %u returned"), "附件 3", 0, 12);

  outside_keys ("ctrl+m", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print…"));
  outside_keys ("ctrl+p", NULL);
  print_in_dialog (outside, TRUE);
  g_assert_cmpuint (wait_pages (), ==, 13);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, zero));

  /* The list of prints has them too; the first of it is shown and printed again from there. */
  outside_show_page (outside, T ("Prints and exports"));
  outside_tab_to (outside, OUTSIDE_ANY, T ("Printed papers"));
  outside_keys ("space", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_MENU_ITEM, "*");
  outside_key_moves (outside, "Down");
  outside_wait_focus (outside, ATSPI_ROLE_MENU_ITEM, "~再次打印");
  outside_keys ("Return", NULL);
  print_in_dialog (outside, FALSE);
  g_assert_cmpuint (wait_pages (), ==, 1);
  outside_pause (500);
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, "*");
  outside_stop (outside);
}

/* Any PDF is heard and can be printed, without an office's file. */
static void
test_show (void)
{
  const char *office = outside_office ("show.canlian", TRUE), *pdf = outside_path ("show.pdf");
  g_autoptr (AtspiAccessible) list = NULL;
  Outside *outside;

  g_free (outside_run ("--data", office, "print", "attachment-3", "--set", "village=上河村", "-o", pdf, NULL));
  outside = outside_open_paper (pdf);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~张伟"));
  outside_keys ("ctrl+p", NULL);
  print_in_dialog (outside, TRUE);
  g_assert_cmpuint (wait_pages (), ==, 1);
  outside_stop (outside);
}

int
main (int argc, char **argv)
{
  int status;

  outside_begin (&argc, &argv);
  if (!cups_begin (&cups))
    {
      g_print ("1..0 # SKIP CUPS is not installed\n");
      return outside_end (0);
    }
  g_test_add_func ("/batches/all-villages", test_batch);
  g_test_add_func ("/batches/from-paper", test_from_paper);
  g_test_add_func ("/batches/show", test_show);
  status = g_test_run ();
  cups_end (&cups);
  return outside_end (status);
}
