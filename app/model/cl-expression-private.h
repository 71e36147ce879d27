#pragma once

#include "cl-query.h"

G_BEGIN_DECLS

/* cl-tokens.c: the words of an expression. */
typedef enum
{
  CL_TOKEN_WORD,      /* a field, function or keyword; "quoted" ones too, without their marks */
  CL_TOKEN_STRING,    /* with its quotation marks, as SQL takes it */
  CL_TOKEN_NUMBER,
  CL_TOKEN_PARAMETER, /* with its colon */
  CL_TOKEN_OPERATOR,
  CL_TOKEN_OPEN,
  CL_TOKEN_CLOSE,
  CL_TOKEN_COMMA,
  CL_TOKEN_DOT,
} ClTokenKind;

typedef struct
{
  ClTokenKind kind;
  gboolean quoted;
  char *text;
} ClToken;

GArray *cl_tokens_read (const char *expression, GError **error);            /* ClToken; brackets are balanced */
guint cl_tokens_find_close (GArray *tokens, guint open);                    /* of the bracket at @open */
char *cl_tokens_join (GArray *tokens, guint from, guint to);
/* At each comma outside brackets: pairs of guint, from and to. */
GArray *cl_tokens_split (GArray *tokens, guint from, guint to);
char *cl_tokens_string (const ClToken *token);                              /* what a STRING says */
char *cl_sql_quote_name (const char *name);
char *cl_sql_quote_text (const char *text);
/* The names most like @word, joined by 、; NULL where none is. */
char *cl_nearest (const char *word, GPtrArray *names);

/* One FROM: the base ledger under an alias, and the left joins that its paths have asked for. Those of count_of() and the like stand inside another. */
typedef struct _ClScope ClScope;
struct _ClScope
{
  ClCatalogue *catalogue;
  ClLedger *ledger;
  ClScope *outer;
  char *alias;
  GString *joins;
  GHashTable *aliases;  /* path -> alias of its join */
  GHashTable *names;    /* names given by rules -> SQL; NULL: none */
  GHashTable *phrases;  /* "ledger.name" -> expression over that ledger, given by rules; NULL: none */
  guint *counter;       /* of aliases, one for all scopes of a query */
  GHashTable *used;     /* names of all ledgers read, one for all scopes of a query */
  gboolean record;      /* the base is one row of parameters */
  const char *private_class; /* of the last private field that was read; reset by who asks */
};

/* A record that paths begin at: the base of a scope, or a record that it refers to. */
typedef struct
{
  ClLedger *ledger;
  const char *alias;
  const char *path; /* "" for the base */
} ClPlace;

typedef struct
{
  ClPlace place;
  const ClField *field; /* NULL: the id */
  gboolean rank;
} ClLeaf;

ClScope *cl_scope_new (ClCatalogue *catalogue, ClLedger *ledger);
ClScope *cl_scope_new_inner (ClScope *outer, ClLedger *ledger);
void cl_scope_free (ClScope *scope);
ClPlace cl_scope_get_base (ClScope *scope);
char *cl_scope_get_from (ClScope *scope, const char *wanting); /* the table and its joins; @wanting: SQL that reads from it, NULL: any */

/* cl-place.c: paths. */
gboolean cl_place_resolve (ClScope *scope, ClPlace place, const char *const *parts, guint n, ClLeaf *leaf, GError **error);
gboolean cl_place_follow (ClScope *scope, const ClLeaf *leaf, ClPlace *place); /* into the record that a single reference names */
char *cl_leaf_raw (ClScope *scope, const ClLeaf *leaf);
char *cl_leaf_display (ClScope *scope, const ClLeaf *leaf, ClQueryForm form, guint depth, GError **error);
char *cl_leaf_order (ClScope *scope, const ClLeaf *leaf, GError **error);
char *cl_place_called (ClScope *scope, ClPlace place, ClQueryForm form, guint depth, GError **error);

/* cl-expression.c: everything else. */
gboolean cl_expression_is_path (GArray *tokens, guint from, guint to);
gboolean cl_expression_resolve (ClScope *scope, ClPlace place, GArray *tokens, guint from, guint to, ClLeaf *leaf, GError **error);
char *cl_expression_compile_tokens (ClScope *scope, ClPlace place, GArray *tokens, guint from, guint to, GError **error);
char *cl_expression_compile (ClScope *scope, ClPlace place, const char *text, GError **error);
/* A bare path as @form shows it; anything else as it is, masked whole in LIST where it reads something private. */
char *cl_expression_display (ClScope *scope, ClPlace place, GArray *tokens, guint from, guint to, ClQueryForm form, guint depth, GError **error);
/* cl-expression-functions.c: a call at @name whose arguments lie between @from and @to. */
char *cl_expression_compile_call (ClScope *scope, ClPlace place, const char *name, GArray *tokens, guint from, guint to, GError **error);

ClScope *cl_query_get_scope (ClQuery *query);
/* cl-query.c, for rules and lists: a name that further expressions may use, and the class of what a column shows. */
gboolean cl_query_define (ClQuery *query, const char *name, const char *expression, GError **error);
gboolean cl_query_uses (ClQuery *query, const char *ledger);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClScope, cl_scope_free)

G_END_DECLS
