/* SPDX-License-Identifier: GPL-2.0-or-later */
/* string: a pattern anywhere in the packet, its headers among it (kernel xt_string.c,
 * skb_find_text in net/core/skbuff.c). */
#include "xt.h"

#include <string.h>

struct pattern { /* struct xt_string_info */
	const uint8_t *p;
	size_t n, from, to;
	bool any_case;
};

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

static bool same_byte(const struct pattern *s, uint8_t a, uint8_t b)
{
	return s->any_case ? lower(a) == lower(b) : a == b;
}

enum found { NO, PERHAPS, YES };

static enum found at_place(
	const struct pattern *s, const uint8_t *bytes, const bool *known)
{
	enum found found = YES;
	for (size_t i = 0; i < s->n; i++) {
		if (known[i] && !same_byte(s, bytes[i], s->p[i]))
			return NO;
		if (!known[i])
			found = PERHAPS;
	}
	return found;
}

enum step xt_string(struct frame *f, int rev, struct bytes b)
{
	enum { FROM = 0, TO = 2, PATTERN = 20, LENGTH = 148, FLAGS = 149 };
	enum { INVERT = 1, IGNORE_CASE = 2 };
	uint8_t bytes[NETHDR_MAX + TCPHDR_MAX];
	bool known[NETHDR_MAX + TCPHDR_MAX];
	size_t n = frame_bytes(f, bytes, known);
	uint8_t flags = xt_u8(b, FLAGS);
	struct pattern s = {.p = b.p + PATTERN,
		.n = xt_u8(b, LENGTH),
		.from = xt_u16(b, FROM),
		.to = xt_u16(b, TO),
		.any_case = rev >= 1 && flags & IGNORE_CASE};
	bool invert = rev == 0 ? flags != 0 : flags & INVERT;
	/* a datagram carries more than the modelled one */
	enum found found = f->e->q->proto == 17 && s.to > n ? PERHAPS : NO;
	if (s.n == 0 || s.n > LENGTH - PATTERN)
		return frame_unknown(f, "a form of string that is not known");
	for (size_t at = s.from; at + s.n <= n && at + s.n <= s.to; at++) {
		enum found here = at_place(&s, bytes + at, known + at);
		found = here > found ? here : found;
	}
	return found == PERHAPS ? frame_fork(f, REASON_MAYBE, "a string in the packet")
				: step_if((found == YES) != invert);
}
