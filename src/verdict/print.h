/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside the rule printer. nft compiles a rule into expressions over registers, adding
 * the matches that a header field depends on; to write the rule as `nft list` does, the
 * expressions are turned back into trees (print_read.c), their types and fields found and
 * the implied matches left out again (print_tidy.c, as nftables src/
 * netlink_delinearize.c and payload.c do), and the trees written (print_tree.c).
 */
#ifndef PKIREADY_PRINT_H
#define PKIREADY_PRINT_H

#include "attr.h"
#include "print_type.h"
#include "ruleset.h"
#include "text.h"

enum {
	TEXT_MAX = 8192,      /* of one rule */
	NODES_MAX = 20000,    /* of one rule's trees */
	TREE_DEPTH = 64,
	PRINT_REGS = 21,      /* the verdict and twenty words */
};

/* -- headers: print_proto.c ------------------------------------------------------- */

enum base { /* of a header, as nft counts them */
	ON_NONE,
	ON_LINK,
	ON_NETWORK,
	ON_TRANSPORT,
	ON_INNER,
	ON__MAX
};
enum icmp_dep { /* the ICMP type that a field is of */
	DEP_NONE,
	DEP_ANY,
	DEP_ECHO,
	DEP_MTU,
	DEP_ADDRESS,
	DEP6_ECHO,
	DEP6_MTU,
	DEP6_QUERY,
	DEP6_POINTER,
};
struct field {
	const char *word;
	const struct type *type;
	unsigned offset, len; /* bits */
	enum icmp_dep dep;
};
struct proto_link {
	unsigned number;
	const struct proto *proto;
};
struct proto {
	const char *name;
	enum base base;
	const struct field *fields;      /* in order of offset; ends with word NULL */
	const struct proto_link *upper;  /* ends with proto NULL; NULL none */
	const struct field *key;         /* the field that tells the next protocol */
	unsigned length;                 /* bits, of a link layer header */
};
extern const struct proto proto_unknown, proto_inet, proto_netdev, proto_eth, proto_vlan,
	proto_ip, proto_ip6, proto_arp, proto_inet_service, proto_icmp, proto_icmp6,
	proto_th;
/* The protocol of that number on top; NULL none. */
const struct proto *proto_upper(const struct proto *p, unsigned number);
/* The ICMP type that the dependency stands for. */
unsigned icmp_dep_type(enum icmp_dep d);

/* Extension headers and options: EXTHDR_OP_*. */
enum { OPTION_IP6, OPTION_TCP, OPTION_IP4, OPTION_SCTP };
struct option {
	const char *name;
	unsigned type;
	const struct field *fields;
};
/* NULL: not known. */
const struct option *option_find(unsigned op, unsigned type);
/* Its field at that place (bits); for an IPv6 routing header *o may become a special
 * one. */
const struct field *option_field(
	unsigned op, const struct option **o, unsigned offset, unsigned len);

/* -- trees: print_node.c ---------------------------------------------------------- */

enum kind {
	N_VALUE,
	N_WORDS,    /* written already; typed */
	N_PREFIX,   /* left / bits */
	N_RANGE,    /* left - right */
	N_PAYLOAD,
	N_OPTION,
	N_META,
	N_CT,
	N_CONCAT,   /* items */
	N_LIST,     /* items */
	N_SET,
	N_MAP,      /* left, right (N_SET) */
	N_UNARY,    /* left: only its byte order changes */
	N_BINARY,   /* left op right */
	N_RELATION, /* left op right */
	N_FLAGS,    /* left op items[0] / items[1] */
	N_HASH,     /* jhash left, words behind it */
};
enum op {
	OP_AND_ = 1,
	OP_OR_,
	OP_XOR_,
	OP_SHL_,
	OP_SHR_,
	OP_EQ_,
	OP_NE_,
	OP_LT_,
	OP_GT_,
	OP_LE_,
	OP_GE_,
	OP_IMPLICIT_,
	OP_NOT_,
};
struct node {
	enum kind kind;
	enum op op;
	const struct type *type;
	enum order order;
	unsigned len;                 /* bits */
	bool protocol;                /* its value tells the next protocol */
	struct num value;             /* N_VALUE */
	unsigned bits;                /* N_PREFIX */
	struct node *left, *right;
	struct node *items, *next;    /* N_CONCAT, N_LIST; N_FLAGS: value, mask */
	/* N_PAYLOAD, N_OPTION */
	enum base base;
	unsigned offset;              /* bits */
	const struct proto *proto;    /* NULL: not known */
	const struct field *field;
	const struct option *option;
	unsigned option_op, option_type, option_flags;
	/* N_META, N_CT */
	unsigned key;
	int direction;                /* -1 none */
	unsigned nfproto;
	/* N_SET */
	const struct nf_set *set;
	const struct node *like;      /* whose types its keys have, where it has none */
	unsigned shift;               /* its keys are shifted by as much */
	unsigned cut;                 /* to as many bits, when not 0 */
	const char *words;            /* N_WORDS, N_HASH */
	unsigned depth;
};

