/* A disk that misbehaves on command, preloaded under the real program (LD_PRELOAD).
 *
 * Every write, sync, truncation, renaming and removal below one folder is counted and may be made
 * to fail (error returned, nothing done), to tear (half of the bytes written, then an error or
 * death) or to kill the process before or after it. All of them can also be recorded, bytes
 * included, so that a power cut can be played back afterwards.
 *
 * The subject drives it through fault_arm() and fault_record(); nothing happens before.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum mode { COUNT, FAIL_IO, FAIL_FULL, TEAR_FULL, TEAR_KILL, KILL_BEFORE, KILL_AFTER };
enum kind { WRITE = 'w', SYNC = 's', TRUNCATE = 't', RENAME = 'r', UNLINK = 'u', MARK = 'm' };

static char folder[PATH_MAX];
static enum mode mode = COUNT;
static long at = -1;
static long count = 0;
static int armed = 0;
static int fired = 0;
static int record_fd = -1;

void fault_arm(const char *watched, int wanted_mode, long wanted_at) {
  snprintf(folder, sizeof folder, "%s/", watched);
  mode = (enum mode)wanted_mode;
  at = wanted_at;
  count = 0;
  fired = 0;
  armed = 1;
}

void fault_disarm(void) { armed = 0; }
long fault_count(void) { return count; }
int fault_fired(void) { return fired; }
void fault_record(int fd) { record_fd = fd; }

static void put(const void *bytes, size_t size) {
  const char *from = bytes;
  while (size > 0) {
    ssize_t done = syscall(SYS_write, record_fd, from, size);
    if (done <= 0) _exit(97);
    from += done;
    size -= (size_t)done;
  }
}

/* One record: kind, then the lengths of path and data, the offset, the path, the data. */
static void note(enum kind kind, const char *path, int64_t offset, const void *data, size_t size) {
  if (record_fd < 0 || !armed) return;
  char tag = (char)kind;
  uint32_t lengths[2] = {(uint32_t)strlen(path), (uint32_t)size};
  put(&tag, 1);
  put(lengths, sizeof lengths);
  put(&offset, sizeof offset);
  put(path, lengths[0]);
  put(data, size);
}

void fault_mark(const char *text) { note(MARK, "", 0, text, strlen(text)); }

static int watched(const char *path) {
  return armed && strncmp(path, folder, strlen(folder)) == 0;
}

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  path[size > 0 ? size : 0] = 0;
  return size > 0 && armed && (watched(path) || strncmp(path, folder, strlen(folder) - 1) == 0);
}

__attribute__((noreturn)) static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) syscall(SYS_pause);
}

/* Counts one operation. Returns the errno to fail with, 0 to go on, -1 to tear. */
static int turn(void) {
  if (count++ != at) return 0;
  fired = 1;
  switch (mode) {
    case FAIL_IO: return EIO;
    case FAIL_FULL: return ENOSPC;
    case TEAR_FULL:
    case TEAR_KILL: return -1;
    case KILL_BEFORE: die();
    default: return 0;
  }
}

static void after(void) {
  if (mode == KILL_AFTER && fired) die();
}

/* What a torn operation that carries no bytes does: nothing, then an error or death. */
static int cannot_tear(void) {
  if (mode == TEAR_KILL) die();
  errno = ENOSPC;
  return -1;
}

#define REAL(name, type) \
  static type real; \
  if (!real) real = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*write_t)(int, const void *, size_t);
typedef ssize_t (*pwrite_t)(int, const void *, size_t, off_t);
typedef int (*fd_t)(int);
typedef int (*truncate_t)(int, off_t);
typedef int (*rename_t)(const char *, const char *);
typedef int (*renameat_t)(int, const char *, int, const char *);
typedef int (*unlink_t)(const char *);
typedef int (*unlinkat_t)(int, const char *, int);

ssize_t write(int fd, const void *data, size_t size) {
  REAL("write", write_t);
  char path[PATH_MAX];
  if (!armed || !path_of(fd, path)) return real(fd, data, size);
  int64_t offset = lseek(fd, 0, SEEK_CUR);
  int verdict = turn();
  if (verdict > 0) return errno = verdict, -1;
  size_t wanted = verdict < 0 ? size / 2 : size;
  ssize_t done = real(fd, data, wanted);
  if (done > 0) note(WRITE, path, offset, data, (size_t)done);
  if (verdict < 0) return cannot_tear();
  after();
  return done;
}

static ssize_t at_offset(pwrite_t real, int fd, const void *data, size_t size, off_t offset) {
  char path[PATH_MAX];
  if (!armed || !path_of(fd, path)) return real(fd, data, size, offset);
  int verdict = turn();
  if (verdict > 0) return errno = verdict, -1;
  size_t wanted = verdict < 0 ? size / 2 : size;
  ssize_t done = real(fd, data, wanted, offset);
  if (done > 0) note(WRITE, path, offset, data, (size_t)done);
  if (verdict < 0) return cannot_tear();
  after();
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
  REAL("pwrite", pwrite_t);
  return at_offset(real, fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) {
  REAL("pwrite64", pwrite_t);
  return at_offset(real, fd, data, size, offset);
}

static int synced(fd_t real, int fd) {
  char path[PATH_MAX];
  if (!armed || !path_of(fd, path)) return real(fd);
  int verdict = turn();
  if (verdict > 0) return errno = verdict, -1;
  if (verdict < 0) return cannot_tear();
  int done = real(fd);
  if (done == 0) note(SYNC, path, 0, "", 0);
  after();
  return done;
}

int fsync(int fd) {
  REAL("fsync", fd_t);
  return synced(real, fd);
}

int fdatasync(int fd) {
  REAL("fdatasync", fd_t);
  return synced(real, fd);
}

static int cut(truncate_t real, int fd, off_t size) {
  char path[PATH_MAX];
  if (!armed || !path_of(fd, path)) return real(fd, size);
  int verdict = turn();
  if (verdict > 0) return errno = verdict, -1;
  if (verdict < 0) return cannot_tear();
  int done = real(fd, size);
  if (done == 0) note(TRUNCATE, path, size, "", 0);
  after();
  return done;
}

int ftruncate(int fd, off_t size) {
  REAL("ftruncate", truncate_t);
  return cut(real, fd, size);
}

int ftruncate64(int fd, off_t size) {
  REAL("ftruncate64", truncate_t);
  return cut(real, fd, size);
}

int rename(const char *from, const char *to) {
  REAL("rename", rename_t);
  if (!watched(from)) return real(from, to);
  int verdict = turn();
  if (verdict > 0) return errno = verdict, -1;
  if (verdict < 0) return cannot_tear();
  int done = real(from, to);
  if (done == 0) note(RENAME, from, 0, to, strlen(to));
  after();
  return done;
}

int renameat(int from_fd, const char *from, int to_fd, const char *to) {
  REAL("renameat", renameat_t);
  if (from_fd == AT_FDCWD && to_fd == AT_FDCWD && watched(from)) return rename(from, to);
  return real(from_fd, from, to_fd, to);
}

static int removed(const char *path) {
  int verdict = turn();
  if (verdict > 0) return errno = verdict, -1;
  if (verdict < 0) return cannot_tear();
  int done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (done == 0) note(UNLINK, path, 0, "", 0);
  after();
  return done;
}

int unlink(const char *path) {
  REAL("unlink", unlink_t);
  return watched(path) ? removed(path) : real(path);
}

int unlinkat(int fd, const char *path, int flags) {
  REAL("unlinkat", unlinkat_t);
  return fd == AT_FDCWD && !flags && watched(path) ? removed(path) : real(fd, path, flags);
}
