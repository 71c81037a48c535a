/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot.h"

#include "file.h"
#include "firewall.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* /run is this world's own. */
static const char said_path[] = "/run/pkiready-said";
static const char bus_conf[] = "/run/pkiready-bus.conf";
static const char bus_socket[] = "/run/dbus/system_bus_socket";
enum { SAID_MAX = 4096, LOG_BYTES = 8 * 1024 * 1024 };

static void sleep_ms(long ms)
{
	const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
	nanosleep(&t, NULL);
}

/* -- one program ------------------------------------------------------------------ */

static _Noreturn void become(const char *const *argv, const char *input)
{
	static const char *const env[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C",
		"LC_ALL=C",
		"DBUS_SYSTEM_BUS_ADDRESS=unix:path=/run/dbus/system_bus_socket", NULL};
	const struct rlimit limit = {LOG_BYTES, LOG_BYTES};
	int in = open(input ? input : "/dev/null", O_RDONLY);
	int out = open(said_path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(127);
	setrlimit(RLIMIT_FSIZE, &limit);
	setsid();
	if (chdir("/") < 0)
		_exit(127);
	/* execve promises not to change them */
	union {
		const char *const *in;
		char *const *out;
	} args = {.in = argv}, vars = {.in = env};
	execve(argv[0], args.out, vars.out);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static pid_t start(const char *const *argv, const char *input)
{
	pid_t pid = fork();
	if (pid == 0)
		become(argv, input);
	return pid;
}

/* Its wait status; -1: it was still running at the deadline, and was killed. */
static int finish(pid_t pid, int64_t deadline)
{
	int status;
	for (long ms = 1; waitpid(pid, &status, WNOHANG) == 0;
		ms = ms < 20 ? ms * 2 : ms) {
		if (file_now() >= deadline) {
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return -1;
		}
		sleep_ms(ms);
	}
	return status;
}

/* The first line that it said, for people. */
static const char *said(struct arena *a)
{
	struct bytes text;
	size_t at = 0, n;
	if (file_read(a, said_path, SAID_MAX, &text) == ERR_OK || text.n)
		for (const char *line; (line = file_next_line(&text, &at, &n));)
			if (n)
				return arena_dup(a, line, n < 200 ? n : 200);
	return NULL;
}

static void note(struct arena *a, struct boot_load *l, int status, const char *argv0)
{
	const char *words = said(a);
	l->state = status == 0 ? BOOT_LOADED : BOOT_FAILED;
	l->detail = NULL;
	if (status < 0)
		l->detail = "it did not end in time";
	else if (status != 0)
		l->detail = words ? words
				  : arena_printf(a, "%s ended with %d", argv0,
					    WIFEXITED(status) ? WEXITSTATUS(status)
							      : 128 + WTERMSIG(status));
}

/* -- firewalld -------------------------------------------------------------------- */

/* Everyone in this world may own and send all: nobody else is here. */
static bool write_bus_conf(void)
{
	static const char text[] =
		"<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus "
		"Configuration 1.0//EN\" "
		"\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
		"<busconfig><type>system</type>"
		"<listen>unix:path=/run/dbus/system_bus_socket</listen>"
		"<auth>EXTERNAL</auth><policy context=\"default\">"
		"<allow user=\"*\"/><allow own=\"*\"/><allow send_type=\"method_call\"/>"
		"<allow send_type=\"signal\"/><allow send_type=\"method_return\"/>"
		"<allow send_type=\"error\"/><allow receive_type=\"method_call\"/>"
		"<allow receive_type=\"signal\"/><allow receive_type=\"method_return\"/>"
		"<allow receive_type=\"error\"/></policy></busconfig>\n";
	int fd = open(bus_conf, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0)
		return false;
	ssize_t n = write(fd, text, sizeof(text) - 1);
	close(fd);
	return n == (ssize_t)sizeof(text) - 1;
}

static bool start_bus(int64_t deadline)
{
	static const char *const argv[] = {"/usr/bin/dbus-daemon", "--nofork",
		"--nopidfile", "--config-file=/run/pkiready-bus.conf", NULL};
	if (!file_runnable(argv[0]) || !write_bus_conf() || start(argv, NULL) < 0)
		return false;
	while (!file_exists(bus_socket) && file_now() < deadline)
		sleep_ms(5);
	return file_exists(bus_socket);
}

/* It is ready when it says so on its bus. */
static void run_firewalld(struct arena *a, const struct boot_step *s, int64_t deadline)
{
	int status;
	s->load->state = BOOT_FAILED;
	s->load->detail = "no dbus-daemon of its own could be started for it";
	if (!start_bus(deadline))
		return;
	pid_t pid = start(s->argv, NULL);
	while (file_now() < deadline) {
		struct firewalld_bus bus;
		if (waitpid(pid, &status, WNOHANG) == pid) {
			note(a, s->load, status ? status : 1 << 8, s->argv[0]);
			return;
		}
		firewalld_ask(a, &bus);
		if (bus.owned && bus.state && strcmp(bus.state, "RUNNING") == 0) {
			s->load->state = BOOT_LOADED;
			s->load->detail = NULL;
			return;
		}
		sleep_ms(20);
	}
	s->load->detail = "it did not come up in time";
}

/* -- all -------------------------------------------------------------------------- */

void boot_run(struct boot_plan *p, int64_t deadline)
{
	for (size_t i = 0; i < p->steps.n && file_now() < deadline; i++) {
		const struct boot_step *s = p->steps.v[i];
		int64_t own = file_now() + BOOT_STEP_MS;
		own = own < deadline ? own : deadline;
		if (s->firewalld) {
			run_firewalld(p->arena, s, own);
			continue;
		}
		pid_t pid = start(s->argv, s->input);
		note(p->arena, s->load, pid < 0 ? 127 << 8 : finish(pid, own),
			s->argv[0]);
	}
}
