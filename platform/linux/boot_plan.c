/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What loads rules at boot: the enabled units whose commands do so, in any directory of
 * systemd.unit(5), and the lines of the few scripts that run when an interface comes up.
 */
#include "boot.h"

#include "file.h"
#include "text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { UNIT_MAX = 64 * 1024, UNITS_MAX = 2048, DROPINS_MAX = 32, COMMAND_TEXT = 400 };

/* clang-format off */
static const char *const unit_dirs[] = {
	"/etc/systemd/system", "/run/systemd/system", "/run/systemd/generator",
	"/run/systemd/generator.late", "/usr/local/lib/systemd/system",
	"/usr/lib/systemd/system", "/lib/systemd/system",
};
/* clang-format on */
enum { UNIT_DIRS = sizeof(unit_dirs) / sizeof(unit_dirs[0]) };

struct loader { /* a program that loads rules, by the end of its path */
	const char *name;
	int rank; /* ours, where systemd knows no order */
};
static const struct loader loaders[] = {
	{"ipset", 1},
	{"ipset.start-stop", 1},
	{"nft", 2},
	{"iptables-restore", 3},
	{"ip6tables-restore", 3},
	{"iptables-nft-restore", 3},
	{"ip6tables-nft-restore", 3},
	{"iptables-legacy-restore", 3},
	{"ip6tables-legacy-restore", 3},
	{"iptables.init", 3},
	{"ip6tables.init", 3},
	{"netfilter-persistent", 3},
	{"ufw-init", 4},
	{"firewalld", 6},
};
enum { SCRIPT_RANK = 5 };

struct known { /* units that load rules when they are enabled */
	const char *unit, *file;
};
static const struct known known[] = {
	{"nftables.service", NULL},
	{"netfilter-persistent.service", "/etc/iptables"},
	{"iptables.service", "/etc/sysconfig/iptables"},
	{"ip6tables.service", "/etc/sysconfig/ip6tables"},
	{"ipset.service", NULL},
	{"ufw.service", "/etc/ufw"},
	{"firewalld.service", "/etc/firewalld"},
};

/* -- units ------------------------------------------------------------------------ */

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n > k && strcmp(s + n - k, end) == 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool holds(const strs *all, const char *s)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->v[i], s) == 0)
			return true;
	return false;
}

static void add_wanted(struct arena *a, const char *dir, strs *out)
{
	DIR *d = opendir(dir);
	if (!d)
		return;
	for (const struct dirent *e; (e = readdir(d)) && out->n < UNITS_MAX;)
		if (ends_in(e->d_name, ".service") && !holds(out, e->d_name))
			VEC_PUSH(a, out, arena_str(a, e->d_name));
	closedir(d);
}

/* Targets that a boot does not come by. */
static bool of_boot(const char *wants)
{
	static const char *const others[] = {"rescue.", "emergency.", "shutdown.",
		"reboot.", "halt.", "poweroff.", "kexec.", "sleep.", "suspend",
		"hibernate.", "hybrid-sleep."};
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strncmp(wants, others[i], strlen(others[i])) == 0)
			return false;
	return ends_in(wants, ".wants") || ends_in(wants, ".requires");
}

static void find_enabled(struct arena *a, strs *out)
{
	for (size_t i = 0; i < UNIT_DIRS; i++) {
		DIR *d = opendir(unit_dirs[i]);
		if (!d)
			continue;
		for (const struct dirent *e; (e = readdir(d));)
			if (of_boot(e->d_name))
				add_wanted(a,
					arena_printf(a, "%s/%s", unit_dirs[i], e->d_name),
					out);
		closedir(d);
	}
}

static const char *unit_file(struct arena *a, const char *unit)
{
	for (size_t i = 0; i < UNIT_DIRS; i++) {
		const char *path = arena_printf(a, "%s/%s", unit_dirs[i], unit);
		struct stat st;
		if (lstat(path, &st) == 0)
			return path;
	}
	return NULL;
}

static int by_base_name(const void *x, const void *y)
{
	return strcmp(
		base_name(*(const char *const *)x), base_name(*(const char *const *)y));
}

/* One in an earlier directory stands for all of its name. */
static void add_dropin(struct arena *a, strs *names, const char *path)
{
	for (size_t i = 0; i < names->n; i++)
		if (by_base_name(&names->v[i], &path) == 0)
			return;
	if (names->n < DROPINS_MAX)
		VEC_PUSH(a, names, path);
}

