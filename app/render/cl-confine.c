#include "cl-confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define MEMORY_LIMIT ((rlim_t) 1536 << 20) /* a page of 24 million pixels three times over, fonts and the file beside it */
#define CPU_LIMIT 300                      /* seconds in the life of the process; the window's own patience is shorter */

/* What drawing needs: memory, time, and files that are only read. Everything else is answered with "not permitted". */
static const int allowed[] = {
  SCMP_SYS (read), SCMP_SYS (write), SCMP_SYS (readv), SCMP_SYS (writev), SCMP_SYS (pread64), SCMP_SYS (lseek), SCMP_SYS (close), SCMP_SYS (dup),
  SCMP_SYS (fstat), SCMP_SYS (stat), SCMP_SYS (lstat), SCMP_SYS (newfstatat), SCMP_SYS (statx), SCMP_SYS (fstatfs), SCMP_SYS (statfs), SCMP_SYS (access), SCMP_SYS (faccessat),
  SCMP_SYS (faccessat2), SCMP_SYS (readlink), SCMP_SYS (readlinkat), SCMP_SYS (getdents64), SCMP_SYS (getcwd), SCMP_SYS (fadvise64), SCMP_SYS (fcntl),
  SCMP_SYS (mmap), SCMP_SYS (mprotect), SCMP_SYS (munmap), SCMP_SYS (mremap), SCMP_SYS (brk), SCMP_SYS (madvise),
  SCMP_SYS (futex), SCMP_SYS (sched_yield), SCMP_SYS (sched_getaffinity), SCMP_SYS (set_robust_list), SCMP_SYS (rseq), SCMP_SYS (set_tid_address),
  SCMP_SYS (clock_gettime), SCMP_SYS (clock_getres), SCMP_SYS (clock_nanosleep), SCMP_SYS (nanosleep), SCMP_SYS (gettimeofday), SCMP_SYS (time), SCMP_SYS (getrandom),
  SCMP_SYS (rt_sigaction), SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn), SCMP_SYS (sigaltstack), SCMP_SYS (restart_syscall),
  SCMP_SYS (getpid), SCMP_SYS (gettid), SCMP_SYS (getuid), SCMP_SYS (geteuid), SCMP_SYS (getgid), SCMP_SYS (getegid), SCMP_SYS (uname), SCMP_SYS (sysinfo),
  SCMP_SYS (getrusage), SCMP_SYS (getrlimit), SCMP_SYS (poll), SCMP_SYS (ppoll), SCMP_SYS (exit), SCMP_SYS (exit_group),
};

static gboolean
filter (void)
{
  scmp_filter_ctx context = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  const guint64 writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
  gboolean done = context != NULL;

  /* A call that an architecture does not have is no fault. */
  for (guint i = 0; done && i < G_N_ELEMENTS (allowed); i++)
    seccomp_rule_add (context, SCMP_ACT_ALLOW, allowed[i], 0);
  done = done && seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, writing, 0)) == 0;
  if (done)
    seccomp_rule_add (context, SCMP_ACT_ALLOW, SCMP_SYS (open), 1, SCMP_A1 (SCMP_CMP_MASKED_EQ, writing, 0));
  done = done && seccomp_load (context) == 0;
  if (context != NULL)
    seccomp_release (context);
  return done;
}

static void
limit (int what, rlim_t most)
{
  struct rlimit limits;

  if (getrlimit (what, &limits) != 0)
    return;
  limits.rlim_cur = limits.rlim_max = limits.rlim_max == RLIM_INFINITY ? most : MIN (limits.rlim_max, most);
  setrlimit (what, &limits);
}

/**
 * cl_confine:
 * @boxed: whether bubblewrap has shut this process in already
 *
 * Namespaces of its own take the network and everybody else's processes away where the system gives them to users; the filter of system calls holds in any case.
 *
 * Returns: whether the process is shut in; %FALSE where the system has neither filter nor box
 */
gboolean
cl_confine (gboolean boxed)
{
#ifndef __SANITIZE_ADDRESS__ /* whose shadow of the memory is larger than any limit */
  limit (RLIMIT_AS, MEMORY_LIMIT);
#endif
  limit (RLIMIT_CPU, CPU_LIMIT);
  limit (RLIMIT_FSIZE, 0);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_NOFILE, 64);
  if (!boxed && unshare (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) != 0)
    errno = 0;
  return filter () || boxed;
}
