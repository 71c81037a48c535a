/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that drops every packet on h0, where no ruleset sees it. */
#include "lab.h"

#include <libmnl/libmnl.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int program_fd(void)
{
	static const struct bpf_insn drop[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = XDP_DROP},
		{.code = BPF_JMP | BPF_EXIT},
	};
	static const char license[] = "GPL";
	union bpf_attr attr = {.prog_type = BPF_PROG_TYPE_XDP,
		.insn_cnt = sizeof(drop) / sizeof(drop[0])};
	attr.insns = (uint64_t)(uintptr_t)drop;
	attr.license = (uint64_t)(uintptr_t)license;
	return (int)syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
}

static bool set_program(int fd, uint32_t flags)
{
	char buf[256] = {0};
	struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_SETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	struct ifinfomsg *m = mnl_nlmsg_put_extra_header(nlh, sizeof(*m));
	m->ifi_index = (int)if_nametoindex("h0");
	struct nlattr *xdp = mnl_attr_nest_start(nlh, IFLA_XDP);
	mnl_attr_put(nlh, IFLA_XDP_FD, sizeof(fd), &fd);
	mnl_attr_put_u32(nlh, IFLA_XDP_FLAGS, flags);
	mnl_attr_nest_end(nlh, xdp);
	bool ok = nl && mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) > 0;
	ssize_t n = ok ? mnl_socket_recvfrom(nl, buf, sizeof(buf)) : -1;
	ok = n > 0 && mnl_cb_run(buf, (size_t)n, 0, 0, NULL, NULL) >= 0;
	if (nl)
		mnl_socket_close(nl);
	return ok;
}

const char *load_xdp(const char *mode)
{
	bool native = strncmp(mode, "native", 6) == 0;
	int fd = program_fd();
	bool ok = fd >= 0 &&
		  set_program(fd, native ? XDP_FLAGS_DRV_MODE : XDP_FLAGS_SKB_MODE);
	if (fd >= 0)
		close(fd);
	return ok ? NULL : "the program could not be attached";
}
