#include "cl-config.h"

#include "cl-progress-bar.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-widgets-private.h"

#define LOOK_MS 100

struct _ClProgressBar
{
  GtkWidget parent_instance;
  GtkWidget *box, *label, *bar, *cancel;
  ClProgress *progress; /* NULL: nothing is under way */
  char *words;
  guint look_source, show_source;
  int percent; /* as shown */
};

G_DEFINE_FINAL_TYPE (ClProgressBar, cl_progress_bar, GTK_TYPE_WIDGET)

static void
show_words (ClProgressBar *self)
{
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (G_CANCELLABLE (self->progress)))
    text = g_strdup (_("Cancelling…"));
  else if (self->words == NULL)
    text = self->percent < 0 ? NULL : g_strdup_printf (_("%d%%"), self->percent);
  else if (self->percent < 0)
    text = g_strconcat (self->words, "…", NULL);
  else
    /* Translators: what is being done, and how much of it is */
    text = g_strdup_printf (_("%s, %d%%"), self->words, self->percent);
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
}

/* A progress bar says nothing by itself (PLATFORM.md): each quarter is said. */
static gboolean
look_cb (gpointer data)
{
  ClProgressBar *self = data;
  int percent = cl_progress_get_percent (self->progress), before = self->percent;

  if (percent < 0)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));
  if (percent == before || g_cancellable_is_cancelled (G_CANCELLABLE (self->progress)))
    return G_SOURCE_CONTINUE;
  self->percent = percent;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), percent / 100.0);
  show_words (self);
  if (percent / 25 > MAX (before, 0) / 25 && percent < 100 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    cl_announce (GTK_WIDGET (self), gtk_label_get_text (GTK_LABEL (self->label)));
  return G_SOURCE_CONTINUE;
}

static gboolean
show_cb (gpointer data)
{
  ClProgressBar *self = data;

  self->show_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  return G_SOURCE_REMOVE;
}

static void
cancel_cb (ClProgressBar *self)
{
  if (self->progress == NULL || g_cancellable_is_cancelled (G_CANCELLABLE (self->progress)))
    return;
  g_cancellable_cancel (G_CANCELLABLE (self->progress));
  /* Whoever works hears of it may have ended at once. */
  if (self->progress != NULL)
    show_words (self);
}

static void
stop (ClProgressBar *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_handle_id (&self->show_source, g_source_remove);
  g_clear_object (&self->progress);
}

static void
cl_progress_bar_dispose (GObject *object)
{
  ClProgressBar *self = CL_PROGRESS_BAR (object);

  stop (self);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_progress_bar_parent_class)->dispose (object);
}

static void
cl_progress_bar_class_init (ClProgressBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_progress_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cl_progress_bar_init (ClProgressBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * cl_progress_bar_new:
 * @orientation: words, bar and Cancel beside each other, or below each other
 *
 * Returns: (transfer floating): the part, not visible until something is under way. Main thread.
 */
GtkWidget *
cl_progress_bar_new (GtkOrientation orientation)
{
  ClProgressBar *self = g_object_new (CL_TYPE_PROGRESS_BAR, NULL);
  gboolean beside = orientation == GTK_ORIENTATION_HORIZONTAL;

  self->box = gtk_box_new (orientation, beside ? 12 : 6);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), beside ? 0 : 0.5);
  gtk_widget_add_css_class (self->label, "numeric");
  self->bar = gtk_progress_bar_new ();
  cl_accessible_name (self->bar, _("Progress"));
  gtk_widget_set_hexpand (self->bar, TRUE);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  self->cancel = cl_text_button_new (_("_Cancel"), NULL);
  gtk_widget_set_halign (self->cancel, beside ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->label);
  gtk_box_append (GTK_BOX (self->box), self->bar);
  gtk_box_append (GTK_BOX (self->box), self->cancel);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * cl_progress_bar_begin:
 * @bar: the part
 * @words: (nullable): what is being done, translated, no full stop: “Making the backup”; %NULL where it stands there already
 * @progress: told by the work; a reference is taken
 * @patience: shown after so many ms, %CL_PROGRESS_PATIENCE_MS; 0: at once
 *
 * Shows @progress until cl_progress_bar_end(); Cancel cancels it.
 */
void
cl_progress_bar_begin (ClProgressBar *bar, const char *words, ClProgress *progress, guint patience)
{
  g_return_if_fail (CL_IS_PROGRESS_BAR (bar));
  g_return_if_fail (CL_IS_PROGRESS (progress));

  stop (bar);
  bar->progress = g_object_ref (progress);
  bar->percent = cl_progress_get_percent (progress);
  g_free (bar->words);
  bar->words = g_strdup (words);
  /* Cancel says what it would break off. */
  if (words != NULL)
    cl_accessible_describe (bar->cancel, words);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar->bar), MAX (bar->percent, 0) / 100.0);
  show_words (bar);
  bar->look_source = g_timeout_add (LOOK_MS, look_cb, bar);
  if (patience > 0)
    bar->show_source = g_timeout_add (patience, show_cb, bar);
  else
    gtk_widget_set_visible (GTK_WIDGET (bar), TRUE);
}

/**
 * cl_progress_bar_set_words:
 * @bar: the part, with something under way
 * @words: as for cl_progress_bar_begin()
 *
 * Says what is being done by now.
 */
void
cl_progress_bar_set_words (ClProgressBar *bar, const char *words)
{
  g_return_if_fail (CL_IS_PROGRESS_BAR (bar));

  if (bar->progress == NULL || g_strcmp0 (bar->words, words) == 0)
    return;
  g_free (bar->words);
  bar->words = g_strdup (words);
  show_words (bar);
}

/**
 * cl_progress_bar_end:
 * @bar: the part
 *
 * Takes it from the screen: the work is over.
 *
 * Returns: whether the focus was in it, and must be led on by the caller
 */
gboolean
cl_progress_bar_end (ClProgressBar *bar)
{
  GtkRoot *root;
  gboolean focused;

  g_return_val_if_fail (CL_IS_PROGRESS_BAR (bar), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (bar));
  focused = root != NULL && gtk_root_get_focus (root) == bar->cancel;
  stop (bar);
  gtk_widget_set_visible (GTK_WIDGET (bar), FALSE);
  return focused;
}

/**
 * cl_progress_bar_focus:
 * @bar: the part, shown
 * @description: (nullable): what Cancel says it breaks off, where no words do
 *
 * Leads the focus to Cancel: at once, or where the window is only about to show it, as soon as that is heard.
 */
void
cl_progress_bar_focus (ClProgressBar *bar, const char *description)
{
  g_return_if_fail (CL_IS_PROGRESS_BAR (bar));

  if (description != NULL)
    cl_accessible_describe (bar->cancel, description);
  if (gtk_widget_get_mapped (bar->cancel))
    gtk_widget_grab_focus (bar->cancel);
  else
    cl_focus_later (bar->cancel);
}
