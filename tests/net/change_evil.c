/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a taken-over examiner may send: each question goes through the wire to the change
 * verb of this host, of which the command line allowed
 *	change_evil DIR CONTENTS NAME: --fix --yes --webroot DIR --expect CONTENTS NAME
 * Prints a line a question: what it tried, and "refused: WHY", "planned" or "nothing".
 */
#include "change.h"
#include "host.h"
#include "text.h"
#include "wire.h"

#include "platform.h"

#include <stdio.h>
#include <string.h>

struct evil {
	struct arena *arena;
	const char *root, *contents, *name, *path;
};

static struct bytes bytes_of(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

static struct change_look *ask(struct evil *x, const struct ask_change *q)
{
	struct text t;
	struct ask_change *there = ARENA_NEW(x->arena, struct ask_change);
	struct change_look *look = ARENA_NEW(x->arena, struct change_look);
	text_init(&t, x->arena, WIRE_MAX);
	wire_pack(&t, &shape_ask_change, q);
	if (t.over || wire_unpack(x->arena, &shape_ask_change, text_str(&t), t.n,
			      there) != ERR_OK)
		look->obs = (struct obs){.seen = SEEN_DENIED, .excerpt = "off the wire"};
	else
		platform_host.change(x->arena, there, look);
	return look;
}

static void tell(struct evil *x, const char *what, const struct ask_change *q)
{
	const struct change_look *l = ask(x, q);
	const bool done = l->obs.seen == SEEN_YES || l->obs.seen == SEEN_NO;
	const size_t steps = l->all.n ? l->all.v[0]->plan.steps.n : 0;
	printf("%s: %s%s\n", what,
		!done   ? "refused: "
		: steps ? "planned"
			: "nothing",
		done             ? ""
		: l->obs.excerpt ? l->obs.excerpt
				 : "");
}

static struct change_file *add_file(struct evil *x, struct ask_change *q)
{
	struct change_file *f = VEC_ADD(x->arena, &q->files, struct change_file);
	*f = (struct change_file){
		.name = x->name, .path = x->path, .bytes = bytes_of(x->contents)};
	return f;
}

static struct ask_change plan_of(struct evil *x)
{
	struct ask_change q = {.op = CHANGE_PLAN};
	VEC_PUSH(x->arena, &q.findings, "file-not-on-disk");
	return q;
}

static void bind_it(struct evil *x)
{
	struct ask_change q = {.op = CHANGE_BIND};
	q.way.any4 = true;
	add_file(x, &q);
	tell(x, "bind", &q);
	add_file(x, &q)->path = "/shell.php";
	tell(x, "bind again", &q);
}

static void try_files(struct evil *x)
{
	static const char *const paths[] = {"/shell.php", "/../../etc/cron.d/x",
		"/.well-known/pki-validation/../../x", "", "etc/passwd", "//etc/passwd"};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct ask_change q = plan_of(x);
		add_file(x, &q)->path = paths[i];
		tell(x, arena_printf(x->arena, "path %s", paths[i]), &q);
	}
	struct ask_change q = plan_of(x);
	add_file(x, &q)->bytes = bytes_of("<?php system($_GET[0]);");
	tell(x, "other contents", &q);
	q = plan_of(x);
	add_file(x, &q)->name = "other.example";
	tell(x, "other name", &q);
	q = plan_of(x);
	add_file(x, &q)->name = NULL;
	tell(x, "no name", &q);
	q = plan_of(x);
	q.webroot = "/etc";
	add_file(x, &q);
	tell(x, "other web root", &q);
}

static void try_way(struct evil *x)
{
	static const int64_t ports[] = {22, 0, -1, 65616, INT64_MAX};
	struct ask_change q = {.op = CHANGE_PLAN};
	VEC_PUSH(x->arena, &q.findings, "firewall-drops");
	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++) {
		struct ask_change p = q;
		struct ask_port *port = VEC_ADD(x->arena, &p.way.ports, struct ask_port);
		p.way.any4 = true;
		*port = (struct ask_port){.port = ports[i], .proto = 6};
		tell(x, arena_printf(x->arena, "port %lld", (long long)ports[i]), &p);
	}
	struct ask_change p = q;
	p.way.any6 = true;
	tell(x, "everyone by IPv6", &p);
	p = q;
	(void)!ip_parse(
		"203.0.113.66", &VEC_ADD(x->arena, &p.way.from, struct ask_source)->ip);
	tell(x, "own source", &p);
	VEC_PUSH(x->arena, &q.findings, "$(reboot)");
	tell(x, "no finding", &q);
}

static void try_others(struct evil *x)
{
	const struct ask_change apply = {.op = CHANGE_APPLY, .id = "20200101-000000"},
				settle = {.op = CHANGE_SETTLE, .id = "../../etc"},
				undo = {.op = CHANGE_UNDO, .id = "../../etc/passwd"},
				keep = {.op = CHANGE_UNDO, .keep = true};
	tell(x, "apply without a plan", &apply);
	tell(x, "settle without a plan", &settle);
	tell(x, "undo of a path", &undo);
	tell(x, "keep", &keep);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 3;
	struct evil x = {.arena = arena_new(),
		.root = argv[1],
		.contents = argv[2],
		.name = argv[3],
		.path = "/.well-known/pki-validation/fileauth.txt"};
	const struct consent allowed = {
		.fix = true, .yes = true, .webroot = x.root, .confirm_ms = -1};
	platform_host.allow(&allowed);
	struct ask_change early = plan_of(&x);
	add_file(&x, &early);
	tell(&x, "before anything is bound", &early);
	bind_it(&x);
	try_files(&x);
	try_way(&x);
	try_others(&x);
	arena_free(x.arena);
	return 0;
}
