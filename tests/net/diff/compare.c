/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's word against the kernel's, for one packet. */
#include "compare.h"

#include <stdio.h>
#include <string.h>

const char *const status_words[STATUS__MAX] = {"ok", "vague", "wrong-fate", "wrong-rule",
	"wrong-reply", "no-answer", "several", "wrong-way"};
const char *const any_words[ANY__MAX] = {"ok", "vague", "wrong"};

static const char *family_word(int family)
{
	return family == NF_INET     ? "inet"
	       : family == NF_IP     ? "ip"
	       : family == NF_IP6    ? "ip6"
	       : family == NF_NETDEV ? "netdev"
				     : "?";
}

static bool definite(enum fate f)
{
	return f == FATE_ACCEPT || f == FATE_DROP || f == FATE_REJECT;
}

/* The packets that a legacy rule has counted: struct xt_counters in its entry. */
static uint64_t counted(const struct nf_rule *r, int family)
{
	uint64_t n = 0;
	size_t at = family == NF_IP ? 96 : 152;
	if (r->exprs.n >= at + sizeof(n))
		memcpy(&n, r->exprs.p + at, sizeof(n));
	return n;
}

/* The same rule in another reading of the legacy tables. */
static const struct nf_rule *rule_in(const struct ruleset *rs, const struct decision *d)
{
	const struct nf_table *t =
		ruleset_table(rs, d->chain->table->family, d->chain->table->name, true);
	const struct nf_chain *c = t ? table_chain(t, d->chain->name) : NULL;
	size_t i = (size_t)d->rule->handle - 1;
	return c && i < c->rules_n ? &c->rules[i] : NULL;
}

static enum status by_counter(
	const struct decision *d, const struct legacy_counts *legacy)
{
	if (!d->rule)
		/* a policy of a legacy table: its counter is no rule's */
		return STATUS_OK;
	const struct nf_rule *before = rule_in(legacy->before, d),
			     *after = rule_in(legacy->after, d);
	if (!before || !after)
		return STATUS_WRONG_RULE;
	int family = d->chain->table->family;
	return counted(after, family) > counted(before, family) ? STATUS_OK
								: STATUS_WRONG_RULE;
}

static enum status same_rule(const struct decision *d, const struct kernel_says *k,
	const struct legacy_counts *legacy)
{
	if (!d->chain) {
		if (d->stage == STAGE_BACK)
			return STATUS_OK;
		return d->fate == FATE_ACCEPT || k->silent ? STATUS_OK
							   : STATUS_WRONG_RULE;
	}
	if (d->chain->table->legacy)
		return by_counter(d, legacy);
	if (k->silent)
		return STATUS_WRONG_RULE;
	/* an accept by a policy: which of several accepting ones does not matter */
	if (d->fate == FATE_ACCEPT && !d->rule)
		return k->handle ? STATUS_WRONG_RULE : STATUS_OK;
	bool same = strcmp(k->table, d->chain->table->name) == 0 &&
		    strcmp(k->family, family_word(d->chain->table->family)) == 0 &&
		    strcmp(k->chain, d->chain->name) == 0 &&
		    k->handle == (d->rule ? d->rule->handle : 0);
	return same ? STATUS_OK : STATUS_WRONG_RULE;
}

/* Sources that nothing is sent to: no route (198.18.66.0/24), loopback, no unicast. */
static bool unanswerable(const struct ip *ip)
{
	static const unsigned char nowhere[3] = {198, 18, 66};
	static const unsigned char all_of_net[4] = {203, 0, 113, 255};
	return ip->family == 4 &&
	       (memcmp(ip->addr, nowhere, 3) == 0 ||
		       memcmp(ip->addr, all_of_net, 4) == 0 || ip->addr[0] == 0 ||
		       ip->addr[0] == 127 || ip->addr[0] >= 224);
}

