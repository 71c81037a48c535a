/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Evidence of looks that saw nothing: built from the shapes alone, so that a new member
 * of the evidence or a new check is covered without a line here. Whatever else stands in
 * it, no check may pass or fail.
 */
#include "shape.h"
#include "world.h"

enum { ROUNDS = 300, VEC_MAX = 3 };

struct filling {
	struct arena *a;
	enum seen seen;
	bool random; /* every other member holds something, which must not count */
	uint32_t state;
};

static uint32_t dice(struct filling *f, uint32_t n)
{
	f->state = f->state * 1664525u + 1013904223u;
	return (f->state >> 8) % n;
}

static const char *const texts[] = {APEX, WWW, "nginx", "firewalld", "iptables-nft",
	"eth0", "http://" APEX "/x", "http://10.0.0.1/", "Operation not permitted",
	"/.well-known/pki-validation/fileauth.txt"};

static const char *any_text(struct filling *f)
{
	return f->random ? texts[dice(f, sizeof(texts) / sizeof(*texts))] : NULL;
}

static struct ip any_ip(struct filling *f)
{
	static const char *const ips[] = {
		HERE4, HERE6, OTHER4, OTHER6, "10.0.0.1", "::1"};
	return ip_of(ips[f->random ? dice(f, 6) : 0]);
}

static void fill(struct filling *f, const struct shape *s, void *p);

static void fill_vec(struct filling *f, const struct shape *s, struct vec *v)
{
	size_t n = f->random ? 1 + dice(f, VEC_MAX) : 1;
	for (size_t i = 0; i < n; i++)
		fill(f, s, vec_push_new(f->a, v, s->size));
}

static void fill_list(struct filling *f, const struct field *x, struct vec *v)
{
	if (x->kind == FIELD_STRS) {
		vec_push(f->a, v, texts[dice(f, 10)]);
		return;
	}
	struct ip *ip = vec_push_new(f->a, v, sizeof(struct ip));
	*ip = any_ip(f);
}

/* The member for which this evidence is made, and the one that says the same of rcode: a
 * failed look that got SERVFAIL did see something. */
static bool fill_special(struct filling *f, const struct field *x, void *p)
{
	if (strcmp(x->name, "seen") == 0 || strcmp(x->name, "readable") == 0) {
		*(enum seen *)p = f->seen;
		return true;
	}
	if (f->seen != SEEN_FAILED)
		return false;
	if (strcmp(x->name, "rcode") == 0)
		*(int64_t *)p = -1;
	return strcmp(x->name, "rcode") == 0 || strcmp(x->name, "dnssec") == 0;
}

static void fill_field(struct filling *f, const struct field *x, void *p)
{
	if (fill_special(f, x, p))
		return;
	switch (x->kind) {
	case FIELD_BOOL:
		*(bool *)p = f->random && dice(f, 2) && strcmp(x->name, "replaced") != 0;
		break;
	case FIELD_INT:
		*(int64_t *)p = f->random ? (int64_t)dice(f, 600) : 0;
		break;
	case FIELD_ENUM:
		*(int *)p = f->random ? (int)dice(f, (uint32_t)x->names_n) : 0;
		break;
	case FIELD_STR:
		*(const char **)p = any_text(f);
		break;
	case FIELD_BYTES:
		*(struct bytes *)p = f->random ? bytes_of(TOKEN) : (struct bytes){0};
		break;
	case FIELD_IP:
		*(struct ip *)p = any_ip(f);
		break;
	case FIELD_STRUCT:
		fill(f, x->shape, p);
		break;
	case FIELD_PTR:
		*(void **)p = arena_alloc(f->a, x->shape->size);
		fill(f, x->shape, *(void **)p);
		break;
	case FIELD_VEC:
		fill_vec(f, x->shape, p);
		break;
	case FIELD_STRS:
	case FIELD_IPS:
		fill_list(f, x, p);
		break;
	}
}

static void fill(struct filling *f, const struct shape *s, void *p)
{
	for (size_t i = 0; i < s->fields_n; i++)
		fill_field(f, &s->fields[i], (char *)p + s->fields[i].offset);
}

/* Names that the target holds, so that the looks are looked at. */
static void name_looks(struct world *w)
{
	for (size_t i = 0; i < w->e.names.n; i++)
		w->e.names.v[i]->ascii = i % 2 ? WWW : APEX;
	for (size_t i = 0; i < w->e.reach.n; i++) {
		w->e.reach.v[i]->name = i % 2 ? WWW : APEX;
		w->e.reach.v[i]->port = i % 2 ? 443 : 80;
		w->e.reach.v[i]->ip = w->e.names.v[0]->addresses.v[0]->ip;
	}
	for (size_t i = 0; i < w->e.fetches.n; i++) {
		w->e.fetches.v[i]->name = i % 2 ? WWW : APEX;
		w->e.fetches.v[i]->purpose = FETCH_VALIDATION;
		w->e.fetches.v[i]->ip = w->e.names.v[0]->addresses.v[0]->ip;
	}
}

