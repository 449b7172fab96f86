/* A webcam for programs under test, by LD_PRELOAD.
 *
 * FAKECAM_STAGES names one stage file (stage.h) a camera, with colons between. The program then finds /dev/video0 and so
 * on, lists them, opens them and streams from them by its own unchanged V4L2 code. Calls that do not name a camera go
 * straight to the C library. What a sandbox forbids stays forbidden: every open and every ioctl is first put to the
 * kernel, and its EPERM or EACCES is handed on. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <stdarg.h>
#include "ioctls.h"

#define CAMERAS 4
#define DESCRIPTORS 4096

static struct camera cameras[CAMERAS];
static unsigned camera_count;
/* 1 + camera * HANDLES + handle, by descriptor; 0: none of ours. */
static _Atomic uint16_t ours[DESCRIPTORS];

static void *next_of(const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (!found)
		abort();
	return found;
}

/* The C library's own function of this name, looked up once. */
#define NEXT(name) __extension__({ static __typeof__(&name) next; next ? next : (next = (__typeof__(&name))next_of(#name)); })

static int real_close(int fd) { return NEXT(close)(fd); }
static void *real_mmap(void *at, size_t bytes, int protection, int flags, int fd, off_t offset)
{
	return NEXT(mmap)(at, bytes, protection, flags, fd, offset);
}

static int forbidden(int error) { return error == EPERM || error == EACCES; }

static struct camera *camera_of(int fd, int *handle)
{
	unsigned slot = fd >= 0 && fd < DESCRIPTORS ? ours[fd] : 0;

	*handle = slot ? (int)((slot - 1) % HANDLES) : -1;
	return slot ? &cameras[(slot - 1) / HANDLES] : NULL;
}

static int open_camera(struct camera *c, int flags)
{
	int handle, fd = NEXT(open)(c->node, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		real_close(fd);
	else if (forbidden(errno))
		return -1;
	pthread_mutex_lock(&c->lock);
	fd = device_open(c, flags, &handle);
	if (fd >= DESCRIPTORS) {
		device_close(c, handle);
		real_close(fd);
		fd = fails(EMFILE);
	} else if (fd >= 0) {
		ours[fd] = (uint16_t)(1 + (unsigned)(c - cameras) * HANDLES + (unsigned)handle);
	}
	pthread_mutex_unlock(&c->lock);
	return fd;
}

/* The file in which the kernel would tell a camera's name. */
static int open_name(const struct camera *c)
{
	int fd = memfd_create("name", MFD_CLOEXEC);

	if (fd >= 0) {
		dprintf(fd, "%.31s\n", c->stage->name);
		lseek(fd, 0, SEEK_SET);
	}
	return fd;
}

/* -2: not ours. */
static int open_ours(const char *path, int flags)
{
	for (unsigned i = 0; path && i < camera_count; i++) {
		if (!strcmp(path, cameras[i].node) && !(flags & O_PATH))
			return open_camera(&cameras[i], flags);
		if (!strcmp(path, cameras[i].name_file) && cameras[i].stage->plugged)
			return open_name(&cameras[i]);
	}
	return -2;
}

static mode_t mode_of(int flags, va_list rest)
{
	return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? (mode_t)va_arg(rest, unsigned) : 0;
}

#define OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list rest; \
		int fd = open_ours(path, flags); \
		va_start(rest, flags); \
		fd = fd == -2 ? NEXT(name)(path, flags, mode_of(flags, rest)) : fd; \
		va_end(rest); \
		return fd; \
	}
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
	int name(int folder, const char *path, int flags, ...) \
	{ \
		va_list rest; \
		int fd = open_ours(path, flags); \
		va_start(rest, flags); \
		fd = fd == -2 ? NEXT(name)(folder, path, flags, mode_of(flags, rest)) : fd; \
		va_end(rest); \
		return fd; \
	}
OPENAT(openat)
OPENAT(openat64)

int close(int fd)
{
	int handle;
	struct camera *c = camera_of(fd, &handle);

	if (c) {
		pthread_mutex_lock(&c->lock);
		ours[fd] = 0;
		device_close(c, handle);
		pthread_mutex_unlock(&c->lock);
	}
	return real_close(fd);
}

