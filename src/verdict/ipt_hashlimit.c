/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The match hashlimit (iptables extensions/libxt_hashlimit.c). */
#include "ipt.h"

#include <inttypes.h>
#include <string.h>

struct hashlimit {
	uint64_t avg, burst;
	uint32_t mode, size, max, gc, expire, interval;
	unsigned srcmask, dstmask;
	size_t name_max;
};

static struct hashlimit hashlimit_read(int rev, struct bytes b)
{
	enum { NAME1 = 16, NAME2 = 255, CFG2 = 256 };
	if (rev == 1)
		return (struct hashlimit){xt_u32(b, NAME1 + 4), xt_u32(b, NAME1 + 8),
			xt_u32(b, NAME1), xt_u32(b, NAME1 + 12), xt_u32(b, NAME1 + 16),
			xt_u32(b, NAME1 + 20), xt_u32(b, NAME1 + 24), 0,
			xt_u8(b, NAME1 + 28), xt_u8(b, NAME1 + 29), NAME1};
	size_t masks = CFG2 + (rev == 2 ? 36 : 40);
	return (struct hashlimit){xt_u64(b, CFG2), xt_u64(b, CFG2 + 8),
		xt_u32(b, CFG2 + 16), xt_u32(b, CFG2 + 20), xt_u32(b, CFG2 + 24),
		xt_u32(b, CFG2 + 28), xt_u32(b, CFG2 + 32),
		rev == 3 ? xt_u32(b, CFG2 + 36) : 0, xt_u8(b, masks), xt_u8(b, masks + 1),
		NAME2};
}

/* Rates in bytes: xt_hashlimit counts them in units of 16. */
static uint64_t hashlimit_bytes(struct text *t, uint64_t avg, uint64_t burst)
{
	enum { SHIFT = 4 };
	static const struct symbol units[] = {{"m", 1 << 20}, {"k", 1 << 10}, {"", 1}};
	uint64_t rate = ((avg ? UINT32_MAX / avg : UINT32_MAX) - 1) << SHIFT;
	size_t i = 0;
	for (; i < 2; i++) {
		uint64_t whole = rate & ~(units[i].value - 1);
		if (rate >= units[i].value && UINT32_MAX / ((whole >> SHIFT) + 1) == avg)
			break;
	}
	text_printf(t, " %" PRIu64 "%sb/s", rate / units[i].value, units[i].word);
	if (!burst)
		return 15000;
	rate *= burst;
	for (i = 0; i < 2 && rate < units[i].value; i++)
		;
	text_printf(t, " --hashlimit-burst %" PRIu64 "%sb", rate / units[i].value,
		units[i].word);
	return 60000;
}

void ipt_hashlimit(struct ipt *r, int rev, struct bytes b)
{
	enum { DIP = 1, DPT = 2, SIP = 4, SPT = 8, INVERT = 16, BYTES = 32, MATCH = 64 };
	static const struct symbol modes[] = {{"srcip", SIP}, {"srcport", SPT},
		{"dstip", DIP}, {"dstport", DPT}, {NULL, 0}};
	struct hashlimit h = hashlimit_read(rev, b);
	struct text *t = &r->matches;
	unsigned whole = r->family == NF_IP6 ? 128 : 32;
	uint64_t expire;
	text_add(t, h.mode & INVERT ? " --hashlimit-above" : " --hashlimit-upto");
	if (h.mode & BYTES) {
		expire = hashlimit_bytes(t, h.avg, h.burst);
	} else {
		expire = ipt_rate(t, h.avg, rev == 1 ? 10000 : 1000000);
		text_printf(t, " --hashlimit-burst %" PRIu64, h.burst);
	}
	if (h.mode & (SIP | SPT | DIP | DPT)) {
		text_add(t, " --hashlimit-mode");
		ipt_words(t, h.mode, modes);
	}
	text_add(t, " --hashlimit-name ");
	text_add_n(t, (const char *)b.p, strnlen((const char *)b.p, h.name_max));
	if (h.size)
		text_printf(t, " --hashlimit-htable-size %u", h.size);
	if (h.max)
		text_printf(t, " --hashlimit-htable-max %u", h.max);
	if (h.gc != 1000)
		text_printf(t, " --hashlimit-htable-gcinterval %u", h.gc);
	if (h.expire != expire)
		text_printf(t, " --hashlimit-htable-expire %u", h.expire);
	if (h.srcmask != whole)
		text_printf(t, " --hashlimit-srcmask %u", h.srcmask);
	if (h.dstmask != whole)
		text_printf(t, " --hashlimit-dstmask %u", h.dstmask);
	if (rev == 3 && h.mode & MATCH)
		text_add(t, " --hashlimit-rate-match");
	if (rev == 3 && h.mode & MATCH && h.interval != 1)
		text_printf(t, " --hashlimit-rate-interval %u", h.interval);
}
