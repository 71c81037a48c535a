/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lab.h"

#include "verdict/engine.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ETH_LEN = 14, FRAME_MAX = ETH_LEN + NETHDR_MAX + TCPHDR_MAX };

static int sender = -1;
static unsigned peer_index;

static const unsigned char to_mac[6] = {2, 0, 0, 0, 0, 1},
			   from_mac[6] = {2, 0, 0, 0, 0, 2};

/* -- namespaces
 * ------------------------------------------------------------------------------ */

static bool run(const char *script)
{
	pid_t pid = fork();
	int status = -1;
	if (pid == 0) {
		execl("/bin/sh", "sh", "-ec", script, (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* The peer's name must not be a path: its namespace lives by this socket alone. */
static int socket_in_peer(int host)
{
	if (unshare(CLONE_NEWNET) < 0)
		return -1;
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	int peer = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || peer < 0 || setns(host, CLONE_NEWNET) < 0)
		return -1;
	char *script;
	if (asprintf(&script,
		    "ip link add h0 address 02:00:00:00:00:01 type veth peer name p0 "
		    "address "
		    "02:00:00:00:00:02 netns /proc/%d/fd/%d",
		    (int)getpid(), peer) < 0)
		return -1;
	bool made = run(script);
	free(script);
	if (!made || setns(peer, CLONE_NEWNET) < 0)
		return -1;
	made = run("sysctl -qw net.ipv6.conf.all.disable_ipv6=1; ip link set p0 up");
	peer_index = if_nametoindex("p0");
	if (setns(host, CLONE_NEWNET) < 0 || !made)
		return -1;
	close(peer);
	return fd;
}

static const char host_script[] =
	"sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0"
	" net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1"
	" net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_ra=0"
	" net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0\n"
	"ip link set lo up\n"
	"ip link add d0 group 7 type veth peer name d1\n"
	"sysctl -qw net.ipv6.conf.d1.disable_ipv6=1 net.ipv4.conf.h0.rp_filter=0"
	" net.ipv6.conf.h0.accept_dad=0 net.ipv6.conf.h0.router_solicitations=0\n"
	"ip addr add 203.0.113.10/24 dev h0; ip addr add 2001:db8:1::10/64 dev h0 nodad\n"
	"ip addr add 172.17.0.1/16 dev d0; ip addr add fd00:17::1/64 dev d0 nodad\n"
	"ip link set h0 up; ip link set d0 up; ip link set d1 up\n"
	"ip route add default via 203.0.113.1; ip -6 route add default via "
	"2001:db8:1::1\n"
	"ip route add blackhole 198.18.66.0/24\n"
	"for a in 2001:db8:1::10 fd00:17::1; do\n"
	"until ip -6 route show table local | grep -q \"^local $a \"; do sleep 0.01; "
	"done; done\n";

bool lab_enter(void)
{
	if (sender >= 0)
		close(sender);
	trace_close();
	sender = -1;
	if (unshare(CLONE_NEWNET) < 0) {
		perror("unshare");
		return false;
	}
	int host = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	sender = host < 0 ? -1 : socket_in_peer(host);
	close(host);
	if (sender < 0 || !run(host_script)) {
		fputs("the laboratory could not be built\n", stderr);
		return false;
	}
	return trace_open();
}

/* -- packets
 * --------------------------------------------------------------------------------- */

static uint32_t sum_of(const uint8_t *p, size_t n, uint32_t sum)
{
	for (size_t i = 0; i < n; i += 2)
		sum += (uint32_t)p[i] << 8 | (i + 1 < n ? p[i + 1] : 0);
	return sum;
}

static void put_sum(uint8_t *at, uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	at[0] = (uint8_t)(~sum >> 8);
	at[1] = (uint8_t)~sum;
}

/* The engine's own packet, with its source and valid checksums. */
static size_t build(
	uint8_t *out, const struct question *q, const struct ip *from, bool bad_checksum)
{
	struct packet p;
	packet_model(&p, q);
	size_t wide = p.family == 4 ? 4 : 16;
	memcpy(p.net + p.source_at, from->addr, wide);
	uint32_t sum = sum_of(p.net + p.source_at, 2 * wide, 0);
	sum += (uint32_t)q->proto + (uint32_t)p.transport_n;
	put_sum(p.transport + (q->proto == 6 ? 16 : 6),
		sum_of(p.transport, p.transport_n, sum));
	p.transport[q->proto == 6 ? 16 : 6] ^= bad_checksum ? 0x55 : 0;
	if (p.family == 4)
		put_sum(p.net + 10, sum_of(p.net, p.net_n, 0));
	memcpy(out, to_mac, 6);
	memcpy(out + 6, from_mac, 6);
	out[12] = p.family == 4 ? 0x08 : 0x86;
	out[13] = p.family == 4 ? 0x00 : 0xdd;
	memcpy(out + ETH_LEN, p.net, p.net_n);
	memcpy(out + ETH_LEN + p.net_n, p.transport, p.transport_n);
	return ETH_LEN + p.net_n + p.transport_n;
}

bool lab_send(const struct question *q, const struct ip *from, bool bad_checksum)
{
	uint8_t frame[FRAME_MAX];
	size_t n = build(frame, q, from, bad_checksum);
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_ifindex = (int)peer_index,
		.sll_halen = 6,
		.sll_protocol = htons(from->family == 4 ? ETH_P_IP : ETH_P_IPV6),
	};
	memcpy(to.sll_addr, to_mac, 6);
	return sendto(sender, frame, n, 0, (struct sockaddr *)&to, sizeof(to)) ==
	       (ssize_t)n;
}
