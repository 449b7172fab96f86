/* One camera: what V4L2 lets a program ask of it, and the sensor behind it.
 *
 * A handle is the reading end of a pipe: a byte in it is a frame that waits, so poll() works by itself, and when the camera
 * is unplugged the writing end closes, which poll() reports as a hang-up. Buffers lie in a memfd, so mmap() works too. */
#ifndef DEVICE_H
#define DEVICE_H
#include "jpeg.h"
#include <errno.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>

#define HANDLES 8
#define BUFFERS 8
#define FRAME_ROOM (PICTURE_MAX * 2) /* YUYV at 1080p is the longest frame */

static const struct { uint32_t bit, fourcc; const char *name; } formats[] = {
	{ OFFERS_YUYV, V4L2_PIX_FMT_YUYV, "YUYV 4:2:2" },
	{ OFFERS_MJPG, V4L2_PIX_FMT_MJPEG, "Motion-JPEG" },
	{ OFFERS_NV12, V4L2_PIX_FMT_NV12, "Y/UV 4:2:0" },
	{ OFFERS_GREY, V4L2_PIX_FMT_GREY, "8-bit Greyscale" },
};
static const struct { uint32_t bit; unsigned width, height; } sizes[] = {
	{ SIZE_VGA, 640, 480 }, { SIZE_720P, 1280, 720 }, { SIZE_1080P, 1920, 1080 },
};
#define COUNT(list) (sizeof(list) / sizeof *(list))

enum where { WITH_PROGRAM, QUEUED, FILLED };

struct buffer {
	enum where where;
	unsigned turn; /* order in which it was queued or filled */
	uint32_t used;
	uint32_t sequence;
	struct timespec at;
};

struct camera {
	struct stage *stage;
	char node[32], name_file[64];
	pthread_mutex_t lock;
	pthread_t sensor;
	int running;
	struct { int reads, writes; } handles[HANDLES]; /* 0: free; writes -1: unplugged */
	int owner; /* the handle that has the buffers, or -1 */
	int streaming;
	uint32_t fourcc;
	unsigned width, height, fps;
	int memory;
	uint8_t *mapped;
	unsigned count, turn;
	uint32_t sequence;
	struct buffer buffers[BUFFERS];
	/* The frame that is shown, and what it was made of. */
	uint8_t *frame;
	struct luma sees;
	size_t frame_bytes;
	uint32_t made_serial, made_fourcc, made_without;
};

/* The calls of the C library itself, which `fakecam.c` stands in front of. */
static int real_close(int fd);
static void *real_mmap(void *at, size_t bytes, int protection, int flags, int fd, off_t offset);

static int fails(int error)
{
	errno = error;
	return -1;
}

static size_t room_of(const struct camera *c) { return ((size_t)c->width * c->height * 2 + 4095) / 4096 * 4096; }

static int nth(uint32_t bits, unsigned index, const uint32_t *each, size_t stride, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bits & *(const uint32_t *)((const char *)each + i * stride) && !index--)
			return (int)i;
	return -1;
}

static int nth_format(const struct camera *c, unsigned index)
{
	return nth(c->stage->formats, index, &formats[0].bit, sizeof *formats, COUNT(formats));
}

static int nth_size(const struct camera *c, unsigned index)
{
	return nth(c->stage->sizes, index, &sizes[0].bit, sizeof *sizes, COUNT(sizes));
}

/* The offered rates: the highest, and half of it where that is still a rate. */
static unsigned nth_rate(const struct camera *c, unsigned index)
{
	unsigned highest = c->stage->fps_offered;

	return index == 0 ? highest : index == 1 && highest >= 20 ? highest / 2 : 0;
}

/* ---- sensor -------------------------------------------------------------------------------------------------- */

static void make_frame(struct camera *c)
{
	uint32_t serial = c->stage->serial, without = c->stage->without_tables;

	if (!c->frame)
		c->frame = malloc(FRAME_ROOM);
	if (!c->sees.at)
		c->sees.at = malloc(PICTURE_MAX);
	if (!c->frame || !c->sees.at)
		abort();
	if (c->made_serial == serial && c->made_fourcc == c->fourcc && c->made_without == without &&
	    c->sees.width == c->width && c->sees.height == c->height)
		return;
	c->sees.width = c->width;
	c->sees.height = c->height;
	picture_fit(c->sees, stage_picture(c->stage, serial), c->stage->width[serial % 2], c->stage->height[serial % 2]);
	switch (c->fourcc) {
	case V4L2_PIX_FMT_MJPEG: c->frame_bytes = jpeg_encode(c->frame, FRAME_ROOM, c->sees, (int)without); break;
	case V4L2_PIX_FMT_NV12: c->frame_bytes = pack_nv12(c->frame, c->sees); break;
	case V4L2_PIX_FMT_GREY: c->frame_bytes = pack_grey(c->frame, c->sees); break;
	default: c->frame_bytes = pack_yuyv(c->frame, c->sees); break;
	}
	c->made_serial = serial;
	c->made_fourcc = c->fourcc;
	c->made_without = without;
}

static int oldest(const struct camera *c, enum where where)
{
	int found = -1;

	for (unsigned i = 0; i < c->count; i++)
		if (c->buffers[i].where == where && (found < 0 || c->buffers[i].turn < c->buffers[found].turn))
			found = (int)i;
	return found;
}

