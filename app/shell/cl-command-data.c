#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>

#include "cl-citizen-id.h"
#include "cl-command.h"
#include "cl-json.h"

static gboolean
cl_command_init (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *code = NULL;
  ClCatalogue *catalogue = cl_command_line_load (line);
  gboolean existed = g_file_test (line->data, G_FILE_TEST_EXISTS);

  if (line->code == NULL || line->name == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("An office needs both. Write: canlian init --code 991123101 --name 云岭镇"));
      return FALSE;
    }
  code = cl_division_code_normalise (line->code);
  if (!cl_office_code_check (code, error))
    return FALSE;
  if (!existed)
    {
      g_autofree char *folder = g_path_get_dirname (line->data);

      if (g_mkdir_with_parents (folder, 0700) != 0)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The folder %s cannot be made: %s. Choose another place by --data."), folder, g_strerror (errno));
          return FALSE;
        }
    }
  line->store = cl_store_open (line->data, catalogue, CL_STORE_CREATE, error);
  if (line->store == NULL)
    return FALSE;
  known = cl_store_get_setting (line->store, "office-code");
  if (known != NULL && *known != '\0')
    {
      g_autofree char *name = cl_store_get_setting (line->store, "office-name");

      g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("%s is already the data file of %s (%s). Name another by --data."), line->data, name != NULL ? name : "?", known);
      return FALSE;
    }
  if (!cl_store_set_office (line->store, code, line->name, error))
    return FALSE;
  cl_command_say (_("%s is ready for %s (%s)."), line->data, line->name, code);
  return TRUE;
}

static void
cl_command_complain_of_descriptions (ClCatalogue *catalogue)
{
  const GPtrArray *problems = cl_catalogue_get_problems (catalogue);

  for (guint i = 0; i < problems->len; i++)
    cl_command_complain ("%s", ((const GError *) g_ptr_array_index (problems, i))->message);
}

static gboolean
cl_command_ledgers (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClCatalogue *catalogue = cl_command_line_load (line);
  const GPtrArray *ledgers;
  g_autoptr (GError) problem = NULL;

  /* Without the file there are still those of the program. */
  if (g_file_test (line->data, G_FILE_TEST_EXISTS) && cl_command_line_open (line, &problem) == NULL)
    cl_command_complain ("%s", problem->message);
  ledgers = cl_catalogue_get_ledgers (catalogue);
  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);

      cl_command_say ("%s\t%s", cl_ledger_get_name (ledger), cl_ledger_get_header (ledger));
    }
  cl_command_complain_of_descriptions (catalogue);
  return TRUE;
}

/* Ids of the records that --search finds, or NULL where nothing is searched. */
static gboolean
cl_command_search (ClCommandLine *line, ClLedger *ledger, GHashTable **found, GError **error)
{
  g_autoptr (ClSearch) search = NULL;
  g_autoptr (GArray) ids = NULL;
  guint count = 0;

  *found = NULL;
  if (line->search == NULL)
    return TRUE;
  search = cl_search_new (line->store, ledger);
  if (!cl_search_load (search, error))
    return FALSE;
  ids = cl_search_find (search, line->search, 0, &count);
  *found = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_hash_table_add (*found, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  return TRUE;
}

static char *
cl_command_flatten (const char *text)
{
  return g_strdelimit (g_strdup (text), "\t\r\n", ' ');
}

static void
cl_command_list_text (ClRowModel *rows, GHashTable *found)
{
  g_autoptr (GString) text = g_string_new ("id");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rows)), n_columns = cl_row_model_get_n_columns (rows);

  for (guint column = 0; column < n_columns; column++)
    g_string_append_printf (text, "\t%s", cl_row_model_get_column_title (rows, column));
  cl_command_say ("%s", text->str);

  for (guint i = 0; i < n; i++)
    {
      gint64 id = cl_row_model_get_id (rows, i);
      g_autoptr (ClRow) row = NULL;

      if (found != NULL && !g_hash_table_contains (found, &id))
        continue;
      row = g_list_model_get_item (G_LIST_MODEL (rows), i);
      g_string_printf (text, "%" G_GINT64_FORMAT, id);
      for (guint column = 0; column < n_columns; column++)
        {
          g_autofree char *cell = cl_command_flatten (cl_row_get_text (row, column));

          g_string_append_printf (text, "\t%s", cell);
        }
      cl_command_say ("%s", text->str);
    }
}

/* Names of records referred to, each asked for once: a sheet of persons names the same village thousands of times. */
typedef struct
{
  ClCommandLine *line;
  GHashTable *called; /* "ledger:id" -> name */
} Names;

