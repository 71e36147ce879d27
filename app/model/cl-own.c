#include "cl-config.h"

#include "cl-own.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-catalogue-private.h"
#include "cl-codes-private.h"
#include "cl-database-private.h"
#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-ledger-private.h"
#include "cl-pinyin.h"
#include "cl-store-jobs.h"
#include "cl-store-private.h"

#define LABEL_MAX 40
#define NAME_LENGTH 40

static const struct
{
  ClFieldType type;
  const char *title;
} types[] = {
  { CL_FIELD_TEXT, N_("Text") },      { CL_FIELD_LONG_TEXT, N_("Long text") }, { CL_FIELD_INTEGER, N_("Whole number") },
  { CL_FIELD_MONEY, N_("Money") },    { CL_FIELD_DATE, N_("Date") },           { CL_FIELD_BOOLEAN, N_("Yes or no") },
  { CL_FIELD_CODE, N_("One of a list") }, { CL_FIELD_REFERENCE, N_("Entry of another ledger") },
};

/* What the writer thread is given: rows of the store's table of descriptions, and what they ask of other tables. */
typedef struct
{
  GPtrArray *rows;       /* char *, by three: kind, name, text */
  GPtrArray *statements; /* DDL */
  gboolean whole_plan;   /* a ledger more: all of its tables */
  char *words;
  char *name;            /* of the row that is hidden or shown */
  gboolean hidden;
} Addition;

static Addition *
addition_new (void)
{
  Addition *addition = g_new0 (Addition, 1);

  addition->rows = g_ptr_array_new_with_free_func (g_free);
  return addition;
}

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  g_ptr_array_unref (addition->rows);
  g_clear_pointer (&addition->statements, g_ptr_array_unref);
  g_free (addition->words);
  g_free (addition->name);
  g_free (addition);
}

static void
add_row (Addition *addition, const char *kind, const char *name, const char *text)
{
  g_ptr_array_add (addition->rows, g_strdup (kind));
  g_ptr_array_add (addition->rows, g_strdup (name));
  g_ptr_array_add (addition->rows, g_strdup (text));
}

