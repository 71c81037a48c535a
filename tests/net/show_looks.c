/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "show_looks.h"

#include "evidence.h"

#include <stdio.h>

static const char *text(const char *s)
{
	return s ? s : "-";
}

static void show_records(const char *what, struct dns_record *const *v, size_t n)
{
	printf(" %s=%d", what, (int)n);
	for (size_t i = 0; i < n && i < 3; i++)
		printf("(%s ttl=%d n=%d/%d %.60s)", *v[i]->owner ? v[i]->owner : ".",
			(int)v[i]->ttl, (int)v[i]->data.n, (int)v[i]->strings,
			v[i]->text);
}

static void show_view(const struct dns_view *v)
{
	printf(" %s %s type=%d rcode=%d nx=%d dnssec=%s", seen_words[v->obs.seen],
		*v->owner ? v->owner : ".", (int)v->type, (int)v->rcode, v->nxdomain,
		dnssec_words[v->dnssec]);
	show_records("chain", v->chain.v, v->chain.n);
	show_records("records", v->records.v, v->records.n);
	printf(" end=%s soa=%s negative=%d cut=%d excerpt=[%.200s]", text(v->end),
		text(v->soa), (int)v->negative_ttl, v->truncated, text(v->obs.excerpt));
}

static void show_answer(const struct server_look *s, const struct server_answer *a)
{
	char ip[IP_TEXT_MAX];
	printf("answer %s %s udp=%s tcp=%s aa=%d tc=%d referral=%d case=%d edns=%d%s "
	       "bytes=%d subnet=%s region=%s scope=%d",
		*s->name ? s->name : ".", ip_format(&s->ip, ip),
		server_fault_words[a->udp], server_fault_words[a->tcp], a->authoritative,
		a->cut, a->referral, a->case_kept, a->edns,
		a->edns_refused ? " refused" : "", (int)a->bytes, text(a->subnet),
		text(a->region), (int)a->scope);
	show_view(&a->answer);
	printf("\n");
}

static void show_server(const struct zone_look *z, const struct server_look *s)
{
	char ip[IP_TEXT_MAX];
	printf("server %s %s %s %s parent=%d child=%d glue=%d other=[%s] serial=%d "
	       "answers=%d source=[%s] excerpt=[%s]\n",
		*z->name ? z->name : ".", s->name, ip_format(&s->ip, ip),
		seen_words[s->obs.seen], s->in_parent, s->in_child, s->glue,
		text(s->not_delegated), (int)s->serial, (int)s->answers.n,
		text(s->obs.source), text(s->obs.excerpt));
	for (size_t i = 0; i < s->answers.n; i++)
		show_answer(s, s->answers.v[i]);
}

static void show_zone(const struct zone_look *z)
{
	printf("zone %s %s parent=%s servers=%d excerpt=[%s] unresolved=",
		*z->name ? z->name : ".", seen_words[z->obs.seen],
		z->parent && !*z->parent ? "." : text(z->parent), (int)z->servers.n,
		text(z->obs.excerpt));
	for (size_t i = 0; i < z->unresolved.n; i++)
		printf("%s%s", i ? "," : "", z->unresolved.v[i]);
	printf("\n");
	const struct dns_view *const views[] = {
		&z->parent_ns, &z->child_ns, &z->ds, &z->dnskey, &z->soa};
	static const char *const words[] = {
		"parent_ns", "child_ns", "ds", "dnskey", "soa"};
	for (size_t i = 0; i < 5; i++) {
		printf("zone %s %s", *z->name ? z->name : ".", words[i]);
		if (views[i]->owner)
			show_view(views[i]);
		printf("\n");
	}
	for (size_t i = 0; i < z->servers.n; i++)
		show_server(z, z->servers.v[i]);
}

static void show_trust(const struct trust_step *t)
{
	printf("trust %s %s %s matches=%d ds=", *t->zone ? t->zone : ".",
		seen_words[t->obs.seen], dnssec_words[t->dnssec], t->ds_matches);
	for (size_t i = 0; i < t->ds.n; i++)
		printf("%s%s", i ? "," : "", t->ds.v[i]);
	printf(" keys=");
	for (size_t i = 0; i < t->keys.n; i++)
		printf("%s%s", i ? "," : "", t->keys.v[i]);
	printf(" why=[%s]\n", text(t->why));
	for (size_t i = 0; i < t->sigs.n; i++) {
		const struct trust_sig *s = t->sigs.v[i];
		printf("sig %s %s covers=%d signer=%s %d %d %s\n",
			*t->zone ? t->zone : ".", *s->owner ? s->owner : ".",
			(int)s->covers, *s->signer ? s->signer : ".", (int)s->algorithm,
			(int)s->key_tag, sig_state_words[s->state]);
	}
}

static void show_record(const struct record_look *r)
{
	const struct dns_view *const views[] = {&r->txt, &r->cname, &r->host_txt};
	static const char *const words[] = {"txt", "cname", "host_txt"};
	for (size_t i = 0; i < 3; i++) {
		printf("record %s %s %s", r->name, record_place_words[r->place],
			words[i]);
		show_view(views[i]);
		printf("\n");
	}
}

void show_looks(const struct dns_looks *d)
{
	printf("walk %s source=[%s] excerpt=[%s]\n", seen_words[d->obs.seen],
		text(d->obs.source), text(d->obs.excerpt));
	for (size_t i = 0; i < d->caa.n; i++)
		for (size_t j = 0; j < d->caa.v[i]->climb.n; j++) {
			printf("caa %s%s", d->caa.v[i]->wildcard ? "*." : "",
				d->caa.v[i]->name);
			show_view(d->caa.v[i]->climb.v[j]);
			printf("\n");
		}
	for (size_t i = 0; i < d->records.n; i++)
		show_record(d->records.v[i]);
	for (size_t i = 0; i < d->zones.n; i++)
		show_zone(d->zones.v[i]);
	for (size_t i = 0; i < d->trust.n; i++)
		show_trust(d->trust.v[i]);
}
