/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdicts.h"

#include <string.h>

/* Of programs whose rules are in no file: they stand in the kernel while it runs. */
bool owner_remakes(const char *owner)
{
	static const char *const programs[] = {"Docker", "Podman", "CNI", "fail2ban",
		"CrowdSec", "kube-proxy", "Calico", "Cilium", "Flannel", "Weave",
		"Tailscale", "libvirt", "CSF", "Shorewall", "SSHGuard",
		"firewalld panic mode"};
	for (size_t i = 0; owner && i < sizeof(programs) / sizeof(*programs); i++)
		if (strncmp(owner, programs[i], strlen(programs[i])) == 0)
			return true;
	return false;
}

/* -- one pair of verdicts --------------------------------------------------------- */

struct comparing {
	struct arena *arena;
	const struct verdicts *now, *then;
	reboot_changes *out;
};
struct side {
	enum fate fate;
	const struct decider *by;
};

static bool refuses(enum fate f)
{
	return f == FATE_DROP || f == FATE_REJECT;
}

static bool differs(const struct comparing *c, const struct side *a, const struct side *b)
{
	if (a->fate == FATE_ACCEPT ? b->fate == FATE_ACCEPT
				   : !refuses(a->fate) || b->fate != FATE_ACCEPT)
		return false;
	/* sent on to a container by rules that come back with the program */
	bool sent = a->by->sent_to.family && !b->by->sent_to.family;
	return !owner_remakes(a->by->owner) && !(sent && c->now->remakers.n);
}

static bool wider(double share, const struct reboot_change *x)
{
	return x->now == NULL || share > x->share;
}

/* The largest range stands for all of its direction. */
static void keep(struct reboot_change *x, double share, const struct ip *from,
	const struct ip *last, const struct side *a, const struct side *b)
{
	if (!wider(share, x))
		return;
	x->from = *from;
	x->last = *last;
	x->share = share;
	x->before = a->fate;
	x->after = b->fate;
	x->now = a->by;
	x->then = b->by;
}

static void add(const struct comparing *c, const struct reboot_change *x)
{
	if (x->now)
		*VEC_ADD(c->arena, c->out, struct reboot_change) = *x;
}

/* -- maps ------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static const struct space_look *same_space(
	const struct verdicts *v, const struct space_look *s)
{
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *x = v->spaces.v[i];
		if (ip_equal(&x->to, &s->to) && x->port == s->port &&
			same_text(x->proto, s->proto) &&
			same_text(x->interface, s->interface))
			return x;
	}
	return NULL;
}

static const struct ip *later(const struct ip *a, const struct ip *b)
{
	return ip_compare(a, b) > 0 ? a : b;
}

/* Both maps are in order and without gaps: one walk. */
static void compare_space(const struct comparing *c, const struct space_look *s)
{
	const struct space_look *t = same_space(c->then, s);
	struct reboot_change change[2] = {{.to = s->to,
		.interface = s->interface,
		.port = s->port,
		.proto = s->proto}};
	change[1] = change[0];
	change[1].opens = true;
	for (size_t i = 0, k = 0; t && i < s->ranges.n && k < t->ranges.n;) {
		const struct space_range *x = s->ranges.v[i], *y = t->ranges.v[k];
		const struct side a = {x->verdict, space_by(s, x)},
				  b = {y->verdict, space_by(t, y)};
		int order = ip_compare(&x->to, &y->to);
		const struct ip *from = later(&x->from, &y->from),
				*last = order < 0 ? &x->to : &y->to;
		double share = 0;
		if (differs(c, &a, &b) && ip_compare(from, last) <= 0)
			share = space_public(from, last);
		if (share > 0)
			keep(&change[a.fate != FATE_ACCEPT], share, from, last, &a, &b);
		i += order <= 0;
		k += order >= 0;
	}
	add(c, &change[0]);
	add(c, &change[1]);
}

/* -- single sources ----------------------------------------------------------------- */

static bool same_place(const struct packet_verdict *a, const struct packet_verdict *b)
{
	return ip_equal(&a->to, &b->to) && a->port == b->port &&
	       same_text(a->proto, b->proto) && same_text(a->interface, b->interface);
}

