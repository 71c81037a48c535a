/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/profiles_json.h"

#include "profile.h"

#include <string.h>

static void write_array(struct writer *w, const char *name, const char *const *v)
{
	w->start(w, name, true);
	for (size_t i = 0; v && v[i]; i++)
		write_str(w, NULL, v[i]);
	w->end(w);
}

static void write_codes(struct writer *w, const char *name, const int *codes, size_t max)
{
	w->start(w, name, true);
	for (size_t i = 0; i < max && codes[i]; i++)
		write_int(w, NULL, codes[i]);
	w->end(w);
}

/* What no source tells is null. */
static void write_known(struct writer *w, const char *name, int64_t n)
{
	if (n == PROFILE_UNKNOWN)
		write_null(w, name);
	else
		write_int(w, name, n);
}

static void write_tri(struct writer *w, const char *name, enum tri t)
{
	if (t == TRI_UNKNOWN)
		write_null(w, name);
	else
		write_bool(w, name, t == TRI_YES);
}

/* The keys, separated by blanks, as a list of what they stand for. */
static void write_sources(struct writer *w, const char *keys)
{
	char key[64];
	w->start(w, "sources", true);
	for (const char *s = keys ? keys : ""; *s;) {
		size_t n = strcspn(s, " ");
		if (n && n < sizeof(key)) {
			memcpy(key, s, n);
			key[n] = '\0';
			w->start(w, NULL, false);
			write_str(w, "key", key);
			write_str(w, "text", profile_source(key));
			w->end(w);
		}
		s += n + strspn(s + n, " ");
	}
	w->end(w);
}

static void write_redirects(struct writer *w, const struct redirect_rule *r)
{
	w->start(w, "redirects", false);
	write_tri(w, "followed", r->followed);
	write_codes(w, "codes", r->codes, sizeof(r->codes) / sizeof(*r->codes));
	write_known(w, "max", r->max);
	write_tri(w, "same_base", r->same_base);
	write_bool(w, "any_port", r->any_port);
	write_tri(w, "icann_tld", r->icann_tld);
	write_int(w, "path_max", r->path_max);
	write_tri(w, "reserved_ok", r->reserved_ok);
	write_sources(w, r->sources);
	w->end(w);
}

static void write_lists(struct writer *w, const struct address_list *l)
{
	w->start(w, "lists", true);
	for (; l && l->name; l++) {
		w->start(w, NULL, false);
		write_str(w, "name", l->name);
		write_str(w, "date", l->date);
		write_sources(w, l->sources);
		write_array(w, "prefixes", l->prefixes);
		w->end(w);
	}
	w->end(w);
}

static void write_waits(struct writer *w, const struct profile_wait *x)
{
	w->start(w, "waits", true);
	for (; x && x->id; x++) {
		w->start(w, NULL, false);
		write_str(w, "id", x->id);
		write_str(w, "what", x->what);
		write_str(w, "wait", x->wait);
		write_int(w, "seconds", x->seconds);
		write_sources(w, x->sources);
		w->end(w);
	}
	w->end(w);
}

static void write_request(struct writer *w, const struct profile *p)
{
	write_str(w, "method", method_words[p->method]);
	write_str(w, "dir", p->dir);
	write_str(w, "file_name", p->file_name);
	write_bool(w, "file_by_csr", p->file_by_csr);
	write_str(w, "schemes", scheme_rule_words[p->schemes]);
	write_str(w, "names", names_rule_words[p->names]);
	write_str(w, "addresses", address_rule_words[p->addresses]);
	write_redirects(w, &p->redirects);
	write_array(w, "user_agents", p->user_agents);
}

static void write_answer(struct writer *w, const struct profile *p)
{
	write_codes(w, "status", p->status, sizeof(p->status) / sizeof(*p->status));
	write_bool(w, "status_2xx", p->status_2xx);
	write_str(w, "body", body_rule_words[p->body]);
	write_known(w, "body_max", p->body_max);
	write_tri(w, "tls_verified", p->tls_verified);
	write_known(w, "connect_ms", p->connect_ms);
	write_known(w, "total_ms", p->total_ms);
	write_known(w, "token_hours", p->token_hours);
	write_known(w, "dns_token_hours", p->dns_token_hours);
	write_tri(w, "reserved_ok", p->reserved_ok);
}

void write_profile_row(struct writer *w, const struct profile *p)
{
	w->start(w, NULL, false);
	write_str(w, "id", p->id);
	write_str(w, "name", p->name);
	write_array(w, "aliases", p->aliases);
	write_str(w, "provider", p->provider);
	write_str(w, "documents", p->documents);
	write_bool(w, "test_only", p->test_only);
	write_bool(w, "from_file", p->from_file);
	write_request(w, p);
	write_answer(w, p);
	write_array(w, "caa", p->caa);
	write_lists(w, p->lists);
	write_tri(w, "lists_complete", p->lists_complete);
	write_str(w, "console_wait", p->console_wait);
	write_waits(w, p->waits);
	write_str(w, "note", p->note);
	write_sources(w, p->sources);
	write_str(w, "unknown", p->unknown);
	w->end(w);
}
