#include "cl-ledger-private.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-description.h"

/* A duty that does not say how early it is told is told a month before. */
#define DUTY_WITHIN 30

/* Names that the store or the expression language has for itself. */
static const char *const reserved_fields[] = { "id", "rowid", "oid", "outer", NULL };
static const char *const reserved_ledgers[] = { "journal", "journal_changeset", "journal_record", "setting", "installation", "counter", "schema",
                                                "schema_version", "description", NULL };
static const char *const private_classes[] = { "id", "phone", "certificate", "account", "name", "health", "address", "numbers", NULL };

static const char *
translate (const char *text)
{
  return text != NULL && *text != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : text;
}

/* Translated texts are gettext's own or this interned source, so that nobody frees them. */
static const char *
get_translated (xmlNodePtr node, const char *attribute)
{
  g_autofree char *text = cl_description_get (node, attribute);

  return translate (g_intern_string (text));
}

/* Expressions are parted by '|' where one of them holds a space, else by spaces. */
static GStrv
get_expressions (xmlNodePtr node, const char *attribute)
{
  g_autofree char *text = cl_description_get (node, attribute);

  return cl_description_get_list (node, attribute, text != NULL && strchr (text, '|') != NULL ? "|" : " \n\t");
}

/* Names that begin so are an office's own: no upgrade brings one. */
static gboolean
is_kept_for_offices (const char *path, const char *name)
{
  return g_str_has_prefix (name, CL_OWN_PREFIX) && !g_str_has_prefix (path, CL_OWN_PATH);
}

static ClField *
parse_field (const char *path, xmlNodePtr node, GError **error)
{
  g_autofree char *type = cl_description_get (node, "type");
  g_autofree char *width = cl_description_get (node, "width");
  g_autofree char *word = cl_description_get (node, "word");
  g_autofree char *sum = cl_description_get (node, "sum");
  ClField *field = g_new0 (ClField, 1);

  field->path = g_strdup (path);
  field->line = xmlGetLineNo (node);
  field->name = cl_description_get (node, "name");
  field->label = cl_description_get (node, "label");
  field->context = word != NULL ? cl_description_get (node->parent, "name") : NULL;
  field->help = cl_description_get (node, "help");
  field->known_as = cl_description_get_list (node, "known-as", "|");
  if (field->known_as == NULL)
    field->known_as = g_new0 (char *, 1);
  field->several = cl_description_get_yes (node, "several");
  field->required = cl_description_get_yes (node, "required");
  field->unique = cl_description_get_yes (node, "unique");
  field->lasting = cl_description_get_yes (node, "lasting");
  field->unsummed = g_strcmp0 (sum, "no") == 0;
  field->searched = cl_description_get_yes (node, "search");
  field->own = g_str_has_prefix (path, CL_OWN_PATH) && g_str_has_prefix (field->name, CL_OWN_PREFIX);
  field->is_name = g_str_equal (field->name, "name") || g_str_has_suffix (field->name, "_name");
  field->private_class = cl_description_get (node, "private");
  field->target = cl_description_get (node, "to");
  field->codes_name = cl_description_get (node, "codes");
  field->width = width != NULL ? g_ascii_strtod (width, NULL) : 0;
  field->default_text = cl_description_get (node, "default");
  field->derive = cl_description_get (node, "derive");

  if (!cl_field_type_from_name (type, &field->type))
    cl_description_set_error (error, path, node, _("“%s” is no type of field. Take one that the schema names."), type);
  else if (g_strv_contains (reserved_fields, field->name) || strstr (field->name, "__") != NULL || is_kept_for_offices (path, field->name))
    cl_description_set_error (error, path, node, _("the program has the name “%s” for itself. Name the field otherwise."), field->name);
  else if (field->several && !cl_field_type_can_be_several (field->type))
    cl_description_set_error (error, path, node, _("a field of type %s holds one value. Take several=\"yes\" away from “%s”."), type, field->name);
  else if (field->several && field->unique)
    cl_description_set_error (error, path, node, _("a field with several values cannot be unique. Take one of the two away from “%s”."), field->name);
  else if ((field->type == CL_FIELD_REFERENCE) != (field->target != NULL))
    cl_description_set_error (error, path, node, field->target != NULL ? _("only a reference has to=\"…\". Take it away from “%s”.")
                                                                       : _("the reference “%s” does not say where to. Add to=\"LEDGER\"."), field->name);
  else if ((field->type == CL_FIELD_CODE) != (field->codes_name != NULL))
    cl_description_set_error (error, path, node, field->codes_name != NULL ? _("only a code has codes=\"…\". Take it away from “%s”.")
                                                                           : _("the code “%s” does not say of which list. Add codes=\"LIST\"."), field->name);
  else if (field->private_class != NULL && !g_strv_contains (private_classes, field->private_class))
    cl_description_set_error (error, path, node, _("“%s” is no class of private facts. Take one that the schema names."), field->private_class);
  else
    {
      if (field->type == CL_FIELD_ATTACHMENT)
        field->target = g_strdup ("attachment");
      return field;
    }
  cl_field_free (field);
  return NULL;
}

