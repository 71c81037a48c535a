/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The members of an ipset as the sources that a `-m set` match takes. The name by
 * getsockopt(SO_IP_SET), the members over netlink (kernel net/netfilter/ipset/).
 */
#include "ruleset_facts.h"

#include "nl.h"
#include "verdict/attr.h"

#include <linux/netfilter/ipset/ip_set.h>
#include <linux/netfilter/nfnetlink.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	REQUEST_MAX = 512,
	MEMBERS_MAX = 4000000,
	LISTS_DEEP = 4,
	FLAG_NOMATCH = 1 << 2, /* IPSET_FLAG_NOMATCH in IPSET_ATTR_CADT_FLAGS */
};

struct member {
	struct range ip, ip2;
	int bits;
	int port_lo, port_hi, proto;
	const char *iface, *name;
	bool nomatch, mac, mark;
};
struct members {
	struct arena *arena;
	const char *type;
	struct member *v;
	size_t n, cap;
};

/* -- reading ---------------------------------------------------------------------- */

static uint32_t all_bits(void)
{
	return UINT32_MAX & ~(uint32_t)1;
}

static bool read_ip(struct bytes nested, struct ip *out)
{
	struct attrs t;
	attrs_read(&t, nested, all_bits());
	if (attrs_has(&t, IPSET_ATTR_IPADDR_IPV4) && t.at[IPSET_ATTR_IPADDR_IPV4].n == 4)
		*out = ip_from4(t.at[IPSET_ATTR_IPADDR_IPV4].p);
	else if (attrs_has(&t, IPSET_ATTR_IPADDR_IPV6) &&
		 t.at[IPSET_ATTR_IPADDR_IPV6].n == 16)
		*out = ip_from6(t.at[IPSET_ATTR_IPADDR_IPV6].p);
	else
		return false;
	return true;
}

static int u8_of(const struct attrs *t, int type, int otherwise)
{
	return attrs_has(t, type) && t->at[type].n == 1 ? t->at[type].p[0] : otherwise;
}

static int port_of(const struct attrs *t, int type, int otherwise)
{
	if (!attrs_has(t, type) || t->at[type].n != 2)
		return otherwise;
	return t->at[type].p[0] << 8 | t->at[type].p[1];
}

/* An address with a prefix length, or with the end of a range. */
static bool read_range(
	const struct attrs *t, int ip, int cidr, int to, struct range *out, int *bits)
{
	struct cidr c = {0};
	if (!attrs_has(t, ip) || !read_ip(t->at[ip], &c.ip))
		return false;
	int whole = c.ip.family == 4 ? 32 : 128;
	c.bits = u8_of(t, cidr, whole);
	if (c.bits > whole)
		return false;
	*bits = c.bits;
	*out = range_of_cidr(&c);
	if (to && attrs_has(t, to) && !read_ip(t->at[to], &out->hi))
		return false;
	return true;
}

static void read_member(struct members *m, struct bytes b)
{
	struct attrs t;
	struct member x = {.bits = -1};
	int bits2;
	attrs_read(&t, b, all_bits());
	if (attrs_has(&t, IPSET_ATTR_IP) &&
		!read_range(&t, IPSET_ATTR_IP, IPSET_ATTR_CIDR, IPSET_ATTR_IP_TO, &x.ip,
			&x.bits))
		return;
	if (attrs_has(&t, IPSET_ATTR_IP2))
		(void)read_range(&t, IPSET_ATTR_IP2, IPSET_ATTR_CIDR2, IPSET_ATTR_IP2_TO,
			&x.ip2, &bits2);
	x.port_lo = port_of(&t, IPSET_ATTR_PORT, -1);
	x.port_hi = port_of(&t, IPSET_ATTR_PORT_TO, x.port_lo);
	x.proto = u8_of(&t, IPSET_ATTR_PROTO, 0);
	x.nomatch = attrs_u32(&t, IPSET_ATTR_CADT_FLAGS) & FLAG_NOMATCH;
	x.mac = attrs_has(&t, IPSET_ATTR_ETHER);
	x.mark = attrs_has(&t, IPSET_ATTR_MARK);
	if (attrs_has(&t, IPSET_ATTR_IFACE))
		x.iface = attrs_str(m->arena, &t, IPSET_ATTR_IFACE);
	if (attrs_has(&t, IPSET_ATTR_NAME))
		x.name = attrs_str(m->arena, &t, IPSET_ATTR_NAME);
	if (m->n == m->cap) {
		m->cap = m->cap ? m->cap * 2 : 32;
		struct member *v = arena_array(m->arena, m->cap, sizeof(*v));
		if (m->n)
			memcpy(v, m->v, m->n * sizeof(*v));
		m->v = v;
	}
	if (m->n < MEMBERS_MAX)
		m->v[m->n++] = x;
}

