#include "cl-catalogue-private.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-statistic-private.h"

/* What is not letters, digits, dots and underlines is an expression, which the query language judges. */
static gboolean
is_path (const char *text)
{
  if (!g_ascii_isalpha (*text) && *text != '_')
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_' && *p != '.')
      return FALSE;
  return TRUE;
}

/* A path as the expression language has it: beside fields there are "id" and, after a code, "rank". */
static gboolean
check_path (ClCatalogue *catalogue, ClLedger *ledger, const char *path, long line)
{
  g_autofree char *head = g_strdup (path);
  g_autoptr (GError) error = NULL;
  char *dot = strrchr (head, '.');
  const char *last = dot != NULL ? dot + 1 : head;

  if (g_str_equal (last, "id") || g_str_equal (last, "rank"))
    {
      const ClField *field;

      if (dot == NULL)
        {
          if (g_str_equal (last, "id"))
            return TRUE;
        }
      else
        {
          gboolean rank = g_str_equal (last, "rank");

          *dot = '\0';
          field = cl_catalogue_resolve (catalogue, ledger, head, NULL, NULL);
          if (field != NULL && (rank ? field->type == CL_FIELD_CODE : cl_field_is_link (field)))
            return TRUE;
        }
    }
  if (cl_catalogue_resolve (catalogue, ledger, path, NULL, &error) != NULL)
    return TRUE;
  cl_catalogue_complain (catalogue, ledger->path, line, "%s", error->message);
  return FALSE;
}

static gboolean
check_expressions (ClCatalogue *catalogue, ClLedger *ledger, const char *const *expressions, long line)
{
  gboolean good = TRUE;

  for (guint i = 0; expressions != NULL && expressions[i] != NULL; i++)
    if (is_path (expressions[i]))
      good = check_path (catalogue, ledger, expressions[i], line) && good;
  return good;
}

/* "post.rank, start desc": each part's first word. */
static gboolean
check_order (ClCatalogue *catalogue, ClLedger *ledger, const char *order, long line)
{
  g_auto (GStrv) parts = g_strsplit (order != NULL ? order : "", ",", -1);
  gboolean good = TRUE;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (g_strstrip (parts[i]), " \n\t", 2);
      gboolean direction = words[0] != NULL && (words[1] == NULL || g_ascii_strncasecmp (words[1], "asc", 3) == 0 ||
                                                g_ascii_strncasecmp (words[1], "desc", 4) == 0 || g_ascii_strncasecmp (words[1], "nulls", 5) == 0);

      if (direction && is_path (words[0]))
        good = check_path (catalogue, ledger, words[0], line) && good;
    }
  return good;
}

static gboolean
check_own_field (ClCatalogue *catalogue, ClLedger *ledger, ClLedger *holder, const char *name, long line)
{
  if (cl_ledger_find_field (holder, name) != NULL)
    return TRUE;
  cl_catalogue_complain (catalogue, ledger->path, line, _("the ledger “%s” has no field “%s”. Correct the name, or add the field."), holder->name, name);
  return FALSE;
}

/* Alternatives of names joined by '+'. */
static gboolean
check_match (ClCatalogue *catalogue, ClLedger *ledger, ClLedger *holder, const char *const *match, long line)
{
  gboolean good = TRUE;

  for (guint i = 0; match != NULL && match[i] != NULL; i++)
    {
      g_auto (GStrv) names = g_strsplit (match[i], "+", -1);
      for (guint j = 0; names[j] != NULL; j++)
        good = check_own_field (catalogue, ledger, holder, names[j], line) && good;
    }
  return good;
}

static gboolean
check_date_field (ClCatalogue *catalogue, ClLedger *ledger, ClLedger *into, const char *name, long line)
{
  const ClField *field = cl_ledger_find_field (into, name);

  if (field != NULL && field->type == CL_FIELD_DATE)
    return TRUE;
  cl_catalogue_complain (catalogue, ledger->path, line, _("dated rows need the date “%s” in the ledger “%s”. Add the field there."), name, into->name);
  return FALSE;
}

