/* What others made, without structure tags: a PDF and pictures, shown from the command line and as a file that is opened. Their lines are heard one by one, page by page;
 * Ctrl+P opens the printer's dialog. Nothing of it is read in this process: canlian-render does. */

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "../view/paper.h"
#include "cl-outside-steps.h"

#define TITLE "村（社区）残协组织人员名单"

/* The dialog comes, takes the focus, and goes without having printed. */
static void
open_dialog (Outside *outside)
{
  g_autoptr (AtspiAccessible) dialog = NULL;
  g_autofree char *name = NULL;

  outside_keys ("ctrl+p", NULL);
  dialog = outside_find (outside, ATSPI_ROLE_DIALOG, "*");
  name = outside_name (dialog);
  g_object_unref (outside_find_in (outside, dialog, ATSPI_ROLE_PUSH_BUTTON, "~打印"));
  outside_wait_focus (outside, OUTSIDE_ANY, "*");
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_DIALOG, name);
}

/* Into the lines, from wherever the focus is, to the first of them. */
static void
go_to_lines (Outside *outside)
{
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_listen (outside);
  outside_keys ("ctrl+Home", NULL);
}

/* Down until @part is heard. */
static void
hear_below (Outside *outside, const char *part)
{
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (AtspiAccessible) row = outside_focused (outside);
      g_autofree char *name = row != NULL ? outside_name (row) : NULL;

      if (name != NULL && strstr (name, part) != NULL)
        {
          outside_hear (outside, part);
          return;
        }
      if (!outside_key_moves (outside, "Down"))
        break;
    }
  g_error ("“%s” is not among the lines", part);
}

static void
test_untagged (void)
{
  g_autoptr (GBytes) paper = paper_new (2, 5, FALSE);
  const char *path = outside_path ("foreign.pdf");
  g_autofree char *second = g_strdup_printf (T ("Page %u of %u"), 2, 2);
  g_autoptr (AtspiAccessible) list = NULL;
  Outside *outside;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (paper, NULL), (gssize) g_bytes_get_size (paper), NULL));
  outside = outside_open_paper (path);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, T ("This paper carries no structure: its text follows line by line.")));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~" TITLE));
  go_to_lines (outside);
  hear_below (outside, "附件 3");
  hear_below (outside, TITLE);
  hear_below (outside, "第1村");
  hear_below (outside, "阿达力·买买提");
  hear_below (outside, second);
  hear_below (outside, "第2村");
  open_dialog (outside);
  outside_quit (outside);
}

/* A picture has no lines: that is what is heard. */
static void
test_picture (gconstpointer data)
{
  const char *type = data;
  g_autofree char *name = g_strconcat ("scan.", type, NULL);
  const char *path = outside_path (name);
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 600, 400);
  g_autoptr (GError) error = NULL;
  g_autoptr (AtspiAccessible) list = NULL;
  Outside *outside;

  gdk_pixbuf_fill (picture, 0x20c040ff);
  g_assert_true (gdk_pixbuf_save (picture, path, type, &error, NULL));
  outside = outside_open (path);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, T ("This page has no text that can be read; it may be a picture.")));
  go_to_lines (outside);
  hear_below (outside, T ("This page has no text that can be read; it may be a picture."));
  open_dialog (outside);
  outside_quit (outside);
}

/* FORMS.md F18: the stamp on the document itself, by command and in the window; what is heard is the document, then the stamp's cells. */
static void
test_stamp (void)
{
  static const char items[] = "全宗号,年度,保管期限,机构（问题）,件号,题名,页数\nZ101,2025,永久,BGS,7,关于评残的通知,2\n";
  g_autoptr (GBytes) paper = paper_new (2, 5, FALSE);
  const char *office = outside_office ("stamp.canlian", FALSE), *scan = outside_path ("letter.pdf"), *sheet = outside_path ("items.csv"), *out = outside_path ("stamped.pdf");
  g_autofree char *named = g_strconcat ("scan=", scan, NULL), *alternative = g_strdup ("~来文扫描件，第 1 页，共 2 页");
  g_autoptr (AtspiAccessible) list = NULL, entry = NULL;
  Outside *outside;

  g_assert_true (g_file_set_contents (scan, g_bytes_get_data (paper, NULL), (gssize) g_bytes_get_size (paper), NULL));
  g_assert_true (g_file_set_contents (sheet, items, -1, NULL));
  g_free (outside_run ("--data", office, "import", sheet, "item", NULL));
  g_free (outside_run ("--data", office, "print", "filing-stamp-over", "--set", "item=Z101-WS·2025-Y-BGS-0007 关于评残的通知", "--set", named, "-o", out, NULL));
  g_assert_true (g_file_test (out, G_FILE_TEST_EXISTS));

  outside = outside_open (office);
  outside_keys ("ctrl+m", NULL);
  outside_choose (outside, T ("Form to fill"), "归档章（印在扫描件上）");
  outside_choose (outside, T ("Filed document"), "Z101-WS·2025-Y-BGS-0007 关于评残的通知");
  entry = outside_find (outside, ATSPI_ROLE_TEXT, T ("Scan, where it is not attached"));
  outside_set_text (entry, scan);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));
  g_object_unref (outside_find_in (outside, list, OUTSIDE_ANY, alternative));
  g_object_unref (outside_find_in (outside, list, OUTSIDE_ANY, "~0007"));
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/papers/untagged", test_untagged);
  g_test_add_data_func ("/papers/png", "png", test_picture);
  g_test_add_data_func ("/papers/jpeg", "jpeg", test_picture);
  g_test_add_func ("/papers/stamp", test_stamp);
  return outside_end (g_test_run ());
}
