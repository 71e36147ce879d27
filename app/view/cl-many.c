#include "cl-config.h"

#include "cl-many-private.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-widgets.h"

#define PROGRESS_MS 250

typedef struct
{
  ClContext *context;
  ClLedger *ledger;
  GArray *ids;
  const ClField *field; /* NULL: they are deleted */
  ClValue value;
  GPtrArray *values; /* ClValue: each its own; or NULL */
  char *value_text;
  GtkWidget *near;
  ClManyFunc func;
  guint source;
  gint done;        /* atomic */
  guint changed;    /* by the writer */
  guint left;       /* not deleted, since something refers to them */
  char *left_words; /* of the first of these: who and why */
} Many;

static void
many_free (Many *many)
{
  g_clear_handle_id (&many->source, g_source_remove);
  g_object_unref (many->context);
  cl_ledger_unref (many->ledger);
  g_array_unref (many->ids);
  cl_value_clear (&many->value);
  g_clear_pointer (&many->values, g_ptr_array_unref);
  g_free (many->value_text);
  g_free (many->left_words);
  g_object_unref (many->near);
  g_free (many);
}

/* A record that has gone meanwhile is no longer meant. */
static gboolean
set_one (ClTransaction *transaction, Many *many, guint index, GError **error)
{
  gint64 id = g_array_index (many->ids, gint64, index);
  const ClValue *value = many->values != NULL ? many->values->pdata[index] : &many->value;
  ClDatabase *database = cl_transaction_get_database (transaction);
  g_autoptr (GError) failure = NULL;
  g_autoptr (ClRecord) record = cl_record_load (database, many->ledger, id, &failure);

  if (record == NULL && g_error_matches (failure, CL_ERROR, CL_ERROR_NOT_FOUND))
    return TRUE;
  if (record == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (cl_value_equal (cl_record_get (record, many->field), value))
    return TRUE;
  cl_record_set (record, many->field, value);
  many->changed++;
  return cl_record_derive (record, database, cl_transaction_get_catalogue (transaction), error) && cl_transaction_save (transaction, record, error);
}

/* What something refers to stays, and the others go. */
static gboolean
delete_one (ClTransaction *transaction, Many *many, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean deleted;

  if (!cl_transaction_begin_part (transaction, error))
    return FALSE;
  deleted = cl_transaction_delete (transaction, many->ledger, id, &failure);
  if (!cl_transaction_end_part (transaction, deleted, error))
    return FALSE;
  if (deleted)
    many->changed++;
  else if (g_error_matches (failure, CL_ERROR, CL_ERROR_REFERENCED))
    {
      if (many->left++ == 0)
        many->left_words = g_strdup (failure->message);
    }
  else if (!g_error_matches (failure, CL_ERROR, CL_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

static char *
say_words (Many *many, guint count)
{
  g_autofree char *n = cl_count_format (count);
  const char *title = cl_ledger_get_title (many->ledger);

  if (many->field == NULL)
    /* Translators: words of a change, as undo says them: how many entries, of which ledger */
    return g_strdup_printf (_("Delete %s entries of %s"), n, title);
  if (many->values != NULL)
    /* Translators: words of a change, as undo says them: how many entries, of which ledger, the field that was filled in each */
    return g_strdup_printf (_("Change %s entries of %s: %s"), n, title, cl_field_get_label (many->field));
  if (cl_value_is_none (&many->value))
    /* Translators: words of a change, as undo says them: how many entries, of which ledger, the field */
    return g_strdup_printf (_("Change %s entries of %s: %s emptied"), n, title, cl_field_get_label (many->field));
  /* Translators: words of a change, as undo says them: how many entries, of which ledger, the field, its value */
  return g_strdup_printf (_("Change %s entries of %s: %s is %s"), n, title, cl_field_get_label (many->field), many->value_text);
}

static gboolean
many_func (ClTransaction *transaction, gpointer data, GError **error)
{
  Many *many = data;
  g_autofree char *words = NULL;

  for (guint i = 0; i < many->ids->len; i++)
    {
      gint64 id = g_array_index (many->ids, gint64, i);

      if (g_cancellable_set_error_if_cancelled (cl_transaction_get_cancellable (transaction), error) ||
          !(many->field != NULL ? set_one (transaction, many, i, error) : delete_one (transaction, many, id, error)))
        return FALSE;
      g_atomic_int_set (&many->done, (gint) i + 1);
    }
  words = say_words (many, many->changed);
  cl_transaction_set_words (transaction, words);
  return TRUE;
}

static char *
say_result (Many *many)
{
  g_autofree char *words = say_words (many, many->changed);

  if (many->changed == 0 && many->left == 0)
    return g_strdup (_("Nothing was changed: it was so already"));
  if (many->left > 0 && many->changed == 0)
    return g_strdup (many->left_words);
  if (many->left > 0)
    /* Translators: after some were deleted: the words of the change, how many stay, why the first of them does */
    return g_strdup_printf (_("%s. %u stay: %s"), words, many->left, many->left_words);
  return g_strdup_printf (_("%s. Ctrl+Z brings it back."), words);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Many *many = data;
  g_autoptr (GError) error = NULL;
  gint64 entry = cl_store_write_finish (CL_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (entry != 0)
    text = say_result (many);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup (_("Cancelled: nothing was changed"));
  else
    text = g_strdup (error->message);
  g_clear_handle_id (&many->source, g_source_remove);
  many->func (many->near, G_MAXUINT, many->ids->len);
  cl_context_say (many->context, many->near, text);
  if (entry != 0)
    cl_context_finished (many->context, _("All chosen entries are done."));
  many_free (many);
}

static gboolean
progress_cb (gpointer data)
{
  Many *many = data;

  many->func (many->near, (guint) g_atomic_int_get (&many->done), many->ids->len);
  return G_SOURCE_CONTINUE;
}

static void
run (ClContext *context, ClLedger *ledger, GArray *ids, const ClField *field, const ClValue *value, GPtrArray *values, GtkWidget *near, GCancellable *cancellable, ClManyFunc func)
{
  Many *many = g_new0 (Many, 1);
  g_autofree char *words = NULL;

  many->context = g_object_ref (context);
  many->ledger = cl_ledger_ref (ledger);
  many->ids = g_array_ref (ids);
  many->field = field;
  if (value != NULL)
    cl_value_copy (&many->value, value);
  if (values != NULL)
    many->values = g_ptr_array_ref (values);
  /* What is private is not told by the words of a change either. */
  if (value != NULL && cl_field_get_private_class (field) == NULL)
    many->value_text = cl_record_say_value (cl_store_get_reader (cl_context_get_store (context)), cl_context_get_catalogue (context), field, value);
  if (many->value_text == NULL)
    many->value_text = g_strdup ("…");
  many->near = g_object_ref (near);
  many->func = func;
  many->source = g_timeout_add (PROGRESS_MS, progress_cb, many);
  words = say_words (many, ids->len);
  cl_store_write_async (cl_context_get_store (context), words, many_func, many, NULL, cancellable, written_cb, many);
}

void
cl_many_set (ClContext *context, ClLedger *ledger, GArray *ids, const ClField *field, const ClValue *value, GtkWidget *near, GCancellable *cancellable,
             ClManyFunc func)
{
  run (context, ledger, ids, field, value, NULL, near, cancellable, func);
}

void
cl_many_fill (ClContext *context, ClLedger *ledger, GArray *ids, const ClField *field, GPtrArray *values, GtkWidget *near, ClManyFunc func)
{
  run (context, ledger, ids, field, NULL, values, near, NULL, func);
}

void
cl_many_delete (ClContext *context, ClLedger *ledger, GArray *ids, GtkWidget *near, GCancellable *cancellable, ClManyFunc func)
{
  run (context, ledger, ids, NULL, NULL, NULL, near, cancellable, func);
}
