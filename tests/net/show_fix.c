/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plan that lets ports in through the live rules, as one line of JSON:
 *	show_fix [-abcr] [-e SECONDS] [-i INTERFACE] [-t TO]... [-f FROM[-TO]|CIDR]...
 *		[-x TABLE] PORT[/udp]...
 * -a: everyone; -b: with what a reboot would load; -c: those of -f alone; -r: past the
 * reverse path filter; -x: as if that table were not there.
 */
#include "fix.h"

#include "linux/boot.h"
#include "linux/file.h"
#include "linux/firewall.h"
#include "linux/judging.h"
#include "linux/verbs.h"
#include "report/evidence_json.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct asked {
	struct arena *arena;
	struct ask_change ask;
	bool boot, filtered;
	const char *without;
};

/* -- the host ----------------------------------------------------------------------- */

static void read_names(struct arena *a, struct host_file *f)
{
	struct dirent **all = NULL;
	int n = scandir(f->real, &all, NULL, alphasort);
	f->directory = true;
	for (int i = 0; i < n; i++) {
		if (all[i]->d_name[0] != '.')
			VEC_PUSH(a, &f->names, arena_str(a, all[i]->d_name));
		free(all[i]);
	}
	free(all);
}

static const struct host_file *look_at(void *arg, const char *path)
{
	struct arena *a = arg;
	struct host_file *f = ARENA_NEW(a, struct host_file);
	struct stat st;
	char *real = realpath(path, NULL);
	*f = (struct host_file){
		.path = path, .seen = errno == ENOENT ? SEEN_NO : SEEN_FAILED};
	if (!real)
		return f;
	f->real = arena_str(a, real);
	free(real);
	if (stat(f->real, &st) < 0)
		return f;
	f->mode = st.st_mode & 07777;
	f->uid = st.st_uid;
	f->gid = st.st_gid;
	f->seen = SEEN_YES;
	if (S_ISDIR(st.st_mode))
		read_names(a, f);
	if (S_ISREG(st.st_mode) && st.st_size <= PLAN_FILE_MAX &&
		file_read(a, f->real, PLAN_FILE_MAX, &f->bytes) != ERR_OK)
		f->seen = SEEN_FAILED;
	return f;
}

static void answer(void *arg, const struct need *n)
{
	facts_answer(arg, n);
}

static const char *owner(void *arg, const struct nf_chain *chain,
	const struct nf_rule *rule, const char *text, const char *by_names)
{
	return rule_owners_find(arg, chain, rule, text, by_names);
}

static void forget(struct ruleset *rs, const char *table)
{
	size_t kept = 0;
	for (size_t i = 0; i < rs->tables.n; i++)
		if (!table || strcmp(rs->tables.v[i]->name, table) != 0)
			rs->tables.v[kept++] = rs->tables.v[i];
	rs->tables.n = kept;
}

static void fill_host(struct asked *x, struct fix_host *h)
{
	struct arena *a = x->arena;
	struct rules_once *r = rules_once();
	struct fact_reader *reader = ARENA_NEW(a, struct fact_reader);
	struct rule_owners *owners = ARENA_NEW(a, struct rule_owners);
	struct addresses *addresses = ARENA_NEW(a, struct addresses);
	struct ask_ports none = {0};
	rules_once_names(r);
	forget(&r->rs, x->without);
	owners->arena = a;
	addresses_ask(a, &none, addresses);
	h->rules = &r->rs;
	h->facts = ARENA_NEW(a, struct facts);
	h->facts->arena = a;
	*reader = (struct fact_reader){.arena = a, .sets = r->arena, .facts = h->facts};
	h->answer = answer;
	h->answer_arg = reader;
	h->owner = owner;
	h->owner_arg = owners;
	h->addresses = addresses;
	struct firewalld_facts *firewalld = ARENA_NEW(a, struct firewalld_facts);
	firewalld_look(a, firewalld);
	h->firewalld = firewalld;
	h->self = "/usr/sbin/pkiready";
	h->file = look_at;
	h->file_arg = a;
	if (x->boot) {
		struct verdicts *v = ARENA_NEW(a, struct verdicts);
		x->ask.way.after_reboot = true;
		verdicts_boot(a, &x->ask.way, v);
		x->ask.way.after_reboot = false;
		h->boot = v;
	}
}

/* -- the question ------------------------------------------------------------------- */

static bool add_source(struct asked *x, char *word)
{
	struct ask_source *s = VEC_ADD(x->arena, &x->ask.way.from, struct ask_source);
	struct cidr c;
	char *dash = strchr(word, '-');
	if (dash)
		*dash++ = '\0';
	if (dash)
		return ip_parse(word, &s->ip) == ERR_OK &&
		       ip_parse(dash, &s->last) == ERR_OK;
	if (cidr_parse(word, &c) != ERR_OK)
		return false;
	struct range r = range_of_cidr(&c);
	s->ip = r.lo;
	s->last = r.hi;
	return true;
}

static void add_port(struct asked *x, const char *word)
{
	struct ask_port *p = VEC_ADD(x->arena, &x->ask.way.ports, struct ask_port);
	p->port = strtol(word, NULL, 10);
	p->proto = strstr(word, "/udp") ? 17 : 6;
}

static bool read_words(struct asked *x, int argc, char **argv)
{
	bool fine = true;
	for (int c; fine && (c = getopt(argc, argv, "abcre:i:t:f:x:")) != -1;)
		switch (c) {
		case 'a':
			x->ask.way.any4 = x->ask.way.any6 = true;
			break;
		case 'b':
			x->boot = true;
			break;
		case 'r':
			x->filtered = true;
			break;
		case 'c':
			x->ask.only_ca = true;
			break;
		case 'e':
			x->ask.for_ms = 1000 * strtol(optarg, NULL, 10);
			break;
		case 'i':
			x->ask.way.interface = optarg;
			break;
		case 't':
			fine = ip_parse(optarg, VEC_ADD(x->arena, &x->ask.way.to,
							struct ip)) == ERR_OK;
			break;
		case 'x':
			x->without = optarg;
			break;
		case 'f':
			fine = add_source(x, optarg);
			break;
		default:
			fine = false;
		}
	for (int i = optind; i < argc; i++)
		add_port(x, argv[i]);
	return fine && optind < argc;
}

int main(int argc, char **argv)
{
	struct asked x = {.arena = arena_new()};
	struct fix_host host = {.rules = NULL};
	struct plan plan;
	struct fixing f = {.arena = x.arena, .ask = &x.ask, .host = &host, .plan = &plan};
	if (!read_words(&x, argc, argv)) {
		fputs("show_fix [-abc] [-e S] [-i IF] [-t TO] [-f FROM] PORT...\n",
			stderr);
		return 2;
	}
	for (const enum finding_id *m = fix_firewall.mends; *m != FINDING__MAX; m++)
		VEC_PUSH(x.arena, &x.ask.findings, finding_table[*m].id);
	if (x.filtered)
		VEC_PUSH(x.arena, &x.ask.findings,
			finding_table[FINDING_REVERSE_PATH_FILTER].id);
	plan_init(&plan, x.arena, "20261130-141203", 1796047923);
	fill_host(&x, &host);
	fix_firewall.plan(&f);
	struct writer *w = writer_json_line(stdout);
	w->start(w, NULL, false);
	write_shape(w, "plan", &shape_plan, &plan);
	w->end(w);
	w->finish(w);
	return 0;
}
