/* A form with what it is filled for, the paper as it will come out, and what a screen reader reads (WINDOW.md, "Forms are a page, not a dialog"). */

#include "cl-config.h"

#include "cl-form-page-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-form-parameters-private.h"
#include "cl-preview-private.h"
#include "cl-span.h"
#include "cl-widgets-private.h"

/* Of SQLite's machine for each form, which makes them in two milliseconds: it only chooses what is shown first. */
#define FIRST_STEPS 50000
/* Typing a date should not make a paper a letter. */
#define TYPING_MS 200

G_DEFINE_FINAL_TYPE (ClFormPage, cl_form_page, GTK_TYPE_WIDGET)

void
cl_form_page_set_ready (ClFormPage *page, gboolean ready)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "form.save", ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "form.save-to", ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "form.print", ready);
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "form.print-to", ready);
}

void
cl_form_page_set_paper_ready (ClFormPage *page, gboolean ready)
{
  if (!cl_form_page_shows_batch (page))
    cl_form_page_set_ready (page, ready);
}

static gboolean
make_cb (gpointer data)
{
  CL_SPAN ("form: make");
  ClFormPage *page = data;

  page->timeout = 0;
  cl_form_page_follow_batch (page);
  cl_form_page_make (page);
  return G_SOURCE_REMOVE;
}

static void
make_soon (ClFormPage *page)
{
  if (page->box == NULL)
    return;
  cl_form_page_set_paper_ready (page, FALSE);
  g_clear_handle_id (&page->timeout, g_source_remove);
  page->timeout = g_timeout_add (TYPING_MS, make_cb, page);
}

static void
store_changed_cb (ClStore *store, const char *ledger, GArray *ids, ClFormPage *page)
{
  /* What was printed does not change the paper. */
  if (g_str_equal (ledger, "output") || g_str_equal (ledger, "attachment"))
    {
      if (page->box != NULL)
        {
          cl_form_page_count_returned (page);
          cl_batch_view_refresh (CL_BATCH_VIEW (page->batch));
        }
      return;
    }
  make_soon (page);
}

static void
take_form (ClFormPage *page, guint index)
{
  CL_SPAN ("form: parameters");

  page->form = page->forms->pdata[index];
  cl_form_parameters_set_form (CL_FORM_PARAMETERS (page->parameters), page->form);
}

static void
begin (ClFormPage *page)
{
  page->begun = TRUE;
  cl_form_page_count_returned (page);
  cl_form_page_follow_batch (page);
  cl_form_page_make (page);
}

/* What goes out by the dozen is what one comes for: the first form that makes more than one sheet, else the first. */
static guint
find_first (ClFormPage *page)
{
  CL_SPAN ("form: which first");
  ClDatabase *reader = cl_store_get_reader (cl_context_get_store (page->context));

  for (guint i = 0; i < page->forms->len; i++)
    if (cl_form_makes_several (page->forms->pdata[i], cl_context_get_catalogue (page->context), reader, FIRST_STEPS))
      return i;
  return 0;
}

static void
form_chosen_cb (ClFormPage *page)
{
  guint index = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->form_choice));

  if (index >= page->forms->len)
    return;
  take_form (page, index);
  begin (page);
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClFormPage *page = CL_FORM_PAGE (widget);

  if (g_str_equal (name, "form.save"))
    cl_form_page_ask_where (page);
  else if (g_str_equal (name, "form.save-to"))
    {
      g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));
      cl_form_page_save (page, file);
    }
  else if (g_str_equal (name, "form.print"))
    cl_form_page_print (page, NULL);
  else if (g_str_equal (name, "form.print-to"))
    cl_form_page_print (page, g_variant_get_string (parameter, NULL));
  else if (g_str_equal (name, "form.batch"))
    cl_form_page_show_batch (page, !cl_form_page_shows_batch (page));
}

/* From the lines back to the one paper. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClFormPage *page = CL_FORM_PAGE (widget);

  if (!cl_form_page_shows_batch (page))
    return GDK_EVENT_PROPAGATE;
  cl_form_page_show_batch (page, FALSE);
  return GDK_EVENT_STOP;
}

static void
select_form (ClFormPage *page, guint index)
{
  g_signal_handlers_block_by_func (page->form_choice, form_chosen_cb, page);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (page->form_choice), index);
  g_signal_handlers_unblock_by_func (page->form_choice, form_chosen_cb, page);
  take_form (page, index);
}

/* What nobody has chosen by now. */
static void
begin_first (ClFormPage *page)
{
  if (page->begun)
    return;
  if (page->forms->len > 0)
    select_form (page, find_first (page));
  else
    cl_preview_set_words (CL_PREVIEW (page->preview), _("There are no forms"), _("Switch on the plugin that brings them, or put forms into the data folder."));
  begin (page);
}

/* The page is made in one turn of the main loop; in the next its preview is made known and measured, and in the third a form chosen and its first paper asked for; all before
 * it is seen. FALSE: there was nothing left to do. */
