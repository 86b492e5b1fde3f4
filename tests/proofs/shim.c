/* A witness between a program and its disk, loaded with LD_PRELOAD (Linux).
 *
 * It writes down what the program does to files under one folder (data included), in order, and can make the
 * n-th of these operations fail or end the program. One switch each; nothing happens until a switch is set.
 *
 *   proof_record(prefix, log)   begin to write down what happens under prefix; log NULL ends it
 *   proof_mark(text, length)    write a remark of the program's own between the operations
 *   proof_arm(prefix, n, what, sticky, reads)
 *                               the n-th operation from now fails with errno `what` (0: only count;
 *                               -1: the program is killed before it); sticky: so do all that follow
 *   proof_count()               how many operations there were since proof_arm
 *
 * While both are set for one folder, the log has one record for each operation that counts: N stands for one
 * that the system itself refused.
 *
 * A record of the log: kind (1 byte), length of path (2), of second path (2), offset (8), length (8), little
 * endian as the machine is; then path, second path, and for W and A the data.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char record_prefix[PATH_MAX], fault_prefix[PATH_MAX];
static int log_fd = -1;
static long fault_at = 0, counted = 0;
static int fault_what = 0, fault_sticky = 0, fault_reads = 0, armed = 0;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;


static int under(const char *path, const char *prefix) {
    return prefix[0] && strncmp(path, prefix, strlen(prefix)) == 0;
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlink, link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    if (path[0] != '/') return 0;
    if (length > 10 && strcmp(path + length - 10, " (deleted)") == 0) path[length - 10] = 0;
    return 1;
}

static void path_at(int dir, const char *name, char *path) {
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
        return;
    }
    char base[PATH_MAX];
    if (dir == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) base[0] = 0;
    } else if (!path_of(dir, base)) {
        base[0] = 0;
    }
    if (snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) path[0] = 0;
}

static void put(const void *data, size_t length) {
    const char *rest = data;
    while (length) {
        ssize_t done = syscall(SYS_write, log_fd, rest, length);
        if (done <= 0) return;
        rest += done;
        length -= (size_t)done;
    }
}

static void note(char kind, const char *path, const char *other, uint64_t offset, uint64_t length,
                 const void *data) {
    if (log_fd < 0) return;
    uint16_t first = (uint16_t)strlen(path), second = (uint16_t)strlen(other);
    char head[21];
    head[0] = kind;
    memcpy(head + 1, &first, 2);
    memcpy(head + 3, &second, 2);
    memcpy(head + 5, &offset, 8);
    memcpy(head + 13, &length, 8);
    put(head, sizeof head);
    put(path, first);
    put(other, second);
    if (data) put(data, length);
}

/* Count an operation on this path; returns the errno it has to fail with, or 0. */
static int fault(const char *path, int reading) {
    if (!armed || !under(path, fault_prefix) || (reading && !fault_reads)) return 0;
    counted++;
    if (!fault_what || fault_at < 1) return 0;
    if (counted != fault_at && !(fault_sticky && counted > fault_at)) return 0;
    if (fault_what < 0) kill(getpid(), SIGKILL);
    return fault_what;
}

static int watched(const char *path) { return log_fd >= 0 && under(path, record_prefix); }

static int interesting(const char *path) { return watched(path) || (armed && under(path, fault_prefix)); }

