/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two ways into the receive path, both BPF_PROG_TEST_RUN of a few instructions: a
 * SCHED_CLS program that calls bpf_clone_redirect(skb, ifindex, BPF_F_INGRESS) (kernel
 * net/core/filter.c, since 4.12), and an XDP program that passes live frames on (kernel
 * net/bpf/test_run.c, since 5.18). Which one a kernel has is found by trying. */
#include "inject_parts.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CLONE_REDIRECT = 13, LIVE_FRAMES = 1 << 1 };

static long bpf(int cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

static int load(uint32_t type, const struct bpf_insn *insns, uint32_t n)
{
	union bpf_attr attr = {0};
	attr.prog_type = type;
	attr.insns = (uint64_t)(uintptr_t)insns;
	attr.insn_cnt = n;
	attr.license = (uint64_t)(uintptr_t) "GPL";
	return (int)bpf(BPF_PROG_LOAD, &attr);
}

/* Returns what the helper returns: 0, or an errno below zero. */
static int load_redirect(unsigned index)
{
	const struct bpf_insn insns[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K,
			.dst_reg = BPF_REG_2,
			.imm = (int32_t)index},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K,
			.dst_reg = BPF_REG_3,
			.imm = BPF_F_INGRESS},
		{.code = BPF_JMP | BPF_CALL, .imm = CLONE_REDIRECT},
		{.code = BPF_JMP | BPF_EXIT},
	};
	return load(BPF_PROG_TYPE_SCHED_CLS, insns, sizeof(insns) / sizeof(insns[0]));
}

static int load_pass(void)
{
	static const struct bpf_insn insns[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K,
			.dst_reg = BPF_REG_0,
			.imm = XDP_PASS},
		{.code = BPF_JMP | BPF_EXIT},
	};
	return load(BPF_PROG_TYPE_XDP, insns, sizeof(insns) / sizeof(insns[0]));
}

void inject_way_init(struct inject_way *w)
{
	*w = (struct inject_way){.xdp = -1};
	for (size_t i = 0; i < INJECT_INTERFACES_MAX; i++)
		w->fd[i] = -1;
}

bool inject_way_open(struct inject_way *w, const struct inject_link *links, size_t n)
{
	for (size_t i = 0; i < n && !w->live_frames; i++) {
		if (w->fd[i] < 0)
			w->fd[i] = load_redirect(links[i].index);
		if (w->fd[i] < 0) {
			w->error = errno;
			w->live_frames = true;
		}
	}
	if (w->live_frames && w->xdp < 0) {
		w->xdp = load_pass();
		w->error = w->xdp < 0 ? errno : 0;
	}
	return !w->live_frames || w->xdp >= 0;
}

void inject_way_open_both(struct inject_way *w, const struct inject_link *links, size_t n)
{
	if (inject_way_open(w, links, n) && w->xdp < 0)
		w->xdp = load_pass();
}

bool inject_way_try(const struct inject_way *w)
{
	const uint8_t frame[64] = {0};
	union bpf_attr attr = {0};
	attr.test.prog_fd = (uint32_t)w->xdp;
	attr.test.data_in = (uint64_t)(uintptr_t)frame;
	attr.test.data_size_in = sizeof(frame);
	attr.test.repeat = 1;
	return w->xdp >= 0 && bpf(BPF_PROG_TEST_RUN, &attr) == 0;
}

static bool run_redirect(struct inject_way *w, int fd, const uint8_t *frame, size_t n)
{
	union bpf_attr attr = {0};
	attr.test.prog_fd = (uint32_t)fd;
	attr.test.data_in = (uint64_t)(uintptr_t)frame;
	attr.test.data_size_in = (uint32_t)n;
	attr.test.repeat = 1;
	if (bpf(BPF_PROG_TEST_RUN, &attr) < 0) {
		w->error = errno;
		return false;
	}
	w->error = (int32_t)attr.test.retval < 0 ? -(int32_t)attr.test.retval : 0;
	return attr.test.retval == 0;
}

static bool run_live(struct inject_way *w, unsigned index, const uint8_t *frame, size_t n)
{
	union bpf_attr attr = {0};
	struct xdp_md ctx = {.data_end = (uint32_t)n, .ingress_ifindex = index};
	attr.test.prog_fd = (uint32_t)w->xdp;
	attr.test.data_in = (uint64_t)(uintptr_t)frame;
	attr.test.data_size_in = (uint32_t)n;
	attr.test.ctx_in = (uint64_t)(uintptr_t)&ctx;
	attr.test.ctx_size_in = sizeof(ctx);
	attr.test.repeat = 1;
	attr.test.flags = LIVE_FRAMES;
	if (bpf(BPF_PROG_TEST_RUN, &attr) == 0)
		return true;
	w->error = errno;
	return false;
}

bool inject_way_send(struct inject_way *w, size_t link_at, const struct inject_link *link,
	const uint8_t *frame, size_t n)
{
	if (!w->live_frames && w->fd[link_at] >= 0 &&
		run_redirect(w, w->fd[link_at], frame, n))
		return true;
	/* NET_RX_DROP says no errno: the interface dropped it, and would again */
	if (!w->live_frames && w->error == 0)
		return true;
	w->live_frames = true;
	if (w->xdp < 0)
		w->xdp = load_pass();
	return w->xdp >= 0 && run_live(w, link->index, frame, n);
}

void inject_way_close(struct inject_way *w)
{
	for (size_t i = 0; i < INJECT_INTERFACES_MAX; i++)
		if (w->fd[i] >= 0)
			close(w->fd[i]);
	if (w->xdp >= 0)
		close(w->xdp);
	inject_way_init(w);
}
