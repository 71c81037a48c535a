/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inject_nft.h"

#include "file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>

enum { ELEMS_A_MESSAGE = 512, ROOM = 64 * 1024, STALE_MAX = 65536 };

static struct nlmsghdr *message(struct inject_nft *b, int type, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(b->buf + b->n);
	nlh->nlmsg_type = (uint16_t)type;
	nlh->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	struct nfgenmsg *g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->nfgen_family = (uint8_t)b->family;
	g->version = NFNETLINK_V0;
	return nlh;
}

static struct nlmsghdr *nft(struct inject_nft *b, int msg, uint16_t flags)
{
	return message(b, NFNL_SUBSYS_NFTABLES << 8 | msg, flags);
}

static void end(struct inject_nft *b, const struct nlmsghdr *nlh)
{
	b->n += NLMSG_ALIGN(nlh->nlmsg_len);
	if (b->n + ROOM > INJECT_NFT_MAX)
		b->n = INJECT_NFT_MAX - ROOM; /* it is sent cut short, and refused */
}

static void put_u32(struct nlmsghdr *nlh, int type, uint32_t v)
{
	mnl_attr_put_u32(nlh, (uint16_t)type, htonl(v));
}

static void put_control(struct inject_nft *b, int type)
{
	struct nlmsghdr *nlh = message(b, type, 0);
	struct nfgenmsg *g = mnl_nlmsg_get_payload(nlh);
	g->nfgen_family = NFPROTO_UNSPEC;
	g->res_id = htons(NFNL_SUBSYS_NFTABLES);
	end(b, nlh);
}

void inject_nft_begin(struct arena *a, struct inject_nft *b, const char *table)
{
	if (!b->buf)
		b->buf = arena_alloc(a, INJECT_NFT_MAX);
	b->n = 0;
	b->table = table;
	put_control(b, NFNL_MSG_BATCH_BEGIN);
}

void inject_nft_table(struct inject_nft *b, uint32_t flags)
{
	struct nlmsghdr *nlh = nft(b, NFT_MSG_NEWTABLE, NLM_F_CREATE | NLM_F_EXCL);
	mnl_attr_put_strz(nlh, NFTA_TABLE_NAME, b->table);
	put_u32(nlh, NFTA_TABLE_FLAGS, flags);
	end(b, nlh);
}

void inject_nft_delete(struct inject_nft *b)
{
	struct nlmsghdr *nlh = nft(b, NFT_MSG_DELTABLE, 0);
	mnl_attr_put_strz(nlh, NFTA_TABLE_NAME, b->table);
	end(b, nlh);
}

void inject_nft_chain(struct inject_nft *b, const struct inject_hook *h)
{
	struct nlmsghdr *nlh = nft(b, NFT_MSG_NEWCHAIN, NLM_F_CREATE | NLM_F_EXCL);
	mnl_attr_put_strz(nlh, NFTA_CHAIN_TABLE, b->table);
	mnl_attr_put_strz(nlh, NFTA_CHAIN_NAME, h->chain);
	struct nlattr *hook = mnl_attr_nest_start(nlh, NFTA_CHAIN_HOOK);
	put_u32(nlh, NFTA_HOOK_HOOKNUM, h->hook);
	put_u32(nlh, NFTA_HOOK_PRIORITY, (uint32_t)h->priority);
	if (h->device)
		mnl_attr_put_strz(nlh, NFTA_HOOK_DEV, h->device);
	mnl_attr_nest_end(nlh, hook);
	put_u32(nlh, NFTA_CHAIN_POLICY, NF_ACCEPT);
	mnl_attr_put_strz(nlh, NFTA_CHAIN_TYPE, "filter");
	end(b, nlh);
}

void inject_nft_counter(struct inject_nft *b, const char *name)
{
	struct nlmsghdr *nlh = nft(b, NFT_MSG_NEWOBJ, NLM_F_CREATE | NLM_F_EXCL);
	mnl_attr_put_strz(nlh, NFTA_OBJ_TABLE, b->table);
	mnl_attr_put_strz(nlh, NFTA_OBJ_NAME, name);
	put_u32(nlh, NFTA_OBJ_TYPE, NFT_OBJECT_COUNTER);
	struct nlattr *data = mnl_attr_nest_start(nlh, NFTA_OBJ_DATA);
	mnl_attr_nest_end(nlh, data);
	end(b, nlh);
}

