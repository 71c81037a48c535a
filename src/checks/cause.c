/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The nearest cause of an ending. "404" is a symptom: that the file is not on disk, that
 * a CDN answers, or that another address of the name answers well says more, and only one
 * of them is said. Each rule below looks at one place that fails and may give it another
 * id; the first that does ends the search. A rule looks only at what stays as it is:
 * places that pass.
 */
#include "judge.h"

struct ctx {
	const struct judging *j;
	struct paths *all;
	struct place *p;
};

static bool passes(const struct place *q)
{
	return q->end.verdict <= VERDICT_WARN && !q->absent && q->end.hop != NULL;
}

static bool is_connect_id(enum finding_id id)
{
	return id == FINDING_CONNECT_REFUSED || id == FINDING_CONNECT_TIMEOUT ||
	       id == FINDING_CONNECT_RESET || id == FINDING_NETWORK_UNREACHABLE;
}

/* It answers, and the answer is not the file. */
static bool is_answer_id(enum finding_id id)
{
	return id == FINDING_HTTP_STATUS || id == FINDING_HTML_INSTEAD ||
	       id == FINDING_FILE_DIFFERS || id == FINDING_FILE_EDITED;
}

static void relabel(struct ctx *c, enum finding_id id, const char *what)
{
	c->p->end.id = id;
	c->p->end.what = what;
}

/* -- no connection ------------------------------------------------------------------ */
/* One of several addresses is dead; the others take connections. */
static bool is_dead(struct ctx *c)
{
	const struct named *n = c->p->named;
	if (!is_connect_id(c->p->end.id) || c->p->absent || !c->p->dial)
		return false;
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *q = n->places.v[i];
		if (q->scheme != c->p->scheme || q->dial)
			continue;
		relabel(c, FINDING_ADDRESS_DEAD,
			judge_s(c->j, "one of several addresses is dead: there %s%s",
				c->p->end.what,
				c->p->addr->where == WHERE_ELSEWHERE
					? ", and it is none of this host's"
					: ""));
		return true;
	}
	return false;
}

/* -- another program or another User-Agent ------------------------------------------ */
static bool is_foreign(struct ctx *c)
{
	const struct place *p = c->p;
	int port = scheme_port(p->scheme);
	const struct listener *l = port_listener(c->j, &p->addr->ip, port, place_nat(p));
	bool odd = p->end.id == FINDING_HTTP_NOT_HTTP ||
		   p->end.id == FINDING_HTTPS_BROKEN ||
		   p->end.id == FINDING_CONNECT_RESET || p->end.id == FINDING_HTTP_SLOW;
	if (!odd || p->end.redirects || !(place_here(p) || p->addr->where == WHERE_NAT) ||
		!l || listener_is_web(l))
		return false;
	relabel(c, FINDING_LISTENER_FOREIGN,
		judge_s(c->j, "port %d is held by %s, which is no web server: %s", port,
			listener_who(c->j, l), p->end.what));
	return true;
}

static bool answers_like(const struct place *p, const struct place *q)
{
	return q->end.verdict == VERDICT_FAIL && q->end.hop && p->end.hop &&
	       q->end.hop->status == p->end.hop->status;
}

/*
 * A browser asks once a name, over http: its answer counts for this place when the CA's
 * request gets the same there as here.
 */
static const struct fetch *browser_of(const struct place *p, const struct named *n)
{
	for (size_t i = 0; n && i < n->fetches.n; i++) {
		const struct fetch *f = n->fetches.v[i];
		if (f->purpose != FETCH_BROWSER || f->hops.n == 0)
			continue;
		for (size_t k = 0; k < n->places.n; k++) {
			const struct place *q = n->places.v[k];
			if (q->scheme == f->scheme && ip_equal(&q->addr->ip, &f->ip) &&
				answers_like(p, q))
				return f;
		}
	}
	return NULL;
}

static bool does_better(const struct ctx *c, const struct fetch *browser)
{
	struct ending e = {.verdict = VERDICT_UNKNOWN};
	chain_judge(c->j, c->p->named, browser, &e);
	if (e.verdict <= VERDICT_WARN)
		return true;
	/* without an expectation: the path is reached by one and refused to the other */
	return !c->j->target->have_expect && e.verdict == VERDICT_UNKNOWN && e.hop &&
	       obs_seen(&e.hop->obs) && (e.hop->status == 404 || e.hop->status == 200);
}

