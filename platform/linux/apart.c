/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "apart.h"

#include "file.h"
#include "text.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MAX = WIRE_MAX, REAP_MS = 200 };

void apart_bind(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* The other descriptors are the parent's business: its death must be seen at once. */
static void close_others(int keep)
{
	const unsigned from = 3, fd = (unsigned)keep;
	if (fd > from)
		syscall(SYS_close_range, from, fd - 1, 0);
	syscall(SYS_close_range, fd < from ? from : fd + 1, ~0U, 0);
}

static void write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t put = write(fd, p, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			_exit(1);
		p += put;
		n -= (size_t)put;
	}
}

static _Noreturn void be_child(struct arena *a, const struct shape *shape, apart_fn fn,
	const void *q, void *answer, int fd)
{
	static const int sigs[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
	for (size_t i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		signal(sigs[i], SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	apart_bind();
	close_others(fd);
	fn(a, q, answer);
	struct text out;
	text_init(&out, a, ANSWER_MAX);
	wire_pack(&out, shape, answer);
	if (out.over)
		_exit(1);
	write_all(fd, text_str(&out), out.n);
	_exit(0);
}

/* All that comes until the end of file or the deadline. */
static enum err read_answer(int fd, struct text *in, int64_t deadline)
{
	char buf[16 * 1024];
	for (;;) {
		int64_t left = deadline - file_now();
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return ready < 0 ? ERR_IO : ERR_TIMEOUT;
		ssize_t n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ERR_IO;
		if (n == 0)
			return in->over ? ERR_LIMIT : ERR_OK;
		text_add_n(in, buf, (size_t)n);
	}
}

/* A child that the kernel holds fast (dead file system) is not waited for. */
static void reap(pid_t child)
{
	const int64_t deadline = file_now() + REAP_MS;
	const struct timespec moment = {.tv_nsec = 2 * 1000 * 1000};
	while (waitpid(child, NULL, WNOHANG) == 0 && file_now() < deadline)
		nanosleep(&moment, NULL);
}

enum err apart_run(struct arena *a, const struct shape *shape, apart_fn fn, const void *q,
	void *answer, int ms)
{
	int fds[2];
	const int64_t deadline = file_now() + ms;
	if (pipe2(fds, O_CLOEXEC) < 0)
		return ERR_IO;
	pid_t child = fork();
	if (child == 0)
		be_child(a, shape, fn, q, answer, fds[1]);
	close(fds[1]);
	if (child < 0) {
		close(fds[0]);
		return ERR_IO;
	}
	struct text in;
	text_init(&in, a, ANSWER_MAX);
	enum err err = read_answer(fds[0], &in, deadline);
	close(fds[0]);
	kill(child, SIGKILL);
	reap(child);
	if (err == ERR_OK)
		err = wire_unpack(a, shape, text_str(&in), in.n, answer);
	return err;
}