void inject_nft_set(
	struct inject_nft *b, const char *name, uint32_t type, size_t len, size_t n)
{
	struct nlmsghdr *nlh = nft(b, NFT_MSG_NEWSET, NLM_F_CREATE | NLM_F_EXCL);
	mnl_attr_put_strz(nlh, NFTA_SET_TABLE, b->table);
	mnl_attr_put_strz(nlh, NFTA_SET_NAME, name);
	put_u32(nlh, NFTA_SET_FLAGS, 0);
	put_u32(nlh, NFTA_SET_KEY_TYPE, type);
	put_u32(nlh, NFTA_SET_KEY_LEN, (uint32_t)len);
	put_u32(nlh, NFTA_SET_ID, 1);
	struct nlattr *desc = mnl_attr_nest_start(nlh, NFTA_SET_DESC);
	put_u32(nlh, NFTA_SET_DESC_SIZE, (uint32_t)(n ? n : 1));
	mnl_attr_nest_end(nlh, desc);
	end(b, nlh);
}

static void put_elems(struct inject_nft *b, struct nlmsghdr *nlh, const char *set,
	const unsigned char *keys, size_t len, size_t step, size_t n)
{
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_TABLE, b->table);
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_SET, set);
	struct nlattr *list = mnl_attr_nest_start(nlh, NFTA_SET_ELEM_LIST_ELEMENTS);
	for (size_t i = 0; i < n; i++) {
		struct nlattr *elem = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
		struct nlattr *key = mnl_attr_nest_start(nlh, NFTA_SET_ELEM_KEY);
		mnl_attr_put(nlh, NFTA_DATA_VALUE, len, keys + i * step);
		mnl_attr_nest_end(nlh, key);
		mnl_attr_nest_end(nlh, elem);
	}
	mnl_attr_nest_end(nlh, list);
	end(b, nlh);
}

void inject_nft_elems(struct inject_nft *b, const char *set, const void *keys, size_t len,
	size_t step, size_t n)
{
	const unsigned char *p = keys;
	for (size_t i = 0; i < n; i += ELEMS_A_MESSAGE) {
		size_t some = n - i < ELEMS_A_MESSAGE ? n - i : ELEMS_A_MESSAGE;
		put_elems(b, nft(b, NFT_MSG_NEWSETELEM, NLM_F_CREATE), set, p + i * step,
			len, step, some);
	}
}

void inject_nft_unset(struct inject_nft *b, const char *set, const void *key, size_t len)
{
	put_elems(b, nft(b, NFT_MSG_DELSETELEM, 0), set, key, len, len, 1);
}

/* -- rules ------------------------------------------------------------------------ */

void inject_nft_rule(struct inject_nft *b, const char *chain)
{
	b->rule = nft(b, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);
	mnl_attr_put_strz(b->rule, NFTA_RULE_TABLE, b->table);
	mnl_attr_put_strz(b->rule, NFTA_RULE_CHAIN, chain);
	b->exprs = mnl_attr_nest_start(b->rule, NFTA_RULE_EXPRESSIONS);
}

void inject_nft_rule_end(struct inject_nft *b)
{
	mnl_attr_nest_end(b->rule, b->exprs);
	end(b, b->rule);
}

static struct nlattr *expr(struct inject_nft *b, const char *name)
{
	b->elem = mnl_attr_nest_start(b->rule, NFTA_LIST_ELEM);
	mnl_attr_put_strz(b->rule, NFTA_EXPR_NAME, name);
	return mnl_attr_nest_start(b->rule, NFTA_EXPR_DATA);
}

static void expr_end(struct inject_nft *b, struct nlattr *data)
{
	mnl_attr_nest_end(b->rule, data);
	mnl_attr_nest_end(b->rule, b->elem);
}

