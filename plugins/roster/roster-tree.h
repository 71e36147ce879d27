#pragma once

#include <canlian.h>

G_BEGIN_DECLS

typedef enum
{
  ROSTER_NODE_ORGANISATION,
  ROSTER_NODE_PERSON, /* in office: the record is the appointment */
  ROSTER_NODE_GAP,    /* what is wanted and not there: the record is where it is mended */
} RosterNodeKind;

typedef struct _RosterNode RosterNode;
struct _RosterNode
{
  RosterNodeKind kind;
  const char *ledger; /* of the record; NULL: leads nowhere */
  gint64 record;
  char *title;        /* translated, or the data's own words */
  char *detail;       /* the same; "" where there is none */
  RosterNode *parent; /* NULL at the root */
  GPtrArray *children; /* RosterNode; persons are among them once roster_tree_open() was called */
  guint n_members;    /* in office there, on the tree's day */
  gboolean open;      /* its persons are there */
};

/* The organisations of the place as they stood on one day, each below the one above it, with what is missing. */
typedef struct
{
  ClCatalogue *catalogue;
  char *day;         /* ISO */
  GPtrArray *roots;  /* RosterNode, owned */
  guint n_organisations, n_members, n_gaps;
} RosterTree;

/* ClDatabase of any thread. */
RosterTree *roster_tree_load (ClCatalogue *catalogue, ClDatabase *database, const char *day, GError **error);
/* Puts those in office before the organisations below; once. */
gboolean roster_tree_open (RosterTree *tree, ClDatabase *database, RosterNode *node, GError **error);
void roster_tree_free (RosterTree *tree);
/* "上河村残疾人协会，村（社区）残疾人协会，5人在任，第2级" */
char *roster_node_say (const RosterNode *node);
char *roster_node_get_key (const RosterNode *node); /* the same thing in another tree has the same one */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RosterTree, roster_tree_free)

G_END_DECLS
