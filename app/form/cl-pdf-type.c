#include "cl-config.h"

#include <stdlib.h>
#include <string.h>

#include "cl-pdf-read-private.h"
#include "cl-pdf-surface.h"
#include "cl-pdf-type-private.h"

#define NO_BREAK "\u00a0"
#define PAGE 400.0 /* pt, of the page that holds each character once */

typedef struct
{
  cairo_font_face_t *face;
  gulong glyph;
  const char *text; /* the entry's own */
  gsize length;
  gboolean several;
} Key;

typedef struct
{
  Key key;
  cairo_scaled_font_t *font;
  char *text; /* "": cairo finds out by itself */
} Entry;

/* A font of the page, as its dictionary says. */
typedef struct
{
  char *name; /* "/f-0-0" */
  guint number;
  guint digits;
  guint first;    /* the code of the first width */
  GArray *widths; /* double */
} Font;

struct _ClPdfType
{
  GHashTable *numbers; /* Key -> place in @entries, from 1 */
  GPtrArray *entries;  /* Entry */
  GPtrArray *fonts;    /* Font */
  GArray *glyphs;      /* ClPdfGlyph, as @entries */
  GArray *order;       /* guint: the entries as they stand on the page */
  guint n_read;        /* of them */
};

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return g_direct_hash (key->face) * 31 + (guint) key->glyph;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const Key *one = a, *other = b;

  return one->face == other->face && one->glyph == other->glyph && one->several == other->several && one->length == other->length &&
         memcmp (one->text, other->text, one->length) == 0;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  cairo_scaled_font_destroy (entry->font);
  g_free (entry->text);
  g_free (entry);
}

static void
font_free (gpointer data)
{
  Font *font = data;

  g_free (font->name);
  g_clear_pointer (&font->widths, g_array_unref);
  g_free (font);
}

ClPdfType *
cl_pdf_type_new (void)
{
  ClPdfType *type = g_new0 (ClPdfType, 1);

  type->numbers = g_hash_table_new (hash_key, equal_keys);
  type->entries = g_ptr_array_new_with_free_func (entry_free);
  type->fonts = g_ptr_array_new_with_free_func (font_free);
  type->glyphs = g_array_new (FALSE, TRUE, sizeof (ClPdfGlyph));
  type->order = g_array_new (FALSE, FALSE, sizeof (guint));
  return type;
}

void
cl_pdf_type_free (ClPdfType *type)
{
  g_hash_table_unref (type->numbers);
  g_ptr_array_unref (type->entries);
  g_ptr_array_unref (type->fonts);
  g_array_unref (type->glyphs);
  g_array_unref (type->order);
  g_free (type);
}

guint
cl_pdf_type_add (ClPdfType *type, cairo_scaled_font_t *font, gulong glyph, const char *text, gsize length, gboolean several)
{
  /* A blank is read as a blank, whether a line may end there or not. */
  gboolean blank = length == strlen (NO_BREAK) && memcmp (text, NO_BREAK, length) == 0;
  Key key = { cairo_scaled_font_get_font_face (font), glyph, blank ? " " : text, blank ? 1 : length, several };
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (type->numbers, &key));
  Entry *entry;

  if (number > 0)
    return number - 1;
  entry = g_new0 (Entry, 1);
  entry->text = g_strndup (key.text, key.length);
  entry->key = key;
  entry->key.text = entry->text;
  entry->font = cairo_scaled_font_reference (font);
  g_ptr_array_add (type->entries, entry);
  g_hash_table_insert (type->numbers, &entry->key, GUINT_TO_POINTER (type->entries->len));
  return type->entries->len - 1;
}

/* All that share a font with the entry @first. Blanks alone are not drawn by cairo: they are left out here too, and so from the order. */
static void
draw_font (ClPdfType *type, cairo_t *cairo, guint first, gboolean *drawn)
{
  cairo_scaled_font_t *font = ((Entry *) type->entries->pdata[first])->font;
  g_autoptr (GArray) glyphs = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t)), clusters = g_array_new (FALSE, FALSE, sizeof (cairo_text_cluster_t));
  g_autoptr (GString) text = g_string_new (NULL);
  const guint before = type->order->len;
  cairo_text_extents_t extents;

  for (guint i = first; i < type->entries->len; i++)
    {
      const Entry *entry = type->entries->pdata[i];
      const cairo_glyph_t glyph = { entry->key.glyph, PAGE / 2, PAGE / 2 };
      const cairo_text_cluster_t cluster = { entry->key.several ? 0 : (int) entry->key.length, 1 };

      if (drawn[i] || entry->font != font)
        continue;
      drawn[i] = TRUE;
      g_string_append (text, entry->key.several ? "" : entry->text);
      g_array_append_val (glyphs, glyph);
      g_array_append_val (clusters, cluster);
      g_array_append_val (type->order, i);
    }
  cairo_scaled_font_glyph_extents (font, (cairo_glyph_t *) glyphs->data, (int) glyphs->len, &extents);
  if (extents.width <= 0 || extents.height <= 0)
    {
      g_array_set_size (type->order, before);
      return;
    }
  cairo_set_scaled_font (cairo, font);
  cairo_show_text_glyphs (cairo, text->str, (int) text->len, (cairo_glyph_t *) glyphs->data, (int) glyphs->len, (cairo_text_cluster_t *) clusters->data,
                          (int) clusters->len, 0);
}

