/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "platform.h"
#include "change.h"
#include "privileges.h"
#include "verbs.h"

const struct host platform_host = {
	.name = "linux",
	.listeners = listeners_ask,
	.addresses = addresses_ask,
	.cloud = cloud_ask,
	.route = route_ask,
	.webroot = webroot_ask,
	.webconf = webconf_ask,
	.firewalls = firewalls_ask,
	.verdicts = verdicts_ask,
	.prove = prove_ask,
	.bundle = bundle_ask,
	.capture = capture_ask,
	.rehearse = rehearse_ask,
	.counters = counters_ask,
	.change = change_ask,
	.allow = change_allow,
	.settle = change_settle_rest,
	.drop_privileges = privileges_drop,
	.privileged = privileges_full,
};