static gboolean
insert_rows (ClDatabase *database, const Addition *addition, GError **error)
{
  g_autoptr(ClStatement) insert = cl_database_prepare (database, "INSERT INTO description (kind, name, text) VALUES (?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i + 2 < addition->rows->len; i += 3)
    {
      for (int c = 0; c < 3; c++)
        cl_statement_bind_text (insert, c + 1, addition->rows->pdata[i + c]);
      if (!cl_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_hidden (ClDatabase *database, const Addition *addition, GError **error)
{
  g_autoptr(ClStatement) update = cl_database_prepare (database, "UPDATE description SET hidden = ? WHERE kind = 'ledger' AND name = ?", error);

  if (update == NULL)
    return FALSE;
  cl_statement_bind_integer (update, 1, addition->hidden);
  cl_statement_bind_text (update, 2, addition->name);
  return cl_statement_run (update, error);
}

static gboolean
widen (ClDatabase *database, ClCatalogue *catalogue, const Addition *addition, GError **error)
{
  g_autoptr(ClTablePlan) plan = NULL;

  for (guint i = 0; addition->statements != NULL && i < addition->statements->len; i++)
    if (!cl_database_execute (database, addition->statements->pdata[i], error))
      return FALSE;
  if (!addition->whole_plan)
    return TRUE;
  plan = cl_table_plan_new (database, catalogue, error);
  return plan != NULL && cl_store_schema_widen (database, plan, error);
}

/* Of no recorded transaction: what changes tables cannot be recorded. */
static gint64
work_add (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClWork *work = data;
  const Addition *addition = work->data;
  gint64 entry = 0;

  if (!cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return 0;
  if (insert_rows (database, addition, error) && (addition->name == NULL || set_hidden (database, addition, error)) &&
      widen (database, work->catalogue, addition, error) && (entry = cl_chain_append (database, NULL, "schema", addition->words, 0, error)) != 0 &&
      cl_database_execute (database, "COMMIT", error))
    return entry;
  cl_database_execute (database, "ROLLBACK", NULL);
  return 0;
}

/* Takes @addition. */
static gboolean
carry_out (ClStore *store, Addition *addition, GError **error)
{
  g_autofree char *files = g_strconcat (cl_store_get_path (store), ".files", NULL);
  ClWork *work = cl_work_new (cl_store_get_catalogue (store), files);

  work->data = addition;
  work->destroy = addition_free;
  return cl_store_run (store, work_add, work, error) != 0;
}

static char *
path_of (const char *name)
{
  return g_strconcat (CL_OWN_PATH, name, NULL);
}

static gboolean
is_known (ClCatalogue *catalogue, const char *kind, const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, ".", 2);
  ClLedger *ledger;

  if (g_str_equal (kind, "codes"))
    return cl_catalogue_find_codes (catalogue, name) != NULL;
  ledger = cl_catalogue_find_ledger (catalogue, parts[0]);
  return ledger != NULL && (parts[1] == NULL || cl_ledger_find_field (ledger, parts[1]) != NULL);
}

/* What the file holds of its office's own joins the catalogue before tables are made of it. What cannot be taken, since something that it
 * names is not installed here, is told among the problems; its rows and columns stay as they are. */
void
cl_own_load (ClDatabase *database, ClCatalogue *catalogue)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT kind, name, text, hidden FROM description ORDER BY position", NULL);

  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      const char *kind = cl_statement_get_text (statement, 0), *name = cl_statement_get_text (statement, 1);
      g_autofree char *path = path_of (name);
      g_autoptr(GError) error = NULL;

      if (!is_known (catalogue, kind, name) &&
          !cl_catalogue_add_own (catalogue, kind, path, cl_statement_get_text (statement, 2), cl_statement_get_integer (statement, 3) != 0, &error))
        g_ptr_array_add (catalogue->problems, g_steal_pointer (&error));
    }
}

/* own_zhu_fang for 住房: words on the command line and in expressions are Latin. */
static char *
make_name (ClCatalogue *catalogue, ClLedger *ledger, const char *label)
{
  g_autofree char *spelt = cl_pinyin_spell (label);
  GString *name = g_string_new (CL_OWN_PREFIX);
  gsize length;

  for (const char *c = spelt; *c != '\0' && name->len < NAME_LENGTH; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (name, g_ascii_tolower (*c));
    else if (name->str[name->len - 1] != '_')
      g_string_append_c (name, '_');
  while (name->len > strlen (CL_OWN_PREFIX) && name->str[name->len - 1] == '_')
    g_string_truncate (name, name->len - 1);
  if (name->len == strlen (CL_OWN_PREFIX))
    g_string_append (name, "field");
  length = name->len;
  for (int i = 2; cl_ledger_find_field (ledger, name->str) != NULL || cl_catalogue_find_codes (catalogue, name->str) != NULL; i++)
    {
      g_string_truncate (name, length);
      g_string_append_printf (name, "_%d", i);
    }
  return g_string_free (name, FALSE);
}

static const ClField *
find_labelled (ClLedger *ledger, const char *label)
{
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      if (g_str_equal (cl_field_get_label (field), label) || g_str_equal (cl_field_get_header (field), label) ||
          g_strv_contains (cl_field_get_known_as (field), label))
        return field;
    }
  return NULL;
}

static gboolean
check_label (const char *label, GError **error)
{
  if (*label == '\0')
    g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The new column has no name yet. Say what it is called, such as 住房情况."));
  else if (g_utf8_strlen (label, -1) > LABEL_MAX)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is longer than a column's name can be (%d characters). Shorten it."), label, LABEL_MAX);
  else if (strpbrk (label, "|\n\r\t") != NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” holds a “|” or a line end, which no column's name can. Take it out."), label);
  else
    return TRUE;
  return FALSE;
}

/* "砖混|土木|其他" as a code list of the field's name. */
static char *
make_codes (const char *name, const char *label, const char *of, GError **error)
{
  g_auto(GStrv) labels = g_strsplit_set (of, "|\n", -1);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *title = g_markup_escape_text (label, -1);
  g_autofree char *path = path_of (name);
  ClCodes *codes;
  guint n = 0;

  g_string_append_printf (text, "<codes version=\"1\" name=\"%s\" title=\"%s\">", name, title);
  for (guint i = 0; labels[i] != NULL; i++)
    if (*g_strstrip (labels[i]) != '\0')
      {
        g_autofree char *escaped = g_markup_escape_text (labels[i], -1);

        g_string_append_printf (text, "<code value=\"c%u\" label=\"%s\"/>", ++n, escaped);
      }
  g_string_append (text, "</codes>");
  if (n < 2)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” has nothing to choose from. Name at least two values with “|” between, such as 砖混|土木."), label);
      return NULL;
    }
  codes = cl_codes_load_text (path, text->str, error);
  if (codes == NULL)
    return NULL;
  cl_codes_unref (codes);
  return g_strdup (text->str);
}

static char *
make_field (ClLedger *ledger, const char *name, const char *label, ClFieldType type, const char *of, const char *private_class)
{
  const char *of_what = type == CL_FIELD_CODE ? "codes" : type == CL_FIELD_REFERENCE ? "to" : NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *words = g_markup_printf_escaped ("label=\"%s\" known-as=\"%s\"", label, label);

  g_string_append_printf (text, "<ledger version=\"1\" extends=\"%s\"><field name=\"%s\" type=\"%s\" %s", ledger->name, name, cl_field_type_get_name (type), words);
  if (of_what != NULL)
    g_string_append_printf (text, " %s=\"%s\"", of_what, of);
  if (private_class != NULL)
    g_string_append_printf (text, " private=\"%s\"", private_class);
  if (type == CL_FIELD_TEXT)
    g_string_append (text, " search=\"yes\"");
  g_string_append (text, "/></ledger>");
  return g_strdup (text->str);
}

/* The row's text as a field, for the tables; the catalogue parses it again for itself when it is stored. */
static GPtrArray *
plan_field (ClCatalogue *catalogue, ClLedger *ledger, const char *name, const char *text, GError **error)
{
  g_autofree char *path = path_of (name);
  g_autoptr(ClLedger) none = NULL;
  g_autoptr(ClLedgerExtension) extension = NULL;

  if (!cl_ledger_parse_text (path, text, &none, &extension, error))
    return NULL;
  return cl_table_field_statements (catalogue, ledger, extension->parts->fields->pdata[0]);
}

static const ClField *
add_field (ClStore *store, ClLedger *ledger, const char *label, ClFieldType type, const char *of, const char *private_class, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autofree char *name = make_name (catalogue, ledger, label);
  g_autofree char *row = g_strconcat (ledger->name, ".", name, NULL);
  g_autofree char *path = path_of (row);
  g_autofree char *codes = NULL, *text = NULL;
  GPtrArray *statements;
  Addition *addition;

  if (type == CL_FIELD_REFERENCE && cl_catalogue_find_ledger (catalogue, of) == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no ledger “%s” that “%s” could refer to. “canlian ledgers” lists them."), of != NULL ? of : "", label);
      return NULL;
    }
  if (type == CL_FIELD_CODE && cl_catalogue_find_codes (catalogue, of) == NULL)
    {
      codes = make_codes (name, label, of != NULL ? of : "", error);
      if (codes == NULL)
        return NULL;
      of = name;
    }
  text = make_field (ledger, name, label, type, of, private_class);
  statements = plan_field (catalogue, ledger, row, text, error);
  if (statements == NULL)
    return NULL;
  addition = addition_new ();
  addition->statements = statements;
  /* Translators: words of a journal entry; a ledger's title and the name of a new column */
  addition->words = g_strdup_printf (_("Column added to %s: %s"), cl_ledger_get_title (ledger), label);
  if (codes != NULL)
    add_row (addition, "codes", name, codes);
  add_row (addition, "ledger", row, text);
  if (!carry_out (store, addition, error) || (codes != NULL && !cl_catalogue_add_own (catalogue, "codes", path, codes, FALSE, error)) ||
      !cl_catalogue_add_own (catalogue, "ledger", path, text, FALSE, error))
    return NULL;
  return cl_ledger_find_field (ledger, name);
}

/**
 * cl_store_add_own_field:
 * @store: an open store
 * @ledger: a ledger of its catalogue
 * @label: what the column is called, in lists, editors and sheets
 * @type: one of cl_own_type_get_title()'s
 * @of: (nullable): labels of a code with “|” between, or the name of a code list; the name of a ledger for a reference
 * @private_class: (nullable): a class of private facts
 * @error: return location
 *
 * Adds a field to the ledger, as an entry of its own in the journal; records and their undo are as before. The store says "described".
 *
 * Returns: (transfer none) (nullable): the field; %NULL with %CL_ERROR_CONFLICT where the ledger has a column of that name
 */
const ClField *
cl_store_add_own_field (ClStore *store, ClLedger *ledger, const char *label, ClFieldType type, const char *of, const char *private_class, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (label != NULL ? label : ""));
  const ClField *field;

  g_return_val_if_fail (CL_IS_STORE (store) && ledger != NULL, NULL);
  g_return_val_if_fail (cl_own_type_get_title (type) != NULL, NULL);

  if (!check_label (stripped, error))
    return NULL;
  field = find_labelled (ledger, stripped);
  if (field != NULL && cl_field_is_hidden (field) && cl_field_get_field_type (field) == type)
    return cl_store_hide_own_field (store, ledger, field, FALSE, error) ? field : NULL;
  if (field != NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT,
                   cl_field_is_hidden (field) ? _("“%s” has a hidden column “%s” of another kind. Show that one again, or name the new one otherwise.")
                                              : _("“%s” has a column “%s” already. Name the new one otherwise."),
                   cl_ledger_get_title (ledger), stripped);
      return NULL;
    }
  field = add_field (store, ledger, stripped, type, of, private_class, error);
  if (field != NULL)
    g_signal_emit_by_name (store, "described", ledger->name);
  return field;
}

