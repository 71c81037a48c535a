/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks of the host's own firewall: the verdict engine's maps (verdicts.h), judged for
 * the addresses and ports that the CA needs. A map is compared on the public address
 * space alone: that martians and private sources are dropped is no matter.
 */
#ifndef PKIREADY_CHECKS_FIREWALL_H
#define PKIREADY_CHECKS_FIREWALL_H

#include "judge.h"

/* What the map says for this profile's CA; PASS where everyone is accepted. */
void firewall_end(const struct judging *j, const struct space_look *s, struct ending *e);
/* Maps that a packet to the place may meet: of its address, or behind a NAT of the
 * private ones of its family. */
bool firewall_of_place(
	const struct judging *j, const struct space_look *s, const struct place *p);
/* "inet filter input handle 7 "tcp dport 443 drop" (ufw, by INPUT > ufw-user-input)". */
const char *firewall_decider(const struct judging *j, const struct decider *d);
/* The commands that let 80 and 443 in where this decides. */
const char *firewall_advice(const struct judging *j, const struct decider *d);
/* The decider of most of what is not accepted; NULL when all is. */
const struct decider *firewall_adverse(const struct space_look *s);

/* -- egress.c: of this host's own looks */
/* The verdict on looks at that address and port that do not get out, or whose answers are
 * dropped (MAYBE); NULL when they do, or it is not known. */
const struct packet_verdict *egress_stopped(
	const struct judging *j, const struct ip *ip, int64_t port);
/* The same of questions to name servers. */
const struct packet_verdict *egress_dns(const struct judging *j);
/* "dropped by inet out output handle 3 …" */
const char *egress_words(const struct judging *j, const struct packet_verdict *v);
const char *egress_advice(const struct judging *j, const struct packet_verdict *v);

/* The map is of an address and port that the CA may ask. */
bool firewall_matters(const struct judging *j, const struct space_look *s);
/* Rules that do not decide, container ports, programs in the packets' way. */
void firewall_aside(const struct judging *j);

#endif
