#include "roster-contacts.h"

#include <glib/gi18n-lib.h>

#include "roster-vcard.h"

#define MAX_FILE (64 * 1024 * 1024)

/* The rows of a file of contacts, under the headers of the ledger of persons. */
typedef struct
{
  ClSheetReader parent;
  GPtrArray *contacts; /* RosterContact */
  guint given;         /* rows, the header among them */
} RosterContactRows;

typedef ClSheetReaderClass RosterContactRowsClass;

static GType roster_contact_rows_get_type (void);

G_DEFINE_DYNAMIC_TYPE (RosterContactRows, roster_contact_rows, CL_TYPE_SHEET_READER)

static gboolean
roster_contact_rows_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  RosterContactRows *self = (RosterContactRows *) reader;
  const RosterContact *contact;

  g_ptr_array_set_size (cells, 0);
  if (self->given > self->contacts->len)
    return FALSE;
  contact = self->given > 0 ? self->contacts->pdata[self->given - 1] : NULL;
  g_ptr_array_add (cells, (gpointer) (contact != NULL ? contact->name : "姓名"));
  g_ptr_array_add (cells, (gpointer) (contact != NULL ? contact->phones : "联系电话"));
  *row_number = ++self->given;
  return TRUE;
}

static void
roster_contact_rows_finalize (GObject *object)
{
  g_clear_pointer (&((RosterContactRows *) object)->contacts, g_ptr_array_unref);
  G_OBJECT_CLASS (roster_contact_rows_parent_class)->finalize (object);
}

static void
roster_contact_rows_class_init (RosterContactRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = roster_contact_rows_finalize;
  klass->next = roster_contact_rows_next;
}

static void
roster_contact_rows_class_finalize (RosterContactRowsClass *klass)
{
}

static void
roster_contact_rows_init (RosterContactRows *self)
{
}

/* The contacts of a telephone, .vcf: names and numbers for the ledger of persons, by its ordinary import. A name alone is never taken for a person on record. */
typedef struct
{
  GObject parent;
} RosterContacts;

typedef GObjectClass RosterContactsClass;

static void roster_contacts_importer_init (ClImporterInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterContacts, roster_contacts, G_TYPE_OBJECT, 0,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_IMPORTER, roster_contacts_importer_init))

static const char *const *
roster_contacts_get_suffixes (ClImporter *importer)
{
  static const char *const suffixes[] = { "vcf", NULL };

  return suffixes;
}

static gboolean
roster_contacts_recognises (ClImporter *importer, const char *path, const char *head, gsize size)
{
  return roster_vcard_recognises (head, size);
}

static ClSheetReader *
roster_contacts_open (ClImporter *importer, const char *path, GError **error)
{
  g_autofree char *name = cl_file_call (path);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GPtrArray) contacts = NULL;
  RosterContactRows *rows;

  if (file == NULL)
    return NULL;
  if (g_mapped_file_get_length (file) > MAX_FILE)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is larger than %d MB. Export the contacts without their pictures, or in parts."), name, MAX_FILE >> 20);
      return NULL;
    }
  contacts = roster_vcard_parse (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), name, error);
  if (contacts == NULL)
    return NULL;
  rows = g_object_new (roster_contact_rows_get_type (), NULL);
  rows->contacts = g_steal_pointer (&contacts);
  return CL_SHEET_READER (rows);
}

static void
roster_contacts_importer_init (ClImporterInterface *iface)
{
  iface->recognises = roster_contacts_recognises;
  iface->open = roster_contacts_open;
  iface->get_suffixes = roster_contacts_get_suffixes;
}

static void
roster_contacts_class_init (RosterContactsClass *klass)
{
}

static void
roster_contacts_class_finalize (RosterContactsClass *klass)
{
}

static void
roster_contacts_init (RosterContacts *self)
{
}

/**
 * roster_contacts_register:
 * @module: the plugin's module
 *
 * Registers the types; called once, when the plugin is loaded.
 */
void
roster_contacts_register (GTypeModule *module)
{
  roster_contact_rows_register_type (module);
  roster_contacts_register_type (module);
}
