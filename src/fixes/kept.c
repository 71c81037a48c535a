/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kept.h"
#include "rulefile.h"
#include "ways.h"

#include "verdict/names.h"
#include "verdicts.h"

#include <string.h>

enum { FILES_MAX = 64, DEPTH_MAX = 4 };

typedef bool rulefile_fn(struct arena *a, const struct bytes *file,
	const struct rulefile_place *p, const char *rule, struct bytes *out);

struct keeping {
	struct opening *o;
	struct arena *arena;
	rulefile_fn *put;
	const char *rule;
	struct rulefile_place place;
	strs files;
};

/* -- what a reboot would do --------------------------------------------------------- */

static bool asked_port(const struct opening *o, int64_t port, const char *proto)
{
	for (size_t i = 0; i < o->ports_n; i++)
		if (o->ports[i] == port && proto && strcmp(proto, opening_proto(o)) == 0)
			return true;
	return false;
}

static bool stops(enum fate f)
{
	return f == FATE_DROP || f == FATE_REJECT;
}

/* What would drop it after a reboot; NULL: nothing, or *known false: it is not known. */
static const struct decider *dropped_at_boot(const struct opening *o, bool *known)
{
	const struct verdicts *b = o->fixing->host->boot;
	if (o->at_boot) {
		*known = true;
		return o->at_boot;
	}
	/* of a look that only tells what is loaded, nothing is known */
	*known = b && b->obs.seen == SEEN_YES && (b->all.n || b->spaces.n);
	for (size_t i = 0; *known && i < b->all.n; i++) {
		const struct packet_verdict *v = b->all.v[i];
		if (asked_port(o, v->port, v->proto) && stops(v->verdict))
			return &v->by;
	}
	for (size_t i = 0; *known && i < b->spaces.n; i++) {
		const struct space_look *s = b->spaces.v[i];
		for (size_t k = 0; k < s->ranges.n; k++) {
			const struct space_range *r = s->ranges.v[k];
			const struct decider *d = space_by(s, r);
			if (asked_port(o, s->port, s->proto) && stops(r->verdict) &&
				d->chain && space_public(&r->from, &r->to) > 0)
				return d;
		}
	}
	return NULL;
}

/* -- which files -------------------------------------------------------------------- */

static void add_file(struct keeping *k, const char *path)
{
	for (size_t i = 0; i < k->files.n; i++)
		if (strcmp(k->files.v[i], path) == 0)
			return;
	if (k->files.n < FILES_MAX)
		VEC_PUSH(k->arena, &k->files, arena_str(k->arena, path));
}

/* "/usr/sbin/nft -f /etc/nftables.conf" */
static bool runs_nft(const char *command)
{
	const char *end = command + strcspn(command, " ");
	return end - command >= 3 && memcmp(end - 3, "nft", 3) == 0 &&
	       (end - command == 3 || end[-4] == '/');
}

static bool runs_iptables(const char *command)
{
	return !runs_nft(command) &&
	       (strstr(command, "ip6tables") || strstr(command, "iptables") ||
		       strstr(command, "ip4tables") ||
		       strstr(command, "netfilter-persistent"));
}

static bool loads_known(const struct opening *o)
{
	const struct verdicts *b = o->fixing->host->boot;
	return b && b->obs.seen == SEEN_YES;
}

/* What is loaded, in the order of loading; where that is not known, the usual files that
 * are there. */
static void add_loaded(
	struct keeping *k, bool (*runs)(const char *command), const char *const *usual)
{
	const struct verdicts *b = k->o->fixing->host->boot;
	for (size_t i = 0; b && i < b->loads.n; i++) {
		const struct boot_load *l = b->loads.v[i];
		if (l->file && l->command && runs(l->command) &&
			l->state != BOOT_DISABLED)
			add_file(k, l->file);
	}
	for (size_t i = 0; !loads_known(k->o) && usual[i]; i++)
		if (fixing_file(k->o->fixing, usual[i])->seen == SEEN_YES)
			add_file(k, usual[i]);
}

