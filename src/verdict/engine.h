/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the evaluator: worlds, registers, and one rule being evaluated. */
#ifndef PKIREADY_ENGINE_H
#define PKIREADY_ENGINE_H

#include "attr.h"
#include "verdict.h"

enum {
	NETHDR_MAX = 40,
	TCPHDR_MAX = 60,
	REGS_BYTES = 64,
	WORLDS_MAX = 256, /* forks alive at once; more end as unknown */
	DEPTH_MAX = 32,   /* jumps (the kernel allows 16) and gotos within each other */
	LEARNERS_MAX = 64,      /* told of one question */
	STEPS_MAX = 40000000,   /* rules evaluated for one question */
	MEMORY_MAX = 512 << 20, /* bytes that one question may use */
};

/* Of struct mutable: bindings that rules made, and those that stand with or without
 * a rule. */
enum { BOUND_DST = 1, BOUND_SRC = 2, DONE_DST = 4, DONE_SRC = 8 };
/* Of struct mutable. */
enum { DIM_MARK = 1, DIM_CT_MARK = 2, DIM_IPSETS = 4, DIM_SOURCE = 8 };
/* Of struct mutable: a template that a rule set before conntrack saw the packet (CT
 * --zone). */
enum { CTS_TEMPLATE = 0x100 };

/* The modelled packet. Its source address is not in the bytes, but the world's space. */
struct packet {
	int family;              /* 4 or 6 */
	uint8_t net[NETHDR_MAX]; /* network header; checksum and source address zero */
	size_t net_n;
	size_t source_at; /* offset of the source address in net */
	uint8_t transport[TCPHDR_MAX];
	size_t transport_n;
	size_t length; /* meta length */
};
void packet_model(struct packet *p, const struct question *q);

/* What the rules may change on the way; compared bytewise, so keep it free of padding. */
struct mutable
{
	uint32_t mark, priority, ct_mark, secmark;
	/* CTS_NEW, CTS_UNTRACKED; 0: conntrack has not seen it yet */
	uint32_t ct_state;
	uint32_t ct_zone;
	uint32_t dim;    /* DIM_*: what has a value that nobody can know */
	uint32_t quotas; /* how many have counted this packet */
	uint32_t port;   /* destination now */
	/* BOUND_*: a binding was made: no further nat chain runs */
	uint32_t natted;
	struct ip to;    /* destination now */
	struct ip ct_to; /* destination as conntrack knows it, after NAT */
	uint32_t ct_port;
	uint8_t ct_labels[16];
};

struct touched { /* what this packet was put into, or taken from; the last first */
	const struct touched *next;
	const struct nf_set *set;
	const char *list; /* of recent sources */
	bool removed;     /* from it */
};

struct world { /* the sources that share one state and one history of forks */
	struct space sources;
	struct mutable state;
	const struct packet *packet; /* its bytes now: rules may rewrite them */
	const struct touched *touched;
	const struct reason *reasons;    /* the forks that led here */
	const struct nf_chain *by_chain; /* who accepted it last */
	const struct nf_rule *by_rule;   /* NULL: the policy */
	const struct path_step *by_path;
};
struct worlds {
	struct world *v;
	size_t n, cap;
};

/* How a register byte is known. */
enum reg_kind { REG_UNSET, REG_CONST, REG_SOURCE, REG_UNKNOWN };
struct regs {
	uint8_t kind[REGS_BYTES];
	uint8_t value[REGS_BYTES]; /* CONST: the byte; SOURCE: xor over the masked byte */
	uint8_t index[REGS_BYTES]; /* SOURCE: which byte of the source address */
	uint8_t mask[REGS_BYTES];  /* SOURCE */
	const char *why;           /* UNKNOWN: what made it so */
	enum reason_class class;
};

struct outcome { /* one end of one world */
	struct space sources;
	const struct decision *by;
};

struct eval { /* one question under evaluation */
	struct arena *arena;
	const struct ruleset *rs;
	const struct facts *facts;
	const struct question *q;
	struct packet packet;
	struct verdict_answer *answer; /* its needs */
	VEC(struct outcome) outcomes;
	VEC(struct packet) written; /* packets that rules made, each once */
	VEC(struct recent) lists;   /* of recent sources, as far as rules named them */
	enum stage stage;
	int hook;
	size_t steps, memory; /* used so far; the arena's size at the start */
	bool exhausted;       /* a bound was reached: all is unknown */
	bool in_nat;          /* a nat chain is being run */
	struct packet other;  /* another sender's packet, and whether what was */
	bool varies;          /* evaluated reads bytes that are others in it */
	bool clocked;         /* a rule read the clock */
};