static bool is_agent_blocked(struct ctx *c)
{
	const struct place *p = c->p;
	const struct fetch *f = p->dial ? NULL : browser_of(p, p->named);
	if (!f && !p->dial)
		f = browser_of(p, p->named->twin);
	if (!f || !does_better(c, f))
		return false;
	relabel(c, FINDING_USER_AGENT_BLOCKED,
		judge_s(c->j,
			"the CA's User-Agent is turned away, a browser's is not: %s, and "
			"a browser gets %" PRId64,
			p->end.what, fetch_last(f)->status));
	return true;
}

/* -- a CDN, another machine --------------------------------------------------------- */
static bool from_cache(const struct hop *h)
{
	const char *age = hop_header(h, "age"), *hit = hop_header(h, "x-cache");
	const struct bytes b = {(const unsigned char *)hit, hit ? strlen(hit) : 0};
	return (age && strcmp(age, "0") != 0) || judge_holds(&b, "hit");
}

static bool is_cdn(struct ctx *c)
{
	const char *by, *cdn = cdn_of(c->j, c->p, &by);
	const struct ending *e = &c->p->end;
	if (!cdn || !is_answer_id(e->id))
		return false;
	const struct webroot_look *w = &c->j->evidence->webroot;
	bool differs = e->id == FINDING_FILE_DIFFERS || e->id == FINDING_FILE_EDITED;
	bool stale =
		differs && ((w->obs.seen == SEEN_YES && body_passes(c->j, &w->body)) ||
				   from_cache(e->hop));
	relabel(c, stale ? FINDING_CDN_STALE : FINDING_CDN_SERVES,
		judge_s(c->j, "%s (known by %s) answers%s: %s", cdn, by,
			stale ? " with an old copy" : "", e->what));
	return true;
}

static bool all_elsewhere(const struct named *n)
{
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *q = n->places.v[i];
		if (q->addr->where != WHERE_ELSEWHERE || passes(q))
			return false;
	}
	return true;
}

static bool is_elsewhere(struct ctx *c)
{
	const struct ending *e = &c->p->end;
	bool one = is_connect_id(e->id) || is_answer_id(e->id);
	if (!one || c->p->absent || e->redirects ||
		c->p->addr->where != WHERE_ELSEWHERE || !all_elsewhere(c->p->named))
		return false;
	relabel(c, FINDING_ADDRESS_ELSEWHERE,
		judge_s(c->j, "the name leads to another machine, where %s",
			is_connect_id(e->id)
				? e->what
				: judge_s(c->j, "not the file answers: %s", e->what)));
	return true;
}

/* -- another place of the same answers well ----------------------------------------- */
static const struct place *better(
	const struct named *n, enum scheme s, const struct ip *ip)
{
	for (size_t i = 0; n && i < n->places.n; i++) {
		const struct place *q = n->places.v[i];
		if (q->scheme == s && (!ip || ip_equal(&q->addr->ip, ip)) && passes(q))
			return q;
	}
	return NULL;
}

static bool differs_from_another(struct ctx *c)
{
	char buf[IP_TEXT_MAX];
	const struct place *p = c->p, *q;
	const char *what = p->end.what;
	enum scheme other = p->scheme == SCHEME_HTTP ? SCHEME_HTTPS : SCHEME_HTTP;
	if (!is_answer_id(p->end.id) || p->end.redirects)
		return false;
	if ((q = better(p->named, p->scheme, NULL)))
		relabel(c, FINDING_FILE_ADDRESS_DIFFERS,
			judge_s(c->j,
				"the addresses of the name do not answer alike: %s "
				"serves the file, here %s",
				ip_format(&q->addr->ip, buf), what));
	else if ((q = better(p->named, other, &p->addr->ip)))
		relabel(c, FINDING_FILE_SCHEME_DIFFERS,
			judge_s(c->j, "%s serves the file, %s does not: %s",
				scheme_str(other), scheme_str(p->scheme), what));
	else if ((q = better(p->named->twin, p->scheme, NULL)))
		relabel(c, FINDING_FILE_SIBLING_DIFFERS,
			judge_s(c->j, "%s serves the file, this name does not: %s",
				p->named->twin->name->ascii, what));
	else
		return false;
	return true;
}

