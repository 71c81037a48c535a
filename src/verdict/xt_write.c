/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets that change the packet's headers, for rules that look at it later (kernel
 * xt_DSCP.c, xt_HL.c, ipt_ECN.c, xt_TCPMSS.c, xt_TCPOPTSTRIP.c). */
#include "xt.h"

#include <string.h>

enum { OPTIONS_AT = 20, OPTION_NOP = 1, OPTION_MSS = 2 };

static enum step written(struct frame *f, const struct packet *p)
{
	world_write(f->e, &f->w, p);
	f->verdict = V_CONTINUE;
	return STEP_VERDICT;
}

static uint8_t class_of(const struct packet *p)
{
	return p->family == 4 ? p->net[1] : (uint8_t)(p->net[0] << 4 | p->net[1] >> 4);
}

static void set_class(struct packet *p, uint8_t v)
{
	if (p->family == 4) {
		p->net[1] = v;
		return;
	}
	p->net[0] = (uint8_t)((p->net[0] & 0xf0) | v >> 4);
	p->net[1] = (uint8_t)((p->net[1] & 0x0f) | v << 4);
}

enum step xt_set_dscp(struct frame *f, int rev, struct bytes b)
{
	struct packet p = *f->w.packet;
	(void)rev;
	set_class(&p, (uint8_t)((class_of(&p) & 3) | xt_u8(b, 0) << 2));
	return written(f, &p);
}

enum step xt_set_tos(struct frame *f, int rev, struct bytes b)
{
	struct packet p = *f->w.packet;
	if (rev == 0)
		set_class(&p, xt_u8(b, 0));
	else
		set_class(&p, (uint8_t)((class_of(&p) & ~xt_u8(b, 1)) ^ xt_u8(b, 0)));
	return written(f, &p);
}

enum step xt_set_ttl(struct frame *f, int rev, struct bytes b)
{
	enum { SET, INC, DEC };
	struct packet p = *f->w.packet;
	uint8_t *ttl = &p.net[p.family == 4 ? 8 : 7];
	int by = xt_u8(b, 1), mode = xt_u8(b, 0);
	int now = mode == SET ? by : mode == INC ? *ttl + by : *ttl - by;
	(void)rev;
	if (mode > DEC)
		return frame_lost(f, "a form of TTL that is not known");
	*ttl = (uint8_t)(now > 255 ? 255 : now < 0 ? 0 : now);
	return written(f, &p);
}

enum step xt_set_ecn(struct frame *f, int rev, struct bytes b)
{
	enum { IP = 1, ECE = 0x10, CWR = 0x20, FLAG_ECE = 0x40, FLAG_CWR = 0x80 };
	struct packet p = *f->w.packet;
	uint8_t op = xt_u8(b, 0), *flags = &p.transport[13];
	(void)rev;
	if (op & IP)
		set_class(&p, (uint8_t)((class_of(&p) & ~3) | (xt_u8(b, 1) & 3)));
	if (op & ECE && f->e->q->proto == 6)
		*flags = (uint8_t)((*flags & ~FLAG_ECE) |
				   (xt_u8(b, 2) & 1 ? FLAG_ECE : 0));
	if (op & CWR && f->e->q->proto == 6)
		*flags = (uint8_t)((*flags & ~FLAG_CWR) |
				   (xt_u8(b, 2) & 2 ? FLAG_CWR : 0));
	return written(f, &p);
}

/* Calls for each option of the SYN; stops where the lengths make no sense. */
static size_t option_length(const struct packet *p, size_t at)
{
	if (p->transport[at] <= OPTION_NOP || at + 1 >= p->transport_n ||
		!p->transport[at + 1])
		return 1;
	return p->transport[at + 1];
}

enum step xt_set_mss(struct frame *f, int rev, struct bytes b)
{
	enum { CLAMP = 0xffff };
	struct packet p = *f->w.packet;
	unsigned want = xt_u16(b, 0);
	(void)rev;
	for (size_t i = OPTIONS_AT; i + 3 < p.transport_n; i += option_length(&p, i)) {
		unsigned have = (unsigned)p.transport[i + 2] << 8 | p.transport[i + 3];
		if (p.transport[i] != OPTION_MSS)
			continue;
		if (want != CLAMP && have > want) {
			p.transport[i + 2] = (uint8_t)(want >> 8);
			p.transport[i + 3] = (uint8_t)want;
		}
		break;
	}
	return written(f, &p);
}

enum step xt_strip_options(struct frame *f, int rev, struct bytes b)
{
	struct packet p = *f->w.packet;
	size_t n;
	(void)rev;
	for (size_t i = OPTIONS_AT; i + 1 < p.transport_n; i += n) {
		unsigned kind = p.transport[i];
		n = option_length(&p, i);
		if (n <= p.transport_n - i && xt_u32(b, kind / 32 * 4) >> (kind % 32) & 1)
			memset(p.transport + i, OPTION_NOP, n);
	}
	return written(f, &p);
}

enum step xt_classify(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	f->w.state.priority = xt_u32(b, 0);
	f->verdict = V_CONTINUE;
	return STEP_VERDICT;
}
