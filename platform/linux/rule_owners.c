/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule_owners.h"

#include "file.h"
#include "firewall.h"
#include "verdict/rule_words.h"

#include <dirent.h>
#include <string.h>

enum { FILE_MAX = 4 * 1024 * 1024, FILES_MAX = 64 };

/* -- files that are loaded at boot ------------------------------------------------ */

static void add_file(struct rule_owners *o, const char *path)
{
	struct bytes text;
	if (o->files.n >= FILES_MAX ||
		file_read(o->arena, path, FILE_MAX, &text) != ERR_OK)
		return;
	struct boot_file *f = VEC_ADD(o->arena, &o->files, struct boot_file);
	f->path = arena_str(o->arena, path);
	owner_file_index(o->arena, &text, &f->index);
}

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n > k && strcmp(s + n - k, end) == 0;
}

static void add_directory(struct rule_owners *o, const char *path, const char *end)
{
	DIR *dir = opendir(path);
	if (!dir)
		return;
	for (const struct dirent *e; (e = readdir(dir));)
		if (e->d_name[0] != '.' && ends_in(e->d_name, end))
			add_file(o, arena_printf(o->arena, "%s/%s", path, e->d_name));
	closedir(dir);
}

static void read_files(struct rule_owners *o)
{
	static const char *const paths[] = {"/etc/nftables.conf",
		"/etc/sysconfig/nftables.conf", "/etc/iptables/rules.v4",
		"/etc/iptables/rules.v6", "/etc/iptables/iptables.rules",
		"/etc/iptables/ip6tables.rules", "/etc/sysconfig/iptables",
		"/etc/sysconfig/ip6tables", "/etc/iptables.up.rules",
		"/etc/iptables.rules"};
	o->files_read = true;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		add_file(o, paths[i]);
	add_directory(o, "/etc/nftables", ".nft");
	add_directory(o, "/etc/nftables.d", ".nft");
	add_directory(o, "/etc/nftables.d", ".conf");
}

/* The IPv6 rules of iptables have files of their own. */
static bool of_family(const char *path, int family)
{
	bool six = strstr(path, "v6") || strstr(path, "ip6tables");
	bool four = strstr(path, "v4") || (strstr(path, "iptables") && !six);
	if (strstr(path, "nft"))
		return true;
	return family == NF_IP6 ? !four || six : !six;
}

static const char *in_files(
	struct rule_owners *o, const struct nf_chain *chain, const char *text)
{
	if (!o->files_read)
		read_files(o);
	for (size_t i = 0; i < o->files.n; i++) {
		const struct boot_file *f = o->files.v[i];
		if (!of_family(f->path, chain->table->family))
			continue;
		size_t line = owner_file_line(o->arena, &f->index, chain, text);
		if (line)
			return arena_printf(o->arena, "file %s:%zu", f->path, line);
	}
	return NULL;
}

/* -- ufw -------------------------------------------------------------------------- */

static void read_ufw(struct rule_owners *o)
{
	static const char *const paths[] = {
		"/etc/ufw/user.rules", "/etc/ufw/user6.rules"};
	struct bytes file[2];
	for (size_t i = 0; i < 2; i++)
		if (file_read(o->arena, paths[i], FILE_MAX, &file[i]) != ERR_OK)
			file[i].n = 0;
	ufw_rules_read(o->arena, &file[0], &file[1], &o->ufw);
}

static const char *of_ufw(struct rule_owners *o, const struct nf_chain *chain,
	const struct nf_rule *rule, const char *text)
{
	bool user = strncmp(chain->name, "ufw-user-", 9) == 0 ||
		    strncmp(chain->name, "ufw6-user-", 10) == 0;
	if (!user || !rule)
		return NULL;
	if (!o->ufw_read)
		read_ufw(o);
	o->ufw_read = true;
	size_t tuple =
		ufw_rules_find(&o->ufw, chain->name, (size_t)(rule - chain->rules), text);
	return tuple ? ufw_rules_words(o->arena, &o->ufw, tuple - 1) : NULL;
}

/* -- firewalld's direct rules -------------------------------------------------- */

/* Asked over D-Bus, hence only for what iptables wrote in a chain of firewalld's. */
static const char *of_direct(
	struct rule_owners *o, const struct nf_chain *chain, const char *text)
{
	int family = chain->table->family;
	if (*text != '-' || (family != NF_IP && family != NF_IP6))
		return NULL;
	if (!o->direct_read)
		firewalld_direct_rules(o->arena, &o->direct);
	o->direct_read = true;
	return rule_words_direct(&o->direct, chain, text) ? "firewalld direct rule"
							  : NULL;
}

const char *rule_owners_find(struct rule_owners *o, const struct nf_chain *chain,
	const struct nf_rule *rule, const char *text, const char *owner)
{
	const char *found = NULL;
	if (strcmp(owner, "ufw") == 0)
		found = of_ufw(o, chain, rule, text);
	else if (strcmp(owner, "hand-added") == 0 && rule)
		found = of_direct(o, chain, text);
	if (!found && strcmp(owner, "hand-added") == 0)
		found = in_files(o, chain, rule ? text : NULL);
	return found ? found : owner;
}
