/* The page of forms while it shows all papers of a form, a line each, in the place of the one paper. Its buttons then mean all of them. */

#include "cl-config.h"

#include "cl-form-page-private.h"

#include <glib/gi18n-lib.h>

#include "cl-form-parameters-private.h"
#include "cl-widgets.h"

static gboolean
is_continuous (ClTemplate *form, GHashTable *values)
{
  const GPtrArray *parameters = cl_template_get_parameters (form);

  for (guint i = 0; parameters != NULL && i < parameters->len; i++)
    {
      const ClTemplateParameter *parameter = parameters->pdata[i];

      if (parameter->continuous != NULL && g_strcmp0 (g_hash_table_lookup (values, parameter->name), parameter->continuous) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A form of which there are several sheets, as it is filled. */
static gboolean
has_batch (ClFormPage *page, GHashTable *values)
{
  return page->form != NULL && cl_form_get_each (page->form) != NULL && !is_continuous (page->form, values)
         && cl_form_parameters_has_several (CL_FORM_PARAMETERS (page->parameters));
}

gboolean
cl_form_page_shows_batch (ClFormPage *page)
{
  return gtk_widget_get_visible (page->batch);
}

gboolean
cl_form_page_is_for_all (ClFormPage *page)
{
  g_autoptr (GHashTable) values = cl_form_parameters_get_values (CL_FORM_PARAMETERS (page->parameters));

  return has_batch (page, values) && !g_hash_table_contains (values, cl_form_get_each (page->form)->name);
}

static void
set_button (GtkWidget *button, const char *mnemonic)
{
  g_autofree char *name = NULL;

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), mnemonic) == 0)
    return;
  gtk_button_set_label (GTK_BUTTON (button), mnemonic);
  name = cl_mnemonic_strip (mnemonic);
  cl_accessible_name (button, name);
}

void
cl_form_page_update_batch (ClFormPage *page)
{
  gboolean shown = cl_form_page_shows_batch (page), some = FALSE;
  guint n = shown ? cl_batch_view_count (CL_BATCH_VIEW (page->batch), &some) : 0;
  g_autofree char *print = g_strdup_printf (some ? _("_Print the %u selected…") : _("_Print all %u…"), n);
  g_autofree char *save = g_strdup_printf (some ? _("_Save the %u selected as files…") : _("_Save all %u as files…"), n);

  set_button (page->batch_button, shown ? _("_Back to the paper") : _("Sheet _by sheet"));
  set_button (page->print_button, shown ? print : _("_Print…"));
  set_button (page->save_button, shown ? save : _("_Save as a file…"));
  gtk_widget_set_visible (page->state, !shown);
  gtk_widget_set_visible (page->returned, !shown && *gtk_label_get_text (GTK_LABEL (page->returned)) != '\0');
  if (shown)
    cl_form_page_set_ready (page, n > 0 || cl_batch_view_is_working (CL_BATCH_VIEW (page->batch)));
}

void
cl_form_page_follow_batch (ClFormPage *page)
{
  g_autoptr (GHashTable) values = cl_form_parameters_get_values (CL_FORM_PARAMETERS (page->parameters));
  gboolean possible = has_batch (page, values);

  gtk_widget_set_visible (page->batch_button, possible);
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "form.batch", possible);
  if (!cl_form_page_shows_batch (page))
    return;
  if (!possible)
    cl_form_page_show_batch (page, FALSE);
  else if (cl_form_parameters_is_valid (CL_FORM_PARAMETERS (page->parameters)))
    cl_batch_view_show (CL_BATCH_VIEW (page->batch), page->form, g_steal_pointer (&values));
}

void
cl_form_page_show_batch (ClFormPage *page, gboolean shown)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (shown == cl_form_page_shows_batch (page))
    return;
  gtk_widget_set_visible (page->batch, shown);
  /* With what is hidden the focus would go, anywhere, and Escape with it, until the first line is there. */
  if (shown && focus != NULL && gtk_widget_is_ancestor (focus, page->preview))
    cl_batch_view_hold_focus (CL_BATCH_VIEW (page->batch));
  gtk_widget_set_visible (page->preview, !shown);
  /* The words of a button that has the focus would be said as they change, the letter of its key with them. */
  cl_form_page_update_batch (page);
  if (shown)
    {
      cl_form_page_follow_batch (page);
      cl_batch_view_focus (CL_BATCH_VIEW (page->batch));
    }
  else
    {
      cl_batch_view_show (CL_BATCH_VIEW (page->batch), NULL, NULL);
      cl_form_page_set_ready (page, page->paper != NULL && page->making == NULL);
      cl_form_page_count_returned (page);
      gtk_widget_grab_focus (gtk_widget_get_visible (page->batch_button) ? page->batch_button : page->form_choice);
    }
}

void
cl_form_page_build_batch (ClFormPage *page)
{
  page->batch = cl_batch_view_new (page->context);
  gtk_widget_set_hexpand (page->batch, TRUE);
  gtk_widget_set_visible (page->batch, FALSE);
  g_signal_connect_object (page->batch, "changed", G_CALLBACK (cl_form_page_update_batch), page, G_CONNECT_SWAPPED);
}
