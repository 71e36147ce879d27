#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-date.h"
#include "cl-row-columns-private.h"
#include "cl-spoken.h"
#include "cl-widgets.h"

/* A character of 10.5 pt, the body size of office forms, in mm: widths in descriptions are millimetres of paper. */
#define MM_PER_EM 3.7
/* Columns give way this far before one of them is left out. */
#define SQUEEZE 0.9
#define LEAST_SCALE 0.5
/* One alone may be empty in all rows: of two as much is shown as there is room for. */
#define LEAST_COLUMNS 2

static double
measure_text (const char *text)
{
  double em = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    em += g_unichar_iswide (g_utf8_get_char (c)) ? 1 : 0.55;
  return em;
}

static double
measure_codes (ClCodes *codes)
{
  double em = 2;

  for (guint i = 0; i < cl_codes_get_n (codes); i++)
    em = MAX (em, measure_text (cl_codes_get_label (codes, cl_codes_get_code (codes, i))));
  return MIN (em, 7);
}

/* Width in em that shows the usual value of a field whole. */
static double
get_natural_width (const ClField *field)
{
  if (cl_field_get_width (field) > 0)
    /* Ten characters need their room on the screen, however small they are printed. */
    return MAX (cl_field_get_width (field) / MM_PER_EM, cl_field_get_field_type (field) == CL_FIELD_DATE ? 6 : 0);
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_DATE:
      return 6;
    case CL_FIELD_MONTH:
      return 4.5;
    case CL_FIELD_INTEGER:
      return 3.5;
    case CL_FIELD_MONEY:
      return 5;
    case CL_FIELD_BOOLEAN:
      return 3;
    case CL_FIELD_CODE:
      return measure_codes (cl_field_get_codes (field)) * (cl_field_is_several (field) ? 1.5 : 1);
    case CL_FIELD_CITIZEN_ID:
      return 10.5;
    case CL_FIELD_CERTIFICATE:
      return 11.5;
    case CL_FIELD_PHONE:
      return 7;
    case CL_FIELD_DIVISION_CODE:
      return 7;
    case CL_FIELD_LONG_TEXT:
      return 12;
    case CL_FIELD_REFERENCE:
    case CL_FIELD_ATTACHMENT:
    case CL_FIELD_TEXT:
    default:
      return 7;
    }
}

static void
describe_column (ClRowColumn *column, const char *path, const ClField *field)
{
  const char *name = field != NULL ? cl_field_get_name (field) : "";
  ClFieldType type = field != NULL ? cl_field_get_field_type (field) : CL_FIELD_TEXT;

  column->field = field;
  column->is_age = g_str_has_prefix (path, "age(") || g_str_has_prefix (path, "age (");
  column->is_number = column->is_age || type == CL_FIELD_INTEGER || type == CL_FIELD_MONEY || g_str_has_prefix (path, "count_of")
                      || g_str_has_prefix (path, "sum_of") || g_str_has_prefix (path, "years_between");
  column->is_date = type == CL_FIELD_DATE || type == CL_FIELD_MONTH;
  /* The core ledgers' word for the end of validity, of certificates and of assessments. */
  column->is_expiry = column->is_date && (g_str_equal (name, "expires") || g_str_has_suffix (name, "_expires"));
  /* A bare number says nothing to the ear; a name, a village, a category say themselves what they are. */
  column->says_title = field == NULL ? !column->is_age && column->is_number
                                     : column->is_date || column->is_number || type == CL_FIELD_BOOLEAN || type == CL_FIELD_PHONE || type == CL_FIELD_CITIZEN_ID
                                       || type == CL_FIELD_CERTIFICATE || type == CL_FIELD_DIVISION_CODE;
  column->em = field != NULL ? get_natural_width (field) : column->is_number ? 3.5 : 7;
  column->is_tight = column->em <= measure_text (column->title);
  column->em = MAX (column->em, measure_text (column->title)) + 1;
}

static void
columns_clear (gpointer data)
{
  ClRowColumns *columns = data;

  for (guint i = 0; i < columns->n; i++)
    g_free (columns->columns[i].title);
  g_free (columns->columns);
}

