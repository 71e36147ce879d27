/* "附件3 of all 12 villages": one line a village with its state (WINDOW.md). */

#include "cl-config.h"

#include "cl-batch-view-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-output-paper-private.h"
#include "cl-progress-bar.h"
#include "cl-widgets.h"

G_DEFINE_FINAL_TYPE (ClBatchView, cl_batch_view, GTK_TYPE_WIDGET)

static guint changed_signal;

static GtkWidget *
add_label (GtkWidget *box, int chars, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (chars > 0)
    gtk_label_set_width_chars (GTK_LABEL (label), chars);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClBatchView *view)
{
  GtkWidget *both = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_hexpand (add_label (first, 12, NULL), TRUE);
  add_label (first, 18, "numeric");
  add_label (first, 6, "numeric");
  add_label (first, 10, "numeric");
  add_label (second, 0, "dim-label");
  gtk_widget_add_css_class (add_label (second, 0, "cl-message"), "warning");
  for (GtkWidget *child = gtk_widget_get_first_child (second); child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_widget_add_css_class (child, "caption");
  gtk_box_append (GTK_BOX (both), first);
  gtk_box_append (GTK_BOX (both), second);
  gtk_widget_set_margin_start (both, 12);
  gtk_widget_set_margin_end (both, 12);
  gtk_widget_set_margin_top (both, 5);
  gtk_widget_set_margin_bottom (both, 5);
  gtk_list_item_set_child (item, both);
}

static void
fill_item (GtkListItem *item)
{
  ClBatchLine *line = gtk_list_item_get_item (item);
  GtkWidget *first = gtk_widget_get_first_child (gtk_list_item_get_child (item)), *second = gtk_widget_get_next_sibling (first);
  GtkWidget *label = gtk_widget_get_first_child (first), *missing;
  guint n = cl_batch_line_has_paper (line) ? line->item->pages : 0;
  g_autofree char *state = cl_batch_line_say_state (line);
  g_autofree char *pages = n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page", "%u pages", n), n) : NULL;
  g_autofree char *rest = cl_batch_line_say_rest (line);
  g_autofree char *sentence = cl_batch_line_say (line);
  const char *const texts[] = { line->item->called, state, pages, line->number };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++, label = gtk_widget_get_next_sibling (label))
    gtk_label_set_text (GTK_LABEL (label), texts[i] != NULL ? texts[i] : "");
  label = gtk_widget_get_first_child (second);
  missing = gtk_widget_get_next_sibling (label);
  gtk_label_set_text (GTK_LABEL (label), rest);
  gtk_widget_set_visible (label, *rest != '\0');
  gtk_label_set_text (GTK_LABEL (missing), line->made && line->item->missing != NULL ? line->item->missing : "");
  cl_list_item_set_name (item, sentence);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClBatchView *view)
{
  fill_item (item);
  g_ptr_array_add (view->bound, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClBatchView *view)
{
  g_ptr_array_remove_fast (view->bound, item);
}

static ClBatchLine *
get_line (ClBatchView *view, guint index)
{
  ClBatchLine *line = g_list_model_get_item (G_LIST_MODEL (view->lines), index);

  g_object_unref (line); /* the list keeps it */
  return line;
}

static guint
count_lines (ClBatchView *view)
{
  return g_list_model_get_n_items (G_LIST_MODEL (view->lines));
}

static guint
count_selected (ClBatchView *view)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (view->selection));

  return (guint) gtk_bitset_get_size (selected);
}

/* The line on which one is; else the first selected. */
static ClBatchLine *
current_line (ClBatchView *view)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (view->selection));

  for (guint i = 0; focus != NULL && i < view->bound->len; i++)
    if (gtk_widget_get_parent (gtk_list_item_get_child (view->bound->pdata[i])) == focus)
      return gtk_list_item_get_item (view->bound->pdata[i]);
  if (!gtk_bitset_is_empty (selected))
    return get_line (view, gtk_bitset_get_minimum (selected));
  return count_lines (view) > 0 ? get_line (view, 0) : NULL;
}

