/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "print.h"
bool ipt_is(const struct nf_chain *c, const struct nf_rule *r)
{
	(void)c;
	(void)r;
	return false;
}
const char *ipt_text(struct arena *a, const struct ruleset *rs,
	const struct nf_chain *chain, const struct nf_rule *rule, bool *raw)
{
	(void)a;
	(void)rs;
	(void)chain;
	(void)rule;
	*raw = true;
	return "[ipt]";
}
