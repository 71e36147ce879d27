#include "cl-application.h"

int
cl_application_main (const char *path)
{
  return 1;
}
