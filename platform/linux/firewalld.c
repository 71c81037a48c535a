/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "firewall.h"

#include "apart.h"
#include "text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-bus.h>

/* dbus-daemon(1): where the system bus listens */
static const char socket_path[] = "/run/dbus/system_bus_socket";
static const char name[] = "org.fedoraproject.FirewallD1";
static const char path[] = "/org/fedoraproject/FirewallD1";
enum { CALL_US = 1500 * 1000, DIRECT_MAX = 4096, DIRECT_TEXT_MAX = 1024 };

struct firewalld_direct {
	strs rules;
};

static const struct field bus_fields[] = {
	F_ENUM(struct firewalld_bus, seen, seen_words),
	F_STR(struct firewalld_bus, why),
	F_BOOL(struct firewalld_bus, owned),
	F_STR(struct firewalld_bus, state),
	F_STR(struct firewalld_bus, zone),
	F_BOOL(struct firewalld_bus, panic),
};
static const struct shape shape_bus = SHAPE(firewalld_bus, bus_fields);

/* The system bus at its one place: no variable of the environment leads elsewhere. */
static int open_bus(sd_bus **bus)
{
	int r = sd_bus_new(bus);
	if (r < 0)
		return r;
	r = sd_bus_set_address(*bus, "unix:path=/run/dbus/system_bus_socket");
	if (r >= 0)
		r = sd_bus_set_bus_client(*bus, 1);
	if (r >= 0)
		r = sd_bus_set_method_call_timeout(*bus, CALL_US);
	return r < 0 ? r : sd_bus_start(*bus);
}

/* Calls a method; asking starts no service. */
static int call(sd_bus *bus, const char *to, const char *object, const char *interface,
	const char *method, const char *arg1, const char *arg2, sd_bus_message **reply)
{
	sd_bus_message *m = NULL;
	int r = sd_bus_message_new_method_call(bus, &m, to, object, interface, method);
	if (r >= 0)
		r = sd_bus_message_set_auto_start(m, 0);
	if (r >= 0 && arg1)
		r = sd_bus_message_append(m, "s", arg1);
	if (r >= 0 && arg2)
		r = sd_bus_message_append(m, "s", arg2);
	if (r >= 0)
		r = sd_bus_call(bus, m, CALL_US, NULL, reply);
	sd_bus_message_unref(m);
	return r;
}

static int ask_owner(sd_bus *bus, bool *owned)
{
	sd_bus_message *reply = NULL;
	int value = 0;
	int r = call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
		"org.freedesktop.DBus", "NameHasOwner", name, NULL, &reply);
	if (r >= 0)
		r = sd_bus_message_read(reply, "b", &value);
	sd_bus_message_unref(reply);
	*owned = value != 0;
	return r;
}

static const char *ask_state(struct arena *a, sd_bus *bus)
{
	sd_bus_message *reply = NULL;
	const char *s = NULL;
	int r = call(bus, name, path, "org.freedesktop.DBus.Properties", "Get", name,
		"state", &reply);
	if (r >= 0)
		r = sd_bus_message_read(reply, "v", "s", &s);
	const char *state = r >= 0 ? arena_str(a, s) : NULL;
	sd_bus_message_unref(reply);
	return state;
}

static const char *ask_zone(struct arena *a, sd_bus *bus)
{
	sd_bus_message *reply = NULL;
	const char *s = NULL;
	int r = call(bus, name, path, name, "getDefaultZone", NULL, NULL, &reply);
	if (r >= 0)
		r = sd_bus_message_read(reply, "s", &s);
	const char *zone = r >= 0 ? arena_str(a, s) : NULL;
	sd_bus_message_unref(reply);
	return zone;
}

static bool ask_panic(sd_bus *bus)
{
	sd_bus_message *reply = NULL;
	int value = 0;
	int r = call(bus, name, path, name, "queryPanicMode", NULL, NULL, &reply);
	if (r >= 0)
		r = sd_bus_message_read(reply, "b", &value);
	sd_bus_message_unref(reply);
	return r >= 0 && value;
}