static void
parse_view (ClLedger *ledger, xmlNodePtr node)
{
  ClLedgerView *view = g_new0 (ClLedgerView, 1);

  view->name = cl_description_get (node, "name");
  view->title = get_translated (node, "title");
  view->where = cl_description_get (node, "where");
  view->columns = (const char *const *) get_expressions (node, "columns");
  view->order = cl_description_get (node, "order");
  cl_ledger_set_line (ledger, "view", ledger->views->len, xmlGetLineNo (node));
  g_ptr_array_add (ledger->views, view);
}

static void
parse_check (ClLedger *ledger, xmlNodePtr node)
{
  ClLedgerCheck *check = g_new0 (ClLedgerCheck, 1);

  check->field = cl_description_get (node, "field");
  check->when = cl_description_get (node, "when");
  check->message = get_translated (node, "message");
  cl_ledger_set_line (ledger, "check", ledger->checks->len, xmlGetLineNo (node));
  g_ptr_array_add (ledger->checks, check);
}

static int
get_days (xmlNodePtr node, const char *attribute, int usual)
{
  g_autofree char *text = cl_description_get (node, attribute);

  return text != NULL ? (int) g_ascii_strtoll (text, NULL, 10) : usual;
}

static void
parse_duty (ClLedger *ledger, xmlNodePtr node)
{
  ClLedgerDuty *duty = g_new0 (ClLedgerDuty, 1);

  duty->name = cl_description_get (node, "name");
  duty->title = get_translated (node, "title");
  duty->title_over = get_translated (node, "title-over");
  if (duty->title_over == NULL)
    duty->title_over = duty->title;
  duty->due = cl_description_get (node, "due");
  duty->where = cl_description_get (node, "where");
  duty->within = get_days (node, "within", DUTY_WITHIN);
  duty->since = get_days (node, "since", -1);
  duty->one = get_translated (node, "one");
  duty->many = get_translated (node, "many");
  duty->one_over = get_translated (node, "one-over");
  duty->many_over = get_translated (node, "many-over");
  cl_ledger_set_line (ledger, "duty", ledger->duties->len, xmlGetLineNo (node));
  g_ptr_array_add (ledger->duties, duty);
}

static void
parse_bands (ClLedger *ledger, xmlNodePtr node)
{
  ClLedgerBands *bands = g_new0 (ClLedgerBands, 1);
  g_auto (GStrv) from = cl_description_get_list (node, "from", " \n\t");
  int *numbers = g_new0 (int, g_strv_length (from));

  bands->name = cl_description_get (node, "name");
  bands->label = get_translated (node, "label");
  bands->header = cl_description_get (node, "known-as");
  bands->field = cl_description_get (node, "field");
  bands->n = g_strv_length (from);
  for (guint i = 0; i < bands->n; i++)
    numbers[i] = (int) g_ascii_strtoll (from[i], NULL, 10);
  bands->from = numbers;
  cl_ledger_set_line (ledger, "bands", ledger->bands->len, xmlGetLineNo (node));
  g_ptr_array_add (ledger->bands, bands);
}

static void
parse_statistic (ClLedger *ledger, xmlNodePtr node)
{
  ClLedgerStatistic *statistic = g_new0 (ClLedgerStatistic, 1);

  statistic->name = cl_description_get (node, "name");
  statistic->title = get_translated (node, "title");
  statistic->header = cl_description_get (node, "header");
  statistic->view = cl_description_get (node, "view");
  statistic->by = cl_description_get (node, "by");
  statistic->and_by = cl_description_get (node, "and");
  cl_ledger_set_line (ledger, "statistic", ledger->statistics->len, xmlGetLineNo (node));
  g_ptr_array_add (ledger->statistics, statistic);
}

static void
parse_dated (ClLedger *ledger, xmlNodePtr node)
{
  ClLedgerDated *dated = g_new0 (ClLedgerDated, 1);

  dated->into = cl_description_get (node, "into");
  dated->owner = cl_description_get (node, "owner");
  dated->fields = (const char *const *) cl_description_get_list (node, "fields", " \n\t");
  cl_ledger_set_line (ledger, "dated", ledger->dated->len, xmlGetLineNo (node));
  g_ptr_array_add (ledger->dated, dated);
}