static gboolean
check_dated (ClCatalogue *catalogue, ClLedger *ledger, const ClLedgerDated *dated, long line)
{
  ClLedger *into = cl_catalogue_find_ledger (catalogue, dated->into);
  const ClField *owner;
  gboolean good;

  if (into == NULL)
    {
      cl_catalogue_complain (catalogue, ledger->path, line, _("there is no ledger “%s”. Correct the name, or add the ledger."), dated->into);
      return FALSE;
    }
  owner = cl_ledger_find_field (into, dated->owner);
  if (owner == NULL || owner->type != CL_FIELD_REFERENCE || g_strcmp0 (owner->target, ledger->name) != 0)
    {
      cl_catalogue_complain (catalogue, ledger->path, line, _("“%s” is no reference of “%s” back to “%s”. Name the field that is."), dated->owner,
                             into->name, ledger->name);
      return FALSE;
    }
  good = check_date_field (catalogue, ledger, into, "start", line) && check_date_field (catalogue, ledger, into, "end", line);
  for (guint i = 0; dated->fields != NULL && dated->fields[i] != NULL; i++)
    good = check_own_field (catalogue, ledger, ledger, dated->fields[i], line) &&
           check_own_field (catalogue, ledger, into, dated->fields[i], line) && good;
  return good;
}

static gboolean
check_through (ClCatalogue *catalogue, ClLedger *ledger, const ClLedgerThrough *through, long line)
{
  const ClField *field = cl_ledger_find_field (ledger, through->field);
  ClLedger *target = field != NULL && field->type == CL_FIELD_REFERENCE ? cl_catalogue_find_ledger (catalogue, field->target) : NULL;
  gboolean good;

  if (target == NULL || field->several)
    {
      cl_catalogue_complain (catalogue, ledger->path, line, _("“%s” is no single reference of “%s”. Name a field that is."), through->field, ledger->name);
      return FALSE;
    }
  good = check_match (catalogue, ledger, target, through->match, line);
  for (guint i = 0; through->set_fields[i] != NULL; i++)
    good = check_own_field (catalogue, ledger, target, through->set_fields[i], line) && good;
  if (through->leading_field != NULL)
    good = check_own_field (catalogue, ledger, ledger, through->leading_field, line) && good;
  if (through->leader != NULL)
    good = check_own_field (catalogue, ledger, ledger, through->leader, line) && check_own_field (catalogue, ledger, target, through->head, line) && good;
  return good;
}

static gboolean
check_bands (ClCatalogue *catalogue, ClLedger *ledger, const ClLedgerBands *bands, long line)
{
  const ClField *field = cl_ledger_find_field (ledger, bands->field);

  if (field == NULL || field->several || (field->type != CL_FIELD_DATE && field->type != CL_FIELD_INTEGER))
    {
      cl_catalogue_complain (catalogue, ledger->path, line, _("“%s” is no single date or whole number of “%s”. Name a field that is."), bands->field, ledger->name);
      return FALSE;
    }
  if (cl_ledger_find_field (ledger, bands->name) != NULL || cl_ledger_find_bands (ledger, bands->name) != bands)
    {
      cl_catalogue_complain (catalogue, ledger->path, line, _("the ledger has “%s” already. Name one of the two otherwise."), bands->name);
      return FALSE;
    }
  for (guint i = 1; i < bands->n; i++)
    if (bands->from[i] <= bands->from[i - 1])
      {
        cl_catalogue_complain (catalogue, ledger->path, line, _("the bands of “%s” do not rise. Put the numbers in order, each once."), bands->name);
        return FALSE;
      }
  return TRUE;
}

