/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture_file.h"

#include <string.h>

enum {
	SECTION = 0x0a0d0d0a, /* section 4.1 */
	BYTE_ORDER = 0x1a2b3c4d,
	INTERFACE = 1, /* section 4.2 */
	PACKET = 6,    /* section 4.3 */
	SLL2 = 276,    /* LINKTYPE_LINUX_SLL2 */
	OPTION_END = 0,
	OPTION_APP = 4,     /* shb_userappl */
	OPTION_NAME = 2,    /* if_name */
	OPTION_TSRESOL = 9, /* if_tsresol: 10 to the minus so many s */
	NANO = 9,
	OPTION_FLAGS = 2, /* epb_flags: 1 inbound, 2 outbound */
	SLL2_HEADER = 20,
	SNAP_MAX = 8192,
	TEXT_MAX = 64,
	ALIGN = 4,
	BLOCK_MAX = 64 + 2 * TEXT_MAX + SLL2_HEADER + SNAP_MAX,
	TO_US = 0, /* packet types of SLL2 */
	BY_US = 4,
	TO_OTHERS = 3,
};

struct block { /* as it is made; in this machine's own byte order, as a section may be */
	unsigned char p[BLOCK_MAX];
	size_t n;
};

static void put(struct block *b, const void *p, size_t n)
{
	memcpy(b->p + b->n, p, n);
	b->n += n;
	for (; b->n % ALIGN; b->n++)
		b->p[b->n] = 0;
}

static void put32(struct block *b, uint32_t v)
{
	put(b, &v, sizeof(v));
}

static void put_pair(struct block *b, unsigned first, unsigned second)
{
	const uint16_t v[2] = {(uint16_t)first, (uint16_t)second};
	put(b, v, sizeof(v));
}

static void put_option(struct block *b, unsigned code, const void *p, size_t n)
{
	n = n < TEXT_MAX ? n : TEXT_MAX;
	put_pair(b, code, (unsigned)n);
	put(b, p, n);
}

static void begin(struct block *b, uint32_t type)
{
	b->n = 0;
	put32(b, type);
	put32(b, 0); /* its length: by end */
}

static void end(struct capture_file *f, struct block *b)
{
	uint32_t n = (uint32_t)b->n + 4;
	put32(b, n);
	memcpy(b->p + 4, &n, sizeof(n));
	if (fwrite(b->p, 1, b->n, f->out) != b->n)
		f->failed = true;
	f->bytes += b->n;
}

static void write_section(struct capture_file *f)
{
	static const char app[] = "pkiready " PKIREADY_VERSION;
	struct block b;
	begin(&b, SECTION);
	put32(&b, BYTE_ORDER);
	put_pair(&b, 1, 0);    /* version */
	put32(&b, UINT32_MAX); /* the section's length, not told: */
	put32(&b, UINT32_MAX); /* 64 bits */
	put_option(&b, OPTION_APP, app, sizeof(app) - 1);
	put_pair(&b, OPTION_END, 0);
	end(f, &b);
}

static void write_link(struct capture_file *f, const char *name)
{
	static const unsigned char nano = NANO;
	struct block b;
	begin(&b, INTERFACE);
	put_pair(&b, SLL2, 0);
	put32(&b, (uint32_t)(SLL2_HEADER + f->snap));
	if (name)
		put_option(&b, OPTION_NAME, name, strlen(name));
	put_option(&b, OPTION_TSRESOL, &nano, 1);
	put_pair(&b, OPTION_END, 0);
	end(f, &b);
}

/* The block of a link; the last one is of all that found no place. */
static unsigned link_of(struct capture_file *f, unsigned ifindex)
{
	for (unsigned i = 0; i < f->links_n; i++)
		if (f->links[i] == ifindex)
			return i;
	if (f->links_n == CAPTURE_FILE_LINKS)
		return CAPTURE_FILE_LINKS - 1;
	bool last = f->links_n == CAPTURE_FILE_LINKS - 1;
	write_link(f, last ? "other" : f->name ? f->name(f->arg, ifindex) : NULL);
	f->links[f->links_n] = ifindex;
	return f->links_n++;
}

void capture_file_open(struct capture_file *f, FILE *out, size_t snap)
{
	f->out = out;
	f->snap = snap < SNAP_MAX ? snap : SNAP_MAX;
	write_section(f);
}

static void put16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
}

/* By the IP version, where the socket did not tell. */
static unsigned ether_type(const struct packet *p)
{
	if (p->protocol)
		return p->protocol;
	return p->n && p->p[0] >> 4 == 6 ? 0x86dd : 0x0800;
}

static size_t make_frame(
	const struct capture_file *f, const struct packet *p, unsigned char *frame)
{
	size_t n = p->n < f->snap ? p->n : f->snap;
	memset(frame, 0, SLL2_HEADER);
	put16(frame, ether_type(p));
	put16(frame + 4, p->ifindex >> 16);
	put16(frame + 6, p->ifindex & 0xffff);
	put16(frame + 8, p->hardware);
	frame[10] = p->way == PACKET_IN    ? TO_US
		    : p->way == PACKET_OUT ? BY_US
					   : TO_OTHERS;
	memcpy(frame + SLL2_HEADER, p->p, n);
	if (f->redact)
		n = f->redact(frame + SLL2_HEADER, n);
	return SLL2_HEADER + n;
}

void capture_file_add(struct capture_file *f, const struct packet *p)
{
	unsigned char frame[SLL2_HEADER + SNAP_MAX];
	if (f->bytes + 2 * BLOCK_MAX > CAPTURE_FILE_MAX) {
		f->left_out++;
		return;
	}
	uint32_t link = link_of(f, p->ifindex);
	uint32_t way = p->way == PACKET_IN ? 1 : p->way == PACKET_OUT ? 2 : 0;
	uint64_t at = (uint64_t)p->at;
	size_t n = make_frame(f, p, frame);
	struct block b;
	begin(&b, PACKET);
	put32(&b, link);
	put32(&b, (uint32_t)(at >> 32));
	put32(&b, (uint32_t)at);
	put32(&b, (uint32_t)n);
	put32(&b, (uint32_t)(SLL2_HEADER + p->whole));
	put(&b, frame, n);
	put_option(&b, OPTION_FLAGS, &way, sizeof(way));
	put_pair(&b, OPTION_END, 0);
	end(f, &b);
}

bool capture_file_close(struct capture_file *f)
{
	return fflush(f->out) == 0 && !ferror(f->out) && !f->failed;
}