/* What a rule leaves: worlds for the next rule, for the caller, and those accepted. */
struct sink {
	struct worlds next, returned, accepted;
};

enum step {
	STEP_CONTINUE, /* on to the next expression */
	STEP_BREAK,    /* the rule does not match */
	STEP_VERDICT,  /* frame.verdict and frame.jump say which */
	STEP_DONE,     /* the world was handed over whole */
};

struct frame { /* one rule, one world */
	struct eval *e;
	const struct nf_chain *chain;
	const struct nf_rule *rule;
	const struct path_step *path;
	int depth;
	struct world w;
	struct regs regs;
	struct attr_walk rest; /* the expressions still to come */
	size_t entry_at;       /* of a legacy entry: where the next match begins */
	struct mutable before; /* the world's state when the rule began */
	const struct reason *before_reasons;
	const struct packet *before_packet;
	const struct touched *before_touched;
	bool forked;           /* a twin of this world went on to the next rule */
	int verdict;           /* of STEP_VERDICT: V_* */
	const char *jump;      /* its chain */
	const char *extension; /* the xt match that is being run */
	enum fate drop_as;     /* FATE_DROP, or FATE_REJECT for reject */
	struct sink *sink;
};

/* -- engine.c --------------------------------------------------------------------- */
/* Runs worlds in through a chain. Accepted and returned ones land in sink, dropped ones
 * among the outcomes; sink->next is untouched. */
void chain_run(struct eval *e, const struct nf_chain *chain, const struct path_step *path,
	int depth, struct worlds *in, struct sink *sink);
/* Evaluates the rest of a frame's expressions, and hands its world over. */
void frame_run(struct frame *f);
/* The same for a branch: another world (and registers) of the same rule. */
void frame_branch(const struct frame *f, struct world w, const struct regs *regs,
	enum step step, int verdict, const char *jump);
/* The world does not match this rule: on to the next. */
void frame_break(struct frame *f, struct world w);
/* Undecidable: a twin that does not match goes on, this one goes on as matching. */
enum step frame_fork(struct frame *f, enum reason_class class, const char *what);
/* Not understood: anything may happen here. */
enum step frame_unknown(struct frame *f, const char *what);
/* Not understood, and it changes what later rules see: nothing is known of these
 * sources. */
enum step frame_lost(struct frame *f, const char *what);
/* The packet's bytes as this world has them; known: which are (the source of many, and
 * checksums, are not). Both hold NETHDR_MAX + TCPHDR_MAX. Returns how many. */
size_t frame_bytes(const struct frame *f, uint8_t *out, bool *known);
/* The rule learns from the packet (verdict.h). */
void frame_learns(const struct frame *f, enum learn kind, const char *what);
/* Records an end of the world. */
void outcome_add(struct eval *e, const struct world *w, enum fate fate,
	const struct nf_chain *chain, const struct nf_rule *rule,
	const struct path_step *path, const char *detail);
void worlds_add(struct eval *e, struct worlds *list, struct world w);
const struct reason *reason_add(struct eval *e, const struct reason *next,
	enum reason_class class, const char *what, const struct nf_chain *chain,
	const struct nf_rule *rule);
/* The world's packet is this from now on. */
void world_write(struct eval *e, struct world *w, const struct packet *p);
/* Whether this packet changed the set on its way. */
bool world_touched(const struct world *w, const struct nf_set *set);
/* The fact for a need; NULL: it was put on the list, and this evaluation is
 * provisional. */
const struct fact *ask(struct eval *e, const struct need *n);
/* The time, and in the kernel's own zone; false: nobody can tell. Zeros while the
 * platform has not answered. */
bool frame_now(const struct frame *f, int64_t *utc, int64_t *local);
/* A limit of connections, counted by source where mask is not NULL (bytes of an address).
 * match: whether the rule matches when there are more. */
