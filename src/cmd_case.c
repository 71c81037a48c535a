/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A diagnosis that is saved, and one that is judged anew. */
#include "cmd_save.h"

#include "broker.h"
#include "bundle.h"
#include "bundle_case.h"
#include "cmd.h"
#include "log.h"
#include "loop.h"
#include "memstream.h"
#include "profile.h"
#include "report/evidence_json.h"
#include "report/profiles_json.h"
#include "report/result_json.h"
#include "run.h"
#include "text.h"

#include <inttypes.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <string.h>
#include <time.h>

enum { RULESET_MS = 20000 };

/* -- profiles, then and now ---------------------------------------------------------- */

static const char *digest_of(struct arena *a, const struct profile *p)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];
	struct text hex;
	struct memstream *m = memstream_new();
	if (!m)
		return "";
	struct writer *w = writer_json(memstream_file(m));
	write_profile_row(w, p);
	(void)w->finish(w);
	const char *row = memstream_take(m);
	SHA256((const unsigned char *)row, strlen(row), sum);
	memstream_free(m);
	text_init(&hex, a, 2 * sizeof(sum));
	for (size_t i = 0; i < sizeof(sum); i++)
		text_printf(&hex, "%02x", sum[i]);
	return text_str(&hex);
}

static const char *date_of(const struct profile *p)
{
	const char *newest = NULL;
	for (const struct address_list *l = p->lists; l && l->name; l++)
		if (l->date && (!newest || strcmp(l->date, newest) > 0))
			newest = l->date;
	return newest;
}

static const char *name_of(struct arena *a, const struct profile *p)
{
	bool laid = p->provider && strcmp(p->provider, p->id) != 0;
	return laid ? arena_printf(a, "%s/%s", p->provider, p->id) : p->id;
}

static void add_profile(struct arena *a, struct bundle_case *c, const struct profile *p)
{
	struct case_profile *x = VEC_ADD(a, &c->profiles, struct case_profile);
	*x = (struct case_profile){name_of(a, p), digest_of(a, p), date_of(p)};
}

static const char *dated(struct arena *a, const char *date)
{
	return date ? arena_printf(a, " (addresses of %s)", text_escaped(a, date)) : "";
}

/* That rules changed since is said; they are judged by as they are now. */
static void compare_profiles(
	struct arena *a, const struct bundle_case *c, const struct profile *by)
{
	const char *name = name_of(a, by);
	int others = 0;
	for (size_t i = 0; i < c->profiles.n; i++) {
		const struct case_profile *then = c->profiles.v[i];
		const struct profile *now;
		const char *nearest;
		bool known = profile_find(a, then->id, &now, &nearest) == ERR_OK;
		if (known && strcmp(digest_of(a, now), then->digest) == 0)
			continue;
		if (strcmp(then->id, name) != 0) {
			others++;
			continue;
		}
		log_note("--ruleset: the rules of %s changed since it was saved: judged "
			 "by those of this version%s, not by those of then%s",
			name, dated(a, date_of(by)), dated(a, then->date));
		name = "";
	}
	if (others)
		log_note("--ruleset: the rules of %d other %s changed since it was saved",
			others, others == 1 ? "profile" : "profiles");
}

/* -- reading ------------------------------------------------------------------------- */

static const struct profile *find_profile(
	struct arena *a, const struct options *o, const struct bundle_case *c)
{
	const struct profile *p;
	const char *nearest = NULL, *name = o->ca ? o->ca : c->profile;
	if (profile_find(a, name, &p, &nearest) == ERR_OK)
		return p;
	if (!o->ca)
		log_error("--ruleset: it was judged by \"%s\", which is not known here: "
			  "give its --profile-file, or another --ca",
			text_escaped(a, name));
	else
		log_error("unknown --ca \"%s\"%s%s%s See pkiready list profiles",
			text_escaped(a, name), nearest ? ": did you mean " : ".",
			nearest ? nearest : "", nearest ? "?" : "");
	return NULL;
}

const struct bundle_case *cmd_case_read(struct arena *a, const struct options *o)
{
	struct bundle_case *c = ARENA_NEW(a, struct bundle_case);
	const char *why;
	if (cmd_read_profiles(a, o) != ERR_OK)
		return NULL;
	if (bundle_case_unpack(a, o->bundle, c, &why) != ERR_OK) {
		log_error("--ruleset \"%s/%s\": %s", text_escaped(a, o->ruleset),
			CASE_FILE, why);
		return NULL;
	}
	const struct profile *p = find_profile(a, o, c);
	if (!p)
		return NULL;
	c->target.profile = p;
	c->target.profile_given = c->target.profile_given || o->ca;
	c->target.require_outside = c->target.require_outside || o->require_outside;
	compare_profiles(a, c, p);
	return c;
}

/* -- the rules ----------------------------------------------------------------------- */

struct asking {
	struct loop *loop;
	struct bundle_look saved;
	bool done;
};

static void on_bundle(void *arg, void *answer)
{
	struct asking *g = arg;
	g->saved = *(const struct bundle_look *)answer;
	g->done = true;
	loop_stop(g->loop);
}

static void on_time(void *arg)
{
	struct asking *g = arg;
	g->done = true;
	loop_stop(g->loop);
}