GPtrArray *
cl_batch_view_choose (ClBatchView *view)
{
  GPtrArray *chosen = g_ptr_array_new ();
  gboolean some = count_selected (view) > 1;

  for (guint i = 0; i < count_lines (view); i++)
    if (cl_batch_line_has_paper (get_line (view, i)) && (!some || gtk_selection_model_is_selected (GTK_SELECTION_MODEL (view->selection), i)))
      g_ptr_array_add (chosen, get_line (view, i)->item);
  return chosen;
}

guint
cl_batch_view_count (ClBatchView *view, gboolean *some)
{
  g_autoptr (GPtrArray) chosen = cl_batch_view_choose (view);

  *some = count_selected (view) > 1;
  return chosen->len;
}

gboolean
cl_batch_view_is_working (ClBatchView *view)
{
  return view->working != NULL;
}

char *
cl_batch_view_say (ClBatchView *view)
{
  const char *mark = view->form != NULL ? cl_template_get_mark (view->form) : NULL;
  const char *name = mark != NULL ? mark : view->form != NULL ? cl_template_get_title (view->form) : "";
  guint papers = 0, returned = 0, printed = 0;

  for (guint i = 0; i < count_lines (view); i++)
    {
      ClBatchLine *line = get_line (view, i);

      papers += cl_batch_line_has_paper (line) || line->is_printed;
      printed += line->is_printed;
      returned += cl_batch_line_has_returned (line);
    }
  return printed > 0 ? g_strdup_printf (_("%s: %u of %u returned"), name, returned, papers) : g_strdup_printf (_("%s: %u papers, none printed yet"), name, papers);
}

static void
update_heading (ClBatchView *view)
{
  g_autofree char *words = cl_batch_view_say (view);
  g_autofree char *summary = NULL;
  guint pages = 0, nothing = 0, missing = 0;

  for (guint i = 0; i < count_lines (view); i++)
    {
      ClBatchLine *line = get_line (view, i);

      pages += cl_batch_line_has_paper (line) ? line->item->pages : 0;
      nothing += line->made && line->item->pdf == NULL;
      missing += line->made && line->item->missing != NULL;
    }
  summary = g_strdup_printf (_("%u pages; nothing to print for %u; something missing on %u"), pages, nothing, missing);
  gtk_label_set_text (GTK_LABEL (view->heading), words);
  gtk_label_set_text (GTK_LABEL (view->summary), summary);
  for (guint i = 0; i < view->bound->len; i++)
    fill_item (view->bound->pdata[i]);
  g_signal_emit (view, changed_signal, 0);
}

static void
set_standings (ClBatchView *view)
{
  ClCodes *states = cl_catalogue_find_codes (cl_context_get_catalogue (view->context), "output-state");
  const ClPaper *paper = count_lines (view) > 0 ? get_line (view, 0)->item->paper : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) standings = paper != NULL ? cl_output_list_standings (cl_store_get_reader (cl_context_get_store (view->context)), paper->form, paper->period, &error) : NULL;

  for (guint i = 0; standings != NULL && i < count_lines (view); i++)
    {
      ClBatchLine *line = get_line (view, i);

      cl_batch_line_set_standing (line, NULL, NULL);
      for (guint k = standings->len; k > 0 && line->output == 0; k--)
        if (cl_batch_line_is_about (line, standings->pdata[k - 1]))
          cl_batch_line_set_standing (line, standings->pdata[k - 1], states);
    }
}

/* What the register says now. */
void
cl_batch_view_refresh (ClBatchView *view)
{
  if (view->box == NULL || view->items == NULL)
    return;
  set_standings (view);
  update_heading (view);
}