enum step frame_connections(
	struct frame *f, const uint8_t *mask, uint32_t limit, bool match);
/* The interface that it leaves by at this hook, into *name (NULL: none, at input and
 * before). False: which one does not show. */
bool frame_leaves_by(const struct frame *f, const char **name);

/* -- join.c ----------------------------------------------------------------------- */
/* The answer's parts; e->exhausted when that takes too long. */
void join_outcomes(struct eval *e, struct verdict_answer *out);

/* -- regs.c ----------------------------------------------------------------------- */
/* Byte offset of a netlink register number, -1 when it is none (NFT_REG_*, REG32_*). */
int reg_offset(uint32_t reg);
/* Puts constants; the last word is zero-padded as the kernel pads it. False: out of
 * range. */
bool reg_put(struct regs *r, uint32_t reg, const void *p, size_t n);
bool reg_put_u8(struct regs *r, uint32_t reg, uint8_t v);
bool reg_put_u16(struct regs *r, uint32_t reg, uint16_t v_host);
bool reg_put_u32(struct regs *r, uint32_t reg, uint32_t v_host);
bool reg_put_unknown(
	struct regs *r, uint32_t reg, size_t n, enum reason_class class, const char *why);
/* Bytes from..from+n of the source address; constants when the space is one address. */
bool reg_put_source(struct regs *r, uint32_t reg, size_t skip, size_t from, size_t n);
/* What the n bytes at a register are: all CONST, some SOURCE, some UNKNOWN or UNSET. */
enum reg_kind reg_kind(const struct regs *r, uint32_t reg, size_t n);
const uint8_t *reg_bytes(const struct regs *r, uint32_t reg);

struct ranges { /* of sources, disjoint, sorted */
	struct range *v;
	size_t n;
	bool exact; /* false: the condition cannot be written as ranges */
};
/* The sources for which the n register bytes equal data (CONST and SOURCE bytes). */
struct ranges reg_equal(struct eval *e, const struct regs *r, uint32_t reg,
	const uint8_t *data, size_t n);
/* The sources for which lo <= register bytes <= hi, compared as memcmp does. */
struct ranges reg_between(struct eval *e, const struct regs *r, uint32_t reg,
	const uint8_t *lo, const uint8_t *hi, size_t n);
/* Goes on for the sources inside (invert: outside) the ranges, breaks for the others. */
enum step step_where(struct frame *f, struct ranges where, bool invert);
/* CONTINUE or BREAK. */
enum step step_if(bool true_);

/* -- expressions ------------------------------------------------------------------ */
typedef enum step expr_fn(struct frame *f, struct bytes data);
struct expr_row {
	const char *name; /* NFTA_EXPR_NAME */
	expr_fn *eval;
};
/* NULL: not known. */
const struct expr_row *expr_find(struct bytes name);

expr_fn expr_payload, expr_cmp, expr_range, expr_bitwise, expr_byteorder, expr_immediate,
	expr_lookup, expr_dynset, expr_objref, expr_meta, expr_ct, expr_pass, expr_limit,
	expr_quota, expr_connlimit, expr_numgen, expr_hash, expr_fib, expr_rt,
	expr_socket, expr_tproxy, expr_synproxy, expr_reject, expr_queue, expr_nat,
	expr_redir, expr_masq, expr_exthdr, expr_osf, expr_notrack, expr_fwd, expr_tunnel,
	expr_xfrm, expr_match, expr_target, expr_log, expr_dup;

/* -- varies.c: whether what is to be evaluated reads what the sender's packet is */
bool expr_varies(const struct eval *e, const struct expr_row *row, struct bytes data);
bool xt_match_varies(const char *name, int rev, struct bytes info);
bool xt_target_varies(const char *name);
/* The kernel's jhash of n bytes. */
uint32_t hash_jenkins(const uint8_t *k, size_t n, uint32_t seed);

/* A verdict from NFTA_DATA_VERDICT; false when it has no form known here. */
bool verdict_read(struct arena *a, struct bytes b, int *code, const char **chain);

/* -- xtables: xt_*.c -------------------------------------------------------------- */
/* One rule of a legacy table: the whole struct ipt_entry. Hands the world over. */
void xt_entry_run(struct frame *f);
/* The same from f->entry_at on. */
void xt_entry_rest(struct frame *f);

#endif
