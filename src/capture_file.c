/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture_file.h"

#include <pcap/pcap.h>
#include <string.h>

enum {
	SLL2_HEADER = 20, /* LINKTYPE_LINUX_SLL2 */
	RECORD_HEADER = 16,
	SNAP_MAX = 8192,
	TO_US = 0, /* its packet types */
	BY_US = 4,
	TO_OTHERS = 3,
};

bool capture_file_open(struct capture_file *f, FILE *out, int snap)
{
	*f = (struct capture_file){0};
	f->pcap = pcap_open_dead_with_tstamp_precision(
		DLT_LINUX_SLL2, snap + SLL2_HEADER, PCAP_TSTAMP_PRECISION_NANO);
	f->dump = f->pcap ? pcap_dump_fopen(f->pcap, out) : NULL;
	if (f->dump)
		return true;
	fclose(out);
	if (f->pcap)
		pcap_close(f->pcap);
	return false;
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

void capture_file_add(struct capture_file *f, const struct packet *p)
{
	unsigned char frame[SLL2_HEADER + SNAP_MAX] = {0};
	size_t n = p->n < SNAP_MAX ? p->n : SNAP_MAX;
	if (f->bytes + RECORD_HEADER + SLL2_HEADER + n > CAPTURE_FILE_MAX) {
		f->left_out++;
		return;
	}
	put16(frame, ether_type(p));
	put16(frame + 4, p->ifindex >> 16);
	put16(frame + 6, p->ifindex & 0xffff);
	put16(frame + 8, p->hardware);
	frame[10] = p->way == PACKET_IN    ? TO_US
		    : p->way == PACKET_OUT ? BY_US
					   : TO_OTHERS;
	memcpy(frame + SLL2_HEADER, p->p, n);
	/* of nanosecond precision: the field for microseconds holds nanoseconds */
	struct pcap_pkthdr head = {.caplen = (bpf_u_int32)(SLL2_HEADER + n),
		.len = (bpf_u_int32)(SLL2_HEADER + p->whole)};
	head.ts.tv_sec = (long)(p->at / 1000000000);
	head.ts.tv_usec = (long)(p->at % 1000000000);
	pcap_dump(f->dump, &head, frame);
	f->bytes += RECORD_HEADER + SLL2_HEADER + n;
}

bool capture_file_close(struct capture_file *f)
{
	bool good = f->dump && pcap_dump_flush(f->dump) == 0 &&
		    !ferror(pcap_dump_file(f->dump));
	if (f->dump)
		pcap_dump_close(f->dump);
	if (f->pcap)
		pcap_close(f->pcap);
	f->dump = f->pcap = NULL;
	return good;
}