static const char *
cl_command_call (Names *names, const char *target, gint64 id)
{
  g_autofree char *key = g_strdup_printf ("%s:%" G_GINT64_FORMAT, target, id);
  char *name = g_hash_table_lookup (names->called, key);

  if (name == NULL)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (names->line->catalogue, target);

      name = ledger != NULL ? cl_record_call (cl_store_get_reader (names->line->store), names->line->catalogue, ledger, id) : NULL;
      if (name == NULL)
        name = g_strdup ("");
      g_hash_table_insert (names->called, g_steal_pointer (&key), name);
    }
  return name;
}

static void
cl_command_json_id (GString *json, gint64 id)
{
  g_string_append_printf (json, "\"%" G_GINT64_FORMAT "\"", id);
}

static void
cl_command_json_value (GString *json, const ClField *field, const ClValue *value)
{
  switch (value->kind)
    {
    case CL_VALUE_NONE:
      g_string_append (json, cl_field_is_several (field) ? "[]" : "null");
      break;
    case CL_VALUE_INTEGER:
      if (cl_field_is_link (field))
        cl_command_json_id (json, value->integer);
      else if (cl_field_get_field_type (field) == CL_FIELD_BOOLEAN)
        g_string_append (json, value->integer ? "true" : "false");
      else
        g_string_append_printf (json, "%" G_GINT64_FORMAT, value->integer);
      break;
    case CL_VALUE_TEXT:
      cl_json_append_text (json, value->text);
      break;
    case CL_VALUE_TEXTS:
      g_string_append_c (json, '[');
      for (guint i = 0; value->texts[i] != NULL; i++)
        {
          if (i > 0)
            g_string_append (json, ", ");
          cl_json_append_text (json, value->texts[i]);
        }
      g_string_append_c (json, ']');
      break;
    case CL_VALUE_IDS:
      g_string_append_c (json, '[');
      for (guint i = 0; i < value->ids->len; i++)
        {
          if (i > 0)
            g_string_append (json, ", ");
          cl_command_json_id (json, g_array_index (value->ids, gint64, i));
        }
      g_string_append_c (json, ']');
      break;
    }
}

/* "FIELD.label" beside codes, "FIELD.called" beside references. */
static void
cl_command_json_words (GString *json, Names *names, const ClField *field, const ClValue *value)
{
  ClCodes *codes = cl_field_get_codes (field);
  gboolean several = cl_field_is_several (field);

  if (codes == NULL && !cl_field_is_link (field))
    return;
  cl_json_append_name (json, cl_field_get_name (field), codes != NULL ? "label" : "called");
  if (several)
    g_string_append_c (json, '[');
  if (value->kind == CL_VALUE_TEXT)
    cl_json_append_text (json, cl_codes_get_label (codes, value->text));
  else if (value->kind == CL_VALUE_INTEGER)
    cl_json_append_text (json, cl_command_call (names, cl_field_get_target (field), value->integer));
  else if (value->kind == CL_VALUE_TEXTS)
    for (guint i = 0; value->texts[i] != NULL; i++)
      {
        g_string_append (json, i > 0 ? ", " : "");
        cl_json_append_text (json, cl_codes_get_label (codes, value->texts[i]));
      }
  else if (value->kind == CL_VALUE_IDS)
    for (guint i = 0; i < value->ids->len; i++)
      {
        g_string_append (json, i > 0 ? ", " : "");
        cl_json_append_text (json, cl_command_call (names, cl_field_get_target (field), g_array_index (value->ids, gint64, i)));
      }
  else if (!several)
    g_string_append (json, "null");
  if (several)
    g_string_append_c (json, ']');
}

static gboolean
cl_command_list_json (ClCommandLine *line, ClLedger *ledger, ClRowModel *rows, GHashTable *found, GError **error)
{
  g_autoptr (GHashTable) called = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Names names = { line, called };
  g_autoptr (GString) json = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rows)), n_written = 0;

  fputs ("[", stdout);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = cl_row_model_get_id (rows, i);
      g_autoptr (ClRecord) record = NULL;

      if (found != NULL && !g_hash_table_contains (found, &id))
        continue;
      record = cl_record_load (cl_store_get_reader (line->store), ledger, id, error);
      if (record == NULL)
        return FALSE;
      g_string_assign (json, "{");
      cl_json_append_name (json, "id", NULL);
      cl_command_json_id (json, id);
      for (guint f = 0; f < cl_ledger_get_n_fields (ledger); f++)
        {
          const ClField *field = cl_ledger_get_field (ledger, f);

          if (cl_field_is_hidden (field))
            continue;
          cl_json_append_name (json, cl_field_get_name (field), NULL);
          cl_command_json_value (json, field, cl_record_get (record, field));
          cl_command_json_words (json, &names, field, cl_record_get (record, field));
        }
      g_string_append_c (json, '}');
      fputs (n_written++ > 0 ? ",\n " : "\n ", stdout);
      fputs (json->str, stdout);
    }
  fputs ("\n]\n", stdout);
  return TRUE;
}