/* One page with each character once. NULL on failure. */
static GByteArray *
draw_all (ClPdfType *type)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree gboolean *drawn = g_new0 (gboolean, type->entries->len);
  cairo_surface_t *surface = cl_pdf_surface_new (data, PAGE, PAGE);
  cairo_t *cairo = cairo_create (surface);

  for (guint i = 0; i < type->entries->len; i++)
    if (!drawn[i])
      draw_font (type, cairo, i, drawn);
  if (cl_pdf_surface_end (surface, cairo) != CAIRO_STATUS_SUCCESS)
    return NULL;
  g_byte_array_append (data, (const guint8 *) "", 1);
  return g_steal_pointer (&data);
}

static const ClPdfObject *
get_object (const ClPdfParts *parts, gint64 number)
{
  return number > 0 && number < (gint64) parts->n && parts->objects[number].used ? &parts->objects[number] : NULL;
}

/* The numbers in "[ 1000 500 ]" or, of the characters from 0 on, "[0 [ 1000 500 ]]". */
static GArray *
read_widths (const ClPdfObject *object, const char *key, guint brackets)
{
  const char *end = object->body + object->length, *p = cl_pdf_find (object->body, object->length, key);
  GArray *widths;

  for (guint i = 0; i < brackets && p != NULL; i++)
    {
      p = memchr (p, '[', end - p);
      p = p != NULL ? p + 1 : NULL;
    }
  if (p == NULL)
    return NULL;
  widths = g_array_new (FALSE, FALSE, sizeof (double));
  while (p < end && *p != ']')
    {
      char *after;
      double width = g_ascii_strtod (p, &after);

      if (after > p)
        g_array_append_val (widths, width);
      p = after > p ? after : p + 1;
    }
  return widths;
}

/* Whether the font is of a kind whose characters are as large as the type says. */
static gboolean
read_font (const ClPdfParts *parts, Font *font)
{
  const ClPdfObject *object = get_object (parts, font->number), *inner;
  const char *kids;

  if (object == NULL)
    return FALSE;
  if (cl_pdf_object_is_kind (object, "/Type0"))
    {
      kids = cl_pdf_find (object->body, object->length, "/DescendantFonts [");
      inner = kids != NULL ? get_object (parts, g_ascii_strtoll (kids + strlen ("/DescendantFonts ["), NULL, 10)) : NULL;
      font->digits = 4;
      font->widths = inner != NULL ? read_widths (inner, "/W ", 2) : NULL;
    }
  else if (cl_pdf_object_is_kind (object, "/TrueType") || cl_pdf_object_is_kind (object, "/Type1"))
    {
      gint64 first = cl_pdf_object_get_number (object, "/FirstChar ");

      font->digits = 2;
      font->first = first > 0 ? (guint) first : 0;
      font->widths = read_widths (object, "/Widths ", 1);
    }
  return font->widths != NULL;
}

/* "/Font << /f-0-0 7 0 R /f-1-0 8 0 R >>" */
static gboolean
read_fonts (ClPdfType *type, const ClPdfParts *parts)
{
  for (guint i = 1; i < parts->n; i++)
    {
      const ClPdfObject *object = &parts->objects[i];
      const char *end = object->body + object->length, *p = object->used ? cl_pdf_find (object->body, object->length, "/Font <<") : NULL;

      end = p != NULL ? cl_pdf_find (p, end - p, ">>") : NULL;
      if (end == NULL)
        continue;
      for (p += strlen ("/Font <<"); (p = memchr (p, '/', end - p)) != NULL && cl_pdf_find (p, MIN (end - p, 40), " 0 R") != NULL;)
        {
          Font *font = g_new0 (Font, 1);
          const char *space = memchr (p, ' ', end - p);

          g_ptr_array_add (type->fonts, font);
          font->name = g_strndup (p, space - p);
          font->number = (guint) strtoul (space, NULL, 10);
          if (!read_font (parts, font))
            return FALSE;
          p = space;
        }
    }
  return TRUE;
}

