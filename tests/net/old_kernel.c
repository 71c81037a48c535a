/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For LD_PRELOAD: a kernel that lacks what the words of OLD_KERNEL name. What the program
 * asks for is changed into what no kernel knows, so that the kernel itself refuses it:
 *	owner     nf_tables tables that belong to a socket (since 5.12)
 *	egress    the netdev egress hook (5.16)
 *	ingress   the netdev ingress hook (4.2)
 *	destroy   SOCK_DESTROY (4.9)
 *	clone     test runs of SCHED_CLS programs (4.12)
 *	live      XDP live frames (5.18)
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { REQUEST_MAX = 1 << 20, UNKNOWN_HOOK = 7, UNKNOWN_MESSAGE = 99 };

static char missing[256];

__attribute__((constructor)) static void read_words(void)
{
	const char *words = getenv("OLD_KERNEL");
	if (words && strlen(words) < sizeof(missing))
		memcpy(missing, words, strlen(words));
}

static bool lacks(const char *word)
{
	return strstr(missing, word) != NULL;
}

/* The attribute among n bytes; NULL: none. */
static struct nlattr *find(void *p, size_t n, int type)
{
	while (n >= sizeof(struct nlattr)) {
		struct nlattr *a = p;
		size_t whole = NLA_ALIGN(a->nla_len);
		if (a->nla_len < sizeof(*a) || a->nla_len > n)
			return NULL;
		if ((a->nla_type & NLA_TYPE_MASK) == type)
			return a;
		if (whole >= n)
			return NULL;
		p = (char *)p + whole;
		n -= whole;
	}
	return NULL;
}

static void *inside(struct nlattr *a)
{
	return (char *)a + sizeof(*a);
}

static void or32(struct nlattr *a, uint32_t if_has, uint32_t more)
{
	uint32_t v;
	memcpy(&v, inside(a), sizeof(v));
	if (ntohl(v) & if_has)
		v |= htonl(more);
	memcpy(inside(a), &v, sizeof(v));
}

static void change_chain(struct nlattr *hook)
{
	struct nlattr *number =
		find(inside(hook), hook->nla_len - sizeof(*hook), NFTA_HOOK_HOOKNUM);
	uint32_t v;
	if (!number)
		return;
	memcpy(&v, inside(number), sizeof(v));
	bool ingress = ntohl(v) == NF_NETDEV_INGRESS;
	if (!lacks(ingress ? "ingress" : "egress"))
		return;
	v = htonl(UNKNOWN_HOOK);
	memcpy(inside(number), &v, sizeof(v));
}

static void change_nft(struct nlmsghdr *h)
{
	const struct nfgenmsg *g = (void *)((char *)h + NLMSG_HDRLEN);
	size_t head = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(*g));
	if (h->nlmsg_len < head)
		return;
	void *attrs = (char *)h + head;
	size_t n = h->nlmsg_len - head;
	struct nlattr *flags = find(attrs, n, NFTA_TABLE_FLAGS);
	struct nlattr *hook = find(attrs, n, NFTA_CHAIN_HOOK);
	switch (h->nlmsg_type & 0xff) {
	case NFT_MSG_NEWTABLE:
		if (flags && lacks("owner"))
			or32(flags, NFT_TABLE_F_OWNER, 1u << 31);
		break;
	case NFT_MSG_NEWCHAIN:
		if (hook && g->nfgen_family == NFPROTO_NETDEV)
			change_chain(hook);
		break;
	default:
		break;
	}
}

static void change(int family, unsigned char *p, size_t n)
{
	while (n >= NLMSG_HDRLEN) {
		struct nlmsghdr *h = (void *)p;
		size_t whole = NLMSG_ALIGN(h->nlmsg_len);
		if (h->nlmsg_len < NLMSG_HDRLEN || h->nlmsg_len > n)
			return;
		if (family == NETLINK_NETFILTER &&
			h->nlmsg_type >> 8 == NFNL_SUBSYS_NFTABLES)
			change_nft(h);
		if (family == NETLINK_SOCK_DIAG && h->nlmsg_type == SOCK_DESTROY &&
			lacks("destroy"))
			h->nlmsg_type = UNKNOWN_MESSAGE;
		if (whole >= n)
			return;
		p += whole;
		n -= whole;
	}
}

ssize_t sendto(int fd, const void *p, size_t n, int flags, const struct sockaddr *to,
	socklen_t to_n)
{
	static unsigned char copy[REQUEST_MAX] __attribute__((aligned(8)));
	int domain = 0, family = -1;
	socklen_t size = sizeof(int);
	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size);
	size = sizeof(int);
	getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &family, &size);
	if (domain == AF_NETLINK && n <= sizeof(copy)) {
		memcpy(copy, p, n);
		change(family, copy, n);
		p = copy;
	}
	return syscall(SYS_sendto, fd, p, n, flags, to, to_n);
}

static bool is_missing_run(long command, const union bpf_attr *a)
{
	if (command != BPF_PROG_TEST_RUN)
		return false;
	bool live = a->test.flags & BPF_F_TEST_XDP_LIVE_FRAMES;
	return lacks(live ? "live" : "clone");
}

long syscall(long number, ...)
{
	static long (*real)(long, ...);
	va_list list;
	long a[6];
	va_start(list, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	if (!real) {
		void *p = dlsym(RTLD_NEXT, "syscall");
		memcpy(&real, &p, sizeof(p));
	}
	if (number == SYS_bpf && is_missing_run(a[0], (const void *)a[1])) {
		errno = EINVAL;
		return -1;
	}
	return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
