#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How often a test repeats what is alike each time, or how many rows it makes: @usual, or @fewer where each step costs fifty, as under valgrind, which says so by
 * CANLIAN_TEST_SLOW (tests/meson.build). What is fewer still has to pass every line of the program that @usual passes. */
static inline guint
cl_test_rounds (guint usual, guint fewer)
{
  return g_getenv ("CANLIAN_TEST_SLOW") != NULL ? fewer : usual;
}

G_END_DECLS
