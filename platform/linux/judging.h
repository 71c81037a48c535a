/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules under judgement: what the verbs verdicts, bundle and prove share, for the rules
 * in force and those of a reboot. */
#ifndef PKIREADY_LINUX_JUDGING_H
#define PKIREADY_LINUX_JUDGING_H

#include "evidence.h"
#include "rule_owners.h"
#include "rules_once.h"
#include "ruleset_facts.h"
#include "rulings.h"

struct judging_host {
	struct arena *arena;
	struct verdicts *out;
	struct rules_once *rules;
	struct facts facts;
	struct fact_reader reader;
	struct addresses host;
	struct rule_owners owners;
	bool keep; /* for rulings_prove */
	struct rulings *rulings; /* NULL: there was nothing to judge */
	int world, home; /* network namespaces of the rules and of the rest; -1: here */
};

/* -- verdicts.c */
/* Reads the rules and judges the question; arena, out, world and home are set. */
void judging_rules(struct judging_host *j, const struct ask_verdicts *q);
/* Judges the rules of the network namespace `world` (-1: this one) with the routes,
 * addresses and sockets of this one. */
void judging_run(struct arena *a, const struct ask_verdicts *q, struct verdicts *out,
	int world);
/* -- verdicts_boot.c */
void verdicts_boot(struct arena *a, const struct ask_verdicts *q, struct verdicts *out);

#endif
