/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rulesets into the kernel: nftables by its library (no process), the others by
 * their tools. */
#include "lab.h"

#include <dlfcn.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* -- libnftables, which has no header on a machine that only has nft
 * --------------------------- */

struct nft_ctx;
static struct {
	struct nft_ctx *(*ctx_new)(uint32_t flags);
	void (*ctx_free)(struct nft_ctx *);
	int (*buffer_error)(struct nft_ctx *);
	const char *(*error)(struct nft_ctx *);
	int (*run)(struct nft_ctx *, const char *);
} nft;

static bool symbol(void *lib, const char *name, void *out)
{
	void *p = dlsym(lib, name);
	memcpy(out, &p, sizeof(p));
	return p != NULL;
}

static bool nft_library(void)
{
	if (nft.run)
		return true;
	void *lib = dlopen("libnftables.so.1", RTLD_NOW);
	return lib && symbol(lib, "nft_ctx_new", &nft.ctx_new) &&
	       symbol(lib, "nft_ctx_free", &nft.ctx_free) &&
	       symbol(lib, "nft_ctx_buffer_error", &nft.buffer_error) &&
	       symbol(lib, "nft_ctx_get_error_buffer", &nft.error) &&
	       symbol(lib, "nft_run_cmd_from_buffer", &nft.run);
}

static const char *load_nft(struct arena *a, const char *text)
{
	if (!nft_library())
		return "libnftables.so.1 is not there";
	struct nft_ctx *ctx = nft.ctx_new(0);
	nft.buffer_error(ctx);
	const char *why = NULL;
	if (nft.run(ctx, text) != 0)
		why = arena_str(a, nft.error(ctx));
	nft.ctx_free(ctx);
	return why && !*why ? "nft failed" : why;
}

/* -- tools -------------------------------------------------------------------------
 * ----------- */

static const struct tool {
	const char *kind;
	const char *argv[5];
} tools[] = {
	{"ipt4", {"iptables-nft-restore", "--noflush", NULL}},
	{"ipt6", {"ip6tables-nft-restore", "--noflush", NULL}},
	{"leg4", {"iptables-legacy-restore", NULL}},
	{"leg6", {"ip6tables-legacy-restore", NULL}},
	{"ipset", {"ipset", "-exist", "restore", NULL}},
	{"sh", {"sh", "-e", NULL}},
};

static int spawn(const struct tool *t, int in, int out)
{
	union {
		const char *const *in;
		char *const *out;
	} argv = {.in = t->argv};
	posix_spawn_file_actions_t acts;
	pid_t pid;
	int status = -1;
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, in, 0);
	posix_spawn_file_actions_adddup2(&acts, out, 1);
	posix_spawn_file_actions_adddup2(&acts, out, 2);
	if (posix_spawnp(&pid, t->argv[0], &acts, NULL, argv.out, environ) == 0)
		waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&acts);
	return status;
}

static const char *load_tool(
	struct arena *a, const struct tool *t, const char *text, size_t n)
{
	char said[1024];
	int in = memfd_create("in", MFD_CLOEXEC), out = memfd_create("out", MFD_CLOEXEC);
	const char *why = "no memory file";
	if (in >= 0 && out >= 0 && write(in, text, n) == (ssize_t)n) {
		lseek(in, 0, SEEK_SET);
		int status = spawn(t, in, out);
		ssize_t k = pread(out, said, sizeof(said) - 1, 0);
		said[k < 0 ? 0 : k] = '\0';
		why = status == 0 ? NULL : arena_printf(a, "%s: %s", t->argv[0], said);
	}
	close(in);
	close(out);
	return why;
}

const char *load_text(struct arena *a, const char *kind, const char *text, size_t n)
{
	if (strcmp(kind, "nft") == 0)
		return load_nft(a, text);
	if (strcmp(kind, "xdp") == 0)
		return load_xdp(text);
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (strcmp(kind, tools[i].kind) == 0)
			return load_tool(a, &tools[i], text, n);
	return "a kind of ruleset that is not known";
}

/* First and last at each hook: markers, the end of accepted packets, and of all
 * replies. @: the interface that packets come in by. */
static const char own_tables[] =
	"flush ruleset\n"
	"table netdev " LAB_TABLE " {\n"
	"chain ing { type filter hook ingress device @  priority "
	"-2147483648; meta nftrace set 1; }\n}\n"
	"table inet " LAB_TABLE " {\n"
	"chain pre { type filter hook prerouting priority -2147483648; iifname @  meta "
	"nftrace "
	"set 1; }\n"
	"chain in0 { type filter hook input priority -2147483648; iifname @  counter; }\n"
	"chain fw0 { type filter hook forward priority -2147483648; iifname @  counter; "
	"}\n"
	"chain in9 { type filter hook input priority 2147483645; iifname @  drop; }\n"
	"chain fw9 { type filter hook forward priority 2147483645; iifname @  drop; }\n"
	/* resets, SYN-ACKs and errors; the host's own chatter is no reply, nor are
	 * copies of the packet */
	"chain reply { meta nftrace set 1 drop; }\n"
	"chain out { type filter hook output priority -2147483648; tcp flags & (rst | "
	"ack) != 0 goto reply; meta l4proto icmp goto reply; icmpv6 type < 128 goto "
	"reply; drop; }\n"
	"}\n";

static const char *own(struct arena *a)
{
	const char *to = lab_interface();
	char *out = arena_str(a, own_tables);
	for (char *p = out; (p = strchr(p, '@'));)
		memcpy(p, to, 2); /* two letters, in place of it and a blank */
	return out;
}

const char *load_reset_with(struct arena *a, const char *text)
{
	return load_nft(a, arena_printf(a, "%s%s", own(a), text));
}

const char *load_reset(struct arena *a)
{
	return load_nft(a, own(a));
}
