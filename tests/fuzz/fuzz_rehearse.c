/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets as the TUN of a rehearsal gives them, each as two octets for its length and its
 * octets: only what is of the world's connections passes, and keeps what it is. */
#include "../../platform/linux/rehearse.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static void one(const struct rehearse_world *w, const uint8_t *p, size_t n)
{
	size_t to = SIZE_MAX;
	uint8_t *exact = malloc(n ? n : 1); /* a step beyond it is seen */
	memcpy(exact, p, n);
	const struct rehearse_slot *s = rehearse_pump_slot(w, exact, n, &to);
	if (s) {
		size_t at = (size_t)(s - w->slots);
		check(at < w->from_n * REHEARSE_PORTS && to < w->to_n && s->to == to);
		check(s->port == 80 || s->port == 443);
	}
	free(exact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct rehearse_slot slots[2 * REHEARSE_PORTS];
	static const uint8_t six[16] = {0x26, [15] = 1}, here6[16] = {0x20, 1, [15] = 2};
	struct rehearse_world w = {.from_n = 2, .to_n = 2, .port = 32768, .slots = slots};
	w.from[0] = ip_from4("\x01\x00\x00\x01");
	w.from[1] = ip_from6(six);
	w.to[0] = ip_from4("\xc6\x33\x64\x0a");
	w.to[1] = ip_from6(here6);
	memset(slots, 0, sizeof(slots));
	while (size >= 2) {
		size_t n = (size_t)data[0] << 8 | data[1];
		data += 2;
		size -= 2;
		n = n < size ? n : size;
		one(&w, data, n);
		data += n;
		size -= n;
	}
	return 0;
}
