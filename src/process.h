/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two processes and the pipe between them: what a platform gives broker.c and run.c. */
#ifndef PKIREADY_PROCESS_H
#define PKIREADY_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Forks with a connected pair of descriptors. Returns 0 in the child, the child's id in
 * the parent, -1 where the system refuses or has no such thing. *fd is this side's end.
 */
long process_split(int *fd);
/* In the child, after it dropped its privileges: it dies when the parent does. False: the
 * parent is gone already. */
bool process_bind_to_parent(void);
/* In the parent: the terminal's signals reach the child, and a TERM sent to the parent is
 * passed on; the parent lives until the child ends. */
void process_shield(long child);
/* The child's exit status; 128 + the signal when one killed it. */
int process_wait(long child);

/* All n bytes, blocking; false on end of file or an error. */
bool process_read(int fd, void *p, size_t n);
bool process_write(int fd, const void *p, size_t n);
/* What comes or goes without waiting: bytes moved, 0 if it would wait, -1 at the end. */
long process_read_some(int fd, void *p, size_t n);
long process_write_some(int fd, const void *p, size_t n);
void process_close(int fd);

enum { PROCESS_FDS_MAX = 4 };
/* The same with descriptors beside the bytes (SCM_RIGHTS); n is at least 1. What was
 * received is the caller's, and no child inherits it; *fds_n: how many came. */
bool process_write_fds(int fd, const void *p, size_t n, const int *fds, size_t fds_n);
long process_read_fds(int fd, void *p, size_t n, int fds[PROCESS_FDS_MAX], size_t *fds_n);

/* A descriptor that is readable once INT, TERM or HUP came, which no longer end the
 * process; -1: not on this platform. */
int process_signals(void);
/* Forgets what made that descriptor readable. */
void process_signals_seen(int fd);
/* Leaves in the environment only TERM, LANG, LC_*, COLUMNS, NO_COLOR and TZ. */
void process_clean_environment(void);

#endif