static gboolean
are_the_same (ClBatchView *view, GPtrArray *items)
{
  if (view->items == NULL || view->items->len != items->len || count_lines (view) != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    if (((ClBatchItem *) view->items->pdata[i])->id != ((ClBatchItem *) items->pdata[i])->id)
      return FALSE;
  return TRUE;
}

/* The same villages as before keep their lines: the focus and what is selected stay. */
void
cl_batch_view_listed (ClBatchView *view, GPtrArray *items)
{
  if (are_the_same (view, items))
    for (guint i = 0; i < items->len; i++)
      {
        ClBatchLine *line = get_line (view, i);

        g_ptr_array_ref (items);
        g_ptr_array_unref (line->items);
        line->items = items;
        line->item = items->pdata[i];
        line->made = FALSE;
      }
  else
    {
      g_list_store_remove_all (view->lines);
      for (guint i = 0; i < items->len; i++)
        {
          g_autoptr (ClBatchLine) line = cl_batch_line_new (items, i);

          g_list_store_append (view->lines, line);
        }
    }
  g_ptr_array_ref (items);
  g_clear_pointer (&view->items, g_ptr_array_unref);
  view->items = items;
  cl_batch_view_refresh (view);
  if (view->focus_first)
    cl_batch_view_focus (view);
}

void
cl_batch_view_made (ClBatchView *view, guint index)
{
  if (index >= count_lines (view))
    return;
  get_line (view, index)->made = TRUE;
  update_heading (view);
}

void
cl_batch_view_focus (ClBatchView *view)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (view->selection));

  view->focus_first = count_lines (view) == 0;
  if (view->focus_first)
    return;
  if (gtk_bitset_is_empty (selected))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (view->selection), 0, TRUE);
  gtk_widget_grab_focus (view->list);
  gtk_widget_set_focusable (GTK_WIDGET (view), FALSE);
}

void
cl_batch_view_hold_focus (ClBatchView *view)
{
  gtk_widget_set_focusable (GTK_WIDGET (view), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (view));
}

/* @all or the selected lines whose paper was printed. */
static void
set_state (ClBatchView *view, const char *state, gboolean all)
{
  ClCodes *codes = cl_catalogue_find_codes (cl_context_get_catalogue (view->context), "output-state");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  const char *whose = NULL;
  gint64 entry = 0;

  for (guint i = 0; i < count_lines (view); i++)
    {
      ClBatchLine *line = get_line (view, i);

      if (!line->is_printed || (!all && !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (view->selection), i)))
        continue;
      g_array_append_val (ids, line->output);
      whose = line->item->called;
    }
  if (ids->len > 0)
    entry = cl_output_set_state (cl_context_get_store (view->context), ids, state, &error);
  if (ids->len == 0)
    words = g_strdup (_("Nothing of this was printed yet. Print it first."));
  else if (entry == 0)
    words = g_strdup (error->message);
  else
    {
      g_autofree char *count = cl_batch_view_say (view);
      g_autofree char *many = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u paper: %s", "%u papers: %s", ids->len), ids->len, cl_codes_get_label (codes, state));
      g_autofree char *one = ids->len == 1 ? g_strdup_printf (_("%s: %s"), whose, cl_codes_get_label (codes, state)) : NULL;

      words = g_strdup_printf (_("%s. %s"), one != NULL ? one : many, count);
    }
  cl_context_say (view->context, GTK_WIDGET (view), words);
}

static gboolean
state_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClBatchView *view = CL_BATCH_VIEW (widget);
  ClCodes *codes = cl_catalogue_find_codes (cl_context_get_catalogue (view->context), "output-state");
  guint index = (guint) g_variant_get_int32 (arguments);

  if (codes != NULL && index < cl_codes_get_n (codes))
    set_state (view, cl_codes_get_code (codes, index), FALSE);
  return GDK_EVENT_STOP;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClBatchView *view = CL_BATCH_VIEW (widget);

  /* Papers that are made to be looked at, and for nothing that was asked, end with the look. */
  if (view->working == NULL || (view->making && view->then == NULL))
    return GDK_EVENT_PROPAGATE;
  g_cancellable_cancel (G_CANCELLABLE (view->working));
  return GDK_EVENT_STOP;
}

