#include "cl-config.h"

#include "cl-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-date.h"
#include "cl-description.h"
#include "cl-error.h"
#include "cl-expression-private.h"

typedef struct
{
  char *name;
  char *value;
  char *over; /* the ledger that a phrase is about; NULL: the rule's own, or a number */
} Definition;

/* Text with expressions in braces: literals at even places, expressions at odd ones. */
typedef GPtrArray Sentence;

typedef struct
{
  char *name;
  char *each;
  char *where;
  char *clause;
  GPtrArray *definitions; /* Definition */
  char *condition;
  gboolean off;
  Sentence *sentence;
  Sentence *missing; /* or NULL */
  Sentence *sheet[CL_FINDING_N_PARTS]; /* each or NULL */
} Rule;

struct _ClRules
{
  ClCatalogue *catalogue;
  char *name;
  char *title;
  char *locality;
  char *source;
  char *from;
  char *until;
  GPtrArray *numbers; /* Definition, numbers and phrases for all rules */
  GPtrArray *rules;   /* Rule */
};

static void
free_definition_cb (gpointer data)
{
  Definition *definition = data;

  g_free (definition->name);
  g_free (definition->value);
  g_free (definition->over);
  g_free (definition);
}

static void
free_rule_cb (gpointer data)
{
  Rule *rule = data;

  g_free (rule->name);
  g_free (rule->each);
  g_free (rule->where);
  g_free (rule->clause);
  g_ptr_array_unref (rule->definitions);
  g_free (rule->condition);
  g_clear_pointer (&rule->sentence, g_ptr_array_unref);
  g_clear_pointer (&rule->missing, g_ptr_array_unref);
  for (guint i = 0; i < CL_FINDING_N_PARTS; i++)
    g_clear_pointer (&rule->sheet[i], g_ptr_array_unref);
  g_free (rule);
}

/**
 * cl_finding_free:
 * @finding: (transfer full) (nullable): a finding
 */
void
cl_finding_free (ClFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->ledger);
  g_free (finding->sentence);
  g_free (finding->clause);
  g_free (finding->rule);
  for (guint i = 0; i < CL_FINDING_N_PARTS; i++)
    g_free (finding->parts[i]);
  g_free (finding);
}

/**
 * cl_rules_free:
 * @rules: (transfer full) (nullable): a rule set
 */
void
cl_rules_free (ClRules *rules)
{
  if (rules == NULL)
    return;
  g_clear_object (&rules->catalogue);
  g_free (rules->name);
  g_free (rules->title);
  g_free (rules->locality);
  g_free (rules->source);
  g_free (rules->from);
  g_free (rules->until);
  g_ptr_array_unref (rules->numbers);
  g_ptr_array_unref (rules->rules);
  g_free (rules);
}

/* "共 {total} 人" -> "共 ", "total", " 人". Line ends of the file are only layout. */
static Sentence *
read_sentence (xmlNodePtr node, const char *path, GError **error)
{
  g_autoptr (GPtrArray) sentence = g_ptr_array_new_with_free_func (g_free);
  xmlChar *content = xmlNodeGetContent (node);
  g_autofree char *text = g_strdup ((const char *) content);
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) flat = g_string_new (NULL);

  xmlFree (content);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append (flat, g_strstrip (lines[i]));
  for (const char *c = flat->str;;)
    {
      const char *open = strchr (c, '{');
      const char *close = open != NULL ? strchr (open, '}') : NULL;

      if (open != NULL && close == NULL)
        {
          cl_description_set_error (error, path, node, _("A brace in the sentence is never closed. Close it."));
          return NULL;
        }
      g_ptr_array_add (sentence, open != NULL ? g_strndup (c, open - c) : g_strdup (c));
      if (open == NULL)
        return g_steal_pointer (&sentence);
      g_ptr_array_add (sentence, g_strndup (open + 1, close - open - 1));
      c = close + 1;
    }
}

static void
read_definitions (xmlNodePtr parent, const char *element, GPtrArray *definitions)
{
  for (xmlNodePtr node = cl_description_first (parent, element); node != NULL; node = cl_description_next (node, element))
    {
      Definition *definition = g_new0 (Definition, 1);

      definition->name = cl_description_get (node, "name");
      definition->value = cl_description_get (node, "value");
      definition->over = cl_description_get (node, "over");
      g_ptr_array_add (definitions, definition);
    }
}

static gboolean
add_sentence (ClQuery *query, const Sentence *sentence, GError **error)
{
  for (guint i = 1; sentence != NULL && i < sentence->len; i += 2)
    if (!cl_query_add_column (query, g_ptr_array_index (sentence, i), CL_QUERY_PAPER, error))
      return FALSE;
  return TRUE;
}

