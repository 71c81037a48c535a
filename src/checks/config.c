/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The directive behind what was observed. A directive is blamed only where the web server
 * runs on this host, its configuration was read, and what it says is what was seen.
 */
#include "config.h"

struct claim { /* one directive, and the places where it shows */
	enum finding_id id;
	enum verdict verdict;
	enum certainty certainty;
	const struct config_place *by;
	const struct config_route *route; /* of the first place */
	place_list places;
};
struct claims {
	VEC(struct claim) all;
};

static const struct config_route *route_of(const struct judging *j, const struct place *p)
{
	const struct config_look *c = &j->evidence->config;
	for (size_t i = 0; i < c->routes.n; i++) {
		const struct config_route *r = c->routes.v[i];
		if (r->name && r->scheme == p->scheme && ip_equal(&r->ip, &p->addr->ip) &&
			strcmp(r->name, p->named->name->ascii) == 0)
			return r;
	}
	return NULL;
}

static bool same_place(const struct config_place *a, const struct config_place *b)
{
	return a->begin == b->begin && a->file && b->file &&
	       strcmp(a->file, b->file) == 0;
}

static void claim(const struct judging *j, struct claims *all, const struct claim *what,
	const struct place *p)
{
	struct claim *c = NULL;
	for (size_t i = 0; i < all->all.n && !c; i++) {
		struct claim *x = all->all.v[i];
		if (x->id == what->id && x->verdict == what->verdict &&
			same_place(x->by, what->by))
			c = x;
	}
	if (!c) {
		c = VEC_ADD(judge_arena(j), &all->all, struct claim);
		*c = *what;
	}
	if (what->certainty < c->certainty)
		c->certainty = what->certainty;
	VEC_PUSH(judge_arena(j), &c->places, p);
}

/* -- redirects ----------------------------------------------------------------- */
/* The only directive of unknown effect that could have sent this status. */
static const struct config_place *lone_suspect(
	const struct config_route *r, int64_t status)
{
	const struct config_place *found = NULL;
	char code[24];
	snprintf(code, sizeof(code), " %" PRId64 " ", status);
	for (size_t i = 0; i < r->unsure.n; i++) {
		const struct config_place *p = r->unsure.v[i];
		bool sends = strstr(p->text, code) != NULL;
		if (status == 301)
			sends = sends || judge_ends(p->text, " permanent;");
		if (status == 302)
			sends = sends || judge_ends(p->text, " redirect;");
		if (!sends)
			continue;
		if (found)
			return NULL;
		found = p;
	}
	return found;
}

/* A redirect that the profile's rules refuse, sent by the first answer. */
static bool sent_by_first(const struct place *p)
{
	switch (p->end.id) {
	case FINDING_REDIRECT_LOOP:
	case FINDING_REDIRECT_TOO_MANY:
		return true;
	case FINDING_REDIRECTED:
	case FINDING_REDIRECT_CODE:
	case FINDING_REDIRECT_PORT:
	case FINDING_REDIRECT_SCHEME:
	case FINDING_REDIRECT_OFF_DOMAIN:
	case FINDING_REDIRECT_RESERVED:
		return p->end.hop == p->fetch->hops.v[0];
	default:
		return false;
	}
}

static void claim_redirect(const struct judging *j, struct claims *all,
	const struct place *p, const struct config_route *r)
{
	const struct hop *h = p->fetch->hops.v[0];
	const struct config_place *by = NULL;
	enum certainty certainty = CERTAINTY_COMPUTED;
	if (r->end == CONFIG_REDIRECT && r->status == h->status) {
		by = &r->by;
		if (r->target && h->location && strcmp(r->target, h->location) == 0)
			certainty = CERTAINTY_PROVED;
	} else if (r->end != CONFIG_REDIRECT) {
		by = lone_suspect(r, h->status);
	}
	if (by)
		claim(j, all,
			&(struct claim){.id = FINDING_CONFIG_REDIRECT,
				.verdict = p->verdict,
				.certainty = certainty,
				.by = by,
				.route = r},
			p);
}

/* -- refusals and other blocks ------------------------------------------------- */
static bool refused(const struct place *p)
{
	const struct hop *h = p->fetch->hops.v[0];
	return h->end == HOP_ANSWERED && (h->status == 401 || h->status == 403);
}

/* Ends that another block's answer explains. */
static bool answered_otherwise(enum finding_id id)
{
	switch (id) {
	case FINDING_WRONG_VHOST:
	case FINDING_HTTP_STATUS:
	case FINDING_HTML_INSTEAD:
	case FINDING_FILE_NOT_SERVED:
	case FINDING_FILE_DIFFERS:
		return true;
	default:
		return false;
	}
}

static void claim_of(const struct judging *j, struct claims *all, const struct place *p)
{
	const struct config_route *r = route_of(j, p);
	if (!r || p->verdict == VERDICT_PASS || !p->fetch || p->fetch->hops.n == 0 ||
		(!place_here(p) && !place_nat(p)))
		return;
	struct claim c = {.verdict = p->verdict, .route = r};
	if (hop_redirects(p->fetch->hops.v[0])) {
		if (sent_by_first(p))
			claim_redirect(j, all, p, r);
	} else if (refused(p) && r->end == CONFIG_DENIED &&
		   r->status == p->fetch->hops.v[0]->status) {
		c.id = FINDING_CONFIG_DENY;
		c.certainty = CERTAINTY_PROVED;
		c.by = &r->by;
		claim(j, all, &c, p);
	} else if (answered_otherwise(p->end.id) && !r->by_name && r->named.file) {
		c.id = FINDING_CONFIG_SHADOWED;
		c.certainty = CERTAINTY_COMPUTED;
		c.by = &r->named;
		claim(j, all, &c, p);
	}
}

