#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <qpdf/qpdf-c.h>

#include "cl-error.h"
#include "cl-pdf-structure.h"

typedef struct
{
  qpdf_data pdf;
  qpdf_oh document; /* the one element at the top of the common structure tree */
  qpdf_oh kids;    /* its parts */
  qpdf_oh numbers; /* of its parent tree */
  qpdf_oh tree;
  int next;        /* key of the parent tree that is free */
} Join;

static void
put (Join *join, qpdf_oh into, const char *key, qpdf_oh value)
{
  qpdf_oh_replace_key (join->pdf, into, key, value);
  qpdf_oh_release (join->pdf, value);
}

static void
append (Join *join, qpdf_oh array, qpdf_oh value)
{
  qpdf_oh_append_item (join->pdf, array, value);
  qpdf_oh_release (join->pdf, value);
}

static void
add_kid (Join *join, qpdf_oh kid)
{
  qpdf_oh type = qpdf_oh_get_key_if_dict (join->pdf, kid, "/S");

  if (qpdf_oh_is_name_and_equals (join->pdf, type, "/Document"))
    put (join, kid, "/S", qpdf_oh_new_name (join->pdf, "/Part"));
  if (qpdf_oh_is_dictionary (join->pdf, kid))
    qpdf_oh_replace_key (join->pdf, kid, "/P", join->document);
  append (join, join->kids, kid);
}

/* Which element each piece of marked content belongs to: the keys of the later paper follow on those of the one before, and its pages say so. */
static void
add_parents (Join *join, qpdf_oh tree, int first)
{
  qpdf_data pdf = join->pdf;
  qpdf_oh parents = qpdf_oh_get_key_if_dict (pdf, tree, "/ParentTree"), numbers = qpdf_oh_get_key_if_dict (pdf, parents, "/Nums");
  int n = qpdf_oh_is_array (pdf, numbers) ? qpdf_oh_get_array_n_items (pdf, numbers) : 0, next = join->next;

  for (int i = 0; i + 1 < n; i += 2)
    {
      int key = qpdf_oh_get_int_value_as_int (pdf, qpdf_oh_get_array_item (pdf, numbers, i)) + join->next;

      append (join, join->numbers, qpdf_oh_new_integer (pdf, key));
      append (join, join->numbers, qpdf_oh_get_array_item (pdf, numbers, i + 1));
      next = MAX (next, key + 1);
    }
  for (int i = first; i < qpdf_get_num_pages (pdf); i++)
    {
      qpdf_oh page = qpdf_get_page_n (pdf, (size_t) i), key = qpdf_oh_get_key (pdf, page, "/StructParents");

      if (qpdf_oh_is_integer (pdf, key))
        put (join, page, "/StructParents", qpdf_oh_new_integer (pdf, qpdf_oh_get_int_value_as_int (pdf, key) + join->next));
      qpdf_oh_release (pdf, key);
      qpdf_oh_release (pdf, page);
    }
  join->next = next;
}

static void
add_tree (Join *join, qpdf_data from, int first)
{
  qpdf_data pdf = join->pdf;
  qpdf_oh root = qpdf_get_root (from), foreign = qpdf_oh_get_key (from, root, "/StructTreeRoot"), tree, kids, roles;

  if (!qpdf_oh_is_dictionary (from, foreign))
    return;
  /* The pages were copied before, so that the elements find theirs. */
  tree = qpdf_oh_copy_foreign_object (pdf, from, foreign);
  kids = qpdf_oh_get_key (pdf, tree, "/K");
  if (qpdf_oh_is_array (pdf, kids))
    for (int i = 0; i < qpdf_oh_get_array_n_items (pdf, kids); i++)
      add_kid (join, qpdf_oh_get_array_item (pdf, kids, i));
  else if (qpdf_oh_is_dictionary (pdf, kids))
    add_kid (join, kids);
  add_parents (join, tree, first);
  roles = qpdf_oh_get_key (pdf, tree, "/RoleMap");
  if (qpdf_oh_is_dictionary (pdf, roles))
    put (join, join->tree, "/RoleMap", roles);
}

/* What tells readers that the file is accessible, and its title, is the first paper's. */
static void
add_catalogue (Join *join, qpdf_data from)
{
  static const char *const keys[] = { "/Lang", "/ViewerPreferences", "/Metadata" };
  qpdf_oh root = qpdf_get_root (join->pdf), foreign = qpdf_get_root (from), trailer = qpdf_get_trailer (join->pdf), info;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      qpdf_oh value = qpdf_oh_get_key (from, foreign, keys[i]);

      if (qpdf_oh_is_indirect (from, value))
        put (join, root, keys[i], qpdf_oh_copy_foreign_object (join->pdf, from, value));
      else if (!qpdf_oh_is_null (from, value))
        put (join, root, keys[i], qpdf_oh_parse (join->pdf, qpdf_oh_unparse (from, value)));
    }
  put (join, root, "/MarkInfo", qpdf_oh_parse (join->pdf, "<< /Marked true >>"));
  info = qpdf_oh_get_key (from, qpdf_get_trailer (from), "/Info");
  if (qpdf_oh_is_indirect (from, info))
    put (join, trailer, "/Info", qpdf_oh_copy_foreign_object (join->pdf, from, info));
}