/* The same for what the DNS checks look for. */
static void name_dns(struct world *w)
{
	static const char *const hosts[] = {"_dnsauth." APEX, "_acme-challenge." APEX,
		APEX, "_dnsauth." WWW, "_certum." APEX};
	struct dns_looks *d = &w->e.dns;
	w->t.records_wanted = true;
	for (size_t i = 0; i < d->records.n; i++) {
		d->records.v[i]->name = APEX;
		d->records.v[i]->host = hosts[i % 5];
		d->records.v[i]->place = (enum record_place)(i % PLACE__MAX);
	}
	for (size_t i = 0; i < d->caa.n; i++) {
		d->caa.v[i]->name = i % 2 ? WWW : APEX;
		d->caa.v[i]->wildcard = false;
	}
	for (size_t i = 0; i < d->zones.n; i++)
		d->zones.v[i]->name = i % 2 ? WWW : APEX;
	for (size_t i = 0; i < d->trust.n; i++)
		d->trust.v[i]->zone = i % 2 ? "" : APEX;
}

static void blind_world(struct world *w, struct filling *f, const char *profile)
{
	world_empty(w, profile);
	f->a = w->a;
	w->t.issued = 0;
	for (int i = 0; i < 2; i++) {
		struct target_name *t = VEC_ADD(w->a, &w->t.names, struct target_name);
		t->given = t->ascii = t->unicode = i ? WWW : APEX;
		t->registrable = APEX;
		t->role = i ? ROLE_SIBLING : ROLE_EXAMINED;
	}
	fill(f, &shape_evidence, &w->e);
	name_looks(w);
	name_dns(w);
}

static void nothing_passes_or_fails(struct world *w, const struct profile *p)
{
	judge_by(w, p);
	for (size_t i = 0; i < w->f.all.n; i++) {
		const struct finding *x = w->f.all.v[i];
		if (x->verdict == VERDICT_PASS || x->verdict == VERDICT_FAIL)
			fail_msg("%s under %s: %s: %s", verdict_words[x->verdict], p->id,
				finding_table[x->id].id, x->message);
		assert_true(x->because.n > 0);
	}
	assert_int_equal(findings_answer(&w->f), ANSWER_UNKNOWN);
}

static void blind_by_every_profile(struct filling *f)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		struct world w;
		blind_world(&w, f, rows[i].id);
		nothing_passes_or_fails(&w, &rows[i]);
		world_close(&w);
	}
}

static void a_denied_look_is_unknown_not_pass(void **state)
{
	(void)state;
	blind_by_every_profile(&(struct filling){.seen = SEEN_DENIED});
}

static void a_failed_look_is_unknown_not_pass(void **state)
{
	(void)state;
	blind_by_every_profile(&(struct filling){.seen = SEEN_FAILED});
}

static void a_skipped_look_is_unknown_not_pass(void **state)
{
	(void)state;
	blind_by_every_profile(&(struct filling){.seen = SEEN_SKIPPED});
}

static void what_stands_beside_a_look_that_saw_nothing_does_not_count(void **state)
{
	static const enum seen kinds[] = {SEEN_DENIED, SEEN_FAILED, SEEN_SKIPPED};
	(void)state;
	for (uint32_t round = 0; round < ROUNDS; round++) {
		struct filling f = {
			.seen = kinds[round % 3], .random = true, .state = round};
		size_t n;
		const struct profile *rows = profile_rows(&n);
		struct world w;
		blind_world(&w, &f, "strict");
		nothing_passes_or_fails(&w, &rows[round % n]);
		world_close(&w);
	}
}

static void no_evidence_at_all_is_unknown(void **state)
{
	(void)state;
	struct world w;
	struct filling f = {.seen = SEEN_SKIPPED};
	blind_world(&w, &f, "strict");
	memset(&w.e, 0, sizeof(w.e));
	nothing_passes_or_fails(&w, w.t.profile);
	world_close(&w);
}

static void what_an_interrupt_cut_off_is_unknown(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	w.e.interrupted = true;
	for (size_t i = 0; i < w.e.fetches.n; i++) {
		w.e.fetches.v[i]->hops.v[0]->obs.seen = SEEN_SKIPPED;
		w.e.fetches.v[i]->hops.v[0]->end = HOP_NONE;
	}
	struct dns_answer *a = &look_of(&w, WWW)->a;
	*a = (struct dns_answer){.obs = {.seen = SEEN_FAILED}, .rcode = -1};
	EXPECT(&w, "unknown:no-address unknown:file-not-served");
	assert_int_equal(findings_answer(&w.f), ANSWER_UNKNOWN);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_denied_look_is_unknown_not_pass),
		cmocka_unit_test(a_failed_look_is_unknown_not_pass),
		cmocka_unit_test(a_skipped_look_is_unknown_not_pass),
		cmocka_unit_test(
			what_stands_beside_a_look_that_saw_nothing_does_not_count),
		cmocka_unit_test(no_evidence_at_all_is_unknown),
		cmocka_unit_test(what_an_interrupt_cut_off_is_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