/* -- words --------------------------------------------------------------------- */
const char *config_where(const struct judging *j, const struct config_place *p)
{
	return judge_s(j, "%s:%" PRId64, p->file, p->line);
}

static bool is_nginx(const struct config_route *r)
{
	return strcmp(r->server, "nginx") == 0;
}

static const char *root_of(const struct config_route *r)
{
	return r->root ? r->root : "/var/www/html";
}

/* In a server block a return stops before any location is looked for. */
static const char *advice_redirect(const struct judging *j, const struct claim *c)
{
	const char *dir = j->profile->dir ? j->profile->dir : "/.well-known/";
	if (!is_nginx(c->route))
		return c->by->text && judge_starts(c->by->text, "Rewrite")
			       ? judge_s(j,
					 "Put \"RewriteCond %%{REQUEST_URI} !^%s\" "
					 "before the "
					 "line of %s. Then: apachectl -t && apachectl "
					 "graceful",
					 dir, config_where(j, c->by))
			       : judge_s(j,
					 "Replace the line of %s by \"RedirectMatch "
					 "%" PRId64 " ^(?!%s)(.*)$ …\", so that the "
					 "validation path is "
					 "left out. Then: apachectl -t && apachectl "
					 "graceful",
					 config_where(j, c->by), c->route->status, dir);
	if (!c->route->location.file || c->by->begin < c->route->location.begin)
		return judge_s(j,
			"Leave the validation path out: in %s put the line into "
			"\"location / { %s }\", and beside it \"location ^~ %s { root "
			"%s; }\". "
			"Then: nginx -t && systemctl reload nginx",
			config_where(j, c->by), c->by->text, dir, root_of(c->route));
	return judge_s(j,
		"In the same server block (%s) add \"location ^~ %s { root %s; }\": it "
		"comes "
		"before the location of line %" PRId64
		". Then: nginx -t && systemctl reload nginx",
		config_where(j, &c->route->block), dir, root_of(c->route),
		c->route->location.line);
}

const char *config_open_advice(const struct judging *j, const struct config_route *r)
{
	const char *dir = j->profile->dir ? j->profile->dir : "/.well-known/";
	if (!is_nginx(r))
		return judge_s(j,
			"Add \"<Location %s> Require all granted </Location>\" to the "
			"virtual "
			"host of %s. Then: apachectl -t && apachectl graceful",
			dir, config_where(j, r->block.file ? &r->block : &r->by));
	return judge_s(j,
		"In the server block of %s add \"location ^~ %s { allow all; auth_basic "
		"off; root %s; }\". Then: nginx -t && systemctl reload nginx",
		config_where(j, &r->block), dir, root_of(r));
}

static const char *advice_shadowed(const struct judging *j, const struct claim *c)
{
	return judge_s(j,
		"Let the block of %s listen on the same address and port, or give the "
		"name to "
		"the block that answers (%s).",
		config_where(j, c->by), config_where(j, &c->route->block));
}

static const char *message(const struct judging *j, const struct claim *c)
{
	const char *words = place_words(j, &c->places), *at = config_where(j, c->by);
	const struct config_place *l = &c->route->location;
	const char *inside = l->file && l->text ? l->text : "";
	switch (c->id) {
	case FINDING_CONFIG_REDIRECT:
		return judge_s(j, "%s redirects the request by \"%s\": %s", at,
			c->by->text, words);
	case FINDING_CONFIG_DENY:
		return judge_s(j, "%s refuses the request by \"%s\"%s%s: %s", at,
			c->by->text, *inside ? " in " : "", inside, words);
	default:
		return judge_s(j,
			"the block of %s names the host, but the one of %s answers: %s",
			at, config_where(j, &c->route->block), words);
	}
}

static void say(const struct judging *j, const struct claim *c)
{
	const struct place *first = c->places.v[0];
	struct finding *x = findings_add(j->findings, c->id, c->verdict, c->certainty,
		&c->route->obs, "%s", message(j, c));
	const char *advice = c->id == FINDING_CONFIG_REDIRECT ? advice_redirect(j, c)
			     : c->id == FINDING_CONFIG_DENY
				     ? config_open_advice(j, c->route)
				     : advice_shadowed(j, c);
	x->advice = advice ? advice : finding_table[c->id].advice;
	x->subject.thing = config_where(j, c->by);
	for (size_t i = 0; i < c->places.n; i++) {
		const struct place *p = c->places.v[i];
		const char *name = p->named->name->ascii;
		if (x->names.n == 0 || strcmp(x->names.v[x->names.n - 1], name) != 0)
			VEC_PUSH(judge_arena(j), &x->names, name);
	}
	x->subject.name = first->named->name->ascii;
	if (x->names.n < 2)
		x->names.n = 0;
	finding_because(j->findings, x, &first->fetch->hops.v[0]->obs);
}

static void judge(const struct judging *j)
{
	const struct paths *paths = judge_paths(j);
	struct claims all = {0};
	if (judge_is_trace(j))
		return;
	for (size_t i = 0; i < paths->all.n; i++)
		claim_of(j, &all, paths->all.v[i]);
	for (size_t i = 0; i < all.all.n; i++)
		say(j, all.all.v[i]);
	config_access_judge(j);
}

static const struct probe *const needs[] = {&probe_webconf, &probe_http, NULL};

const struct check check_config = {
	.id = "config",
	.title = "The web server's configuration",
	.why = "It tells which line redirects, refuses or misses the request.",
	.needs = needs,
	.judge = judge,
};
