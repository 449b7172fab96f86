/* One frame of motion JPEG as webcams send it: baseline, 4:2:2, tables of ITU-T T.81 annex K, which may be left out.
 *
 * Colour is grey throughout, so a colour block is two codes. Luma goes through a plain separable transform: the shim
 * encodes a picture once and keeps it until the test shows another. */
#ifndef JPEG_H
#define JPEG_H
#include "picture.h"
#include <math.h>
#include <stddef.h>

#define JPEG_HEADERS 1024

static const uint8_t jpeg_zigzag[64] = {
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55,
	62, 63,
};
static const uint8_t dc_lengths[16] = { 0, 1, 5, 1, 1, 1, 1, 1, 1 };
static const uint8_t dc_values[12] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
static const uint8_t ac_lengths[16] = { 0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125 };
static const uint8_t ac_values[162] = {
	0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
	0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72,
	0x82, 0x09, 0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x34, 0x35, 0x36, 0x37,
	0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59,
	0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x83,
	0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3,
	0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3,
	0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe1, 0xe2,
	0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
};
/* Of colour only "no change" and "nothing more" are ever said; both are `00` in the standard tables as well. */
static const uint8_t colour_lengths[16] = { 0, 1 };
static const uint8_t colour_values[1] = { 0 };

struct code {
	uint16_t bits;
	uint8_t length;
};

struct jpeg {
	uint8_t *start, *at, *end;
	uint32_t held;
	int held_bits;
	struct code dc[256], ac[256];
	float cosine[8][8];
};

static void put_byte(struct jpeg *j, unsigned byte)
{
	if (j->at < j->end)
		*j->at++ = (uint8_t)byte;
}

static void put_bytes(struct jpeg *j, const void *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_byte(j, ((const uint8_t *)bytes)[i]);
}

static void put_bits(struct jpeg *j, unsigned bits, int count)
{
	j->held = j->held << count | (bits & ((1u << count) - 1));
	for (j->held_bits += count; j->held_bits >= 8; j->held_bits -= 8) {
		unsigned byte = j->held >> (j->held_bits - 8) & 0xff;

		put_byte(j, byte);
		if (byte == 0xff)
			put_byte(j, 0);
	}
}

static void put_code(struct jpeg *j, struct code code) { put_bits(j, code.bits, code.length); }

static void codes_of(struct code *codes, const uint8_t *lengths, const uint8_t *values)
{
	unsigned code = 0;

	for (unsigned length = 1; length <= 16; length++, code <<= 1)
		for (unsigned i = 0; i < lengths[length - 1]; i++)
			codes[*values++] = (struct code){ (uint16_t)code++, (uint8_t)length };
}

static void put_table(struct jpeg *j, unsigned id, const uint8_t *lengths, const uint8_t *values, unsigned count)
{
	put_bytes(j, (uint8_t[]){ 0xff, 0xc4, 0, (uint8_t)(19 + count), (uint8_t)id }, 5);
	put_bytes(j, lengths, 16);
	put_bytes(j, values, count);
}

/* A number as JPEG has them: how many bits, then the bits, those of a negative one less one. */
static int bits_of(int number)
{
	int bits = 0;

	for (unsigned rest = (unsigned)(number < 0 ? -number : number); rest; rest >>= 1)
		bits++;
	return bits;
}

static void put_number(struct jpeg *j, int number, int bits)
{
	if (bits)
		put_bits(j, (unsigned)(number < 0 ? number - 1 : number), bits);
}

