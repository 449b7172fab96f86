/* From the test's grey picture to what a sensor of another size sees of it, and to the bytes of each format. */
#ifndef PICTURE_H
#define PICTURE_H
#include "stage.h"
#include <stdint.h>
#include <string.h>

#define SURROUND 128

struct luma {
	unsigned width, height;
	uint8_t *at;
};

static unsigned ceil_div(unsigned a, unsigned b) { return (a + b - 1) / b; }

/* Fits the picture into `out`, its shape kept, grey around it. A pixel is the mean of what it covers, so fine modules
 * become grey, as on a sensor, and do not vanish. */
static void picture_fit(struct luma out, const uint8_t *from, unsigned width, unsigned height)
{
	unsigned wide = out.width, high = out.height;

	memset(out.at, SURROUND, (size_t)out.width * out.height);
	if (!width || !height)
		return;
	if ((uint64_t)out.width * height > (uint64_t)out.height * width)
		wide = (unsigned)((uint64_t)out.height * width / height);
	else
		high = (unsigned)((uint64_t)out.width * height / width);
	for (unsigned y = 0; y < high; y++) {
		unsigned y0 = (unsigned)((uint64_t)y * height / high), y1 = ceil_div((y + 1) * height, high);
		uint8_t *row = out.at + (size_t)(y + (out.height - high) / 2) * out.width + (out.width - wide) / 2;

		if (wide == width && high == height) {
			memcpy(row, from + (size_t)y * width, width);
			continue;
		}
		for (unsigned x = 0; x < wide; x++) {
			unsigned x0 = (unsigned)((uint64_t)x * width / wide), x1 = ceil_div((x + 1) * width, wide);
			unsigned sum = 0;

			for (unsigned v = y0; v < y1; v++)
				for (unsigned u = x0; u < x1; u++)
					sum += from[(size_t)v * width + u];
			row[x] = (uint8_t)(sum / ((y1 - y0) * (x1 - x0)));
		}
	}
}

/* Each writes the frame's bytes and returns how many; colour is grey throughout. */
static size_t pack_grey(uint8_t *out, struct luma from)
{
	memcpy(out, from.at, (size_t)from.width * from.height);
	return (size_t)from.width * from.height;
}

static size_t pack_yuyv(uint8_t *out, struct luma from)
{
	size_t pixels = (size_t)from.width * from.height;

	for (size_t i = 0; i < pixels; i++) {
		out[2 * i] = from.at[i];
		out[2 * i + 1] = 128;
	}
	return 2 * pixels;
}

static size_t pack_nv12(uint8_t *out, struct luma from)
{
	size_t pixels = pack_grey(out, from);

	memset(out + pixels, 128, pixels / 2);
	return pixels + pixels / 2;
}
#endif
