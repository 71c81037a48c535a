/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rows of firewall managers with a command of their own share. */
#ifndef PKIREADY_FIXES_MANAGERS_H
#define PKIREADY_FIXES_MANAGERS_H

#include "opening.h"

/* The opening's sources as prefixes, single addresses without their length; none: it is
 * for everyone. */
strs managers_prefixes(const struct opening *o);

/* These managers' rules stand behind NAT and know the port that it made: the opening is
 * for that one from now on. */
void managers_behind_nat(struct opening *o);
/* The packet goes on to another host or a container. */
bool managers_forwarded(const struct opening *o);
/* Asks for it once: "WORD: sentence", agreed to by --yes-to WORD. */
void managers_consent(struct fixing *f, const char *text);

/*
 * Expiry of what its manager would keep for ever: puts a persistent systemd timer before
 * all other steps, that takes the plan back at that time. Once a plan. False: nothing
 * here could do that; *why says so in a sentence.
 */
bool managers_timer(struct fixing *f, int64_t expires, const char **why);
/* "2026-12-03 14:12:03 UTC" */
const char *managers_time(struct arena *a, int64_t at);
/* "2026-12-03T14:12:03", which iptables takes for UTC */
const char *managers_datestop(struct arena *a, int64_t at);

#endif
