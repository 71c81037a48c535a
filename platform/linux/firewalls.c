/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "firewall.h"

#include "rules_once.h"
#include "text.h"
#include "verbs.h"

#include <string.h>

enum { READ_TRIES = 4 };

struct row {
	const char *name;
	void (*judge)(struct arena *a, struct firewall_facts *f, struct manager *m);
};

/* The order in which the documents tell an admin to look for them. */
static const struct row rows[] = {
	{"firewalld", firewall_firewalld},
	{"ufw", firewall_ufw},
	{"nftables", firewall_nftables},
	{"iptables-nft", firewall_iptables_nft},
	{"iptables-legacy", firewall_iptables_legacy},
};

static bool is_read(const struct fwset *n)
{
	return n->err == ERR_OK || n->err == ERR_NOT_FOUND;
}

static int64_t inbound(const struct fwset *n)
{
	int64_t chains = 0;
	for (size_t i = 0; i < n->chains.n; i++)
		chains += fwset_inbound(n->chains.v[i]);
	return chains;
}

static const char *active_words(struct arena *a, const struct firewalls *out)
{
	struct text t;
	text_init(&t, a, 200);
	for (size_t i = 0; i < out->all.n; i++)
		if (out->all.v[i]->state == MANAGER_ACTIVE)
			text_printf(&t, "%s%s", t.n ? ", " : "", out->all.v[i]->name);
	return t.n ? arena_printf(a, "active: %s", text_str(&t)) : "none is active";
}

static void take_facts(
	struct arena *a, const struct rules_once *r, struct firewall_facts *f)
{
	fwset_take(a, &r->rs, false, &f->nft);
	fwset_take(a, &r->rs, true, &f->legacy);
	f->nft.err = r->nft;
	f->nft.why = r->nft_why;
	f->legacy.err = r->legacy;
	f->legacy.why = r->legacy_why;
	f->ufw = ufw_read(a);
	firewalld_ask(a, &f->bus);
}

void firewalls_judge(struct arena *a, const struct rules_once *r, struct firewalls *out)
{
	struct firewall_facts f = {0};
	take_facts(a, r, &f);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct manager *m = VEC_ADD(a, &out->all, struct manager);
		m->name = rows[i].name;
		rows[i].judge(a, &f, m);
	}
	const struct fwset *bad = !is_read(&f.nft) ? &f.nft : &f.legacy;
	out->obs.source = "nf_tables, ip_tables, D-Bus, /etc/ufw";
	out->base_chains = -1;
	if (is_read(bad)) {
		out->base_chains = inbound(&f.nft) + inbound(&f.legacy);
		out->obs.seen = SEEN_YES;
		out->obs.excerpt = active_words(a, out);
	} else {
		out->obs.seen = bad->err == ERR_DENIED ? SEEN_DENIED : SEEN_FAILED;
		out->obs.excerpt = bad->why;
	}
}

void firewalls_ask(struct arena *a, const struct ask_ports *q, struct firewalls *out)
{
	struct rules_once *r = rules_once();
	(void)q;
	/* a map that changes while it is read is read again with its rules */
	for (int i = 1; i < READ_TRIES && !rules_once_maps(r); i++)
		r = rules_once();
	firewalls_judge(a, r, out);
}