static int on_set(const struct nlmsghdr *nlh, void *arg)
{
	struct members *m = arg;
	struct attrs t;
	struct attr at;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct nfgenmsg))
		return MNL_CB_OK;
	struct bytes b = {
		.p = mnl_nlmsg_get_payload_offset(nlh, sizeof(struct nfgenmsg)),
		.n = mnl_nlmsg_get_payload_len(nlh) - sizeof(struct nfgenmsg),
	};
	attrs_read(&t, b, all_bits());
	if (attrs_has(&t, IPSET_ATTR_TYPENAME))
		m->type = attrs_str(m->arena, &t, IPSET_ATTR_TYPENAME);
	if (!attrs_has(&t, IPSET_ATTR_ADT))
		return MNL_CB_OK;
	struct attr_walk w = attr_walk(t.at[IPSET_ATTR_ADT]);
	while (attr_next(&w, &at))
		if (at.type == IPSET_ATTR_DATA)
			read_member(m, at.data);
	return MNL_CB_OK;
}

static bool read_members(struct arena *a, const char *name, struct members *out)
{
	_Alignas(struct nlmsghdr) unsigned char buf[REQUEST_MAX] = {0};
	struct nl nl;
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = NFNL_SUBSYS_IPSET << 8 | IPSET_CMD_LIST;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	struct nfgenmsg *g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->nfgen_family = AF_INET;
	mnl_attr_put_u8(nlh, IPSET_ATTR_PROTOCOL, IPSET_PROTOCOL_MIN);
	mnl_attr_put_strz(nlh, IPSET_ATTR_SETNAME, name);
	*out = (struct members){.arena = a};
	if (nl_open(a, &nl, NETLINK_NETFILTER) != ERR_OK)
		return false;
	bool ok = nl_ask(&nl, nlh, on_set, out) == ERR_OK && out->type;
	nl_close(&nl);
	return ok;
}

static const char *name_of(struct arena *a, int64_t index)
{
	struct ip_set_req_version version = {.op = IP_SET_OP_VERSION};
	struct ip_set_req_get_set req = {.op = IP_SET_OP_GET_BYINDEX};
	socklen_t n = sizeof(version);
	const char *name = NULL;
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	if (fd < 0)
		return NULL;
	if (getsockopt(fd, SOL_IP, SO_IP_SET, &version, &n) == 0) {
		req.version = version.version;
		req.set.index = (ip_set_id_t)index;
		n = sizeof(req);
		if (getsockopt(fd, SOL_IP, SO_IP_SET, &req, &n) == 0 && req.set.name[0])
			name = arena_dup(a, req.set.name,
				strnlen(req.set.name, sizeof(req.set.name)));
	}
	close(fd);
	return name;
}

/* -- judging ---------------------------------------------------------------------- */

struct asked {
	struct fact_reader *reader;
	const struct need *need;
	unsigned
		/* bit 1: the first dimension is of the source, bit 2: the second … */
		flags;
	int family;
	struct space left, inside;
	const char *why; /* set: the answer is not known */
	bool plain;      /* the set's members are addresses or prefixes alone */
	int deep;
};

static bool from_source(const struct asked *q, int dimension)
{
	return q->flags >> dimension & 1;
}

static bool holds(const struct range *r, const struct ip *ip)
{
	return r->lo.family == ip->family && ip_compare(ip, &r->lo) >= 0 &&
	       ip_compare(ip, &r->hi) <= 0;
}

