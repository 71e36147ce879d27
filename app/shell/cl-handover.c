#include "cl-handover.h"

#include "cl-agenda.h"
#include "cl-date.h"
#include "cl-rules.h"

struct _ClHandover
{
  GObject parent;

  GWeakRef store;
};

/* One sheet being filled: official words, as they stand on it. */
typedef struct
{
  ClStore *store;
  GPtrArray *rows; /* GStrv */
} Sheet;

static void cl_handover_source_init (ClFormSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClHandover, cl_handover, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (CL_TYPE_FORM_SOURCE, cl_handover_source_init))

static void
add (Sheet *sheet, const char *kind, const char *what, const char *day)
{
  g_autofree char *number = g_strdup_printf ("%u", sheet->rows->len + 1);
  g_autofree char *date = cl_date_format_paper (day);
  const char *const row[] = { number, kind, what, date, "", NULL };

  g_ptr_array_add (sheet->rows, g_strdupv ((char **) row));
}

static gboolean
add_duties (Sheet *sheet, GError **error)
{
  g_autoptr (GPtrArray) items = cl_agenda_list (sheet->store, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const ClAgendaItem *item = items->pdata[i];
      g_autofree char *said = cl_agenda_item_say (item);

      add (sheet, item->group == CL_AGENDA_WRONG ? "与规定不符" : item->group == CL_AGENDA_ASIDE ? "推迟或转交" : item->group == CL_AGENDA_DRAFT ? "未保存的草稿" : "待办事项", said, item->group == CL_AGENDA_WRONG ? NULL : item->duty->due);
    }
  return items != NULL;
}

/* Papers for a unit's signature that are out: of those printed again only the last. */
static gboolean
add_papers (Sheet *sheet, GError **error)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (sheet->store),
    "SELECT number, title, unit, coalesce(state, 'printed'), made FROM output o WHERE kind = 'print' AND unit IS NOT NULL AND coalesce(state, '') NOT IN ('returned', 'sent')"
    " AND NOT EXISTS (SELECT 1 FROM output n WHERE n.kind = 'print' AND n.source = o.source AND n.unit = o.unit AND n.period IS o.period AND n.id > o.id)"
    " ORDER BY made, id", error);
  ClCodes *states = cl_catalogue_find_codes (cl_store_get_catalogue (sheet->store), "output-state");
  g_autoptr (GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &step_error))
    {
      const char *state = states != NULL ? cl_codes_get_label (states, cl_statement_get_text (statement, 3)) : NULL;
      g_autofree char *what = g_strdup_printf ("%s　%s　%s（%s）", cl_statement_get_text (statement, 1), cl_statement_get_text (statement, 2), state != NULL ? state : "",
                                               cl_statement_get_text (statement, 0));

      add (sheet, "未交回的表", what, cl_statement_get_text (statement, 4));
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static void
add_rules (Sheet *sheet)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (sheet->store);
  const GPtrArray *files = cl_catalogue_get_rules (catalogue);
  g_autofree char *chosen = cl_store_get_rule_set (sheet->store);

  for (guint i = 0; i < files->len; i++)
    {
      const ClDescriptionFile *file = files->pdata[i];
      g_autoptr (ClRules) rules = g_strcmp0 (file->name, chosen) == 0 || file->text != NULL ? cl_rules_load (file->path, catalogue, NULL) : NULL;
      g_autofree char *what = NULL;

      if (rules == NULL)
        continue;
      what = g_strdup_printf ("%s　%s%s", cl_rules_get_title (rules), cl_rules_get_source (rules), g_strcmp0 (file->name, chosen) == 0 ? "（在用）" : "");
      add (sheet, "执行的规定", what, NULL);
    }
}

static void
add_own (Sheet *sheet)
{
  static const char *const kinds[] = { "自设台账", "自设表格", "自设规定" };
  g_autoptr (GPtrArray) list = cl_store_list_own (sheet->store, NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const ClOwnDescription *one = list->pdata[i];

      if (one->kind != CL_OWN_RULES)
        add (sheet, kinds[one->kind], one->title, NULL);
    }
}

