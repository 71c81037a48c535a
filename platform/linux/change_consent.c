/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

enum { TURN_MS = 200, WRITE_MS = 5000 };

static const struct consent nothing;
const struct consent *change_allowed = &nothing;

void change_allow(const struct consent *c)
{
	change_allowed = c ? c : &nothing;
}

/* A description of its own: a terminal that takes nothing any more blocks nobody. */
static int terminal(void)
{
	const int flags = O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK;
	int fd = open("/dev/tty", flags);
	const char *name = fd < 0 && isatty(0) ? ttyname(0) : NULL;
	return name ? open(name, flags) : fd;
}

static void tell(int fd, const char *s)
{
	const int64_t deadline = file_now() + WRITE_MS;
	for (size_t n = strlen(s); n && file_now() < deadline;) {
		struct pollfd p = {.fd = fd, .events = POLLOUT};
		ssize_t put = poll(&p, 1, TURN_MS) > 0 ? write(fd, s, n) : 0;
		if (put < 0 && errno != EAGAIN && errno != EINTR)
			return;
		s += put > 0 ? put : 0;
		n -= put > 0 ? (size_t)put : 0;
	}
}

bool consent_terminal(void)
{
	int fd = terminal();
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* One line, without its end; false: none came. */
static bool hear(int fd, char *line, size_t max, int64_t ms)
{
	const int64_t deadline = file_now() + ms;
	size_t n = 0;
	while ((!ms || file_now() < deadline) && !acting_stopped(NULL)) {
		char c;
		struct pollfd p = {.fd = fd, .events = POLLIN};
		if (poll(&p, 1, TURN_MS) <= 0)
			continue;
		ssize_t got = read(fd, &c, 1);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (got <= 0)
			return false;
		if (c == '\n' || c == '\r') {
			line[n] = '\0';
			return true;
		}
		if (n + 1 < max)
			line[n++] = c;
	}
	return false;
}

enum consent_answer consent_ask(const char *text, const char *question, int64_t ms)
{
	char line[16];
	int fd = terminal();
	if (fd < 0)
		return CONSENT_NO_TERMINAL;
	tell(fd, text);
	tcflush(fd, TCIFLUSH); /* what was typed before it was asked is no answer */
	tell(fd, question);
	bool heard = hear(fd, line, sizeof(line), ms);
	if (!heard)
		tell(fd, "\n");
	close(fd);
	if (!heard)
		return acting_stopped(NULL) || !ms ? CONSENT_NO : CONSENT_LATE;
	return strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0 ? CONSENT_YES
									  : CONSENT_NO;
}
