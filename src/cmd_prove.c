/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "broker.h"
#include "log.h"

bool cmd_may_prove(const struct options *o, const struct broker *b)
{
	bool rehearses = o->command == CMD_DIAGNOSE && o->args.n > 0;
	const char *other = o->ruleset ? "ruleset" : o->save ? "save" : NULL;
	if (o->inject_anyway && !o->prove) {
		log_error("--inject-anyway goes with --prove: without it nothing is "
			  "injected");
		return false;
	}
	if (o->prove && other && o->command == CMD_FIREWALL) {
		log_error("--prove asks this host's kernel, and does not go with --%s",
			other);
		return false;
	}
	if (o->prove && !broker_privileged(b))
		log_note("--prove: needs root, so nothing is proved");
	else if (o->prove)
		log_note("--prove: forged SYNs%s at this host's interfaces, and for a "
			 "moment an nftables table pkiready-*%s; nothing leaves, all is "
			 "taken back",
			rehearses ? " and requests" : "",
			rehearses ? " and a TUN device in a namespace of its own" : "");
	return true;
}