/* What a chart may be counted by. */
static gboolean
check_counted (ClCatalogue *catalogue, ClLedger *ledger, const char *path, long line)
{
  g_autoptr (GError) error = NULL;
  ClKey key;

  if (!cl_key_read (catalogue, ledger, path, &key, &error))
    {
      cl_catalogue_complain (catalogue, ledger->path, line, "%s", error->message);
      return FALSE;
    }
  cl_key_clear (&key);
  return TRUE;
}

static gboolean
check_statistic (ClCatalogue *catalogue, ClLedger *ledger, const ClLedgerStatistic *statistic, long line)
{
  if (statistic->view != NULL && cl_ledger_find_view (ledger, statistic->view) == NULL)
    {
      cl_catalogue_complain (catalogue, ledger->path, line, _("the ledger has no view “%s”. Correct the name, or leave it out."), statistic->view);
      return FALSE;
    }
  if (cl_ledger_find_statistic (ledger, statistic->name) != statistic)
    {
      cl_catalogue_complain (catalogue, ledger->path, line, _("the ledger has “%s” already. Name one of the two otherwise."), statistic->name);
      return FALSE;
    }
  return check_counted (catalogue, ledger, statistic->by, line) && (statistic->and_by == NULL || check_counted (catalogue, ledger, statistic->and_by, line));
}

static gboolean
check_parts (ClCatalogue *catalogue, ClLedger *ledger)
{
  gboolean good = TRUE;

  for (guint i = 0; i < ledger->views->len; i++)
    {
      const ClLedgerView *view = ledger->views->pdata[i];
      long line = cl_ledger_get_line (ledger, "view", i);

      good = check_expressions (catalogue, ledger, view->columns, line) && check_order (catalogue, ledger, view->order, line) && good;
      if (cl_ledger_find_view (ledger, view->name) != view)
        {
          cl_catalogue_complain (catalogue, ledger->path, line, _("the ledger has a view “%s” already. Name one of the two otherwise."), view->name);
          good = FALSE;
        }
    }
  for (guint i = 0; i < ledger->checks->len; i++)
    {
      const ClLedgerCheck *check = ledger->checks->pdata[i];
      good = check_own_field (catalogue, ledger, ledger, check->field, cl_ledger_get_line (ledger, "check", i)) && good;
    }
  for (guint i = 0; i < ledger->duties->len; i++)
    for (guint j = 0; j < i; j++)
      if (g_str_equal (((const ClLedgerDuty *) ledger->duties->pdata[i])->name, ((const ClLedgerDuty *) ledger->duties->pdata[j])->name))
        {
          cl_catalogue_complain (catalogue, ledger->path, cl_ledger_get_line (ledger, "duty", i), _("the ledger has a duty “%s” already. Name one of the two otherwise."),
                                 ((const ClLedgerDuty *) ledger->duties->pdata[i])->name);
          good = FALSE;
        }
  for (guint i = 0; i < ledger->bands->len; i++)
    good = check_bands (catalogue, ledger, ledger->bands->pdata[i], cl_ledger_get_line (ledger, "bands", i)) && good;
  for (guint i = 0; i < ledger->statistics->len; i++)
    good = check_statistic (catalogue, ledger, ledger->statistics->pdata[i], cl_ledger_get_line (ledger, "statistic", i)) && good;
  for (guint i = 0; i < ledger->dated->len; i++)
    good = check_dated (catalogue, ledger, ledger->dated->pdata[i], cl_ledger_get_line (ledger, "dated", i)) && good;
  for (guint i = 0; i < ledger->throughs->len; i++)
    good = check_through (catalogue, ledger, ledger->throughs->pdata[i], cl_ledger_get_line (ledger, "through", i)) && good;
  for (guint i = 0; i < ledger->import_columns->len; i++)
    {
      const ClLedgerImportColumn *column = ledger->import_columns->pdata[i];
      good = check_path (catalogue, ledger, column->path, cl_ledger_get_line (ledger, "column", i)) && good;
    }
  for (guint i = 0; ledger->indices != NULL && ledger->indices[i] != NULL; i++)
    {
      g_auto (GStrv) names = g_strsplit (ledger->indices[i], ",", -1);
      for (guint j = 0; names[j] != NULL; j++)
        good = check_own_field (catalogue, ledger, ledger, g_strstrip (names[j]), ledger->line) && good;
    }
  return good;
}

