/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A saved diagnosis from who knows where. The first byte chooses: the rest is the file's
 * bytes behind its head; or it chooses the value of each field, one after another, so
 * that whatever the shapes allow comes about. What is sound is judged, reported, and
 * written again without what is secret.
 */
#include "bundle_case_shape.h"
#include "profile.h"
#include "report/report.h"
#include "run.h"
#include "text.h"
#include "wire.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { SHORT = 12, VEC_MOST = 3, DEPTH_MOST = 14 };

struct choices {
	struct arena *arena;
	const uint8_t *p;
	size_t n;
};

static unsigned next(struct choices *c)
{
	if (c->n == 0)
		return 0;
	c->n--;
	return *c->p++;
}

static const char *choose_str(struct choices *c)
{
	static const char *const words[] = {"example.com", "www.example.com",
		"http://example.com/.well-known/pki-validation/fileauth.txt",
		"https://www.example.com/", "", "eth0", "lo", "server", "location",
		"content-type", "nginx", "/etc/nginx/nginx.conf", "input", "filter",
		"a1b2c3d4e5f6a7b8c9d0e1f2", "digicert", "_dnsauth.example.com",
		"ns1.example.com", "tcp", "policy drop", "letsencrypt.org", "issue"};
	unsigned k = next(c);
	if (k >= 253)
		return NULL;
	if (k < 200)
		return words[k % (sizeof(words) / sizeof(*words))];
	char raw[SHORT + 1] = {0};
	for (unsigned i = 0; i < k % SHORT; i++)
		raw[i] = (char)next(c);
	return arena_str(c->arena, raw);
}

static int64_t choose_int(struct choices *c)
{
	static const int64_t numbers[] = {0, 1, 80, 443, -1, 200, 301, 404, 451, 16, 5,
		257, 1790000000, 65535, (int64_t)1 << 53, -((int64_t)1 << 53)};
	unsigned k = next(c);
	return k < 128 ? numbers[k % (sizeof(numbers) / sizeof(*numbers))] : k - 128;
}

static void choose_ip(struct choices *c, struct ip *ip)
{
	static const int families[] = {4, 4, 6, 0};
	unsigned k = next(c);
	ip->family = families[k % 4];
	ip->addr[0] = (uint8_t)(k & 16 ? 10 : 198);
	ip->addr[1] = 51;
	ip->addr[3] = (uint8_t)(k >> 6);
}

static struct bytes choose_bytes(struct choices *c)
{
	const char *s = choose_str(c);
	return s ? (struct bytes){(const unsigned char *)s, strlen(s)}
		 : (struct bytes){0};
}

static void fill(struct choices *c, const struct shape *shape, void *s, int depth);

static void fill_vec(struct choices *c, const struct field *f, struct vec *v, int depth)
{
	unsigned n = depth < DEPTH_MOST && c->n ? next(c) % (VEC_MOST + 1) : 0;
	for (unsigned i = 0; i < n; i++) {
		if (f->kind == FIELD_STRS) {
			const char *word = choose_str(c);
			vec_push(c->arena, v, word ? word : "");
		} else if (f->kind == FIELD_IPS) {
			choose_ip(c, vec_push_new(c->arena, v, sizeof(struct ip)));
		} else {
			fill(c, f->shape, vec_push_new(c->arena, v, f->shape->size),
				depth + 1);
		}
	}
}

static void fill_pointed(struct choices *c, const struct field *f, void **at, int depth)
{
	if (depth >= DEPTH_MOST || next(c) % 2 == 0)
		return;
	*at = arena_alloc(c->arena, f->shape->size);
	fill(c, f->shape, *at, depth + 1);
}

