/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Openings in the files that are loaded at boot: edited in place, all other bytes as they
 * are. */
#ifndef PKIREADY_FIXES_KEPT_H
#define PKIREADY_FIXES_KEPT_H

#include "opening.h"

/* Appends (or changes) the PUT that writes this rule where the file holds what drops; a
 * note where no file does. */
void kept_nft(struct opening *o, const char *rule);
/* rule: "-p tcp --dport 443 -j ACCEPT"; restore: the program that tries the file. */
void kept_iptables(struct opening *o, const char *rule, const char *restore);

#endif
