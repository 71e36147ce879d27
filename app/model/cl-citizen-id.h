#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* GB 11643 numbers (DOMAIN.md B1) and disability certificate numbers (B4). Pure functions, any thread. */

char *cl_citizen_id_normalise (const char *text);  /* full-width to ASCII, spaces and separators out, x to X */
gboolean cl_citizen_id_check (const char *id, GError **error); /* 18 characters, real date, right check character; says which is wrong and what it should be */
char cl_citizen_id_check_character (const char *first_17);
char *cl_citizen_id_birth (const char *id);   /* ISO date, NULL where @id is not valid */
const char *cl_citizen_id_sex (const char *id); /* code of codes "sex": "1" male, "2" female, NULL */
char *cl_certificate_normalise (const char *text);
gboolean cl_certificate_check (const char *number, GError **error); /* ID + category 1-7 + grade 1-4 [+ B1, B2…] */
char *cl_certificate_citizen_id (const char *number);
char *cl_certificate_category (const char *number); /* one digit, NULL where not valid */
char *cl_certificate_grade (const char *number);
char *cl_division_code_normalise (const char *text);
gboolean cl_division_code_check (const char *code, GError **error); /* 2, 4, 6, 9 or 12 digits */
gboolean cl_office_code_check (const char *code, GError **error); /* the same, but a village has no office */
/* A phone with an optional note of whose it is: "13800000012" or "13800000012（妻）"; NULL and error where no number is in it */
char *cl_phone_normalise (const char *text, GError **error);

/* What of a private value may be shown: classes id, phone, certificate, account, name, health, address, numbers. */
char *cl_mask (const char *private_class, const char *text);
char *cl_mask_numbers (const char *text);   /* any text: each citizen ID and certificate number in it masked by its class */
char *cl_path_call (const char *path);      /* with its folder */
char *cl_file_call (const char *path);      /* a file's name as it may be told: people write IDs into names */

G_END_DECLS
