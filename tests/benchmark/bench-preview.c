/* The first page of a form on the screen: from choosing the form to the page drawn, against making its PDF and rendering it by Poppler in a row. Cold, each in a
 * process of its own, and warm. */
#include "../view/headless.h"
#include "bench.h"
#include "cl-form.h"
#include "cl-pdf-engine-private.h"
#include "cl-pdf-page-private.h"
#include "cl-preview-private.h"
#include "cl-test-widgets.h"

#define FORM "attachment-3"
#define VILLAGES 12
#define MEMBERS 9
#define ROUNDS 10
#define COLD_SCALE 1.0 /* pixels a pt: about what the window shows */

static gboolean
fill_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClCatalogue *catalogue = bench_catalogue ();

  for (guint i = 0; i < VILLAGES; i++)
    {
      g_autoptr (ClRecord) village = cl_record_new (cl_catalogue_find_ledger (catalogue, "division"));
      g_autoptr (ClRecord) association = cl_record_new (cl_catalogue_find_ledger (catalogue, "organisation"));
      g_autofree char *name = g_strdup_printf ("第%u村", i + 1), *code = g_strdup_printf ("991123101%03u", 201 + i), *called = g_strconcat (name, "残协", NULL);

      cl_record_set_text (village, "name", name, NULL);
      cl_record_set_text (village, "code", code, NULL);
      cl_record_set_text (village, "level", "village", NULL);
      cl_record_set_text (association, "name", called, NULL);
      cl_record_set_text (association, "kind", "village-association", NULL);
      if (!cl_transaction_save (transaction, village, error))
        return FALSE;
      cl_record_set_reference (association, "division", cl_record_get_id (village));
      if (!cl_transaction_save (transaction, association, error))
        return FALSE;
      for (guint j = 0; j < MEMBERS; j++)
        {
          g_autoptr (ClRecord) person = cl_record_new (cl_catalogue_find_ledger (catalogue, "person"));
          g_autoptr (ClRecord) appointment = cl_record_new (cl_catalogue_find_ledger (catalogue, "appointment"));
          guint n = i * MEMBERS + j;
          g_autofree char *who = bench_name (n), *id = bench_id (n), *phone = bench_phone (n);

          cl_record_set_text (person, "name", who, NULL);
          cl_record_set_text (person, "id_number", id, NULL);
          cl_record_set_text (person, "phones", phone, NULL);
          if (!cl_transaction_save (transaction, person, error))
            return FALSE;
          cl_record_set_reference (appointment, "person", cl_record_get_id (person));
          cl_record_set_reference (appointment, "organisation", cl_record_get_id (association));
          cl_record_set_text (appointment, "post", j == 0 ? "主席" : "委员", NULL);
          if (!cl_transaction_save (transaction, appointment, error))
            return FALSE;
        }
    }
  return TRUE;
}

static GHashTable *
make_parameters (guint village)
{
  GHashTable *parameters = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (parameters, (gpointer) "village", g_strdup_printf ("第%u村", village % VILLAGES + 1));
  return parameters;
}

/* Seconds to make the PDF and the pixels of its first page, @scale a pt. */
static double
measure_floor (ClStore *store, guint village, double scale)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClTemplate) form = NULL;
  g_autoptr (GHashTable) parameters = make_parameters (village);
  g_autoptr (GBytes) pdf = NULL, pixels = NULL;
  g_autoptr (ClPdfEngine) engine = NULL;
  guint width, height;
  double start = bench_now ();

  form = cl_template_load (cl_catalogue_find_form (bench_catalogue (), FORM)->path, bench_catalogue (), &error);
  g_assert_no_error (error);
  pdf = cl_form_make_pdf (form, bench_catalogue (), cl_store_get_reader (store), parameters, NULL, NULL, &error);
  g_assert_no_error (error);
  engine = cl_pdf_engine_new (pdf, &error);
  g_assert_no_error (error);
  pixels = cl_pdf_engine_render (engine, 0, scale, &width, &height);
  g_assert (pixels != NULL);
  return bench_now () - start;
}

typedef struct
{
  GtkWidget *window, *page;
  ClPreview *preview;
  ClPdfPage *image;
  gboolean painted;
  ClPdfSource *before; /* what was shown before the form was chosen anew */
} Screen;

/* The page as it is set, whether its file is written or not. */
static gboolean
is_new_and_drawn (gpointer data)
{
  Screen *screen = data;
  ClPdfSource *source = cl_preview_get_source (screen->preview);

  return source != NULL && source != screen->before && cl_pdf_page_is_drawn (screen->image);
}

/* The page of the file. */
static gboolean
is_file_drawn (gpointer data)
{
  Screen *screen = data;

  return is_new_and_drawn (data) && !cl_pdf_source_is_draft (cl_preview_get_source (screen->preview));
}

