/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "broker.h"
#include "log.h"
#include "run.h"
#include "target.h"
#include "terminal.h"

#include <string.h>

static bool says_yes(void)
{
	char line[16] = "";
	if (!terminal_is(stdin) || !terminal_is(stderr))
		return false;
	fputs("pkiready: ask all the same, once from each address? [y/N] ", stderr);
	fflush(stderr);
	return fgets(line, sizeof(line), stdin) && (line[0] == 'y' || line[0] == 'Y');
}

/* Something that bans runs here: whoever is at the terminal decides. */
static bool is_to_be_asked(const struct evidence *e)
{
	const struct rehearsal *r = &e->rehearsal;
	if (r->obs.seen != SEEN_NO || r->watchers.n == 0)
		return false;
	for (size_t i = 0; i < r->watchers.n; i++)
		log_note("%s runs here, and may ban the CA's addresses when it sees the "
			 "rehearsal's requests",
			r->watchers.v[i]);
	return says_yes();
}

static int rehearse(struct arena *a, const struct options *o, struct broker *b)
{
	const struct target *t = cmd_target_rehearse(a, o);
	struct evidence evidence = {0};
	if (!t)
		return EXIT_USAGE;
	if (!broker_privileged(b)) {
		log_error("rehearse: needs root");
		return EXIT_USAGE;
	}
	log_note("forged connections into this host, and for a moment an nftables table "
		 "pkiready-* and a TUN device in a namespace of its own; nothing leaves, "
		 "all is taken back");
	run_look(a, b, t, terminal_is(stderr), &evidence);
	if (is_to_be_asked(&evidence)) {
		struct target *again = ARENA_NEW(a, struct target);
		*again = *t;
		again->yes = true;
		t = again;
		run_look(a, b, t, terminal_is(stderr), &evidence);
	}
	return cmd_judge(a, o, t, &evidence, report_rehearsal);
}

const struct cmd cmd_rehearse = {.needs_host = true, .run = rehearse};
