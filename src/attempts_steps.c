/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a segment does to its connection. */
#include "attempts_flows.h"

#include <string.h>

/* -- the end of one ------------------------------------------------------------------ */

static void read_request(
	const struct attempts *t, const struct flow *f, struct first_request *out)
{
	size_t n;
	const unsigned char *p = flows_kept(t, f, &n);
	memset(out, 0, sizeof(*out));
	if (p)
		(void)first_request(p, n, out);
}

static bool is_good(const struct flow *f)
{
	if (f->stage != ATTEMPT_ANSWERED || f->end)
		return false;
	if (f->kind == FIRST_TLS)
		return f->went_on;
	return f->status >= 200 && f->status < 300;
}

static void tell(struct attempts *t, const struct flow *f, int64_t now)
{
	struct attempt a = {.from = f->from,
		.to = f->to,
		.from_port = f->from_port,
		.port = f->port,
		.interface = f->interface,
		.loopback = f->loopback,
		.own = f->own || f->turned,
		.late = f->late,
		.stage = (enum attempt_stage)f->stage,
		.good = is_good(f),
		.syns = f->syns,
		.at = f->at,
		.took = now > f->at ? now - f->at : 0,
		.kind = (enum first_kind)f->kind,
		.status = f->status,
		.alert = f->alert,
		.end = f->end};
	read_request(t, f, &a.request);
	t->use.ended(t->use.arg, &a);
}

void step_end(struct attempts *t, struct flow *f, int64_t now, const char *words)
{
	if (f->list == LIST_DONE)
		return;
	if (words)
		f->end = words;
	if (!f->out || f->own)
		tell(t, f, now);
	flows_forget(t, f);
	flows_move(t, f, LIST_DONE, now);
}

/* -- this host's own ----------------------------------------------------------------- */

void step_own(
	struct attempts *t, enum own_event e, const struct flow *f, unsigned interface)
{
	struct own_syn s = {.from = f->from,
		.to = f->to,
		.port = f->port,
		.interface = interface,
		.loopback = f->loopback};
	if (!t->use.own)
		return;
	if (f->turned) {
		s.back_from = f->from;
		s.back_to = f->to;
		s.from = f->sent_from;
		s.to = f->sent_to;
		s.port = f->sent_port;
	}
	t->use.own(t->use.arg, e, &s);
}

static void remember(struct attempts *t, const struct flow *f)
{
	t->recent[t->recent_n++ % RECENT_MAX] = (struct recent){
		.isn = f->isn, .from = f->from, .to = f->to, .port = f->port};
}

/* A router that turns a SYN around changes its addresses, and not its number. */
static void find_turned(struct attempts *t, struct flow *f)
{
	size_t n = t->recent_n < RECENT_MAX ? t->recent_n : RECENT_MAX;
	for (size_t i = 0; i < n; i++) {
		const struct recent *r = &t->recent[i];
		if (r->isn != f->isn)
			continue;
		f->turned = true;
		f->sent_from = r->from;
		f->sent_to = r->to;
		f->sent_port = r->port;
		step_own(t, OWN_BACK, f, f->interface);
		return;
	}
}

/* -- SYN ----------------------------------------------------------------------------- */

/* Who hears it on several interfaces (a bridge and its port, a VLAN) counts it once. */
static void count_syn(struct flow *f, const struct packet *p)
{
	unsigned *first = p->way == PACKET_OUT ? &f->first_out : &f->first_in;
	if (*first == 0)
		*first = p->ifindex;
	if (p->way == PACKET_OUT && f->loopback)
		return; /* it comes in, too */
	f->syns += *first == p->ifindex && !(p->way == PACKET_IN && f->out && !f->own);
}

static void on_first_syn(
	struct attempts *t, const struct segment *s, const struct packet *p)
{
	struct flow *f = flows_add(t, &s->from, s->from_port, &s->to, s->to_port, p->at);
	f->isn = s->seq;
	f->numbered = true;
	f->loopback = p->loopback;
	f->out = p->way == PACKET_OUT;
	f->interface = p->ifindex;
	count_syn(f, p);
	if (f->out) {
		remember(t, f);
		step_own(t, OWN_LEFT, f, p->ifindex);
	} else {
		t->count.begun++;
		find_turned(t, f);
	}
}

void step_syn(struct attempts *t, struct flow *f, const struct segment *s,
	const struct packet *p)
{
	if (f && f->isn != s->seq) { /* the same ports again */
		step_end(t, f, p->at, NULL);
		flows_remove(t, f);
		f = NULL;
	}
	if (!f) {
		on_first_syn(t, s, p);
		return;
	}
	if (p->way == PACKET_OUT) {
		if (f->out && f->first_out == p->ifindex && !f->loopback)
			step_own(t, OWN_LEFT, f, p->ifindex);
	} else {
		if (f->out && !f->own) {
			f->own = true; /* over lo, it is seen twice */
			t->count.begun++;
		}
		f->interface = p->ifindex;
	}
	count_syn(f, p);
}

/* -- what the server does ------------------------------------------------------------ */

