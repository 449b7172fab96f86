/* The ioctls of one camera, as the V4L2 documentation has them; those that no webcam program needs are ENOTTY. */
#ifndef IOCTLS_H
#define IOCTLS_H
#include "device.h"

#define CAPTURE V4L2_BUF_TYPE_VIDEO_CAPTURE

static void describe_format(const struct camera *c, struct v4l2_pix_format *pix)
{
	unsigned row = c->fourcc == V4L2_PIX_FMT_YUYV ? 2 * c->width : c->fourcc == V4L2_PIX_FMT_MJPEG ? 0 : c->width;

	*pix = (struct v4l2_pix_format){ .width = c->width, .height = c->height, .pixelformat = c->fourcc,
		.field = V4L2_FIELD_NONE, .bytesperline = row, .sizeimage = (uint32_t)room_of(c),
		.colorspace = V4L2_COLORSPACE_SRGB };
}

/* A driver never refuses a size: it takes the nearest that it has. */
static int set_format(struct camera *c, struct v4l2_pix_format *pix, int only_try)
{
	struct camera was = *c;
	unsigned nearest = 0;
	int known = -1;

	if (c->stage->busy || (!only_try && c->count))
		return fails(EBUSY);
	for (unsigned i = 0; nth_format(c, i) >= 0; i++)
		if (formats[nth_format(c, i)].fourcc == pix->pixelformat)
			known = nth_format(c, i);
	if (nth_format(c, 0) < 0 || nth_size(c, 0) < 0)
		return fails(EINVAL);
	for (unsigned i = 1; nth_size(c, i) >= 0; i++)
		if (labs((long)sizes[nth_size(c, i)].width - (long)pix->width) <
		    labs((long)sizes[nth_size(c, nearest)].width - (long)pix->width))
			nearest = i;
	c->fourcc = formats[known >= 0 ? known : nth_format(c, 0)].fourcc;
	c->width = sizes[nth_size(c, nearest)].width;
	c->height = sizes[nth_size(c, nearest)].height;
	describe_format(c, pix);
	if (only_try) {
		c->fourcc = was.fourcc;
		c->width = was.width;
		c->height = was.height;
	} else {
		agreed(c);
	}
	return 0;
}

static int set_rate(struct camera *c, struct v4l2_streamparm *parm)
{
	struct v4l2_fract wanted = parm->parm.capture.timeperframe;
	unsigned best = nth_rate(c, 0);

	if (wanted.numerator && wanted.denominator)
		for (unsigned i = 1; nth_rate(c, i); i++)
			if (labs((long)(nth_rate(c, i) * wanted.numerator) - (long)wanted.denominator) <
			    labs((long)(best * wanted.numerator) - (long)wanted.denominator))
				best = nth_rate(c, i);
	c->fps = best;
	return 0;
}

static int request_buffers(struct camera *c, int handle, struct v4l2_requestbuffers *wanted)
{
	if (wanted->type != CAPTURE || wanted->memory != V4L2_MEMORY_MMAP)
		return fails(EINVAL);
	if (c->stage->busy || (c->owner >= 0 && c->owner != handle) || (c->streaming && wanted->count))
		return fails(EBUSY);
	if (c->owner == handle)
		give_back(c);
	if (!wanted->count)
		return 0;
	if (!c->fourcc)
		return fails(EINVAL);
	c->count = wanted->count < BUFFERS ? wanted->count : BUFFERS;
	c->memory = memfd_create("fakecam", MFD_CLOEXEC);
	if (c->memory < 0 || ftruncate(c->memory, (off_t)(c->count * room_of(c))))
		return fails(ENOMEM);
	c->mapped = real_mmap(NULL, c->count * room_of(c), PROT_READ | PROT_WRITE, MAP_SHARED, c->memory, 0);
	if (c->mapped == MAP_FAILED) {
		c->mapped = NULL;
		return fails(ENOMEM);
	}
	memset(c->buffers, 0, sizeof c->buffers);
	c->owner = handle;
	wanted->count = c->count;
	wanted->capabilities = V4L2_BUF_CAP_SUPPORTS_MMAP;
	return 0;
}

static void describe_buffer(const struct camera *c, unsigned index, struct v4l2_buffer *out)
{
	const struct buffer *b = &c->buffers[index];

	*out = (struct v4l2_buffer){ .index = index, .type = CAPTURE, .memory = V4L2_MEMORY_MMAP,
		.field = V4L2_FIELD_NONE, .bytesused = b->used, .sequence = b->sequence,
		.timestamp = { b->at.tv_sec, b->at.tv_nsec / 1000 }, .length = (uint32_t)room_of(c),
		.flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC | V4L2_BUF_FLAG_MAPPED |
			(b->where == QUEUED ? V4L2_BUF_FLAG_QUEUED : b->where == FILLED ? V4L2_BUF_FLAG_DONE : 0) };
	out->m.offset = (uint32_t)(index * room_of(c));
}

static int buffer_ioctl(struct camera *c, int handle, unsigned request, struct v4l2_buffer *b)
{
	if (b->type != CAPTURE || c->owner != handle || b->index >= c->count)
		return fails(EINVAL);
	if (request == VIDIOC_QBUF) {
		if (c->buffers[b->index].where != WITH_PROGRAM)
			return fails(EINVAL);
		c->buffers[b->index].where = QUEUED;
		c->buffers[b->index].turn = c->turn++;
	}
	describe_buffer(c, b->index, b);
	return 0;
}

