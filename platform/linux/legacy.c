/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fwset.h"

#include "file.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	NAMES_MAX = 4096,
	ENTRIES_MAX = 64 * 1024 * 1024, /* some 400,000 rules */
	TRIES = 4,
};

/* The two families differ in their numbers and in nothing else. */
struct family {
	bool v6;
	int proto, domain, level, get_info, get_entries;
	const char *names;
};

static const struct family families[] = {
	{false, NFPROTO_IPV4, AF_INET, IPPROTO_IP, IPT_SO_GET_INFO, IPT_SO_GET_ENTRIES,
		"/proc/net/ip_tables_names"},
	{true, NFPROTO_IPV6, AF_INET6, IPPROTO_IPV6, IP6T_SO_GET_INFO,
		IP6T_SO_GET_ENTRIES, "/proc/net/ip6_tables_names"},
};

_Static_assert(sizeof(struct ipt_getinfo) == sizeof(struct ip6t_getinfo),
	"both families answer in the same form");
_Static_assert(sizeof(struct ipt_get_entries) == sizeof(struct ip6t_get_entries),
	"both families answer in the same form");

static enum err get_info(const struct family *f, int fd, const char *table,
	struct legacy_blob *blob, struct ipt_getinfo *info)
{
	socklen_t n = sizeof(*info);
	*info = (struct ipt_getinfo){0};
	memcpy(info->name, table, strlen(table));
	if (getsockopt(fd, f->level, f->get_info, info, &n) < 0)
		return file_err(errno);
	if (info->size > ENTRIES_MAX)
		return ERR_LIMIT;
	blob->v6 = f->v6;
	blob->valid_hooks = info->valid_hooks;
	memcpy(blob->hook_entry, info->hook_entry, sizeof(blob->hook_entry));
	memcpy(blob->underflow, info->underflow, sizeof(blob->underflow));
	return ERR_OK;
}

/* ERR_TIMEOUT (EAGAIN): the table changed between the two questions. */
static enum err get_blob(struct arena *a, const struct family *f, int fd,
	const char *table, struct legacy_blob *blob)
{
	struct ipt_getinfo info;
	enum err err = get_info(f, fd, table, blob, &info);
	if (err != ERR_OK)
		return err;
	socklen_t n = (socklen_t)(sizeof(struct ipt_get_entries) + info.size);
	struct ipt_get_entries *e = arena_alloc(a, n);
	memcpy(e->name, table, strlen(table));
	e->size = info.size;
	if (getsockopt(fd, f->level, f->get_entries, e, &n) < 0)
		return file_err(errno);
	blob->entries = (const unsigned char *)e + sizeof(*e);
	blob->size = info.size;
	return ERR_OK;
}

static enum err read_table(struct arena *a, const struct family *f, int fd,
	const char *name, struct fwset *out)
{
	struct legacy_blob blob = {0};
	enum err err = ERR_RANGE;
	if (strlen(name) >= XT_TABLE_MAXNAMELEN)
		return err;
	for (int i = 0; i < TRIES; i++) {
		err = get_blob(a, f, fd, name, &blob);
		if (err != ERR_TIMEOUT)
			break;
	}
	if (err != ERR_OK)
		return err;
	const size_t number = out->tables.n;
	struct fw_table *t = VEC_ADD(a, &out->tables, struct fw_table);
	t->number = number;
	t->family = f->proto;
	t->name = arena_str(a, name);
	return legacy_parse(a, &blob, t, out);
}

/* Only tables that are there are asked for: asking would create the others. */
static enum err read_family(struct arena *a, const struct family *f, struct fwset *out)
{
	struct bytes names;
	enum err err = file_read(a, f->names, NAMES_MAX, &names);
	if (err != ERR_OK)
		return err;
	if (!names.n)
		return ERR_OK;
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

void legacy_read(struct arena *a, struct fwset *out)
{
	*out = (struct fwset){.legacy = true, .err = ERR_NOT_FOUND};
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		enum err err = read_family(a, &families[i], out);
		if (err == ERR_NOT_FOUND)
			continue; /* the module is not loaded */
		if (err != ERR_OK) {
			*out = (struct fwset){.legacy = true, .err = err};
			break;
		}
		out->err = ERR_OK;
	}
	if (out->err == ERR_NOT_FOUND)
		out->why = "legacy ip_tables is not loaded";
	else if (out->err == ERR_DENIED)
		out->why = "needs root";
	else if (out->err != ERR_OK)
		out->why = err_str(out->err);
	fwset_index(a, out);
	fwset_attribute(out);
}
