/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle_case.h"

#include "bundle_case_shape.h"
#include "text.h"
#include "wire.h"

#include <inttypes.h>
#include <string.h>

/* A line in front tells who wrote it, even to versions that know other evidence. */
static const char magic[] = "pkiready-evidence ";
enum { HEAD_MAX = 80, DEPTH_MAX = 12 };

/* -- which evidence this version knows ----------------------------------------------- */

static uint64_t mix(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3; /* FNV-1a */
	return (h ^ '/') * 0x100000001b3;
}

static uint64_t mix_shape(uint64_t h, const struct shape *s, int depth)
{
	h = mix(h, s->name);
	for (size_t i = 0; i < s->fields_n; i++) {
		const struct field *f = &s->fields[i];
		const char kind[] = {(char)('a' + f->kind), '\0'};
		h = mix(mix(h, f->name), kind);
		for (size_t k = 0; k < f->names_n; k++)
			h = mix(h, f->names[k] ? f->names[k] : "");
		if (f->shape && depth < DEPTH_MAX)
			h = mix_shape(h, f->shape, depth + 1);
	}
	return h;
}

static const char *head(struct arena *a)
{
	return arena_printf(a, "%s%s %016" PRIx64 "\n", magic, PKIREADY_VERSION,
		mix_shape(0xcbf29ce484222325, &shape_flat_case, 0));
}

/* -- packing ------------------------------------------------------------------------- */

/* What a target and its flat form hold alike, for both ways. */
/* clang-format off */
#define ALIKE(X) \
	X(profile_given) X(method) X(path) X(file_name) X(random) X(have_expect) \
	X(expect) X(expect_source) X(issued) X(issued_given) X(webroot) \
	X(have_resolver) X(resolver) X(timeout_ms) X(v4) X(v6) X(require_outside) \
	X(after_reboot) X(prove) X(inject_anyway) X(now) X(expect_lines) \
	X(records_wanted) X(record_host) X(wait_ms)
/* clang-format on */
#define COPY(member) out->target.member = t->member;

static void flatten(const struct bundle_case *c, struct flat_case *out)
{
	const struct target *t = &c->target;
	*out = (struct flat_case){.at = c->at,
		.tool = c->tool,
		.redacted = c->redacted,
		.profile = c->profile,
		.evidence = c->evidence,
		.changes = (struct change_look *)(uintptr_t)c->evidence.changes};
	ALIKE(COPY)
	out->target.csr = (struct csr *)(uintptr_t)t->csr;
	out->target.resolver_port = t->resolver_port;
	out->target.record_type = t->record_type;
	memcpy(&out->profiles, &c->profiles, sizeof(out->profiles));
	memcpy(&out->target.names, &t->names, sizeof(out->target.names));
	memcpy(&out->target.hosts, &t->hosts, sizeof(out->target.hosts));
}

struct bytes bundle_case_pack(struct arena *a, const struct bundle_case *c)
{
	struct flat_case *flat = ARENA_NEW(a, struct flat_case);
	struct text out;
	flatten(c, flat);
	text_init(&out, a, CASE_MAX);
	text_add(&out, head(a));
	wire_pack(&out, &shape_flat_case, flat);
	return out.over ? (struct bytes){0}
			: (struct bytes){(const unsigned char *)text_str(&out), out.n};
}

/* -- unpacking ----------------------------------------------------------------------- */

static void restore(const struct flat_case *f, struct bundle_case *out)
{
	const struct flat_target *t = &f->target;
	*out = (struct bundle_case){.at = f->at,
		.tool = f->tool,
		.redacted = f->redacted,
		.profile = f->profile,
		.evidence = f->evidence};
	ALIKE(COPY)
	out->target.csr = t->csr;
	out->target.resolver_port = (int)t->resolver_port;
	out->target.record_type = (int)t->record_type;
	out->evidence.changes = f->changes;
	out->evidence.change = NULL; /* of a run that changed the host */
	memcpy(&out->profiles, &f->profiles, sizeof(out->profiles));
	memcpy(&out->target.names, &t->names, sizeof(out->target.names));
	memcpy(&out->target.hosts, &t->hosts, sizeof(out->target.hosts));
}

/* Bytes of the head line; 0: it is none of this version's, and *why says so. */
static size_t read_head(struct arena *a, struct bytes file, const char **why)
{
	const char *own = head(a);
	size_t n = sizeof(magic) - 1;
	size_t most = file.n < HEAD_MAX ? file.n : HEAD_MAX;
	const unsigned char *end = most ? memchr(file.p, '\n', most) : NULL;
	*why = "it is no bundle of pkiready diagnose --save";
	if (!end || most < n || memcmp(file.p, magic, n) != 0)
		return 0;
	const char *line = arena_dup(a, file.p, (size_t)(end - file.p) + 1);
	const char *version = arena_dup(a, line + n, strcspn(line + n, " \n"));
	*why = arena_printf(a,
		"pkiready %s wrote it, and its evidence has another form than that of "
		"this version, %s: judge it by that version",
		text_escaped(a, version), PKIREADY_VERSION);
	return strcmp(line, own) == 0 ? strlen(own) : 0;
}

enum err bundle_case_unpack(
	struct arena *a, struct bytes file, struct bundle_case *out, const char **why)
{
	struct flat_case *flat = ARENA_NEW(a, struct flat_case);
	memset(out, 0, sizeof(*out));
	size_t n = read_head(a, file, why);
	if (!n)
		return ERR_UNSUPPORTED;
	*why = "it is cut off, or was changed";
	if (wire_unpack(a, &shape_flat_case, file.p + n, file.n - n, flat) != ERR_OK)
		return ERR_PROTOCOL;
	*why = "what it holds does not agree with itself";
	if (!bundle_case_sound(flat))
		return ERR_PROTOCOL;
	restore(flat, out);
	return ERR_OK;
}