static gboolean
add_paper (Join *join, GBytes *paper, GPtrArray *sources)
{
  qpdf_data from = qpdf_init ();
  gsize length;
  const char *data = g_bytes_get_data (paper, &length);
  int first = qpdf_get_num_pages (join->pdf), n;

  g_ptr_array_add (sources, from);
  qpdf_silence_errors (from);
  qpdf_set_suppress_warnings (from, QPDF_TRUE);
  if (qpdf_read_memory (from, "paper", data, length, NULL) & QPDF_ERRORS)
    return FALSE;
  n = qpdf_get_num_pages (from);
  for (int i = 0; i < n; i++)
    if (qpdf_add_page (join->pdf, from, qpdf_get_page_n (from, (size_t) i), QPDF_FALSE) & QPDF_ERRORS)
      return FALSE;
  if (sources->len == 1)
    add_catalogue (join, from);
  add_tree (join, from, first);
  return TRUE;
}

static GBytes *
write_out (Join *join)
{
  qpdf_data pdf = join->pdf;
  qpdf_oh parents = qpdf_oh_new_dictionary (pdf), root = qpdf_get_root (pdf);

  if (qpdf_oh_get_array_n_items (pdf, join->kids) > 0)
    {
      put (join, parents, "/Nums", join->numbers);
      put (join, join->tree, "/ParentTree", qpdf_make_indirect_object (pdf, parents));
      put (join, join->tree, "/ParentTreeNextKey", qpdf_oh_new_integer (pdf, join->next));
      put (join, join->tree, "/Type", qpdf_oh_new_name (pdf, "/StructTreeRoot"));
      put (join, join->document, "/S", qpdf_oh_new_name (pdf, "/Document"));
      qpdf_oh_replace_key (pdf, join->document, "/P", join->tree);
      qpdf_oh_replace_key (pdf, join->document, "/K", join->kids);
      qpdf_oh_replace_key (pdf, join->tree, "/K", join->document);
      qpdf_oh_replace_key (pdf, root, "/StructTreeRoot", join->tree);
    }
  if (qpdf_init_write_memory (pdf) & QPDF_ERRORS)
    return NULL;
  qpdf_set_deterministic_ID (pdf, QPDF_TRUE);
  qpdf_set_object_stream_mode (pdf, qpdf_o_generate);
  qpdf_set_compress_streams (pdf, QPDF_TRUE);
  return qpdf_write (pdf) & QPDF_ERRORS ? NULL : g_bytes_new (qpdf_get_buffer (pdf), qpdf_get_buffer_length (pdf));
}

static void
source_free (gpointer source)
{
  qpdf_data pdf = source;

  /* An error that nobody asks for is written to stderr. */
  if (qpdf_has_error (pdf))
    qpdf_get_error (pdf);
  qpdf_cleanup (&pdf);
}

/**
 * cl_pdf_join:
 * @papers: (element-type GBytes): whole files, at least one
 * @error: return location
 *
 * One file of all, in order, with one structure tree: what was heard in each is heard in the whole. Language, title and metadata are the first one's. The same
 * input gives the same bytes. Any thread.
 *
 * Returns: (transfer full): the file, or %NULL with @error
 */
GBytes *
cl_pdf_join (GPtrArray *papers, GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (source_free);
  Join join = { .pdf = qpdf_init () };
  GBytes *result = NULL;
  gboolean fine;

  g_return_val_if_fail (papers != NULL && papers->len > 0, NULL);

  qpdf_silence_errors (join.pdf);
  qpdf_set_suppress_warnings (join.pdf, QPDF_TRUE);
  fine = (qpdf_empty_pdf (join.pdf) & QPDF_ERRORS) == 0;
  join.kids = qpdf_oh_new_array (join.pdf);
  join.numbers = qpdf_oh_new_array (join.pdf);
  join.document = qpdf_make_indirect_object (join.pdf, qpdf_oh_new_dictionary (join.pdf));
  join.tree = qpdf_make_indirect_object (join.pdf, qpdf_oh_new_dictionary (join.pdf));
  for (guint i = 0; fine && i < papers->len; i++)
    fine = add_paper (&join, papers->pdata[i], sources);
  if (fine)
    result = write_out (&join);
  if (result == NULL)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The papers could not be put into one file. Save one file each instead."));
  source_free (join.pdf);
  return result;
}