static void
painted_cb (GdkFrameClock *clock, Screen *screen)
{
  screen->painted = TRUE;
}

static gboolean
is_painted (gpointer data)
{
  return ((Screen *) data)->painted;
}

/* Whoever chooses a form sees the window: its own first frame is no part of the form's. */
static void
wait_for_window (Screen *screen)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (screen->window);
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), screen);

  screen->painted = FALSE;
  gtk_widget_queue_draw (screen->window);
  g_assert (headless_wait (is_painted, screen, 60));
  g_signal_handler_disconnect (clock, handler);
}

/* Until the frame that shows what @is_there waits for is painted. */
static double
wait_for_frame (Screen *screen, gboolean (*is_there) (gpointer data))
{
  GdkFrameClock *clock;
  gulong handler;
  double end;

  g_assert (headless_wait (is_there, screen, 60));
  clock = gtk_widget_get_frame_clock (screen->window);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), screen);
  screen->painted = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (screen->preview));
  g_assert (headless_wait (is_painted, screen, 60));
  end = bench_now ();
  g_signal_handler_disconnect (clock, handler);
  return end;
}

/* Seconds until the page is seen, and until it is that of the file. */
static double
measure_screen (Screen *screen, guint village, double *whole)
{
  g_autoptr (GHashTable) parameters = make_parameters (village);
  double start, end;

  g_set_object (&screen->before, cl_preview_get_source (screen->preview));
  start = bench_now ();
  cl_form_page_show (CL_FORM_PAGE (screen->page), FORM, parameters);
  end = wait_for_frame (screen, is_new_and_drawn);
  *whole = wait_for_frame (screen, is_file_drawn) - start;
  g_clear_object (&screen->before);
  return end - start;
}

/* What this program says of the other side, cold in its own process; 0 where it cannot. */
static double
ask_cold_floor (const char *self)
{
  const char *argv[] = { self, "floor", NULL };
  g_autofree char *said = NULL;
  const char *line;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &said, NULL, NULL, NULL))
    return 0;
  line = strstr (said, "floor=");
  return line != NULL ? g_ascii_strtod (line + strlen ("floor="), NULL) : 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStore) store = bench_store ("preview.canlian");
  g_autoptr (ClContext) context = NULL;
  Screen screen = { 0 };
  double cold, cold_floor, cold_whole, ours = 0, floor = 0, whole = 0;

  g_assert (cl_store_write (store, "fill", fill_cb, NULL, &error) > 0);
  if (argc > 1 && g_str_equal (argv[1], "floor"))
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      g_print ("floor=%s\n", g_ascii_dtostr (text, sizeof text, measure_floor (store, 0, COLD_SCALE)));
      cl_store_close (store);
      return 0;
    }
  cold_floor = ask_cold_floor (argv[0]);
  headless_begin ();
  context = cl_context_new (store);
  screen.page = cl_form_page_new (context);
  screen.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (screen.window), 1100, 700);
  gtk_window_set_child (GTK_WINDOW (screen.window), screen.page);
  while (cl_test_find_type (screen.page, CL_TYPE_PREVIEW) == NULL)
    g_main_context_iteration (NULL, TRUE);
  screen.preview = CL_PREVIEW (cl_test_find_type (screen.page, CL_TYPE_PREVIEW));
  screen.image = CL_PDF_PAGE (cl_test_find_type (GTK_WIDGET (screen.preview), CL_TYPE_PDF_PAGE));
  gtk_window_present (GTK_WINDOW (screen.window));
  wait_for_window (&screen);
  cold = measure_screen (&screen, 0, &cold_whole);
  bench_say ("First preview of a form, cold, to PDF and Poppler in a row", "≤ 1.1", cold / MAX (cold_floor, 1e-6), cold, cold_floor);
  bench_say ("The same, until it is the file that is seen", "–", cold_whole / MAX (cold_floor, 1e-6), cold_whole, cold_floor);
  for (guint i = 1; i <= ROUNDS; i++)
    {
      double one = measure_floor (store, i, cl_pdf_page_get_zoom (screen.image) * 96 / 72), file, other = measure_screen (&screen, i, &file);

      floor = i == 1 ? one : MIN (floor, one);
      ours = i == 1 ? other : MIN (ours, other);
      whole = i == 1 ? file : MIN (whole, file);
    }
  bench_say ("The next village's preview, to PDF and Poppler in a row", "≤ 1.1", ours / floor, ours, floor);
  bench_say ("The same, until it is the file that is seen", "–", whole / floor, whole, floor);
  gtk_window_destroy (GTK_WINDOW (screen.window));
  headless_run (0.2);
  cl_store_close (store);
  return 0;
}