/* "relation=01" in two. */
static void
split_pair (xmlNodePtr node, const char *attribute, const char **left, const char **right)
{
  g_autofree char *text = cl_description_get (node, attribute);
  g_auto(GStrv) parts = g_strsplit (text != NULL ? text : "", "=", 2);

  if (parts[0] != NULL && parts[1] != NULL)
    {
      *left = g_strdup (parts[0]);
      *right = g_strdup (parts[1]);
    }
}

static void
parse_through (ClLedger *ledger, xmlNodePtr node)
{
  ClLedgerThrough *through = g_new0 (ClLedgerThrough, 1);
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  through->field = cl_description_get (node, "field");
  through->match = (const char *const *) cl_description_get_list (node, "match", "| \n\t");
  through->create = cl_description_get_yes (node, "create");
  split_pair (node, "led-by", &through->leading_field, &through->leading_code);
  split_pair (node, "head", &through->head, &through->leader);
  for (xmlNodePtr set = cl_description_first (node, "set"); set != NULL; set = cl_description_next (set, "set"))
    {
      g_autofree char *field = cl_description_get (set, "field");
      g_autofree char *value = cl_description_get (set, "value");

      g_strv_builder_add (fields, field);
      g_strv_builder_add (values, value);
    }
  through->set_fields = (const char *const *) g_strv_builder_end (fields);
  through->set_values = (const char *const *) g_strv_builder_end (values);
  cl_ledger_set_line (ledger, "through", ledger->throughs->len, xmlGetLineNo (node));
  g_ptr_array_add (ledger->throughs, through);
}

static void
parse_import (ClLedger *ledger, xmlNodePtr node)
{
  for (xmlNodePtr child = cl_description_first (node, NULL); child != NULL; child = cl_description_next (child, NULL))
    {
      ClLedgerImportColumn *column;

      if (g_str_equal ((const char *) child->name, "through"))
        {
          parse_through (ledger, child);
          continue;
        }
      column = g_new0 (ClLedgerImportColumn, 1);
      column->path = cl_description_get (child, "path");
      column->known_as = (const char *const *) cl_description_get_list (child, "known-as", "|");
      cl_ledger_set_line (ledger, "column", ledger->import_columns->len, xmlGetLineNo (child));
      g_ptr_array_add (ledger->import_columns, column);
    }
}

static gboolean
parse_children (ClLedger *ledger, const char *path, xmlNodePtr root, GError **error)
{
  g_autoptr (GStrvBuilder) indices = g_strv_builder_new ();

  for (xmlNodePtr node = cl_description_first (root, NULL); node != NULL; node = cl_description_next (node, NULL))
    {
      const char *element = (const char *) node->name;

      if (g_str_equal (element, "field"))
        {
          ClField *field = parse_field (path, node, error);
          g_autofree char *name = field != NULL ? g_strdup (field->name) : NULL;

          if (field == NULL)
            return FALSE;
          if (!cl_ledger_add_field (ledger, field))
            {
              cl_description_set_error (error, path, node, _("the ledger has a field “%s” already. Name one of the two otherwise."), name);
              return FALSE;
            }
        }
      else if (g_str_equal (element, "view"))
        parse_view (ledger, node);
      else if (g_str_equal (element, "check"))
        parse_check (ledger, node);
      else if (g_str_equal (element, "duty"))
        parse_duty (ledger, node);
      else if (g_str_equal (element, "bands"))
        parse_bands (ledger, node);
      else if (g_str_equal (element, "statistic"))
        parse_statistic (ledger, node);
      else if (g_str_equal (element, "dated"))
        parse_dated (ledger, node);
      else if (g_str_equal (element, "import"))
        parse_import (ledger, node);
      else if (g_str_equal (element, "index"))
        {
          g_autofree char *fields = cl_description_get (node, "fields");
          g_strv_builder_add (indices, fields);
        }
    }
  ledger->indices = g_strv_builder_end (indices);
  return TRUE;
}