/**
 * cl_store_hide_own_field:
 * @store: an open store
 * @ledger: a ledger of its catalogue
 * @field: a field that the office added
 * @hidden: whether it is hidden from here on, or shown again
 * @error: return location
 *
 * What the field holds is kept, and so are its history and undo.
 *
 * Returns: whether it is stored; %CL_ERROR_INVALID for a field that is not the office's own
 */
gboolean
cl_store_hide_own_field (ClStore *store, ClLedger *ledger, const ClField *field, gboolean hidden, GError **error)
{
  Addition *addition;

  g_return_val_if_fail (CL_IS_STORE (store) && ledger != NULL && field != NULL, FALSE);

  if (!cl_field_is_own (field))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” belongs to the ledger itself and is always shown. Only columns that the office added can be hidden."),
                   cl_field_get_label (field));
      return FALSE;
    }
  if (cl_field_is_hidden (field) == hidden)
    return TRUE;
  addition = addition_new ();
  addition->name = g_strconcat (ledger->name, ".", cl_field_get_name (field), NULL);
  addition->hidden = hidden;
  /* Translators: words of a journal entry; a ledger's title and the name of a column */
  addition->words = g_strdup_printf (hidden ? _("Column hidden in %s: %s") : _("Column shown again in %s: %s"), cl_ledger_get_title (ledger),
                                     cl_field_get_label (field));
  if (!carry_out (store, addition, error))
    return FALSE;
  cl_catalogue_hide_own (cl_store_get_catalogue (store), ledger, field, hidden);
  g_signal_emit_by_name (store, "described", ledger->name);
  return TRUE;
}