static void expose(struct camera *c)
{
	struct stage *s = c->stage;
	int filled = oldest(c, QUEUED);
	struct buffer *b;
	uint8_t *to;
	size_t bytes;

	c->sequence++;
	if (filled < 0)
		return; /* the program is slow: this picture is lost */
	make_frame(c);
	b = &c->buffers[filled];
	to = c->mapped + (size_t)filled * room_of(c);
	bytes = c->frame_bytes < room_of(c) ? c->frame_bytes : room_of(c);
	if (s->short_every && c->sequence % s->short_every == 0)
		bytes /= 3;
	memcpy(to, c->frame, bytes);
	if (s->damage_every && c->sequence % s->damage_every == 0 && c->fourcc == V4L2_PIX_FMT_MJPEG)
		bytes = jpeg_damage(to, bytes, c->sequence / s->damage_every);
	*b = (struct buffer){ FILLED, c->turn++, (uint32_t)bytes, c->sequence, { 0 } };
	clock_gettime(CLOCK_MONOTONIC, &b->at);
	s->delivered++;
	if (write(c->handles[c->owner].writes, "f", 1) != 1)
		s->delivered--;
}

static void unplug(struct camera *c)
{
	for (int i = 0; i < HANDLES; i++)
		if (c->handles[i].reads && c->handles[i].writes >= 0) {
			real_close(c->handles[i].writes);
			c->handles[i].writes = -1;
		}
	c->streaming = 0;
	c->stage->streaming = 0;
}

static void *sensor(void *camera)
{
	struct camera *c = camera;

	for (;;) {
		unsigned fps;

		pthread_mutex_lock(&c->lock);
		fps = c->stage->fps_true ? c->stage->fps_true : c->fps;
		if (!c->stage->plugged)
			unplug(c);
		else if (c->streaming && !c->stage->stalled)
			expose(c);
		pthread_mutex_unlock(&c->lock);
		fps = fps ? fps : 30;
		nanosleep(&(struct timespec){ fps == 1, fps == 1 ? 0 : 1000000000 / fps }, NULL);
	}
	return NULL;
}

static int offers(const struct camera *c, uint32_t fourcc)
{
	for (unsigned i = 0; nth_format(c, i) >= 0; i++)
		if (formats[nth_format(c, i)].fourcc == fourcc)
			return 1;
	return 0;
}

static void agreed(const struct camera *c)
{
	c->stage->format = c->fourcc;
	c->stage->size[0] = c->width;
	c->stage->size[1] = c->height;
}

/* As a driver that was just loaded: the first of everything, if there is any. */
static void settle(struct camera *c)
{
	int format = nth_format(c, 0), size = nth_size(c, 0);

	c->fourcc = format < 0 || size < 0 ? 0 : formats[format].fourcc;
	c->width = size < 0 ? 0 : sizes[size].width;
	c->height = size < 0 ? 0 : sizes[size].height;
	c->fps = nth_rate(c, 0);
	agreed(c);
}

/* ---- handles ------------------------------------------------------------------------------------------------- */

/* Opens the camera; gives the descriptor and, in `*handle`, its number. */
static int device_open(struct camera *c, int flags, int *handle)
{
	int ends[2] = { -1, -1 };

	*handle = -1;
	if (!c->stage->plugged)
		return fails(ENOENT);
	if (c->stage->open_errno)
		return fails((int)c->stage->open_errno);
	for (int i = 0; i < HANDLES && *handle < 0; i++)
		if (!c->handles[i].reads)
			*handle = i;
	if (*handle < 0)
		return fails(EMFILE);
	if (pipe2(ends, O_CLOEXEC | (flags & O_NONBLOCK)))
		return -1;
	if (!c->running && pthread_create(&c->sensor, NULL, sensor, c)) {
		real_close(ends[0]);
		real_close(ends[1]);
		return fails(EAGAIN);
	}
	c->running = 1;
	if (c->owner < 0 && !offers(c, c->fourcc))
		settle(c);
	c->handles[*handle].reads = ends[0];
	c->handles[*handle].writes = ends[1];
	c->stage->opened++;
	return ends[0];
}

static void stop(struct camera *c)
{
	char drained[BUFFERS];

	c->streaming = 0;
	c->stage->streaming = 0;
	for (unsigned i = 0; i < c->count; i++)
		if (c->buffers[i].where == FILLED && c->handles[c->owner].writes >= 0)
			(void)!read(c->handles[c->owner].reads, drained, 1);
	for (unsigned i = 0; i < BUFFERS; i++)
		c->buffers[i].where = WITH_PROGRAM;
}

static void give_back(struct camera *c)
{
	stop(c);
	if (c->mapped)
		munmap(c->mapped, c->count * room_of(c));
	if (c->memory >= 0)
		real_close(c->memory);
	c->mapped = NULL;
	c->memory = c->owner = -1;
	c->count = 0;
}

static void device_close(struct camera *c, int handle)
{
	if (c->owner == handle)
		give_back(c);
	if (c->handles[handle].writes >= 0)
		real_close(c->handles[handle].writes);
	c->handles[handle].reads = c->handles[handle].writes = 0;
	c->stage->opened--;
}
#endif