struct stmt { /* one statement of the rule */
	struct stmt *next;
	struct node *match; /* of a match */
	const char *words;  /* of everything else */
	bool gone;          /* implied by another */
};

struct printer {
	struct arena *arena;
	const struct ruleset *rs;
	const struct nf_chain *chain;
	int family;
	bool failed;                  /* something cannot be written */
	bool partly;                  /* a part of it, which is in brackets then */
	size_t nodes;
	unsigned nested;              /* rules within rules */
	struct node *regs[PRINT_REGS];
	struct stmt *first, *last;
	/* what is known of the headers */
	const struct proto *on[ON__MAX];
	const struct proto *stacked[4];
	size_t stacked_n;
	unsigned icmp_type;
	/* matches that a later one may imply, by the base that they tell of */
	struct stmt *deps[ON__MAX + 1];
	unsigned dep_icmp_type;
	struct stmt *previous;
	bool in_concat;
	bool expanded;                /* the last match became several */
};

struct node *node_new(struct printer *p, enum kind kind, const struct type *type,
	enum order order, unsigned len);
struct node *node_value(struct printer *p, struct bytes b);
struct node *node_words(struct printer *p, const struct type *type, enum order order,
	unsigned len, const char *words);
struct node *node_two(struct printer *p, enum kind kind, enum op op, struct node *left,
	struct node *right);
/* A deep copy. */
struct node *node_copy(struct printer *p, const struct node *n);
void node_add(struct node *list, struct node *item);
void node_type(struct node *n, const struct type *type, enum order order);

/* -- print_meta.c: keys of meta and ct -------------------------------------------- */
struct key_row {
	const char *word;
	const struct type *type;
	enum order order;
	unsigned len;
};
const struct key_row *meta_key(unsigned key);
const struct key_row *ct_key(unsigned key);
/* "iif" stands without "meta". */
bool meta_plain(unsigned key);
struct node *node_meta(struct printer *p, unsigned key);
struct node *node_ct(struct printer *p, unsigned key, int direction);
void ct_print(struct text *t, unsigned key, int direction, unsigned nfproto);

/* -- print_payload.c -------------------------------------------------------------- */
void payload_complete(struct printer *p, struct node *n);
/* Splits a load of several fields at their borders. */
struct node *payload_expand(struct printer *p, struct node *n);
/* A field within the mask: true when the mask is implied by it; *shift: by how many bits
 * values are shifted then. */
bool payload_trim(
	struct printer *p, struct node *n, const struct node *mask, unsigned *shift);
bool option_trim(struct node *n, const struct node *mask, unsigned *shift);
bool payload_known(const struct node *n);
struct node *node_payload(
	struct printer *p, enum base base, unsigned offset, unsigned len);
struct node *node_option(struct printer *p, unsigned op, unsigned type, unsigned offset,
	unsigned len, unsigned flags);
unsigned mask_low(const struct node *mask);
unsigned mask_high(const struct node *mask);