/* -- the disk ------------------------------------------------------------------------ */
static char folded(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool same_but_case(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (folded(*a) != folded(*b))
			return false;
	return *a == *b;
}

/* A name that a person or an editor made of the right one. */
static bool is_near_name(const struct judging *j, const char *name, const char *want)
{
	static const char *const tails[] = {"%s.txt", "%s.html", "%s.htm", "%s.bak",
		"%s~", "%s.1", "%s (1)", "copy of %s", NULL};
	const char *dot = strrchr(want, '.');
	const char *stem = dot ? judge_s(j, "%.*s", (int)(dot - want), want) : want;
	if (same_but_case(name, want) || same_but_case(name, stem))
		return true;
	for (size_t i = 0; tails[i]; i++) {
		const char *mark = strstr(tails[i], "%s");
		const char *made = judge_s(
			j, "%.*s%s%s", (int)(mark - tails[i]), tails[i], want, mark + 2);
		if (same_but_case(name, made))
			return true;
	}
	return same_but_case(name, judge_s(j, "%s (1)%s", stem, dot ? dot : ""));
}

static const char *near_name(const struct ctx *c)
{
	const struct webroot_look *w = &c->j->evidence->webroot;
	const char *want = c->j->target->file_name;
	for (size_t i = 0; want && i < w->beside.n; i++)
		if (is_near_name(c->j, w->beside.v[i], want))
			return w->beside.v[i];
	return NULL;
}

static bool missing_on_disk(struct ctx *c)
{
	const struct webroot_look *w = &c->j->evidence->webroot;
	const char *near = near_name(c), *what = c->p->end.what;
	const char *path = w->path ? w->path : "the file";
	c->p->end.obs = &w->obs;
	if (near)
		relabel(c, FINDING_FILE_RENAMED,
			judge_s(c->j, "%s is not there, but %s stands beside it: %s",
				path, near, what));
	else
		relabel(c, FINDING_FILE_NOT_ON_DISK,
			judge_s(c->j, "%s is not on this disk: %s", path, what));
	return true;
}

static bool is_disk(struct ctx *c)
{
	const struct webroot_look *w = &c->j->evidence->webroot;
	const struct ending *e = &c->p->end;
	bool gone = e->id == FINDING_HTTP_STATUS || e->id == FINDING_HTML_INSTEAD;
	if (!gone || c->j->target->random || c->p->addr->where == WHERE_ELSEWHERE)
		return false;
	if (w->obs.seen == SEEN_NO)
		return missing_on_disk(c);
	if (w->obs.seen != SEEN_YES)
		return false;
	const char *path = w->path ? w->path : "the file";
	c->p->end.obs = &w->obs;
	if (w->readable == SEEN_NO)
		relabel(c, FINDING_FILE_UNREADABLE,
			judge_s(c->j,
				"%s is on disk, but %s cannot read it (stopped at %s): "
				"%s",
				path, w->user ? w->user : "the web server",
				w->blocked_at ? w->blocked_at : "the file itself",
				e->what));
	else
		relabel(c, FINDING_FILE_NOT_SERVED,
			judge_s(c->j, "%s is on disk, but not at the URL: %s", path,
				e->what));
	return true;
}

/* -- the wrong virtual host ---------------------------------------------------------- */
/* The certificate that the address shows for this name is for other sites alone. */
static const char *foreign_certificate(const struct named *n, const struct ip *ip)
{
	for (size_t i = 0; i < n->fetches.n; i++) {
		const struct fetch *f = n->fetches.v[i];
		const struct hop *h = f->hops.n ? f->hops.v[0] : NULL;
		const struct tls_look *t = h ? h->tls : NULL;
		if (!t || !t->ok || t->name_ok || !obs_seen(&h->obs) ||
			!ip_equal(&f->ip, ip))
			continue;
		for (size_t k = 0; k < t->names.n; k++)
			if (strchr(t->names.v[k], '.') &&
				strchr(t->names.v[k], ' ') == NULL)
				return t->names.v[k];
	}
	return NULL;
}

static bool is_wrong_host(struct ctx *c)
{
	const struct ending *e = &c->p->end;
	if ((e->id != FINDING_HTTP_STATUS && e->id != FINDING_HTML_INSTEAD) || !e->hop)
		return false;
	const char *page = page_default(e->hop);
	const char *cert = foreign_certificate(c->p->named, &c->p->addr->ip);
	if (page)
		relabel(c, FINDING_WRONG_VHOST,
			judge_s(c->j,
				"%s answers, not a site of this name (status %" PRId64
				")",
				page, e->hop->status));
	else if (cert)
		relabel(c, FINDING_WRONG_VHOST,
			judge_s(c->j,
				"another site seems to answer for this name: its "
				"certificate is for %s, and %s",
				judge_cut(c->j, cert, 100), e->what));
	return page || cert;
}

void cause_name(const struct judging *j, struct paths *all, struct place *p)
{
	static bool (*const rules[])(struct ctx *) = {is_dead, is_foreign,
		is_agent_blocked, is_cdn, differs_from_another, is_elsewhere, is_disk,
		is_wrong_host};
	struct ctx c = {j, all, p};
	if (p->end.verdict != VERDICT_FAIL)
		return;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (rules[i](&c))
			return;
}