static void put_value(struct inject_nft *b, int type, const void *p, size_t n)
{
	struct nlattr *data = mnl_attr_nest_start(b->rule, (uint16_t)type);
	mnl_attr_put(b->rule, NFTA_DATA_VALUE, n, p);
	mnl_attr_nest_end(b->rule, data);
}

static void put_equal(struct inject_nft *b, uint32_t reg, const void *p, size_t n)
{
	struct nlattr *data = expr(b, "cmp");
	put_u32(b->rule, NFTA_CMP_SREG, NFT_REG32_00 + reg);
	put_u32(b->rule, NFTA_CMP_OP, NFT_CMP_EQ);
	put_value(b, NFTA_CMP_DATA, p, n);
	expr_end(b, data);
}

void inject_nft_meta_is(struct inject_nft *b, uint32_t key, const void *p, size_t n)
{
	struct nlattr *data = expr(b, "meta");
	put_u32(b->rule, NFTA_META_DREG, NFT_REG32_00);
	put_u32(b->rule, NFTA_META_KEY, key);
	expr_end(b, data);
	put_equal(b, 0, p, n);
}

void inject_nft_load(
	struct inject_nft *b, uint32_t base, uint32_t offset, uint32_t n, uint32_t reg)
{
	struct nlattr *data = expr(b, "payload");
	put_u32(b->rule, NFTA_PAYLOAD_DREG, NFT_REG32_00 + reg);
	put_u32(b->rule, NFTA_PAYLOAD_BASE, base);
	put_u32(b->rule, NFTA_PAYLOAD_OFFSET, offset);
	put_u32(b->rule, NFTA_PAYLOAD_LEN, n);
	expr_end(b, data);
}

void inject_nft_byte_is(struct inject_nft *b, uint32_t reg, uint8_t mask, uint8_t value)
{
	const uint8_t none = 0;
	struct nlattr *data = expr(b, "bitwise");
	put_u32(b->rule, NFTA_BITWISE_SREG, NFT_REG32_00 + reg);
	put_u32(b->rule, NFTA_BITWISE_DREG, NFT_REG32_00 + reg);
	put_u32(b->rule, NFTA_BITWISE_LEN, 1);
	put_value(b, NFTA_BITWISE_MASK, &mask, 1);
	put_value(b, NFTA_BITWISE_XOR, &none, 1);
	expr_end(b, data);
	put_equal(b, reg, &value, 1);
}

void inject_nft_in(struct inject_nft *b, const char *set)
{
	struct nlattr *data = expr(b, "lookup");
	mnl_attr_put_strz(b->rule, NFTA_LOOKUP_SET, set);
	put_u32(b->rule, NFTA_LOOKUP_SREG, NFT_REG32_00);
	expr_end(b, data);
}

void inject_nft_count(struct inject_nft *b, const char *counter)
{
	struct nlattr *data = expr(b, "objref");
	put_u32(b->rule, NFTA_OBJREF_IMM_TYPE, NFT_OBJECT_COUNTER);
	mnl_attr_put_strz(b->rule, NFTA_OBJREF_IMM_NAME, counter);
	expr_end(b, data);
}

void inject_nft_trace(struct inject_nft *b)
{
	const uint8_t on = 1;
	struct nlattr *data = expr(b, "immediate");
	put_u32(b->rule, NFTA_IMMEDIATE_DREG, NFT_REG32_00);
	put_value(b, NFTA_IMMEDIATE_DATA, &on, sizeof(on));
	expr_end(b, data);
	data = expr(b, "meta");
	put_u32(b->rule, NFTA_META_SREG, NFT_REG32_00);
	put_u32(b->rule, NFTA_META_KEY, NFT_META_NFTRACE);
	expr_end(b, data);
}

void inject_nft_queue(struct inject_nft *b, uint16_t queue, bool by_target)
{
	/* struct xt_NFQ_info of linux/netfilter/xt_NFQUEUE.h, as long as it is aligned */
	const uint16_t info[4] = {queue};
	struct nlattr *data = expr(b, by_target ? "target" : "queue");
	if (by_target) {
		mnl_attr_put_strz(b->rule, NFTA_TARGET_NAME, "NFQUEUE");
		put_u32(b->rule, NFTA_TARGET_REV, 0);
		mnl_attr_put(b->rule, NFTA_TARGET_INFO, sizeof(info), info);
	} else {
		mnl_attr_put_u16(b->rule, NFTA_QUEUE_NUM, htons(queue));
		mnl_attr_put_u16(b->rule, NFTA_QUEUE_TOTAL, htons(1));
	}
	expr_end(b, data);
}

