/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs.h"

#include "rtnl.h"

#include <errno.h>
#include <string.h>

struct found {
	struct arena *arena;
	const struct ip *to;
	struct route_look *out;
	bool any;
};

static const char *refusal(unsigned type)
{
	switch (type) {
	case RTN_UNREACHABLE:
		return "unreachable";
	case RTN_BLACKHOLE:
		return "blackhole";
	case RTN_PROHIBIT:
		return "prohibit";
	default:
		return NULL;
	}
}

/* IPv4 answers a refusing route with an error instead of a route (fib_props,
 * net/ipv4/fib_semantics.c). */
static const char *refusal_by_error(int error)
{
	switch (error) {
	case EINVAL:
		return "blackhole";
	case EACCES:
		return "prohibit";
	case EHOSTUNREACH:
	case ENETUNREACH:
		return "unreachable";
	default:
		return NULL;
	}
}

static int on_route(const struct nlmsghdr *nlh, void *arg)
{
	struct found *f = arg;
	const struct rtmsg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m))
		return MNL_CB_OK;
	f->any = true;
	f->out->refused = refusal(m->rtm_type);
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		switch (mnl_attr_get_type(attr)) {
		case RTA_OIF:
			f->out->interface = rtnl_interface(f->arena, nl_u32(attr));
			break;
		case RTA_PREFSRC:
			f->out->source = rtnl_ip(m->rtm_family, attr);
			break;
		case RTA_GATEWAY:
			f->out->gateway = rtnl_ip(m->rtm_family, attr);
			break;
		case RTA_VIA:
			f->out->gateway = rtnl_via(attr);
			break;
		}
	}
	if (ip_is_loopback(f->to))
		f->out->path = PATH_LOOPBACK;
	else
		f->out->path = m->rtm_type == RTN_LOCAL ? PATH_LOCAL : PATH_ROUTER;
	return MNL_CB_OK;
}

static enum err ask(struct nl *nl, struct found *f)
{
	char buf[256] = {0};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETROUTE;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	struct rtmsg *m = mnl_nlmsg_put_extra_header(nlh, sizeof(*m));
	const bool v4 = f->to->family == 4;
	m->rtm_family = v4 ? AF_INET : AF_INET6;
	m->rtm_dst_len = v4 ? 32 : 128;
	mnl_attr_put(nlh, RTA_DST, v4 ? 4 : 16, f->to->addr);
	return nl_ask(nl, nlh, on_route, f);
}

static void describe(struct arena *a, const struct ip *to, struct route_look *out)
{
	char text[IP_TEXT_MAX], gateway[IP_TEXT_MAX], source[IP_TEXT_MAX];
	ip_format(to, text);
	out->obs.seen = out->refused ? SEEN_NO : SEEN_YES;
	if (out->refused) {
		out->path = PATH_UNKNOWN;
		out->obs.excerpt = arena_printf(a, "%s: %s", text, out->refused);
		return;
	}
	out->obs.excerpt = arena_printf(a, "%s%s%s dev %s%s%s", text,
		out->gateway.family ? " via " : "", ip_format(&out->gateway, gateway),
		out->interface ? out->interface : "?", out->source.family ? " src " : "",
		ip_format(&out->source, source));
}

void route_ask(struct arena *a, const struct ask_route *q, struct route_look *out)
{
	struct ip to = ip_unmapped(q->to);
	struct found f = {.arena = a, .to = &to, .out = out};
	out->obs.source = "rtnetlink RTM_GETROUTE";
	if (to.family != 4 && to.family != 6) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = "no address to ask for";
		return;
	}
	struct nl nl;
	enum err err = nl_open(a, &nl, NETLINK_ROUTE);
	if (err == ERR_OK) {
		err = ask(&nl, &f);
		nl_close(&nl);
		if (err != ERR_OK && refusal_by_error(nl.error)) {
			out->refused = refusal_by_error(nl.error);
			f.any = true;
			err = ERR_OK;
		}
	}
	if (err == ERR_OK && f.any) {
		describe(a, &to, out);
		return;
	}
	out->obs.seen = err == ERR_DENIED ? SEEN_DENIED : SEEN_FAILED;
	out->obs.excerpt = arena_printf(a, "the kernel did not tell the route: %s",
		nl.error ? strerror(nl.error) : "no answer");
}