/* The same question as `pkiready firewall --save` asks. */
static struct bundle_look ask_rules(
	struct arena *a, struct broker *b, const struct target *t)
{
	static const struct ask_port web[] = {
		{.port = 80, .proto = 6}, {.port = 443, .proto = 6}};
	struct asking g = {.loop = loop_new(),
		.saved.obs = {.seen = SEEN_FAILED,
			.source = "the rules",
			.excerpt = "no answer in time"}};
	struct ask_verdicts q = {.any4 = t->v4, .any6 = t->v6};
	VEC_PUSH(a, &q.ports, &web[0]);
	VEC_PUSH(a, &q.ports, &web[1]);
	loop_after(g.loop, RULESET_MS, on_time, &g);
	broker_ask(b, g.loop, a, HOST_bundle, &q, on_bundle, &g);
	while (!g.done)
		loop_turn(g.loop, -1);
	broker_end_looks(b);
	loop_free(g.loop);
	return g.saved;
}

static bool write_bytes(FILE *f, struct bytes b)
{
	return fwrite(b.p, 1, b.n, f) == b.n && fflush(f) == 0;
}

/* Without root there are none to save, which is said and no failure. */
static bool write_rules(struct arena *a, const struct options *o, struct broker *b,
	const struct target *t)
{
	struct bundle_look x = ask_rules(a, b, t);
	const char *why = x.obs.excerpt ? x.obs.excerpt : seen_words[x.obs.seen];
	if (x.obs.seen == SEEN_YES && x.file.n == 0)
		why = "they are too many for one file";
	if (x.obs.seen != SEEN_YES || x.file.n == 0) {
		log_note("--save: without the rules: %s", text_escaped(a, why));
		return true;
	}
	if (o->redact && !cmd_redact_ruleset(a, &x.file))
		return false;
	return write_bytes(cmd_save_stream(o, SAVE_RULESET), x.file);
}

/* -- writing ------------------------------------------------------------------------- */

static bool write_hops(FILE *f, const struct evidence *e)
{
	struct writer *w = writer_json(f);
	write_head(w, "diagnose");
	w->start(w, "fetches", true);
	for (size_t i = 0; i < e->fetches.n; i++)
		write_shape(w, NULL, &shape_fetch, e->fetches.v[i]);
	w->end(w);
	w->end(w);
	return w->finish(w) && fflush(f) == 0;
}

/* Ids and verdicts alone: words name what is hidden. */
static bool is_same(const struct findings *x, const struct findings *y)
{
	if (x->all.n != y->all.n)
		return false;
	for (size_t i = 0; i < x->all.n; i++)
		if (x->all.v[i]->id != y->all.v[i]->id ||
			x->all.v[i]->verdict != y->all.v[i]->verdict)
			return false;
	return true;
}

static bool hide(struct arena *a, struct bundle_case *c)
{
	unsigned char key[HIDE_KEY];
	const struct profile *p = c->target.profile;
	if (RAND_bytes(key, sizeof(key)) != 1 || !bundle_case_hide(a, key, c)) {
		log_error("--redact: it could not be done, so nothing is written");
		return false;
	}
	c->target.profile = p;
	return true;
}

/* The very bytes that are written, against what was seen. */
static void check(struct arena *a, struct bytes file, const struct target *t,
	const struct evidence *e)
{
	struct bundle_case again;
	struct findings seen, written;
	const char *why;
	run_judge(a, t, e, t->profile, &seen);
	if (bundle_case_unpack(a, file, &again, &why) != ERR_OK) {
		log_note("--save: what is written cannot be judged again: %s", why);
		return;
	}
	again.target.profile = t->profile;
	run_judge(a, &again.target, &again.evidence, t->profile, &written);
	if (!is_same(&seen, &written))
		log_note("--save: what is written is judged otherwise than what was "
			 "seen: compare the reports");
}

static bool write_report(FILE *f, struct arena *a, const struct bundle_case *c)
{
	const struct style json = {.format = FORMAT_JSON};
	struct result r;
	run_result(a, &c->target, &c->evidence, &r);
	return report_result(f, &json, &r) && fflush(f) == 0;
}

bool cmd_case_write(struct arena *a, const struct options *o, struct broker *b,
	const struct target *t, const struct evidence *e)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	struct bundle_case c = {.at = (int64_t)time(NULL),
		.tool = PKIREADY_VERSION,
		.profile = name_of(a, t->profile),
		.target = *t,
		.evidence = *e};
	add_profile(a, &c, t->profile);
	for (size_t i = 0; i < n; i++)
		if (strcmp(name_of(a, &rows[i]), c.profile) != 0)
			add_profile(a, &c, &rows[i]);
	if (o->redact && !hide(a, &c))
		return false;
	struct bytes file = bundle_case_pack(a, &c);
	if (!file.n) {
		log_error("--save: the evidence is too much for one file");
		return false;
	}
	check(a, file, t, e);
	if (write_rules(a, o, b, t) &&
		write_report(cmd_save_stream(o, SAVE_REPORT), a, &c) &&
		write_hops(cmd_save_stream(o, SAVE_HOPS), &c.evidence) &&
		write_bytes(cmd_save_stream(o, SAVE_EVIDENCE), file))
		return true;
	log_error("--save \"%s\": not all could be written, so nothing is",
		text_escaped(a, o->save));
	return false;
}