/* Finds the field's code list, and tries its default. */
gboolean
cl_catalogue_check_field (ClCatalogue *catalogue, ClField *field)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (field->target != NULL && cl_catalogue_find_ledger (catalogue, field->target) == NULL)
    {
      cl_catalogue_complain (catalogue, field->path, field->line, _("“%s” refers to the ledger “%s”, which is not there. Correct the name, or add the ledger."),
                             field->name, field->target);
      return FALSE;
    }
  if (field->codes_name != NULL && field->codes == NULL)
    {
      ClCodes *codes = cl_catalogue_find_codes (catalogue, field->codes_name);
      if (codes == NULL)
        {
          cl_catalogue_complain (catalogue, field->path, field->line,
                                 _("“%s” takes the code list “%s”, which is not there. Correct the name, or add codes/%s.xml."), field->name,
                                 field->codes_name, field->codes_name);
          return FALSE;
        }
      field->codes = cl_codes_ref (codes);
    }
  if (field->default_text != NULL && !(g_str_equal (field->default_text, "today") && (field->type == CL_FIELD_DATE || field->type == CL_FIELD_MONTH)) &&
      !cl_field_parse (field, field->default_text, &value, &error))
    {
      cl_catalogue_complain (catalogue, field->path, field->line, _("the default of “%s” cannot be taken. %s"), field->name, error->message);
      return FALSE;
    }
  return TRUE;
}

gboolean
cl_catalogue_check_ledger (ClCatalogue *catalogue, ClLedger *ledger)
{
  gboolean good = TRUE;

  for (guint i = 0; i < ledger->fields->len; i++)
    good = cl_catalogue_check_field (catalogue, ledger->fields->pdata[i]) && good;
  /* Paths through a field that is wrong would only be told a second time. */
  if (!good)
    return FALSE;
  if (ledger->part_of != NULL)
    {
      const ClField *owner = cl_ledger_find_field (ledger, ledger->part_of);

      if (owner == NULL || owner->type != CL_FIELD_REFERENCE || owner->several)
        {
          cl_catalogue_complain (catalogue, ledger->path, ledger->line, _("part-of names “%s”, which is no single reference of the ledger. Name one that is."),
                                 ledger->part_of);
          return FALSE;
        }
    }
  good = check_expressions (catalogue, ledger, (const char *const *) ledger->columns, ledger->line);
  good = check_order (catalogue, ledger, ledger->order, ledger->line) && good;
  if (is_path (ledger->called))
    good = check_path (catalogue, ledger, ledger->called, ledger->line) && good;
  good = check_match (catalogue, ledger, ledger, (const char *const *) ledger->match, ledger->line) && good;
  return check_parts (catalogue, ledger) && good;
}

