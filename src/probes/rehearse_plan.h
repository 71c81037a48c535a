/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which requests are rehearsed. Pure. */
#ifndef PKIREADY_PROBES_REHEARSE_PLAN_H
#define PKIREADY_PROBES_REHEARSE_PLAN_H

#include "arena.h"
#include "evidence.h"
#include "target.h"

struct rehearse_ask {
	const struct name_look *name;
	enum scheme scheme;
	struct ip from, to;    /* to: on an interface of this host */
	enum rehearsed_as as;
	const char *list;      /* of the CA's; NULL */
};

struct rehearse_plan {
	VEC(struct ip) from, to; /* each once; CA's first */
	VEC(struct rehearse_ask) asks;
	strs aside;            /* addresses of names that are not asked, and why */
};

void rehearse_plan_make(struct arena *a, const struct target *t, const struct evidence *e,
	struct rehearse_plan *out);
/* The address of this host that packets to ip come to: ip itself; behind a router that
 * translates, the one that goes out to the world; NULL: they come to another machine. */
const struct ip *rehearse_plan_here(const struct rehearse_plan *p,
	const struct evidence *e, const struct ip *ip);

#endif