static void
show_line (ClBatchView *view, gboolean print)
{
  ClBatchLine *line = current_line (view);

  if (line == NULL)
    return;
  if (line->output != 0)
    cl_output_paper_open (view->context, GTK_WIDGET (view), line->output, print);
  else if (cl_batch_line_has_paper (line))
    cl_batch_view_print_item (view, line->item, print);
  else
    {
      g_autofree char *state = cl_batch_line_say_state (line);
      g_autofree char *words = g_strdup_printf (_("%s: %s"), line->item->called, state);

      cl_context_say (view->context, GTK_WIDGET (view), words);
    }
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClBatchView *view = CL_BATCH_VIEW (widget);

  if (g_str_equal (name, "batch.show"))
    show_line (view, FALSE);
  else if (g_str_equal (name, "batch.print-again"))
    show_line (view, TRUE);
  else if (g_str_equal (name, "batch.contents"))
    cl_batch_view_show_contents (view);
  else if (g_str_equal (name, "batch.cancel") && view->working != NULL)
    g_cancellable_cancel (G_CANCELLABLE (view->working));
  else if (g_str_has_prefix (name, "batch.set-"))
    {
      /* The menu takes the focus with it where it closes on a submenu. */
      cl_batch_view_focus (view);
      set_state (view, g_variant_get_string (parameter, NULL), g_str_equal (name, "batch.set-all"));
    }
}

static void
activate_cb (GtkListView *list, guint position, ClBatchView *view)
{
  show_line (view, FALSE);
}

static void
cl_batch_view_dispose (GObject *object)
{
  ClBatchView *view = CL_BATCH_VIEW (object);

  if (view->box != NULL)
    cl_batch_view_stop (view);
  view->progress = NULL;
  g_clear_pointer (&view->box, gtk_widget_unparent);
  g_clear_pointer (&view->bound, g_ptr_array_unref);
  g_clear_pointer (&view->items, g_ptr_array_unref);
  g_clear_pointer (&view->form, cl_template_unref);
  g_clear_pointer (&view->values, g_hash_table_unref);
  g_clear_object (&view->selection);
  g_clear_object (&view->lines);
  g_clear_object (&view->context);
  g_clear_pointer (&view->then, g_free);
  g_clear_pointer (&view->then_where, g_free);
  G_OBJECT_CLASS (cl_batch_view_parent_class)->dispose (object);
}

