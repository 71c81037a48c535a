/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "firewall.h"

#include "file.h"
#include "text.h"
#include "verdict/names.h"

#include <string.h>

enum { DETAIL_MAX = 400 };

/* Programs that put chains or tables of their own beside a manager's. */
struct guest {
	const char *begins, *name;
};
/* clang-format off */
static const struct guest guests[] = {
	{"DOCKER", "Docker"}, {"docker-bridges", "Docker"}, {"f2b-", "fail2ban"},
	{"crowdsec", "CrowdSec"}, {"CROWDSEC", "CrowdSec"}, {"KUBE-", "Kubernetes"},
	{"kube-proxy", "Kubernetes"}, {"cali-", "Calico"}, {"LIBVIRT_", "libvirt"},
	{"libvirt_network", "libvirt"}, {"ts-", "Tailscale"}, {"netavark", "Podman"},
	{"NETAVARK", "Podman"}, {"CNI-", "CNI"}, {"net2fw", "Shorewall"},
	{"ALLOWIN", "CSF"}, {"LOCALINPUT", "CSF"},
};
/* clang-format on */
enum { GUESTS = sizeof(guests) / sizeof(guests[0]) };

static size_t guest_of(const char *name)
{
	for (size_t i = 0; i < GUESTS; i++)
		if (strncmp(name, guests[i].begins, strlen(guests[i].begins)) == 0)
			return i;
	return GUESTS;
}

/* "; with chains of Docker, fail2ban": whose names stand in the tables of this owner. */
static void add_guests(struct text *t, const struct fwset *n, enum fw_owner owner)
{
	const char *said[GUESTS];
	size_t said_n = 0;
	for (size_t i = 0; i < n->chains.n; i++) {
		const struct fw_chain *c = n->chains.v[i];
		size_t g = guest_of(c->name);
		g = g < GUESTS ? g : guest_of(c->table->name);
		if (c->table->owner != owner || g == GUESTS)
			continue;
		bool again = false;
		for (size_t k = 0; k < said_n; k++)
			again = again || strcmp(said[k], guests[g].name) == 0;
		if (again)
			continue;
		said[said_n++] = guests[g].name;
		text_printf(t, "%s%s", said_n == 1 ? "; with chains of " : ", ",
			guests[g].name);
	}
}

/* -- what a base chain does
 * ------------------------------------------------------------ */

/* ufw keeps nothing in the built-in chains but jumps to its own, and the policy. */
static bool is_ufws(const struct fw_chain *c)
{
	return c->table->owner == OWNER_IPTABLES && c->base && c->ufw_jumps > 0 &&
	       c->ufw_jumps == c->rules;
}

/* A base chain without a rule that accepts is there and decides nothing. */
static bool decides(const struct fw_chain *c)
{
	return c->base && !c->table->dormant && (c->rules > 0 || c->drops);
}

struct tally {
	bool any;     /* a table of this owner */
	bool decides; /* a base chain of it decides something, on whatever path */
	int64_t base_chains, rules; /* on the inbound path */
};

/* ufw's chains are counted as ufw's, not as iptables'. */
static struct tally count(struct fwset *n, enum fw_owner owner)
{
	struct tally t = {0};
	fwset_unmark(n);
	for (size_t i = 0; i < n->chains.n; i++)
		if (fwset_is_ufw(n->chains.v[i]->name))
			n->chains.v[i]->reached = true;
	for (size_t i = 0; i < n->tables.n; i++)
		t.any = t.any || n->tables.v[i]->owner == owner;
	for (size_t i = 0; i < n->chains.n; i++) {
		struct fw_chain *c = n->chains.v[i];
		if (c->table->owner != owner || is_ufws(c))
			continue;
		t.decides = t.decides || decides(c);
		if (!fwset_inbound(c))
			continue;
		t.base_chains++;
		t.rules += fwset_reach(c) - c->ufw_jumps;
	}
	return t;
}

/* The tables of an owner by name: "inet filter, ip nat (dormant)". */
static void list_tables(struct text *t, const struct fwset *n, enum fw_owner owner)
{
	const char *comma = "";
	for (size_t i = 0; i < n->tables.n; i++) {
		const struct fw_table *x = n->tables.v[i];
		if (x->owner != owner)
			continue;
		text_printf(t, "%s%s %s%s", comma, nf_family_word(x->family), x->name,
			x->dormant ? " (dormant)" : "");
		comma = ", ";
	}
}