/* An office's ledger is named so from the start: nothing that an upgrade brings can stand in its way. */
static gboolean
check_own_names (const char *path, ClLedger *ledger, ClLedgerExtension *extension, GError **error)
{
  const ClLedger *parts = extension != NULL ? extension->parts : ledger;

  if (ledger != NULL && !g_str_has_prefix (ledger->name, CL_OWN_PREFIX))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("%s: a ledger of the office's own is named own_…. Write name=\"own_%s\"."), path, ledger->name);
      return FALSE;
    }
  if (extension != NULL)
    {
      /* One row a field, so that each can be hidden. */
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("%s: columns are added to a ledger one by one: canlian field add %s NAME"), path, extension->extends);
      return FALSE;
    }
  return parts != NULL;
}

/**
 * cl_store_add_own_ledger:
 * @store: an open store
 * @path: a description, as plugins have it in ledgers/NAME.xml, with name="own_…"
 * @error: return location
 *
 * Takes the ledger into the data file, as an entry of its own in the journal; the file at @path is not needed any more. The store says "described".
 *
 * Returns: (transfer none) (nullable): the ledger
 */
ClLedger *
cl_store_add_own_ledger (ClStore *store, const char *path, GError **error)
{
  ClCatalogue *catalogue;
  g_autofree char *text = NULL, *base = NULL, *inner = NULL;
  g_autoptr(ClLedger) ledger = NULL;
  g_autoptr(ClLedgerExtension) extension = NULL;
  g_autoptr(GError) problem = NULL;
  ClLedger *found;
  Addition *addition;

  g_return_val_if_fail (CL_IS_STORE (store) && path != NULL, NULL);

  catalogue = cl_store_get_catalogue (store);
  base = g_path_get_basename (path);
  inner = path_of (base);
  if (!g_file_get_contents (path, &text, NULL, &problem))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” cannot be read: %s. Choose the file of a ledger."), base, problem->message);
      return NULL;
    }
  if (!cl_ledger_parse_text (inner, text, &ledger, &extension, error) || !check_own_names (base, ledger, extension, error) ||
      !cl_catalogue_add_own (catalogue, "ledger", inner, text, FALSE, error))
    return NULL;
  found = cl_catalogue_find_ledger (catalogue, ledger->name);
  addition = addition_new ();
  addition->whole_plan = TRUE;
  /* Translators: words of a journal entry; a ledger's title */
  addition->words = g_strdup_printf (_("Ledger added: %s"), cl_ledger_get_title (found));
  add_row (addition, "ledger", found->name, text);
  if (!carry_out (store, addition, error))
    return NULL;
  g_signal_emit_by_name (store, "described", found->name);
  return found;
}

/**
 * cl_own_type_from_name:
 * @name: (nullable): "text", "money" …, as descriptions have it
 * @type: (out): the type
 * @error: return location
 *
 * Returns: whether an own field may be of this type
 */
gboolean
cl_own_type_from_name (const char *name, ClFieldType *type, GError **error)
{
  g_autoptr(GString) all = g_string_new (NULL);

  if (cl_field_type_from_name (name, type) && cl_own_type_get_title (*type) != NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", cl_field_type_get_name (types[i].type));
  g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“%s” is no kind of column. Take one of: %s."), name != NULL ? name : "", all->str);
  return FALSE;
}

/**
 * cl_own_type_get_title:
 * @type: a type of field
 *
 * Returns: (nullable): how people choose it, translated; %NULL for a type that no own field has
 */
const char *
cl_own_type_get_title (ClFieldType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return _(types[i].title);
  return NULL;
}
