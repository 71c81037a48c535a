/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "firewall.h"

#include "apart.h"
#include "firewalld_call.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char name[] = FIREWALLD_NAME, path[] = FIREWALLD_PATH;
enum { CALL_US = 1500 * 1000 };

static const struct field bus_fields[] = {
	F_ENUM(struct firewalld_bus, seen, seen_words),
	F_STR(struct firewalld_bus, why),
	F_BOOL(struct firewalld_bus, owned),
	F_STR(struct firewalld_bus, state),
	F_STR(struct firewalld_bus, zone),
	F_BOOL(struct firewalld_bus, panic),
};
static const struct shape shape_bus = SHAPE(firewalld_bus, bus_fields);

int firewalld_bus_open(sd_bus **bus)
{
	int r = sd_bus_new(bus);
	if (r < 0)
		return r;
	r = sd_bus_set_address(*bus, "unix:path=" FIREWALLD_SOCKET);
	if (r >= 0)
		r = sd_bus_set_bus_client(*bus, 1);
	if (r >= 0)
		r = sd_bus_set_method_call_timeout(*bus, CALL_US);
	return r < 0 ? r : sd_bus_start(*bus);
}

int firewalld_call(sd_bus *bus, const char *to, const char *object, const char *interface,
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
	int r = firewalld_call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
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
	int r = firewalld_call(bus, name, path, "org.freedesktop.DBus.Properties", "Get",
		name, "state", &reply);
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
	int r = firewalld_call(
		bus, name, path, name, "getDefaultZone", NULL, NULL, &reply);
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
	int r = firewalld_call(
		bus, name, path, name, "queryPanicMode", NULL, NULL, &reply);
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
	int r = firewalld_bus_open(&bus);
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

/* -- its state ---------------------------------------------------------------------- */

void firewalld_ask(struct arena *a, struct firewalld_bus *out)
{
	struct stat st;
	*out = (struct firewalld_bus){.seen = SEEN_NO, .why = "no D-Bus system bus"};
	if (stat(FIREWALLD_SOCKET, &st) < 0)
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
