/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One nf_tables transaction, written message by message (kernel
 * include/uapi/linux/netfilter/nf_tables.h): what the injector's own table needs. */
#ifndef PKIREADY_LINUX_INJECT_NFT_H
#define PKIREADY_LINUX_INJECT_NFT_H

#include "nl.h"

#include <stdbool.h>
#include <stdint.h>

enum { INJECT_NFT_MAX = 1024 * 1024 }; /* bytes of one transaction */

struct inject_nft {
	unsigned char *buf; /* INJECT_NFT_MAX bytes */
	size_t n;
	const char *table;
	int family;         /* of what is added next: NFPROTO_* */
	struct nlmsghdr *rule;            /* the rule under way */
	struct nlattr *exprs, *elem;      /* its expressions */
};

struct inject_hook {
	const char *chain;
	uint32_t hook;
	int32_t priority;
	const char *device;  /* of a netdev chain; else NULL */
};

void inject_nft_begin(struct arena *a, struct inject_nft *b, const char *table);
/* Each adds one message for b->table of b->family. */
void inject_nft_table(struct inject_nft *b, uint32_t flags);
void inject_nft_delete(struct inject_nft *b);
void inject_nft_chain(struct inject_nft *b, const struct inject_hook *h); /* accepts */
void inject_nft_counter(struct inject_nft *b, const char *name);
void inject_nft_set(
	struct inject_nft *b, const char *name, uint32_t type, size_t len, size_t n);
/* n keys of len bytes each, step bytes apart. */
void inject_nft_elems(struct inject_nft *b, const char *set, const void *keys, size_t len,
	size_t step, size_t n);

/* Takes this key out again. */
void inject_nft_unset(
	struct inject_nft *b, const char *set, const void *key, size_t len);

/* A rule: expressions between these two. */
void inject_nft_rule(struct inject_nft *b, const char *chain);
void inject_nft_rule_end(struct inject_nft *b);
/* The packet's meta key (NFT_META_*) equals the n bytes. */
void inject_nft_meta_is(struct inject_nft *b, uint32_t key, const void *p, size_t n);
/* Loads n bytes at base + offset into 32-bit register number reg (0 the first). */
void inject_nft_load(
	struct inject_nft *b, uint32_t base, uint32_t offset, uint32_t n, uint32_t reg);
/* The bytes in the register, behind the mask, equal value. */
void inject_nft_byte_is(struct inject_nft *b, uint32_t reg, uint8_t mask, uint8_t value);
/* What begins at register 0 is in the set. */
void inject_nft_in(struct inject_nft *b, const char *set);
void inject_nft_count(struct inject_nft *b, const char *counter);
void inject_nft_trace(struct inject_nft *b);
void inject_nft_drop(struct inject_nft *b);
void inject_nft_accept(struct inject_nft *b);
/* Hands it to whoever bound the queue; dropped where nobody did. by_target: by xtables'
 * NFQUEUE, for kernels without the expression. */
void inject_nft_queue(struct inject_nft *b, uint16_t queue, bool by_target);

/* Sends it as one transaction: all or nothing. nl->error says why not. */
enum err inject_nft_send(struct inject_nft *b, struct nl *nl) MUST_USE;

#endif