/* The lock is let go while a blocking handle waits. */
static int dequeue(struct camera *c, int handle, struct v4l2_buffer *out)
{
	int filled, fd = c->handles[handle].reads;
	char byte;

	if (c->owner != handle || !c->streaming)
		return fails(EINVAL);
	pthread_mutex_unlock(&c->lock);
	ssize_t got = read(fd, &byte, 1);
	int error = errno;
	pthread_mutex_lock(&c->lock);
	if (got < 0)
		return fails(error);
	if (got == 0 || c->handles[handle].writes < 0)
		return fails(ENODEV);
	filled = oldest(c, FILLED);
	if (filled < 0)
		return fails(EINVAL);
	c->buffers[filled].where = WITH_PROGRAM;
	describe_buffer(c, (unsigned)filled, out);
	return 0;
}

static int switch_stream(struct camera *c, int handle, int on)
{
	if (c->owner != handle)
		return on ? fails(EINVAL) : 0;
	if (on)
		c->streaming = 1;
	else
		stop(c);
	c->stage->streaming = (uint32_t)on;
	return 0;
}

static int list_ioctl(const struct camera *c, unsigned request, void *arg)
{
	if (request == VIDIOC_ENUM_FMT) {
		struct v4l2_fmtdesc *f = arg;
		int found = f->type == CAPTURE ? nth_format(c, f->index) : -1;

		if (found < 0)
			return fails(EINVAL);
		f->pixelformat = formats[found].fourcc;
		f->flags = f->pixelformat == V4L2_PIX_FMT_MJPEG ? V4L2_FMT_FLAG_COMPRESSED : 0;
		snprintf((char *)f->description, sizeof f->description, "%s", formats[found].name);
	} else if (request == VIDIOC_ENUM_FRAMESIZES) {
		struct v4l2_frmsizeenum *f = arg;
		int found = nth_size(c, f->index);

		if (found < 0)
			return fails(EINVAL);
		f->type = V4L2_FRMSIZE_TYPE_DISCRETE;
		f->discrete.width = sizes[found].width;
		f->discrete.height = sizes[found].height;
	} else {
		struct v4l2_frmivalenum *f = arg;

		if (f->index > 1 || !nth_rate(c, f->index))
			return fails(EINVAL);
		f->type = V4L2_FRMIVAL_TYPE_DISCRETE;
		f->discrete = (struct v4l2_fract){ 1, nth_rate(c, f->index) };
	}
	return 0;
}

static void describe_device(const struct camera *c, struct v4l2_capability *cap)
{
	uint32_t does = c->stage->formats ? V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING : V4L2_CAP_META_CAPTURE;

	*cap = (struct v4l2_capability){ .driver = "fakecam", .version = 0x060100, .device_caps = does,
		.capabilities = does | V4L2_CAP_DEVICE_CAPS };
	snprintf((char *)cap->card, sizeof cap->card, "%.31s", c->stage->name);
	snprintf((char *)cap->bus_info, sizeof cap->bus_info, "test:%.24s", c->node);
}

/* Under the camera's lock. */
static int device_ioctl(struct camera *c, int handle, unsigned request, void *arg)
{
	if (c->handles[handle].writes < 0 || !c->stage->plugged)
		return fails(ENODEV);
	switch (request) {
	case VIDIOC_QUERYCAP: describe_device(c, arg); return 0;
	case VIDIOC_ENUM_FMT:
	case VIDIOC_ENUM_FRAMESIZES:
	case VIDIOC_ENUM_FRAMEINTERVALS: return list_ioctl(c, request, arg);
	case VIDIOC_G_FMT:
		if (((struct v4l2_format *)arg)->type != CAPTURE || !c->fourcc)
			return fails(EINVAL);
		describe_format(c, &((struct v4l2_format *)arg)->fmt.pix);
		return 0;
	case VIDIOC_S_FMT:
	case VIDIOC_TRY_FMT:
		if (((struct v4l2_format *)arg)->type != CAPTURE)
			return fails(EINVAL);
		return set_format(c, &((struct v4l2_format *)arg)->fmt.pix, request == VIDIOC_TRY_FMT);
	case VIDIOC_S_PARM:
	case VIDIOC_G_PARM: {
		struct v4l2_streamparm *parm = arg;

		if (parm->type != CAPTURE)
			return fails(EINVAL);
		if (request == VIDIOC_S_PARM && set_rate(c, parm))
			return -1;
		parm->parm.capture = (struct v4l2_captureparm){ .capability = V4L2_CAP_TIMEPERFRAME,
			.timeperframe = { 1, c->fps }, .readbuffers = 2 };
		return 0;
	}
	case VIDIOC_REQBUFS: return request_buffers(c, handle, arg);
	case VIDIOC_QUERYBUF:
	case VIDIOC_QBUF: return buffer_ioctl(c, handle, request, arg);
	case VIDIOC_DQBUF: return dequeue(c, handle, arg);
	case VIDIOC_STREAMON:
	case VIDIOC_STREAMOFF: return switch_stream(c, handle, request == VIDIOC_STREAMON);
	case VIDIOC_G_INPUT: *(int *)arg = 0; return 0;
	case VIDIOC_S_INPUT: return *(int *)arg ? fails(EINVAL) : 0;
	default: return fails(ENOTTY);
	}
}
#endif