/* "*.nft": one star, in the last part. */
static bool fits(const char *name, const char *pattern)
{
	const char *star = strchr(pattern, '*');
	if (!star)
		return strcmp(name, pattern) == 0;
	const size_t head = (size_t)(star - pattern), tail = strlen(star + 1);
	const size_t n = strlen(name);
	return n >= head + tail && memcmp(name, pattern, head) == 0 &&
	       strcmp(name + n - tail, star + 1) == 0 && name[0] != '.';
}

/* As nft looks for them: a relative one in /etc. */
static void add_include(struct keeping *k, const char *word)
{
	struct arena *a = k->arena;
	const char *path = *word == '/' ? word : arena_printf(a, "/etc/%s", word);
	const char *slash = strrchr(path, '/');
	if (!strchr(path, '*')) {
		add_file(k, path);
		return;
	}
	const char *dir = arena_dup(a, path, (size_t)(slash - path));
	const struct host_file *d = fixing_file(k->o->fixing, dir);
	for (size_t i = 0; i < d->names.n; i++)
		if (fits(d->names.v[i], slash + 1))
			add_file(k, arena_printf(a, "%s/%s", dir, d->names.v[i]));
}

static void add_includes(struct keeping *k)
{
	for (size_t i = 0; i < k->files.n && i < FILES_MAX; i++) {
		strs words = {0};
		const struct host_file *f = fixing_file(k->o->fixing, k->files.v[i]);
		if (f->seen == SEEN_YES)
			rulefile_includes(k->arena, &f->bytes, &words);
		for (size_t w = 0; w < words.n; w++)
			add_include(k, words.v[w]);
	}
}

/* -- the step ----------------------------------------------------------------------- */

static struct step *planned_put(const struct keeping *k, const char *path)
{
	const struct plan *p = k->o->fixing->plan;
	for (size_t i = 0; i < p->steps.n; i++)
		if (p->steps.v[i]->kind == STEP_PUT &&
			strcmp(p->steps.v[i]->put.path, path) == 0)
			return p->steps.v[i];
	return NULL;
}

static struct step *new_put(const struct keeping *k, const struct host_file *f)
{
	struct step *s = plan_add(k->o->fixing->plan, STEP_PUT,
		arena_printf(k->arena, "keep it over a restart, in %s", f->real));
	s->why = loads_known(k->o)
			 ? "it is loaded at boot, and holds the rule that drops"
			 : "it holds the rule that drops, and is where rules for the "
			   "boot usually stand: what is loaded is not known here";
	s->put.path = f->real;
	s->put.before = f->bytes;
	s->put.mode = f->mode;
	s->put.uid = f->uid;
	s->put.gid = f->gid;
	s->put.label = f->label;
	return s;
}

/* The file's step with the rule in it; NULL: the file does not hold the place, *locked:
 * it does, and can't be written. */
static struct step *put_into(struct keeping *k, const char *path, const char **locked)
{
	const struct host_file *f = fixing_file(k->o->fixing, path);
	struct bytes now;
	if (f->seen != SEEN_YES || !f->real)
		return NULL;
	struct step *s = planned_put(k, f->real);
	if (!k->put(k->arena, s ? &s->put.bytes : &f->bytes, &k->place, k->rule, &now))
		return NULL;
	if (f->why) {
		*locked = arena_printf(k->arena,
			"%s holds the rule that drops, and "
			"can't be written: %s",
			path, f->why);
		return NULL;
	}
	if (!s)
		s = new_put(k, f);
	s->put.bytes = now;
	return s;
}

static struct step *put_anywhere(struct keeping *k, const char **locked)
{
	for (size_t i = 0; i < k->files.n; i++) {
		struct step *s = put_into(k, k->files.v[i], locked);
		if (s || *locked)
			return s;
	}
	return NULL;
}

static void place_of_edit(struct keeping *k, const struct edit *e)
{
	const struct ruleset *rs = k->o->rules;
	k->place =
		(struct rulefile_place){.family = nf_family_word(e->chain->table->family),
			.table = e->chain->table->name,
			.chain = e->chain->name,
			.count = e->chain->rules_n};
	if (!e->before)
		return;
	k->place.text = rule_text(k->arena, rs, e->chain, e->before, NULL);
	k->place.number = edit_number(e->chain, e->before);
}

