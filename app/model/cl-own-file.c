/* Ledgers, forms and rule sets of the office's own, as rows of its file. */

#include "cl-config.h"

#include "cl-own-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-catalogue-private.h"
#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-rules.h"

/* Journal words by kind; %s is a title. */
static const struct
{
  const char *added, *replaced, *hidden, *shown;
} words[] = {
  [CL_OWN_LEDGER] = { N_("Ledger added: %s"), N_("Ledger replaced by a new version: %s"), N_("Ledger hidden: %s"), N_("Ledger shown again: %s") },
  [CL_OWN_FORM] = { N_("Form added: %s"), N_("Form replaced by a new version: %s"), N_("Form hidden: %s"), N_("Form shown again: %s") },
  [CL_OWN_RULES] = { N_("Rule set added: %s"), N_("Rule set replaced by a new version: %s"), N_("Rule set hidden: %s"), N_("Rule set shown again: %s") },
};

static char *
make_words (const char *format, const char *title)
{
  g_auto(GStrv) parts = g_strsplit (_(format), "%s", 2);

  return g_strconcat (parts[0], title, parts[1], NULL);
}

static void
say_described (ClStore *store, ClOwnKind kind, const char *name)
{
  g_signal_emit_by_name (store, "described", kind == CL_OWN_LEDGER ? name : "");
}

/* What an office adds is named so from the start: nothing that an upgrade brings can stand in its way. */
static gboolean
check_name (ClOwnKind kind, const char *path, const char *name, GError **error)
{
  if (*name == '\0')
    /* One row a field, so that each can be hidden. */
    g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("%s: columns are added to a ledger one by one: canlian field add LEDGER NAME"), path);
  else if (!g_str_has_prefix (name, CL_OWN_PREFIX))
    g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION,
                 kind == CL_OWN_LEDGER  ? _("%s: a ledger of the office's own is named own_…. Write name=\"own_%s\".")
                 : kind == CL_OWN_FORM ? _("%s: a form of the office's own is named own_…. Write name=\"own_%s\".")
                                       : _("%s: a rule set of the office's own is named own_…. Write name=\"own_%s\"."),
                 path, name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_there (ClStore *store, ClOwnKind kind, const char *name, gboolean replace, GError **error)
{
  g_autofree char *before = cl_store_get_own_text (store, kind, name, replace ? error : NULL);

  if (replace == (before != NULL))
    return TRUE;
  if (replace)
    return FALSE;
  g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("The office has a “%s” already. Replace it by this version, or name this one otherwise."), name);
  return FALSE;
}

static gboolean
join_catalogue (ClCatalogue *catalogue, ClOwnKind kind, const char *name, const char *text, gboolean replace, GError **error)
{
  g_autofree char *path = cl_own_kind_path (kind, name);
  g_autoptr(ClRules) rules = NULL;

  switch (kind)
    {
    case CL_OWN_LEDGER:
      return replace ? cl_catalogue_replace_own (catalogue, path, text, error) : cl_catalogue_add_own (catalogue, "ledger", path, text, FALSE, error);
    case CL_OWN_RULES:
      rules = cl_rules_load_text (path, text, catalogue, error);
      return rules != NULL;
    case CL_OWN_FORM:
    default:
      return TRUE;
    }
}

/**
 * cl_store_add_own_text:
 * @store: an open store
 * @kind: what it describes
 * @called: what the text is called where something is wrong in it, a file's name
 * @text: a description, as plugins have it, with name="own_…"
 * @replace: whether it is a new version of one that is there, which is kept as a former version; else CONFLICT where that is there
 * @error: return location
 *
 * Takes the description into the data file, as an entry of its own in the journal. A form's expressions are checked by cl_form_add_own_text(), which is to
 * be called for forms. A new version of a ledger has all its columns, in any order, and may have more. The store says "described". On the store's own thread.
 *
 * Returns: (transfer full) (nullable): its name
 */
