/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ruleset_facts.h"

#include "listeners.h"
#include "rtnl.h"
#include "ruleset_nft.h"

#include <linux/if_link.h>
#include <net/if.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

enum { REQUEST_MAX = 512 };

/* -- sets ------------------------------------------------------------------------- */

/* The reader made the set; the engine only promises not to change it. */
static struct nf_set *own_set(const struct nf_set *s)
{
	union {
		const struct nf_set *in;
		struct nf_set *out;
	} u = {.in = s};
	return u.out;
}

static void answer_set(struct fact_reader *r, const struct need *n)
{
	const char *why = NULL;
	struct nf_set *set = own_set(n->set);
	bool whole = n->kind == NEED_SET_ALL || set->flags & SET_ANONYMOUS;
	if (whole && ruleset_read_set(r->sets ? r->sets : r->arena, set, &why) == ERR_OK)
		return;
	struct fact *f = facts_add(r->facts, n);
	f->why = why;
	if (!whole)
		ruleset_ask_set(r->arena, set, n->key, f);
}

/* -- interfaces ------------------------------------------------------------------- */

struct linked {
	struct arena *arena;
	struct fact *out;
};

static void read_kind(struct arena *a, const struct nlattr *info, struct fact *out)
{
	struct nl_attrs attrs = nl_attrs_nested(info);
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));)
		if (mnl_attr_get_type(attr) == IFLA_INFO_KIND)
			out->text = arena_str(a, nl_str(attr));
}

static int on_link(const struct nlmsghdr *nlh, void *arg)
{
	struct linked *l = arg;
	const struct ifinfomsg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m))
		return MNL_CB_OK;
	l->out->known = true;
	l->out->value = m->ifi_index;
	l->out->type = m->ifi_type;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		if (mnl_attr_get_type(attr) == IFLA_GROUP)
			l->out->group = nl_u32(attr);
		else if (mnl_attr_get_type(attr) == IFLA_LINKINFO)
			read_kind(l->arena, attr, l->out);
	}
	return MNL_CB_OK;
}

struct addressed {
	int family;
	uint32_t index;
	struct ip first;
};

static int on_address(const struct nlmsghdr *nlh, void *arg)
{
	struct addressed *g = arg;
	const struct ifaddrmsg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || m->ifa_index != g->index ||
		g->first.family)
		return MNL_CB_OK;
	struct ip local = {0}, any = {0};
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		if (mnl_attr_get_type(attr) == IFA_LOCAL)
			local = rtnl_ip(m->ifa_family, attr);
		else if (mnl_attr_get_type(attr) == IFA_ADDRESS)
			any = rtnl_ip(m->ifa_family, attr);
	}
	struct ip ip = local.family ? local : any;
	if (ip.family == g->family)
		g->first = ip;
	return MNL_CB_OK;
}

static void read_address(
	struct fact_reader *r, struct nl *nl, const struct need *n, struct fact *f)
{
	char buf[REQUEST_MAX] = {0};
	struct addressed g = {.family = n->ip.family, .index = (uint32_t)f->value};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	(void)r;
	nlh->nlmsg_type = RTM_GETADDR;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	struct ifaddrmsg *m = mnl_nlmsg_put_extra_header(nlh, sizeof(*m));
	m->ifa_family = n->ip.family == 4 ? AF_INET : AF_INET6;
	f->known = nl_ask(nl, nlh, on_address, &g) == ERR_OK;
	f->ip = g.first;
}

static void answer_interface(struct fact_reader *r, const struct need *n, struct fact *f)
{
	char buf[REQUEST_MAX] = {0};
	struct nl nl;
	struct linked l = {.arena = r->arena, .out = f};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	f->why = "there is no such interface";
	if (!n->name || strlen(n->name) >= IF_NAMESIZE)
		return;
	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(nlh, IFLA_IFNAME, n->name);
	if (nl_open(r->arena, &nl, NETLINK_ROUTE) != ERR_OK)
		return;
	if (nl_ask(&nl, nlh, on_link, &l) == ERR_OK && f->known && n->ip.family)
		read_address(r, &nl, n, f);
	nl_close(&nl);
}

/* -- sockets ---------------------------------------------------------------------- */

static bool hears(const struct listener *l, const struct ip *ip)
{
	if (l->ip.family == 6 && ip_is_any(&l->ip))
		return ip->family == 6 || !l->v6only;
	return l->ip.family == ip->family && (ip_is_any(&l->ip) || ip_equal(&l->ip, ip));
}

static void answer_socket(struct fact_reader *r, const struct need *n, struct fact *f)
{
	struct ask_ports ports = {.first = n->port};
	struct bounds b = {0};
	const char *why = NULL;
	f->known = diag_read(r->arena, &ports, &b, &why) == ERR_OK ||
		   procnet_read(r->arena, &ports, &b) == ERR_OK;
	f->why = f->known ? NULL : why;
	f->value = -1;
	for (size_t i = 0; i < b.all.n; i++)
		if (hears(&b.all.v[i]->look, &n->ip))
			f->value = 0;
}

/* The C library says nothing of the kernel's zone: the kernel is asked itself. */
static void answer_time(struct fact *f)
{
	struct timeval now = {0};
	struct timezone zone = {0};
#ifdef SYS_gettimeofday
	f->known = syscall(SYS_gettimeofday, &now, &zone) == 0;
#endif
	f->why = f->known ? NULL : "the clock could not be read";
	f->value = now.tv_sec;
	f->type = zone.tz_minuteswest;
}

void facts_answer(struct fact_reader *r, const struct need *n)
{
	if (n->kind == NEED_SET_ALL || n->kind == NEED_SET_KEY) {
		answer_set(r, n);
		return;
	}
	struct fact *f = facts_add(r->facts, n);
	switch (n->kind) {
	case NEED_LOCAL:
	case NEED_FIB:
	case NEED_RPF:
	case NEED_BACK:
	case NEED_FORWARD:
		facts_route(r, n, f);
		break;
	case NEED_SOCKET:
		answer_socket(r, n, f);
		break;
	case NEED_INTERFACE:
		answer_interface(r, n, f);
		break;
	case NEED_IPSET:
		facts_ipset(r, n, f);
		break;
	case NEED_QUEUE:
	case NEED_RECENT:
	case NEED_HASHLIMIT:
	case NEED_TABLE_FULL:
		facts_list(r, n, f);
		break;
	case NEED_TIME:
		answer_time(f);
		break;
	case NEED_CONNECTIONS:
		facts_conntrack(r, n, f);
		break;
	case NEED_SET_ALL:
	case NEED_SET_KEY:
	case NEED__MAX:
		break;
	}
}
