/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the firewalls verb is made of: one judge a manager, over what was read once. */
#ifndef PKIREADY_LINUX_FIREWALL_H
#define PKIREADY_LINUX_FIREWALL_H

#include "arena.h"
#include "evidence.h"
#include "evidence_managers.h"
#include "fwset.h"

#include <stdbool.h>

enum { FIREWALL_BUS_MS = 2000 }; /* for all that is asked over D-Bus */

/* -- firewalld.c: what firewalld says of itself on the system bus */
struct firewalld_bus {
	enum seen seen;      /* YES: the bus answered; NO: there is no bus; FAILED: why */
	const char *why;
	bool owned;          /* its name has an owner: it runs */
	const char *state;   /* "RUNNING", "FAILED", …; NULL not told */
	const char *zone;    /* the default zone; NULL not told */
	bool panic;
};
void firewalld_ask(struct arena *a, struct firewalld_bus *out);
/* Its direct rules in force, each "ipv4 filter INPUT -p tcp --dport 80 -j DROP"; none
 * when it does not run or does not answer in time. */
void firewalld_direct_rules(struct arena *a, strs *out);
/* -- firewalld_facts.c: all that a fix needs to know of it; it takes at most twice
 * FIREWALL_BUS_MS */
void firewalld_look(struct arena *a, struct firewalld_facts *out);

/* -- ufw.c: its files */
enum ufw_enabled { UFW_ABSENT, UFW_UNREADABLE, UFW_NO, UFW_YES };
enum ufw_enabled ufw_read(struct arena *a);
/* The last ENABLED= of ufw.conf, as ufw reads it: "yes" in any case, quoted or not. */
bool ufw_conf_enabled(const struct bytes *text);

struct firewall_facts {
	struct fwset nft, legacy;
	struct firewalld_bus bus;
	enum ufw_enabled ufw;
};

/* -- firewall_judge.c: pure but for looking whether a program is installed. Each fills in
 * state, detail, counts and obs. */
void firewall_firewalld(struct arena *a, struct firewall_facts *f, struct manager *m);
void firewall_ufw(struct arena *a, struct firewall_facts *f, struct manager *m);
void firewall_nftables(struct arena *a, struct firewall_facts *f, struct manager *m);
void firewall_iptables_nft(struct arena *a, struct firewall_facts *f, struct manager *m);
void firewall_iptables_legacy(
	struct arena *a, struct firewall_facts *f, struct manager *m);

/* -- firewalls.c: every manager of the host whose rules these are. The elements of
 * verdict maps must have been read. */
struct rules_once;
void firewalls_judge(
	struct arena *a, const struct rules_once *r, struct firewalls *out);

#endif
