/* What a paper says, block by block, as labels. */

#include "cl-config.h"

#include "cl-pdf-content-private.h"

/* A row as one label: its cells one after the other, the current one marked. One label a row stays quick where a grid of labels does not. */
void
cl_pdf_block_fill_label (ClPdfBlock *block, GtkWidget *label, guint current)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PangoAttrList *attributes = pango_attr_list_new ();
  GdkRGBA accent = { 0.11f, 0.44f, 0.85f, 1 }, on_accent = { 1, 1, 1, 1 };
  GtkStyleContext *style = gtk_widget_get_style_context (label);

  gtk_style_context_lookup_color (style, "accent_bg_color", &accent);
  gtk_style_context_lookup_color (style, "accent_fg_color", &on_accent);
  if (block->row == 0)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  for (guint i = 0; i < block->cells->len; i++)
    {
      const ClPdfCell *cell = block->cells->pdata[i];
      guint start;

      if (*cell->text == '\0' && i != current)
        continue;
      if (text->len > 0)
        g_string_append (text, "   ");
      start = (guint) text->len;
      g_string_append_printf (text, i == current ? "\302\240%s\302\240" : "%s", *cell->text != '\0' ? cell->text : "—");
      if (i == current)
        {
          PangoAttribute *marks[] = {
            pango_attr_background_new ((guint16) (accent.red * 65535), (guint16) (accent.green * 65535), (guint16) (accent.blue * 65535)),
            pango_attr_foreground_new ((guint16) (on_accent.red * 65535), (guint16) (on_accent.green * 65535), (guint16) (on_accent.blue * 65535)),
          };
          for (guint k = 0; k < G_N_ELEMENTS (marks); k++)
            {
              marks[k]->start_index = start;
              marks[k]->end_index = (guint) text->len;
              pango_attr_list_insert (attributes, marks[k]);
            }
        }
    }
  gtk_label_set_text (GTK_LABEL (label), text->str);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
}

GtkWidget *
cl_pdf_block_make_label (ClPdfBlock *block)
{
  const ClPdfCell *only = block->cells->pdata[0];
  gboolean heading = block->kind == CL_PDF_HEADING;
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", heading ? GTK_ACCESSIBLE_ROLE_HEADING : GTK_ACCESSIBLE_ROLE_LABEL,
                                   "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "hexpand", TRUE,
                                   "margin-start", 12, "margin-end", 12, "margin-top", 5, "margin-bottom", 5, NULL);

  if (block->kind == CL_PDF_ROW)
    {
      gtk_widget_add_css_class (label, "numeric");
      cl_pdf_block_fill_label (block, label, CL_PDF_NO_CELL);
    }
  else
    gtk_label_set_text (GTK_LABEL (label), only->text);
  if (heading)
    {
      gtk_widget_add_css_class (label, block->level == 1 ? "title-4" : "heading");
      gtk_widget_set_margin_top (label, 10);
      gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) block->level, -1);
    }
  if (block->kind == CL_PDF_NOTE)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}
