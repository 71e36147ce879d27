#include "cl-config.h"

#include "cl-preedit.h"

#include <string.h>

typedef struct
{
  GtkWidget *editable;
  char *preedit; /* what the input method holds, not committed */
  ClWidgetFunc func;
  gpointer data;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_free (watch->preedit);
  g_free (watch);
}

static void
tell (Watch *watch)
{
  watch->func (watch->editable, watch->data);
}

static void
preedit_cb (GtkText *text, const char *preedit, Watch *watch)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  /* Input methods part syllables: "zh'w", "zhang wei". */
  for (const char *c = preedit; *c != '\0'; c++)
    if (*c != '\'' && *c != ' ')
      g_string_append_c (letters, *c);
  if (g_strcmp0 (watch->preedit != NULL ? watch->preedit : "", letters->str) == 0)
    return;
  g_free (watch->preedit);
  watch->preedit = g_strdup (letters->str);
  tell (watch);
}

/**
 * cl_preedit_watch:
 * @editable: an entry to search by
 * @func: called when what is searched for changes
 * @data: for @func, which must live as long as @editable
 *
 * With a Chinese input method on, letters stand uncommitted until a character is chosen; to search by pinyin they are enough. Main thread.
 */
void
cl_preedit_watch (GtkWidget *editable, ClWidgetFunc func, gpointer data)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (editable));
  Watch *watch = g_new0 (Watch, 1);

  watch->editable = editable;
  watch->func = func;
  watch->data = data;
  g_object_set_data_full (G_OBJECT (editable), "cl-preedit", watch, watch_free);
  g_signal_connect_swapped (editable, "changed", G_CALLBACK (tell), watch);
  if (GTK_IS_TEXT (text))
    g_signal_connect (text, "preedit-changed", G_CALLBACK (preedit_cb), watch);
}

/**
 * cl_preedit_get_text:
 * @editable: an entry that is watched
 *
 * Returns: (transfer full): its text, with what the input method holds where the cursor stands
 */
char *
cl_preedit_get_text (GtkWidget *editable)
{
  Watch *watch = g_object_get_data (G_OBJECT (editable), "cl-preedit");
  const char *text = gtk_editable_get_text (GTK_EDITABLE (editable));
  const char *cursor = g_utf8_offset_to_pointer (text, gtk_editable_get_position (GTK_EDITABLE (editable)));

  if (watch == NULL || watch->preedit == NULL || *watch->preedit == '\0')
    return g_strdup (text);
  return g_strdup_printf ("%.*s%s%s", (int) (cursor - text), text, watch->preedit, cursor);
}

/**
 * cl_preedit_is_typed:
 * @key: a key
 * @state: what is held down with it
 *
 * Returns: whether it goes on with what is searched for: a character, or the last one taken away
 */
gboolean
cl_preedit_is_typed (guint key, GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK;

  return modifiers == 0 && (g_unichar_isgraph (gdk_keyval_to_unicode (key)) || key == GDK_KEY_BackSpace);
}
