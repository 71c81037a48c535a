/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's trace (NFNLGRP_NFTRACE, since 4.6): which rule decided. */
#include "inject_parts.h"

#include "ruleset_nl.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>
#include <sys/socket.h>

enum { BUFFER = 64 * 1024, ROOM = 8 << 20, EVENTS_MAX = 4096, TYPE_POLICY = 1 };

struct event {
	uint32_t id, type;
	int family, verdict;
	uint64_t handle;
	const char *table, *chain;
};
struct inject_trace {
	struct arena *arena; /* of the events of one packet */
	struct mnl_socket *socket;
	unsigned char *buffer;
	struct event *v; /* EVENTS_MAX */
	size_t n;
};

struct inject_trace *inject_trace_open(struct arena *a)
{
	int group = NFNLGRP_NFTRACE, room = ROOM;
	struct inject_trace *t = ARENA_NEW(a, struct inject_trace);
	t->socket = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (!t->socket)
		return NULL;
	if (mnl_socket_bind(t->socket, 0, MNL_SOCKET_AUTOPID) < 0 ||
		mnl_socket_setsockopt(
			t->socket, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0) {
		mnl_socket_close(t->socket);
		return NULL;
	}
	setsockopt(mnl_socket_get_fd(t->socket), SOL_SOCKET, SO_RCVBUFFORCE, &room,
		sizeof(room));
	t->arena = arena_new();
	t->buffer = arena_alloc(a, BUFFER);
	t->v = arena_array(a, EVENTS_MAX, sizeof(*t->v));
	return t;
}

void inject_trace_close(struct inject_trace *t)
{
	if (!t)
		return;
	mnl_socket_close(t->socket);
	arena_free(t->arena);
}

static int on_event(const struct nlmsghdr *nlh, void *arg)
{
	struct inject_trace *t = arg;
	struct attrs at, v;
	const struct nfgenmsg *g = mnl_nlmsg_get_payload(nlh);
	if ((nlh->nlmsg_type & 0xff) != NFT_MSG_TRACE || t->n == EVENTS_MAX ||
		!ruleset_attrs(nlh, &at, NFTA_TRACE_POLICY))
		return MNL_CB_OK;
	struct event *e = &t->v[t->n++];
	*e = (struct event){.id = attrs_u32(&at, NFTA_TRACE_ID),
		.type = attrs_u32(&at, NFTA_TRACE_TYPE),
		.family = g->nfgen_family,
		.handle = attrs_u64(&at, NFTA_TRACE_RULE_HANDLE),
		.table = attrs_str(t->arena, &at, NFTA_TRACE_TABLE),
		.chain = attrs_str(t->arena, &at, NFTA_TRACE_CHAIN),
		.verdict = (int)attrs_u32(&at, NFTA_TRACE_POLICY)};
	if (attrs_has(&at, NFTA_TRACE_VERDICT)) {
		attrs_read(
			&v, at.at[NFTA_TRACE_VERDICT], ruleset_bits(1, NFTA_VERDICT_MAX));
		e->verdict = (int)attrs_u32(&v, NFTA_VERDICT_CODE);
	}
	return MNL_CB_OK;
}

static void read_events(struct inject_trace *t)
{
	ssize_t n;
	while ((n = mnl_socket_recvfrom(t->socket, t->buffer, BUFFER)) > 0)
		mnl_cb_run(t->buffer, (size_t)n, 0, 0, on_event, t);
}

void inject_trace_drain(struct inject_trace *t)
{
	read_events(t);
	t->n = 0;
	arena_reset(t->arena);
}

/* -- one decision of many events --------------------------------------------------- */

static bool is_of(const struct event *e, const char *table)
{
	return e->table && strcmp(e->table, table) == 0;
}

/* Tables of this program's other runs decide nothing. */
static bool is_foreign(const struct event *e)
{
	return e->table && e->chain &&
	       strncmp(e->table, INJECT_TABLE, strlen(INJECT_TABLE)) != 0;
}

/* The SYN is what the own table's first chains marked. */
static bool find_id(const struct inject_trace *t, const char *own_table, uint32_t *id)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_of(&t->v[i], own_table) && t->v[i].chain &&
			strncmp(t->v[i].chain, "out", 3) != 0) {
			*id = t->v[i].id;
			return true;
		}
	return false;
}

static void take(struct arena *a, const struct event *e, struct inject_rule *out)
{
	*out = (struct inject_rule){.family = e->family,
		.table = arena_str(a, e->table),
		.chain = arena_str(a, e->chain),
		.handle = e->type == TYPE_POLICY ? 0 : e->handle};
}

/* The routing decision is behind it: what accepted before was another hook. */
static bool is_last_hook(const struct event *e)
{
	return strcmp(e->chain, "in0") == 0 || strcmp(e->chain, "fw0") == 0;
}

static bool is_queue(const struct event *e)
{
	return e->type != TYPE_POLICY && (e->verdict & NF_VERDICT_MASK) == NF_QUEUE;
}

/* Where nobody reads a queue with bypass, the packet goes on as if accepted. */
static bool decides(const struct event *e, bool accepted)
{
	if (!accepted)
		return e->verdict == NF_DROP;
	return e->verdict == NF_ACCEPT ||
	       (is_queue(e) && e->verdict & NF_VERDICT_FLAG_QUEUE_BYPASS);
}

void inject_trace_judge(struct inject_trace *t, struct arena *a, const char *own_table,
	bool accepted, struct inject_rule *out)
{
	uint32_t id;
	const struct event *by = NULL, *last = NULL;
	*out = (struct inject_rule){0};
	read_events(t);
	if (!find_id(t, own_table, &id))
		return;
	for (size_t i = 0; i < t->n; i++) {
		const struct event *e = &t->v[i];
		if (e->id != id)
			continue;
		if (is_of(e, own_table) && e->chain && is_last_hook(e))
			by = NULL;
		last = e;
		if (!is_foreign(e) || !decides(e, accepted))
			continue;
		/* an accept by a rule says more than a policy's */
		if (!accepted || e->type != TYPE_POLICY || !by || by->type == TYPE_POLICY)
			by = e;
	}
	/* a queue that nobody reads, or whose reader keeps it */
	if (!by && !accepted && last && is_foreign(last) && is_queue(last))
		by = last;
	if (by)
		take(a, by, out);
}