static void ask_all(struct arena *a, const void *q, void *answer)
{
	(void)q;
	struct firewalld_bus *out = answer;
	sd_bus *bus = NULL;
	int r = open_bus(&bus);
	if (r >= 0)
		r = ask_owner(bus, &out->owned);
	if (r >= 0) {
		out->seen = SEEN_YES;
		if (out->owned) {
			out->state = ask_state(a, bus);
			out->zone = ask_zone(a, bus);
			out->panic = ask_panic(bus);
		}
	} else if (r == -ENOENT || r == -ECONNREFUSED) {
		out->seen = SEEN_NO;
		out->why = "no D-Bus system bus";
	} else if (r == -ETIMEDOUT) {
		out->seen = SEEN_FAILED;
		out->why = "D-Bus did not answer within 2 s";
	} else {
		out->seen = SEEN_FAILED;
		out->why = arena_printf(a, "D-Bus: %s", strerror(-r));
	}
	sd_bus_close(bus);
	sd_bus_unref(bus);
}

/* -- direct rules ------------------------------------------------------------------- */

static const struct field direct_fields[] = {F_STRS(struct firewalld_direct, rules)};
static const struct shape shape_direct = SHAPE(firewalld_direct, direct_fields);

/* One of a(sssias): family, table, chain, priority, words. 0: there is none left. */
static int read_direct(struct arena *a, sd_bus_message *reply, strs *out)
{
	const char *family, *table, *chain, *word;
	struct text t;
	int r = sd_bus_message_enter_container(reply, 'r', "sssias");
	if (r > 0)
		r = sd_bus_message_read(reply, "sss", &family, &table, &chain);
	if (r > 0)
		r = sd_bus_message_skip(reply, "i");
	if (r >= 0)
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
	if (r >= 0 && !t.over)
		VEC_PUSH(a, out, arena_str(a, text_str(&t)));
	return r < 0 ? r : 1;
}

static void ask_direct(struct arena *a, const void *q, void *answer)
{
	(void)q;
	struct firewalld_direct *out = answer;
	sd_bus *bus = NULL;
	sd_bus_message *reply = NULL;
	int r = open_bus(&bus);
	if (r >= 0)
		r = call(bus, name, path, "org.fedoraproject.FirewallD1.direct",
			"getAllRules", NULL, NULL, &reply);
	if (r >= 0)
		r = sd_bus_message_enter_container(reply, 'a', "(sssias)");
	while (r > 0 && out->rules.n < DIRECT_MAX)
		r = read_direct(a, reply, &out->rules);
	sd_bus_message_unref(reply);
	sd_bus_close(bus);
	sd_bus_unref(bus);
}

void firewalld_direct_rules(struct arena *a, strs *out)
{
	struct stat st;
	struct firewalld_direct found = {0};
	if (stat(socket_path, &st) == 0 && apart_run(a, &shape_direct, ask_direct, NULL,
						   &found, FIREWALL_BUS_MS) == ERR_OK)
		*out = found.rules;
}

/* -- its state ---------------------------------------------------------------------- */

void firewalld_ask(struct arena *a, struct firewalld_bus *out)
{
	struct stat st;
	*out = (struct firewalld_bus){.seen = SEEN_NO, .why = "no D-Bus system bus"};
	if (stat(socket_path, &st) < 0)
		return; /* most servers in containers: no fork for nothing */
	struct firewalld_bus found = {0};
	enum err err = apart_run(a, &shape_bus, ask_all, NULL, &found, FIREWALL_BUS_MS);
	if (err == ERR_OK) {
		*out = found;
		return;
	}
	out->seen = SEEN_FAILED;
	out->why = err == ERR_TIMEOUT ? "D-Bus did not answer within 2 s"
				      : arena_printf(a, "D-Bus: %s", err_str(err));
}
