/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who listens where, and which port the CA needs. */
#include "judge.h"

/* Programs that serve or forward http: what is not in here may still be one. */
static const char *const web_programs[] = {
	"nginx",
	"openresty",
	"tengine",
	"angie",
	"apache2",
	"httpd",
	"caddy",
	"haproxy",
	"traefik",
	"lighttpd",
	"litespeed",
	"lshttpd",
	"openlitespeed",
	"envoy",
	"varnishd",
	"h2o",
	"hitch",
	"stunnel",
	"stunnel4",
	"docker-proxy",
	"rootlessport",
	"rootlesskit",
	"conmon",
	"slirp4netns",
	"pasta",
	"node",
	"java",
	"python",
	"python3",
	"gunicorn",
	"uwsgi",
	"uvicorn",
	"php",
	"php-fpm",
	"frankenphp",
	"ruby",
	"puma",
	"beam.smp",
	"dotnet",
	"deno",
	"bun",
	"systemd",
	"squid",
	"unitd",
	"unit",
	"iisexpress",
	"System",
	"busybox",
	"thttpd",
	"mini_httpd",
	"darkhttpd",
	"sws",
	"certbot",
	"acme.sh",
	"socat",
	"lego",
	"bfe",
	"apisix",
	"kong",
	"istio-proxy",
	"pilot-agent",
	"cloudflared",
	"frps",
	NULL,
};

static bool is_any_for(const struct listener *l, const struct ip *ip)
{
	if (!ip_is_any(&l->ip))
		return false;
	return l->ip.family == ip->family || (l->ip.family == 6 && !l->v6only);
}

static bool on_interface(
	const struct judging *j, const char *interface, const struct ip *ip)
{
	const struct addresses *a = &j->evidence->addresses;
	for (size_t i = 0; i < a->all.n; i++) {
		const struct local_address *x = a->all.v[i];
		if (x->interface && strcmp(x->interface, interface) == 0 &&
			ip_equal(&x->ip, ip))
			return true;
	}
	return false;
}

static bool takes(const struct judging *j, const struct listener *l, const struct ip *ip)
{
	struct ip bound = ip_unmapped(l->ip);
	if (l->interface && !on_interface(j, l->interface, ip))
		return false;
	return ip_equal(&bound, ip) || is_any_for(l, ip);
}

bool listener_open(const struct listener *l)
{
	struct ip ip = ip_unmapped(l->ip);
	return !ip_is_loopback(&ip) && !(l->interface && strcmp(l->interface, "lo") == 0);
}

static bool serves_family(const struct listener *l, int family)
{
	struct ip ip = ip_unmapped(l->ip);
	return ip.family == family ||
	       (ip_is_any(&l->ip) && l->ip.family == 6 && !l->v6only);
}

enum listening port_listening(
	const struct judging *j, const struct ip *ip, int64_t port, bool nat)
{
	const struct listeners *all = &j->evidence->listeners;
	bool any = false, open = false, family = false;
	if (!obs_seen(&all->obs))
		return LISTEN_UNKNOWN;
	for (size_t i = 0; i < all->all.n; i++) {
		const struct listener *l = all->all.v[i];
		if (l->port != port)
			continue;
		any = true;
		open = open || listener_open(l);
		family = family || (listener_open(l) && serves_family(l, ip->family));
		if (takes(j, l, ip))
			return LISTEN_YES;
	}
	if (!any)
		return LISTEN_NONE;
	if (!open)
		return LISTEN_LOOPBACK;
	if (!family)
		return LISTEN_OTHER_FAMILY;
	return nat ? LISTEN_YES : LISTEN_OTHER_ADDRESS;
}

const struct listener *port_listener(
	const struct judging *j, const struct ip *ip, int64_t port, bool nat)
{
	const struct listeners *all = &j->evidence->listeners;
	const struct listener *first = NULL;
	if (!obs_seen(&all->obs))
		return NULL;
	for (size_t i = 0; i < all->all.n; i++) {
		const struct listener *l = all->all.v[i];
		if (l->port != port)
			continue;
		if (takes(j, l, ip) ||
			(nat && listener_open(l) && serves_family(l, ip->family)))
			return l;
		first = first ? first : l;
	}
	return first;
}

const char *listener_who(const struct judging *j, const struct listener *l)
{
	if (!l || !l->program)
		return "a program";
	if (l->unit)
		return judge_s(
			j, "%s (pid %" PRId64 ", %s)", l->program, l->pid, l->unit);
	return judge_s(j, "%s (pid %" PRId64 ")", l->program, l->pid);
}

bool listener_is_web(const struct listener *l)
{
	if (!l || !l->program)
		return true; /* not known to be anything else */
	for (size_t i = 0; web_programs[i]; i++)
		if (judge_starts(l->program, web_programs[i]))
			return true;
	return false;
}

bool listener_full(const struct listener *l)
{
	/* Linux: sk_acceptq_is_full() is backlog < queue */
	return l->backlog > 0 && l->queue > l->backlog;
}

enum verdict port_need(const struct judging *j, int64_t port, bool other)
{
	switch (j->profile->schemes) {
	case SCHEMES_HTTP:
	case SCHEMES_BOTH_OR_REFUSED:
		return port == 80 ? VERDICT_FAIL : VERDICT_PASS;
	case SCHEMES_EITHER:
		return other ? VERDICT_PASS : VERDICT_FAIL;
	case SCHEMES_ORDER:
	case SCHEMES_UNKNOWN:
		break;
	}
	return other ? VERDICT_WARN : VERDICT_FAIL;
}
