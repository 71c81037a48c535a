/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's own word: NFNLGRP_NFTRACE events of the packet that was just sent. */
#include "lab.h"

#include "verdict/attr.h"

#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { QUEUE_BYPASS = 0x8000 }; /* NF_VERDICT_FLAG_QUEUE_BYPASS */
enum { BUFFER = 65536, RECEIVE_BUFFER = 8 << 20 };

static struct mnl_socket *events;

bool trace_open(void)
{
	int group = NFNLGRP_NFTRACE, big = RECEIVE_BUFFER;
	events = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (!events || mnl_socket_bind(events, 0, MNL_SOCKET_AUTOPID) < 0 ||
		mnl_socket_setsockopt(
			events, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
		return false;
	setsockopt(
		mnl_socket_get_fd(events), SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof(big));
	return true;
}

void trace_close(void)
{
	if (events)
		mnl_socket_close(events);
	events = NULL;
}

static void copy_name(char *out, size_t size, const struct attrs *t, int type)
{
	size_t n = attrs_has(t, type) ? t->at[type].n : 0;
	n = n < size ? n : size - 1;
	if (n)
		memcpy(out, t->at[type].p, n);
	out[n] = '\0';
}

static int on_event(const struct nlmsghdr *nlh, void *arg)
{
	struct trace *out = arg;
	struct attrs t, v;
	if ((nlh->nlmsg_type & 0xff) != NFT_MSG_TRACE || out->n == TRACE_MAX)
		return MNL_CB_OK;
	const struct nfgenmsg *g = mnl_nlmsg_get_payload(nlh);
	struct bytes b = {.p = mnl_nlmsg_get_payload_offset(nlh, sizeof(*g)),
		.n = mnl_nlmsg_get_payload_len(nlh) - sizeof(*g)};
	attrs_read(&t, b, 0xffffffff);
	struct trace_event *e = &out->v[out->n++];
	copy_name(e->table, sizeof(e->table), &t, NFTA_TRACE_TABLE);
	copy_name(e->chain, sizeof(e->chain), &t, NFTA_TRACE_CHAIN);
	e->handle = attrs_u64(&t, NFTA_TRACE_RULE_HANDLE);
	e->type = (int)attrs_u32(&t, NFTA_TRACE_TYPE);
	e->id = attrs_u32(&t, NFTA_TRACE_ID);
	e->family = g->nfgen_family;
	e->verdict = (int)attrs_u32(&t, NFTA_TRACE_POLICY);
	if (attrs_has(&t, NFTA_TRACE_VERDICT)) {
		attrs_read(&v, t.at[NFTA_TRACE_VERDICT], 0x6);
		e->verdict = (int)attrs_u32(&v, NFTA_VERDICT_CODE);
	}
	return MNL_CB_OK;
}

void trace_read(struct trace *t, int wait_ms)
{
	static _Alignas(struct nlmsghdr) unsigned char buf[BUFFER];
	struct pollfd p = {.fd = mnl_socket_get_fd(events), .events = POLLIN};
	ssize_t n;
	if (wait_ms && poll(&p, 1, wait_ms) <= 0)
		return;
	while ((n = mnl_socket_recvfrom(events, buf, sizeof(buf))) > 0)
		mnl_cb_run(buf, (size_t)n, 0, 0, on_event, t);
}

/* -- one decision of many events
 * --------------------------------------------------------------- */

static const char *family_name(int family)
{
	return family == NF_INET     ? "inet"
	       : family == NF_IP     ? "ip"
	       : family == NF_IP6    ? "ip6"
	       : family == NF_NETDEV ? "netdev"
				     : "?";
}

static void decided(struct kernel_says *out, enum fate fate, const struct trace_event *e)
{
	out->fate = fate;
	snprintf(out->family, sizeof(out->family), "%s", family_name(e->family));
	memcpy(out->table, e->table, sizeof(out->table));
	memcpy(out->chain, e->chain, sizeof(out->chain));
	out->handle = e->type == TRACE_RULE ? e->handle : 0;
}

static bool own(const struct trace_event *e, const char *chain)
{
	return strcmp(e->table, LAB_TABLE) == 0 && strcmp(e->chain, chain) == 0;
}

/* An accept of a rule says more than a policy's. */
static void judge_accept(
	struct kernel_says *out, const struct trace_event *e, bool *by_rule)
{
	if (e->verdict != V_ACCEPT || (e->type == TRACE_POLICY && *by_rule))
		return;
	*by_rule = e->type == TRACE_RULE;
	decided(out, FATE_ACCEPT, e);
}

void trace_judge(const struct trace *t, struct kernel_says *out)
{
	bool by_rule = false;
	memset(out, 0, sizeof(*out));
	out->fate = FATE_DROP;
	out->silent = true;
	for (size_t i = 0; i < t->n; i++) {
		const struct trace_event *e = &t->v[i];
		if (own(e, "reply")) {
			out->replied = true;
		} else if (own(e, "in0") || own(e, "fw0")) {
			if (e->type ==
				TRACE_RULE) { /* what came before was another hook */
				memset(out->table, 0, sizeof(out->table));
				memset(out->chain, 0, sizeof(out->chain));
				out->handle = 0;
				by_rule = false;
				out->local = own(e, "in0");
				out->forward = !out->local;
			}
		} else if (own(e, "in9") || own(e, "fw9")) {
			out->silent = false;
			out->fate = FATE_ACCEPT;
		} else if (strcmp(e->table, LAB_TABLE) == 0) {
			continue;
		} else if ((e->type == TRACE_RULE || e->type == TRACE_POLICY) &&
			   e->verdict == V_DROP) {
			decided(out, FATE_DROP, e);
			out->silent = false;
			break;
		} else if (e->type == TRACE_RULE && e->verdict == V_STOLEN) {
			decided(out, FATE_DROP, e);
			out->silent = false;
			out->stolen = true;
			break;
		} else if (e->type == TRACE_RULE && (e->verdict & 0xff) == V_QUEUE) {
			/* nobody listens: it ends here, or goes on as if accepted */
			by_rule = e->verdict & QUEUE_BYPASS;
			decided(out, by_rule ? FATE_ACCEPT : FATE_DROP, e);
			out->silent = by_rule;
		} else {
			judge_accept(out, e, &by_rule);
		}
	}
	/* replies come between the packet's own events: look at the rest as well */
	for (size_t i = 0; i < t->n; i++)
		out->replied |= own(&t->v[i], "reply");
	if (out->silent) {
		out->fate = FATE_DROP;
		out->table[0] = out->chain[0] = '\0';
		out->handle = 0;
	} else if (out->fate == FATE_DROP && out->replied && !out->stolen) {
		out->fate = FATE_REJECT;
	}
}
