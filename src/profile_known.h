/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which CA a request comes from: by the address lists and User-Agents of the profiles. */
#ifndef PKIREADY_PROFILE_KNOWN_H
#define PKIREADY_PROFILE_KNOWN_H

#include "ip.h"
#include "profile.h"

#include <stddef.h>

struct profile_known; /* made once: all lists and names of this run's profiles */

struct profile_known *profile_known_new(struct arena *a);
/* The CA in whose list the address stands; *list receives the list. NULL: in none. */
const struct profile *profile_known_address(const struct profile_known *k,
	const struct ip *ip, const struct address_list **list);
/* The CA that the User-Agent names: anyone can send it. NULL: none. */
const struct profile *profile_known_agent(
	const struct profile_known *k, const char *agent, size_t n);

#endif