static gboolean
cl_command_list (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClLedger *ledger = cl_command_line_find_ledger (line, arguments[0], error);
  g_autoptr (ClRowModel) rows = NULL;
  g_autoptr (GHashTable) found = NULL;
  g_autoptr (ClListView) kept = NULL;
  g_autofree char *words = NULL;

  if (ledger == NULL)
    return FALSE;
  if (!cl_command_line_open_view (line, ledger, &kept, error) || !cl_command_search (line, ledger, &found, error))
    return FALSE;
  /* Lines are records. */
  if (kept != NULL)
    g_clear_pointer (&kept->group, g_free);
  rows = kept != NULL ? cl_list_view_open (kept, line->store, ledger, FALSE) : cl_row_model_new (line->store, ledger, line->view);
  if (!line->json)
    {
      cl_command_list_text (rows, found);
      return TRUE;
    }
  /* Noted first: what was shown can be told even where the reader of the pipe went away. */
  words = g_strdup_printf (_("Listed with whole values: %s"), cl_ledger_get_title (ledger));
  return cl_store_note (line->store, "reveal", words, error) != 0 && cl_command_list_json (line, ledger, rows, found, error);
}

/**
 * cl_command_find_record:
 * @line: the run
 * @ledger: a ledger
 * @typed: an id, what the record is called, or a number of its own
 *
 * Returns: the record's id, which need not be there any more: what is gone still has a history; 0 with @error
 */
gint64
cl_command_find_record (ClCommandLine *line, ClLedger *ledger, const char *typed, GError **error)
{
  char *end = NULL;
  gint64 id = g_ascii_strtoll (typed, &end, 10);

  if (end == typed || *end != '\0' || strlen (typed) < 12)
    id = cl_query_find_record (line->catalogue, cl_store_get_reader (line->store), ledger, typed, error);
  return id;
}

static gboolean
cl_command_history (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClLedger *ledger = cl_command_line_find_ledger (line, arguments[0], error);
  g_autoptr (GPtrArray) steps = NULL;
  gint64 id;

  if (ledger == NULL || cl_command_line_open (line, error) == NULL)
    return FALSE;
  id = cl_command_find_record (line, ledger, arguments[1], error);
  if (id == 0)
    return FALSE;
  steps = cl_journal_history (line->store, ledger, id, error);
  if (steps == NULL)
    return FALSE;
  if (steps->len == 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The ledger “%s” never had a record %s. “canlian list %s” shows the ids."), arguments[0], arguments[1], arguments[0]);
      return FALSE;
    }
  for (guint i = 0; i < steps->len; i++)
    {
      g_autofree char *sentence = cl_journal_step_say (g_ptr_array_index (steps, i), cl_store_get_reader (line->store));

      cl_command_say ("%s", sentence);
    }
  return TRUE;
}

static gboolean
cl_command_undo (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autofree char *words = NULL;

  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  words = cl_store_get_undo_words (line->store);
  if (cl_store_undo (line->store, error) == 0)
    return FALSE;
  cl_command_say (_("Undone: %s"), words != NULL ? words : "");
  return TRUE;
}

static gboolean
cl_command_redo (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autofree char *words = NULL;

  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  words = cl_store_get_redo_words (line->store);
  if (cl_store_redo (line->store, error) == 0)
    return FALSE;
  cl_command_say (_("Done again: %s"), words != NULL ? words : "");
  return TRUE;
}

const ClCommand cl_command_data[] = {
  { "init", "--code CODE --name NAME", "code name", 0, 0, N_("Make the data file of an office"), NULL, cl_command_init },
  { "ledgers", "", "", 0, 0, N_("List the ledgers, name first"), NULL, cl_command_ledgers },
  { "list", "LEDGER", "search view json", 1, 1, N_("List the records of a ledger"),
    N_("Lines of columns parted by tabs, a header first, private values masked. With --json an array of objects by field name with whole values: ids and "
       "references are strings, several values are arrays, codes have their words beside them as “FIELD.label”, references as “FIELD.called”, "
       "money counts in fen, unknown is null. Each such list is noted in the journal."),
    cl_command_list },
  { "history", "LEDGER ID", "", 2, 2, N_("Say what happened to a record, newest first"), N_("Instead of ID, what the record is called or a number of its own will do, if it is the only one."), cl_command_history },
  { "undo", "", "", 0, 0, N_("Undo the newest change"), NULL, cl_command_undo },
  { "redo", "", "", 0, 0, N_("Do again what was undone"), NULL, cl_command_redo },
  { NULL },
};
