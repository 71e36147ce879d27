#pragma once

#include "form-fixture.h"

/* A township to print: villages, committees, households with members. */
typedef enum
{
  FORM_OFFICE_NONE,    /* nothing but the office */
  FORM_OFFICE_ORDINARY,
  FORM_OFFICE_HOSTILE, /* names of 25 characters, characters beyond the basic plane, 200 rows */
} FormOfficeKind;

/* The shipped forms of all plugins, and those of the test. */
void form_office_set_up (FormFixture *fixture, FormOfficeKind kind);