static void fill_field(struct choices *c, const struct field *f, void *at, int depth)
{
	unsigned word;
	switch (f->kind) {
	case FIELD_BOOL:
		*(bool *)at = next(c) & 1;
		break;
	case FIELD_INT:
		*(int64_t *)at = choose_int(c);
		break;
	case FIELD_ENUM:
		word = next(c) % (unsigned)f->names_n;
		*(unsigned *)at = f->names[word] ? word : 0;
		break;
	case FIELD_STR:
		*(const char **)at = choose_str(c);
		break;
	case FIELD_BYTES:
		*(struct bytes *)at = choose_bytes(c);
		break;
	case FIELD_IP:
		choose_ip(c, at);
		break;
	case FIELD_STRUCT:
		fill(c, f->shape, at, depth + 1);
		break;
	case FIELD_PTR:
		fill_pointed(c, f, at, depth);
		break;
	case FIELD_VEC:
	case FIELD_STRS:
	case FIELD_IPS:
		fill_vec(c, f, at, depth);
		break;
	}
}

static void fill(struct choices *c, const struct shape *shape, void *s, int depth)
{
	for (size_t i = 0; i < shape->fields_n; i++)
		fill_field(
			c, &shape->fields[i], (char *)s + shape->fields[i].offset, depth);
}

/* What maps must hold, chance alone hardly ever makes. */
static void fill_maps(struct verdicts *v)
{
	for (size_t i = 0; i < v->spaces.n; i++) {
		struct space_look *s = v->spaces.v[i];
		s->family = s->family == 6 ? 6 : 4;
		for (size_t k = 0; k < s->ranges.n; k++) {
			struct ip *from = &s->ranges.v[k]->from,
				  *to = &s->ranges.v[k]->to;
			from->family = to->family = (int)s->family;
			if (ip_compare(from, to) > 0)
				*to = *from;
		}
	}
	for (size_t i = 0; i < v->all.n; i++)
		v->all.v[i]->last = (struct ip){0};
}

/* The line in front, as this version writes it. */
static size_t add_head(struct arena *a, struct text *file)
{
	const struct bundle_case none = {.tool = "0", .profile = "strict"};
	struct bytes b = bundle_case_pack(a, &none);
	const unsigned char *end = memchr(b.p, '\n', b.n);
	size_t n = (size_t)(end - b.p) + 1;
	text_add_n(file, (const char *)b.p, n);
	return n;
}

static void report(FILE *out, const struct result *r)
{
	struct style s = {.format = FORMAT_TEXT, .columns = 80, .verbose = 2};
	(void)report_result(out, &s, r);
	s.format = FORMAT_JSON;
	(void)report_result(out, &s, r);
}

static void judge(struct arena *a, struct bundle_case *b, unsigned which)
{
	static FILE *out;
	static const unsigned char key[HIDE_KEY] = {1};
	size_t n;
	const struct profile *rows = profile_rows(&n);
	struct result r = {.target = &b->target, .evidence = &b->evidence};
	if (!out)
		out = fopen("/dev/null", "w");
	b->target.profile = &rows[which % n];
	run_judge(a, &b->target, &b->evidence, b->target.profile, &r.findings);
	r.answer = findings_answer(&r.findings);
	if (out)
		report(out, &r);
	if (!bundle_case_hide(a, key, b))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct choices c = {.arena = a, .p = p, .n = n};
	struct bundle_case b;
	static const int64_t types[] = {0, RR_TXT, RR_CNAME};
	struct text file;
	const char *why;
	unsigned first = next(&c), which = next(&c);
	text_init(&file, a, CASE_MAX);
	add_head(a, &file);
	if (first & 1) {
		text_add_n(&file, (const char *)c.p, c.n);
	} else {
		struct flat_case *flat = ARENA_NEW(a, struct flat_case);
		fill(&c, &shape_flat_case, flat, 0);
		fill_maps(&flat->evidence.verdicts);
		fill_maps(&flat->evidence.egress);
		fill_maps(&flat->evidence.after_reboot);
		flat->target.record_type = types[first / 2 % 3];
		wire_pack(&file, &shape_flat_case, flat);
	}
	struct bytes all = {(const unsigned char *)text_str(&file), file.n};
	if (bundle_case_unpack(a, all, &b, &why) == ERR_OK)
		judge(a, &b, which);
	arena_free(a);
	return 0;
}
