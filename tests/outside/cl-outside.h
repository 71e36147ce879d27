#pragma once

#include <atspi/atspi.h>

/* libatspi has none of its own on either release. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAccessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiStateSet, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiText, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiEditableText, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiAction, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtspiComponent, g_object_unref)

/* The program seen from outside, as an assistive tool sees it: started as its own process, found by roles and names over AT-SPI, driven by keys.
 * To be run under tests/headless.sh with WM=openbox. Everything waits (polls) up to OUTSIDE_PATIENCE; what does not come is a failure that dumps what was there. */

#define OUTSIDE_PATIENCE (20 * G_USEC_PER_SEC)
#define OUTSIDE_ANY ATSPI_ROLE_INVALID

typedef struct
{
  GPid pid;
  AtspiAccessible *application;
  AtspiAccessible *focused; /* the last that said so */
  guint focuses;            /* how often the focus came somewhere */
  GPtrArray *said;          /* char *: what a screen reader would have said, in order */
  guint heard;              /* so many of @said were waited for */
} Outside;

/* The words of the window: translated as the program translates them; a mnemonic's underscore goes ("保存(_S)" is "保存"). Valid until the program ends. */
const char *outside_words (const char *english) G_GNUC_FORMAT (1);
#define T(english) outside_words (english)

/* A scratch folder that outside_end() takes away; a path in it, valid until then. Runs a command of the program, which must succeed, and returns what it printed. */
void outside_begin (int *argc, char ***argv);
int outside_end (int status);
const char *outside_path (const char *name);
char *outside_run (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* The office's file @name, made for 云岭镇 (991123101); with the committee sheet imported where @filled. */
const char *outside_office (const char *name, gboolean filled);

/* Opens the window on @file and waits until it is on the bus and has the focus. outside_quit() ends it by its own key, outside_stop() from without. */
Outside *outside_open (const char *file);
Outside *outside_open_paper (const char *pdf); /* "canlian show FILE.pdf": a window with the paper alone */
void outside_quit (Outside *outside);
void outside_stop (Outside *outside);

/* A name is compared whole; "~text" finds a part of it, "*" any. Only what is really there: the visible. Transfer full. */
AtspiAccessible *outside_find (Outside *outside, AtspiRole role, const char *name);
AtspiAccessible *outside_find_in (Outside *outside, AtspiAccessible *root, AtspiRole role, const char *name);
AtspiAccessible *outside_look (Outside *outside, AtspiRole role, const char *name); /* at once; NULL where it is not there */
AtspiAccessible *outside_look_in (AtspiAccessible *root, AtspiRole role, const char *name);
guint outside_count (AtspiAccessible *root, AtspiRole role, const char *name);
void outside_gone (Outside *outside, AtspiRole role, const char *name);    /* waits until it is not there */
void outside_be_patient (guint seconds); /* from here on, in place of OUTSIDE_PATIENCE: for files of a million */
void outside_sensitive (Outside *outside, AtspiRole role, const char *name); /* waits until it can be used */
AtspiAccessible *outside_focused (Outside *outside);                          /* NULL: nothing has the focus */
AtspiAccessible *outside_window (Outside *outside);                          /* the one with the focus */

char *outside_name (AtspiAccessible *accessible);
char *outside_description (AtspiAccessible *accessible);
char *outside_text (AtspiAccessible *accessible);
gboolean outside_is (AtspiAccessible *accessible, AtspiStateType state);

/* Keys as xdotool names them ("ctrl+f", "Down"), one after the other, NULL-terminated. */
void outside_keys (const char *first, ...) G_GNUC_NULL_TERMINATED;
void outside_keys_at_once (const char *first, const char *second); /* the second before the first can have been seen to */
void outside_type (const char *text);
void outside_type_slowly (const char *text); /* as a person does, some six letters a second */
gboolean outside_key_moves (Outside *outside, const char *key); /* whether the focus came to something else by it */
void outside_act (AtspiAccessible *accessible, const char *action); /* NULL: its first */
void outside_press (Outside *outside, AtspiRole role, const char *name); /* finds it usable and does its first action */
void outside_set_text (AtspiAccessible *accessible, const char *text);
void outside_tab_to (Outside *outside, AtspiRole role, const char *name); /* by Tab alone */
void outside_wait_focus (Outside *outside, AtspiRole role, const char *name);
void outside_pause (guint ms);

/* Waits until @part was said after what was heard last: the name on which the focus came, or a description that the focused widget took on. */
void outside_hear (Outside *outside, const char *part);
void outside_listen (Outside *outside); /* what was said until now does not count */

/* Calls @func for every accessible below @root that is visible; TRUE from it stops. */
typedef gboolean (*OutsideFunc) (AtspiAccessible *accessible, gpointer data);
gboolean outside_walk (AtspiAccessible *root, OutsideFunc func, gpointer data);
char *outside_dump (Outside *outside);
