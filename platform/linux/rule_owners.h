/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who made a rule, as the files of this host tell: ufw's numbered rules, the files that
 * are loaded at boot. Read once, when first asked.
 */
#ifndef PKIREADY_LINUX_RULE_OWNERS_H
#define PKIREADY_LINUX_RULE_OWNERS_H

#include "verdict/ufw_rules.h"
#include "verdict/ruleset.h"

struct owner_line { /* a rule in a file */
	const char *key; /* its chain and its text */
	size_t line;     /* from 1 */
};
struct owner_index { /* of one file, sorted by key and line */
	struct owner_line *v;
	size_t n;
};
struct boot_file {
	const char *path;
	struct owner_index index;
};
struct rule_owners {
	struct arena *arena;
	bool files_read, ufw_read, direct_read;
	VEC(struct boot_file) files;
	struct ufw_rules ufw;     /* of its user.rules and user6.rules */
	strs direct;              /* firewalld's, "ipv4 filter INPUT -p tcp -j DROP" */
};

/*
 * The owner of a rule (rule NULL: of the chain's policy) whose text is given and whose
 * owner by names is known: "ufw rule [3]: 443/tcp DENY IN 203.0.113.0/24", "file
 * /etc/nftables.conf:12", else the owner by names.
 */
const char *rule_owners_find(struct rule_owners *o, const struct nf_chain *chain,
	const struct nf_rule *rule, const char *text, const char *owner);

/* -- owner_file.c: pure */
/* The rules and policies of a file of rules. A rule costs one look, however long the file
 * is. */
void owner_file_index(
	struct arena *a, const struct bytes *file, struct owner_index *out);
/* The line where the rule stands in that chain; 0: nowhere. text NULL: where the chain's
 * policy is. */
size_t owner_file_line(struct arena *a, const struct owner_index *index,
	const struct nf_chain *chain, const char *text);

#endif
