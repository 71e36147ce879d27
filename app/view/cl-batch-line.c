#include "cl-config.h"

#include "cl-batch-view-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (ClBatchLine, cl_batch_line, G_TYPE_OBJECT)

static void
cl_batch_line_finalize (GObject *object)
{
  ClBatchLine *line = CL_BATCH_LINE (object);

  cl_batch_line_set_standing (line, NULL, NULL);
  g_ptr_array_unref (line->items);
  G_OBJECT_CLASS (cl_batch_line_parent_class)->finalize (object);
}

static void
cl_batch_line_class_init (ClBatchLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_batch_line_finalize;
}

static void
cl_batch_line_init (ClBatchLine *line)
{
}

ClBatchLine *
cl_batch_line_new (GPtrArray *items, guint index)
{
  ClBatchLine *line = g_object_new (CL_TYPE_BATCH_LINE, NULL);

  line->items = g_ptr_array_ref (items);
  line->item = items->pdata[index];
  return line;
}

void
cl_batch_line_set_standing (ClBatchLine *line, const ClOutputStanding *standing, ClCodes *states)
{
  g_clear_pointer (&line->number, g_free);
  g_clear_pointer (&line->state, g_free);
  g_clear_pointer (&line->state_label, g_free);
  g_clear_pointer (&line->since, g_free);
  line->output = standing != NULL ? standing->id : 0;
  line->is_printed = standing != NULL && g_strcmp0 (standing->kind, "print") == 0;
  if (standing == NULL)
    return;
  line->number = g_strdup (standing->number);
  line->since = g_strdup (standing->since);
  line->state = g_strdup (standing->state);
  line->state_label = g_strdup (standing->state != NULL && states != NULL ? cl_codes_get_label (states, standing->state) : NULL);
}

/* A division stands in the register by its name; what is no division, such as a training, by what the paper was made for. */
gboolean
cl_batch_line_is_about (ClBatchLine *line, const ClOutputStanding *standing)
{
  if (line->item->paper->unit != 0)
    return g_strcmp0 (standing->unit, line->item->called) == 0;
  return standing->parameters != NULL && g_strcmp0 (standing->parameters, line->item->paper->parameters) == 0;
}

gboolean
cl_batch_line_has_paper (ClBatchLine *line)
{
  return line->made && line->item->pdf != NULL;
}

gboolean
cl_batch_line_has_returned (ClBatchLine *line)
{
  return g_strcmp0 (line->state, "returned") == 0 || g_strcmp0 (line->state, "sent") == 0;
}

char *
cl_batch_line_say_state (ClBatchLine *line)
{
  if (line->is_printed)
    return g_strdup_printf ("%s %s", line->state_label != NULL ? line->state_label : _("Printed"), line->since);
  if (line->output != 0)
    return g_strdup_printf (_("saved as a file %s"), line->since);
  if (!line->made)
    return g_strdup (_("to be made"));
  return g_strdup (line->item->pdf != NULL ? _("made, not printed") : _("nothing to print"));
}

char *
cl_batch_line_say_rest (ClBatchLine *line)
{
  const ClPaper *paper = line->item->paper;
  g_autoptr (GString) words = g_string_new (NULL);

  if (paper->signs != NULL)
    g_string_append_printf (words, _("signed by %s"), paper->signs);
  if (paper->stamp != NULL)
    {
      g_string_append (words, words->len > 0 ? _(", ") : "");
      g_string_append_printf (words, _("stamp: %s"), paper->stamp);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add (GString *sentence, const char *text)
{
  if (text != NULL && *text != '\0')
    g_string_append_printf (sentence, "%s%s", _(", "), text);
}

char *
cl_batch_line_say (ClBatchLine *line)
{
  g_autoptr (GString) sentence = g_string_new (line->item->called);
  g_autofree char *state = cl_batch_line_say_state (line);
  g_autofree char *rest = cl_batch_line_say_rest (line);
  g_autofree char *pages = cl_batch_line_has_paper (line)
                             ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page", "%u pages", line->item->pages), line->item->pages) : NULL;

  add (sentence, state);
  if (line->made)
    add (sentence, line->item->missing);
  add (sentence, pages);
  add (sentence, rest);
  add (sentence, line->number);
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}