static bool port_matches(const struct asked *q, const struct member *m, int dimension)
{
	int port = from_source(q, dimension) ? (int)(q->need->mark & 0xffff)
					     : (int)q->need->port;
	return port >= m->port_lo && port <= m->port_hi &&
	       (m->proto == 0 || m->proto == (int)(q->need->mark >> 16));
}

static bool interface_matches(
	const struct asked *q, const struct member *m, int dimension)
{
	return from_source(q, dimension) && q->need->iif && m->iface &&
	       strcmp(m->iface, q->need->iif) == 0;
}

/* One address dimension: a condition on the source (*source gets it), or the target. */
static bool address_matches(const struct asked *q, const struct range *r, int dimension,
	const struct range **source)
{
	if (!from_source(q, dimension))
		return holds(r, &q->need->to);
	*source = r;
	return true;
}

/* Walks the parts of the type's name ("hash:net,port,ip") with the dimensions. */
static bool member_matches(struct asked *q, const char *type, const struct member *m,
	const struct range **source)
{
	const char *part = strchr(type, ':');
	const struct range *ip = &m->ip;
	bool ok = true;
	for (int d = 1; part && ok; d++, part = strchr(part, ',')) {
		part++;
		if (strncmp(part, "ip", 2) == 0 || strncmp(part, "net", 3) == 0) {
			ok = address_matches(q, ip, d, source);
			ip = &m->ip2;
		} else if (strncmp(part, "port", 4) == 0) {
			ok = port_matches(q, m, d);
		} else if (strncmp(part, "iface", 5) == 0) {
			ok = interface_matches(q, m, d);
		} else {
			q->why = "an ipset by MAC address or mark";
			return false;
		}
	}
	return ok;
}

static void take(struct asked *q, const struct range *source, bool nomatch)
{
	struct arena *a = q->reader->arena;
	struct space whole = space_all(a, q->family), taken;
	size_t n = 1;
	struct range *r = source ? NULL : space_ranges(a, &whole, &n);
	taken = space_take(a, &q->left, source ? source : r);
	if (!nomatch)
		space_join(a, &q->inside, taken);
}

/* The longest prefix decides where some members say "nomatch". */
static int by_bits(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	return y->bits - x->bits;
}

static void judge_set(struct asked *q, const char *name);

static void judge_list(struct asked *q, const struct members *all)
{
	for (size_t i = 0; i < all->n && !q->why; i++)
		if (all->v[i].name)
			judge_set(q, all->v[i].name);
}

static void judge_set(struct asked *q, const char *name)
{
	struct members all;
	if (++q->deep > LISTS_DEEP || !read_members(q->reader->arena, name, &all)) {
		q->why = "an ipset that could not be read";
		return;
	}
	q->plain = q->deep == 1 && !strchr(all.type, ',') &&
		   strncmp(all.type, "list:", 5) != 0;
	if (strncmp(all.type, "list:", 5) == 0) {
		judge_list(q, &all);
	} else {
		qsort(all.v, all.n, sizeof(*all.v), by_bits);
		for (size_t i = 0; i < all.n && !q->why; i++) {
			const struct range *source = NULL;
			if (!member_matches(q, all.type, &all.v[i], &source))
				continue;
			if (!source || source->lo.family == q->family)
				take(q, source, all.v[i].nomatch);
		}
	}
	q->deep--;
}

void facts_ipset(struct fact_reader *r, const struct need *n, struct fact *out)
{
	const char *name = name_of(r->arena, n->value);
	struct asked q = {.reader = r, .need = n, .family = n->to.family};
	out->why = "an ipset that could not be read";
	if (!name || n->key.n < 2)
		return;
	q.flags = n->key.p[1];
	q.left = space_all(r->arena, q.family);
	q.inside = space_none(q.family);
	judge_set(&q, name);
	out->text = name;
	if (q.why) {
		out->why = q.why;
		return;
	}
	out->ranges = space_ranges(r->arena, &q.inside, &out->ranges_n);
	out->value = q.plain;
	out->known = true;
	out->why = NULL;
}
