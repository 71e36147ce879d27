#include "roster-inspect.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "roster-inspection.h"
#include "roster-report.h"
#include "roster-page.h"
#include "roster-rows.h"

/* The page “Inspection”: one organisation by one check-list, all items at once. */
typedef struct
{
  GObject parent;
  ClPage *next; /* made when it is asked for */
} RosterInspect;

typedef GObjectClass RosterInspectClass;

static void roster_inspect_page_init (ClPageInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterInspect, roster_inspect, G_TYPE_OBJECT, 0, G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_PAGE, roster_inspect_page_init))

static const char *const lists[] = { "seven-have", "eight-have", "six-have" };

typedef struct
{
  ClContext *context;
  GtkWidget *page, *units, *kinds, *date, *inspector, *items, *summary, *save, *print;
  GtkStringList *names;
  GArray *ids;                 /* gint64 of organisations, as in the drop-down */
  RosterInspection *inspection; /* NULL: no organisation */
  gboolean changed_here;       /* something is not saved */
  gboolean filling;
} Inspect;

static void
inspect_free (gpointer data)
{
  Inspect *page = data;

  g_clear_pointer (&page->inspection, roster_inspection_free);
  g_object_unref (page->context);
  g_array_unref (page->ids);
  g_free (page);
}

static void
show_summary (Inspect *page, gboolean aloud)
{
  g_autofree char *said = page->inspection != NULL ? roster_inspection_say (page->inspection) : g_strdup (_("No organisations yet. Add them in their ledger first."));

  gtk_label_set_text (GTK_LABEL (page->summary), said);
  gtk_widget_set_sensitive (page->save, page->inspection != NULL && page->changed_here);
  gtk_widget_set_sensitive (page->print, page->inspection != NULL && page->inspection->last != NULL);
  if (aloud)
    cl_announce (page->page, said);
}

static void
touch (Inspect *page)
{
  page->changed_here = TRUE;
  show_summary (page, FALSE);
}

static RosterInspectionItem *
get_item (gpointer widget)
{
  return g_object_get_data (G_OBJECT (widget), "roster-item");
}

static void
toggled_cb (GtkCheckButton *button, Inspect *page)
{
  if (page->filling)
    return;
  gtk_check_button_set_inconsistent (button, FALSE);
  get_item (button)->present = gtk_check_button_get_active (button) ? ROSTER_PRESENT_YES : ROSTER_PRESENT_NO;
  touch (page);
}

static void
remark_cb (GtkEditable *entry, Inspect *page)
{
  RosterInspectionItem *item = get_item (entry);

  if (page->filling)
    return;
  g_free (item->remark);
  item->remark = g_strdup (gtk_editable_get_text (entry));
  touch (page);
}

static void
name_photos (GtkWidget *button)
{
  const RosterInspectionItem *item = get_item (button);
  g_autofree char *label = g_strdup_printf (_("Photos: %u"), item->n_photos + item->files->len), *name = g_strdup_printf (_("%s, %s"), item->label, label);

  gtk_button_set_label (GTK_BUTTON (button), label);
  cl_accessible_name (button, name);
}

static void
photo_chosen_cb (GtkDialog *dialog, int response, GtkWidget *button)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file == NULL)
    return;
  g_ptr_array_add (get_item (button)->files, g_steal_pointer (&file));
  name_photos (button);
  touch (g_object_get_data (G_OBJECT (button), "roster-page"));
}

static void
photo_cb (GtkWidget *button, Inspect *page)
{
  GtkWidget *dialog = cl_file_dialog_new (button, _("Choose a photo"), GTK_FILE_CHOOSER_ACTION_OPEN);

  g_signal_connect_object (dialog, "response", G_CALLBACK (photo_chosen_cb), button, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* There: checked; not there: not checked; not looked at: between the two. */
static void
add_item (Inspect *page, RosterInspectionItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *there = cl_check_button_new (item->label), *remark = gtk_entry_new (), *photos = gtk_button_new ();
  g_autofree char *name = g_strdup_printf (_("%s, remark"), item->label);
  GtkWidget *const parts[] = { there, remark, photos };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_object_set_data (G_OBJECT (parts[i]), "roster-item", item);
      g_object_set_data (G_OBJECT (parts[i]), "roster-page", page);
      gtk_box_append (GTK_BOX (row), parts[i]);
    }
  gtk_widget_set_size_request (there, 180, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (there), item->present == ROSTER_PRESENT_YES);
  gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (there), item->present == ROSTER_PRESENT_UNKNOWN);
  gtk_editable_set_text (GTK_EDITABLE (remark), item->remark != NULL ? item->remark : "");
  gtk_entry_set_placeholder_text (GTK_ENTRY (remark), _("Remark"));
  gtk_widget_set_hexpand (remark, TRUE);
  cl_accessible_name (remark, name);
  name_photos (photos);
  g_signal_connect (there, "toggled", G_CALLBACK (toggled_cb), page);
  g_signal_connect (remark, "changed", G_CALLBACK (remark_cb), page);
  g_signal_connect (photos, "clicked", G_CALLBACK (photo_cb), page);
  gtk_box_append (GTK_BOX (page->items), row);
}

