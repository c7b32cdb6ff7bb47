// Loaded into a process with LD_PRELOAD: traces what it does to the files of one folder, makes a
// chosen call fail, or kills the process at a chosen call.
//
//   FAULT_ROOT    the folder; calls on other files are left alone
//   FAULT_ACK     a file; what is written to it is traced as acknowledged
//   FAULT_TRACE   where the trace goes
//   FAULT_CALL    write, fsync, rename, open, close, link, unlink or truncate
//   FAULT_NTH     which of these calls fails, from 1
//   FAULT_ERRNO   with which error
//   FAULT_SHORT   1: a write stops half way instead, without an error
//   FAULT_STICKY  1: all later calls of that kind fail too
//   FAULT_KILL    which call that changes something the process is killed before, from 1
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DESCRIPTORS 1024

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
// 0: not ours, 1: a file below the root, 2: the file of acknowledgements.
static char kind_of[DESCRIPTORS];
static int is_folder[DESCRIPTORS];
static char folder_of[DESCRIPTORS][512];
static const char *root, *ack, *failing;
static int trace = -1;
static long nth, kill_at, fail_errno, is_short, is_sticky;
static long matching, changes;

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

__attribute__((constructor)) static void start(void) {
  root = getenv("FAULT_ROOT");
  ack = getenv("FAULT_ACK");
  failing = getenv("FAULT_CALL");
  nth = number("FAULT_NTH");
  fail_errno = number("FAULT_ERRNO");
  is_short = number("FAULT_SHORT");
  is_sticky = number("FAULT_STICKY");
  kill_at = number("FAULT_KILL");
  const char *path = getenv("FAULT_TRACE");
  if (path) trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0644);
}

static int below(const char *path) {
  return root && path && strncmp(path, root, strlen(root)) == 0;
}

static void say(const char *format, ...) {
  if (trace < 0) return;
  char text[2048];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  syscall(SYS_write, trace, text, (size_t)length);
}

static unsigned long long inode(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 ? (unsigned long long)status.st_ino : 0;
}

// Whether this call fails. Call it under the lock.
static int fails(const char *call) {
  if (!failing || strcmp(failing, call) != 0) return 0;
  matching += 1;
  return matching == nth || (is_sticky && matching > nth);
}

static void change(void) {
  changes += 1;
  if (kill_at && changes == kill_at) syscall(SYS_kill, getpid(), SIGKILL);
}


static void note_open(int descriptor, const char *path, int flags, int is_new) {
  if (descriptor < 0 || descriptor >= DESCRIPTORS) return;
  kind_of[descriptor] = 0;
  if (ack && strcmp(path, ack) == 0) kind_of[descriptor] = 2;
  if (!below(path)) return;
  kind_of[descriptor] = 1;
  struct stat status;
  is_folder[descriptor] = fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
  if (is_folder[descriptor]) snprintf(folder_of[descriptor], 512, "%s", path);
  if (is_new) say("create %llu %s\n", inode(descriptor), path);
  else if (flags & O_TRUNC) say("truncate %llu 0\n", inode(descriptor));
}

