/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "attempts_flows.h"

#define SECONDS(n) ((int64_t)(n)*1000000000)

/* How long it is waited for what the list waits for. A SYN is sent again after 1 and
 * after 3 s (RFC 6298): who has not answered by then does not. */
static const int64_t limits[LIST__MAX] = {
	[LIST_SYN] = SECONDS(4),
	[LIST_SYN_ACK] = SECONDS(8),
	[LIST_OPEN] = SECONDS(30),
	[LIST_ANSWERED] = SECONDS(3),
	[LIST_DONE] = SECONDS(60),
};

static bool listened_to(const struct attempts *t, uint16_t port)
{
	for (size_t i = 0; i < t->use.ports_n; i++)
		if (t->use.ports[i] == port)
			return true;
	return false;
}

/* -- segments ------------------------------------------------------------------------ */

/* Somebody on the way says that it cannot be delivered. */
static void on_unreachable(
	struct attempts *t, const struct segment *s, const struct packet *p)
{
	struct flow *f = flows_find(t, &s->from, s->from_port, &s->to, s->to_port);
	if (f && f->out && !f->loopback) {
		if (p->way == PACKET_IN)
			step_own(t, OWN_REFUSED, f, p->ifindex);
	} else if (f && f->stage == ATTEMPT_SYN && f->list != LIST_DONE) {
		if (p->way == PACKET_IN && p->ifindex && !p->loopback)
			return; /* nobody but this host refuses what came to it */
		f->stage = ATTEMPT_REFUSED;
		step_end(t, f, p->at, "an ICMP error of this host");
	} else if (!f &&
		   (f = flows_find(t, &s->to, s->to_port, &s->from, s->from_port)) &&
		   f->stage == ATTEMPT_SYN_ACK && f->list != LIST_DONE) {
		step_end(t, f, p->at, "an ICMP error answered the SYN-ACK: no way back");
	}
}

/* A request whose connection began before the capture, or was forgotten. */
static void pick_up(struct attempts *t, const struct segment *s, const struct packet *p)
{
	struct first_request r;
	enum first_kind kind = first_request(s->data, s->n, &r);
	if (s->n == 0 || p->way != PACKET_IN || !listened_to(t, s->to_port) ||
		(kind != FIRST_HTTP && kind != FIRST_TLS))
		return;
	struct flow *f = flows_add(t, &s->from, s->from_port, &s->to, s->to_port, p->at);
	t->count.begun++;
	f->isn = s->seq - 1;
	f->late = true;
	f->loopback = f->own = p->loopback;
	f->interface = p->ifindex;
	f->stage = ATTEMPT_CONNECTED;
	step_client_data(t, f, s, p->at);
}

/* What answers a connection of this host's own. */
static void to_own(struct attempts *t, struct flow *f, const struct segment *s,
	const struct packet *p)
{
	const uint8_t both = SEGMENT_SYN | SEGMENT_ACK;
	if (p->way != PACKET_IN || f->stage != ATTEMPT_SYN)
		return;
	if (f->first_in == 0)
		f->first_in = p->ifindex;
	if (f->first_in != p->ifindex)
		return;
	if ((s->flags & both) == both && s->ack == f->isn + 1)
		step_own(t, OWN_ANSWERED, f, p->ifindex);
	else if (s->flags & SEGMENT_RST)
		step_own(t, OWN_REFUSED, f, p->ifindex);
}

/* On loopback, and on a socket that tells no more, each way is the right one. */
static bool may_come(const struct packet *p, enum packet_way way)
{
	return p->way == way || p->loopback || p->ifindex == 0;
}

static void on_segment(
	struct attempts *t, const struct segment *s, const struct packet *p)
{
	const uint8_t both = SEGMENT_SYN | SEGMENT_ACK;
	struct flow *f = flows_find(t, &s->from, s->from_port, &s->to, s->to_port);
	if ((s->flags & both) == SEGMENT_SYN && !(s->flags & SEGMENT_RST)) {
		if (listened_to(t, s->to_port))
			step_syn(t, f, s, p);
		return;
	}
	if (f) {
		if ((!f->out || f->own) && may_come(p, PACKET_IN))
			step_from_client(t, f, s, p->at);
		return;
	}
	f = flows_find(t, &s->to, s->to_port, &s->from, s->from_port);
	if (f && f->out && !f->own)
		to_own(t, f, s, p);
	else if (f && may_come(p, PACKET_OUT))
		step_from_server(t, f, s, p->at);
	else if (!f)
		pick_up(t, s, p);
}

void attempts_packet(struct attempts *t, enum capture_link link, const struct packet *p)
{
	struct segment s;
	t->count.packets++;
	if (p->way == PACKET_OTHER)
		return;
	switch (capture_segment(link, p->p, p->n, &s)) {
	case CAPTURE_NONE:
		break;
	case CAPTURE_FRAGMENT:
		t->count.fragments++;
		break;
	case CAPTURE_CUT:
		t->count.cut++;
		break;
	case CAPTURE_SEGMENT:
		if (s.unreachable)
			on_unreachable(t, &s, p);
		else
			on_segment(t, &s, p);
		break;
	}
}

/* -- time ---------------------------------------------------------------------------- */

void attempts_tick(struct attempts *t, int64_t now)
{
	for (size_t i = 0; i < LIST__MAX; i++)
		for (struct flow *f; (f = flows_oldest(t, (enum list)i)) &&
				     f->stamp + limits[i] <= now;) {
			if (i == LIST_DONE)
				flows_remove(t, f);
			else
				step_end(t, f, now, NULL);
		}
}

void attempts_end(struct attempts *t, int64_t now)
{
	for (size_t i = 0; i < LIST_DONE; i++)
		for (struct flow *f; (f = flows_oldest(t, (enum list)i));)
			step_end(t, f, now, NULL);
}
