/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The injector as a second oracle: the very SYN that went over the wire is put into the
 * receive path of the same interface, by both methods, and the kernel must do the same
 * with it by the same rule.
 */
#ifndef DIFF_SECOND_H
#define DIFF_SECOND_H

#include "lab.h"

struct second_case {
	struct ip from, to;
	int port, source_port;
	/* what rules learned, count or cast dice about: two packets may fare otherwise */
	bool chance;
	bool early_reject;
	struct kernel_says wire;
};

/* Takes the laboratory's own tables away, and prints a member "second" of the answer: for
 * each case "ok", "chance: …" (it differs, and may), "skip: …", or "wrong: …". interface:
 * where the SYNs come in. fenced: a program there may take them. */
void second_print(struct arena *a, const char *interface, bool fenced,
	const struct second_case *v, size_t n);

#endif