static gboolean
go_on (ClFormPage *page)
{
  if (gtk_widget_get_parent (page->preview) == NULL)
    gtk_box_insert_child_after (GTK_BOX (page->box), page->preview, gtk_widget_get_prev_sibling (page->batch));
  else
    begin_first (page);
  return !page->begun;
}

static void
focus_side (ClFormPage *page)
{
  gboolean wanted = page->want_focus;

  page->want_focus = FALSE;
  if (wanted && gtk_widget_get_root (page->side) != NULL)
    gtk_widget_child_focus (page->side, GTK_DIR_TAB_FORWARD);
}

static gboolean
go_on_cb (gpointer data)
{
  CL_SPAN ("form: preview");
  ClFormPage *page = data;

  if (go_on (page))
    return G_SOURCE_CONTINUE;
  page->preview_source = 0;
  focus_side (page);
  return G_SOURCE_REMOVE;
}

static void
show_preview (ClFormPage *page)
{
  g_clear_handle_id (&page->preview_source, g_source_remove);
  while (go_on (page))
    ;
  focus_side (page);
}

/* Its first control has the focus first, which says the form when one was chosen. */
static gboolean
cl_form_page_grab_focus (GtkWidget *widget)
{
  ClFormPage *page = CL_FORM_PAGE (widget);

  page->want_focus = !page->begun && !cl_widget_is_walked (widget);
  return page->want_focus || GTK_WIDGET_CLASS (cl_form_page_parent_class)->grab_focus (widget);
}

static gboolean
pane_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClFormPage *page = CL_FORM_PAGE (widget);
  int step = g_variant_get_int32 (arguments);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean beside = focus != NULL && gtk_widget_is_ancestor (focus, page->side);

  show_preview (page);
  if (beside && step > 0 && cl_form_page_shows_batch (page))
    {
      cl_batch_view_focus (CL_BATCH_VIEW (page->batch));
      return GDK_EVENT_STOP;
    }
  if (beside && step > 0)
    return cl_preview_move_pane (CL_PREVIEW (page->preview), 1);
  if (!beside && step < 0)
    return gtk_widget_child_focus (page->side, GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_PROPAGATE;
}

static void
load_forms (ClFormPage *page)
{
  GPtrArray *forms = cl_context_get_forms (page->context);

  for (guint i = 0; i < forms->len; i++)
    g_ptr_array_add (page->forms, cl_template_ref (forms->pdata[i]));
}

static void
build_side (ClFormPage *page)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *controls = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = gtk_label_new (_("Form to fill")), *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  page->batch_button = cl_text_button_new (_("Sheet _by sheet"), "form.batch");
  page->save_button = cl_text_button_new (_("_Save as a file…"), "form.save");
  page->print_button = cl_text_button_new (_("_Print…"), "form.print");
  for (guint i = 0; i < page->forms->len; i++)
    {
      const char *mark = cl_template_get_mark (page->forms->pdata[i]), *title = cl_template_get_title (page->forms->pdata[i]);
      g_autofree char *name = mark != NULL ? g_strdup_printf ("%s %s", mark, title) : g_strdup (title);
      gtk_string_list_append (titles, name);
    }
  page->form_choice = cl_drop_down_new (_("Form to fill"), titles);
  g_signal_connect_object (page->form_choice, "notify::selected", G_CALLBACK (form_chosen_cb), page, G_CONNECT_SWAPPED);
  page->parameters = cl_form_parameters_new (page->context);
  g_signal_connect_object (page->parameters, "changed", G_CALLBACK (make_soon), page, G_CONNECT_SWAPPED);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (controls), label);
  gtk_box_append (GTK_BOX (controls), page->form_choice);
  gtk_box_append (GTK_BOX (controls), page->parameters);
  gtk_widget_set_margin_start (controls, 12);
  gtk_widget_set_margin_end (controls, 12);
  gtk_widget_set_margin_top (controls, 12);
  gtk_widget_set_margin_bottom (controls, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), controls);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_set_vexpand (scrolled, TRUE);

  page->warning = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (page->warning), TRUE);
  gtk_label_set_xalign (GTK_LABEL (page->warning), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (page->warning), 28);
  gtk_widget_add_css_class (page->warning, "warning");
  gtk_widget_set_focusable (page->warning, TRUE);
  gtk_widget_set_visible (page->warning, FALSE);
  page->state = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (page->state), 0);
  gtk_widget_add_css_class (page->state, "dim-label");
  gtk_widget_add_css_class (page->state, "numeric");
  page->returned = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (page->returned), 0);
  gtk_label_set_wrap (GTK_LABEL (page->returned), TRUE);
  gtk_widget_add_css_class (page->returned, "numeric");
  gtk_widget_set_visible (page->returned, FALSE);
  gtk_widget_add_css_class (page->print_button, "suggested-action");
  gtk_box_append (GTK_BOX (foot), page->warning);
  gtk_box_append (GTK_BOX (foot), page->state);
  gtk_box_append (GTK_BOX (foot), page->returned);
  gtk_box_append (GTK_BOX (foot), page->batch_button);
  gtk_box_append (GTK_BOX (foot), page->save_button);
  gtk_box_append (GTK_BOX (foot), page->print_button);
  gtk_widget_set_margin_start (foot, 12);
  gtk_widget_set_margin_end (foot, 12);
  gtk_widget_set_margin_top (foot, 8);
  gtk_widget_set_margin_bottom (foot, 12);

  page->side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_size_request (page->side, 240, -1);
  gtk_widget_set_hexpand (page->side, FALSE);
  gtk_box_append (GTK_BOX (page->side), scrolled);
  gtk_box_append (GTK_BOX (page->side), foot);
}

