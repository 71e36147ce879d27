#pragma once

#include "cl-outside.h"

/* What a clerk hears: Orca, with its speech caught, listening to the program. Each key is written down with what was said at it, as one line of
 * tests/outside/transcripts/NAME.txt, and compared with that file: each utterance there must come, in its order. With CANLIAN_WRITE_TRANSCRIPTS=1 the file is
 * written anew instead. What Orca cannot do without ends the test with a sentence. */
typedef struct _Ear Ear;

Ear *ear_begin (const char *name);              /* before the program is opened */
void ear_title (Ear *ear, const char *sentence); /* what the next steps are about; a line of its own */
void ear_skip (Ear *ear);                        /* what is said until it is quiet belongs to no step */
void ear_press (Ear *ear, const char *key);      /* as xdotool names it */
void ear_press_times (Ear *ear, const char *key, guint times);
void ear_type (Ear *ear, const char *text);
void ear_end (Ear *ear); /* after the program was closed */
