/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One allocation lifetime. Everything that a run learns lives in one arena and goes with
 * it; nobody frees a piece. Allocation does not fail: out of memory prints one line and
 * exits 4 (the journal makes that safe).
 */
#ifndef PKIREADY_ARENA_H
#define PKIREADY_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/* Frees all that was allocated from it, and the arena itself; NULL is fine. */
void arena_free(struct arena *a);
/* Forgets all that was allocated, keeps one block for reuse: for looping commands. */
void arena_reset(struct arena *a);
/* Bytes handed out since birth or the last reset. */
size_t arena_used(const struct arena *a);

/* n zeroed bytes, aligned for any type; n may be 0. */
void *arena_alloc(struct arena *a, size_t n);
/* count * size zeroed bytes; an overflow of the product exits as out of memory does. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* A copy of n bytes, with a NUL behind it that n does not count. */
void *arena_dup(struct arena *a, const void *p, size_t n);
/* A copy of the string; NULL gives NULL. */
char *arena_str(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))

/*
 * A growing array of pointers. The things pointed to never move, so that a probe may keep
 * a pointer to its record while others are added.
 */
#define VEC(type) \
	struct { \
		type **v; \
		size_t n; \
	}

struct vec { /* any VEC, seen without its type */
	void **v;
	size_t n;
};

/* Appends p. vec must be a struct made by VEC(); use VEC_PUSH. */
void vec_push(struct arena *a, struct vec *vec, const void *p);
#define VEC_PUSH(a, list, p) vec_push((a), (struct vec *)(void *)(list), (p))
/* A new zeroed element of this type at the end, by pointer. */
#define VEC_ADD(a, list, type) \
	((type *)vec_push_new((a), (struct vec *)(void *)(list), sizeof(type)))
void *vec_push_new(struct arena *a, struct vec *vec, size_t size);

/* Bytes from outside: not NUL-terminated in meaning, though arena_dup puts one behind. */
struct bytes {
	const unsigned char *p;
	size_t n;
};

typedef VEC(const char) strs;

#endif
