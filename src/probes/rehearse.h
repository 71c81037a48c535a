/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the HTTP probe and the rehearsal: connects that are made in its world. */
#ifndef PKIREADY_PROBES_REHEARSE_H
#define PKIREADY_PROBES_REHEARSE_H

#include "reach.h"

/* As reach_dial, from that address of the CA. */
struct reach_dial *rehearse_dial(struct look *l, const struct ip *from,
	const struct ip *ip, int port, reach_dial_fn fn, void *arg);
/* The address on this host that packets to ip come to, or NULL: they go elsewhere. */
const struct ip *rehearse_here(const struct look *l, const struct ip *ip);
/* One more request ended. */
void rehearse_ended(struct look *l);

#endif
