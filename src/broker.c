/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "broker.h"

#include "broker_verbs.h"
#include "log.h"
#include "process.h"
#include "text.h"
#include "wire.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* A verb has its own limit; the engine may take longer on rulesets of 100,000 rules. */
enum { ANSWER_MAX_MS = 20000 };

/* -- the examiner's end ----------------------------------------------------------- */

struct asked { /* a question that waits for its answer */
	struct asked *next;
	enum host_verb verb;
	struct arena *arena;
	broker_fn fn;
	void *arg;
};

struct broker {
	int fd;
	bool privileged;
	bool gone;
	struct loop *loop;     /* of the questions under way */
	struct loop_fd *watch; /* while any is under way */
	struct loop_timer *timer;
	struct asked *first, **last;
	unsigned char *out; /* questions not yet written */
	size_t out_n, out_done;
	struct envelope head; /* of the answer that is coming in */
	size_t head_n;
	unsigned char *body;
	size_t body_n;
	int fds[PROCESS_FDS_MAX]; /* that came with it */
	size_t fds_n;
};

static void wait_for_answers(struct broker *b);

/* Every verb's answer begins with its obs: the contract of host.h. */
static void fail(const struct asked *q, const char *why)
{
	struct obs *obs = arena_alloc(q->arena, broker_verbs[q->verb].answer->size);
	obs->seen = SEEN_FAILED;
	obs->source = broker_verbs[q->verb].name;
	obs->excerpt = why;
	q->fn(q->arg, obs);
}

static void fail_all(struct broker *b, const char *why)
{
	b->gone = true;
	wait_for_answers(b);
	while (b->first) {
		struct asked *q = b->first;
		b->first = q->next;
		fail(q, why);
		free(q);
	}
	b->last = &b->first;
}

static void too_late(void *arg)
{
	struct broker *b = arg;
	b->timer = NULL;
	fail_all(b, "the privileged process did not answer in time");
}

/* Watches the pipe and the clock exactly while a question is under way. */
static void wait_for_answers(struct broker *b)
{
	loop_cancel(b->timer);
	b->timer = NULL;
	if (!b->first || b->gone) {
		loop_unwatch(b->watch);
		b->watch = NULL;
		return;
	}
	/* a person may be asked, and commands have limits of their own */
	if (b->first->verb != HOST_change)
		b->timer = loop_after(b->loop, ANSWER_MAX_MS, too_late, b);
	if (b->watch)
		loop_rewatch(
			b->watch, LOOP_READ | (b->out_n > b->out_done ? LOOP_WRITE : 0));
}

static void close_fds(struct broker *b)
{
	for (size_t i = 0; i < b->fds_n; i++)
		process_close(b->fds[i]);
	b->fds_n = 0;
}

/* Hands the descriptors over; what the verb has no place for is closed. */
static void hand_over(struct broker *b, enum host_verb verb, void *answer)
{
	size_t n = 0;
	for (int *d; n < b->fds_n && (d = broker_descriptor(verb, answer, n)); n++)
		*d = b->fds[n];
	for (size_t i = n; i < b->fds_n; i++)
		process_close(b->fds[i]);
	b->fds_n = 0;
}

static bool answer_done(struct broker *b)
{
	struct asked *q = b->first;
	if (!q || b->head.verb != (uint32_t)q->verb)
		return false;
	const struct shape *shape = broker_verbs[q->verb].answer;
	void *answer = arena_alloc(q->arena, shape->size);
	enum err err = wire_unpack(q->arena, shape, b->body, b->head.n, answer);
	free(b->body);
	b->body = NULL;
	b->head_n = b->body_n = 0;
	if (err != ERR_OK)
		return false;
	hand_over(b, q->verb, answer);
	b->first = q->next;
	if (!b->first)
		b->last = &b->first;
	wait_for_answers(b);
	q->fn(q->arg, answer);
	free(q);
	return true;
}

static long read_head(struct broker *b)
{
	int fds[PROCESS_FDS_MAX];
	size_t fds_n = 0;
	long n = process_read_fds(b->fd, (char *)&b->head + b->head_n,
		sizeof(b->head) - b->head_n, fds, &fds_n);
	for (size_t i = 0; i < fds_n; i++) {
		if (b->fds_n < PROCESS_FDS_MAX)
			b->fds[b->fds_n++] = fds[i];
		else
			process_close(fds[i]);
	}
	return n;
}