static void
move_all (GPtrArray *from, GPtrArray *to)
{
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

/* The lines they stand at go with them. */
static void
move_with_lines (ClLedger *parts, GPtrArray *from, ClLedger *ledger, GPtrArray *to, const char *kind)
{
  for (guint i = 0; i < from->len; i++)
    cl_ledger_set_line (ledger, kind, to->len + i, cl_ledger_get_line (parts, kind, i));
  move_all (from, to);
}

/* All of an extension or nothing: a half of an office's own fields would look like lost data. */
void
cl_catalogue_apply_extension (ClCatalogue *catalogue, ClLedgerExtension *extension)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, extension->extends);
  ClLedger *parts = extension->parts;
  g_autoptr (GStrvBuilder) indices = NULL;
  gboolean good = TRUE;

  if (ledger == NULL)
    {
      cl_catalogue_complain (catalogue, extension->path, extension->line, _("there is no ledger “%s” to extend. Correct the name, or add the ledger."),
                             extension->extends);
      return;
    }
  for (guint i = 0; i < parts->fields->len; i++)
    {
      ClField *field = parts->fields->pdata[i];

      if (cl_ledger_find_field (ledger, field->name) != NULL)
        {
          cl_catalogue_complain (catalogue, field->path, field->line, _("the ledger “%s” has a field “%s” already. Name this one otherwise."),
                                 ledger->name, field->name);
          good = FALSE;
        }
      good = cl_catalogue_check_field (catalogue, field) && good;
    }
  for (guint i = 0; i < parts->checks->len; i++)
    {
      const ClLedgerCheck *check = parts->checks->pdata[i];
      if (cl_ledger_find_field (parts, check->field) == NULL)
        good = check_own_field (catalogue, parts, ledger, check->field, cl_ledger_get_line (parts, "check", i)) && good;
    }
  for (guint i = 0; i < parts->views->len; i++)
    {
      const ClLedgerView *view = parts->views->pdata[i];
      if (cl_ledger_find_view (ledger, view->name) != NULL || cl_ledger_find_view (parts, view->name) != view)
        {
          cl_catalogue_complain (catalogue, parts->path, cl_ledger_get_line (parts, "view", i),
                                 _("the ledger has a view “%s” already. Name one of the two otherwise."), view->name);
          good = FALSE;
        }
    }
  if (!good)
    return;
  g_hash_table_remove_all (parts->by_name);
  for (gsize n = parts->fields->len; n > 0; n--)
    cl_ledger_add_field (ledger, g_ptr_array_steal_index (parts->fields, 0));
  move_all (parts->views, ledger->views);
  move_all (parts->checks, ledger->checks);
  move_with_lines (parts, parts->duties, ledger, ledger->duties, "duty");
  move_with_lines (parts, parts->bands, ledger, ledger->bands, "bands");
  move_with_lines (parts, parts->statistics, ledger, ledger->statistics, "statistic");
  if (parts->indices == NULL || parts->indices[0] == NULL)
    return;
  indices = g_strv_builder_new ();
  g_strv_builder_addv (indices, (const char **) ledger->indices);
  g_strv_builder_addv (indices, (const char **) parts->indices);
  g_strfreev (ledger->indices);
  ledger->indices = g_strv_builder_end (indices);
}

/**
 * cl_catalogue_resolve:
 * @catalogue: a catalogue
 * @ledger: where the path begins
 * @path: "organisation.division.name"
 * @holder: (out) (optional) (transfer none): the ledger that has the last field
 * @error: return location, or NULL
 *
 * Any thread. "id" and the rank of a code are no fields and not found here.
 *
 * Returns: (transfer none): the last field, or NULL with CL_ERROR_NOT_FOUND
 */
const ClField *
cl_catalogue_resolve (ClCatalogue *catalogue, ClLedger *ledger, const char *path, ClLedger **holder, GError **error)
{
  g_auto (GStrv) names = NULL;
  const ClField *field = NULL;

  g_return_val_if_fail (ledger != NULL && path != NULL, NULL);

  names = g_strsplit (path, ".", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (i > 0)
        {
          ClLedger *next = cl_field_is_link (field) ? cl_catalogue_find_ledger (catalogue, field->target) : NULL;

          if (next == NULL)
            {
              g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” in “%s” is no reference, and nothing can follow it. Correct the path."), field->name,
                           path);
              return NULL;
            }
          ledger = next;
        }
      if ((field = cl_ledger_find_field (ledger, names[i])) == NULL)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("the ledger “%s” has no field “%s”. Correct the name, or add the field."), ledger->name,
                       names[i]);
          return NULL;
        }
    }
  if (field == NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("a path is empty. Name a field of the ledger “%s”."), ledger->name);
  if (field != NULL && holder != NULL)
    *holder = ledger;
  return field;
}
