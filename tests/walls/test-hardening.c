/* What the compiler and the linker are asked to guard against is in what they made: the arguments are "fortified" or "plain", then the program, the library
 * and the plugins' modules. */

#include <elf.h>
#include <glib.h>
#include <string.h>

static const char *how;

typedef struct
{
  const guint8 *data;
  gsize size;
} Image;

static const Elf64_Phdr *
find_segment (const Image *image, guint32 type)
{
  const Elf64_Ehdr *header = (const Elf64_Ehdr *) image->data;

  for (guint i = 0; i < header->e_phnum; i++)
    {
      const Elf64_Phdr *segment = (const Elf64_Phdr *) (image->data + header->e_phoff + i * sizeof (Elf64_Phdr));

      if (segment->p_type == type)
        return segment;
    }
  return NULL;
}

static guint64
get_dynamic (const Image *image, gint64 tag)
{
  const Elf64_Phdr *segment = find_segment (image, PT_DYNAMIC);

  g_assert_nonnull (segment);
  for (const Elf64_Dyn *entry = (const Elf64_Dyn *) (image->data + segment->p_offset); entry->d_tag != DT_NULL; entry++)
    if (entry->d_tag == tag)
      return entry->d_un.d_val;
  return 0;
}

static void
test_image (gconstpointer data)
{
  const char *path = data;
  g_autofree char *contents = NULL;
  Image image = { NULL, 0 };
  const Elf64_Ehdr *header;
  const Elf64_Phdr *stack;

  g_assert_true (g_file_get_contents (path, &contents, &image.size, NULL));
  image.data = (const guint8 *) contents;
  header = (const Elf64_Ehdr *) image.data;
  g_assert_cmpmem (header->e_ident, SELFMAG, ELFMAG, SELFMAG);
  if (header->e_ident[EI_CLASS] != ELFCLASS64)
    {
      g_test_skip ("not a 64-bit machine");
      return;
    }
  /* Placed anywhere; its tables read-only once all is bound, and all bound at the start; no stack that runs. */
  g_assert_cmpuint (header->e_type, ==, ET_DYN);
  g_assert_nonnull (find_segment (&image, PT_GNU_RELRO));
  g_assert_true ((get_dynamic (&image, DT_FLAGS) & DF_BIND_NOW) != 0 || (get_dynamic (&image, DT_FLAGS_1) & DF_1_NOW) != 0);
  stack = find_segment (&image, PT_GNU_STACK);
  g_assert_nonnull (stack);
  g_assert_cmpuint (stack->p_flags & PF_X, ==, 0);
}

/* Only the library has functions with buffers on the stack for certain. */
static void
test_library (gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (data, &contents, &size, NULL));
  g_assert_nonnull (memmem (contents, size, "__stack_chk_fail", strlen ("__stack_chk_fail")));
  if (strcmp (how, "fortified") != 0)
    g_test_skip ("built without optimisation or with sanitisers");
  else
    g_assert_true (memmem (contents, size, "_chk\0__", 7) != NULL || memmem (contents, size, "__memcpy_chk", 12) != NULL || memmem (contents, size, "__snprintf_chk", 14) != NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, >, 3);
  how = argv[1];
  for (int i = 2; i < argc; i++)
    {
      g_autofree char *name = g_path_get_basename (argv[i]);
      g_autofree char *test = g_strdup_printf ("/hardening/%s", name);

      g_test_add_data_func (test, argv[i], test_image);
    }
  g_test_add_data_func ("/hardening/guards", argv[3], test_library);
  return g_test_run ();
}
