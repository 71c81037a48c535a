/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dead man's switch: a process that undoes the change unless it was confirmed. Where
 * systemd runs it is a timer of its own, which no end of a session takes along; elsewhere
 * a child that left the session. */
#include "change.h"

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TURN_MS = 250, GRACE_S = 3, COMM_MAX = 64, DEPTH_MAX = 64 };

static const char *unit_of(struct arena *a, const char *id)
{
	return arena_printf(a, "pkiready-unless-confirmed-%s", id);
}

/* -- a timer of systemd -------------------------------------------------------------- */

static enum err arm_timer(struct arena *a, const char *state_dir, const char *id,
	int64_t seconds, const char **why)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n <= 0)
		return ERR_IO;
	self[n] = '\0';
	struct command c = {.input = NULL};
	struct command_end end;
	plan_argv(a, &c, "systemd-run", "--quiet", "--collect",
		arena_printf(a, "--unit=%s", unit_of(a, id)),
		arena_printf(a, "--on-active=%" PRId64, seconds),
		"--timer-property=AccuracySec=1s", "--", self, "undo", id, "--yes",
		"--unconfirmed", arena_printf(a, "--state-dir=%s", state_dir), NULL);
	command_run(a, &c, NULL, CHANGE_COMMAND_MS, &end);
	if (end.status == 0)
		return ERR_OK;
	*why = arena_printf(a, "systemd-run: %s", end.said);
	return ERR_IO;
}

/* -- a child of its own -------------------------------------------------------------- */

/* Its journal no longer waits for a word; else *by is when it ends, by the last word. */
static bool is_settled(const char *state_dir, const char *id, int64_t *by)
{
	struct arena *a = arena_new();
	struct change_store s;
	struct journal j;
	const char *why;
	bool settled = true;
	if (store_open(a, state_dir, false, &s, &why) == ERR_OK) {
		if (store_read(a, &s, id, &j, &why) == ERR_OK) {
			settled = j.life == LIFE_UNDONE ||
				  (j.life == LIFE_KEPT && !j.confirm_by);
			*by = j.confirm_by ? j.confirm_by : *by;
		}
		store_close(&s);
	}
	arena_free(a);
	return settled;
}

/* By the clock that nobody sets: one that is set back gives no more time. */
static int64_t end_of(int64_t by)
{
	int64_t left = by + GRACE_S - (int64_t)time(NULL);
	return file_now() + (left > 0 ? left : 0) * 1000;
}

static _Noreturn void guard(const char *state_dir, const char *id, int64_t by)
{
	const struct timespec turn = {.tv_nsec = TURN_MS * 1000000L};
	struct arena *a = arena_new();
	syscall(SYS_close_range, 0U, ~0U, 0U);
	for (int i = 0; i < 3; i++)
		(void)open("/dev/null", O_RDWR);
	int64_t known = by, end = end_of(by);
	while ((int64_t)time(NULL) < by + GRACE_S && file_now() < end) {
		if (is_settled(state_dir, id, &by))
			_exit(0);
		if (by != known)
			end = end_of(known = by);
		nanosleep(&turn, NULL);
	}
	change_undo_unconfirmed(a, state_dir, id);
	_exit(0);
}

static enum err arm_child(const char *state_dir, const char *id, int64_t by)
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		static const int sigs[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE};
		for (size_t i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
			signal(sigs[i], SIG_IGN);
		if (setsid() < 0)
			_exit(1);
		pid_t again = fork();
		if (again == 0)
			guard(state_dir, id, by);
		_exit(again < 0);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return ERR_IO;
	return pid > 0 && status == 0 ? ERR_OK : ERR_IO;
}

enum err confirm_arm(struct arena *a, const char *state_dir, const char *id, int64_t by,
	const char **why)
{
	const char *unused;
	if (file_exists("/run/systemd/system") &&
		arm_timer(a, state_dir, id, by + GRACE_S - (int64_t)time(NULL),
			&unused) == ERR_OK)
		return ERR_OK;
	*why = "no process could be started that would undo it";
	return arm_child(state_dir, id, by);
}

void confirm_disarm(struct arena *a, const char *id)
{
	struct command c = {.input = NULL};
	struct command_end end;
	if (!file_exists("/run/systemd/system"))
		return;
	plan_argv(a, &c, "systemctl", "stop", arena_printf(a, "%s.timer", unit_of(a, id)),
		NULL);
	command_run(a, &c, NULL, CHANGE_COMMAND_MS, &end);
}

void confirm_rearm(struct arena *a, const char *state_dir, const char *id, int64_t by)
{
	const char *why;
	if (!file_exists("/run/systemd/system"))
		return; /* the child reads the journal */
	confirm_disarm(a, id);
	if (arm_timer(a, state_dir, id, by + GRACE_S - (int64_t)time(NULL), &why) !=
		ERR_OK)
		(void)!arm_child(state_dir, id, by);
}

/* -- where the terminal came from ---------------------------------------------------- */

static int64_t parent_of(struct arena *a, int64_t pid)
{
	struct bytes text;
	if (file_read(a, arena_printf(a, "/proc/%" PRId64 "/stat", pid), 4096, &text) !=
		ERR_OK)
		return 0;
	const char *p = strrchr((const char *)text.p, ')');
	return p && strlen(p) > 4 ? strtoll(p + 4, NULL, 10) : 0;
}

/* sshd, sshd-session (OpenSSH 9.8), dropbear. */
bool confirm_over_ssh(void)
{
	struct arena *a = arena_new();
	bool ssh = false;
	int64_t pid = getpid();
	for (int i = 0; !ssh && pid > 1 && i < DEPTH_MAX; i++) {
		const char *comm = file_line(
			a, arena_printf(a, "/proc/%" PRId64 "/comm", pid), COMM_MAX);
		ssh = comm &&
		      (strncmp(comm, "sshd", 4) == 0 || strcmp(comm, "dropbear") == 0);
		pid = parent_of(a, pid);
	}
	arena_free(a);
	return ssh;
}
