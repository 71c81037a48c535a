/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The broker: keeps the privilege, answers the verbs. */
#include "broker_verbs.h"

#include "change.h"
#include "log.h"
#include "process.h"
#include "text.h"
#include "wire.h"

#include <stdbool.h>
#include <stddef.h>

#define X(verb, question, answer_)                                               \
	static void run_##verb(                                                  \
		const struct host *h, struct arena *a, const void *q, void *out) \
	{                                                                        \
		h->verb(a, q, out);                                              \
	}
HOST_VERBS(X)
#undef X

/* Descriptors that go with an answer, in this order, none behind one that is 0. */
static const struct {
	enum host_verb verb;
	size_t offset; /* of an int in the answer */
} passed[] = {
	{HOST_capture, offsetof(struct capture_look, packets)},
	{HOST_capture, offsetof(struct capture_look, changes)},
	{HOST_rehearse, offsetof(struct rehearse_look, sockets)},
};

int *broker_descriptor(enum host_verb verb, void *answer, size_t n)
{
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		if (passed[i].verb == verb && n-- == 0)
			return (int *)(void *)((char *)answer + passed[i].offset);
	return NULL;
}

const struct verb_row broker_verbs[HOST__MAX] = {
#define X(verb, q, ans)                 \
	[HOST_##verb] = {.name = #verb, \
		.question = &shape_##q, \
		.answer = &shape_##ans, \
		.run = run_##verb},
	HOST_VERBS(X)
#undef X
};

/* Sends the envelope with the answer's descriptors, which are this process's no more. */
static bool send_head(int fd, const struct envelope *e, void *answer)
{
	int fds[PROCESS_FDS_MAX];
	size_t n = 0;
	for (const int *d; n < PROCESS_FDS_MAX &&
			   (d = broker_descriptor((enum host_verb)e->verb, answer, n)) &&
			   *d;)
		fds[n++] = *d;
	bool sent = process_write_fds(fd, e, sizeof(*e), fds, n);
	for (size_t i = 0; i < n; i++)
		process_close(fds[i]);
	return sent;
}

static bool serve_one(const struct host *host, struct arena *a, int fd)
{
	struct envelope e;
	if (!process_read(fd, &e, sizeof(e)))
		return false;
	if (e.verb >= HOST__MAX || e.n > WIRE_MAX) {
		log_error("the examiner asked for verb %u: refused", (unsigned)e.verb);
		return false;
	}
	const struct verb_row *row = &broker_verbs[e.verb];
	void *bytes = arena_alloc(a, e.n);
	void *q = arena_alloc(a, row->question->size);
	void *answer = arena_alloc(a, row->answer->size);
	if (!process_read(fd, bytes, e.n))
		return false;
	if (wire_unpack(a, row->question, bytes, e.n, q) != ERR_OK) {
		log_error("the examiner's question to %s makes no sense: refused",
			row->name);
		return false;
	}
	row->run(host, a, q, answer);
	struct text out;
	text_init(&out, a, WIRE_MAX);
	wire_pack(&out, row->answer, answer);
	if (out.over) {
		log_error(
			"the answer of %s is longer than %d bytes", row->name, WIRE_MAX);
		return false;
	}
	e.n = (uint32_t)out.n;
	return send_head(fd, &e, answer) && process_write(fd, text_str(&out), out.n);
}

void broker_serve(const struct host *host, int fd)
{
	struct arena *a = arena_new();
	while (serve_one(host, a, fd))
		arena_reset(a);
	arena_free(a);
}
