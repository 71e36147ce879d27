#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-citizen-id.h"
#include "cl-merge.h"
#include "cl-record-form-private.h"
#include "cl-view-private.h"

/* While an ID or a certificate's number is typed: whether somebody has one that begins so. It stands beside the field, and stops nobody. */

/* From so many characters on: fewer are those of a county. */
#define LEAST 6
#define CERTIFICATE_LENGTH 20
/* What is typed in one go is looked up once. */
#define REST_MS 250
#define MOST 10
#define COLUMNS_SAID 5

typedef struct
{
  ClRecordForm *form; /* the row's form, while it lives */
  ClFieldRow *row;
  guint source;
  gint64 found; /* whom the note speaks of, alone; 0: nobody */
  gint64 said;
  gboolean noted;
} Twin;

static void
twin_free (gpointer data)
{
  Twin *twin = data;

  g_clear_handle_id (&twin->source, g_source_remove);
  g_free (twin);
}

static gsize
get_length (const ClField *field)
{
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_CITIZEN_ID:
      return CL_CITIZEN_ID_LENGTH;
    case CL_FIELD_CERTIFICATE:
      return CERTIFICATE_LENGTH;
    default:
      return 0;
    }
}

static void
clear (Twin *twin)
{
  twin->found = 0;
  if (!twin->noted)
    return;
  twin->noted = FALSE;
  cl_field_row_set_message (twin->row, NULL, NULL);
  cl_field_row_offer (twin->row, NULL);
  cl_field_row_offer_also (twin->row, NULL);
}

/* That entry may be opened, and where this one is kept already the two may be made one. @same: it seems to be the same. */
static void
offer (Twin *twin, gint64 id, gboolean same)
{
  ClLedger *ledger = cl_record_get_ledger (twin->form->draft);
  g_autofree char *called = cl_view_call (twin->form->context, ledger, id);
  /* Translators: opens the entry of somebody; %s: the name */
  g_autofree char *open = g_strdup_printf (_("Open %s"), called);

  twin->found = id;
  twin->noted = TRUE;
  cl_field_row_offer (twin->row, open);
  cl_field_row_offer_also (twin->row, same && cl_record_get_id (twin->form->draft) != 0 && cl_merge_can (ledger) ? _("Make them one…") : NULL);
}

static void
show_one (Twin *twin, gint64 id, gboolean whole)
{
  ClLedger *ledger = cl_record_get_ledger (twin->form->draft);
  g_autofree char *who = cl_view_describe (twin->form->context, ledger, id, COLUMNS_SAID);
  /* Translators: beside a number that is being typed; %s: who has it */
  g_autofree char *text = whole ? g_strdup_printf (_("This is the number of %s. Ctrl+Enter opens that entry"), who)
                                /* Translators: beside a number that is being typed; %s: the only one whose number begins so */
                                : g_strdup_printf (_("One number begins so: %s. Ctrl+Enter opens that entry"), who);

  if (whole)
    cl_field_row_set_message (twin->row, "warning", text);
  else
    cl_field_row_set_note (twin->row, text);
  offer (twin, id, whole);
  if (twin->said == id * 2 + whole)
    return;
  twin->said = id * 2 + whole;
  cl_announce (GTK_WIDGET (twin->form), text);
}

static void
look (Twin *twin)
{
  ClRecordForm *self = twin->form;
  const ClField *field = cl_field_row_get_field (twin->row);
  ClDatabase *reader = cl_store_get_reader (cl_context_get_store (self->context));
  g_autofree char *number = cl_citizen_id_normalise (gtk_editable_get_text (GTK_EDITABLE (twin->row->focus)));
  gsize length = strlen (number);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;

  if (length < LEAST || length > get_length (field))
    {
      clear (twin);
      return;
    }
  ids = cl_record_find_twins (reader, cl_record_get_ledger (self->draft), field, number, cl_record_get_id (self->draft), MOST, &error);
  if (ids == NULL)
    g_warning ("Numbers cannot be looked up: %s", error->message);
  if (ids == NULL || ids->len == 0)
    clear (twin);
  else if (ids->len == 1 || length == get_length (field))
    show_one (twin, g_array_index (ids, gint64, 0), length == get_length (field));
  else
    {
      g_autofree char *text = ids->len < MOST ? g_strdup_printf (ngettext ("%u number begins so", "%u numbers begin so", ids->len), ids->len)
                                              : g_strdup_printf (_("%u or more numbers begin so"), ids->len);

      clear (twin);
      twin->noted = TRUE;
      cl_field_row_set_note (twin->row, text);
    }
}

