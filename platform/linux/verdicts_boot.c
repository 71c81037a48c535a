/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules that a reboot would bring: loaded into a private world by the host's own
 * commands, judged as the live ones are. */
#include "judging.h"

#include "apart.h"
#include "boot.h"

static void judge_boot(struct arena *a, const void *q, void *answer)
{
	struct verdicts *out = answer;
	struct boot_plan plan = {.arena = a, .out = out};
	struct boot_world world;
	const char *why = "this host does not start by systemd's units: what it loads at "
			  "boot is not known";
	enum err err = boot_plan_make(&plan);
	if (err == ERR_OK) {
		err = boot_world_start(&plan, &world, &why);
		if (err == ERR_OK)
			judging_run(a, q, out, world.net);
		boot_world_end(&world);
	}
	out->obs.source = "the saved rules, loaded apart and evaluated";
	if (err == ERR_OK)
		return;
	out->obs.seen = err == ERR_DENIED ? SEEN_DENIED : SEEN_FAILED;
	out->obs.excerpt = why;
}

void verdicts_boot(struct arena *a, const struct ask_verdicts *q, struct verdicts *out)
{
	enum err err = apart_run(a, &shape_verdicts, judge_boot, q, out, BOOT_ALL_MS);
	if (err == ERR_OK)
		return;
	*out = (struct verdicts){
		.obs = {.seen = SEEN_FAILED, .source = "the saved rules, loaded apart"}};
	out->obs.excerpt = err == ERR_TIMEOUT ? "it took too long" : err_str(err);
}