/* One way that the engine sees, against what the kernel did. */
static enum status compare_way(const struct decision *d, const struct ip *from,
	const struct kernel_says *k, const struct legacy_counts *legacy)
{
	/* what fails behind netfilter was accepted by it */
	bool accepts = d->fate == FATE_ACCEPT || d->stage == STAGE_BACK;
	if (!definite(d->fate))
		return STATUS_VAGUE;
	if (accepts != (k->fate == FATE_ACCEPT))
		return STATUS_WRONG_FATE;
	/* nothing shows an answer that was made before the stack saw the packet */
	if (d->fate == FATE_REJECT && unanswerable(from))
		return same_rule(d, k, legacy);
	/* a program or a proxy behind the rule may answer as it likes */
	bool handed_over = k->stolen || (d->chain && d->detail);
	bool early = strcmp(k->family, "netdev") == 0 || d->stage == STAGE_INGRESS;
	if (!accepts && !early && !handed_over && (d->fate == FATE_REJECT) != k->replied)
		return STATUS_WRONG_REPLY;
	return same_rule(d, k, legacy);
}

enum status compare(const struct verdict_part *p, const struct kernel_says *k,
	const struct legacy_counts *legacy)
{
	if (!p)
		return STATUS_NO_ANSWER;
	if (p->fate == FATE_UNKNOWN)
		return STATUS_VAGUE;
	bool one = definite(p->fate) && !p->several;
	if (one || !p->ways_n)
		return compare_way(p->by, &p->range.lo, k, legacy);
	/* of several ways the kernel must have gone one */
	for (size_t i = 0; i < p->ways_n; i++) {
		enum status s = compare_way(p->ways[i], &p->range.lo, k, legacy);
		if (s == STATUS_OK || s == STATUS_VAGUE)
			return definite(p->fate) ? STATUS_SEVERAL : STATUS_VAGUE;
	}
	return definite(p->fate) ? compare_way(p->by, &p->range.lo, k, legacy)
				 : STATUS_WRONG_WAY;
}

enum any_status compare_any(
	const struct verdict_part *one, const struct verdict_part *all)
{
	if (!one || !all)
		return one == all ? ANY_OK : ANY_WRONG;
	if (one->fate == all->fate && one->by->chain == all->by->chain &&
		one->by->rule == all->by->rule && one->by->stage == all->by->stage)
		return ANY_OK;
	if ((!definite(one->fate) && !definite(all->fate)) ||
		((one->several || all->several) &&
			(one->fate == FATE_ACCEPT) == (all->fate == FATE_ACCEPT) &&
			definite(one->fate) && definite(all->fate)))
		return ANY_OK; /* which of several ways is named first does not matter */
	return definite(all->fate) ? ANY_WRONG : ANY_VAGUE;
}

/* -- printing
 * ---------------------------------------------------------------------------------- */

static void print_escaped(const char *s)
{
	putchar('"');
	for (; s && *s; s++)
		if (*s == '"' || *s == '\\')
			printf("\\%c", *s);
		else if (*s >= ' ')
			putchar(*s);
		else
			putchar(' ');
	putchar('"');
}

static void print_by(const struct decision *d)
{
	if (!d || !d->chain) {
		print_escaped(d ? d->detail ? d->detail : stage_words[d->stage] : "?");
		return;
	}
	printf("\"%s%s %s %s %llu\"", d->chain->table->legacy ? "legacy-" : "",
		family_word(d->chain->table->family), d->chain->table->name,
		d->chain->name, d->rule ? (unsigned long long)d->rule->handle : 0ull);
}

static void print_part(const struct verdict_part *p)
{
	const char *sep = "";
	if (!p) {
		printf("null");
		return;
	}
	printf("{\"fate\":\"%s\",\"stage\":\"%s\",\"by\":", fate_words[p->fate],
		stage_words[p->by->stage]);
	print_by(p->by);
	printf(",\"reasons\":[");
	for (const struct reason *r = p->reasons; r; r = r->next, sep = ",") {
		printf("%s", sep);
		print_escaped(r->what);
	}
	printf("]}");
}

void compare_print(enum status status, enum any_status any,
	const struct verdict_part *one, const struct verdict_part *all,
	const struct kernel_says *k)
{
	printf("{\"status\":\"%s\",\"any\":\"%s\",\"engine\":", status_words[status],
		any_words[any]);
	print_part(one);
	if (any != ANY_OK) {
		printf(",\"all\":");
		print_part(all);
	}
	printf(",\"kernel\":{\"fate\":\"%s\",\"silent\":%d,\"by\":\"%s %s %s %llu\"}}",
		fate_words[k->fate], k->silent, k->family, k->table, k->chain,
		(unsigned long long)k->handle);
}
