/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the capture showed of the tool's own connects, and of those that came in. */
#include "judge.h"

const struct crossing *crossing_at(
	const struct judging *j, const struct ip *ip, int64_t port)
{
	const struct capture_seen *c = &j->evidence->capture;
	for (size_t i = 0; c->obs.seen == SEEN_YES && i < c->crossings.n; i++)
		if (obs_seen(&c->crossings.v[i]->obs) &&
			c->crossings.v[i]->port == port &&
			ip_equal(&c->crossings.v[i]->to, ip))
			return c->crossings.v[i];
	return NULL;
}

void capture_because(const struct judging *j, struct finding *x, const struct named *n,
	place_test test)
{
	for (size_t i = 0; x && i < n->places.n; i++) {
		const struct place *p = n->places.v[i];
		const struct crossing *c =
			crossing_at(j, &p->addr->ip, scheme_port(p->scheme));
		if (c && test(j, p))
			finding_because(j->findings, x, &c->obs);
	}
}

/* -- what stands in front ------------------------------------------------------------ */

/* A place at that address and port whose address a router translates. */
static const struct place *translated(
	const struct judging *j, const struct ip *ip, int64_t port)
{
	const struct paths *all = judge_paths(j);
	for (size_t i = 0; i < all->all.n; i++) {
		const struct place *p = all->all.v[i];
		if (p->addr->where == WHERE_NAT && scheme_port(p->scheme) == port &&
			ip_equal(&p->addr->ip, ip))
			return p;
	}
	return NULL;
}

static bool never_came(const struct crossing *x)
{
	return x->left_by && !x->over_lo && !x->came_back && !x->answers;
}

/*
 * A router that turns no connect around says nothing by its silence. One that turns one
 * port's around and not the other's does: it stands in front, and stops that port.
 */
static const struct crossing *turned_beside(
	const struct judging *j, const struct crossing *x)
{
	const struct crossing *other = crossing_at(j, &x->to, x->port == 80 ? 443 : 80);
	return other && other->came_back ? other : NULL;
}

static void judge_stopped(const struct judging *j, const struct crossing *x)
{
	const struct crossing *other = turned_beside(j, x);
	const struct place *p = translated(j, &x->to, x->port);
	enum verdict need = port_need(j, x->port, true);
	char buf[IP_TEXT_MAX];
	if (!other || !p || !never_came(x) || need == VERDICT_PASS)
		return;
	if (x->port == 443 && x->refusals &&
		j->profile->schemes == SCHEMES_BOTH_OR_REFUSED)
		return;
	struct finding *f = findings_add(j->findings, FINDING_UPSTREAM_BLOCKS, need,
		CERTAINTY_PROVED, &x->obs,
		"a SYN to %s port %" PRId64 " left by %s and never reached this host, "
		"while one to port %" PRId64
		" was turned around and did: what stands in front %s port %" PRId64,
		ip_format(&x->to, buf), x->port, x->left_by, other->port,
		x->refusals ? "refuses" : "drops", x->port);
	finding_because(j->findings, f, &other->obs);
	f->subject.ip = x->to;
	f->subject.port = x->port;
	f->advice = advice_upstream(j);
}

static bool holds(struct bytes b, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= b.n; i++)
		if (memcmp(b.p + i, word, n) == 0)
			return true;
	return false;
}

struct block_page {
	const char *words; /* NULL: it is none */
	bool sure;         /* no server of one's own answers so */
};

/*
 * Pages that providers answer with in a host's place where a filing is missing.
 * Alibaba Cloud: 403, "Server: Beaver", the title "Non-compliance ICP Filing", a link to
 * aliyun.com/beian/beian-block, by the Host; TLS is reset (operators' notes, 2026-05 to
 * 2026-10; at times the connection reaches the host, and its answer is replaced).
 * Tencent Cloud: 302 to dnspod.qcloud.com/static/webblock.html?d=NAME, and TLS is cut off
 * (its document 243/18907; Let's Encrypt's own messages name the URL). Of Huawei Cloud
 * and others no source tells a mark.
 */
static struct block_page block_page(const struct hop *h)
{
	static const char alibaba[] =
		"Alibaba Cloud's page for names without an ICP filing",
			  tencent[] =
				  "Tencent Cloud's page for names without an ICP filing";
	const char *server = hop_header(h, "server"), *to = hop_header(h, "location");
	bool beaver = server && strcmp(server, "Beaver") == 0 && h->status == 403;
	if (beaver)
		return (struct block_page){
			alibaba, holds(h->body, "Non-compliance ICP Filing") ||
					 holds(h->body, "beian-block")};
	if (to && strstr(to, "://dnspod.qcloud.com/") && strstr(to, "/webblock.html"))
		return (struct block_page){tencent, true};
	if (h->status == 451) /* RFC 7725 */
		return (struct block_page){
			"an answer \"451 Unavailable For Legal Reasons\"", false};
	return (struct block_page){NULL, false};
}

/* An answer came, and no SYN had reached this host: it is not this host's. Nor is one
 * that only a provider gives. */
