/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Diagnostics on standard error. Nothing but the report goes to standard output. */
#ifndef PKIREADY_LOG_H
#define PKIREADY_LOG_H

/* 0: errors only (default); 1 and up: what -v, -vv add. Set once, before the fork. */
void log_level(int level);

/* "pkiready: " + message; says the bad value, what was expected, and what to do. Text
 * from outside must be escaped by the caller (text_escaped). */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Always shown: what is about to be done that is more than a look. */
void log_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Shown from -v on. */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Shown from -vv on. */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
