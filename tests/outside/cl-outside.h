#pragma once

#include <atspi/atspi.h>

/* libatspi has none of its own on either release. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiStateSet, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiText, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiEditableText, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAction, g_object_unref)

/* The program seen from outside, as an assistive tool sees it: started as its own process, found by roles and names over AT-SPI, driven by keys.
 * To be run under tests/headless.sh. Everything waits (polls) up to OUTSIDE_PATIENCE; what does not come is a failure that dumps what was there. */

#define OUTSIDE_PATIENCE (10 * G_USEC_PER_SEC)

typedef struct
{
  GPid pid;
  AtspiAccessible *application;
} Outside;

/* Starts @argv with the environment and waits until its window is on the bus. */
Outside *outside_start (const char *const *argv);
void outside_stop (Outside *outside);

/* A name is compared whole; "~text" finds a part of it, "*" any. Role ATSPI_ROLE_INVALID: any role. Only what is really there: the sensitive and visible. Transfer full. */
AtspiAccessible *outside_find (Outside *outside, AtspiRole role, const char *name);
AtspiAccessible *outside_find_in (AtspiAccessible *root, AtspiRole role, const char *name);
AtspiAccessible *outside_look (Outside *outside, AtspiRole role, const char *name); /* at once; NULL where it is not there */
void outside_gone (Outside *outside, AtspiRole role, const char *name);             /* waits until it is not there */
AtspiAccessible *outside_focused (Outside *outside);                                  /* NULL: nothing has the focus */

char *outside_name (AtspiAccessible *accessible);
char *outside_description (AtspiAccessible *accessible);
char *outside_text (AtspiAccessible *accessible);
gboolean outside_is (AtspiAccessible *accessible, AtspiStateType state);

/* Keys as xdotool names them ("ctrl+f", "Down"), one after the other, NULL-terminated. */
void outside_keys (const char *first, ...) G_GNUC_NULL_TERMINATED;
void outside_type (const char *text);
void outside_act (AtspiAccessible *accessible);                        /* its first action */
void outside_set_text (AtspiAccessible *accessible, const char *text);
void outside_wait_focus (Outside *outside, AtspiRole role, const char *name);
void outside_wait_description (Outside *outside, const char *part); /* of the focused widget: what was announced */
void outside_settle (void);                                            /* a moment for what has no sign of its own */

/* Calls @func for every accessible below @root that is showing its page; TRUE from it stops. */
typedef gboolean (*OutsideFunc) (AtspiAccessible *accessible, gpointer data);
gboolean outside_walk (AtspiAccessible *root, OutsideFunc func, gpointer data);
/* Fails for every focusable without a name of its own: empty, or its widget type's name. Returns how many it looked at. */
guint outside_check_names (Outside *outside, const char *where);
char *outside_dump (Outside *outside);
