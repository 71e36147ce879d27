#include "cl-config.h"

#include "cl-header-choice-private.h"

#include <glib/gi18n-lib.h>

#define HEADER_ROWS 20
#define HEADER_CHARS 12

/* By what a row begins with, but no numbers of persons. */
static char *
say_row (GPtrArray *cells, guint number)
{
  g_autofree char *begins = NULL;
  const char *text = "";

  for (guint i = 0; i < cells->len && *text == '\0'; i++)
    if (!g_ascii_isdigit (*(const char *) cells->pdata[i]))
      text = cells->pdata[i];
  begins = g_utf8_substring (text, 0, MIN (HEADER_CHARS, g_utf8_strlen (text, -1)));
  g_strdelimit (begins, "\r\n\t", ' ');
  /* Translators: a row of a sheet, and what it begins with */
  return g_strdup_printf (_("Row %u: %s"), number, begins);
}

GtkStringList *
cl_header_choice_list (const ClImportHead *head, guint header_row, guint *chosen)
{
  GtkStringList *strings = gtk_string_list_new (NULL);

  *chosen = GTK_INVALID_LIST_POSITION;
  for (guint i = 0; i < MIN (head->rows->len, HEADER_ROWS); i++)
    {
      guint number = g_array_index (head->numbers, guint, i);
      g_autofree char *words = say_row (head->rows->pdata[i], number);

      gtk_string_list_append (strings, words);
      if (number == header_row)
        *chosen = i;
    }
  if (*chosen == GTK_INVALID_LIST_POSITION)
    {
      *chosen = g_list_model_get_n_items (G_LIST_MODEL (strings));
      gtk_string_list_append (strings, _("None: told by what the columns hold"));
    }
  return strings;
}

guint
cl_header_choice_get_row (const ClImportHead *head, guint chosen)
{
  return chosen < MIN (head->numbers->len, HEADER_ROWS) ? g_array_index (head->numbers, guint, chosen) : 0;
}