static void
cl_form_page_dispose (GObject *object)
{
  ClFormPage *page = CL_FORM_PAGE (object);

  g_clear_handle_id (&page->timeout, g_source_remove);
  g_clear_handle_id (&page->preview_source, g_source_remove);
  if (page->making != NULL)
    g_cancellable_cancel (page->making);
  g_clear_object (&page->making);
  g_clear_pointer (&page->box, gtk_widget_unparent);
  g_clear_object (&page->preview);
  g_clear_pointer (&page->forms, g_ptr_array_unref);
  g_clear_pointer (&page->paper, cl_paper_free);
  g_clear_pointer (&page->pdf, g_bytes_unref);
  page->form = NULL;
  g_clear_object (&page->context);
  G_OBJECT_CLASS (cl_form_page_parent_class)->dispose (object);
}

static void
cl_form_page_class_init (ClFormPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_form_page_dispose;
  widget_class->grab_focus = cl_form_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "formpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, activate_action);
  gtk_widget_class_install_action (widget_class, "form.save-to", "s", activate_action);
  gtk_widget_class_install_action (widget_class, "form.print", NULL, activate_action);
  gtk_widget_class_install_action (widget_class, "form.print-to", "s", activate_action);
  gtk_widget_class_install_action (widget_class, "form.batch", NULL, activate_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_b, GDK_CONTROL_MASK, "form.batch", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "form.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "form.save", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, pane_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, pane_cb, "i", -1);
}

static void
cl_form_page_init (ClFormPage *page)
{
  page->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_template_unref);
}

/**
 * cl_form_page_new:
 * @context: whose forms and records
 *
 * A page for all forms that the catalogue knows; the first that makes a sheet for each of several villages is shown, else the first. Beside Ctrl+P and Ctrl+S it has the actions "form.save-to" (a path) and
 * "form.print-to" (a queue), which ask nothing; while all papers are shown line by line (Ctrl+B) they mean all of them, and the path is a folder. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_form_page_new (ClContext *context)
{
  CL_SPAN ("form: page");
  ClFormPage *page = g_object_new (CL_TYPE_FORM_PAGE, NULL);

  cl_view_style_ensure ();
  page->context = g_object_ref (context);
  load_forms (page);
  build_side (page);
  page->preview = g_object_ref_sink (cl_preview_new ());
  gtk_widget_set_hexpand (page->preview, TRUE);
  page->preview_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, go_on_cb, page, NULL);
  cl_form_page_build_batch (page);
  page->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (page->box), page->side);
  gtk_box_append (GTK_BOX (page->box), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (page->box), page->batch);
  gtk_widget_set_parent (page->box, GTK_WIDGET (page));
  g_signal_connect_object (cl_context_get_store (context), "changed", G_CALLBACK (store_changed_cb), page, 0);

  cl_form_page_set_paper_ready (page, FALSE);
  return GTK_WIDGET (page);
}

/**
 * cl_form_page_show:
 * @page: the page
 * @form: name of a form
 * @parameters: (nullable) (element-type utf8 utf8): name to text as typed; others keep their defaults
 *
 * Shows @form filled for @parameters. An unknown form says so in the pane.
 */
void
cl_form_page_show (ClFormPage *page, const char *form, GHashTable *parameters)
{
  g_return_if_fail (CL_IS_FORM_PAGE (page));
  g_return_if_fail (form != NULL);

  for (guint i = 0; i < page->forms->len; i++)
    if (g_strcmp0 (cl_template_get_name (page->forms->pdata[i]), form) == 0)
      {
        select_form (page, i);
        if (parameters != NULL)
          cl_form_parameters_set_values (CL_FORM_PARAMETERS (page->parameters), parameters);
        begin (page);
        return;
      }
  {
    g_autofree char *words = g_strdup_printf (_("There is no form called %s. Choose one from the list."), form);
    cl_form_page_give_up (page);
    page->form = NULL;
    page->begun = TRUE;
    cl_form_page_say_nothing_made (page, words);
  }
}