/* A ledger has a name and a title; an extension has neither, and nothing that would turn the other ledger round. */
static gboolean
check_root (const char *path, xmlNodePtr root, ClLedger *parsed, const char *extends, GError **error)
{
  if (extends == NULL && (parsed->name == NULL || parsed->title == NULL))
    cl_description_set_error (error, path, root, _("a ledger needs a name and a title. Add name=\"…\" and title=\"…\", or extends=\"LEDGER\"."));
  else if (extends != NULL && (parsed->name != NULL || parsed->title != NULL || parsed->order != NULL || parsed->columns != NULL ||
                               parsed->match != NULL || parsed->called != NULL || parsed->part_of != NULL || parsed->header != NULL))
    cl_description_set_error (error, path, root,
                              _("an extension has no name, title, order, columns or the like of its own: these are those of “%s”. Take them away."), extends);
  else if (extends != NULL && (cl_description_first (root, "dated") != NULL || cl_description_first (root, "import") != NULL))
    cl_description_set_error (error, path, root, _("an extension has only fields, indices, views, checks, duties, bands and statistics. Take the rest away."));
  else
    return TRUE;
  return FALSE;
}

static char *
make_table (const char *plugin, const char *name)
{
  char *table = plugin != NULL ? g_strconcat (plugin, "_", name, NULL) : g_strdup (name);

  return g_strcanon (table, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", '_');
}

/* Takes @document. */
static gboolean
parse_document (const char *path, xmlDocPtr document, const char *plugin, ClLedger **ledger, ClLedgerExtension **extension, GError **error)
{
  g_autoptr (ClLedger) parsed = NULL;
  g_autofree char *page = NULL, *extends = NULL;
  xmlNodePtr root;
  gboolean done = FALSE;

  if (document == NULL)
    return FALSE;
  root = xmlDocGetRootElement (document);
  extends = cl_description_get (root, "extends");
  page = cl_description_get (root, "page");
  parsed = cl_ledger_new ();
  parsed->path = g_strdup (path);
  parsed->line = xmlGetLineNo (root);
  parsed->plugin = g_strdup (plugin);
  parsed->name = cl_description_get (root, "name");
  parsed->title = cl_description_get (root, "title");
  parsed->header = cl_description_get (root, "header");
  parsed->called = cl_description_get (root, "called");
  parsed->order = cl_description_get (root, "order");
  parsed->icon = cl_description_get (root, "icon");
  parsed->counted = cl_description_get (root, "counted");
  parsed->part_of = cl_description_get (root, "part-of");
  parsed->page = page != NULL ? g_str_equal (page, "yes") : parsed->part_of == NULL;
  parsed->columns = get_expressions (root, "columns");
  parsed->match = cl_description_get_list (root, "match", "| \n\t");
  if (extends == NULL && parsed->name != NULL)
    parsed->table = make_table (plugin, parsed->name);

  if (extends == NULL && parsed->name != NULL &&
      (g_strv_contains (reserved_ledgers, parsed->table) || g_str_has_prefix (parsed->table, "sqlite_") || strstr (parsed->table, "__") != NULL ||
       is_kept_for_offices (path, parsed->name)))
    cl_description_set_error (error, path, root, _("the store has the name “%s” for itself. Name the ledger otherwise."), parsed->name);
  else
    done = check_root (path, root, parsed, extends, error) && parse_children (parsed, path, root, error);
  xmlFreeDoc (document);
  if (!done)
    return FALSE;
  if (extends != NULL)
    {
      *extension = g_new0 (ClLedgerExtension, 1);
      (*extension)->path = g_strdup (path);
      (*extension)->line = parsed->line;
      (*extension)->extends = g_steal_pointer (&extends);
      (*extension)->parts = g_steal_pointer (&parsed);
    }
  else
    {
      cl_ledger_settle (parsed);
      *ledger = g_steal_pointer (&parsed);
    }
  return TRUE;
}

/**
 * cl_ledger_parse:
 * @path: a file ledgers/NAME.xml
 * @plugin: (nullable): the plugin that brought it
 * @ledger: (out) (transfer full): the ledger, where the file describes one
 * @extension: (out) (transfer full): the extension, where it extends another
 * @error: return location, or NULL
 *
 * References, codes and paths are not looked up here but by cl_catalogue_finish(), when all descriptions are known.
 *
 * Returns: FALSE with FILE:LINE: and what is wrong
 */
gboolean
cl_ledger_parse (const char *path, const char *plugin, ClLedger **ledger, ClLedgerExtension **extension, GError **error)
{
  return parse_document (path, cl_description_load (path, "ledger", error), plugin, ledger, extension, error);
}

/* The same from memory, under the name @path. */
gboolean
cl_ledger_parse_text (const char *path, const char *text, ClLedger **ledger, ClLedgerExtension **extension, GError **error)
{
  return parse_document (path, cl_description_load_text (path, text, "ledger", error), NULL, ledger, extension, error);
}