static void place_of_boot(struct keeping *k, const struct decider *d)
{
	k->place = (struct rulefile_place){.family = d->family ? d->family : "",
		.table = d->table ? d->table : "",
		.chain = d->chain ? d->chain : "",
		.text = d->handle ? d->rule : NULL};
}

static void note(struct keeping *k, const char *why)
{
	struct plan *p = k->o->fixing->plan;
	const char *text = why ? why
			       : arena_printf(k->arena,
					 "%s is not kept over a restart: no file that is "
					 "loaded at boot holds the rule that drops (%s)",
					 opening_title(k->o),
					 decider_place(k->arena, &k->o->verdict->by));
	for (size_t i = 0; i < p->notes.n; i++)
		if (strcmp(p->notes.v[i], text) == 0)
			return;
	VEC_PUSH(k->arena, &p->notes, text);
}

static struct step *keep(struct keeping *k, const struct edit *e)
{
	bool known;
	const char *locked = NULL;
	const struct decider *then = dropped_at_boot(k->o, &known);
	if (known && !then)
		return NULL;
	struct step *s = NULL;
	if (e) {
		place_of_edit(k, e);
		s = put_anywhere(k, &locked);
	}
	if (!s && then && !locked) {
		place_of_boot(k, then);
		s = put_anywhere(k, &locked);
	}
	if (!s)
		note(k, locked);
	return s;
}

/* -- both languages ----------------------------------------------------------------- */

void kept_nft(struct opening *o, const struct edit *e, const char *rule)
{
	static const char *const usual[] = {
		"/etc/nftables.conf", "/etc/sysconfig/nftables.conf", NULL};
	struct arena *a = o->fixing->arena;
	struct keeping k = {.o = o, .arena = a, .put = rulefile_nft, .rule = rule};
	add_loaded(&k, runs_nft, usual);
	const size_t roots = k.files.n;
	add_includes(&k);
	struct step *s = keep(&k, e);
	for (size_t i = 0; s && i < roots; i++) {
		if (strcmp(fixing_file(o->fixing, k.files.v[i])->real, s->put.path) != 0)
			continue;
		s->trial = (struct command){
			.input = arena_dup(a, s->put.bytes.p, s->put.bytes.n)};
		plan_argv(a, &s->trial, "nft", "-c", "-f", "-", NULL);
	}
}

static bool of_family(const char *path, bool six)
{
	const bool is6 = strstr(path, "v6") || strstr(path, "ip6");
	return is6 == six;
}

void kept_iptables(
	struct opening *o, const struct edit *e, const char *rule, const char *restore)
{
	static const char *const usual[] = {"/etc/iptables/rules.v4",
		"/etc/iptables/rules.v6", "/etc/sysconfig/iptables",
		"/etc/sysconfig/ip6tables", "/etc/iptables/iptables.rules",
		"/etc/iptables/ip6tables.rules", NULL};
	struct arena *a = o->fixing->arena;
	const bool six = o->chain->table->family == NF_IP6;
	struct keeping k = {.o = o, .arena = a, .put = rulefile_iptables, .rule = rule};
	struct keeping all = k;
	add_loaded(&all, runs_iptables, usual);
	/* Debian's netfilter-persistent loads a directory */
	for (size_t i = 0; i < all.files.n; i++)
		if (strcmp(all.files.v[i], "/etc/iptables") == 0)
			add_file(&k, six ? "/etc/iptables/rules.v6"
					 : "/etc/iptables/rules.v4");
		else if (of_family(all.files.v[i], six))
			add_file(&k, all.files.v[i]);
	struct step *s = keep(&k, e);
	if (!s)
		return;
	s->trial =
		(struct command){.input = arena_dup(a, s->put.bytes.p, s->put.bytes.n)};
	plan_argv(a, &s->trial, restore, "--test", NULL);
}