static void plain(struct manager *m, enum manager_state state, const char *detail)
{
	m->state = state;
	m->detail = detail;
	m->obs.excerpt = detail;
	m->obs.seen = state == MANAGER_ABSENT ? SEEN_NO : SEEN_YES;
}

/* True when the ruleset could not be read: the manager's state is then unknown. */
static bool unread(struct arena *a, const struct fwset *n, struct manager *m)
{
	if (n->err == ERR_OK || n->err == ERR_NOT_FOUND)
		return false;
	m->state = MANAGER_UNKNOWN;
	m->base_chains = m->rules = -1;
	m->obs.seen = n->err == ERR_DENIED ? SEEN_DENIED : SEEN_FAILED;
	m->detail = m->obs.excerpt = arena_str(a, n->why);
	return true;
}

static enum manager_state resting(bool installed)
{
	return installed ? MANAGER_INSTALLED : MANAGER_ABSENT;
}

static bool any_runnable(const char *const *paths)
{
	for (; *paths; paths++)
		if (file_runnable(*paths))
			return true;
	return false;
}

/* -- firewalld
 * ------------------------------------------------------------------------- */

static const char *bus_words(struct arena *a, const struct firewalld_bus *b)
{
	struct text t;
	text_init(&t, a, DETAIL_MAX);
	if (b->state)
		text_printf(&t, "state %s", b->state);
	else
		text_add(&t, "it runs"); /* its state is told to some users only */
	if (b->zone)
		text_printf(&t, ", default zone %s", b->zone);
	if (b->panic)
		text_add(&t, ", panic mode: all packets are dropped");
	return text_str(&t);
}

void firewall_firewalld(struct arena *a, struct firewall_facts *f, struct manager *m)
{
	static const char *const programs[] = {"/usr/sbin/firewalld",
		"/usr/bin/firewalld", "/usr/local/sbin/firewalld", NULL};
	struct tally nft = count(&f->nft, OWNER_FIREWALLD);
	struct tally legacy = count(&f->legacy, OWNER_FIREWALLD);
	const bool loaded = nft.decides || legacy.decides;
	const bool read = f->nft.err != ERR_DENIED && f->legacy.err != ERR_DENIED;
	m->obs.source = "D-Bus org.fedoraproject.FirewallD1";
	m->base_chains = read ? nft.base_chains + legacy.base_chains : -1;
	m->rules = read ? nft.rules + legacy.rules : -1;
	if (f->bus.seen == SEEN_FAILED) {
		plain(m, loaded ? MANAGER_ACTIVE : MANAGER_UNKNOWN,
			loaded ? arena_printf(a, "its tables are loaded; %s", f->bus.why)
			       : f->bus.why);
		m->obs.seen = SEEN_FAILED;
	} else if (f->bus.owned) {
		plain(m, MANAGER_ACTIVE, bus_words(a, &f->bus));
	} else if (loaded) {
		plain(m, MANAGER_ACTIVE, "its tables are loaded, but it does not run");
	} else {
		const bool installed = any_runnable(programs);
		plain(m, resting(installed),
			installed ? "installed, but it does not run" : "not installed");
	}
}

/* -- ufw
 * ------------------------------------------------------------------------------- */

/* Base chains on the inbound path that jump to ufw's, and the rules behind the
 * jumps. A disabled ufw leaves jumps to empty chains, and a policy that accepts:
 * that is nothing. */
static bool count_ufw(struct fwset *n, struct manager *m)
{
	int64_t chains = 0, jumps = 0, rules = 0;
	bool drops = false;
	fwset_unmark(n);
	for (size_t i = 0; i < n->chains.n; i++) {
		const struct fw_chain *c = n->chains.v[i];
		if (!fwset_inbound(c) || c->ufw_jumps == 0)
			continue;
		chains++;
		jumps += c->ufw_jumps;
		drops = drops || c->drops;
		for (size_t k = 0; k < c->to.n; k++)
			if (fwset_is_ufw(c->to.v[k]->name))
				rules += fwset_reach(c->to.v[k]);
	}
	if (rules == 0 && !drops)
		return false;
	m->base_chains += chains;
	m->rules += jumps + rules;
	return true;
}

static const char *backend_words(bool nft, bool legacy)
{
	if (nft && legacy)
		return "iptables-nft and iptables-legacy";
	return nft ? "iptables-nft" : "iptables-legacy";
}

