/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * As many SYNs a second as this machine can send, from random addresses of 10.0.0.0/8:
 *	flood INTERFACE DESTINATION PORT SECONDS
 * Says how many. The interface is a veth: its peer takes any frame to its own address.
 */
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 256, FRAME = 14 + 40 };

static unsigned char frames[BATCH][FRAME];
static struct mmsghdr messages[BATCH];
static struct iovec vec[BATCH];

static uint16_t sum(const unsigned char *p, size_t n, uint32_t s)
{
	for (size_t i = 0; i < n; i += 2)
		s += (uint32_t)p[i] << 8 | p[i + 1];
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return (uint16_t)~s;
}

static void put16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
}

static void make(unsigned char *f, const unsigned char *mac, uint32_t to, unsigned port)
{
	unsigned char *ip = f + 14, *tcp = ip + 20;
	uint32_t r = (uint32_t)random();
	memcpy(f, mac, 6);
	put16(f + 12, 0x0800);
	memset(ip, 0, 40);
	ip[0] = 0x45;
	put16(ip + 2, 40);
	ip[8] = 64;
	ip[9] = 6;
	ip[12] = 10;
	memcpy(ip + 13, &r, 3);
	memcpy(ip + 16, &to, 4);
	put16(ip + 10, sum(ip, 20, 0));
	put16(tcp, 1024 + r % 60000);
	put16(tcp + 2, port);
	memcpy(tcp + 4, &r, 4);
	tcp[12] = 0x50;
	tcp[13] = 2;
	put16(tcp + 14, 65535);
	put16(tcp + 16, sum(ip + 12, 28, 6 + 20));
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	unsigned char mac[6] = {2, 0, 0, 0, 0, 0x10};
	uint32_t to;
	long sent = 0;
	if (argc != 5 || inet_pton(AF_INET, argv[2], &to) != 1)
		return 2;
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	struct sockaddr_ll out = {
		.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(argv[1])};
	if (fd < 0 || !out.sll_ifindex || bind(fd, (struct sockaddr *)&out, sizeof(out)))
		return 1;
	for (double end = seconds() + strtod(argv[4], NULL); seconds() < end;) {
		for (int i = 0; i < BATCH; i++) {
			make(frames[i], mac, to, (unsigned)strtol(argv[3], NULL, 10));
			vec[i] = (struct iovec){frames[i], FRAME};
			messages[i].msg_hdr =
				(struct msghdr){.msg_iov = &vec[i], .msg_iovlen = 1};
		}
		int n = sendmmsg(fd, messages, BATCH, 0);
		sent += n > 0 ? n : 0;
	}
	printf("%ld\n", sent);
	return 0;
}
