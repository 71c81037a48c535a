/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a fix has to know of a running firewalld: its rich rules and direct rules. */
#include "firewall.h"

#include "apart.h"
#include "firewalld_call.h"
#include "text.h"

#include <string.h>
#include <sys/stat.h>

enum { DIRECT_MAX = 4096, DIRECT_TEXT_MAX = 1024, GROUPS_MAX = 128, RICH_MAX = 1024 };

struct ask_facts {
	bool direct, rich;
};

/* -- direct rules ------------------------------------------------------------------- */

/* One of a(sssias): family, table, chain, priority, words. 0: there is none left. */
static int read_direct(
	struct arena *a, sd_bus_message *reply, struct firewalld_facts *out)
{
	const char *family, *table, *chain, *word;
	int32_t priority = 0;
	struct text t;
	int r = sd_bus_message_enter_container(reply, 'r', "sssias");
	if (r > 0)
		r = sd_bus_message_read(
			reply, "sssi", &family, &table, &chain, &priority);
	if (r > 0)
		r = sd_bus_message_enter_container(reply, 'a', "s");
	if (r <= 0)
		return r;
	text_init(&t, a, DIRECT_TEXT_MAX);
	text_printf(&t, "%s %s %s", family, table, chain);
	while ((r = sd_bus_message_read(reply, "s", &word)) > 0)
		text_printf(&t, " %s", word);
	if (r >= 0)
		r = sd_bus_message_exit_container(reply);
	if (r >= 0)
		r = sd_bus_message_exit_container(reply);
	if (r < 0)
		return r;
	if (!t.over) {
		struct firewalld_direct *d =
			VEC_ADD(a, &out->direct, struct firewalld_direct);
		*d = (struct firewalld_direct){
			.rule = arena_str(a, text_str(&t)), .priority = priority};
	}
	return 1;
}

static void ask_direct(struct arena *a, sd_bus *bus, struct firewalld_facts *out)
{
	sd_bus_message *reply = NULL;
	int r = firewalld_call(bus, FIREWALLD_NAME, FIREWALLD_PATH,
		FIREWALLD_NAME ".direct", "getAllRules", NULL, NULL, &reply);
	if (r >= 0)
		r = sd_bus_message_enter_container(reply, 'a', "(sssias)");
	while (r > 0 && out->direct.n < DIRECT_MAX)
		r = read_direct(a, reply, out);
	sd_bus_message_unref(reply);
}

/* -- rich rules --------------------------------------------------------------------- */

static int read_strings(struct arena *a, sd_bus_message *m, size_t max, strs *out)
{
	const char *s;
	int r = sd_bus_message_enter_container(m, 'a', "s");
	while (r > 0 && (r = sd_bus_message_read(m, "s", &s)) > 0)
		if (out->n < max)
			VEC_PUSH(a, out, arena_str(a, s));
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

/* One {sv} of a group's settings. 0: there is none left. */
static int read_setting(struct arena *a, sd_bus_message *m, strs *rich)
{
	const char *key = "";
	int r = sd_bus_message_enter_container(m, 'e', "sv");
	if (r <= 0)
		return r;
	r = sd_bus_message_read(m, "s", &key);
	if (r >= 0 && (strcmp(key, "rules_str") == 0 || strcmp(key, "rich_rules") == 0)) {
		r = sd_bus_message_enter_container(m, 'v', "as");
		if (r > 0)
			r = read_strings(a, m, RICH_MAX, rich);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
	} else if (r >= 0) {
		r = sd_bus_message_skip(m, "v");
	}
	if (r >= 0)
		r = sd_bus_message_exit_container(m);
	return r < 0 ? r : 1;
}

struct kind { /* of groups */
	const char *interface, *list, *settings;
	bool policy;
};
static const struct kind kinds[] = {
	{FIREWALLD_NAME ".zone", "getZones", "getZoneSettings2", false},
	{FIREWALLD_NAME ".policy", "getPolicies", "getPolicySettings", true},
};

static void ask_group(struct arena *a, sd_bus *bus, const struct kind *k,
	const char *group, struct firewalld_facts *out)
{
	sd_bus_message *reply = NULL;
	struct firewalld_group *g = VEC_ADD(a, &out->groups, struct firewalld_group);
	*g = (struct firewalld_group){.name = group, .policy = k->policy};
	int r = firewalld_call(bus, FIREWALLD_NAME, FIREWALLD_PATH, k->interface,
		k->settings, group, NULL, &reply);
	if (r >= 0)
		r = sd_bus_message_enter_container(reply, 'a', "{sv}");
	while (r > 0)
		r = read_setting(a, reply, &g->rich);
	sd_bus_message_unref(reply);
}

static void ask_groups(
	struct arena *a, sd_bus *bus, const struct kind *k, struct firewalld_facts *out)
{
	strs names = {0};
	sd_bus_message *reply = NULL;
	int r = firewalld_call(bus, FIREWALLD_NAME, FIREWALLD_PATH, k->interface, k->list,
		NULL, NULL, &reply);
	if (r >= 0)
		r = read_strings(a, reply, GROUPS_MAX, &names);
	for (size_t i = 0; r >= 0 && i < names.n; i++)
		ask_group(a, bus, k, names.v[i], out);
	sd_bus_message_unref(reply);
}

/* -- together ----------------------------------------------------------------------- */

static void ask_all(struct arena *a, const void *q, void *answer)
{
	const struct ask_facts *ask = q;
	struct firewalld_facts *out = answer;
	sd_bus *bus = NULL;
	if (firewalld_bus_open(&bus) >= 0) {
		out->obs.seen = SEEN_YES;
		if (ask->direct)
			ask_direct(a, bus, out);
		for (size_t i = 0; ask->rich && i < 2; i++)
			ask_groups(a, bus, &kinds[i], out);
	}
	sd_bus_close(bus);
	sd_bus_unref(bus);
}

static bool ask(struct arena *a, struct ask_facts what, struct firewalld_facts *out)
{
	struct stat st;
	return stat(FIREWALLD_SOCKET, &st) == 0 &&
	       apart_run(a, &shape_firewalld_facts, ask_all, &what, out,
		       FIREWALL_BUS_MS) == ERR_OK;
}

void firewalld_direct_rules(struct arena *a, strs *out)
{
	struct firewalld_facts found = {0};
	if (!ask(a, (struct ask_facts){.direct = true}, &found))
		return;
	for (size_t i = 0; i < found.direct.n; i++)
		VEC_PUSH(a, out, found.direct.v[i]->rule);
}

void firewalld_look(struct arena *a, struct firewalld_facts *out)
{
	struct firewalld_bus bus;
	firewalld_ask(a, &bus);
	*out = (struct firewalld_facts){.obs = {.seen = bus.seen, .excerpt = bus.why}};
	if (bus.seen != SEEN_YES || !bus.owned)
		return;
	if (!ask(a, (struct ask_facts){.direct = true, .rich = true}, out))
		out->obs.seen = SEEN_FAILED;
	out->obs.source = "D-Bus " FIREWALLD_NAME;
	out->running = true;
	out->panic = bus.panic;
}
