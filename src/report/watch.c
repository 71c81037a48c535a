/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/watch.h"

#include "report/evidence_json.h"
#include "report/page.h"
#include "report/writer.h"
#include "text.h"

#include <inttypes.h>
#include <time.h>

#define SCHEMA "pkiready-watch/1"
enum { LINE_TEXT_MAX = 4096, ASKED_MAX = 160 };

/* -- text ---------------------------------------------------------------------------- */

static const char *clock_of(struct arena *a, int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	const struct tm *tm = localtime(&t);
	return tm ? arena_printf(a, "%02d:%02d:%02d", tm->tm_hour, tm->tm_min, tm->tm_sec)
		  : "--:--:--";
}

static const char *asked(struct arena *a, const struct arrival *x)
{
	struct text t;
	text_init(&t, a, LINE_TEXT_MAX);
	if (x->tls && x->sni)
		text_printf(&t, "TLS for %.*s", ASKED_MAX, x->sni);
	else if (x->tls)
		text_add(&t, "TLS for no name");
	else if (x->request)
		text_printf(&t, "%.*s", ASKED_MAX, x->request);
	else if (x->stage >= ATTEMPT_REQUEST)
		text_add(&t, "neither HTTP nor TLS");
	if (x->host)
		text_printf(&t, " (Host %.*s)", ASKED_MAX, x->host);
	return text_str(&t);
}

static const char *syns(struct arena *a, const struct arrival *x)
{
	return x->syns > 1 ? arena_printf(a, "SYN sent %" PRId64 " times", x->syns)
			   : "SYN";
}

const char *watch_stage(struct arena *a, const struct arrival *x)
{
	const char *ask = asked(a, x);
	switch (x->stage) {
	case ATTEMPT_SYN:
		return arena_printf(a, "%s, no answer", syns(a, x));
	case ATTEMPT_REFUSED:
		return arena_printf(a, "%s, refused", syns(a, x));
	case ATTEMPT_SYN_ACK:
		return arena_printf(a, "%s, SYN-ACK, no ACK came back", syns(a, x));
	case ATTEMPT_CONNECTED:
		return "connected, no request";
	case ATTEMPT_REQUEST:
		return arena_printf(a, "%s, no answer", ask);
	case ATTEMPT_BROKEN:
		return arena_printf(a, "%s, broken off", ask);
	case ATTEMPT_ANSWERED:
	case ATTEMPT__MAX:
		break;
	}
	if (x->status)
		return arena_printf(a, "%s, status %" PRId64, ask, x->status);
	return x->end ? ask : arena_printf(a, "%s, answered", ask);
}

static void add_verdict(struct text *t, const struct watch_event *e)
{
	static const char *const words[FATE__MAX] = {"the rules accept it",
		"dropped by the rules", "rejected by the rules", "the rules may drop it",
		"what the rules do is unknown"};
	if (e->judged)
		text_printf(t, "; %s%s%s", words[e->fate],
			e->rule && e->fate != FATE_ACCEPT ? ": " : "",
			e->rule && e->fate != FATE_ACCEPT ? e->rule : "");
	else if (e->unjudged)
		text_printf(t, "; rules not asked: %s", e->unjudged);
	if (e->listeners_known && !e->arrival->own)
		text_printf(t, "; %s listens", e->listener ? e->listener : "nobody");
}

static bool text_event(FILE *out, const struct style *s, const struct watch_event *e)
{
	const struct arrival *x = e->arrival;
	char from[IP_TEXT_MAX], to[IP_TEXT_MAX];
	struct page p;
	struct text t;
	page_begin(&p, out, s);
	text_init(&t, p.arena, LINE_TEXT_MAX);
	text_printf(&t, "%s %s", clock_of(p.arena, e->at), ip_format(&x->from, from));
	if (x->ca)
		text_printf(&t, " [%s]", x->ca_by);
	if (x->own)
		text_add(&t, " [this host itself]");
	text_printf(&t, " to %s port %" PRId64 " on %s: ", ip_format(&x->to, to), x->port,
		x->interface);
	text_add(&t, watch_stage(p.arena, x));
	if (x->end)
		text_printf(&t, ", %s", x->end);
	add_verdict(&t, e);
	page_line(&p, text_str(&t));
	return page_end(&p);
}

static const char *died_words(enum attempt_stage s)
{
	static const char *const words[ATTEMPT__MAX] = {
		[ATTEMPT_SYN] = "SYN came, and nothing answered it",
		[ATTEMPT_REFUSED] = "SYN came, and was refused",
		[ATTEMPT_SYN_ACK] = "SYN-ACK left, and no ACK came back",
		[ATTEMPT_CONNECTED] = "connected, and no request came",
		[ATTEMPT_REQUEST] = "a request came, and no answer left",
		[ATTEMPT_BROKEN] = "a request came, and was broken off",
		[ATTEMPT_ANSWERED] = "answered, but not as a CA wants it",
	};
	return words[s];
}

