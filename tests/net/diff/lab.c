/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lab.h"

#include "verdict/engine.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ETH_LEN = 14, FRAME_MAX = ETH_LEN + NETHDR_MAX + TCPHDR_MAX };

static int sender = -1; /* of the wire, or the tunnel's descriptor */
static unsigned peer_index;
static const struct way *way;

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

struct way {
	const char *name, *interface;
	/* what the sender sends into: lo, or the other end of a wire by that name */
	const char *wire;
	const char *more; /* behind the laboratory's own script */
};
static const struct way ways[] = {
	{"veth", "h0", "h0", ""},
	/* of bridged packets br_netfilter answers by itself, where no hook sees it */
	{"bridge", "h0", "w0",
		"for f in ip ip6; do n=net.bridge.bridge-nf-call-${f}tables; "
		"[ ! -e /proc/sys/$(echo $n | tr . /) ] || sysctl -qw $n=0; done\n"
		"ip link set w0 up; until bridge link show dev w0 | grep -q forwarding; "
		"do sleep 0.01; done\n"},
	{"tun", "h0", NULL, ""},
	{"lo", "lo", "lo", "sysctl -qw net.ipv4.conf.lo.route_localnet=1\n"},
	{"rpf", "h0", "h0",
		"sysctl -qw net.ipv4.conf.all.rp_filter=1 "
		"net.ipv4.conf.h0.rp_filter=1\n"},
};

bool lab_way(const char *name)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (strcmp(ways[i].name, name) == 0) {
			way = &ways[i];
			return true;
		}
	fprintf(stderr, "%s: no way that is known\n", name);
	return false;
}

const char *lab_interface(void)
{
	return way->interface;
}

/* h0 is the tunnel's end in the host's namespace; what is written is received there. */
static int open_tunnel(void)
{
	struct ifreq r = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	memcpy(r.ifr_name, "h0", 3);
	if (fd >= 0 && ioctl(fd, TUNSETIFF, &r) == 0)
		return fd;
	close(fd);
	return -1;
}

static int open_lo(void)
{
	peer_index = if_nametoindex("lo");
	if (!run("ip link add h0 type veth peer name h1"))
		return -1;
	return socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
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
		    "ip link add %s address 02:00:00:00:00:01 type veth peer name p0 "
		    "address "
		    "02:00:00:00:00:02 netns /proc/%d/fd/%d\n%s",
		    way->wire, (int)getpid(), peer,
		    strcmp(way->wire, way->interface) == 0
			    ? ""
			    : "ip link add h0 address 02:00:00:00:00:01 type bridge "
			      "forward_delay 0; ip link set w0 master h0") < 0)
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
	if (!way)
		way = &ways[0];
	bool lo = way->wire && strcmp(way->wire, "lo") == 0;
	sender = host < 0     ? -1
		 : lo         ? open_lo()
		 : !way->wire ? open_tunnel()
			      : socket_in_peer(host);
	close(host);
	if (sender < 0 || !run(host_script) || !run(way->more)) {
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
	bool lo = strcmp(way->interface, "lo") == 0; /* it has no address */
	memcpy(out, to_mac, lo ? 0 : 6);
	memcpy(out + 6, from_mac, lo ? 0 : 6);
	out[12] = p.family == 4 ? 0x08 : 0x86;
	out[13] = p.family == 4 ? 0x00 : 0xdd;
	memcpy(out + ETH_LEN, p.net, p.net_n);
	memcpy(out + ETH_LEN + p.net_n, p.transport, p.transport_n);
	return ETH_LEN + p.net_n + p.transport_n;
}

bool lab_send(const struct question *q, const struct ip *from, bool bad_checksum)
{
	uint8_t frame[FRAME_MAX] = {0};
	size_t n = build(frame, q, from, bad_checksum);
	if (!way->wire)
		return write(sender, frame + ETH_LEN, n - ETH_LEN) ==
		       (ssize_t)(n - ETH_LEN);
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