/* One 8 x 8 block of luma; gives back its mean value, by which the next one is told. Each step is 4 greys. */
static int put_block(struct jpeg *j, const uint8_t *from, unsigned stride, int before)
{
	float half[8][8], sum;
	int values[64], zeros = 0, bits;

	for (int y = 0; y < 8; y++)
		for (int u = 0; u < 8; u++) {
			sum = 0;
			for (int x = 0; x < 8; x++)
				sum += (from[(size_t)y * stride + (size_t)x] - 128.0f) * j->cosine[u][x];
			half[y][u] = sum;
		}
	for (int i = 0; i < 64; i++) {
		sum = 0;
		for (int y = 0; y < 8; y++)
			sum += half[y][jpeg_zigzag[i] % 8] * j->cosine[jpeg_zigzag[i] / 8][y];
		values[i] = (int)lrintf(sum / 4);
	}
	bits = bits_of(values[0] - before);
	put_code(j, j->dc[bits]);
	put_number(j, values[0] - before, bits);
	for (int i = 1; i < 64; i++) {
		if (!values[i]) {
			zeros++;
			continue;
		}
		for (; zeros > 15; zeros -= 16)
			put_code(j, j->ac[0xf0]);
		bits = bits_of(values[i]);
		put_code(j, j->ac[zeros << 4 | bits]);
		put_number(j, values[i], bits);
		zeros = 0;
	}
	if (zeros)
		put_code(j, j->ac[0]);
	return values[0];
}

/* Writes the picture, whose sides are multiples of 16 and 8, and returns the frame's length. */
static size_t jpeg_encode(uint8_t *out, size_t room, struct luma from, int without_tables)
{
	struct jpeg j = { .start = out, .at = out, .end = out + room - 2 };
	uint8_t steps[64];
	int before = 0;

	memset(steps, 4, sizeof steps);
	codes_of(j.dc, dc_lengths, dc_values);
	codes_of(j.ac, ac_lengths, ac_values);
	for (int u = 0; u < 8; u++)
		for (int x = 0; x < 8; x++)
			j.cosine[u][x] = (float)((u ? 0.5 : 0.5 / sqrt(2)) * cos((2 * x + 1) * u * M_PI / 16));
	put_bytes(&j, (uint8_t[]){ 0xff, 0xd8, 0xff, 0xdb, 0, 67, 0 }, 7);
	put_bytes(&j, steps, 64);
	put_bytes(&j, (uint8_t[]){ 0xff, 0xc0, 0, 17, 8, (uint8_t)(from.height >> 8), (uint8_t)from.height,
		(uint8_t)(from.width >> 8), (uint8_t)from.width, 3, 1, 0x21, 0, 2, 0x11, 0, 3, 0x11, 0 }, 19);
	if (!without_tables) {
		put_table(&j, 0x00, dc_lengths, dc_values, sizeof dc_values);
		put_table(&j, 0x10, ac_lengths, ac_values, sizeof ac_values);
		put_table(&j, 0x01, colour_lengths, colour_values, 1);
		put_table(&j, 0x11, colour_lengths, colour_values, 1);
	}
	put_bytes(&j, (uint8_t[]){ 0xff, 0xda, 0, 12, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0 }, 14);
	for (unsigned y = 0; y < from.height; y += 8)
		for (unsigned x = 0; x < from.width; x += 16) {
			const uint8_t *block = from.at + (size_t)y * from.width + x;

			before = put_block(&j, block, from.width, before);
			before = put_block(&j, block + 8, from.width, before);
			put_bits(&j, 0, 8); /* two colours: no change, nothing more */
		}
	put_bits(&j, 0x7f, 7);
	j.end += 2;
	put_bytes(&j, (uint8_t[]){ 0xff, 0xd9 }, 2);
	return (size_t)(j.at - j.start);
}

/* Damages a frame in one of five ways and returns its new length. */
static size_t jpeg_damage(uint8_t *frame, size_t length, unsigned way)
{
	static uint32_t noise = 1;

	switch (way % 5) {
	case 0: /* noise from start to end */
		for (size_t i = 0; i < length; i++)
			frame[i] = (uint8_t)((noise = noise * 1664525 + 1013904223) >> 24);
		return length;
	case 1: /* the second half never came */
		memset(frame + length / 2, 0, length - length / 2);
		return length / 2;
	case 2: /* the start is lost */
		memset(frame, 0, 64);
		return length;
	case 3: /* it claims 65,500 pixels a side */
		for (size_t i = 0; i + 9 < length && i < JPEG_HEADERS; i++)
			if (frame[i] == 0xff && frame[i + 1] == 0xc0)
				frame[i + 5] = frame[i + 7] = 0xff, frame[i + 6] = frame[i + 8] = 0xdc;
		return length;
	default: /* bits fall over in the middle */
		for (size_t i = length / 4; i < length; i += 97)
			frame[i] ^= 0x5a;
		return length;
	}
}
#endif
