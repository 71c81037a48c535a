/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listeners.h"

#include "verbs.h"

static const char *words(struct arena *a, const struct listeners *l)
{
	if (!l->all.n)
		return "no TCP socket listens on these ports";
	return arena_printf(
		a, "%zu listening TCP socket%s", l->all.n, l->all.n == 1 ? "" : "s");
}

void listeners_ask(struct arena *a, const struct ask_ports *q, struct listeners *out)
{
	struct bounds b = {0};
	const char *why = NULL;
	out->obs.source = "sock_diag";
	enum err err = diag_read(a, q, &b, &why);
	if (err != ERR_OK) {
		out->obs.source = "/proc/net/tcp";
		err = procnet_read(a, q, &b);
	}
	if (err != ERR_OK) {
		out->obs.seen = err == ERR_DENIED ? SEEN_DENIED : SEEN_FAILED;
		out->obs.excerpt = arena_printf(a, "listening sockets: %s%s%s",
			err_str(err), why ? ": " : "", why ? why : "");
		return;
	}
	out->programs_known = owners_find(a, &b);
	for (size_t i = 0; i < b.all.n; i++)
		VEC_PUSH(a, &out->all, &b.all.v[i]->look);
	units_stopped(a, &out->stopped_web_units);
	out->obs.seen = SEEN_YES;
	out->obs.excerpt = words(a, out);
}