/* One step: 1 something came, 0 nothing more for now, -1 the broker is gone or lies. */
static int read_step(struct broker *b)
{
	long n;
	if (b->head_n < sizeof(b->head)) {
		n = read_head(b);
		if (n <= 0)
			return (int)n;
		b->head_n += (size_t)n;
		if (b->head_n < sizeof(b->head))
			return 1;
		if (b->head.n > WIRE_MAX)
			return -1;
		b->body = malloc(b->head.n + 1);
		if (!b->body)
			return -1;
	}
	if (b->body_n < b->head.n) {
		n = process_read_some(b->fd, b->body + b->body_n, b->head.n - b->body_n);
		if (n <= 0)
			return (int)n;
		b->body_n += (size_t)n;
	}
	if (b->body_n < b->head.n)
		return 1;
	return answer_done(b) ? 1 : -1;
}

static int write_step(struct broker *b)
{
	if (b->out_done == b->out_n)
		return 0;
	long n = process_write_some(b->fd, b->out + b->out_done, b->out_n - b->out_done);
	if (n > 0)
		b->out_done += (size_t)n;
	return (int)(n > 0 ? 1 : n);
}

static void on_event(void *arg, int fd, int events)
{
	struct broker *b = arg;
	(void)fd;
	(void)events;
	int got = 1;
	for (int i = 0; i < 16 && got > 0 && b->watch; i++)
		got = read_step(b);
	if (b->watch && (got < 0 || write_step(b) < 0))
		fail_all(b, "the privileged process is gone");
	else
		wait_for_answers(b);
}

static void queue(struct broker *b, const void *p, size_t n)
{
	if (b->out_done == b->out_n) /* a talk without end takes no more and more */
		b->out_done = b->out_n = 0;
	unsigned char *out = realloc(b->out, b->out_n + n);
	if (!out)
		exit(4);
	memcpy(out + b->out_n, p, n);
	b->out = out;
	b->out_n += n;
}

void broker_ask(struct broker *b, struct loop *l, struct arena *a, enum host_verb verb,
	const void *question, broker_fn fn, void *arg)
{
	struct asked *q = calloc(1, sizeof(*q));
	if (!q)
		exit(4);
	*q = (struct asked){.verb = verb, .arena = a, .fn = fn, .arg = arg};
	if (b->gone) {
		fail(q, "the privileged process is gone");
		free(q);
		return;
	}
	struct text text;
	text_init(&text, a, WIRE_MAX);
	wire_pack(&text, broker_verbs[verb].question, question);
	struct envelope e = {.verb = (uint32_t)verb, .n = (uint32_t)text.n};
	queue(b, &e, sizeof(e));
	queue(b, text_str(&text), text.n);
	*b->last = q;
	b->last = &q->next;
	b->loop = l;
	if (!b->watch)
		b->watch = loop_watch(l, b->fd, LOOP_READ | LOOP_WRITE, on_event, b);
	wait_for_answers(b);
}

bool broker_privileged(const struct broker *b)
{
	return b->privileged;
}

void broker_end_looks(struct broker *b)
{
	loop_cancel(b->timer);
	b->timer = NULL;
	loop_unwatch(b->watch);
	b->watch = NULL;
	/* answers that are still under way would be taken for those of new questions */
	b->gone = b->gone || b->first;
	while (b->first) {
		struct asked *q = b->first;
		b->first = q->next;
		free(q);
	}
	b->last = &b->first;
}

/* -- the two ---------------------------------------------------------------------- */

static int examine_as(const struct host *host, struct broker *b,
	int (*examine)(struct broker *, void *), void *arg)
{
	enum err err = host->drop_privileges();
	if (err != ERR_OK && err != ERR_DENIED) {
		log_error("privileges could not be given up: nothing was looked at");
		return 4;
	}
	if (!process_bind_to_parent())
		return 4;
	int status = examine(b, arg);
	close_fds(b);
	free(b->out);
	free(b->body);
	process_close(b->fd);
	return status;
}

int broker_run(
	const struct host *host, int (*examine)(struct broker *end, void *arg), void *arg)
{
	struct broker b = {.fd = -1, .last = &b.first};
	b.privileged = host->privileged();
	process_clean_environment();
	long child = process_split(&b.fd);
	if (child < 0) {
		log_error("the system refused a second process: nothing was looked at");
		return 4;
	}
	if (child == 0)
		exit(examine_as(host, &b, examine, arg));
	process_shield(child);
	broker_serve(host, b.fd);
	process_close(b.fd);
	bool settled = !host->settle || host->settle();
	int status = process_wait(child);
	if (!settled) {
		log_error("a change of this host could not be taken back: pkiready undo");
		return 4;
	}
	if (status > 128) {
		log_error("the examining process was killed by signal %d", status - 128);
		return 4;
	}
	return status;
}