/* -- print_dep.c: implied matches ------------------------------------------------- */
void context_init(struct printer *p);
/* What an equal match tells of the headers. */
void context_update(struct printer *p, const struct node *relation);
bool payload_stacked(
	const struct printer *p, enum base base, const struct node *relation);
void dep_store(struct printer *p, struct stmt *s, enum base base);
bool dep_exists(const struct printer *p, enum base base);
struct node *dep_get(const struct printer *p, enum base base);
void dep_release(struct printer *p, enum base base);
void dep_reset(struct printer *p);
void dep_kill_payload(struct printer *p, const struct node *n);
void dep_kill_option(struct printer *p, const struct node *n);
bool dep_meta_may_kill(struct printer *p, const struct node *relation);

/* -- print_tidy.c ----------------------------------------------------------------- */
/* Finds types and fields of a tree; *n may be replaced. */
void tidy(struct printer *p, struct node **n);
void tidy_match(struct printer *p, struct stmt *s);
/* A single bit or none stays, several become a | b. */
struct node *tidy_bits(struct printer *p, struct node *n);
/* Whether the mask of *at (a binary node) only cuts out a field: then the field takes its
 * place, and right is shifted to it. whole: the relation, map or binary node around. */
void binary_trim(struct printer *p, struct stmt *s, struct node *whole,
	struct node *right, struct node **at);
/* The right-hand side adjusted to a field within a mask. */
void tidy_shift(struct node *binary, struct node *right, unsigned shift);

/* -- print_read.c ----------------------------------------------------------------- */
/* The rule's statements; false when it has something that is not known. */
void read_exprs(struct printer *p, struct bytes exprs);
struct node *reg_get(struct printer *p, const struct attrs *t, int attr);
void reg_set(struct printer *p, const struct attrs *t, int attr, struct node *n);
struct node *reg_get_len(
	struct printer *p, const struct attrs *t, int attr, unsigned bits);
struct stmt *stmt_add(struct printer *p);
struct stmt *stmt_words(struct printer *p, const char *words);
struct stmt *stmt_match(struct printer *p, struct node *relation);
/* A big-endian number of any length; 0 absent. */
uint64_t attr_num(const struct attrs *t, int attr);
/* NFTA_DATA_VALUE within the attribute. */
struct node *attr_value(struct printer *p, const struct attrs *t, int attr);

/* -- print_stmt*.c: statements by the expression's name --------------------------- */
typedef void stmt_fn(struct printer *p, const struct attrs *t);
struct stmt_row {
	const char *name;
	stmt_fn *read;
};
extern const struct stmt_row stmt_rows[], load_rows[];
stmt_fn stmt_nat, stmt_masq, stmt_redir, stmt_tproxy, stmt_dup, stmt_fwd, stmt_queue,
	stmt_reject, stmt_dynset, stmt_objref, stmt_immediate;
/* The statement's words, for one within a set statement; NULL unknown. */
const char *inner_stmt(struct printer *p, struct bytes expr);
const char *verdict_text(struct printer *p, struct bytes verdict);

/* -- print_tree.c ----------------------------------------------------------------- */
void tree_print(struct printer *p, struct text *t, const struct node *n);
const char *tree_words(struct printer *p, const struct node *n);
/* print_set.c: "@name" or "{ 80, 443 }". */
void set_print(struct printer *p, struct text *t, const struct node *n);
/* The types of its keys or data, up to 16; how many. */
size_t set_types(const struct nf_set *s, bool data, const struct type *out[16]);

/* print.c: the rule as nft writes it; p is new but for its first fields. */
const char *rule_native(struct printer *p, const struct nf_rule *rule);

/* -- iptables' words: ipt_*.c ----------------------------------------------------- */
/* True when the rule is one of iptables (compat expressions, or iptables-nft's form). */
bool ipt_is(const struct nf_chain *chain, const struct nf_rule *rule);
const char *ipt_text(struct arena *a, const struct ruleset *rs,
	const struct nf_chain *chain, const struct nf_rule *rule, bool *raw);

#endif