static int opening(const char *path, int flags, mode_t mode) {
  pthread_mutex_lock(&lock);
  if (below(path) && fails("open")) {
    pthread_mutex_unlock(&lock);
    errno = (int)fail_errno;
    return -1;
  }
  int is_new = (flags & O_CREAT) && below(path) && access(path, F_OK) != 0;
  if (is_new) change();
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  int error = errno;
  note_open(descriptor, path, flags, is_new && descriptor >= 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return descriptor;
}

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return opening(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return opening(path, flags, mode);
}

int close(int descriptor) {
  pthread_mutex_lock(&lock);
  int ours = descriptor >= 0 && descriptor < DESCRIPTORS && kind_of[descriptor] == 1;
  int fail = ours && fails("close");
  if (descriptor >= 0 && descriptor < DESCRIPTORS) kind_of[descriptor] = 0;
  int result = (int)syscall(SYS_close, descriptor);
  pthread_mutex_unlock(&lock);
  if (fail) {
    errno = (int)fail_errno;
    return -1;
  }
  return result;
}

static void trace_bytes(int descriptor, off_t offset, const unsigned char *bytes, ssize_t count) {
  if (trace < 0 || count <= 0) return;
  say("write %llu %lld ", inode(descriptor), (long long)offset);
  char *text = malloc((size_t)count * 2 + 1);
  if (!text) abort();
  for (ssize_t i = 0; i < count; i++) sprintf(text + 2 * i, "%02x", bytes[i]);
  text[2 * count] = '\n';
  size_t done = 0, all = (size_t)count * 2 + 1;
  while (done < all) {
    long written = syscall(SYS_write, trace, text + done, all - done);
    if (written <= 0) abort();
    done += (size_t)written;
  }
  free(text);
}

static ssize_t writing(int descriptor, const void *bytes, size_t count, off_t offset, int positioned) {
  int kind = descriptor >= 0 && descriptor < DESCRIPTORS ? kind_of[descriptor] : 0;
  if (kind == 0)
    return positioned ? syscall(SYS_pwrite64, descriptor, bytes, count, offset)
                      : syscall(SYS_write, descriptor, bytes, count);
  pthread_mutex_lock(&lock);
  if (kind == 2) {
    say("ack %.*s", (int)count, (const char *)bytes);
    ssize_t result = syscall(SYS_write, descriptor, bytes, count);
    pthread_mutex_unlock(&lock);
    return result;
  }
  if (fails("write")) {
    if (!is_short || count < 2) {
      pthread_mutex_unlock(&lock);
      errno = is_short ? EINTR : (int)fail_errno;
      return -1;
    }
    count /= 2;
  }
  change();
  if (!positioned) {
    struct stat status;
    int flags = fcntl(descriptor, F_GETFL);
    offset = (flags & O_APPEND) && fstat(descriptor, &status) == 0
                 ? status.st_size
                 : lseek(descriptor, 0, SEEK_CUR);
  }
  ssize_t result = positioned ? syscall(SYS_pwrite64, descriptor, bytes, count, offset)
                              : syscall(SYS_write, descriptor, bytes, count);
  int error = errno;
  trace_bytes(descriptor, offset, bytes, result);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  return writing(descriptor, bytes, count, 0, 0);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return writing(descriptor, bytes, count, offset, 1);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  return writing(descriptor, bytes, count, offset, 1);
}

static int flushing(int descriptor, long call) {
  int kind = descriptor >= 0 && descriptor < DESCRIPTORS ? kind_of[descriptor] : 0;
  if (kind != 1) return (int)syscall(call, descriptor);
  pthread_mutex_lock(&lock);
  if (fails("fsync")) {
    pthread_mutex_unlock(&lock);
    errno = (int)fail_errno;
    return -1;
  }
  // Tests lose power in a model, not in truth, so nothing needs to reach the disk.
  if (is_folder[descriptor]) say("syncfolder %s\n", folder_of[descriptor]);
  else say("sync %llu\n", inode(descriptor));
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int descriptor) { return flushing(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return flushing(descriptor, SYS_fdatasync); }

static int truncating(int descriptor, off_t length) {
  int kind = descriptor >= 0 && descriptor < DESCRIPTORS ? kind_of[descriptor] : 0;
  if (kind != 1) return (int)syscall(SYS_ftruncate, descriptor, length);
  pthread_mutex_lock(&lock);
  if (fails("truncate")) {
    pthread_mutex_unlock(&lock);
    errno = (int)fail_errno;
    return -1;
  }
  change();
  int result = (int)syscall(SYS_ftruncate, descriptor, length);
  if (result == 0) say("truncate %llu %lld\n", inode(descriptor), (long long)length);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int descriptor, off_t length) { return truncating(descriptor, length); }
int ftruncate64(int descriptor, off64_t length) { return truncating(descriptor, length); }

#define TWO_NAMES(name, call, word)                                   \
  int name(const char *from, const char *to) {                       \
    if (!below(from)) return (int)syscall(call, from, to);            \
    pthread_mutex_lock(&lock);                                        \
    if (fails(word)) {                                                \
      pthread_mutex_unlock(&lock);                                    \
      errno = (int)fail_errno;                                        \
      return -1;                                                      \
    }                                                                 \
    change();                                                         \
    int result = (int)syscall(call, from, to);                        \
    int error = errno;                                                \
    if (result == 0) say(word " %s\t%s\n", from, to);                 \
    pthread_mutex_unlock(&lock);                                      \
    errno = error;                                                    \
    return result;                                                    \
  }

TWO_NAMES(rename, SYS_rename, "rename")
TWO_NAMES(link, SYS_link, "link")

int unlink(const char *path) {
  if (!below(path)) return (int)syscall(SYS_unlink, path);
  pthread_mutex_lock(&lock);
  if (fails("unlink")) {
    pthread_mutex_unlock(&lock);
    errno = (int)fail_errno;
    return -1;
  }
  change();
  int result = (int)syscall(SYS_unlink, path);
  int error = errno;
  if (result == 0) say("unlink %s\n", path);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int mkdir(const char *path, mode_t mode) {
  int result = (int)syscall(SYS_mkdir, path, mode);
  int error = errno;
  if (result == 0 && below(path)) say("mkdir %s\n", path);
  errno = error;
  return result;
}

// How many calls that change something there were, for tests that try each.
__attribute__((destructor)) static void end(void) {
  const char *path = getenv("FAULT_COUNT");
  if (!path) return;
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  char text[64];
  int length = snprintf(text, sizeof text, "%ld %ld\n", changes, matching);
  syscall(SYS_write, descriptor, text, (size_t)length);
  syscall(SYS_close, descriptor);
}
