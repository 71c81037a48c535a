/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"
#include "platform.h"

/* The verbs of Windows: none is written yet, and each says so. */
static struct obs skipped(const char *verb)
{
	return (struct obs){.seen = SEEN_SKIPPED,
		.source = verb,
		.excerpt = "skipped: not on Windows yet"};
}

/* Every verb's answer begins with its obs. */
#define X(verb, question, answer)                                              \
	static void windows_##verb(                                            \
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
	.name = "windows",
#define X(verb, question, answer) .verb = windows_##verb,
	HOST_VERBS(X)
#undef X
		.drop_privileges = nothing_to_drop,
	.privileged = never,
};
