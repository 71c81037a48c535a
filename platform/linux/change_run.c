/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include "apart.h"
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TURN_MS = 10, WORDS_MAX = 256 };

/* Where managers' own programs are; a program of the user's is none. */
static const char *const dirs[] = {
	"/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"};

static const char *find_program(struct arena *a, const char *name)
{
	for (size_t i = 0; !strchr(name, '/') && i < sizeof(dirs) / sizeof(dirs[0]);
		i++) {
		const char *path = arena_printf(a, "%s/%s", dirs[i], name);
		if (file_runnable(path))
			return path;
	}
	return NULL;
}

static _Noreturn void become(const char *path, const char *const *argv, int in, int out)
{
	static const char *const env[] = {
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin",
		"LANG=C", "LC_ALL=C", "HOME=/root", "TERM=dumb", NULL};
	sigset_t none;
	sigemptyset(&none);
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	apart_bind();
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0 || chdir("/") < 0)
		_exit(127);
	syscall(SYS_close_range, 3U, ~0U, 0U);
	umask(022);
	/* execve promises not to change them */
	union {
		const char *const *in;
		char *const *out;
	} args = {.in = argv}, vars = {.in = env};
	execve(path, args.out, vars.out);
	_exit(127);
}

/* In memory: a program that does not read it blocks nobody. */
static int input_fd(const char *input)
{
	if (!input)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	size_t n = strlen(input), done = 0;
	int fd = memfd_create("input", MFD_CLOEXEC);
	while (fd >= 0 && done < n) {
		ssize_t put = write(fd, input + done, n - done);
		if (put <= 0) {
			close(fd);
			return -1;
		}
		done += (size_t)put;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

struct saying {
	char text[CHANGE_SAID_MAX]; /* the last of it */
	size_t n;
};

static bool hear(struct saying *s, int fd)
{
	char buf[1024];
	ssize_t got = read(fd, buf, sizeof(buf));
	if (got <= 0)
		return got < 0 && (errno == EAGAIN || errno == EINTR);
	size_t more = (size_t)got;
	if (s->n + more > sizeof(s->text)) {
		size_t drop = s->n + more - sizeof(s->text);
		memmove(s->text, s->text + drop, s->n - drop);
		s->n -= drop;
	}
	memcpy(s->text + s->n, buf, more);
	s->n += more;
	return true;
}

/* Its wait status, -1: the time is over. A grandchild that keeps the pipe open is not
 * waited for. */
static int hear_out(struct saying *s, pid_t pid, int fd, int64_t deadline)
{
	int status;
	for (bool open = true;;) {
		struct pollfd p = {.fd = open ? fd : -1, .events = POLLIN};
		if (poll(&p, 1, open ? TURN_MS : 1) > 0)
			open = hear(s, fd);
		if (waitpid(pid, &status, WNOHANG) == pid) {
			for (int i = 0; open && i < 64 && poll(&p, 1, 0) > 0; i++)
				open = hear(s, fd);
			return status;
		}
		if (file_now() >= deadline) {
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return -1;
		}
	}
}

static const char *last_line(struct arena *a, const struct saying *s)
{
	size_t end = s->n;
	while (end && (s->text[end - 1] == '\n' || s->text[end - 1] == ' '))
		end--;
	size_t from = end;
	while (from && s->text[from - 1] != '\n')
		from--;
	return arena_dup(a, s->text + from, end - from);
}

static bool tells_why(const char *line)
{
	static const char *const words[] = {"[emerg]", "error", "invalid", "unknown",
		"denied", "cannot", "can't", "no such", "bad ", "does not exist"};
	if (strstr(line, "[warn]"))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(line, words[i]))
			return true;
	return false;
}

/* The first line that tells why, with the next one when it ends in a colon; programs
 * like to say behind it that there was something. Else the last. */
static const char *telling_line(struct arena *a, const struct saying *s)
{
	const char *text = arena_dup(a, s->text, s->n);
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n");
		const char *line = arena_dup(a, p, n), *next = p + n + (p[n] == '\n');
		if (tells_why(line) && n && p[n - 1] == ':' && *next)
			return arena_printf(
				a, "%s %.*s", line, (int)strcspn(next, "\n"), next);
		if (tells_why(line))
			return line;
		p = next;
	}
	return last_line(a, s);
}

static void run(struct arena *a, const char *path, const char *const *argv, int in,
	int64_t ms, struct command_end *out)
{
	int pipes[2];
	struct saying s = {.n = 0};
	if (pipe2(pipes, O_CLOEXEC | O_NONBLOCK) < 0) {
		out->said = strerror(errno);
		return;
	}
	pid_t pid = fork();
	if (pid == 0) {
		fcntl(pipes[1], F_SETFL, 0);
		become(path, argv, in, pipes[1]);
	}
	close(pipes[1]);
	int status = pid < 0 ? -1 : hear_out(&s, pid, pipes[0], file_now() + ms);
	close(pipes[0]);
	out->said = telling_line(a, &s);
	if (status < 0)
		out->said = arena_printf(
			a, "%s did not end within %d s", argv[0], (int)(ms / 1000));
	else
		out->status =
			WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void command_run(struct arena *a, const struct command *c, const char *handle, int64_t ms,
	struct command_end *out)
{
	*out = (struct command_end){.status = -1, .said = ""};
	const char **argv = arena_array(a, c->argv.n + 1, sizeof(*argv));
	for (size_t i = 0; i < c->argv.n; i++) {
		argv[i] = c->argv.v[i];
		if (strcmp(argv[i], "{handle}") == 0)
			argv[i] = handle;
		if (!argv[i]) {
			out->said = "its own rule is not there";
			return;
		}
	}
	const char *path =
		c->argv.n && c->argv.n < WORDS_MAX ? find_program(a, argv[0]) : NULL;
	if (!path) {
		out->missing = true;
		out->said = arena_printf(
			a, "there is no program %s", c->argv.n ? argv[0] : "");
		return;
	}
	int in = input_fd(c->input);
	if (in < 0) {
		out->said = strerror(errno);
		return;
	}
	run(a, path, argv, in, ms, out);
	close(in);
}
