/* The stage: one small file by which a test plays the camera.
 *
 * The test writes settings, faults and pictures into the file at any time; the shim maps it when it is loaded, so a
 * program that shuts its own file access later goes on seeing every change. All numbers are 32 bits in the machine's
 * order, at the places that `tests/src/fakecam/stage.rs` knows too. */
#ifndef STAGE_H
#define STAGE_H
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAGE_MAGIC 0x314d4346u /* "FCM1" */
#define PICTURE_MAX (1920 * 1080)
#define PICTURES_AT 4096
#define STAGE_BYTES (PICTURES_AT + 2 * PICTURE_MAX)

enum { OFFERS_YUYV = 1, OFFERS_MJPG = 2, OFFERS_NV12 = 4, OFFERS_GREY = 8 };
enum { SIZE_VGA = 1, SIZE_720P = 2, SIZE_1080P = 4 };

struct stage {
	/* Written by the test. */
	_Atomic uint32_t magic;
	_Atomic uint32_t plugged;      /* 0: the node is gone, and so is what was open */
	_Atomic uint32_t stalled;      /* 1: open, streaming, silent */
	_Atomic uint32_t damage_every; /* each nth JPEG is damaged, in one of five ways; 0: none */
	_Atomic uint32_t short_every;  /* of each nth frame only a third is written; 0: none */
	_Atomic uint32_t open_errno;   /* what open() fails with; 0: it does not */
	_Atomic uint32_t busy;         /* 1: another program streams */
	_Atomic uint32_t fps_true;     /* the rate it really keeps; 0: the agreed one */
	_Atomic uint32_t fps_offered;  /* the highest rate in the list */
	_Atomic uint32_t formats;      /* OFFERS_ bits; 0: a node for metadata */
	_Atomic uint32_t sizes;        /* SIZE_ bits */
	_Atomic uint32_t without_tables; /* 1: JPEGs have no Huffman tables */
	_Atomic uint32_t serial;       /* picture number; the picture lies in slot serial % 2 */
	_Atomic uint32_t width[2], height[2];
	/* Written by the shim. */
	_Atomic uint32_t opened;       /* handles open now */
	_Atomic uint32_t streaming;    /* 1 between STREAMON and STREAMOFF */
	_Atomic uint32_t delivered;    /* frames handed out */
	_Atomic uint32_t format;       /* the agreed fourcc */
	_Atomic uint32_t size[2];      /* the agreed width and height */
	/* Written by the test before the program starts. */
	char name[32];
};

static struct stage *stage_map(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDWR | O_CLOEXEC);
	void *at = MAP_FAILED;

	if (fd >= 0 && !fstat(fd, &st) && st.st_size >= STAGE_BYTES)
		at = mmap(NULL, STAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (at == MAP_FAILED || ((struct stage *)at)->magic != STAGE_MAGIC)
		return NULL;
	return at;
}

static const uint8_t *stage_picture(const struct stage *s, uint32_t serial)
{
	return (const uint8_t *)s + PICTURES_AT + (size_t)(serial % 2) * PICTURE_MAX;
}
#endif