/* The inspection of what is chosen, as it was found last; what was not saved is gone. */
static void
inspect_load (Inspect *page)
{
  ClStore *store = cl_context_get_store (page->context);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->units)), kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->kinds));
  GtkWidget *child;

  page->filling = TRUE;
  while ((child = gtk_widget_get_first_child (page->items)) != NULL)
    gtk_box_remove (GTK_BOX (page->items), child);
  g_clear_pointer (&page->inspection, roster_inspection_free);
  if (selected < page->ids->len && kind < G_N_ELEMENTS (lists))
    page->inspection = roster_inspection_load (cl_store_get_catalogue (store), cl_store_get_reader (store), g_array_index (page->ids, gint64, selected), lists[kind], NULL);
  for (guint i = 0; page->inspection != NULL && i < page->inspection->items->len; i++)
    add_item (page, page->inspection->items->pdata[i]);
  page->changed_here = FALSE;
  page->filling = FALSE;
  show_summary (page, FALSE);
}

static gboolean
inspect_save (Inspect *page)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *date = cl_date_parse (gtk_editable_get_text (GTK_EDITABLE (page->date)), &error), *name = NULL, *words = NULL, *said = NULL, *missing = NULL;
  ClStore *store = cl_context_get_store (page->context);

  cl_entry_set_error (page->date, date == NULL ? error->message : NULL);
  if (date == NULL || page->inspection == NULL)
    {
      cl_announce (page->page, error != NULL ? error->message : "");
      return FALSE;
    }
  g_free (page->inspection->date);
  page->inspection->date = g_steal_pointer (&date);
  g_free (page->inspection->inspector);
  page->inspection->inspector = g_strdup (gtk_editable_get_text (GTK_EDITABLE (page->inspector)));
  name = cl_record_call (cl_store_get_reader (store), cl_store_get_catalogue (store), cl_catalogue_find_ledger (cl_store_get_catalogue (store), "organisation"), page->inspection->organisation);
  /* Translators: an organisation; the name of a check-list */
  words = g_strdup_printf (_("Inspection of %s: %s"), name, cl_codes_get_label (cl_catalogue_find_codes (cl_store_get_catalogue (store), "check-list"), page->inspection->list));
  missing = roster_inspection_say (page->inspection);
  if (cl_store_write (store, words, roster_inspection_write, page->inspection, &error) == 0)
    {
      cl_context_say (page->context, page->page, error->message);
      return FALSE;
    }
  page->changed_here = FALSE;
  said = g_strdup_printf (_("%s. %s"), words, missing);
  cl_context_say (page->context, page->page, said);
  return TRUE;
}

/* What was entered for the one before is kept before another is shown. */
static void
selected_cb (GtkDropDown *drop_down, GParamSpec *pspec, Inspect *page)
{
  if (page->filling)
    return;
  if (page->changed_here)
    inspect_save (page);
  inspect_load (page);
}

static void
fill_units (Inspect *page)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (page->context);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "organisation"));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->units)), at = 0;
  gint64 chosen = selected < page->ids->len ? g_array_index (page->ids, gint64, selected) : 0;

  page->filling = TRUE;
  g_array_set_size (page->ids, 0);
  if (cl_query_add_column (query, "name", CL_QUERY_LIST, NULL) &&
      cl_query_add_where (query, "coalesce(status, 'established') = 'established' and kind in ('federation', 'village-association', 'home', 'station', 'enterprise-organisation', 'category-association')",
                          NULL) &&
      cl_query_set_order (query, "kind.rank, division.position, division.code, name, id", NULL))
    statement = cl_query_prepare (query, cl_store_get_reader (cl_context_get_store (page->context)), NULL, NULL);
  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      if (id == chosen)
        at = page->ids->len;
      g_array_append_val (page->ids, id);
      g_ptr_array_add (names, g_strdup (cl_statement_get_text (statement, 1)));
    }
  g_ptr_array_add (names, NULL);
  gtk_string_list_splice (page->names, 0, g_list_model_get_n_items (G_LIST_MODEL (page->names)), (const char *const *) names->pdata);
  if (page->ids->len > 0)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (page->units), at);
  page->filling = FALSE;
}

/* A change from elsewhere is shown unless something is being entered. */
static void
fill (gpointer data)
{
  Inspect *page = data;

  if (page->changed_here)
    return;
  if (gtk_widget_get_root (page->page) != NULL && gtk_root_get_focus (gtk_widget_get_root (page->page)) != NULL &&
      gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (page->page)), page->items))
    gtk_widget_grab_focus (page->units);
  fill_units (page);
  inspect_load (page);
}

static void
print_cb (Inspect *page)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (parameters, g_strdup ("organisation"), g_strdup (gtk_string_list_get_string (page->names, gtk_drop_down_get_selected (GTK_DROP_DOWN (page->units)))));
  g_hash_table_insert (parameters, g_strdup ("list"), g_strdup (page->inspection->list));
  cl_context_show_form (page->context, "check-list", parameters);
}