static const struct ip *end_of(const struct packet_verdict *v)
{
	return v->last.family ? &v->last : &v->from;
}

static bool overlap(const struct packet_verdict *a, const struct packet_verdict *b)
{
	return a->from.family == b->from.family && ip_compare(&a->from, end_of(b)) <= 0 &&
	       ip_compare(&b->from, end_of(a)) <= 0;
}

/* A map of everyone says it already. */
static bool in_map(const struct comparing *c, const struct packet_verdict *v)
{
	const struct space_look key = {.to = v->to,
		.interface = v->interface,
		.port = v->port,
		.proto = v->proto};
	return same_space(c->now, &key) && !ip_reserved(&v->from);
}

static void compare_single(const struct comparing *c, const struct packet_verdict *x,
	const struct packet_verdict *y)
{
	const struct side a = {x->verdict, &x->by}, b = {y->verdict, &y->by};
	struct reboot_change change = {.opens = a.fate != FATE_ACCEPT,
		.to = x->to,
		.interface = x->interface,
		.port = x->port,
		.proto = x->proto};
	if (!differs(c, &a, &b))
		return;
	keep(&change, 0, later(&x->from, &y->from),
		ip_compare(end_of(x), end_of(y)) < 0 ? end_of(x) : end_of(y), &a, &b);
	add(c, &change);
}

/* Both lists are in one order: the next is looked for where the last was found. */
static void compare_singles(const struct comparing *c)
{
	const struct verdicts *t = c->then;
	size_t at = 0;
	for (size_t i = 0; i < c->now->all.n && t->all.n; i++) {
		const struct packet_verdict *x = c->now->all.v[i];
		size_t k = 0, n = t->all.n;
		if (in_map(c, x))
			continue;
		while (k < n && !(same_place(x, t->all.v[(at + k) % n]) &&
					overlap(x, t->all.v[(at + k) % n])))
			k++;
		at = k < n ? (at + k) % n : at;
		for (size_t m = at; k < n && m < n && same_place(x, t->all.v[m]) &&
				    overlap(x, t->all.v[m]);
			m++)
			compare_single(c, x, t->all.v[m]);
	}
}

void reboot_compare(struct arena *a, const struct verdicts *now,
	const struct verdicts *then, reboot_changes *out)
{
	const struct comparing c = {a, now, then, out};
	for (size_t i = 0; i < now->spaces.n; i++)
		compare_space(&c, now->spaces.v[i]);
	compare_singles(&c);
}

/* -- what loads it ------------------------------------------------------------------ */

static bool starts(const char *s, const char *head)
{
	return s && strncmp(s, head, strlen(head)) == 0;
}

static bool of_iptables(const struct decider *d)
{
	return d->legacy || (d->chain && *d->chain >= 'A' && *d->chain <= 'Z');
}

static bool brings(const struct boot_load *l, const struct decider *d)
{
	if (starts(d->owner, "file "))
		return l->file && starts(d->owner + 5, l->file) &&
		       d->owner[5 + strlen(l->file)] == ':';
	if (starts(d->owner, "ufw"))
		return starts(l->unit, "ufw.");
	if (starts(d->owner, "firewalld"))
		return starts(l->unit, "firewalld.");
	if (!d->chain)
		return false;
	return of_iptables(d) ? strstr(l->command, "ptables") ||
					strstr(l->command, "netfilter-persistent")
			      : strstr(l->command, "nft") != NULL;
}

const struct boot_load *reboot_load_of(
	const struct verdicts *then, const struct decider *d)
{
	static const enum boot_state order[] = {BOOT_LOADED, BOOT_FAILED, BOOT_DISABLED};
	for (size_t k = 0; k < sizeof(order) / sizeof(*order); k++)
		for (size_t i = 0; i < then->loads.n; i++)
			if (then->loads.v[i]->state == order[k] &&
				then->loads.v[i]->command && then->loads.v[i]->unit &&
				brings(then->loads.v[i], d))
				return then->loads.v[i];
	return NULL;
}
