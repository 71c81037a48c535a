/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A look that may hang (D-Bus, a dead network file system) or that must run as another
 * user, in a process of its own with a time limit.
 */
#ifndef PKIREADY_LINUX_APART_H
#define PKIREADY_LINUX_APART_H

#include "arena.h"
#include "err.h"
#include "shape.h"

typedef void (*apart_fn)(struct arena *a, const void *q, void *answer);

/*
 * Forks; the child fills in the answer by fn and ends; what it wrote is unpacked into
 * answer (shape->size bytes, zeroed by the caller) in the arena. ERR_TIMEOUT after ms:
 * the child is killed. ERR_PROTOCOL: it died, or its answer makes no sense. ERR_IO: no
 * fork.
 */
enum err apart_run(struct arena *a, const struct shape *shape, apart_fn fn, const void *q,
	void *answer, int ms) MUST_USE;
/* In the child, after it changed its uid: it dies with its parent again. */
void apart_bind(void);

#endif
