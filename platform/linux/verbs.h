/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs of the Linux host (host.h), one file each; host.c makes the table of them. */
#ifndef PKIREADY_LINUX_VERBS_H
#define PKIREADY_LINUX_VERBS_H

#include "host.h"

void listeners_ask(struct arena *a, const struct ask_ports *q, struct listeners *out);
void addresses_ask(struct arena *a, const struct ask_ports *q, struct addresses *out);
void cloud_ask(struct arena *a, const struct ask_ports *q, struct cloud *out);
void route_ask(struct arena *a, const struct ask_route *q, struct route_look *out);
void webroot_ask(struct arena *a, const struct ask_webroot *q, struct webroot_look *out);
void webconf_ask(struct arena *a, const struct ask_ports *q, struct webconf_look *out);
void bundle_ask(
	struct arena *a, const struct ask_verdicts *q, struct bundle_look *out);
void verdicts_ask(struct arena *a, const struct ask_verdicts *q, struct verdicts *out);
void prove_ask(struct arena *a, const struct ask_verdicts *q, struct verdicts *out);
void firewalls_ask(struct arena *a, const struct ask_ports *q, struct firewalls *out);
void capture_ask(
	struct arena *a, const struct ask_capture *q, struct capture_look *out);
void rehearse_ask(
	struct arena *a, const struct ask_rehearse *q, struct rehearse_look *out);
void counters_ask(struct arena *a, const struct ask_ports *q, struct counters *out);
void change_ask(
	struct arena *a, const struct ask_change *q, struct change_look *out);

#endif
