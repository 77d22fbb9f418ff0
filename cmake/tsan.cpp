// What tests that start programs need under ThreadSanitizer; linked into them by tests/CMakeLists.txt.
#include <cerrno>
#include <cstdarg>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

// A fork of a program with threads is taken for a mistake and ended, unless told otherwise.
extern "C" const char *__tsan_default_options()
{
    return "die_after_fork=0";
}

// QProcess starts programs by clone(CLONE_VM | CLONE_VFORK): the child runs in its parent's memory, so in the parent's
// ThreadSanitizer state too, and never returns from it. Of the thread that started it, all that it hands over afterwards
// is missed from then on, its own end at join() among it. A fork() is what ThreadSanitizer knows. Stands before libc's
// own, as Qt is loaded; the only caller that is expected is Qt's forkfd.
extern "C" int clone(int (*run)(void *), void *, int flags, void *argument, ...)
{
    if ((flags & (CLONE_VFORK | CLONE_PIDFD)) != (CLONE_VFORK | CLONE_PIDFD)) {
        errno = ENOSYS;
        return -1;
    }
    va_list more;
    va_start(more, argument);
    int *const pidfd = va_arg(more, int *);
    va_end(more);
    const pid_t child = fork();
    if (child == 0)
        _exit(run(argument));
    if (child > 0)
        *pidfd = int(syscall(SYS_pidfd_open, child, 0));
    return child;
}
