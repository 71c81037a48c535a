/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TLS on 443: does a handshake stand, and does its certificate matter? */
#include "judge.h"

static const struct tls_look *tls_of(const struct place *p)
{
	const struct hop *h = p->fetch ? p->fetch->hops.v[0] : NULL;
	return h && obs_seen(&h->obs) && h->tls && h->tls->ok ? h->tls : NULL;
}

static bool has_tls(const struct judging *j, const struct place *p)
{
	(void)j;
	return p->scheme == SCHEME_HTTPS && tls_of(p) &&
	       p->end.id != FINDING_HTTPS_BROKEN && p->end.id != FINDING_TLS_FAILURE;
}

static const char *describe(const struct judging *j, const struct named *n)
{
	for (size_t i = 0; i < n->places.n; i++) {
		const struct tls_look *t = tls_of(n->places.v[i]);
		if (!t || n->places.v[i]->scheme != SCHEME_HTTPS)
			continue;
		return judge_s(j, "%s stands, with a certificate that %s",
			t->version ? t->version : "TLS",
			t->chain_ok && t->name_ok ? "holds"
			: t->name_ok              ? "is not trusted (no matter)"
						  : "is for other names (no matter)");
	}
	return "TLS stands";
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {
		FINDING_HTTPS_BROKEN, FINDING_TLS_FAILURE, FINDING__MAX};
	const struct paths *p = judge_paths(j);
	say_places(j, ids);
	for (size_t i = 0; i < p->names.n; i++)
		say_pass(j, p->names.v[i], FINDING_HTTPS_BROKEN,
			describe(j, p->names.v[i]), has_tls);
}

static const struct probe *const needs[] = {&probe_http, NULL};

const struct check check_tls = {
	.id = "tls",
	.title = "TLS on 443",
	.why = "An open 443 without usable TLS fails what a refused 443 would pass.",
	.needs = needs,
	.judge = judge,
};
