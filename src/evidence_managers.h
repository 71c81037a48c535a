/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What firewall managers say of themselves beyond the rules that they made: for fixes,
 * which speak their language. */
#ifndef PKIREADY_EVIDENCE_MANAGERS_H
#define PKIREADY_EVIDENCE_MANAGERS_H

#include "arena.h"
#include "evidence_obs.h"
#include "shape.h"

#include <stdbool.h>
#include <stdint.h>

struct firewalld_group { /* a zone or a policy, at runtime */
	const char *name;
	bool policy;
	strs rich;           /* rich rules: "rule priority="-5" family="ipv4" … drop" */
};
struct firewalld_direct { /* a direct rule, at runtime */
	const char *rule;    /* "ipv4 filter INPUT -p tcp --dport 80 -j DROP" */
	int64_t priority;    /* the least one stands first */
};
struct firewalld_facts { /* firewalld.dbus(5) */
	struct obs obs;      /* NO: there is no D-Bus; FAILED: no answer in time */
	bool running;
	bool panic;
	VEC(struct firewalld_group) groups;
	VEC(struct firewalld_direct) direct;
};

extern const struct shape shape_firewalld_group, shape_firewalld_direct,
	shape_firewalld_facts;

#endif
