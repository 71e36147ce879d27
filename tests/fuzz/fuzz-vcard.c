/* Contacts of a telephone, as bytes. */
#include "fuzz.h"
#include "roster-vcard.h"

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) contacts = roster_vcard_parse ((const char *) data, size, "x.vcf", &error);

  roster_vcard_recognises ((const char *) data, size);
  g_assert ((contacts == NULL) == (error != NULL));
  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    {
      const RosterContact *contact = contacts->pdata[i];

      g_assert (g_utf8_validate (contact->name, -1, NULL));
      g_assert (g_utf8_validate (contact->phones, -1, NULL));
    }
  return 0;
}
