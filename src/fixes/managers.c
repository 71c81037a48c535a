/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "managers.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

/* -- words -------------------------------------------------------------------------- */

strs managers_prefixes(const struct opening *o)
{
	struct arena *a = o->fixing->arena;
	edit_prefixes all = {0};
	strs out = {0};
	char text[IP_TEXT_MAX];
	for (size_t i = 0; i < o->from.n; i++)
		edit_split(a, o->from.v[i], &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct cidr *c = all.v[i];
		bool whole = c->bits == (c->ip.family == 6 ? 128 : 32);
		VEC_PUSH(a, &out,
			arena_str(a,
				whole ? ip_format(&c->ip, text) : cidr_format(c, text)));
	}
	return out;
}

void managers_behind_nat(struct opening *o)
{
	int *port = ARENA_NEW(o->fixing->arena, int);
	if (!o->original || !o->by->port)
		return;
	*port = o->by->port;
	o->ports = port;
	o->ports_n = 1;
	o->original = false;
}

bool managers_forwarded(const struct opening *o)
{
	return o->by->stage == STAGE_FORWARD;
}

/* Days since 1970-01-01 as a date of the Gregorian calendar: the days of a year are
 * counted from March, so that the leap day is its last. */
static void date_of(int64_t days, int64_t *y, int64_t *m, int64_t *d)
{
	days += 719468; /* since 0000-03-01 */
	int64_t era = days / 146097, day = days % 146097;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t of_year = day - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;
	*d = of_year - (153 * month + 2) / 5 + 1;
	*m = month < 10 ? month + 3 : month - 9;
	*y = year + era * 400 + (*m <= 2);
}

const char *managers_time(struct arena *a, int64_t at)
{
	int64_t y, m, d, s = at % 86400;
	date_of(at / 86400, &y, &m, &d);
	return arena_printf(a,
		"%04" PRId64 "-%02" PRId64 "-%02" PRId64 " %02" PRId64 ":%02" PRId64
		":%02" PRId64 " UTC",
		y, m, d, s / 3600, s / 60 % 60, s % 60);
}

const char *managers_datestop(struct arena *a, int64_t at)
{
	char *text = arena_str(a, managers_time(a, at));
	text[10] = 'T';
	text[19] = '\0';
	return text;
}

void managers_consent(struct fixing *f, const char *text)
{
	strs *all = &f->plan->consents;
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->v[i], text) == 0)
			return;
	VEC_PUSH(f->arena, all, text);
}

/* -- a timer ------------------------------------------------------------------------ */

#define UNIT_DIRECTORY "/etc/systemd/system"

static const char *unit(const struct fixing *f)
{
	return arena_printf(f->arena, "pkiready-%s", f->plan->id);
}

static bool is_plain(const char *path)
{
	return path && *path == '/' &&
	       strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "0123456789/._-+") == strlen(path);
}

/* systemd.unit(5): what is needed is here, and both paths need no quotes. */
static bool can_time(struct fixing *f, const char **why)
{
	const struct fix_host *h = f->host;
	if (!fixing_file(f, "/run/systemd/system")->directory)
		*why = "its firewall keeps what is opened, and without systemd nothing "
		       "here would close it in time: open it without --for";
	else if (!is_plain(h->self) || (h->state_dir && !is_plain(h->state_dir)))
		*why = "a timer's unit can't name this program's path";
	else
		return true;
	return false;
}

static void put_unit(struct fixing *f, const char *end, const char *text)
{
	struct step *s = plan_add(
		f->plan, STEP_PUT, arena_printf(f->arena, "make %s%s", unit(f), end));
	s->why = "what opens for a while must be closed again, after a restart too";
	s->put.path = arena_printf(f->arena, UNIT_DIRECTORY "/%s%s", unit(f), end);
	s->put.bytes =
		(struct bytes){.p = (const unsigned char *)text, .n = strlen(text)};
	s->put.absent = true;
	s->put.mode = 0644;
	s->put.uid = s->put.gid = 0;
}

static void put_units(struct fixing *f, int64_t expires)
{
	struct arena *a = f->arena;
	const char *dir = f->host->state_dir;
	put_unit(f, ".service",
		arena_printf(a,
			"[Unit]\nDescription=Take back pkiready's change %s\n\n"
			"[Service]\nType=oneshot\nExecStart=%s undo %s --yes%s%s\n",
			f->plan->id, f->host->self, f->plan->id,
			dir ? " --state-dir " : "", dir ? dir : ""));
	put_unit(f, ".timer",
		arena_printf(a,
			"[Unit]\nDescription=Take back pkiready's change %s in time\n\n"
			"[Timer]\nOnCalendar=%s\nPersistent=true\nAccuracySec=1s\n\n"
			"[Install]\nWantedBy=timers.target\n",
			f->plan->id, managers_time(a, expires)));
}

static void start_timer(struct fixing *f, int64_t expires)
{
	struct arena *a = f->arena;
	const char *timer = arena_printf(a, "%s.timer", unit(f));
	struct step *s = plan_add(f->plan, STEP_RUN, "tell systemd of it");
	s->why = "systemd reads units when it is told to";
	plan_argv(a, &s->redo, "systemctl", "daemon-reload", NULL);
	plan_argv(a, &s->undo, "systemctl", "daemon-reload", NULL);
	plan_argv(a, &s->test, "systemctl", "cat", timer, NULL);
	s->undo_last = true;
	s = plan_add(f->plan, STEP_RUN,
		arena_printf(a, "start the timer that takes all of this back at %s",
			managers_time(a, expires)));
	s->why = "it stands before anything is opened";
	plan_argv(a, &s->redo, "systemctl", "enable", "--now", timer, NULL);
	plan_argv(a, &s->undo, "systemctl", "disable", "--now", timer, NULL);
	plan_argv(a, &s->test, "systemctl", "is-enabled", "--quiet", timer, NULL);
	s->expires = expires;
}

/* The steps from `first` on come before all others. */
static void to_the_front(struct fixing *f, size_t first)
{
	struct step **v = f->plan->steps.v;
	const size_t n = f->plan->steps.n;
	struct step **all = arena_array(f->arena, n, sizeof(struct step *));
	for (size_t i = 0; i < n; i++)
		all[i] = v[(first + i) % n];
	memcpy(v, all, n * sizeof(struct step *));
}

bool managers_timer(struct fixing *f, int64_t expires, const char **why)
{
	const size_t first = f->plan->steps.n;
	const char *path = arena_printf(f->arena, UNIT_DIRECTORY "/%s.timer", unit(f));
	for (size_t i = 0; i < first; i++)
		if (f->plan->steps.v[i]->put.path &&
			strcmp(f->plan->steps.v[i]->put.path, path) == 0)
			return true;
	if (!can_time(f, why))
		return false;
	put_units(f, expires);
	start_timer(f, expires);
	to_the_front(f, first);
	return true;
}
