/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ports that Docker publishes: what stops them in the forward chain of iptables is let
 * past in DOCKER-USER, the one chain that Docker leaves to the admin. */
#include "iptables.h"
#include "ways.h"

#include <string.h>

static const struct nf_chain *user_chain(const struct opening *o)
{
	return table_chain(o->chain->table, "DOCKER-USER");
}

static bool owns(const struct opening *o)
{
	return o->chain && o->by->stage == STAGE_FORWARD &&
	       iptables_table(o->chain->table) && user_chain(o);
}

static enum open_result open_it(struct opening *o)
{
	const struct nf_chain *user = user_chain(o);
	const struct nf_rule *before = o->chain == user ? o->rule : NULL;
	o->original = true;
	if (!before && !opening_last_place(o, user, &before))
		return opening_refuse(
			o, "the packet is dropped before it comes to DOCKER-USER", NULL);
	iptables_open(o, user, before);
	return OPEN_EDITED;
}

const struct firewall opener_docker = {
	.name = "Docker",
	.owns = owns,
	.open = open_it,
	.keep = iptables_keep,
};
