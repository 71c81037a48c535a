/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ruleset_legacy.h"

#include "file.h"
#include "verdict/legacy.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	NAMES_MAX = 4096,
	TABLE_BYTES_MAX = 64 * 1024 * 1024, /* some 400,000 rules */
	TRIES = 4,
};

/* The two families differ in their numbers and in nothing else. */
struct family {
	bool v6;
	int domain, level, get_info, get_entries;
	const char *names;
};
static const struct family families[] = {
	{false, AF_INET, IPPROTO_IP, IPT_SO_GET_INFO, IPT_SO_GET_ENTRIES,
		"/proc/net/ip_tables_names"},
	{true, AF_INET6, IPPROTO_IPV6, IP6T_SO_GET_INFO, IP6T_SO_GET_ENTRIES,
		"/proc/net/ip6_tables_names"},
};

_Static_assert(sizeof(struct ipt_getinfo) == sizeof(struct ip6t_getinfo),
	"both families answer in the same form");
_Static_assert(sizeof(struct ipt_get_entries) == sizeof(struct ip6t_get_entries),
	"both families answer in the same form");

/* ERR_TIMEOUT (EAGAIN): the table changed between the two questions. */
static enum err read_blob(
	struct arena *a, const struct family *f, int fd, struct legacy_blob_in *blob)
{
	struct ipt_getinfo info = {0};
	socklen_t n = sizeof(info);
	memcpy(info.name, blob->table, strlen(blob->table));
	if (getsockopt(fd, f->level, f->get_info, &info, &n) < 0)
		return file_err(errno);
	if (info.size > TABLE_BYTES_MAX)
		return ERR_LIMIT;
	n = (socklen_t)(sizeof(struct ipt_get_entries) + info.size);
	struct ipt_get_entries *e = arena_alloc(a, n);
	memcpy(e->name, blob->table, strlen(blob->table));
	e->size = info.size;
	if (getsockopt(fd, f->level, f->get_entries, e, &n) < 0)
		return file_err(errno);
	blob->valid_hooks = info.valid_hooks;
	memcpy(blob->hook_entry, info.hook_entry, sizeof(blob->hook_entry));
	memcpy(blob->underflow, info.underflow, sizeof(blob->underflow));
	blob->entries = (struct bytes){
		.p = (const unsigned char *)e + sizeof(*e), .n = info.size};
	return ERR_OK;
}

static enum err read_table(struct arena *a, const struct family *f, int fd,
	const char *name, struct ruleset *out)
{
	struct legacy_blob_in blob = {.v6 = f->v6, .table = name};
	enum err err = ERR_RANGE;
	if (strlen(name) >= XT_TABLE_MAXNAMELEN)
		return err;
	for (int i = 0; i < TRIES; i++) {
		err = read_blob(a, f, fd, &blob);
		if (err != ERR_TIMEOUT)
			break;
	}
	return err == ERR_OK ? legacy_take(a, &blob, out->tables.n, out) : err;
}

static enum err read_family(struct arena *a, const struct family *f, struct ruleset *out)
{
	struct bytes names;
	enum err err = file_read(a, f->names, NAMES_MAX, &names);
	if (err != ERR_OK || !names.n)
		return err;
	int fd = socket(f->domain, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return file_err(errno);
	size_t at = 0, n;
	for (const char *line; err == ERR_OK && (line = file_next_line(&names, &at, &n));)
		if (n)
			err = read_table(a, f, fd, arena_dup(a, line, n), out);
	close(fd);
	return err;
}

enum err ruleset_read_legacy(struct arena *a, struct ruleset *out, const char **why)
{
	size_t before = out->tables.n;
	enum err all = ERR_NOT_FOUND;
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		enum err err = read_family(a, &families[i], out);
		if (err == ERR_NOT_FOUND)
			continue; /* the module is not loaded */
		if (err != ERR_OK) {
			out->tables.n = before;
			*why = err == ERR_DENIED ? "needs root" : err_str(err);
			return err;
		}
		all = ERR_OK;
	}
	*why = all == ERR_OK ? NULL : "legacy ip_tables is not loaded";
	return all;
}