static void count_line(struct page *p, int64_t n, const char *what)
{
	if (n)
		page_line(p, arena_printf(p->arena, "  %6" PRId64 "  %s", n, what));
}

static void seconds_line(struct page *p, const struct watch_sum *w)
{
	page_line(p, arena_printf(p->arena,
			     "Watched %" PRId64 ".%" PRId64 " s: %" PRId64
			     " attempt%s, %" PRId64 " of them by a known CA",
			     w->ms / 1000, w->ms % 1000 / 100, w->attempts,
			     w->attempts == 1 ? "" : "s", w->ca));
}

static bool text_sum(FILE *out, const struct style *s, const struct watch_sum *w)
{
	struct page p;
	page_begin(&p, out, s);
	page_gap(&p);
	seconds_line(&p, w);
	count_line(&p, w->good, "came through");
	for (size_t i = 0; i < ATTEMPT__MAX; i++)
		count_line(&p, w->failed[i], died_words((enum attempt_stage)i));
	count_line(&p, w->transit, "to other machines, passed on: not shown");
	count_line(&p, w->omitted, "not shown: too many in a second");
	count_line(&p, w->evicted, "forgotten before they ended: too many at a time");
	count_line(&p, w->fragments, "fragments that nothing could be read from");
	count_line(&p, w->unwritten, "packets not written: the file is full");
	for (size_t i = 0; i < w->unseen_by.n; i++)
		page_line(&p,
			arena_printf(p.arena,
				"%s comes before the capture: what it drops is not seen "
				"here.",
				text_escaped(p.arena, w->unseen_by.v[i])));
	if (w->dropped)
		page_line(&p,
			arena_printf(p.arena,
				"The kernel dropped %" PRId64 " of %" PRId64
				" packets, since more came than could be read: what was "
				"in them is missing here.",
				w->dropped, w->packets));
	return page_end(&p);
}

/* -- JSON Lines ------------------------------------------------------------------ */

static struct writer *begin(FILE *out, const char *event)
{
	struct writer *w = writer_json_line(out);
	w->start(w, NULL, false);
	write_str(w, "schema", SCHEMA);
	write_str(w, "event", event);
	return w;
}

static bool finish(struct writer *w)
{
	w->end(w);
	return w->finish(w);
}

static bool json_event(FILE *out, const struct watch_event *e)
{
	struct writer *w = begin(out, "attempt");
	write_int(w, "at", e->at);
	write_shape(w, "attempt", &shape_arrival, e->arrival);
	write_str(w, "verdict", e->judged ? fate_words[e->fate] : NULL);
	write_str(w, "rule", e->rule);
	write_str(w, "unjudged", e->unjudged);
	write_str(w, "listener", e->listener);
	if (e->listeners_known)
		write_bool(w, "listening", e->listener != NULL);
	else
		write_null(w, "listening");
	return finish(w);
}

static bool json_sum(FILE *out, const struct watch_sum *s)
{
	struct writer *w = begin(out, "summary");
	write_int(w, "ms", s->ms);
	write_int(w, "attempts", s->attempts);
	write_int(w, "good", s->good);
	w->start(w, "failed", false);
	for (size_t i = 0; i < ATTEMPT__MAX; i++)
		write_int(w, attempt_stage_words[i], s->failed[i]);
	w->end(w);
	write_int(w, "ca", s->ca);
	write_int(w, "transit", s->transit);
	write_int(w, "omitted", s->omitted);
	write_int(w, "evicted", s->evicted);
	write_int(w, "packets", s->packets);
	write_int(w, "dropped", s->dropped);
	write_int(w, "fragments", s->fragments);
	write_int(w, "unwritten", s->unwritten);
	w->start(w, "unseen_by", true);
	for (size_t i = 0; i < s->unseen_by.n; i++)
		write_str(w, NULL, s->unseen_by.v[i]);
	w->end(w);
	return finish(w);
}

/* -- either ---------------------------------------------------------------------- */

bool report_watch_event(FILE *out, const struct style *s, const struct watch_event *e)
{
	return s->format == FORMAT_JSON ? json_event(out, e) : text_event(out, s, e);
}

bool report_watch_omitted(FILE *out, const struct style *s, int64_t n)
{
	if (s->format == FORMAT_JSON) {
		struct writer *w = begin(out, "omitted");
		write_int(w, "attempts", n);
		return finish(w);
	}
	struct page p;
	page_begin(&p, out, s);
	page_line(&p, arena_printf(p.arena, "and %" PRId64 " more in this second", n));
	return page_end(&p);
}

bool report_watch_sum(FILE *out, const struct style *s, const struct watch_sum *w)
{
	return s->format == FORMAT_JSON ? json_sum(out, w) : text_sum(out, s, w);
}
