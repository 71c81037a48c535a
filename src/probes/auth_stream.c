/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth_send.h"
#include "probes/reach.h"

#include <string.h>

/* One that ended is used again: a message may have 64 KiB. */
struct auth_stream {
	struct look *look;
	struct auth_stream *next, **spare;
	struct reach_dial *dial;
	struct loop_fd *watch;
	struct loop_timer *timer;
	auth_stream_fn fn;
	void *arg;
	int fd;
	size_t got, query_n;
	unsigned char query[AUTH_QUERY_MAX + 2];
	unsigned char message[AUTH_MESSAGE_MAX + 2];
};

static void release(struct auth_stream *s)
{
	reach_dial_cancel(s->dial);
	loop_unwatch(s->watch);
	loop_cancel(s->timer);
	if (s->fd >= 0)
		dial_close(s->fd);
	s->dial = NULL;
	s->watch = NULL;
	s->timer = NULL;
	s->fd = -1;
}

/* fn reads the message before the memory can be used again. */
static void end(struct auth_stream *s, enum server_fault fault, const char *words)
{
	struct bytes message = {0};
	if (fault == SERVER_OK)
		message = (struct bytes){.p = s->message + 2, .n = s->got - 2};
	release(s);
	s->fn(s->arg, fault, message, words);
	s->next = *s->spare;
	*s->spare = s;
}

static enum server_fault fault_of(enum connect_result result)
{
	switch (result) {
	case CONNECT_REFUSED:
	case CONNECT_RESET:
		return SERVER_REFUSED_RST;
	case CONNECT_UNREACHABLE:
	case CONNECT_DENIED:
		return SERVER_UNREACHABLE;
	default:
		return SERVER_SILENT;
	}
}

static bool whole(const struct auth_stream *s)
{
	return s->got >= 2 && s->got - 2 >= ((size_t)s->message[0] << 8 | s->message[1]);
}

static void readable(void *arg, int fd, int events)
{
	struct auth_stream *s = arg;
	const char *words;
	size_t n = 0;
	(void)events;
	enum connect_result result = dial_read(
		fd, s->message + s->got, sizeof(s->message) - s->got, &n, &words);
	if (result == CONNECT_NONE)
		return;
	if (result != CONNECT_OPEN) {
		end(s, fault_of(result), words);
		return;
	}
	s->got += n;
	if (whole(s)) {
		s->got = 2 + ((size_t)s->message[0] << 8 | s->message[1]);
		end(s, SERVER_OK, NULL);
	}
}

static void connected(void *arg, int fd, const struct dial_end *dialed, int64_t ms)
{
	struct auth_stream *s = arg;
	const char *words = dialed->words;
	(void)ms;
	s->dial = NULL;
	s->fd = fd;
	if (fd < 0) {
		end(s, fault_of(dialed->result),
			arena_printf(s->look->arena, "TCP: %s", words));
		return;
	}
	enum connect_result result = dial_send(fd, s->query, s->query_n, &words);
	if (result != CONNECT_OPEN) {
		end(s, fault_of(result), arena_printf(s->look->arena, "TCP: %s", words));
		return;
	}
	s->watch = loop_watch(s->look->loop, fd, LOOP_READ, readable, s);
}

static void time_is_up(void *arg)
{
	struct auth_stream *s = arg;
	s->timer = NULL;
	end(s, SERVER_SILENT,
		s->fd < 0 ? "no answer to the TCP connect"
		: s->got  ? "an answer by TCP that was not whole in time"
			  : "connected by TCP, but no answer");
}

struct auth_stream *auth_stream_start(struct look *l, const struct ip *ip,
	struct bytes query, struct auth_stream **spare, auth_stream_fn fn, void *arg)
{
	struct auth_stream *s = *spare;
	int64_t ms = l->target->timeout_ms;
	if (s)
		*spare = s->next;
	else
		s = ARENA_NEW(l->arena, struct auth_stream);
	s->look = l;
	s->spare = spare;
	s->fn = fn;
	s->arg = arg;
	s->fd = -1;
	s->got = 0;
	s->query[0] = (unsigned char)(query.n >> 8);
	s->query[1] = (unsigned char)query.n;
	memcpy(s->query + 2, query.p, query.n);
	s->query_n = query.n + 2;
	s->dial = reach_dial(l, ip, AUTH_PORT, connected, s);
	s->timer = loop_after(
		l->loop, ms < AUTH_STREAM_MS ? ms : AUTH_STREAM_MS, time_is_up, s);
	return s;
}

void auth_stream_stop(struct auth_stream *s)
{
	if (!s)
		return;
	release(s);
	s->next = *s->spare;
	*s->spare = s;
}