static void read_dropins(struct arena *a, const char *unit, struct boot_unit *u)
{
	strs names = {0};
	for (size_t i = 0; i < UNIT_DIRS; i++) {
		const char *dir = arena_printf(a, "%s/%s.d", unit_dirs[i], unit);
		DIR *d = opendir(dir);
		for (const struct dirent *e; d && (e = readdir(d));)
			if (ends_in(e->d_name, ".conf"))
				add_dropin(a, &names,
					arena_printf(a, "%s/%s", dir, e->d_name));
		if (d)
			closedir(d);
	}
	if (names.n)
		qsort(names.v, names.n, sizeof(*names.v), by_base_name);
	for (size_t i = 0; i < names.n; i++) {
		struct bytes text;
		if (file_read(a, names.v[i], UNIT_MAX, &text) == ERR_OK)
			boot_unit_read(a, &text, u);
	}
}

/* False: it is not there, or masked (a link to /dev/null). */
static bool read_unit(struct arena *a, const char *unit, struct boot_unit *u)
{
	struct bytes text;
	const char *path = unit_file(a, unit);
	if (!path || file_read(a, path, UNIT_MAX, &text) != ERR_OK || text.n == 0)
		return false;
	boot_unit_read(a, &text, u);
	read_dropins(a, unit, u);
	return true;
}

/* -- steps ------------------------------------------------------------------------ */

static const struct loader *loader_of(const struct boot_command *c)
{
	for (size_t i = 0; i < sizeof(loaders) / sizeof(*loaders); i++)
		if (strcmp(base_name(c->argv[0]), loaders[i].name) == 0)
			return &loaders[i];
	return NULL;
}

static const char *command_text(
	struct arena *a, const struct boot_command *c, const char *input)
{
	struct text t;
	text_init(&t, a, COMMAND_TEXT);
	for (size_t i = 0; i < c->words; i++)
		text_printf(&t, "%s%s", i ? " " : "", c->argv[i]);
	if (input)
		text_printf(&t, " < %s", input);
	return text_str(&t);
}

/* The file that holds the rules: what is redirected, or the argument that is a path. */
static const char *file_of(const struct boot_command *c, const char *input)
{
	for (size_t i = c->words; !input && i-- > 1;)
		if (c->argv[i][0] == '/')
			input = c->argv[i];
	return input;
}

static struct boot_load *add_load(struct boot_plan *p, const char *unit,
	const char *command, const char *file, enum boot_state state, const char *detail)
{
	struct boot_load *l = VEC_ADD(p->arena, &p->out->loads, struct boot_load);
	*l = (struct boot_load){.unit = unit,
		.command = command,
		.file = file,
		.state = state,
		.detail = detail};
	return l;
}

static const char *known_file(const char *unit)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].unit, unit) == 0)
			return known[i].file;
	return NULL;
}

static void add_step(struct boot_plan *p, const char *unit, const struct boot_command *c,
	const char *input, int rank)
{
	const char *text = command_text(p->arena, c, input);
	const char *file = file_of(c, input);
	struct boot_load *l = add_load(p, unit, text, file ? file : known_file(unit),
		BOOT_FAILED, "it was not run in time");
	if (c->argv[0][0] != '/' || p->steps.n == BOOT_STEPS_MAX) {
		l->state = BOOT_NOT_RUN;
		l->detail = "not run here: its path is not absolute";
		return;
	}
	struct boot_step *s = VEC_ADD(p->arena, &p->steps, struct boot_step);
	*s = (struct boot_step){.load = l, .input = input, .rank = rank};
	memcpy(s->argv, c->argv, sizeof(s->argv));
}

/* Its own options stand in for variables that only systemd knows. */
static void add_firewalld(struct boot_plan *p, const char *unit, const char *program)
{
	const struct boot_command c = {
		.argv = {program, "--nofork", "--nopid"}, .words = 3};
	struct boot_load *l = add_load(p, unit, command_text(p->arena, &c, NULL),
		"/etc/firewalld", BOOT_FAILED, "it was not run in time");
	struct boot_step *s = VEC_ADD(p->arena, &p->steps, struct boot_step);
	*s = (struct boot_step){.load = l, .firewalld = true, .rank = 6};
	memcpy(s->argv, c.argv, sizeof(s->argv));
}

