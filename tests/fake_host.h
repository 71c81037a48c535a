/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine made of data: tests set the answers, or link it under the whole tool. */
#ifndef PKIREADY_FAKE_HOST_H
#define PKIREADY_FAKE_HOST_H

#include "change.h"
#include "host.h"

/* What the verbs answer: a small healthy server until a test changes it. */
struct fake {
	struct listeners listeners;
	struct addresses addresses;
	struct cloud cloud;
	struct route_look route_look;
	struct webroot_look webroot_look;
	struct webconf_look webconf_look;
	struct firewalls firewalls;
	struct verdicts verdicts;
	struct bundle_look bundle_look;
	struct capture_look capture_look;
	struct rehearse_look rehearse_look;
	struct counters counters;
	struct change_look change_look;
	bool privileged;
	enum err drop;  /* what drop_privileges returns */
	int asked[HOST__MAX]; /* how often each verb was asked in this process */
	int hang_ms;    /* a verb takes this long */
};
extern struct fake fake;
extern const struct host fake_host;

#endif
