/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files of the system, read whole with a ceiling, and their lines. */
#ifndef PKIREADY_LINUX_FILE_H
#define PKIREADY_LINUX_FILE_H

#include "arena.h"
#include "err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The bytes of a regular file (or one of /proc or /sys), with a NUL behind them that n
 * does not count. ERR_LIMIT: it is longer; the first max bytes are there.
 * ERR_NOT_FOUND, ERR_DENIED, ERR_IO by errno; a device, pipe or directory is ERR_IO
 * with EINVAL.
 */
enum err file_read(struct arena *a, const char *path, size_t max,
	struct bytes *out) MUST_USE;
/* The first line of a file of at most max bytes without the white space around it;
 * NULL when it could not be read or is empty. */
const char *file_line(struct arena *a, const char *path, size_t max);
/* True when the path leads to something, whatever it is. */
bool file_exists(const char *path);
/* True when the path is an executable regular file. */
bool file_runnable(const char *path);

/* The next line of text (without its newline), NULL at the end: *at is the place to go on
 * from, 0 at first. *n receives the line's length. */
const char *file_next_line(const struct bytes *text, size_t *at, size_t *n);
/* The err that an errno of the system stands for. */
enum err file_err(int error);
/* Milliseconds of CLOCK_MONOTONIC. */
int64_t file_now(void);

/* When a process began, in clock ticks since boot; -1: it is not known. */
int64_t file_process_start(struct arena *a, int64_t pid);

#endif
