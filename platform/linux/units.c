/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listeners.h"

#include "file.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { SCAN_LIMIT_MS = 500, CGROUP_MAX = 16 * 1024 };

struct web_unit {
	const char *unit;
	const char *program; /* comm of its main process */
};

/* clang-format off */
static const struct web_unit web_units[] = {
	{"nginx.service", "nginx"},
	{"apache2.service", "apache2"},
	{"httpd.service", "httpd"},
	{"caddy.service", "caddy"},
	{"lighttpd.service", "lighttpd"},
	{"haproxy.service", "haproxy"},
	{"openresty.service", "nginx"},
	{"angie.service", "angie"},
	{"tengine.service", "nginx"},
	{"lshttpd.service", "litespeed"},
	{"lsws.service", "litespeed"},
	{"h2o.service", "h2o"},
	{"traefik.service", "traefik"},
	{"varnish.service", "varnishd"},
	{"hitch.service", "hitch"},
	{"envoy.service", "envoy"},
	{"tomcat.service", "java"},
	{"tomcat9.service", "java"},
	{"tomcat10.service", "java"},
};
/* systemd.unit(5): where a unit file may be */
static const char *const unit_dirs[] = {
	"/etc/systemd/system", "/run/systemd/system", "/run/systemd/generator",
	"/run/systemd/generator.late", "/usr/local/lib/systemd/system",
	"/usr/lib/systemd/system", "/lib/systemd/system",
};
/* clang-format on */
enum { UNITS = sizeof(web_units) / sizeof(web_units[0]) };

static bool installed(const char *unit)
{
	char path[256];
	for (size_t i = 0; i < sizeof(unit_dirs) / sizeof(unit_dirs[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", unit_dirs[i], unit);
		if (file_exists(path))
			return true;
	}
	return false;
}

/* A server started by hand, or where no systemd runs, is in no service of its own. */
static bool outside_services(const char *unit)
{
	static const char session[] = "session-";
	return !unit || strcmp(unit, "init.scope") == 0 ||
	       strncmp(unit, session, sizeof(session) - 1) == 0;
}

static void note_process(struct arena *a, const char *pid, bool *running)
{
	char path[64];
	struct bytes text;
	snprintf(path, sizeof(path), "/proc/%.20s/cgroup", pid);
	const char *unit = NULL;
	if (file_read(a, path, CGROUP_MAX, &text) == ERR_OK)
		unit = owners_unit(a, &text);
	snprintf(path, sizeof(path), "/proc/%.20s/comm", pid);
	const char *program = file_line(a, path, 64);
	for (size_t i = 0; i < UNITS; i++) {
		if (unit && strcmp(unit, web_units[i].unit) == 0)
			running[i] = true;
		if (program && strcmp(program, web_units[i].program) == 0 &&
			outside_services(unit))
			running[i] = true;
	}
}

/* False: the processes could not all be looked at. */
static bool note_all(struct arena *a, bool *running)
{
	const int64_t deadline = file_now() + SCAN_LIMIT_MS;
	DIR *proc = opendir("/proc");
	if (!proc)
		return false;
	bool complete = true;
	for (const struct dirent *e; complete && (e = readdir(proc));) {
		if (!isdigit((unsigned char)e->d_name[0]))
			continue;
		complete = file_now() < deadline;
		note_process(a, e->d_name, running);
	}
	closedir(proc);
	return complete;
}

void units_stopped(struct arena *a, strs *out)
{
	bool there[UNITS], running[UNITS] = {false}, any = false;
	for (size_t i = 0; i < UNITS; i++) {
		there[i] = installed(web_units[i].unit);
		any = any || there[i];
	}
	struct arena *scratch = arena_new();
	bool complete = any && note_all(scratch, running);
	arena_free(scratch);
	for (size_t i = 0; complete && i < UNITS; i++)
		if (there[i] && !running[i])
			VEC_PUSH(a, out, arena_str(a, web_units[i].unit));
}