static gboolean
define_all (ClQuery *query, GPtrArray *definitions, GError **error)
{
  for (guint i = 0; i < definitions->len; i++)
    {
      const Definition *definition = g_ptr_array_index (definitions, i);

      if (definition->over != NULL)
        cl_query_define_over (query, definition->over, definition->name, definition->value);
      else if (!cl_query_define (query, definition->name, definition->value, error))
        return FALSE;
    }
  return TRUE;
}

/* Column 1: whether the rule holds; then what the sentence shows, then what the words for what is missing show, then those of the sheet. */
static ClQuery *
make_query (ClRules *rules, const Rule *rule, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (rules->catalogue, rule->each);
  g_autoptr (ClQuery) query = NULL;

  if (ledger == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” is no ledger that is known. Name one of those that “canlian ledgers” lists."), rule->each);
      return NULL;
    }
  query = cl_query_new (rules->catalogue, ledger);
  if (!define_all (query, rules->numbers, error) || !define_all (query, rule->definitions, error) ||
      (rule->where != NULL && !cl_query_add_where (query, rule->where, error)) ||
      !cl_query_set_order (query, cl_ledger_get_order (ledger), error) ||
      !cl_query_add_column (query, rule->condition, CL_QUERY_RAW, error) ||
      !add_sentence (query, rule->sentence, error) || !add_sentence (query, rule->missing, error))
    return NULL;
  for (guint i = 0; i < CL_FINDING_N_PARTS; i++)
    if (!add_sentence (query, rule->sheet[i], error))
      return NULL;
  return g_steal_pointer (&query);
}