static gboolean
add_code (ClPdfType *type, guint font, guint code)
{
  const Font *of = type->fonts->pdata[font];
  ClPdfGlyph glyph = { font, code, of->digits, 0 };

  if (code < of->first || code - of->first >= of->widths->len || type->n_read == type->order->len)
    return FALSE;
  glyph.width = g_array_index (of->widths, double, code - of->first);
  g_array_index (type->glyphs, ClPdfGlyph, g_array_index (type->order, guint, type->n_read++)) = glyph;
  return TRUE;
}

/* "<00010002>"; returns what is behind it. */
static const char *
read_hex (ClPdfType *type, guint font, const char *p)
{
  guint digits = ((Font *) type->fonts->pdata[font])->digits, code = 0, n = 0;

  for (p++; *p != '>' && *p != '\0'; p++)
    {
      if (!g_ascii_isxdigit (*p))
        continue;
      code = code * 16 + (guint) g_ascii_xdigit_value (*p);
      if (++n < digits)
        continue;
      if (!add_code (type, font, code))
        return NULL;
      code = n = 0;
    }
  return *p == '>' ? p + 1 : NULL;
}

/* "(A\(\051)" */
static const char *
read_literal (ClPdfType *type, guint font, const char *p)
{
  for (p++; *p != ')' && *p != '\0'; p++)
    {
      guint code = (guchar) *p;

      /* A line that goes on in the next one. */
      if (*p == '\\' && p[1] == '\n')
        {
          p++;
          continue;
        }
      if (*p == '\\' && p[1] >= '0' && p[1] <= '7')
        {
          code = 0;
          for (guint i = 0; i < 3 && p[1] >= '0' && p[1] <= '7'; i++)
            code = code * 8 + (guint) (*++p - '0');
        }
      else if (*p == '\\' && p[1] != '\0')
        code = (guchar) *++p;
      if (!add_code (type, font, code))
        return NULL;
    }
  return *p == ')' ? p + 1 : NULL;
}

/* The codes in the order in which they stand on the page. */
static gboolean
read_content (ClPdfType *type, const char *p)
{
  guint font = G_MAXUINT, named = G_MAXUINT;

  while (p != NULL && *p != '\0')
    {
      gsize length;

      if (*p == '<' || *p == '(')
        {
          /* What a glyph is read as that stands for something else elsewhere. */
          if (p[1] == '<')
            {
              p = strstr (p, ">>");
              p = p != NULL ? p + 2 : NULL;
              continue;
            }
          if (font == G_MAXUINT)
            return FALSE;
          p = *p == '<' ? read_hex (type, font, p) : read_literal (type, font, p);
          continue;
        }
      length = *p == '/' ? 1 + strcspn (p + 1, " \n\r\t<[(/") : MAX (strcspn (p, " \n\r\t<[](/"), 1);
      if (*p == '/')
        for (guint i = 0; i < type->fonts->len; i++)
          {
            const char *name = ((Font *) type->fonts->pdata[i])->name;

            if (strlen (name) == length && strncmp (name, p, length) == 0)
              named = i;
          }
      else if (length == 2 && strncmp (p, "Tf", 2) == 0)
        font = named;
      p += length;
    }
  return p != NULL && type->n_read == type->order->len;
}

/* A font says one thing of each of its codes: what it was first drawn for. */
static void
find_doubles (ClPdfType *type)
{
  g_autoptr (GHashTable) said = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < type->glyphs->len; i++)
    {
      ClPdfGlyph *glyph = &g_array_index (type->glyphs, ClPdfGlyph, i);
      const Entry *entry = type->entries->pdata[i];
      gpointer code = GUINT_TO_POINTER (glyph->font << 16 | glyph->code);
      const char *first = entry->key.several ? NULL : g_hash_table_lookup (said, code);

      if (entry->key.several || (first != NULL && !g_str_equal (first, entry->text)))
        glyph->instead = entry->text;
      else if (first == NULL)
        g_hash_table_insert (said, code, entry->text);
    }
}

