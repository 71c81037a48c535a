/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"
#include "platform.h"

/* The host of a build without a platform: it keeps the contract honest. */
static struct obs skipped(const char *verb)
{
	return (struct obs){.seen = SEEN_SKIPPED,
		.source = verb,
		.excerpt = "skipped: this build looks at no host"};
}

/* Every verb's answer begins with its obs. */
#define X(verb, question, answer)                                              \
	static void null_##verb(                                               \
		struct arena *a, const struct question *q, struct answer *out) \
	{                                                                      \
		(void)a;                                                       \
		(void)q;                                                       \
		out->obs = skipped(#verb);                                     \
	}
HOST_VERBS(X)
#undef X

static enum err nothing_to_drop(void)
{
	return ERR_DENIED;
}

static bool never(void)
{
	return false;
}

const struct host platform_host = {
	.name = "null",
#define X(verb, question, answer) .verb = null_##verb,
	HOST_VERBS(X)
#undef X
		.drop_privileges = nothing_to_drop,
	.privileged = never,
};