static gboolean
look_cb (gpointer data)
{
  Twin *twin = data;

  twin->source = 0;
  look (twin);
  return G_SOURCE_REMOVE;
}

static Twin *
get_twin (ClFieldRow *row)
{
  return g_object_get_data (G_OBJECT (row), "cl-twin");
}

static Twin *
ensure_twin (ClRecordForm *self, ClFieldRow *row)
{
  Twin *twin = get_twin (row);

  if (twin != NULL)
    return twin;
  twin = g_new0 (Twin, 1);
  twin->form = self;
  twin->row = row;
  g_object_set_data_full (G_OBJECT (row), "cl-twin", twin, twin_free);
  return twin;
}

/* @row was typed in. */
void
cl_record_form_look_for_twin (ClRecordForm *self, ClFieldRow *row)
{
  Twin *twin;

  if (get_length (cl_field_row_get_field (row)) == 0 || cl_field_is_several (cl_field_row_get_field (row)))
    return;
  twin = ensure_twin (self, row);
  g_clear_handle_id (&twin->source, g_source_remove);
  twin->source = g_timeout_add (REST_MS, look_cb, twin);
}

/* @row was left: what the check says stands alone, and where it says nothing, whose number it is. */
void
cl_record_form_settle_twin (ClFieldRow *row)
{
  Twin *twin = get_twin (row);

  if (twin == NULL)
    return;
  g_clear_handle_id (&twin->source, g_source_remove);
  if (!gtk_widget_get_visible (row->message))
    {
      g_autofree char *number = cl_citizen_id_normalise (gtk_editable_get_text (GTK_EDITABLE (row->focus)));

      twin->noted = TRUE;
      if (strlen (number) == get_length (cl_field_row_get_field (row)))
        look (twin);
      else
        clear (twin);
    }
}

/* Two of the same name are no mistake; that there is one already should be known before all of it is written twice. */
void
cl_record_form_say_namesake (ClRecordForm *self, ClFieldRow *row)
{
  ClLedger *ledger = cl_record_get_ledger (self->draft);
  const ClField *field = cl_field_row_get_field (row);
  g_autofree char *name = cl_record_format (self->draft, cl_field_get_name (field));
  g_autoptr (GArray) ids = NULL;

  if (g_strcmp0 (cl_ledger_get_called (ledger), cl_field_get_name (field)) != 0 || name == NULL || *name == '\0' ||
      cl_field_get_field_type (field) != CL_FIELD_TEXT || gtk_widget_get_visible (row->message) || !cl_search_answers (cl_context_get_search (self->context, ledger)))
    return;
  ids = cl_search_find (cl_context_get_search (self->context, ledger), name, 0, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autofree char *called = cl_view_call (self->context, ledger, id);
      g_autofree char *who = NULL, *message = NULL;

      if (id == cl_record_get_id (self->draft) || !g_str_equal (called, name))
        continue;
      who = cl_view_describe (self->context, ledger, id, COLUMNS_SAID);
      /* Translators: of a name that was typed; %s: who of that name is there already */
      message = g_strdup_printf (_("There is already one of this name: %s"), who);
      cl_field_row_set_message (row, "warning", message);
      offer (ensure_twin (self, row), id, TRUE);
      cl_announce (GTK_WIDGET (self), message);
      return;
    }
}

gint64
cl_record_form_get_twin (ClFieldRow *row)
{
  Twin *twin = get_twin (row);

  return twin != NULL ? twin->found : 0;
}
