/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packet_programs.h"

#include "file.h"
#include "listeners.h"
#include "rtnl.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/pkt_sched.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	REQUEST_MAX = 256,
	PROGRAMS_MAX = 64,
	LINKS_MAX = 4096,    /* BPF links looked at */
	TCX_INGRESS = 46,    /* BPF_TCX_INGRESS (Linux 6.6) */
	LINK_NETFILTER = 10, /* BPF_LINK_TYPE_NETFILTER (Linux 6.4) */
	TABLE_MAX = 1024 * 1024,
};

struct seeking {
	struct arena *arena;
	struct verdicts *out;
	struct nl nl;
	const char *interface; /* of the filters under way */
};

static void found(
	struct seeking *s, const char *kind, const char *where, const char *detail)
{
	if (s->out->programs.n >= PROGRAMS_MAX)
		return;
	struct packet_program *p =
		VEC_ADD(s->arena, &s->out->programs, struct packet_program);
	p->kind = kind;
	p->where = where;
	p->detail = detail;
}

/* -- bpf(2) ----------------------------------------------------------------------- */

static long bpf(int cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

static const char *program_name(struct arena *a, uint32_t id)
{
	union bpf_attr attr = {0};
	struct bpf_prog_info info = {0};
	attr.prog_id = id;
	long fd = bpf(BPF_PROG_GET_FD_BY_ID, &attr);
	if (fd < 0)
		return arena_printf(a, "program %u", id);
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = sizeof(info);
	attr.info.info = (uint64_t)(uintptr_t)&info;
	long got = bpf(BPF_OBJ_GET_INFO_BY_FD, &attr);
	close((int)fd);
	if (got < 0 || !info.name[0])
		return arena_printf(a, "program %u", id);
	return arena_printf(a, "program %u, %.16s", id, info.name);
}

/* The programs of an attach point; a kernel without it has none. */
static void seek_attached(struct seeking *s, uint32_t target, uint32_t type,
	const char *kind, const char *where)
{
	uint32_t ids[PROGRAMS_MAX] = {0};
	union bpf_attr attr = {0};
	attr.query.target_fd = target;
	attr.query.attach_type = type;
	attr.query.query_flags =
		type == BPF_CGROUP_INET_INGRESS ? BPF_F_QUERY_EFFECTIVE : 0;
	attr.query.prog_ids = (uint64_t)(uintptr_t)ids;
	attr.query.prog_cnt = PROGRAMS_MAX;
	if (bpf(BPF_PROG_QUERY, &attr) < 0)
		return;
	for (uint32_t i = 0; i < attr.query.prog_cnt && i < PROGRAMS_MAX; i++)
		found(s, kind, where, program_name(s->arena, ids[i]));
}

/* -- XDP and tc ------------------------------------------------------------------- */

static void read_xdp(struct seeking *s, const struct nlattr *xdp, const char *interface)
{
	static const char *const modes[] = {
		"", "driver", "generic", "offloaded", "several"};
	uint8_t mode = 0;
	uint32_t id = 0;
	struct nl_attrs attrs = nl_attrs_nested(xdp);
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		int type = mnl_attr_get_type(attr);
		if (type == IFLA_XDP_ATTACHED && mnl_attr_get_payload_len(attr) == 1)
			mode = *(const uint8_t *)mnl_attr_get_payload(attr);
		else if (type == IFLA_XDP_PROG_ID ||
			 (!id && type >= IFLA_XDP_DRV_PROG_ID))
			id = nl_u32(attr);
	}
	if (mode == 0 || mode >= sizeof(modes) / sizeof(modes[0]))
		return;
	found(s, "xdp", interface,
		arena_printf(s->arena, "%s, %s mode", program_name(s->arena, id),
			modes[mode]));
}

struct links {
	struct seeking *s;
	uint32_t index[256];
	const char *name[256];
	size_t n;
};

static int on_link(const struct nlmsghdr *nlh, void *arg)
{
	struct links *l = arg;
	const struct ifinfomsg *m = mnl_nlmsg_get_payload(nlh);
	const char *name = NULL;
	const struct nlattr *xdp = NULL;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m))
		return MNL_CB_OK;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		if (mnl_attr_get_type(attr) == IFLA_IFNAME)
			name = arena_str(l->s->arena, nl_str(attr));
		else if (mnl_attr_get_type(attr) == IFLA_XDP)
			xdp = attr;
	}
	if (xdp && name)
		read_xdp(l->s, xdp, name);
	if (name && l->n < 256) {
		l->index[l->n] = (uint32_t)m->ifi_index;
		l->name[l->n++] = name;
	}
	return MNL_CB_OK;
}

static int on_filter(const struct nlmsghdr *nlh, void *arg)
{
	struct seeking *s = arg;
	const char *kind = "filter";
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct tcmsg))
		return MNL_CB_OK;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(struct tcmsg));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));)
		if (mnl_attr_get_type(attr) == TCA_KIND && nl_str(attr))
			kind = arena_printf(s->arena, "a %s filter", nl_str(attr));
	/* a filter is told several times, once for each of its handles */
	for (size_t i = 0; i < s->out->programs.n; i++) {
		const struct packet_program *p = s->out->programs.v[i];
		if (strcmp(p->where, s->interface) == 0 && strcmp(p->detail, kind) == 0)
			return MNL_CB_OK;
	}
	found(s, "tc", s->interface, kind);
	return MNL_CB_OK;
}

