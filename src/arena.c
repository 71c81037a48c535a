/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
	struct block *next;
	size_t size; /* of data[] */
	size_t used;
	max_align_t data[];
};

struct arena {
	struct block *blocks; /* the newest first */
	size_t used;
};

enum { BLOCK_MIN = 64 * 1024 - sizeof(struct block) };

static _Noreturn void out_of_memory(void)
{
	fputs("pkiready: out of memory\n", stderr);
	exit(4);
}

static struct block *block_new(size_t need)
{
	size_t size = need > BLOCK_MIN ? need : BLOCK_MIN;
	if (size > SIZE_MAX - sizeof(struct block))
		out_of_memory();
	struct block *b = malloc(sizeof(*b) + size);
	if (!b)
		out_of_memory();
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));
	if (!a)
		out_of_memory();
	return a;
}

static void blocks_free(struct block *b)
{
	while (b) {
		struct block *next = b->next;
		free(b);
		b = next;
	}
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	blocks_free(a->blocks);
	free(a);
}

void arena_reset(struct arena *a)
{
	if (a->blocks) {
		blocks_free(a->blocks->next);
		a->blocks->next = NULL;
		a->blocks->used = 0;
	}
	a->used = 0;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

void *arena_alloc(struct arena *a, size_t n)
{
	const size_t align = _Alignof(max_align_t);
	if (n > SIZE_MAX - align)
		out_of_memory();
	n = (n + align - 1) & ~(align - 1);
	if (!a->blocks || a->blocks->size - a->blocks->used < n) {
		struct block *b = block_new(n);
		b->next = a->blocks;
		a->blocks = b;
	}
	char *p = (char *)a->blocks->data + a->blocks->used;
	a->blocks->used += n;
	a->used += n;
	memset(p, 0, n);
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc(a, count * size);
}

void *arena_dup(struct arena *a, const void *p, size_t n)
{
	if (n == SIZE_MAX)
		out_of_memory();
	char *copy = arena_alloc(a, n + 1);
	if (n)
		memcpy(copy, p, n);
	return copy;
}

char *arena_str(struct arena *a, const char *s)
{
	return s ? arena_dup(a, s, strlen(s)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		out_of_memory();
	char *s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

void vec_push(struct arena *a, struct vec *vec, const void *p)
{
	/* the capacity is not stored: it is the power of two at or above n */
	if ((vec->n & (vec->n - 1)) == 0) {
		size_t cap = vec->n ? vec->n * 2 : 1;
		void **v = arena_array(a, cap, sizeof(*v));
		if (vec->n)
			memcpy(v, vec->v, vec->n * sizeof(*v));
		vec->v = v;
	}
	union {
		const void *in;
		void *out;
	} drop_const = {.in = p};
	vec->v[vec->n++] = drop_const.out;
}

void *vec_push_new(struct arena *a, struct vec *vec, size_t size)
{
	void *p = arena_alloc(a, size);
	vec_push(a, vec, p);
	return p;
}