static gboolean
read_page (ClPdfType *type, const ClPdfParts *parts)
{
  g_autoptr (GConverter) inflate = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autoptr (GByteArray) plain = NULL;
  const ClPdfObject *content = NULL;

  for (guint i = 1; i < parts->n && content == NULL; i++)
    if (cl_pdf_object_is_kind (&parts->objects[i], "/Contents "))
      content = get_object (parts, cl_pdf_object_get_number (&parts->objects[i], "/Contents "));
  if (content == NULL || content->data == NULL)
    return FALSE;
  plain = cl_pdf_convert (inflate, content->data, content->size);
  if (plain == NULL)
    return FALSE;
  g_byte_array_append (plain, (const guint8 *) "", 1);
  return read_content (type, (const char *) plain->data);
}

/* The body with the numbers that its objects have in @file; those that are met first get one, and are added to @queue. */
static char *
renumber (ClPdfFile *file, const ClPdfParts *parts, const char *p, const char *end, GArray *queue)
{
  GString *result = g_string_new (NULL);

  while (p < end)
    {
      char *after;
      gulong number;

      if (!g_ascii_isdigit (*p))
        {
          g_string_append_c (result, *p++);
          continue;
        }
      number = strtoul (p, &after, 10);
      if (g_str_has_prefix (after, " 0 R") && number < parts->n && parts->objects[number].used)
        {
          guint named = (guint) number;

          if (parts->objects[named].number == 0)
            {
              parts->objects[named].number = cl_pdf_file_reserve (file, 1);
              g_array_append_val (queue, named);
            }
          g_string_append_printf (result, "%u 0 R", parts->objects[named].number);
          after += strlen (" 0 R");
        }
      else
        g_string_append_len (result, p, after - p);
      p = after;
    }
  return g_string_free (result, FALSE);
}

/* A stream's dictionary without brackets and length. Transfer full. */
static char *
strip_length (const ClPdfObject *object)
{
  g_autofree char *body = g_strndup (object->body, object->length);
  char *open = strstr (body, "<<"), *close = g_strrstr (body, ">>"), *length = strstr (body, "/Length "), *after;

  if (open == NULL || close == NULL || length == NULL)
    return NULL;
  *close = '\0';
  after = length + strlen ("/Length ");
  after += strspn (after, "0123456789");
  if (g_str_has_prefix (after, " 0 R"))
    after += strlen (" 0 R");
  *length = '\0';
  return g_strconcat (open + 2, after, NULL);
}

static gboolean
copy_object (ClPdfFile *file, const ClPdfParts *parts, guint i, GArray *queue)
{
  const ClPdfObject *object = &parts->objects[i];
  g_autofree char *plain = object->data != NULL ? strip_length (object) : g_strndup (object->body, object->length);
  g_autofree char *body = plain != NULL ? renumber (file, parts, plain, plain + strlen (plain), queue) : NULL;

  if (body == NULL)
    return FALSE;
  if (object->data != NULL)
    cl_pdf_file_put_stream (file, object->number, body, object->data, object->size);
  else
    cl_pdf_file_put (file, object->number, body, -1);
  return TRUE;
}

static char *
copy_fonts (ClPdfType *type, ClPdfFile *file, const ClPdfParts *parts)
{
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < type->fonts->len; i++)
    {
      Font *font = type->fonts->pdata[i];

      parts->objects[font->number].number = cl_pdf_file_reserve (file, 1);
      g_array_append_val (queue, font->number);
      g_string_append_printf (names, "/f%u %u 0 R ", i, parts->objects[font->number].number);
    }
  for (guint i = 0; i < queue->len; i++)
    if (!copy_object (file, parts, g_array_index (queue, guint, i), queue))
      return NULL;
  return g_strdup (names->str);
}

char *
cl_pdf_type_write (ClPdfType *type, ClPdfFile *file)
{
  g_autoptr (GByteArray) data = NULL;
  ClPdfParts parts = { 0 };
  char *names = NULL;

  if (type->entries->len == 0)
    return g_strdup ("");
  g_array_set_size (type->glyphs, type->entries->len);
  data = draw_all (type);
  if (data == NULL)
    return NULL;
  parts.file = (const char *) data->data;
  parts.size = data->len - 1;
  if (cl_pdf_parts_read (&parts) && read_fonts (type, &parts) && read_page (type, &parts))
    {
      find_doubles (type);
      names = copy_fonts (type, file, &parts);
    }
  g_free (parts.objects);
  return names;
}

const ClPdfGlyph *
cl_pdf_type_get (const ClPdfType *type, guint number)
{
  return &g_array_index (type->glyphs, ClPdfGlyph, number);
}
