#include <glib/gi18n.h>

#include "cl-agenda.h"
#include "cl-command.h"
#include "cl-json.h"
#include "cl-today-row.h"

static const char *const groups[] = { "overdue", "week", "soon", "wrong", "aside" };

static void
cl_command_today_append (GString *json, const char *name, const char *text)
{
  cl_json_append_name (json, name, NULL);
  cl_json_append_text (json, text);
}

static void
cl_command_today_append_item (GString *json, const ClAgendaItem *item)
{
  const ClDuty *duty = item->duty;
  g_autofree char *record = duty->record != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, duty->record) : NULL;

  g_string_append (json, json->str[json->len - 1] == '[' ? "\n  {" : ",\n  {");
  cl_command_today_append (json, "group", groups[item->group]);
  cl_command_today_append (json, "duty", duty->name);
  cl_command_today_append (json, "sentence", duty->sentence);
  cl_command_today_append (json, "note", duty->note);
  cl_command_today_append (json, "clause", item->clause);
  cl_command_today_append (json, "due", duty->due);
  cl_command_today_append (json, "ledger", duty->ledger);
  cl_command_today_append (json, "record", record);
  cl_command_today_append (json, "where", duty->where);
  cl_json_append_name (json, "count", NULL);
  g_string_append_printf (json, "%u", duty->count);
  g_string_append_c (json, '}');
}

static void
cl_command_today_say_json (ClAgenda *agenda)
{
  const GPtrArray *items = cl_agenda_get_items (agenda);
  g_autoptr (GString) json = g_string_new ("{");

  cl_command_today_append (json, "date", cl_today ());
  cl_command_today_append (json, "next", cl_agenda_get_next (agenda));
  cl_json_append_name (json, "items", NULL);
  g_string_append_c (json, '[');
  for (guint i = 0; i < items->len; i++)
    cl_command_today_append_item (json, items->pdata[i]);
  g_string_append (json, items->len > 0 ? "\n]}" : "]}");
  cl_command_say ("%s", json->str);
}

static gboolean
cl_command_today (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (ClAgenda) agenda = NULL;
  const GPtrArray *items;

  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  agenda = cl_agenda_new (line->store);
  if (!cl_agenda_load (agenda, error))
    return FALSE;
  if (line->json)
    {
      cl_command_today_say_json (agenda);
      return TRUE;
    }
  items = cl_agenda_get_items (agenda);
  for (guint i = 0; i < items->len; i++)
    {
      const ClAgendaItem *item = items->pdata[i];
      g_autofree char *sentence = cl_agenda_item_say (item);

      if (i == 0 || ((const ClAgendaItem *) items->pdata[i - 1])->group != item->group)
        cl_command_say ("%s", cl_today_get_group_title (item->group));
      cl_command_say ("  %s", sentence);
    }
  if (cl_agenda_get_problem (agenda) != NULL)
    cl_command_complain ("%s", cl_agenda_get_problem (agenda));
  if (items->len > 0)
    return TRUE;
  cl_command_say ("%s", _("Nothing to do today"));
  if (cl_agenda_get_next (agenda) != NULL)
    cl_command_say (_("The next is due on %s"), cl_agenda_get_next (agenda));
  return TRUE;
}

const ClCommand cl_command_today_group[] = {
  { "today", "", "json", 0, 0, N_("Say what is due and what is wrong, as the page Today does"), N_("Things postponed and handed over come last. With --json, “where” is the condition that finds the entries."), cl_command_today },
  { NULL },
};