static void judge_intercepted(const struct judging *j, const struct place *p)
{
	const struct crossing *x = crossing_at(j, &p->addr->ip, scheme_port(p->scheme));
	const struct hop *h = p->fetch && p->fetch->hops.n ? p->fetch->hops.v[0] : NULL;
	const struct block_page page =
		h ? block_page(h) : (struct block_page){NULL, false};
	char buf[IP_TEXT_MAX];
	if (!x || !page.words || x->over_lo || !x->left_by || !x->answers ||
		(x->came_back && !page.sure))
		return;
	struct finding *f = findings_add(j->findings, FINDING_ICP_OR_GEO_BLOCK,
		p->verdict == VERDICT_FAIL ? VERDICT_FAIL : VERDICT_WARN,
		CERTAINTY_PROVED, &x->obs,
		x->came_back ? "%s answers at %s port %d, though this host was reached: "
			       "something in front answers in its place"
			     : "%s answers at %s port %d, and no SYN reached this host: "
			       "something in front answers in its place",
		page.words, ip_format(&p->addr->ip, buf), scheme_port(p->scheme));
	finding_because(j->findings, f, &h->obs);
	f->subject.name = p->named->name->ascii;
	f->subject.ip = p->addr->ip;
	f->subject.port = scheme_port(p->scheme);
	f->advice = finding_table[f->id].advice;
}

void capture_judge_front(const struct judging *j)
{
	const struct capture_seen *c = &j->evidence->capture;
	const struct paths *all = judge_paths(j);
	if (c->obs.seen != SEEN_YES)
		return;
	for (size_t i = 0; i < c->crossings.n; i++)
		judge_stopped(j, c->crossings.v[i]);
	for (size_t i = 0; i < all->all.n; i++)
		judge_intercepted(j, all->all.v[i]);
}

/* -- what came in -------------------------------------------------------------------- */

/* Those that were seen: others may be missing, but these came. */
static size_t arrivals_n(const struct capture_seen *c)
{
	return obs_seen(&c->obs) ? c->arrivals.n : 0;
}

static bool by_list(const struct arrival *x)
{
	return obs_seen(&x->obs) && x->ca && x->ca_by && !strstr(x->ca_by, "User-Agent");
}

const struct arrival *capture_ca_came(const struct judging *j, int64_t port)
{
	const struct capture_seen *c = &j->evidence->capture;
	for (size_t i = 0; i < arrivals_n(c); i++) {
		const struct arrival *x = c->arrivals.v[i];
		if (x->port == port && by_list(x) && !ip_reserved(&x->from) && x->good)
			return x;
	}
	return NULL;
}

const char *capture_came(const struct judging *j)
{
	const struct capture_seen *c = &j->evidence->capture;
	const struct arrival *some = NULL;
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < arrivals_n(c); i++)
		if (obs_seen(&c->arrivals.v[i]->obs) &&
			c->arrivals.v[i]->stage >= ATTEMPT_CONNECTED &&
			!ip_reserved(&c->arrivals.v[i]->from))
			some = c->arrivals.v[i];
	if (some)
		return judge_s(j,
			"; %s came in on port %" PRId64
			" meanwhile, which shows that way for that source alone",
			ip_format(&some->from, buf), some->port);
	if (c->waited && c->arrivals.n == 0 && c->obs.seen == SEEN_YES)
		return judge_s(j,
			"; in the %s that it listened no SYN came to either port: if the "
			"CA's check was started meanwhile, it did not reach this host",
			judge_time(j, c->waited));
	return "";
}

/* What becomes of it, if a rule decides that: else it has a finding of its own. */
static enum fate fate_of(const struct judging *j, const struct arrival *x)
{
	const struct verdicts *v = &j->evidence->verdicts;
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *s = v->spaces.v[i];
		bool same = s->port == x->port && ip_equal(&s->to, &x->to) &&
			    (!s->interface || !x->interface ||
				    strcmp(s->interface, x->interface) == 0);
		const struct space_range *r = same ? space_at(s, &x->from) : NULL;
		if (r)
			return space_by(s, r)->table ? r->verdict : FATE_UNKNOWN;
	}
	return FATE_UNKNOWN;
}

/* SYN in, and nothing out: that is this host, whatever stands in front. */
static void judge_silence(const struct judging *j, const struct arrival *x)
{
	char from[IP_TEXT_MAX];
	enum fate fate = fate_of(j, x);
	if (x->stage != ATTEMPT_SYN || !by_list(x) ||
		(fate != FATE_DROP && fate != FATE_REJECT))
		return;
	struct finding *f = findings_add(j->findings, FINDING_FIREWALL_DROPS_CA,
		port_need(j, x->port, false), CERTAINTY_PROVED, &x->obs,
		"a SYN from %s (%s) reached %s on port %" PRId64
		", and this host did not answer it: its own rules drop it",
		ip_format(&x->from, from), x->ca_by, x->interface, x->port);
	f->subject.ip = x->to;
	f->subject.port = x->port;
	f->advice = finding_table[f->id].advice;
}

void capture_judge_arrivals(const struct judging *j)
{
	const struct capture_seen *c = &j->evidence->capture;
	for (size_t i = 0; i < arrivals_n(c); i++)
		judge_silence(j, c->arrivals.v[i]);
}
