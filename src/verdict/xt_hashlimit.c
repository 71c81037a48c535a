/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hashlimit: a bucket for each source, made full when it is first needed (kernel
 * xt_hashlimit.c). A source without one is below the limit. */
#include "xt.h"

#include <string.h>

enum { SIP = 4, INVERT = 16, BYTES = 32, RATE_MATCH = 64 };

struct buckets {
	const char *name;
	struct bytes cfg; /* what the table was made with, if this rule made it */
	uint32_t mode, max;
	int bits; /* of the source's mask */
};

static struct buckets read_info(struct frame *f, int rev, struct bytes b)
{
	enum { NAME1 = 16, CFG1 = 16, NAME2 = 255, CFG2 = 256 };
	size_t cfg = rev == 1 ? CFG1 : CFG2, name_max = rev == 1 ? NAME1 : NAME2;
	size_t masks = rev == 1 ? CFG1 + 28 : CFG2 + (rev == 2 ? 36 : 40);
	size_t end = masks + 2;
	return (struct buckets){
		.name = arena_dup(
			f->e->arena, b.p, strnlen((const char *)b.p, name_max - 1)),
		.cfg = {.p = b.p + cfg, .n = end - cfg},
		.mode = xt_u32(b, rev == 1 ? CFG1 : CFG2 + 16),
		.max = xt_u32(b, rev == 1 ? CFG1 + 16 : CFG2 + 24),
		.bits = xt_u8(b, masks),
	};
}

static bool too_short(int rev, struct bytes b)
{
	enum { LEAST1 = 46, LEAST2 = 294, LEAST3 = 298 };
	return b.n < (size_t)(rev == 1 ? LEAST1 : rev == 2 ? LEAST2 : LEAST3);
}

/* Rules of one name share the table of the first: only when all say the same is it
 * known how that one was made. */
static bool others_differ(struct frame *f, int rev, const struct buckets *own)
{
	for (size_t i = 0; i < f->e->rs->tables.n; i++) {
		const struct nf_table *t = f->e->rs->tables.v[i];
		for (size_t c = 0; c < t->chains.n; c++) {
			const struct nf_chain *ch = t->chains.v[c];
			f->e->steps += ch->rules_n;
			for (size_t r = 0; r < ch->rules_n; r++) {
				struct xt_elem m = {.size = 0};
				while (xt_rule_next(t, &ch->rules[r], &m)) {
					if (strcmp(m.name, "hashlimit") != 0 ||
						too_short(m.rev, m.info))
						continue;
					struct buckets o = read_info(f, m.rev, m.info);
					if (strcmp(o.name, own->name) == 0 &&
						(m.rev != rev ||
							memcmp(o.cfg.p, own->cfg.p,
								own->cfg.n) != 0))
						return true;
				}
			}
		}
	}
	return false;
}

static bool used_before(const struct world *w, const char *name)
{
	for (const struct touched *t = w->touched; t; t = t->next)
		if (t->list && t->list[0] == '%' && strcmp(t->list + 1, name) == 0)
			return true;
	return false;
}

static void use(struct frame *f, const char *name)
{
	struct touched *mine = ARENA_NEW(f->e->arena, struct touched);
	*mine = (struct touched){
		.next = f->w.touched, .list = arena_printf(f->e->arena, "%%%s", name)};
	f->w.touched = mine;
}

/* The sources that have a bucket, or share one. */
static struct ranges with_bucket(
	struct frame *f, const struct buckets *b, const struct fact *fact)
{
	struct ranges in = {.exact = true};
	in.v = arena_array(f->e->arena, fact->ranges_n, sizeof(*in.v));
	for (size_t i = 0; i < fact->ranges_n; i++) {
		struct cidr c = {
			.ip = fact->ranges[i].lo, .bits = b->mode & SIP ? b->bits : 0};
		if (c.ip.family == f->e->packet.family)
			in.v[in.n++] = range_of_cidr(&c);
	}
	return in;
}

enum step xt_hashlimit(struct frame *f, int rev, struct bytes b)
{
	static const char why[] = "a rate limit by source";
	if (too_short(rev, b))
		return frame_unknown(f, "a form of hashlimit that is not known");
	struct buckets own = read_info(f, rev, b);
	struct need need = {.kind = NEED_HASHLIMIT,
		.name = own.name,
		.ip = {.family = f->e->packet.family}};
	const struct fact *fact = ask(f->e, &need);
	if (!fact)
		return STEP_BREAK; /* provisional */
	bool known = fact->known && !(own.mode & (BYTES | RATE_MATCH)) &&
		     !used_before(&f->w, own.name) &&
		     (!own.max || fact->ranges_n < own.max) &&
		     !others_differ(f, rev, &own);
	use(f, own.name);
	if (!known)
		return frame_fork(f, REASON_MAYBE, why);
	struct ranges in = with_bucket(f, &own, fact);
	for (size_t i = 0; i < in.n; i++) {
		struct frame branch = *f;
		branch.w.sources = space_take(f->e->arena, &f->w.sources, &in.v[i]);
		if (space_empty(&branch.w.sources))
			continue;
		enum step step = frame_fork(&branch, REASON_MAYBE, why);
		frame_branch(&branch, branch.w, &branch.regs, step, 0, NULL);
	}
	return space_empty(&f->w.sources) ? STEP_DONE : step_if(!(own.mode & INVERT));
}