static gboolean
read_sheet (Rule *rule, xmlNodePtr node, const char *path, GError **error)
{
  static const char *const parts[CL_FINDING_N_PARTS] = { "required", "actual", "difference", "suggestion" };

  for (guint i = 0; i < CL_FINDING_N_PARTS; i++)
    {
      xmlNodePtr part = cl_description_first (node, parts[i]);

      if (part == NULL)
        continue;
      rule->sheet[i] = read_sentence (part, path, error);
      if (rule->sheet[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_rule (ClRules *rules, xmlNodePtr node, const char *path, GError **error)
{
  Rule *rule = g_new0 (Rule, 1);
  xmlNodePtr sentence = cl_description_first (node, "sentence");
  xmlNodePtr missing = cl_description_first (node, "missing"), sheet;
  g_autoptr (GError) wrong = NULL;
  g_autoptr (ClQuery) query = NULL;

  g_ptr_array_add (rules->rules, rule);
  rule->definitions = g_ptr_array_new_with_free_func (free_definition_cb);
  rule->name = cl_description_get (node, "name");
  rule->each = cl_description_get (node, "each");
  rule->where = cl_description_get (node, "where");
  rule->clause = cl_description_get (node, "clause");
  rule->off = xmlHasProp (node, BAD_CAST "off") != NULL;
  read_definitions (node, "number", rule->definitions);
  read_definitions (node, "let", rule->definitions);
  rule->condition = cl_description_get (cl_description_first (node, "require"), "condition");
  rule->sentence = read_sentence (sentence, path, error);
  if (rule->sentence == NULL)
    return FALSE;
  if (missing != NULL)
    {
      rule->missing = read_sentence (missing, path, error);
      if (rule->missing == NULL)
        return FALSE;
    }
  sheet = cl_description_first (node, "sheet");
  if (sheet != NULL && !read_sheet (rule, sheet, path, error))
    return FALSE;
  query = make_query (rules, rule, &wrong);
  if (query != NULL)
    return TRUE;
  cl_description_set_error (error, path, node, "%s", wrong->message);
  return FALSE;
}

/* The phrases of words/NAME.xml beside @path; a set of the office's own takes those beside the sets that are installed. */
static char *
find_words (ClRules *rules, const char *file, const char *path)
{
  const GPtrArray *known = cl_catalogue_get_rules (rules->catalogue);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *words = g_build_filename (folder, "words", file, NULL);

  for (guint i = 0; i < known->len && !g_file_test (words, G_FILE_TEST_EXISTS); i++)
    {
      const ClDescriptionFile *beside = known->pdata[i];

      if (beside->text != NULL)
        continue;
      g_free (folder);
      g_free (words);
      folder = g_path_get_dirname (beside->path);
      words = g_build_filename (folder, "words", file, NULL);
    }
  return g_steal_pointer (&words);
}

static gboolean
read_words (ClRules *rules, xmlNodePtr node, const char *path, GError **error)
{
  g_autofree char *name = cl_description_get (node, "of");
  g_autofree char *file = g_strconcat (name, ".xml", NULL);
  g_autofree char *words = find_words (rules, file, path);
  xmlDocPtr document = cl_description_load (words, "rules", error);

  if (document == NULL)
    return FALSE;
  read_definitions (xmlDocGetRootElement (document), "number", rules->numbers);
  read_definitions (xmlDocGetRootElement (document), "phrase", rules->numbers);
  xmlFreeDoc (document);
  return TRUE;
}

/* Takes @document. */
static ClRules *
read_document (const char *path, xmlDocPtr document, ClCatalogue *catalogue, GError **error)
{
  g_autoptr (ClRules) rules = NULL;
  xmlNodePtr root;
  gboolean read = TRUE;

  if (document == NULL)
    return NULL;
  root = xmlDocGetRootElement (document);
  rules = g_new0 (ClRules, 1);
  rules->catalogue = g_object_ref (catalogue);
  rules->numbers = g_ptr_array_new_with_free_func (free_definition_cb);
  rules->rules = g_ptr_array_new_with_free_func (free_rule_cb);
  rules->name = cl_description_get (root, "name");
  rules->title = cl_description_get (root, "title");
  rules->locality = cl_description_get (root, "locality");
  rules->source = cl_description_get (root, "source");
  rules->from = cl_description_get (root, "from");
  rules->until = cl_description_get (root, "until");
  for (xmlNodePtr node = cl_description_first (root, "words"); node != NULL && read; node = cl_description_next (node, "words"))
    read = read_words (rules, node, path, error);
  read_definitions (root, "number", rules->numbers);
  read_definitions (root, "phrase", rules->numbers);
  for (xmlNodePtr node = cl_description_first (root, "rule"); node != NULL && read; node = cl_description_next (node, "rule"))
    read = read_rule (rules, node, path, error);
  xmlFreeDoc (document);
  return read ? g_steal_pointer (&rules) : NULL;
}

/**
 * cl_rules_load:
 * @path: the path of a ClDescriptionFile of the catalogue, or a file rules/NAME.xml
 * @catalogue: a finished catalogue
 * @error: DESCRIPTION, beginning with FILE:LINE:
 *
 * Reads a rule set, with the words beside it that it names, and checks each expression in it.
 *
 * Returns: (transfer full): the rule set, or %NULL
 */
ClRules *
cl_rules_load (const char *path, ClCatalogue *catalogue, GError **error)
{
  const char *text = cl_catalogue_get_own_text (catalogue, path);

  return text != NULL ? cl_rules_load_text (path, text, catalogue, error) : read_document (path, cl_description_load (path, "rules", error), catalogue, error);
}

/**
 * cl_rules_load_text:
 * @path: what the text is called where something is wrong in it
 * @text: a rule set
 * @catalogue: a finished catalogue
 * @error: DESCRIPTION, beginning with PATH:LINE:
 *
 * As cl_rules_load(), for what does not lie in a file.
 *
 * Returns: (transfer full): the rule set, or %NULL
 */
ClRules *
cl_rules_load_text (const char *path, const char *text, ClCatalogue *catalogue, GError **error)
{
  return read_document (path, cl_description_load_text (path, text, "rules", error), catalogue, error);
}

/**
 * cl_rules_get_name:
 * @rules: a rule set
 *
 * Returns: (transfer none): its name, "weifen"
 */
const char *
cl_rules_get_name (ClRules *rules)
{
  return rules->name;
}

/**
 * cl_rules_get_title:
 * @rules: a rule set
 *
 * Returns: (transfer none): its title for people, "蔚汾"
 */
const char *
cl_rules_get_title (ClRules *rules)
{
  return rules->title;
}

/**
 * cl_rules_get_source:
 * @rules: a rule set
 *
 * Returns: (transfer none): the paper that says so, "兴蔚发〔2022〕27号"
 */
const char *
cl_rules_get_source (ClRules *rules)
{
  return rules->source;
}

static gboolean
is_decimal (const char *text)
{
  const char *digits = *text == '-' ? text + 1 : text;

  return strspn (digits, "0123456789") > 0 && digits[strspn (digits, "0123456789.")] == '\0' && strchr (digits, '.') != NULL;
}

/* What was calculated: at most one decimal, and none that is nothing: 20, 28.6. */
static void
append_value (GString *text, const char *value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == NULL)
    g_string_append (text, "？");
  else if (is_decimal (value))
    {
      g_ascii_formatd (number, sizeof number, "%.1f", g_ascii_strtod (value, NULL));
      if (g_str_has_suffix (number, ".0"))
        number[strlen (number) - 2] = '\0';
      g_string_append (text, number);
    }
  else
    g_string_append (text, value);
}

static void
say (GString *text, const Sentence *sentence, ClStatement *statement, guint column)
{
  for (guint i = 0; i < sentence->len; i++)
    {
      const char *part = g_ptr_array_index (sentence, i);

      if (i % 2 == 0)
        g_string_append (text, part);
      else
        {
          append_value (text, cl_statement_is_null (statement, column) ? NULL : cl_statement_get_text (statement, column));
          column++;
        }
    }
}

static void
say_parts (const Rule *rule, ClStatement *statement, guint column, ClFinding *finding)
{
  for (guint i = 0; i < CL_FINDING_N_PARTS; i++)
    {
      GString *text;

      if (rule->sheet[i] == NULL)
        continue;
      text = g_string_new (NULL);
      say (text, rule->sheet[i], statement, column);
      column += rule->sheet[i]->len / 2;
      finding->parts[i] = g_string_free (text, FALSE);
    }
}

static ClFinding *
make_finding (ClRules *rules, const Rule *rule, ClStatement *statement)
{
  ClFinding *finding = g_new0 (ClFinding, 1);
  GString *sentence = g_string_new (NULL);
  guint missing_column = 2 + rule->sentence->len / 2;

  finding->kind = cl_statement_is_null (statement, 1) ? CL_FINDING_UNKNOWN : CL_FINDING_BREACH;
  finding->ledger = g_strdup (rule->each);
  finding->record = cl_statement_get_integer (statement, 0);
  finding->rule = g_strdup (rule->name);
  finding->clause = g_strjoin (" ", rules->source, rule->clause, NULL);
  if (finding->kind == CL_FINDING_UNKNOWN)
    g_string_append (sentence, "待核实：");
  if (finding->kind == CL_FINDING_BREACH)
    say (sentence, rule->sentence, statement, 2);
  else if (rule->missing != NULL)
    say (sentence, rule->missing, statement, missing_column);
  else
    g_string_append (sentence, "判断本条所需的信息不全");
  finding->sentence = g_string_free (sentence, FALSE);
  say_parts (rule, statement, missing_column + (rule->missing != NULL ? rule->missing->len / 2 : 0), finding);
  return finding;
}

static gboolean
run_rule (ClRules *rules, const Rule *rule, ClDatabase *reader, gint64 record, GPtrArray *findings, GError **error)
{
  g_autoptr (ClQuery) query = make_query (rules, rule, error);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *where = g_strdup_printf ("id = %" G_GINT64_FORMAT, record);

  if (query == NULL || (record != 0 && !cl_query_add_where (query, where, error)))
    return FALSE;
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    if (cl_statement_is_null (statement, 1) || cl_statement_get_integer (statement, 1) == 0)
      g_ptr_array_add (findings, make_finding (rules, rule, statement));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * cl_rules_run:
 * @rules: a rule set
 * @reader: a restricted connection of the calling thread
 * @ledger: (nullable): the ledger whose rules are run, %NULL for all
 * @record: the record looked at, 0 for all
 * @error: what failed
 *
 * Finds what breaks a rule, and what cannot be decided since a fact is not known. Outside the days that the set is in force nothing is found.
 *
 * Returns: (transfer full) (element-type ClFinding): the findings, rule by rule, or %NULL on error
 */
GPtrArray *
cl_rules_run (ClRules *rules, ClDatabase *reader, const char *ledger, gint64 record, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_finding_free);

  if ((rules->from != NULL && strcmp (cl_today (), rules->from) < 0) || (rules->until != NULL && strcmp (cl_today (), rules->until) > 0))
    return g_steal_pointer (&findings);
  for (guint i = 0; i < rules->rules->len; i++)
    {
      const Rule *rule = g_ptr_array_index (rules->rules, i);

      if (rule->off || (ledger != NULL && strcmp (ledger, rule->each) != 0))
        continue;
      if (!run_rule (rules, rule, reader, record, findings, error))
        return NULL;
    }
  return g_steal_pointer (&findings);
}

/**
 * cl_rules_run_of:
 * @catalogue: the catalogue that knows the rule set
 * @reader: a reading connection of this thread
 * @plugin: the plugin whose rule set it is
 * @name: its name
 * @ledger: (nullable): rules about this ledger only
 * @record: a record of it, or 0 for all
 *
 * Loads and runs one rule set, which may be one of the office's own.
 *
 * Returns: (transfer full) (element-type ClFinding): the findings, none where the plugin has no such rule set; %NULL on error
 */
GPtrArray *
cl_rules_run_of (ClCatalogue *catalogue, ClDatabase *reader, const char *plugin, const char *name, const char *ledger, gint64 record, GError **error)
{
  const GPtrArray *files = cl_catalogue_get_rules (catalogue);

  for (guint i = 0; i < files->len; i++)
    {
      const ClDescriptionFile *file = g_ptr_array_index (files, i);
      g_autoptr (ClRules) rules = NULL;

      if ((file->text == NULL && g_strcmp0 (file->plugin, plugin) != 0) || strcmp (file->name, name) != 0)
        continue;
      rules = cl_rules_load (file->path, catalogue, error);
      return rules != NULL ? cl_rules_run (rules, reader, ledger, record, error) : NULL;
    }
  return g_ptr_array_new_with_free_func ((GDestroyNotify) cl_finding_free);
}