void proof_record(const char *prefix, const char *log) {
    if (log_fd >= 0) syscall(SYS_close, log_fd);
    log_fd = -1;
    record_prefix[0] = 0;
    if (!log) return;
    snprintf(record_prefix, sizeof record_prefix, "%s", prefix);
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

void proof_mark(const char *text, long length) {
    pthread_mutex_lock(&one_at_a_time);
    note('A', "", "", 0, (uint64_t)length, text);
    pthread_mutex_unlock(&one_at_a_time);
}

void proof_arm(const char *prefix, long n, int what, int sticky, int reads) {
    snprintf(fault_prefix, sizeof fault_prefix, "%s", prefix);
    fault_at = n;
    fault_what = what;
    fault_sticky = sticky;
    fault_reads = reads;
    counted = 0;
    armed = prefix[0] != 0;
}

long proof_count(void) { return counted; }

__attribute__((constructor)) static void from_environment(void) {
    const char *prefix = getenv("PROOF_PREFIX"), *log = getenv("PROOF_LOG");
    if (prefix && log) proof_record(prefix, log);
}

#define FAIL_AND_NOTE(path, call, kind, other, offset, length, data)              \
    pthread_mutex_lock(&one_at_a_time);                                            \
    int refused = fault(path, 0);                                                  \
    long result = -1;                                                              \
    if (refused) {                                                                 \
        errno = refused;                                                           \
    } else {                                                                       \
        result = (call);                                                           \
        int kept = errno;                                                          \
        if (result >= 0 && watched(path)) note(kind, path, other, offset, length, data); \
        else if (armed && watched(path)) note('N', path, "", 0, 0, NULL);          \
        errno = kept;                                                              \
    }                                                                              \
    pthread_mutex_unlock(&one_at_a_time)

static int open_it(int (*real)(int, const char *, int, ...), int dir, const char *name, int flags,
                   mode_t mode) {
    char path[PATH_MAX];
    if (!(flags & (O_CREAT | O_TRUNC))) return real(dir, name, flags, mode);
    path_at(dir, name, path);
    if (!interesting(path)) return real(dir, name, flags, mode);
    struct stat there;
    int existed = lstat(path, &there) == 0;
    if (existed && !(flags & O_TRUNC)) return real(dir, name, flags, mode);
    FAIL_AND_NOTE(path, real(dir, name, flags, mode), existed ? 'T' : 'C', "", 0, 0, NULL);
    return (int)result;
}

#define OPENING mode_t mode = 0;                             \
    if (flags & (O_CREAT | O_TMPFILE)) {                       \
        va_list more;                                          \
        va_start(more, flags);                                 \
        mode = va_arg(more, mode_t);                           \
        va_end(more);                                          \
    }

static int real_openat(int dir, const char *name, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return (int)syscall(SYS_openat, dir, name, flags, mode);
}

int open(const char *name, int flags, ...) { OPENING return open_it(real_openat, AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { OPENING return open_it(real_openat, AT_FDCWD, name, flags, mode); }
int openat(int dir, const char *name, int flags, ...) { OPENING return open_it(real_openat, dir, name, flags, mode); }
int openat64(int dir, const char *name, int flags, ...) { OPENING return open_it(real_openat, dir, name, flags, mode); }

static ssize_t write_it(int fd, const void *data, size_t length, off_t offset, int placed) {
    char path[PATH_MAX];
    if (log_fd < 0 && !armed) goto plain;
    if (!path_of(fd, path) || !interesting(path)) goto plain;
    if (!placed) {
        offset = lseek(fd, 0, (fcntl(fd, F_GETFL) & O_APPEND) ? SEEK_END : SEEK_CUR);
        if (offset < 0) offset = 0;
    }
    FAIL_AND_NOTE(path,
                  placed ? syscall(SYS_pwrite64, fd, data, length, offset) : syscall(SYS_write, fd, data, length),
                  'W', "", (uint64_t)offset, (uint64_t)result, data);
    return result;
plain:
    return placed ? syscall(SYS_pwrite64, fd, data, length, offset) : syscall(SYS_write, fd, data, length);
}

ssize_t write(int fd, const void *data, size_t length) { return write_it(fd, data, length, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return write_it(fd, data, length, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return write_it(fd, data, length, at, 1); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t whole = 0;
    for (int at = 0; at < count; at++) {
        ssize_t done = write_it(fd, parts[at].iov_base, parts[at].iov_len, 0, 0);
        if (done < 0) return whole ? whole : done;
        whole += done;
        if ((size_t)done < parts[at].iov_len) break;
    }
    return whole;
}

static int read_fault(int fd) {
    char path[PATH_MAX];
    if (!armed || !fault_reads || !path_of(fd, path)) return 0;
    pthread_mutex_lock(&one_at_a_time);
    int refused = fault(path, 1);
    pthread_mutex_unlock(&one_at_a_time);
    return refused;
}

ssize_t read(int fd, void *data, size_t length) {
    int refused = read_fault(fd);
    if (refused) {
        errno = refused;
        return -1;
    }
    return syscall(SYS_read, fd, data, length);
}

ssize_t pread64(int fd, void *data, size_t length, off64_t at) {
    int refused = read_fault(fd);
    if (refused) {
        errno = refused;
        return -1;
    }
    return syscall(SYS_pread64, fd, data, length, at);
}

ssize_t pread(int fd, void *data, size_t length, off_t at) { return pread64(fd, data, length, at); }

static int on_file(int fd, long call, char kind, off_t length) {
    char path[PATH_MAX];
    if ((log_fd < 0 && !armed) || !path_of(fd, path) || !interesting(path))
        return (int)(kind == 'T' ? syscall(call, fd, length) : syscall(call, fd));
    FAIL_AND_NOTE(path, kind == 'T' ? syscall(call, fd, length) : syscall(call, fd), kind, "", 0,
                  (uint64_t)length, NULL);
    return (int)result;
}

int fsync(int fd) { return on_file(fd, SYS_fsync, 'S', 0); }
int fdatasync(int fd) { return on_file(fd, SYS_fdatasync, 'S', 0); }
int ftruncate(int fd, off_t length) { return on_file(fd, SYS_ftruncate, 'T', length); }
int ftruncate64(int fd, off64_t length) { return on_file(fd, SYS_ftruncate, 'T', length); }

int renameat(int from, const char *name, int to, const char *other) {
    char path[PATH_MAX], target[PATH_MAX];
    path_at(from, name, path);
    path_at(to, other, target);
    FAIL_AND_NOTE(path, syscall(SYS_renameat, from, name, to, other), 'R', target, 0, 0, NULL);
    return (int)result;
}

int rename(const char *name, const char *other) { return renameat(AT_FDCWD, name, AT_FDCWD, other); }

int unlinkat(int dir, const char *name, int flags) {
    char path[PATH_MAX];
    path_at(dir, name, path);
    FAIL_AND_NOTE(path, syscall(SYS_unlinkat, dir, name, flags), 'U', "", 0, 0, NULL);
    return (int)result;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int dir, const char *name, mode_t mode) {
    char path[PATH_MAX];
    path_at(dir, name, path);
    FAIL_AND_NOTE(path, syscall(SYS_mkdirat, dir, name, mode), 'D', "", 0, 0, NULL);
    return (int)result;
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }
