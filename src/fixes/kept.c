/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kept.h"
void kept_nft(struct opening *o, const char *rule)
{
	(void)o;
	(void)rule;
}
void kept_iptables(struct opening *o, const char *rule, const char *restore)
{
	(void)o;
	(void)rule;
	(void)restore;
}