static void on_answer(struct attempts *t, struct flow *f, int64_t now)
{
	struct first_answer a;
	switch (first_answer(f->answer, f->answer_n, &a)) {
	case FIRST_MORE:
		break;
	case FIRST_HTTP:
		f->stage = ATTEMPT_ANSWERED;
		f->status = a.status;
		step_end(t, f, now, NULL);
		break;
	case FIRST_TLS:
		f->stage = ATTEMPT_ANSWERED;
		flows_move(t, f, LIST_ANSWERED, now);
		break;
	case FIRST_ALERT:
		f->stage = ATTEMPT_BROKEN;
		f->alert = a.alert;
		step_end(t, f, now, "TLS alert of this host");
		break;
	case FIRST_OTHER:
		f->stage = ATTEMPT_ANSWERED;
		step_end(t, f, now, "what answered is neither HTTP nor TLS");
		break;
	}
}

static void keep_answer(struct flow *f, const struct segment *s)
{
	uint32_t offset = s->seq - (f->server_isn + 1);
	size_t room = ATTEMPTS_ANSWER_MAX - f->answer_n;
	if (offset != f->answer_n)
		return;
	size_t n = s->n < room ? s->n : room;
	memcpy(f->answer + f->answer_n, s->data, n);
	f->answer_n = (uint8_t)(f->answer_n + n);
}

static void on_server_data(
	struct attempts *t, struct flow *f, const struct segment *s, int64_t now)
{
	if (f->stage < ATTEMPT_CONNECTED || f->stage >= ATTEMPT_BROKEN)
		return;
	if (!f->numbered) { /* picked up in the middle */
		f->server_isn = s->seq - 1;
		f->numbered = true;
	}
	keep_answer(f, s);
	flows_move(t, f, LIST_OPEN, now);
	on_answer(t, f, now);
}

static void on_server_reset(struct attempts *t, struct flow *f, int64_t now)
{
	if (f->turned)
		step_own(t, OWN_BACK_REFUSED, f, f->interface);
	if (f->stage <= ATTEMPT_SYN) {
		f->stage = ATTEMPT_REFUSED;
		step_end(t, f, now, NULL);
		return;
	}
	if (f->stage == ATTEMPT_REQUEST)
		f->stage = ATTEMPT_BROKEN;
	step_end(t, f, now, "reset by this host");
}

static void on_syn_ack(
	struct attempts *t, struct flow *f, const struct segment *s, int64_t now)
{
	if (f->stage != ATTEMPT_SYN || s->ack != f->isn + 1)
		return;
	f->stage = ATTEMPT_SYN_ACK;
	f->server_isn = s->seq;
	flows_move(t, f, LIST_SYN_ACK, now);
	if (f->turned)
		step_own(t, OWN_BACK_ANSWERED, f, f->interface);
}

void step_from_server(
	struct attempts *t, struct flow *f, const struct segment *s, int64_t now)
{
	const uint8_t both = SEGMENT_SYN | SEGMENT_ACK;
	if (f->list == LIST_DONE)
		return;
	if (s->flags & SEGMENT_RST)
		on_server_reset(t, f, now);
	else if ((s->flags & both) == both)
		on_syn_ack(t, f, s, now);
	else if (s->n)
		on_server_data(t, f, s, now);
	if (!(s->flags & SEGMENT_FIN) || f->list == LIST_DONE)
		return;
	if (f->stage == ATTEMPT_ANSWERED)
		step_end(t, f, now, NULL);
	else if (f->stage >= ATTEMPT_CONNECTED)
		step_end(t, f, now, "closed by this host");
}

/* -- what the client does ------------------------------------------------------------ */

void step_client_data(
	struct attempts *t, struct flow *f, const struct segment *s, int64_t now)
{
	struct first_request r;
	if (f->stage == ATTEMPT_SYN_ACK)
		f->stage = ATTEMPT_CONNECTED;
	if (f->stage == ATTEMPT_ANSWERED) {
		f->went_on = true;
		f->alert = first_alert(s->data, s->n);
		if (f->alert > 0) /* 0 closes in good order */
			step_end(t, f, now, "TLS alert of the other side");
		else
			flows_move(t, f, LIST_ANSWERED, now);
		return;
	}
	if (f->stage != ATTEMPT_CONNECTED && f->stage != ATTEMPT_REQUEST)
		return;
	size_t n = flows_keep(t, f, s->seq - (f->isn + 1), s->data, s->n);
	const unsigned char *p = flows_kept(t, f, &n);
	flows_move(t, f, LIST_OPEN, now);
	enum first_kind kind = p ? first_request(p, n, &r) : FIRST_MORE;
	if (kind == FIRST_MORE)
		return;
	f->kind = (uint8_t)kind;
	f->stage = ATTEMPT_REQUEST;
}

static void on_client_end(struct attempts *t, struct flow *f, bool reset, int64_t now)
{
	if (f->stage == ATTEMPT_ANSWERED && (!reset || f->went_on))
		step_end(t, f, now, NULL);
	else if (reset)
		step_end(t, f, now, "reset by the other side");
	else if (f->stage == ATTEMPT_CONNECTED)
		step_end(t, f, now, "closed by the other side");
}

void step_from_client(
	struct attempts *t, struct flow *f, const struct segment *s, int64_t now)
{
	if (f->list == LIST_DONE)
		return;
	if (s->flags & SEGMENT_RST) {
		on_client_end(t, f, true, now);
		return;
	}
	if (f->stage == ATTEMPT_SYN_ACK && s->flags & SEGMENT_ACK &&
		s->ack == f->server_isn + 1) {
		f->stage = ATTEMPT_CONNECTED;
		flows_move(t, f, LIST_OPEN, now);
	}
	if (s->n)
		step_client_data(t, f, s, now);
	if (s->flags & SEGMENT_FIN && f->list != LIST_DONE)
		on_client_end(t, f, false, now);
}