static void
cl_batch_view_class_init (ClBatchViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const actions[] = { "batch.show", "batch.print-again", "batch.contents", "batch.cancel" };

  G_OBJECT_CLASS (klass)->dispose = cl_batch_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, activate_action);
  gtk_widget_class_install_action (widget_class, "batch.set-state", "s", activate_action);
  gtk_widget_class_install_action (widget_class, "batch.set-all", "s", activate_action);
  for (int i = 0; i < 9; i++)
    {
      gtk_widget_class_add_binding (widget_class, (guint) (GDK_KEY_1 + i), 0, state_key_cb, "i", i);
      gtk_widget_class_add_binding (widget_class, (guint) (GDK_KEY_KP_1 + i), 0, state_key_cb, "i", i);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "batch.print-again", NULL);
  changed_signal = g_signal_new ("changed", CL_TYPE_BATCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GMenuModel *
state_menu (ClBatchView *view, const char *action, gboolean with_keys)
{
  ClCodes *codes = cl_catalogue_find_codes (cl_context_get_catalogue (view->context), "output-state");
  GMenu *menu = g_menu_new ();

  for (guint i = 0; codes != NULL && i < cl_codes_get_n (codes); i++)
    {
      const char *code = cl_codes_get_code (codes, i);
      g_autofree char *label = with_keys ? g_strdup_printf (_("%s (key %u)"), cl_codes_get_label (codes, code), i + 1) : g_strdup (cl_codes_get_label (codes, code));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, action, "s", code);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static GtkWidget *
build_head (ClBatchView *view)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) paper = g_menu_new ();
  g_autoptr (GMenuModel) one = state_menu (view, "batch.set-state", TRUE);
  g_autoptr (GMenuModel) all = state_menu (view, "batch.set-all", FALSE);

  view->heading = add_label (texts, 0, "heading");
  view->summary = add_label (texts, 0, "dim-label");
  gtk_widget_add_css_class (view->summary, "caption");
  g_menu_append (paper, _("_Show the paper"), "batch.show");
  g_menu_append (paper, _("_Print again…"), "batch.print-again");
  g_menu_append (paper, _("Show the _contents page"), "batch.contents");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (paper));
  g_menu_append_submenu (menu, _("Se_lected are"), one);
  g_menu_append_submenu (menu, _("_All are"), all);
  view->menu = cl_menu_button_new (_("Paper and state"), NULL, _("Paper and state"), G_MENU_MODEL (menu));
  gtk_widget_set_valign (view->menu, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (head), texts);
  gtk_box_append (GTK_BOX (head), view->menu);
  gtk_widget_add_css_class (head, "cl-bar");
  return head;
}

static void
cl_batch_view_init (ClBatchView *view)
{
  view->bound = g_ptr_array_new ();
  view->lines = g_list_store_new (CL_TYPE_BATCH_LINE);
  view->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (view->lines)));
}

static gboolean
has_several (GtkSelectionModel *model)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (model);

  return gtk_bitset_get_size (selected) > 1;
}

GtkWidget *
cl_batch_view_new (ClContext *context)
{
  ClBatchView *view = g_object_new (CL_TYPE_BATCH_VIEW, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  view->context = g_object_ref (context);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), view, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), view, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), view, 0);
  view->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (view->selection)), factory);
  gtk_widget_add_css_class (view->list, "cl-rows");
  cl_accessible_name (view->list, _("Papers of the batch"));
  cl_accessible_name (GTK_WIDGET (view), _("Papers of the batch"));
  cl_list_leave_by_tab (view->list);
  g_signal_connect_object (view->list, "activate", G_CALLBACK (activate_cb), view, 0);
  g_signal_connect_object (view->selection, "selection-changed", G_CALLBACK (update_heading), view, G_CONNECT_SWAPPED);
  cl_list_hush_selection (GTK_SELECTION_MODEL (view->selection), has_several);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_add_css_class (scrolled, "cl-list");
  view->progress = cl_progress_bar_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_add_css_class (view->progress, "cl-bar");

  view->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (view->box), build_head (view));
  gtk_box_append (GTK_BOX (view->box), scrolled);
  gtk_box_append (GTK_BOX (view->box), view->progress);
  gtk_widget_set_parent (view->box, GTK_WIDGET (view));
  return GTK_WIDGET (view);
}

void
cl_batch_view_show (ClBatchView *view, ClTemplate *form, GHashTable *values)
{
  const ClTemplateParameter *each = form != NULL ? cl_form_get_each (form) : NULL;

  if (form != view->form)
    {
      g_list_store_remove_all (view->lines);
      g_clear_pointer (&view->items, g_ptr_array_unref);
    }
  g_clear_pointer (&view->then, g_free);
  g_clear_pointer (&view->then_where, g_free);
  g_clear_pointer (&view->values, g_hash_table_unref);
  if (form != NULL)
    cl_template_ref (form);
  g_clear_pointer (&view->form, cl_template_unref);
  view->form = form;
  view->values = values;
  if (each == NULL)
    {
      cl_batch_view_stop (view);
      return;
    }
  g_hash_table_remove (values, each->name);
  cl_batch_view_make (view);
}