void
cl_row_columns_read (ClRowColumns *columns, ClRowModel *model, ClCatalogue *catalogue)
{
  columns_clear (columns);
  columns->n = cl_row_model_get_n_columns (model);
  columns->columns = g_new0 (ClRowColumn, columns->n);
  for (guint i = 0; i < columns->n; i++)
    {
      const char *path = cl_row_model_get_column_path (model, i);

      columns->columns[i].title = g_strdup (cl_row_model_get_column_title (model, i));
      /* What is not a path is an expression, and shown as it comes. */
      describe_column (&columns->columns[i], path, cl_catalogue_resolve (catalogue, cl_row_model_get_ledger (model), path, NULL, NULL));
    }
}

ClRowColumns *
cl_row_columns_new (ClRowModel *model, ClCatalogue *catalogue)
{
  ClRowColumns *columns = g_rc_box_new0 (ClRowColumns);

  cl_row_columns_read (columns, model, catalogue);
  return columns;
}

ClRowColumns *
cl_row_columns_ref (ClRowColumns *columns)
{
  return g_rc_box_acquire (columns);
}

void
cl_row_columns_unref (ClRowColumns *columns)
{
  g_rc_box_release_full (columns, columns_clear);
}

guint
cl_row_columns_get_n (ClRowColumns *columns)
{
  return columns->n;
}

gboolean
cl_row_column_is_expired (const ClRowColumn *column, const char *text)
{
  const char *today = cl_today ();

  /* A month is over when the next has begun: "2027-03" against "2027-03-15" compares the seven characters both have. */
  return column->is_expiry && *text != '\0' && strncmp (text, today, MIN (strlen (text), strlen (today))) < 0;
}

/* How the text of a cell is said, without its title. */
static char *
say_value (const ClRowColumn *column, const char *text)
{
  g_autofree char *paper = column->is_date ? cl_date_format_paper (text) : NULL;
  const char *value = paper != NULL ? paper : text;

  if (column->is_age)
    /* Translators: an age in full years, as the screen reader says it */
    return g_strdup_printf (_("%s years old"), value);
  if (cl_row_column_is_expired (column, text))
    /* Translators: a certificate's last day of validity that lies in the past */
    return g_strdup_printf (_("%s, expired"), value);
  if (column->field != NULL)
    return cl_spoken_number (cl_field_get_field_type (column->field), value);
  return g_strdup (value);
}

char *
cl_row_columns_say (ClRowColumns *columns, ClRow *row, guint number, guint of)
{
  GString *sentence = g_string_new (NULL);

  for (guint i = 0; i < columns->n; i++)
    {
      const ClRowColumn *column = &columns->columns[i];
      const char *text = cl_row_get_text (row, i);
      g_autofree char *value = NULL;

      if (*text == '\0')
        continue;
      value = say_value (column, text);
      if (sentence->len > 0)
        /* Translators: between the parts of a spoken row */
        g_string_append (sentence, _(", "));
      if (column->says_title)
        /* Translators: a column's title and its value within a spoken row */
        g_string_append_printf (sentence, C_("spoken", "%s %s"), column->title, value);
      else
        g_string_append (sentence, value);
    }
  if (sentence->len > 0)
    g_string_append (sentence, _(", "));
  if (of > 0)
    /* Translators: at the end of a spoken row */
    g_string_append_printf (sentence, _("row %u of %u"), number, of);
  else
    /* Translators: at the end of a spoken row, while it is not known yet how many there are */
    g_string_append_printf (sentence, _("row %u"), number);
  return g_string_free (sentence, FALSE);
}

/* "上河村，12 人，收入 30,000.00" and, where its rows are folded away, that. */
char *
cl_row_columns_say_heading (ClRowColumns *columns, ClRow *row, const char *counted)
{
  GString *sentence = g_string_new (NULL);
  g_autofree char *n = NULL;
  ClRowHeading heading;

  if (!cl_row_get_heading (row, &heading))
    return g_string_free (sentence, FALSE);
  n = cl_count_format (heading.n);
  /* Translators: the last row of a list with groups; also what of a group has no value */
  g_string_append (sentence, heading.is_total ? _("Total") : heading.title != NULL ? heading.title : _("not filled in"));
  /* Translators: a heading within a list: the group, how many it has, what they are counted in: "上河村，12 人" */
  g_string_append_printf (sentence, _(", %s %s"), n, counted);
  for (guint i = 1; i < columns->n; i++)
    if (*cl_row_get_text (row, i) != '\0')
      {
        g_string_append (sentence, _(", "));
        g_string_append_printf (sentence, C_("spoken", "%s %s"), columns->columns[i].title, cl_row_get_text (row, i));
      }
  if (!heading.is_total)
    /* Translators: after the heading of a group in a list */
    g_string_append (sentence, heading.is_folded ? _(", folded, Right unfolds") : _(", heading"));
  return g_string_free (sentence, FALSE);
}