/* By the last entry of the journal and its digest whoever takes over can show later what was there. */
static void
add_journal (Sheet *sheet)
{
  g_autoptr (GPtrArray) entries = cl_journal_list (sheet->store, 1, NULL);
  g_autofree char *what = NULL;
  g_autofree char *time = NULL;

  if (entries == NULL || entries->len == 0)
    return;
  time = cl_journal_format_time (((const ClJournalEntry *) entries->pdata[0])->time);
  what = g_strdup_printf ("操作日志至第 %" G_GINT64_FORMAT " 条（%s）", ((const ClJournalEntry *) entries->pdata[0])->entry, time);
  add (sheet, "数据与备份", what, NULL);
}

static void
add_keeping (Sheet *sheet)
{
  g_autoptr (GPtrArray) kept = cl_kept_list (cl_store_get_path (sheet->store));
  g_autoptr (GPtrArray) persons = cl_desk_list (sheet->store, NULL);
  g_autofree char *recovery = cl_recovery_get_day (sheet->store);
  g_autofree char *folder = cl_kept_get_folder (cl_store_get_path (sheet->store));
  g_autofree char *file = g_strdup_printf ("数据文件 %s", cl_store_get_path (sheet->store));
  g_autofree char *backups = kept->len > 0 ? g_strdup_printf ("备份 %u 份，在 %s；最新一份日期见右", kept->len, folder) : g_strdup ("没有备份，交接前请先备份");

  add (sheet, "数据与备份", file, cl_today ());
  add (sheet, "数据与备份", backups, kept->len > 0 ? ((const ClKept *) kept->pdata[0])->day : NULL);
  add (sheet, "数据与备份", recovery != NULL ? "备份恢复密钥一页，密封存保险柜" : "没有制作备份恢复密钥", recovery);
  add_journal (sheet);
  for (guint i = 0; persons != NULL && i < persons->len; i++)
    {
      static const char *const roles[] = { "", "查阅", "登记", "审签", "管理" };
      const ClDeskPerson *person = persons->pdata[i];
      g_autofree char *what = g_strdup_printf ("%s：%s，%s登录口令", person->name, roles[person->role], person->has_passphrase ? "有" : "没有");

      add (sheet, "操作人员", what, NULL);
    }
}

static gboolean
cl_handover_provides (ClFormSource *source, const char *form)
{
  return g_str_equal (form, "work-handover");
}

static GPtrArray *
cl_handover_rows (ClFormSource *source, const char *form, ClDatabase *reader, GHashTable *parameters, GError **error)
{
  g_autoptr (ClStore) store = g_weak_ref_get (&CL_HANDOVER (source)->store);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  Sheet sheet = { store, rows };
  gboolean fine;

  if (store == NULL || !cl_store_begin_reading (store, NULL, error))
    return store == NULL ? g_steal_pointer (&rows) : NULL;
  fine = add_duties (&sheet, error) && add_papers (&sheet, error);
  if (fine)
    {
      add_rules (&sheet);
      add_own (&sheet);
      add_keeping (&sheet);
    }
  cl_store_end_reading (store);
  return fine ? g_steal_pointer (&rows) : NULL;
}

static void
cl_handover_source_init (ClFormSourceInterface *iface)
{
  iface->provides = cl_handover_provides;
  iface->rows = cl_handover_rows;
}

static void
cl_handover_finalize (GObject *object)
{
  g_weak_ref_clear (&CL_HANDOVER (object)->store);

  G_OBJECT_CLASS (cl_handover_parent_class)->finalize (object);
}

static void
cl_handover_class_init (ClHandoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_handover_finalize;
}

static void
cl_handover_init (ClHandover *self)
{
}

/**
 * cl_handover_seat:
 * @store: an open store
 *
 * From here on the form work-handover tells what is open in @store. Main thread.
 */
void
cl_handover_seat (ClStore *store)
{
  g_autoptr (ClHandover) self = g_object_new (CL_TYPE_HANDOVER, NULL);

  g_weak_ref_init (&self->store, store);
  cl_catalogue_add_guest (cl_store_get_catalogue (store), G_OBJECT (self));
}
