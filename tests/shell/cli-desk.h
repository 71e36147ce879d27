#pragma once

/* The command line from outside: the program is run as a child without display, and what it prints, writes and answers is what counts. */

#include <gio/gio.h>

typedef struct
{
  char *folder;
  char *data;
  char *out; /* of the command before */
  char *err;
  int status;
} Desk;

void desk_set_up (Desk *desk, gconstpointer unused);
void desk_tear_down (Desk *desk, gconstpointer unused);
GSubprocessLauncher *desk_launcher (Desk *desk);
void desk_run_words (Desk *desk, const char *const *words);
/* Runs "canlian --data FILE …". */
void desk_run (Desk *desk, ...) G_GNUC_NULL_TERMINATED;
void desk_expect (Desk *desk, int status);
/* Runs and expects; returns what was said on both streams. Transfer full. */
char *desk_ask (Desk *desk, int status, ...) G_GNUC_NULL_TERMINATED;
char *desk_path (Desk *desk, const char *name);
char *desk_sample (const char *name);
/* Cuts @text's end. */
const char *desk_last_line (char *text);
guint desk_count_lines (const char *text);
void desk_init (Desk *desk);
void desk_import (Desk *desk);
