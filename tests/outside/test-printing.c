/* 附件3 of a village to the printer and back, without a mouse: chosen, heard cell by cell with the headers of row and column, printed to a real queue, found in the
 * list of prints, said to have come back, undone. The keys from the start of the window to the printed paper are counted. */

#include "cl-outside-steps.h"

#include "../cups/cups.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <poppler.h>
#include <string.h>

#define VILLAGE "上河村"
/* WINDOW.md: beyond the village's name. */
#define MOST_KEYS 8

static Cups cups;
static guint pressed;

static void
key (const char *name)
{
  outside_keys (name, NULL);
  pressed++;
}

/* Stands for the village's name: in an office of many villages it is typed, in one of a few the arrows go there. */
static void
go_to_village (Outside *outside)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *name = focused ? outside_name (focused) : NULL;

      if (g_strcmp0 (name, VILLAGE) == 0)
        return;
      outside_key_moves (outside, "Down");
    }
  g_error ("The village cannot be reached");
}

static void
wait_printed (void)
{
  g_autofree char *path = g_build_filename (cups.root, "out", "kept.pdf", NULL);
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  while (!cups_is_whole (path))
    {
      if (g_get_monotonic_time () > end)
        g_error ("Nothing came out of the printer");
      outside_pause (50);
    }
}

/* The row of 张伟, into its cells, and down the column. */
static void
hear_table (Outside *outside)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));

  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~张伟"));
  outside_keys ("F6", "F6", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("ctrl+Home", NULL);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (AtspiAccessible) row = outside_focused (outside);
      g_autofree char *name = outside_name (row);

      if (strstr (name, "张伟") != NULL)
        break;
      outside_keys ("Down", NULL);
      outside_pause (60);
    }
  outside_listen (outside);
  outside_keys ("End", NULL);
  outside_hear (outside, "备注");
  outside_listen (outside);
  outside_keys ("Left", NULL);
  outside_hear (outside, "所担任的职务");
  outside_listen (outside);
  outside_keys ("Left", NULL);
  outside_hear (outside, "联系电话");
  /* Down the same column: who it is, then the cell with its header. */
  outside_listen (outside);
  outside_keys ("Down", NULL);
  outside_hear (outside, "联系电话");
}

/* Its Print button, once the printer has told what it can. */
static AtspiAccessible *
dialog_button (Outside *outside, AtspiAccessible *dialog)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  for (;;)
    {
      AtspiAccessible *button = outside_find_in (outside, dialog, ATSPI_ROLE_PUSH_BUTTON, "~打印");

      if (outside_is (button, ATSPI_STATE_SENSITIVE))
        return button;
      g_object_unref (button);
      if (g_get_monotonic_time () > end)
        g_error ("The printer cannot be used");
      outside_pause (50);
    }
}

/* The paper is in the list of prints with its state; all that are listed have come back; no, not yet. */
static void
come_back (Outside *outside)
{
  g_autoptr (AtspiAccessible) list = NULL;
  g_autofree char *all = g_strdup_printf ("~%s", T ("_All shown are"));

  outside_show_page (outside, T ("Prints and exports"));
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("Prints and exports"));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~已打印"));
  outside_tab_to (outside, OUTSIDE_ANY, T ("Printed papers"));
  outside_keys ("space", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_MENU_ITEM, "*");
  outside_keys ("Up", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_MENU_ITEM, all);
  outside_keys ("Return", NULL);
  outside_pause (500);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *name = focused ? outside_name (focused) : NULL;

      if (g_strcmp0 (name, "已交回") == 0)
        break;
      outside_key_moves (outside, "Down");
    }
  outside_keys ("Return", NULL);
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~已交回"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~-0001");
  outside_pause (500);
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~已打印"));
}

static void
test_printing (void)
{
  Outside *outside = outside_open (outside_office ("printing.canlian", TRUE));
  g_autoptr (AtspiAccessible) dialog = NULL;
  g_autofree char *form_choice = g_strdup_printf ("~%s", T ("Form to fill"));
  g_autofree char *village_choice = g_strdup_printf ("~%s", T ("Village"));
  g_autofree char *register_of = NULL;

  pressed = 0;
  key ("ctrl+m");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, form_choice);
  key ("Tab");
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, village_choice);
  key ("space");
  go_to_village (outside);
  key ("Return");
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~下河村");
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print…"));
  key ("ctrl+p");
  dialog = outside_find (outside, ATSPI_ROLE_DIALOG, "*");
  g_object_unref (outside_find_in (outside, dialog, OUTSIDE_ANY, "~CanlianKept"));
  outside_wait_focus (outside, OUTSIDE_ANY, "~Canlian");
  g_object_unref (dialog_button (outside, dialog));
  key ("Return");
  wait_printed ();
  g_test_message ("%u keys beyond the village's name", pressed);
  g_assert_cmpuint (pressed, <=, MOST_KEYS);

  hear_table (outside);
  come_back (outside);
  outside_quit (outside);
  register_of = outside_run ("--data", outside_path ("printing.canlian"), "list", "output", NULL);
  g_assert_nonnull (strstr (register_of, "-0001"));
  g_assert_nonnull (strstr (register_of, VILLAGE));
}

static char *
read_printed (void)
{
  g_autofree char *path = g_build_filename (cups.root, "out", "kept.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  PopplerDocument *paper = poppler_document_new_from_file (uri, NULL, &error);

  g_assert_no_error (error);
  for (int i = 0; i < poppler_document_get_n_pages (paper); i++)
    {
      PopplerPage *page = poppler_document_get_page (paper, i);
      g_autofree char *text = poppler_page_get_text (page);

      g_string_append (all, text);
      g_object_unref (page);
    }
  g_object_unref (paper);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* 工作交接清单 from the menu to the printer, with places for the three who sign. */
static void
test_handover (void)
{
  static const char *const signatories[] = { "移交人", "接收人", "监交人" };
  const char *file = outside_office ("handover.canlian", TRUE);
  g_autofree char *path = g_build_filename (cups.root, "out", "kept.pdf", NULL);
  g_autofree char *form_choice = g_strdup_printf ("~%s", T ("Form to fill"));
  g_autoptr (AtspiAccessible) list = NULL, dialog = NULL;
  g_autofree char *text = NULL;
  Outside *outside;

  g_unlink (path);
  outside = outside_open (file);
  outside_choose_in_submenu (outside, T ("The _office"), T ("Hand the _work over…"));
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, form_choice));
  for (gsize i = 0; i < G_N_ELEMENTS (signatories); i++)
    {
      g_autofree char *name = g_strconcat ("~", signatories[i], NULL);

      g_object_unref (outside_find_in (outside, list, OUTSIDE_ANY, name));
    }
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print…"));
  outside_keys ("ctrl+p", NULL);
  dialog = outside_find (outside, ATSPI_ROLE_DIALOG, "*");
  g_object_unref (outside_find_in (outside, dialog, OUTSIDE_ANY, "~CanlianKept"));
  outside_wait_focus (outside, OUTSIDE_ANY, "~Canlian");
  g_object_unref (dialog_button (outside, dialog));
  outside_keys ("Return", NULL);
  wait_printed ();
  outside_quit (outside);
  text = read_printed ();
  for (gsize i = 0; i < G_N_ELEMENTS (signatories); i++)
    g_assert_nonnull (strstr (text, signatories[i]));
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
  g_test_add_func ("/printing/village", test_printing);
  g_test_add_func ("/printing/handover", test_handover);
  status = g_test_run ();
  cups_end (&cups);
  return outside_end (status);
}
