/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Broker messages: the first byte picks the shape; what is accepted packs again. */
#include "evidence.h"
#include "host.h"
#include "wire.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const struct shape *const shapes[] = {&shape_listeners, &shape_addresses,
	&shape_cloud, &shape_firewalls, &shape_webroot_look, &shape_route_look,
	&shape_ask_ports, &shape_ask_webroot, &shape_ask_route, &shape_evidence};

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n == 0)
		return 0;
	struct arena *a = arena_new();
	const struct shape *shape = shapes[p[0] % (sizeof(shapes) / sizeof(shapes[0]))];
	void *s = arena_alloc(a, shape->size);
	if (wire_unpack(a, shape, p + 1, n - 1, s) == ERR_OK) {
		struct text out;
		text_init(&out, a, WIRE_MAX);
		wire_pack(&out, shape, s);
		void *again = arena_alloc(a, shape->size);
		if (wire_unpack(a, shape, text_str(&out), out.n, again) != ERR_OK)
			abort();
	}
	arena_free(a);
	return 0;
}
