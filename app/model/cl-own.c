#include "cl-config.h"

#include "cl-own.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-catalogue-private.h"
#include "cl-codes-private.h"
#include "cl-error.h"
#include "cl-ledger-private.h"
#include "cl-list-view.h"
#include "cl-own-private.h"
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
  g_autofree char *path = cl_own_path (NULL, name);
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
  g_autofree char *path = cl_own_path (NULL, name);
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
  g_autofree char *path = cl_own_path (NULL, row);
  g_autofree char *codes = NULL, *text = NULL;
  GPtrArray *statements;
  ClOwnAddition *addition;

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
  addition = cl_own_addition_new ();
  addition->statements = statements;
  /* Translators: words of a journal entry; a ledger's title and the name of a new column */
  addition->words = g_strdup_printf (_("Column added to %s: %s"), cl_ledger_get_title (ledger), label);
  if (codes != NULL)
    cl_own_addition_add_row (addition, "codes", name, codes);
  cl_own_addition_add_row (addition, "ledger", row, text);
  if (!cl_own_addition_carry_out (store, addition, error) || (codes != NULL && !cl_catalogue_add_own (catalogue, "codes", path, codes, FALSE, error)) ||
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
    {
      cl_store_add_list_column (store, ledger, cl_field_get_name (field));
      g_signal_emit_by_name (store, "described", ledger->name);
    }
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
  ClOwnAddition *addition;

  g_return_val_if_fail (CL_IS_STORE (store) && ledger != NULL && field != NULL, FALSE);

  if (!cl_field_is_own (field))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” belongs to the ledger itself and is always shown. Only columns that the office added can be hidden."),
                   cl_field_get_label (field));
      return FALSE;
    }
  if (cl_field_is_hidden (field) == hidden)
    return TRUE;
  addition = cl_own_addition_new ();
  addition->hides = g_strdup ("ledger");
  addition->name = g_strconcat (ledger->name, ".", cl_field_get_name (field), NULL);
  addition->hidden = hidden;
  /* Translators: words of a journal entry; a ledger's title and the name of a column */
  addition->words = g_strdup_printf (hidden ? _("Column hidden in %s: %s") : _("Column shown again in %s: %s"), cl_ledger_get_title (ledger),
                                     cl_field_get_label (field));
  if (!cl_own_addition_carry_out (store, addition, error))
    return FALSE;
  cl_catalogue_hide_own (cl_store_get_catalogue (store), ledger, field, hidden);
  g_signal_emit_by_name (store, "described", ledger->name);
  return TRUE;
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