char *
cl_store_add_own_text (ClStore *store, ClOwnKind kind, const char *called, const char *text, gboolean replace, GError **error)
{
  g_autofree char *name = NULL, *title = NULL;
  ClOwnKind found;
  ClCatalogue *catalogue;
  ClOwnAddition *addition;

  g_return_val_if_fail (CL_IS_STORE (store) && text != NULL, NULL);

  catalogue = cl_store_get_catalogue (store);
  name = cl_own_read_kind (called, text, &found, error);
  if (name == NULL)
    return NULL;
  if (found != kind)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("%s describes another thing: it begins with <%s>. Write: canlian %s add FILE.xml"), called,
                   cl_own_kind_get_name (found), cl_own_kind_get_name (found));
      return NULL;
    }
  if (!check_name (kind, called, name, error) || !check_there (store, kind, name, replace, error) ||
      !join_catalogue (catalogue, kind, name, text, replace, error))
    return NULL;
  title = cl_own_read_title (kind, name, text);
  addition = cl_own_addition_new ();
  addition->replaces = replace;
  addition->whole_plan = kind == CL_OWN_LEDGER;
  addition->words = make_words (replace ? words[kind].replaced : words[kind].added, title);
  cl_own_addition_add_row (addition, cl_own_kind_get_name (kind), name, text);
  if (!cl_own_addition_carry_out (store, addition, error))
    return NULL;
  if (kind == CL_OWN_LEDGER)
    cl_catalogue_hide_own_ledger (cl_catalogue_find_ledger (catalogue, name), FALSE);
  else
    cl_catalogue_set_own_file (catalogue, kind, name, text);
  say_described (store, kind, name);
  return g_steal_pointer (&name);
}

/**
 * cl_store_hide_own:
 * @store: an open store
 * @kind: what it is
 * @name: its name
 * @hidden: whether it is hidden from here on, or shown again
 * @error: return location
 *
 * What a hidden ledger holds is kept, and so are its history and undo. On the store's own thread.
 *
 * Returns: whether it is stored
 */
gboolean
cl_store_hide_own (ClStore *store, ClOwnKind kind, const char *name, gboolean hidden, GError **error)
{
  g_autofree char *text = cl_store_get_own_text (store, kind, name, error), *title = NULL;
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClLedger *ledger = kind == CL_OWN_LEDGER ? cl_catalogue_find_ledger (catalogue, name) : NULL;
  ClOwnAddition *addition;

  if (text == NULL)
    return FALSE;
  title = cl_own_read_title (kind, name, text);
  addition = cl_own_addition_new ();
  addition->hides = g_strdup (cl_own_kind_get_name (kind));
  addition->name = g_strdup (name);
  addition->hidden = hidden;
  addition->words = make_words (hidden ? words[kind].hidden : words[kind].shown, title);
  if (!cl_own_addition_carry_out (store, addition, error))
    return FALSE;
  if (ledger != NULL)
    cl_catalogue_hide_own_ledger (ledger, hidden);
  else if (kind != CL_OWN_LEDGER)
    cl_catalogue_set_own_file (catalogue, kind, name, hidden ? NULL : text);
  say_described (store, kind, name);
  return TRUE;
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
  g_autofree char *base = g_path_get_basename (path), *text = cl_own_read_file (path, error);
  g_autofree char *name = text != NULL ? cl_store_add_own_text (store, CL_OWN_LEDGER, base, text, FALSE, error) : NULL;

  return name != NULL ? cl_catalogue_find_ledger (cl_store_get_catalogue (store), name) : NULL;
}

/**
 * cl_own_read_file:
 * @path: a file that describes something of the office's own
 * @error: return location
 *
 * Returns: (transfer full): its text
 */
char *
cl_own_read_file (const char *path, GError **error)
{
  g_autofree char *base = cl_file_call (path);
  g_autoptr(GError) problem = NULL;
  char *text;

  if (g_file_get_contents (path, &text, NULL, &problem))
    return text;
  g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” cannot be read: %s. Choose the file of a ledger, form or rule set."), base, problem->message);
  return NULL;
}
