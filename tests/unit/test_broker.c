/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "broker.h"
#include "fake_host.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Each examiner runs in the child, where cmocka cannot report: it says what it saw by its
 * exit status. */
struct talk {
	struct loop *loop;
	struct arena *arena;
	int answers;
	bool right;
};

static void got_listeners(void *arg, void *answer)
{
	struct talk *t = arg;
	const struct listeners *l = answer;
	t->right = l->obs.seen == SEEN_YES && l->all.n == 2 && l->all.v[0]->port == 80;
	t->answers++;
}

static void got_firewalls(void *arg, void *answer)
{
	struct talk *t = arg;
	const struct firewalls *f = answer;
	t->right = t->right && t->answers == 1 && f->all.n == 1;
	t->answers++;
	loop_stop(t->loop);
}

static int ask_two(struct broker *b, void *arg)
{
	(void)arg;
	struct talk t = {.loop = loop_new(), .arena = arena_new()};
	struct ask_ports ports = {.first = 80, .second = 443};
	broker_ask(b, t.loop, t.arena, HOST_listeners, &ports, got_listeners, &t);
	broker_ask(b, t.loop, t.arena, HOST_firewalls, &ports, got_firewalls, &t);
	loop_run(t.loop);
	loop_free(t.loop);
	arena_free(t.arena);
	return t.right && t.answers == 2 && broker_privileged(b) ? 42 : 43;
}

static void questions_are_answered_in_order(void **state)
{
	(void)state;
	assert_int_equal(broker_run(&fake_host, ask_two, NULL), 42);
}

static int die_by_kill(struct broker *b, void *arg)
{
	(void)b;
	(void)arg;
	raise(SIGKILL);
	return 0;
}

static void a_killed_examiner_is_an_error_of_the_tool(void **state)
{
	(void)state;
	assert_int_equal(broker_run(&fake_host, die_by_kill, NULL), 4);
}

static int not_reached(struct broker *b, void *arg)
{
	(void)b;
	(void)arg;
	return 0;
}

static void no_examiner_runs_when_privilege_might_remain(void **state)
{
	(void)state;
	fake.drop = ERR_IO;
	assert_int_equal(broker_run(&fake_host, not_reached, NULL), 4);
	fake.drop = ERR_OK;
}

static void got_failed(void *arg, void *answer)
{
	struct talk *t = arg;
	const struct listeners *l = answer;
	t->right = l->obs.seen == SEEN_FAILED && l->obs.excerpt != NULL;
	t->answers++;
	loop_stop(t->loop);
}

static int send_rubbish(struct broker *b, void *arg)
{
	(void)arg;
	struct talk t = {.loop = loop_new(), .arena = arena_new()};
	struct ask_ports ports = {.first = 80, .second = 443};
	/* a question of another shape: the broker hangs up, the look has failed */
	broker_ask(b, t.loop, t.arena, HOST_listeners, &ports, got_failed, &t);
	const unsigned char rubbish[] = {0xff, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4};
	int fd = *(int *)(void *)b;
	if (write(fd, rubbish, sizeof(rubbish)) != sizeof(rubbish))
		return 44;
	loop_run(t.loop);
	bool first = t.right;
	broker_ask(b, t.loop, t.arena, HOST_listeners, &ports, got_failed, &t);
	loop_free(t.loop);
	arena_free(t.arena);
	return first && t.right && t.answers == 2 ? 42 : 43;
}

static void a_verb_that_does_not_exist_ends_the_talk_and_fails_the_look(void **state)
{
	(void)state;
	assert_int_equal(broker_run(&fake_host, send_rubbish, NULL), 42);
}

static void got_capture(void *arg, void *answer)
{
	struct talk *t = arg;
	const struct capture_look *c = answer;
	char byte = 0;
	t->right = c->obs.seen == SEEN_YES && c->packets > 2 && c->changes == 0 &&
		   read(c->packets, &byte, 1) == 1 && byte == 'x' &&
		   read(c->packets, &byte, 1) == 0;
	close(c->packets);
	t->answers++;
	loop_stop(t->loop);
}

/* A pipe of this process' own: what comes can only have come beside the answer. */
static void open_pipe(
	struct arena *a, const struct ask_capture *q, struct capture_look *out)
{
	int ends[2];
	(void)a;
	if (q->ports.n != 1 || strcmp(q->ports.v[0], "80") != 0 || pipe(ends) < 0)
		return;
	if (write(ends[1], "x", 1) == 1)
		out->packets = ends[0];
	close(ends[1]);
	out->obs.seen = SEEN_YES;
	out->obs.source = "a pipe";
}

static int ask_capture(struct broker *b, void *arg)
{
	(void)arg;
	struct talk t = {.loop = loop_new(), .arena = arena_new()};
	struct ask_capture ask = {.interface = NULL};
	int right = 0;
	VEC_PUSH(t.arena, &ask.ports, "80");
	for (int i = 0; i < 2000; i++) { /* the broker keeps none of them open */
		broker_ask(b, t.loop, t.arena, HOST_capture, &ask, got_capture, &t);
		loop_run(t.loop);
		right += t.right;
	}
	loop_free(t.loop);
	arena_free(t.arena);
	return right == 2000 ? 42 : 43;
}

static void a_descriptor_comes_beside_its_answer(void **state)
{
	(void)state;
	struct host host = fake_host;
	host.capture = open_pipe;
	assert_int_equal(broker_run(&host, ask_capture, NULL), 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions_are_answered_in_order),
		cmocka_unit_test(a_killed_examiner_is_an_error_of_the_tool),
		cmocka_unit_test(no_examiner_runs_when_privilege_might_remain),
		cmocka_unit_test(
			a_verb_that_does_not_exist_ends_the_talk_and_fails_the_look),
		cmocka_unit_test(a_descriptor_comes_beside_its_answer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
