/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of what rules know by number. */
#include "ruleset_nft.h"

#include "verdict/attr.h"

#include <linux/netfilter/ipset/ip_set.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void read_interfaces(struct arena *a, struct ruleset *out)
{
	struct if_nameindex *all = if_nameindex();
	size_t n = 0;
	while (all && all[n].if_index)
		n++;
	struct nf_named *v = arena_array(a, n, sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		v[i].index = all[i].if_index;
		v[i].name = arena_str(a, all[i].if_name);
	}
	out->interfaces = v;
	out->interfaces_n = n;
	if (all)
		if_freenameindex(all);
}

/* Indices are the lowest that are free: 256 of them until more sets are made. */
static void read_ipsets(struct arena *a, struct ruleset *out)
{
	enum { INDEX_MAX = 1024 };
	struct ip_set_req_version version = {.op = IP_SET_OP_VERSION};
	struct nf_named *v = arena_array(a, INDEX_MAX, sizeof(*v));
	socklen_t n = sizeof(version);
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	out->ipsets = v;
	if (fd < 0)
		return;
	bool there = getsockopt(fd, SOL_IP, SO_IP_SET, &version, &n) == 0;
	for (unsigned i = 0; there && i < INDEX_MAX; i++) {
		struct ip_set_req_get_set req = {
			.op = IP_SET_OP_GET_BYINDEX, .version = version.version};
		req.set.index = (ip_set_id_t)i;
		n = sizeof(req);
		if (getsockopt(fd, SOL_IP, SO_IP_SET, &req, &n) != 0 || !req.set.name[0])
			continue;
		v[out->ipsets_n].index = i;
		v[out->ipsets_n++].name = arena_dup(
			a, req.set.name, strnlen(req.set.name, sizeof(req.set.name)));
	}
	close(fd);
}

/* -- whether any rule speaks of an ipset ------------------------------------------ */

static bool speaks(struct bytes b, const char *name)
{
	return b.n && memmem(b.p, b.n, name, strlen(name) + 1);
}

/* iptables' "match" and "target" hold the extension's name as it is. */
static bool names_extension(struct bytes exprs, bool legacy)
{
	struct attr_walk w = attr_walk(exprs);
	struct attr at;
	bool any = legacy;
	while (!any && attr_next(&w, &at)) {
		struct attrs t;
		attrs_read(&t, at.data, 1u << A_EXPR_NAME | 1u << A_EXPR_DATA);
		any = attrs_has(&t, A_EXPR_NAME) &&
		      (attr_is(t.at[A_EXPR_NAME], "match") ||
			      attr_is(t.at[A_EXPR_NAME], "target"));
	}
	return any && (speaks(exprs, "set") || speaks(exprs, "SET"));
}

static bool speak_of_ipsets(const struct ruleset *rs)
{
	for (size_t t = 0; t < rs->tables.n; t++)
		for (size_t c = 0; c < rs->tables.v[t]->chains.n; c++) {
			const struct nf_chain *chain = rs->tables.v[t]->chains.v[c];
			for (size_t i = 0; i < chain->rules_n; i++)
				if (names_extension(
					    chain->rules[i].exprs, chain->table->legacy))
					return true;
		}
	return false;
}

void ruleset_read_names(struct arena *a, struct ruleset *out)
{
	read_interfaces(a, out);
	out->ipsets_n = 0;
	if (speak_of_ipsets(out))
		read_ipsets(a, out);
}