char *
cl_row_columns_say_cell (ClRowColumns *columns, ClRow *row, guint column)
{
  const ClRowColumn *each = &columns->columns[column];
  const char *text = cl_row_get_text (row, column);
  g_autofree char *value = *text != '\0' ? say_value (each, text) : g_strdup (_("empty"));

  /* Translators: one cell of a spoken row: title, value, its place */
  return g_strdup_printf (_("%s: %s, column %u of %u"), each->title, value, column + 1, columns->n);
}

/* How soon a column may go where there is no room: long numbers first, since masked they tell least, then from the end. The first never. */
static guint
get_dispensability (const ClRowColumns *columns, guint i)
{
  const ClField *field = columns->columns[i].field;
  ClFieldType type = field != NULL ? cl_field_get_field_type (field) : CL_FIELD_TEXT;

  if (i == 0)
    return 0;
  if (type == CL_FIELD_CITIZEN_ID || type == CL_FIELD_CERTIFICATE)
    return 2000 + i;
  if (type == CL_FIELD_PHONE || type == CL_FIELD_DIVISION_CODE)
    return 1000 + i;
  return i;
}

/* A date or a number that is cut says nothing: the others give way. */
static gboolean
is_rigid (const ClRowColumn *column)
{
  ClFieldType type = column->field != NULL ? cl_field_get_field_type (column->field) : CL_FIELD_TEXT;

  return column->is_date || type == CL_FIELD_PHONE || type == CL_FIELD_CITIZEN_ID || type == CL_FIELD_CERTIFICATE || type == CL_FIELD_DIVISION_CODE;
}

/* Whether the columns that give way can do so alone, so that those no wider than their titles have them whole: two titles that are cut would be one to the eye. */
static gboolean
keeps_titles (const ClRowColumns *columns, const double *widths, double lack)
{
  double words = 0;

  for (guint i = 0; i < columns->n; i++)
    if (!is_rigid (&columns->columns[i]) && !columns->columns[i].is_tight)
      words += widths[i];
  return words * (1 - LEAST_SCALE) >= lack;
}

/* Widths in pixels for a row of @width: wide enough for the usual value, what is left over to the columns that hold words. Where there is no
 * room, columns are left out whole (width 0) rather than all cut: the ear and the details still have them. */
void
cl_row_columns_place (ClRowColumns *columns, double width, double em, double *widths)
{
  double sum = 0, words = 0, rigid = 0, scale, spare;
  gboolean keeps;
  guint n = columns->n;

  for (guint i = 0; i < columns->n; i++)
    {
      widths[i] = columns->columns[i].em * em;
      sum += widths[i];
    }
  while (sum * SQUEEZE > width && n > LEAST_COLUMNS)
    {
      guint least = 0;

      for (guint i = 1; i < columns->n; i++)
        if (widths[i] > 0 && get_dispensability (columns, i) > get_dispensability (columns, least))
          least = i;
      if (least == 0)
        break;
      sum -= widths[least];
      widths[least] = 0;
      n--;
    }
  if (sum <= 0)
    return;
  keeps = keeps_titles (columns, widths, sum - width);
  for (guint i = 0; i < columns->n; i++)
    if (is_rigid (&columns->columns[i]) || (keeps && sum > width && columns->columns[i].is_tight))
      rigid += widths[i];
    else if (!columns->columns[i].is_number)
      words += widths[i];
  scale = sum > rigid ? CLAMP ((width - rigid) / (sum - rigid), n > LEAST_COLUMNS ? LEAST_SCALE : 0.3, 1) : 1;
  /* No column grows beyond half as much again: the eye must find its way back from the far end. */
  spare = words > 0 ? MIN (0.5, MAX (0, width - sum) / words) : 0;
  for (guint i = 0; i < columns->n; i++)
    if (!is_rigid (&columns->columns[i]) && !(scale < 1 && keeps && columns->columns[i].is_tight))
      widths[i] *= scale < 1 ? scale : columns->columns[i].is_number ? 1 : 1 + spare;
}