static int ioctl_camera(struct camera *c, int handle, int fd, unsigned long request, void *arg)
{
	int result, error;

	if (NEXT(syscall)(SYS_ioctl, fd, request, arg) < 0 && forbidden(errno))
		return -1;
	pthread_mutex_lock(&c->lock);
	result = device_ioctl(c, handle, (unsigned)request, arg);
	error = errno;
	pthread_mutex_unlock(&c->lock);
	errno = error;
	return result;
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list rest;
	void *arg;
	int handle;
	struct camera *c = camera_of(fd, &handle);

	va_start(rest, request);
	arg = va_arg(rest, void *);
	va_end(rest);
	return c ? ioctl_camera(c, handle, fd, request, arg) : NEXT(ioctl)(fd, request, arg);
}

/* Rust's `v4l` makes its ioctls by number. */
long syscall(long number, ...)
{
	long a[6];
	va_list rest;
	int handle;
	struct camera *c;

	va_start(rest, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(rest, long);
	va_end(rest);
	c = number == SYS_ioctl ? camera_of((int)a[0], &handle) : NULL;
	if (c)
		return ioctl_camera(c, handle, (int)a[0], (unsigned long)a[1], (void *)a[2]);
	return NEXT(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* A camera's buffers lie in its memfd, at the offsets that QUERYBUF told. */
static int mapped_fd(int fd)
{
	int handle;
	struct camera *c = fd < 0 ? NULL : camera_of(fd, &handle);

	return !c ? fd : c->owner == handle ? c->memory : -1;
}

void *mmap(void *at, size_t bytes, int protection, int flags, int fd, off_t offset)
{
	return NEXT(mmap)(at, bytes, protection, flags, mapped_fd(fd), offset);
}

void *mmap64(void *at, size_t bytes, int protection, int flags, int fd, off64_t offset)
{
	return NEXT(mmap64)(at, bytes, protection, flags, mapped_fd(fd), offset);
}

/* ---- /dev has our nodes at its end --------------------------------------------------------------------------- */

static _Thread_local DIR *dev_folder;
static _Thread_local unsigned dev_told;

DIR *opendir(const char *path)
{
	DIR *folder = NEXT(opendir)(path);

	if (folder && (!strcmp(path, "/dev") || !strcmp(path, "/dev/"))) {
		dev_folder = folder;
		dev_told = 0;
	}
	return folder;
}

int closedir(DIR *folder)
{
	if (folder == dev_folder)
		dev_folder = NULL;
	return NEXT(closedir)(folder);
}

#define READDIR(name, type) \
	struct type *name(DIR *folder) \
	{ \
		static _Thread_local struct type told; \
		struct type *entry = NEXT(name)(folder); \
		if (entry || folder != dev_folder) \
			return entry; \
		while (dev_told < camera_count && !cameras[dev_told].stage->plugged) \
			dev_told++; \
		if (dev_told >= camera_count) \
			return NULL; \
		told = (struct type){ .d_ino = 81 + dev_told, .d_reclen = sizeof told, .d_type = DT_CHR }; \
		strcpy(told.d_name, cameras[dev_told++].node + sizeof "/dev"); \
		return &told; \
	}
READDIR(readdir, dirent)
READDIR(readdir64, dirent64)

__attribute__((constructor)) static void load(void)
{
	const char *named = getenv("FAKECAM_STAGES");
	char *paths = strdup(named ? named : ""), *rest = paths;

	for (char *path; paths && camera_count < CAMERAS && (path = strsep(&rest, ":"));) {
		struct camera *c = &cameras[camera_count];

		if (!*path || !(c->stage = stage_map(path)))
			continue;
		snprintf(c->node, sizeof c->node, "/dev/video%u", camera_count);
		snprintf(c->name_file, sizeof c->name_file, "/sys/class/video4linux/video%u/name", camera_count);
		pthread_mutex_init(&c->lock, NULL);
		c->owner = c->memory = -1;
		camera_count++;
	}
	free(paths);
}
