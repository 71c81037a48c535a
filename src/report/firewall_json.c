/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The document of `pkiready firewall`: see firewall.schema.json. */
#include "report/firewall.h"

#include "report/evidence_json.h"
#include "report/result_json.h"

static void write_ip(struct writer *w, const char *name, const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	write_str(w, name, ip->family ? ip_format(ip, buf) : NULL);
}

static void write_strs(struct writer *w, const char *name, const strs *s)
{
	w->start(w, name, true);
	for (size_t i = 0; i < s->n; i++)
		write_str(w, NULL, s->v[i]);
	w->end(w);
}

static void write_managers(struct writer *w, const struct firewalls *f)
{
	w->start(w, "managers", true);
	for (size_t i = 0; i < f->all.n; i++) {
		const struct manager *m = f->all.v[i];
		w->start(w, NULL, false);
		write_str(w, "name", m->name);
		write_str(w, "state", manager_state_words[m->state]);
		write_str(w, "detail", m->detail);
		w->end(w);
	}
	w->end(w);
}

void firewall_write_by(struct writer *w, const char *name, const struct decider *d)
{
	w->start(w, name, false);
	write_str(w, "stage", d->stage);
	write_str(w, "hook", d->hook);
	write_str(w, "family", d->family);
	write_str(w, "table", d->table);
	write_str(w, "chain", d->chain);
	if (d->chain)
		write_int(w, "handle", d->handle);
	else
		write_null(w, "handle");
	write_str(w, "rule", d->rule);
	write_str(w, "owner", d->owner);
	write_str(w, "comment", d->comment);
	write_bool(w, "legacy", d->legacy);
	write_strs(w, "path", &d->path);
	write_str(w, "detail", d->detail);
	write_ip(w, "sent_to", &d->sent_to);
	if (d->sent_to.family)
		write_int(w, "sent_port", d->sent_port);
	else
		write_null(w, "sent_port");
	w->end(w);
}

static void write_by_or_null(struct writer *w, const char *name, const struct decider *d)
{
	if (d)
		firewall_write_by(w, name, d);
	else
		write_null(w, name);
}

static void write_proof(struct writer *w, const struct proof *p)
{
	if (!p) {
		write_null(w, "proof");
		return;
	}
	w->start(w, "proof", false);
	write_str(w, "state", proof_words[p->state]);
	write_str(w, "why", p->why);
	write_str(w, "verdict", fate_words[p->verdict]);
	write_by_or_null(w, "by", p->by);
	write_str(w, "where", p->where);
	write_str(w, "listener", p->listener);
	write_int(w, "generation", p->generation);
	write_str(w, "computed", fate_words[p->computed]);
	write_by_or_null(w, "engine", p->engine);
	write_str(w, "report", p->report);
	w->end(w);
}

static void write_verdict(struct writer *w, const struct packet_verdict *v)
{
	w->start(w, NULL, false);
	write_ip(w, "from", &v->from);
	write_ip(w, "last", &v->last);
	write_str(w, "list", v->list);
	write_ip(w, "to", &v->to);
	write_str(w, "interface", v->interface);
	write_int(w, "port", v->port);
	write_str(w, "proto", v->proto);
	write_str(w, "verdict", fate_words[v->verdict]);
	write_str(w, "certainty",
		certainty_words[proof_holds(v) ? CERTAINTY_PROVED : CERTAINTY_COMPUTED]);
	firewall_write_by(w, "by", &v->by);
	write_by_or_null(w, "nearly", v->nearly);
	write_strs(w, "reasons", &v->reasons);
	write_proof(w, v->proof);
	w->end(w);
}

/* Accepts lie together whoever decides: that they get in is all that counts. */
static bool same_range(const struct space_range *a, const struct space_range *b)
{
	return a->verdict == FATE_ACCEPT && b->verdict == FATE_ACCEPT;
}

static void write_ranges(struct writer *w, const struct space_look *s)
{
	w->start(w, "ranges", true);
	for (size_t i = 0; i < s->ranges.n; i++) {
		const struct space_range *first = s->ranges.v[i];
		while (i + 1 < s->ranges.n && same_range(first, s->ranges.v[i + 1]))
			i++;
		w->start(w, NULL, false);
		write_ip(w, "from", &first->from);
		write_ip(w, "to", &s->ranges.v[i]->to);
		write_str(w, "verdict", fate_words[first->verdict]);
		if (first->verdict == FATE_ACCEPT)
			write_null(w, "by");
		else
			write_int(w, "by", first->by);
		write_strs(w, "reasons", &first->reasons);
		w->end(w);
	}
	w->end(w);
}

static void write_space(struct writer *w, const struct space_look *s)
{
	w->start(w, NULL, false);
	write_ip(w, "to", &s->to);
	write_str(w, "interface", s->interface);
	write_int(w, "port", s->port);
	write_str(w, "proto", s->proto);
	write_int(w, "family", s->family);
	write_ranges(w, s);
	w->start(w, "deciders", true);
	for (size_t i = 0; i < s->deciders.n; i++)
		firewall_write_by(w, NULL, s->deciders.v[i]);
	w->end(w);
	w->start(w, "samples", true);
	for (size_t i = 0; i < s->samples.n; i++)
		write_verdict(w, s->samples.v[i]);
	w->end(w);
	w->end(w);
}

static void write_programs(struct writer *w, const struct verdicts *v)
{
	w->start(w, "programs", true);
	for (size_t i = 0; i < v->programs.n; i++) {
		const struct packet_program *p = v->programs.v[i];
		w->start(w, NULL, false);
		write_str(w, "kind", p->kind);
		write_str(w, "where", p->where);
		write_str(w, "detail", p->detail);
		w->end(w);
	}
	w->end(w);
}

static void write_lists(struct writer *w, const struct firewall_report *r)
{
	const struct address_list *l = r->ca ? r->profile->lists : NULL;
	w->start(w, "profile", false);
	write_str(w, "id", r->profile->id);
	write_str(w, "name", r->profile->name);
	write_bool(w, "lists_complete", r->profile->lists_complete == TRI_YES);
	w->start(w, "lists", true);
	for (; l && l->name; l++) {
		w->start(w, NULL, false);
		write_str(w, "name", l->name);
		write_str(w, "date", l->date);
		w->end(w);
	}
	w->end(w);
	w->end(w);
}

bool firewall_write(FILE *out, const struct style *s, const struct firewall_report *r)
{
	struct writer *w = report_writer(out, s);
	const struct verdicts *v = r->verdicts;
	write_head(w, "firewall");
	write_int(w, "exit", r->exit);
	write_str(w, "ruleset", r->subject);
	write_managers(w, r->managers);
	w->start(w, "verdicts", true);
	for (size_t i = 0; i < v->all.n; i++)
		write_verdict(w, v->all.v[i]);
	w->end(w);
	w->start(w, "address_space", true);
	for (size_t i = 0; i < v->spaces.n; i++)
		write_space(w, v->spaces.v[i]);
	w->end(w);
	write_programs(w, v);
	write_lists(w, r);
	write_int(w, "rules", v->rules);
	write_strs(w, "unread", &v->unread);
	write_str(w, "method", v->method);
	write_str(w, "unproved", v->unproved);
	firewall_write_reboot(w, r);
	w->end(w);
	return w->finish(w);
}
