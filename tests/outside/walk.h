#pragma once

#include "cl-outside-steps.h"

/* Parts of test-walker. All faults of a walk are told, not the first alone. */
void walk_settle (Outside *outside); /* until nothing has been said for a moment: what was opened is there */
void walk_show_page (Outside *outside, const char *name);
void walk_round (Outside *outside, const char *where, gboolean dialog); /* names, and Tab forward and back; in a dialog no name is there twice */
void walk_names (Outside *outside, const char *where);
void walk_menu (Outside *outside, const char *where, const char *key);  /* which @key opens */
void walk_submenu (Outside *outside);                                   /* of the main menu, which has the focus */
/* What @open opens is walked round; Escape closes it and leads to @back (NULL: where one was). @toolkit: roles are its own affair. */
void walk_dialog (Outside *outside, const char *where, const char *open, gboolean toolkit, AtspiAccessible *back);
void walk_item (Outside *outside, const char *submenu, const char *item); /* of the main menu: the same */
void walk_list_item (Outside *outside, const char *item);                 /* of a list's menu: the same */
void walk_opened (Outside *outside, const char *where, gboolean toolkit, AtspiAccessible *main, AtspiAccessible *before); /* what is open over @main already: the same */
