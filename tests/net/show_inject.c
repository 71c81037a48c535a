/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Injects a SYN for each FROM,TO,PORT,INTERFACE and prints what the kernel did:
 *	show_inject [-l] [-x] FROM,TO,PORT,INTERFACE...
 * -l lets accepted ones reach the listener; -x goes by XDP live frames.
 */
#include "linux/inject.h"
#include "linux/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const answers[] = {"not asked", "SYN-ACK", "RST", "ICMP", "silence"};

static bool read_probe(struct arena *a, const char *word, struct inject_probe *p)
{
	char *copy = arena_str(a, word), *at = copy, *part[4] = {0};
	for (int i = 0; i < 4 && at; i++)
		part[i] = strsep(&at, ",");
	if (!part[3] || ip_parse(part[0], &p->from) != ERR_OK ||
		ip_parse(part[1], &p->to) != ERR_OK)
		return false;
	p->port = (int)strtol(part[2], NULL, 10);
	p->interface = part[3];
	return true;
}

static void show(const struct inject_probe *p)
{
	char buf[IP_TEXT_MAX];
	printf("%s %d: ", ip_format(&p->from, buf), p->port);
	if (!p->done) {
		printf("not injected: %s\n", p->why ? p->why : "?");
		return;
	}
	printf("%s last %d%s", fate_words[p->fate], p->last,
		p->forward ? " forward" : "");
	if (p->by.family)
		printf(" by %d %s %s %llu", p->by.family, p->by.table, p->by.chain,
			(unsigned long long)p->by.handle);
	printf(" listener %s\n", answers[p->answer]);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	bool listener = false, live = false;
	int first = 1;
	for (; first < argc && argv[first][0] == '-'; first++) {
		listener = listener || argv[first][1] == 'l';
		live = live || argv[first][1] == 'x';
	}
	int n = argc - first;
	if (n < 1)
		return 2;
	struct inject_run r = {.arena = a, .n = (size_t)n, .live_frames = live};
	r.probes = arena_array(a, r.n, sizeof(*r.probes));
	for (int i = 0; i < n; i++) {
		r.probes[i].listener = listener;
		if (!read_probe(a, argv[first + i], &r.probes[i]))
			return 2;
	}
	int64_t began = file_now();
	enum err err = inject_run(&r);
	fprintf(stderr, "%d ms, %s, %s\n", (int)(file_now() - began),
		r.method ? r.method : "-", r.traced4 ? "traced" : "not traced");
	if (err)
		printf("nothing injected: %s\n", r.why);
	for (size_t i = 0; i < r.n; i++)
		show(&r.probes[i]);
	arena_free(a);
	return err != ERR_OK;
}
