#pragma once

#include "cl-outside.h"

/* What every way through the window begins with. */
AtspiAccessible *outside_find_page (Outside *outside, const char *name); /* its row in the list of pages */
void outside_show_page (Outside *outside, const char *name);
void outside_enter_list (Outside *outside, const char *page);           /* shows the page; the focus is in its list then */
void outside_wait_rows (Outside *outside, const char *list, guint n);    /* until there are so many in the list of that name */
void outside_choose (Outside *outside, const char *title, const char *value); /* in the drop-down called @title, by keys */
void outside_go_to_item (Outside *outside, const char *item); /* of the menu that is open */
void outside_choose_in_menu (Outside *outside, const char *item); /* the main menu's, by keys */
void outside_choose_path (Outside *outside, const char *title, const char *path); /* in the dialog for files called @title */
void outside_choose_in_submenu (Outside *outside, const char *submenu, const char *item);