/* A shell script of the administrator's: what it does is not known without running it. */
static void look_into_script(
	struct boot_plan *p, const char *unit, const struct boot_command *c)
{
	struct bytes text;
	size_t at = 0, n;
	if (file_read(p->arena, c->argv[0], UNIT_MAX, &text) != ERR_OK || text.n < 2 ||
		memcmp(text.p, "#!", 2) != 0)
		return;
	const char *line = file_next_line(&text, &at, &n);
	if (!line || !strstr(arena_dup(p->arena, line, n), "sh"))
		return;
	while ((line = file_next_line(&text, &at, &n))) {
		if (!boot_shell_mentions(line, n))
			continue;
		add_load(p, unit, command_text(p->arena, c, NULL), c->argv[0],
			BOOT_NOT_RUN,
			"a script that speaks of iptables or nft: not run here");
		return;
	}
}

static void plan_unit(struct boot_plan *p, const char *unit, const struct boot_unit *u)
{
	for (size_t i = 0; i < u->commands.n; i++) {
		const struct boot_command *c = u->commands.v[i];
		const struct loader *l = loader_of(c);
		if (!l)
			look_into_script(p, unit, c);
		else if (strcmp(l->name, "firewalld") == 0)
			add_firewalld(p, unit, c->argv[0]);
		else if (c->variables)
			add_load(p, unit, command_text(p->arena, c, u->input), NULL,
				BOOT_NOT_RUN,
				"not run here: it holds variables of systemd's");
		else
			add_step(p, unit, c, u->input, l->rank);
	}
}

/* -- scripts ---------------------------------------------------------------------- */

static void plan_script(struct boot_plan *p, const char *path)
{
	struct bytes text;
	size_t at = 0, n, number = 0;
	if (file_read(p->arena, path, UNIT_MAX, &text) != ERR_OK)
		return;
	for (const char *line; (line = file_next_line(&text, &at, &n));) {
		struct boot_command c;
		const char *input;
		const char *where = arena_printf(p->arena, "%s:%zu", path, ++number);
		if (!boot_shell_mentions(line, n))
			continue;
		if (boot_shell_line(p->arena, line, n, &c, &input)) {
			add_step(p, where, &c, input, SCRIPT_RANK);
			continue;
		}
		while (n && (*line == ' ' || *line == '\t')) {
			line++;
			n--;
		}
		add_load(p, where,
			arena_dup(p->arena, line, n < COMMAND_TEXT ? n : COMMAND_TEXT),
			path, BOOT_NOT_RUN,
			"a line that speaks of iptables or nft: not run here");
	}
}

static void plan_scripts(struct boot_plan *p)
{
	static const char *const dirs[] = {"/etc/network/if-pre-up.d",
		"/etc/network/if-up.d", "/etc/NetworkManager/dispatcher.d",
		"/etc/networkd-dispatcher/routable.d"};
	plan_script(p, "/etc/network/interfaces");
	if (file_runnable("/etc/rc.local"))
		plan_script(p, "/etc/rc.local");
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++) {
		DIR *d = opendir(dirs[i]);
		for (const struct dirent *e; d && (e = readdir(d));) {
			const char *path =
				arena_printf(p->arena, "%s/%s", dirs[i], e->d_name);
			if (e->d_name[0] != '.' && file_runnable(path))
				plan_script(p, path);
		}
		if (d)
			closedir(d);
	}
}

/* -- all -------------------------------------------------------------------------- */

static void say_disabled(struct boot_plan *p, const strs *enabled)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct boot_unit u = {0};
		const struct known *k = &known[i];
		if (holds(enabled, k->unit) || !read_unit(p->arena, k->unit, &u) ||
			u.commands.n == 0)
			continue;
		const struct boot_command *c = u.commands.v[u.commands.n - 1];
		add_load(p, k->unit, command_text(p->arena, c, u.input),
			k->file ? k->file : file_of(c, u.input), BOOT_DISABLED,
			"it is not enabled: nothing is loaded from it");
	}
}

static int by_rank(const void *x, const void *y)
{
	const struct boot_step *a = *(struct boot_step *const *)x;
	const struct boot_step *b = *(struct boot_step *const *)y;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return strcmp(a->load->unit, b->load->unit);
}

enum err boot_plan_make(struct boot_plan *p)
{
	strs enabled = {0};
	if (!file_exists("/usr/lib/systemd/system") &&
		!file_exists("/lib/systemd/system"))
		return ERR_UNSUPPORTED;
	find_enabled(p->arena, &enabled);
	for (size_t i = 0; i < enabled.n; i++) {
		struct boot_unit u = {0};
		if (read_unit(p->arena, enabled.v[i], &u))
			plan_unit(p, enabled.v[i], &u);
	}
	plan_scripts(p);
	say_disabled(p, &enabled);
	if (p->steps.n)
		qsort(p->steps.v, p->steps.n, sizeof(*p->steps.v), by_rank);
	return ERR_OK;
}
