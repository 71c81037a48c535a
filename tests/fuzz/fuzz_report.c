/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A report whose every word from outside is the fuzzer's: Location, headers, body, error
 * texts, programs, messages. No text commands the terminal, JSON stays JSON, kv stays a
 * line a value.
 */
#include "../unit/report_drawn.h"
#include "text.h"

#include <jansson.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bytes left; /* of the input */

static void must(int is)
{
	if (!is)
		__builtin_trap();
}

/* The next piece: up to a 0xFE byte, which ends pieces and stays out of them. */
static struct bytes piece(void)
{
	size_t n = 0;
	while (n < left.n && left.p[n] != 0xFE)
		n++;
	struct bytes b = {left.p, n};
	left.p += n < left.n ? n + 1 : n;
	left.n -= n < left.n ? n + 1 : n;
	return b;
}

static const char *string(struct arena *a)
{
	struct bytes b = piece();
	return arena_dup(a, b.p, b.n);
}

static void spoil_hop(struct world *w, struct hop *h)
{
	struct header *header = VEC_ADD(w->a, &h->headers, struct header);
	*header = (struct header){.name = string(w->a), .value = string(w->a)};
	h->url = string(w->a);
	h->location_raw = piece();
	h->location = string(w->a);
	h->body = piece();
	h->error = string(w->a);
	h->next = (enum hop_next)(h->body.n % NEXT__MAX);
	h->end = (enum hop_end)(h->location_raw.n % HOP__MAX);
	if (h->tls) {
		h->tls->issuer = string(w->a);
		h->tls->chain_error = string(w->a);
		h->tls->chain_ok = false;
		VEC_PUSH(w->a, &h->tls->names, string(w->a));
	}
}

static void spoil_finding(struct world *w, struct finding *x)
{
	struct obs *o = ARENA_NEW(w->a, struct obs);
	*o = world_obs(SEEN_FAILED, string(w->a), string(w->a));
	VEC_PUSH(w->a, &x->because, o);
	x->message = string(w->a);
	x->advice = string(w->a);
	x->subject.thing = string(w->a);
	x->subject.url = string(w->a);
}

static void world_spoilt(struct world *w, struct arena *a)
{
	world_no_listener(w, a);
	world_listens(w);
	struct fetch *f = world_fetch(w, "example.com", SCHEME_HTTP, "203.0.113.5");
	spoil_finding(w, w->result.findings.all.v[0]);
	spoil_finding(w, w->result.findings.all.v[1]);
	spoil_hop(w, world_hop(w, f, "http://example.com/", "example.com", 302, ""));
	spoil_hop(w, world_hop(w, f, "https://example.com/", "example.com", 200, ""));
	w->evidence.listeners.all.v[0]->program = string(a);
	w->evidence.listeners.all.v[0]->unit = string(a);
	w->evidence.names.v[0]->a.why_bogus = string(a);
	w->evidence.firewalls.all.v[0]->detail = string(a);
	w->evidence.webroot.path = string(a);
	w->evidence.webroot.body = piece();
	w->target.expect_source = string(a);
}

static void check_text(const char *s, bool ascii)
{
	size_t n = strlen(s);
	for (size_t i = 0; i < n;) {
		unsigned cp = 0;
		size_t len = text_utf8((const unsigned char *)s + i, n - i, &cp);
		must(len > 0 && (cp >= 0x20 || cp == '\n') && (cp < 0x7f || cp >= 0xa0));
		must(!(cp >= 0x2028 && cp <= 0x202e) && (!ascii || cp < 0x80));
		i += len;
	}
}

static void check_document(struct arena *a, const struct bytes *input)
{
	left = *input;
	const char *s = drawn(a, world_spoilt, report_result, &style_json);
	json_t *j = json_loads(s, JSON_REJECT_DUPLICATES, NULL);
	must(j != NULL);
	check_text(s, false);
	left = *input;
	struct world w;
	world_spoilt(&w, a);
	json_t *hop = json_object_get(j, "evidence");
	hop = json_array_get(json_object_get(hop, "fetches"), 0);
	hop = json_array_get(json_object_get(hop, "hops"), 0);
	const char *body = json_string_value(json_object_get(hop, "body"));
	const struct bytes *sent = &w.evidence.fetches.v[0]->hops.v[0]->body;
	struct bytes back;
	must(body && text_unescape(a, body, &back));
	must(back.n == sent->n && (back.n == 0 || memcmp(back.p, sent->p, back.n) == 0));
	json_decref(j);
}

static void check_lines(const char *kv)
{
	check_text(kv, false);
	for (; *kv; kv += strcspn(kv, "\n") + 1) {
		size_t key = strspn(kv, "abcdefghijklmnopqrstuvwxyz0123456789_.");
		must(key > 0 && kv[key] == '=' && strchr(kv, '\n'));
	}
}

/* The first byte chooses the form, so that each run is short. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct style ascii = {.columns = 80, .verbose = 1};
	static const struct style *const styles[] = {
		&style_text, &ascii, &style_narrow, &style_verbose};
	if (size == 0)
		return 0;
	struct arena *a = arena_new();
	const struct bytes input = {data + 1, size - 1};
	unsigned form = data[0] % 10;
	left = input;
	if (form < 4)
		check_text(
			drawn(a, world_spoilt, report_result, styles[form]), form == 1);
	else if (form < 8)
		check_text(drawn(a, world_spoilt, report_trace, styles[form - 4]),
			form == 5);
	else if (form == 8)
		check_document(a, &input);
	else
		check_lines(drawn(a, world_spoilt, report_result, &style_kv));
	arena_free(a);
	return 0;
}