static void seek_filters(struct seeking *s, uint32_t index)
{
	char buf[REQUEST_MAX] = {0};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETTFILTER;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	struct tcmsg *t = mnl_nlmsg_put_extra_header(nlh, sizeof(*t));
	t->tcm_family = AF_UNSPEC;
	t->tcm_ifindex = (int)index;
	t->tcm_parent = TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS);
	(void)!nl_ask(&s->nl, nlh, on_filter, s); /* no such qdisc, no filters */
}

static void seek_links(struct seeking *s)
{
	char buf[REQUEST_MAX] = {0};
	struct links l = {.s = s};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
	if (nl_ask(&s->nl, nlh, on_link, &l) != ERR_OK)
		return;
	for (size_t i = 0; i < l.n; i++) {
		s->interface = l.name[i];
		seek_filters(s, l.index[i]);
		seek_attached(s, l.index[i], TCX_INGRESS, "tc", l.name[i]);
	}
}

/* -- cgroups, netfilter links, IPVS ----------------------------------------------- */

/* The cgroup v2 path of a process: the line "0::/path". */
static const char *cgroup_of(struct arena *a, int64_t pid)
{
	struct bytes b;
	size_t at = 0, n;
	if (file_read(a, arena_printf(a, "/proc/%lld/cgroup", (long long)pid), 65536,
		    &b) != ERR_OK)
		return NULL;
	for (const char *line; (line = file_next_line(&b, &at, &n));)
		if (n > 3 && memcmp(line, "0::", 3) == 0)
			return arena_printf(
				a, "/sys/fs/cgroup%.*s", (int)n - 3, line + 3);
	return NULL;
}

static void seek_cgroups(struct seeking *s)
{
	struct ask_ports ports = {.first = 80, .second = 443};
	struct bounds b = {0};
	const char *why;
	const char *seen[16] = {0};
	if (diag_read(s->arena, &ports, &b, &why) != ERR_OK || !owners_find(s->arena, &b))
		return;
	for (size_t i = 0; i < b.all.n; i++) {
		const char *path = cgroup_of(s->arena, b.all.v[i]->look.pid);
		size_t k = 0;
		while (path && k < 16 && seen[k] && strcmp(seen[k], path) != 0)
			k++;
		if (!path || k == 16 || seen[k])
			continue;
		seen[k] = path;
		int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			continue;
		seek_attached(
			s, (uint32_t)fd, BPF_CGROUP_INET_INGRESS, "cgroup-bpf", path);
		close(fd);
	}
}

static bool is_netfilter_link(uint32_t id, uint32_t *program)
{
	union bpf_attr attr = {0};
	struct bpf_link_info info = {0};
	attr.link_id = id;
	long fd = bpf(BPF_LINK_GET_FD_BY_ID, &attr);
	if (fd < 0)
		return false;
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = sizeof(info);
	attr.info.info = (uint64_t)(uintptr_t)&info;
	bool ok = bpf(BPF_OBJ_GET_INFO_BY_FD, &attr) == 0 && info.type == LINK_NETFILTER;
	*program = info.prog_id;
	close((int)fd);
	return ok;
}

static void seek_netfilter_links(struct seeking *s)
{
	uint32_t id = 0, program;
	for (int i = 0; i < LINKS_MAX; i++) {
		union bpf_attr attr = {0};
		attr.start_id = id;
		if (bpf(BPF_LINK_GET_NEXT_ID, &attr) < 0)
			return;
		id = attr.next_id;
		if (is_netfilter_link(id, &program))
			found(s, "netfilter-bpf", "a netfilter hook",
				program_name(s->arena, program));
	}
}

/* "TCP  C0000201:0050 rr": a virtual service by address and port in hex. */
static void seek_ipvs(struct seeking *s)
{
	struct bytes b;
	size_t at = 0, n;
	if (file_read(s->arena, "/proc/net/ip_vs", TABLE_MAX, &b) != ERR_OK)
		return;
	for (const char *line; (line = file_next_line(&b, &at, &n));) {
		const char *colon = n > 4 ? memchr(line, ':', n) : NULL;
		if (!colon ||
			(memcmp(line, "TCP ", 4) != 0 && memcmp(line, "UDP ", 4) != 0))
			continue;
		/* an IPv6 service stands in brackets: its port follows "]:" */
		const char *close_ = memchr(line, ']', n);
		long port = strtol(close_ ? close_ + 2 : colon + 1, NULL, 16);
		if (port == 80 || port == 443)
			found(s, "ipvs", arena_printf(s->arena, "port %ld", port),
				arena_dup(s->arena, line, n));
	}
}

void packet_programs(struct arena *a, struct verdicts *out)
{
	struct seeking s = {.arena = a, .out = out};
	if (nl_open(a, &s.nl, NETLINK_ROUTE) == ERR_OK) {
		seek_links(&s);
		nl_close(&s.nl);
	}
	seek_cgroups(&s);
	seek_netfilter_links(&s);
	seek_ipvs(&s);
}
