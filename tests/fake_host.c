/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake_host.h"

#include <time.h>

static struct listener web = {
	.ip = {.family = 6},
	.port = 80,
	.program = "nginx",
	.pid = 4242,
	.uid = 33,
	.unit = "nginx.service",
	.backlog = 511,
};
static struct listener web_tls = {
	.ip = {.family = 6},
	.port = 443,
	.program = "nginx",
	.pid = 4242,
	.uid = 33,
	.unit = "nginx.service",
	.backlog = 511,
};
static struct listener *listener_v[] = {&web, &web_tls};

static struct local_address lo = {
	.ip = {.family = 4, .addr = {127, 0, 0, 1}},
	.bits = 8,
	.interface = "lo",
	.up = true,
	.loopback = true,
};
static struct local_address eth0 = {
	.ip = {.family = 4, .addr = {198, 51, 100, 10}},
	.bits = 24,
	.interface = "eth0",
	.up = true,
};
static struct local_address *address_v[] = {&lo, &eth0};
static struct default_route by_eth0 = {
	.family = 4,
	.interface = "eth0",
	.gateway = {.family = 4, .addr = {198, 51, 100, 1}},
};
static struct default_route *default_v[] = {&by_eth0};

static struct manager nft = {
	.obs = {.seen = SEEN_YES, .source = "nftables netlink", .excerpt = "no table"},
	.name = "nftables",
	.state = MANAGER_INSTALLED,
};
static struct manager *manager_v[] = {&nft};

struct fake fake = {
	.listeners = {.obs = {.seen = SEEN_YES, .source = "sock_diag"},
		.all = {.v = listener_v, .n = 2},
		.programs_known = true},
	.addresses = {.obs = {.seen = SEEN_YES, .source = "rtnetlink"},
		.all = {.v = address_v, .n = 2},
		.defaults = {.v = default_v, .n = 1}},
	.cloud = {.obs = {.seen = SEEN_NO, .source = "DMI"}},
	.route_look = {.obs = {.seen = SEEN_YES, .source = "rtnetlink"},
		.path = PATH_ROUTER,
		.interface = "eth0"},
	.webroot_look = {.obs = {.seen = SEEN_NO, .source = "web root"}},
	.webconf_look = {.obs = {.seen = SEEN_NO, .source = "web servers"}},
	.bundle_look = {.obs = {.seen = SEEN_NO, .source = "bundle"}},
	.capture_look = {.obs = {.seen = SEEN_SKIPPED,
				 .source = "capture",
				 .excerpt = "not on this machine"}},
	.change_look = {.obs = {.seen = SEEN_NO, .source = "journals"}},
	.counters = {.obs = {.seen = SEEN_SKIPPED, .source = "counters"}},
	.rehearse_look = {.obs = {.seen = SEEN_FAILED,
				  .source = "rehearsal",
				  .excerpt = "not on this machine"}},
	.verdicts = {.obs = {.seen = SEEN_YES,
			     .source = "the kernel's rulesets, evaluated"}},
	.firewalls = {.obs = {.seen = SEEN_YES, .source = "netlink"},
		.all = {.v = manager_v, .n = 1}},
	.privileged = true,
	.drop = ERR_OK,
};

#define X(verb, question, answer_)                                              \
	static void fake_##verb(                                                \
		struct arena *a, const struct question *q, struct answer_ *out) \
	{                                                                       \
		(void)a;                                                        \
		(void)q;                                                        \
		struct timespec ts = {                                          \
			fake.hang_ms / 1000, fake.hang_ms % 1000 * 1000000L};   \
		if (fake.hang_ms)                                               \
			nanosleep(&ts, NULL);                                   \
		fake.asked[HOST_##verb]++;                                      \
		*out = fake.answer_;                                            \
	}
HOST_VERBS(X)
#undef X

static enum err fake_drop(void)
{
	return fake.drop;
}

static bool fake_privileged(void)
{
	return fake.privileged;
}

const struct host fake_host = {
	.name = "fake",
#define X(verb, question, answer_) .verb = fake_##verb,
	HOST_VERBS(X)
#undef X
		.drop_privileges = fake_drop,
	.privileged = fake_privileged,
};
