/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Was the certificate issued? The one sign that a host can see is the certificate that it
 * serves: trusted, for the name, and younger than what it is compared with.
 */
#include "judge.h"

enum { HOUR = 3600 };

const char *judge_hours(const struct judging *j, int64_t hours)
{
	if (hours < 1)
		return "less than 1 h";
	return hours < 72 ? judge_s(j, "%" PRId64 " h", hours)
			  : judge_s(j, "%" PRId64 " days", hours / 24);
}

static bool is_one_of(const strs *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->v[i], name) == 0)
			return true;
	return names->n == 0;
}

/* At an address of this host: a CDN in front has certificates of its own. */
static bool is_served_here(const struct named *n, const struct fetch *f)
{
	for (size_t i = 0; n->look && i < n->look->addresses.n; i++) {
		const struct name_address *a = n->look->addresses.v[i];
		if (ip_equal(&a->ip, &f->ip))
			return a->where == WHERE_HERE || a->where == WHERE_NAT;
	}
	return false;
}

static void newest(const struct named *n, const struct fetch *f, struct issuance *out)
{
	const struct hop *h = f->hops.n ? f->hops.v[0] : NULL;
	const struct tls_look *t = h && obs_seen(&h->obs) ? h->tls : NULL;
	if (f->scheme != SCHEME_HTTPS || !t || !t->ok || !t->chain_ok || !t->name_ok ||
		!is_served_here(n, f) || (out->tls && out->tls->issued >= t->issued))
		return;
	*out = (struct issuance){n->name->ascii, t, &h->obs};
}

struct issuance judge_issued(const struct judging *j, const strs *names, int64_t after)
{
	static const struct issuance none;
	const struct paths *p = judge_paths(j);
	struct issuance out = none;
	for (size_t i = 0; i < p->names.n; i++) {
		const struct named *n = p->names.v[i];
		struct issuance of = none;
		if (n->name->role != ROLE_EXAMINED || !is_one_of(names, n->name->ascii))
			continue;
		for (size_t k = 0; k < n->fetches.n; k++)
			newest(n, n->fetches.v[k], &of);
		if (!of.tls || of.tls->issued <= after)
			return none;
		if (!out.tls || of.tls->issued > out.tls->issued)
			out = of;
	}
	return out;
}

const char *judge_issued_words(const struct judging *j, const struct issuance *i)
{
	const int64_t age = j->target->now - i->tls->issued;
	return judge_s(j,
		"the certificate for %s that this host serves was issued %s ago%s%s",
		i->name, judge_hours(j, (age > 0 ? age : 0) / HOUR),
		i->tls->issuer ? " by " : "",
		i->tls->issuer ? judge_cut(j, i->tls->issuer, 80) : "");
}