static void put_verdict(struct inject_nft *b, uint32_t verdict_code)
{
	struct nlattr *data = expr(b, "immediate"), *value, *verdict;
	put_u32(b->rule, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	value = mnl_attr_nest_start(b->rule, NFTA_IMMEDIATE_DATA);
	verdict = mnl_attr_nest_start(b->rule, NFTA_DATA_VERDICT);
	put_u32(b->rule, NFTA_VERDICT_CODE, verdict_code);
	mnl_attr_nest_end(b->rule, verdict);
	mnl_attr_nest_end(b->rule, value);
	expr_end(b, data);
}

void inject_nft_drop(struct inject_nft *b)
{
	put_verdict(b, NF_DROP);
}

void inject_nft_accept(struct inject_nft *b)
{
	put_verdict(b, NF_ACCEPT);
}

/* -- sending ---------------------------------------------------------------------- */

/* The last message of the transaction asks for an answer, which comes after its end. */
static void ask_for_answer(struct inject_nft *b, uint32_t seq)
{
	struct nlmsghdr *nlh = NULL;
	for (size_t at = 0; at < b->n;) {
		nlh = (struct nlmsghdr *)(void *)(b->buf + at);
		nlh->nlmsg_seq = seq;
		at += NLMSG_ALIGN(nlh->nlmsg_len);
	}
	if (nlh)
		nlh->nlmsg_flags |= NLM_F_ACK;
}

static enum err fail(struct nl *nl, int error)
{
	nl->error = error;
	return file_err(error);
}

/* The first answer counts: an error of any message takes the whole back. False: it was
 * not among what came. */
static bool read_answer(struct nl *nl, enum err *err)
{
	enum { RECEIVE = 64 * 1024 };
	ssize_t n = mnl_socket_recvfrom(nl->socket, nl->buffer, RECEIVE);
	if (n < 0) {
		*err = fail(nl, errno);
		return errno != EINTR;
	}
	const struct nlmsghdr *nlh = (const void *)nl->buffer;
	for (int left = (int)n; mnl_nlmsg_ok(nlh, left);
		nlh = mnl_nlmsg_next(nlh, &left)) {
		const struct nlmsgerr *e = mnl_nlmsg_get_payload(nlh);
		if (nlh->nlmsg_type != NLMSG_ERROR || nlh->nlmsg_seq != nl->seq ||
			mnl_nlmsg_get_payload_len(nlh) < sizeof(*e))
			continue;
		*err = e->error ? fail(nl, -e->error) : ERR_OK;
		return true;
	}
	return false;
}

/* Each message of a batch that is refused has an error of its own, hundreds together. */
static void forget_stale(struct nl *nl)
{
	const int fd = mnl_socket_get_fd(nl->socket);
	for (int i = 0; i < STALE_MAX; i++)
		if (recv(fd, nl->buffer, 1, MSG_DONTWAIT | MSG_TRUNC) < 0 &&
			errno != EINTR && errno != ENOBUFS)
			return;
}

enum err inject_nft_send(struct inject_nft *b, struct nl *nl)
{
	enum err err = ERR_TIMEOUT;
	const int room = INJECT_NFT_MAX + ROOM;
	setsockopt(mnl_socket_get_fd(nl->socket), SOL_SOCKET, SO_SNDBUFFORCE, &room,
		sizeof(room));
	ask_for_answer(b, ++nl->seq);
	put_control(b, NFNL_MSG_BATCH_END);
	nl->error = ETIMEDOUT; /* unless something comes */
	forget_stale(nl);
	if (mnl_socket_sendto(nl->socket, b->buf, b->n) < 0)
		return fail(nl, errno);
	for (int i = 0; i < STALE_MAX && !read_answer(nl, &err); i++)
		;
	return err;
}
