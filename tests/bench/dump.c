/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bare netlink dump, thrown away: what nobody who reads all rules can be faster than.
 *   dump                 the rules of all tables
 *   dump TABLE SET       the elements of a set of family inet
 * Prints how many bytes came.
 */
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECEIVE_MAX = 64 * 1024, REQUEST_MAX = 256 };

struct request {
	struct nlmsghdr head;
	struct nfgenmsg family;
	char attributes[REQUEST_MAX];
};

static void put(struct request *r, int type, const char *s)
{
	struct nlattr at = {.nla_type = (unsigned short)type,
		.nla_len = (unsigned short)(sizeof(at) + strlen(s) + 1)};
	/* all before it is a multiple of four */
	char *p = (char *)r + r->head.nlmsg_len;
	memcpy(p, &at, sizeof(at));
	memcpy(p + sizeof(at), s, strlen(s) + 1);
	r->head.nlmsg_len = r->head.nlmsg_len + (at.nla_len + 3U) / 4 * 4;
}

/* True at the end of the dump. */
static int is_last(const char *buffer, size_t n)
{
	const struct nlmsghdr *h = (const void *)buffer;
	for (; NLMSG_OK(h, n); h = NLMSG_NEXT(h, n))
		if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	static _Alignas(struct nlmsghdr) char buffer[RECEIVE_MAX];
	int set = argc == 3;
	struct request r = {
		.head = {.nlmsg_len = NLMSG_LENGTH(sizeof(struct nfgenmsg)),
			.nlmsg_type = (unsigned short)(NFNL_SUBSYS_NFTABLES << 8 |
						       (set ? NFT_MSG_GETSETELEM
							    : NFT_MSG_GETRULE)),
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
			.nlmsg_seq = 1},
		.family = {.nfgen_family = set ? NFPROTO_INET : NFPROTO_UNSPEC},
	};
	if (set && strlen(argv[1]) + strlen(argv[2]) < REQUEST_MAX / 2) {
		put(&r, NFTA_SET_ELEM_LIST_TABLE, argv[1]);
		put(&r, NFTA_SET_ELEM_LIST_SET, argv[2]);
	}
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
	size_t all = 0;
	ssize_t n = send(fd, &r, r.head.nlmsg_len, 0);
	while (n > 0) {
		n = recv(fd, buffer, sizeof(buffer), 0);
		all += n > 0 ? (size_t)n : 0;
		if (n <= 0 || is_last(buffer, (size_t)n))
			break;
	}
	printf("%zu\n", all);
	close(fd);
	return n <= 0;
}