static void
save_cb (Inspect *page)
{
  inspect_save (page);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, Inspect *page)
{
  if (key != GDK_KEY_s || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != GDK_CONTROL_MASK)
    return FALSE;
  inspect_save (page);
  return TRUE;
}

static GtkWidget *
add_entry (GtkWidget *bar, const char *title, const char *text)
{
  GtkWidget *entry = gtk_entry_new ();

  cl_accessible_name (entry, title);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_box_append (GTK_BOX (bar), gtk_label_new (title));
  gtk_box_append (GTK_BOX (bar), entry);
  return entry;
}

static void
add_heads (Inspect *page, GtkWidget *box)
{
  ClCodes *codes = cl_catalogue_find_codes (cl_context_get_catalogue (page->context), "check-list");
  GtkWidget *bar = cl_wrap_box_new (), *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkStringList *kinds = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    gtk_string_list_append (kinds, codes != NULL ? cl_codes_get_label (codes, lists[i]) : lists[i]);
  page->names = gtk_string_list_new (NULL);
  page->units = cl_drop_down_new (_("Organisation"), page->names);
  page->kinds = cl_drop_down_new (_("Check-list"), kinds);
  gtk_box_append (GTK_BOX (bar), page->units);
  gtk_box_append (GTK_BOX (bar), page->kinds);
  gtk_box_append (GTK_BOX (box), bar);
  page->date = add_entry (foot, _("Inspected"), cl_today ());
  gtk_editable_set_width_chars (GTK_EDITABLE (page->date), 11);
  page->inspector = add_entry (foot, _("Inspected by"), "");
  gtk_widget_set_hexpand (page->inspector, TRUE);
  gtk_box_append (GTK_BOX (box), foot);
}

static GtkWidget *
roster_inspect_create (ClPage *self, ClContext *context)
{
  Inspect *page = g_new0 (Inspect, 1);
  GtkWidget *box, *scrolled = roster_rows_page_new (&box), *bar = cl_wrap_box_new ();

  page->context = g_object_ref (context);
  page->page = scrolled;
  page->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  add_heads (page, box);
  page->items = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), page->items);
  page->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (page->summary), 0);
  gtk_label_set_wrap (GTK_LABEL (page->summary), TRUE);
  gtk_box_append (GTK_BOX (box), page->summary);
  page->save = cl_text_button_new (_("_Save"), NULL);
  gtk_widget_add_css_class (page->save, "suggested-action");
  g_signal_connect_swapped (page->save, "clicked", G_CALLBACK (save_cb), page);
  page->print = cl_text_button_new (_("_Sheet to sign"), NULL);
  g_signal_connect_swapped (page->print, "clicked", G_CALLBACK (print_cb), page);
  gtk_box_append (GTK_BOX (bar), page->save);
  gtk_box_append (GTK_BOX (bar), page->print);
  gtk_box_append (GTK_BOX (box), bar);
  roster_page_add_keys (scrolled, G_CALLBACK (key_cb), page);
  g_object_set_data_full (G_OBJECT (scrolled), "roster-inspect", page, inspect_free);
  fill_units (page);
  inspect_load (page);
  g_signal_connect (page->units, "notify::selected", G_CALLBACK (selected_cb), page);
  g_signal_connect (page->kinds, "notify::selected", G_CALLBACK (selected_cb), page);
  roster_page_follow (scrolled, context, fill, page);
  roster_page_set_print (scrolled, NULL, page->print);
  return scrolled;
}

static const char *
roster_inspect_get_id (ClPage *self)
{
  return "inspection";
}

static const char *
roster_inspect_get_title (ClPage *self)
{
  return _("Inspection");
}

static const char *
roster_inspect_get_icon (ClPage *self)
{
  return "object-select-symbolic";
}

static ClPage *
roster_inspect_get_next (ClPage *page)
{
  RosterInspect *self = (RosterInspect *) page;

  if (self->next == NULL)
    self->next = g_object_new (roster_report_get_type (), NULL);
  return self->next;
}

static void
roster_inspect_page_init (ClPageInterface *iface)
{
  iface->get_id = roster_inspect_get_id;
  iface->get_title = roster_inspect_get_title;
  iface->get_icon = roster_inspect_get_icon;
  iface->create = roster_inspect_create;
  iface->get_next = roster_inspect_get_next;
}

static void
roster_inspect_finalize (GObject *object)
{
  g_clear_object (&((RosterInspect *) object)->next);
  G_OBJECT_CLASS (roster_inspect_parent_class)->finalize (object);
}

static void
roster_inspect_class_init (RosterInspectClass *klass)
{
  klass->finalize = roster_inspect_finalize;
}

static void
roster_inspect_class_finalize (RosterInspectClass *klass)
{
}

static void
roster_inspect_init (RosterInspect *self)
{
}

/**
 * roster_inspect_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_inspect_register (GTypeModule *module)
{
  roster_inspect_register_type (module);
}