void firewall_ufw(struct arena *a, struct firewall_facts *f, struct manager *m)
{
	const bool nft = count_ufw(&f->nft, m), legacy = count_ufw(&f->legacy, m);
	const char *file = f->ufw == UFW_YES ? "ENABLED=yes" : "ENABLED=no";
	m->obs.source = "/etc/ufw/ufw.conf and its live chains";
	if (f->ufw == UFW_UNREADABLE)
		file = "/etc/ufw/ufw.conf cannot be read";
	if (nft || legacy) {
		plain(m, MANAGER_ACTIVE,
			arena_printf(a, "%s, %sits chains are loaded in %s", file,
				f->ufw == UFW_YES ? "" : "but ",
				backend_words(nft, legacy)));
		return;
	}
	if (f->ufw == UFW_ABSENT) {
		plain(m, MANAGER_ABSENT, "not installed");
		return;
	}
	if (unread(a, &f->nft, m) || unread(a, &f->legacy, m)) {
		m->detail = m->obs.excerpt = arena_printf(
			a, "%s; whether its chains are loaded: %s", file, m->detail);
		return;
	}
	plain(m, MANAGER_INSTALLED,
		f->ufw == UFW_YES ? "enabled in its file but its chains are not loaded"
				  : file);
}

/* -- nftables
 * -------------------------------------------------------------------------- */

void firewall_nftables(struct arena *a, struct firewall_facts *f, struct manager *m)
{
	static const char *const programs[] = {
		"/usr/sbin/nft", "/sbin/nft", "/usr/local/sbin/nft", NULL};
	m->obs.source = "nf_tables netlink";
	if (unread(a, &f->nft, m))
		return;
	struct tally t = count(&f->nft, OWNER_NFT);
	struct text words;
	text_init(&words, a, DETAIL_MAX);
	list_tables(&words, &f->nft, OWNER_NFT);
	add_guests(&words, &f->nft, OWNER_NFT);
	m->base_chains = t.base_chains;
	m->rules = t.rules;
	if (t.decides) {
		plain(m, MANAGER_ACTIVE, text_str(&words));
	} else if (t.any) {
		text_add(&words, ": nothing in a base chain that is hooked in");
		plain(m, MANAGER_INSTALLED, text_str(&words));
	} else {
		const bool installed = any_runnable(programs);
		plain(m, resting(installed),
			installed ? "installed, no table of its own" : "not installed");
	}
}

/* -- iptables
 * -------------------------------------------------------------------------- */

static void judge_iptables(
	struct arena *a, struct fwset *n, const char *const *programs, struct manager *m)
{
	struct text words;
	if (unread(a, n, m))
		return;
	struct tally t = count(n, OWNER_IPTABLES);
	text_init(&words, a, DETAIL_MAX);
	list_tables(&words, n, OWNER_IPTABLES);
	bool ufws = false;
	for (size_t i = 0; i < n->chains.n; i++)
		ufws = ufws || is_ufws(n->chains.v[i]);
	m->base_chains = t.base_chains;
	m->rules = t.rules;
	if (t.decides) {
		add_guests(&words, n, OWNER_IPTABLES);
		plain(m, MANAGER_ACTIVE, text_str(&words));
	} else if (t.any) {
		text_add(&words,
			ufws ? ": only ufw's rules" : ": no rules, policy ACCEPT");
		plain(m, MANAGER_INSTALLED, text_str(&words));
	} else {
		const bool installed = any_runnable(programs);
		plain(m, resting(installed),
			installed ? "installed, no table" : "not installed");
	}
}

void firewall_iptables_nft(struct arena *a, struct firewall_facts *f, struct manager *m)
{
	static const char *const programs[] = {"/usr/sbin/xtables-nft-multi",
		"/sbin/xtables-nft-multi", "/usr/sbin/iptables-nft", "/sbin/iptables-nft",
		NULL};
	m->obs.source = "nf_tables netlink";
	judge_iptables(a, &f->nft, programs, m);
}

void firewall_iptables_legacy(
	struct arena *a, struct firewall_facts *f, struct manager *m)
{
	static const char *const programs[] = {"/usr/sbin/xtables-legacy-multi",
		"/sbin/xtables-legacy-multi", "/usr/sbin/iptables-legacy",
		"/sbin/iptables-legacy", NULL};
	m->obs.source = "/proc/net/ip_tables_names";
	judge_iptables(a, &f->legacy, programs, m);
}
