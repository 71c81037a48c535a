/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The expressions that are known, by their netlink name. */
#include "engine.h"

static const struct expr_row rows[] = {
	{"payload", expr_payload},
	{"cmp", expr_cmp},
	{"immediate", expr_immediate},
	{"meta", expr_meta},
	{"ct", expr_ct},
	{"lookup", expr_lookup},
	{"counter", expr_pass},
	{"bitwise", expr_bitwise},
	{"match", expr_match},
	{"target", expr_target},
	{"range", expr_range},
	{"byteorder", expr_byteorder},
	{"reject", expr_reject},
	{"limit", expr_limit},
	{"log", expr_log},
	{"last", expr_pass},
	{"dup", expr_dup},
	{"secmark", expr_pass},
	{"flow_offload", expr_pass},
	{"fib", expr_fib},
	{"nat", expr_nat},
	{"redir", expr_redir},
	{"masq", expr_masq},
	{"dynset", expr_dynset},
	{"objref", expr_objref},
	{"quota", expr_quota},
	{"connlimit", expr_connlimit},
	{"numgen", expr_numgen},
	{"hash", expr_hash},
	{"rt", expr_rt},
	{"socket", expr_socket},
	{"tproxy", expr_tproxy},
	{"synproxy", expr_synproxy},
	{"queue", expr_queue},
	{"exthdr", expr_exthdr},
	{"osf", expr_osf},
	{"notrack", expr_notrack},
	{"fwd", expr_fwd},
	{"tunnel", expr_tunnel},
	{"xfrm", expr_xfrm},
};

const struct expr_row *expr_find(struct bytes name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (attr_is(name, rows[i].name))
			return &rows[i];
	return NULL;
}
