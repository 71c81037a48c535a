/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ruleset_nft.h"

#include <net/if.h>

void ruleset_read_interfaces(struct arena *a, struct ruleset *out)
{
	struct if_nameindex *all = if_nameindex();
	size_t n = 0;
	while (all && all[n].if_index)
		n++;
	struct nf_interface *v = arena_array(a, n, sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		v[i].index = all[i].if_index;
		v[i].name = arena_str(a, all[i].if_name);
	}
	out->interfaces = v;
	out->interfaces_n = n;
	if (all)
		if_freenameindex(all);
}
