#pragma once

#include "cl-query.h"

G_BEGIN_DECLS

/* A rule set (rules/NAME.xml): each rule with its numbers, locality and clause. Rules warn and cite; they never block. */
typedef struct _ClRules ClRules;

typedef enum
{
  CL_FINDING_BREACH,
  CL_FINDING_UNKNOWN, /* 待核实: the rule cannot be decided for want of a fact */
} ClFindingKind;

/* What the check sheet says of a finding, column by column. */
typedef enum
{
  CL_FINDING_REQUIRED,   /* "1 名" */
  CL_FINDING_ACTUAL,     /* "0 名" */
  CL_FINDING_DIFFERENCE, /* "缺 1 名" */
  CL_FINDING_SUGGESTION, /* "增补 1 名" */
  CL_FINDING_N_PARTS,
} ClFindingPart;

typedef struct
{
  ClFindingKind kind;
  char *ledger;   /* of the record it is about */
  gint64 record;
  char *sentence; /* Chinese: "缺 1 名残疾人：共 5 人，其中残疾人 1 人，占 20%，低于 30%" */
  char *clause;   /* "兴蔚发〔2022〕27号 附件3 备注2" */
  char *rule;     /* its name in the set */
  char *parts[CL_FINDING_N_PARTS]; /* each NULL where the rule does not say it */
} ClFinding;

void cl_finding_free (ClFinding *finding);
ClRules *cl_rules_load (const char *path, ClCatalogue *catalogue, GError **error);
ClRules *cl_rules_load_text (const char *path, const char *text, ClCatalogue *catalogue, GError **error);
void cl_rules_free (ClRules *rules);
const char *cl_rules_get_name (ClRules *rules);
const char *cl_rules_get_title (ClRules *rules);
const char *cl_rules_get_source (ClRules *rules);
/* All findings, or those about @record where not 0; transfer full, ClFinding. */
GPtrArray *cl_rules_run (ClRules *rules, ClDatabase *reader, const char *ledger, gint64 record, GError **error);
GPtrArray *cl_rules_run_of (ClCatalogue *catalogue, ClDatabase *reader, const char *plugin, const char *name, const char *ledger, gint64 record, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRules, cl_rules_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFinding, cl_finding_free)

G_END_DECLS
