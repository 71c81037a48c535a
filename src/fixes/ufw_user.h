/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ufw's user rules as its files tell, and where ufw would put another one. */
#ifndef PKIREADY_FIXES_UFW_USER_H
#define PKIREADY_FIXES_UFW_USER_H

#include "opening.h"
#include "verdict/ufw_rules.h"

enum { UFW_NONE = -1 };

struct ufw_user { /* ufw's own rules */
	struct ufw_rules rules;
	bool enabled, v6;    /* ENABLED=yes, IPV6=yes */
	long hit; /* the tuple that decides; UFW_NONE: what comes behind them all */
	const struct nf_chain *chain; /* of o->rules: ufw-user-input; NULL none */
	const struct nf_rule *rule;   /* in it: what decides, or jumps to what does */
};
struct ufw_rule { /* to be made */
	bool v6, both;       /* both: without a family, as it is documented */
	const char *from;    /* NULL: everyone */
	const char *on;      /* interface; NULL: any */
	const char *to;      /* NULL: any */
	size_t number;       /* to insert at; 0: to append, or to replace */
};

/* o->chain is not NULL. */
void ufw_user_read(struct opening *o, struct ufw_user *u);
bool ufw_user_enabled(struct fixing *f);
bool ufw_user_v6(struct fixing *f);
/* The tuple that takes the very same packets as the rule; UFW_NONE. */
long ufw_user_twin(const struct opening *o, const struct ufw_rules *r,
	const struct ufw_rule *x);
/* The number to insert at when the step runs, so that the rule comes before u->hit: as
 * late as ufw can put it. */
size_t ufw_user_insert_number(const struct opening *o, const struct ufw_user *u);
/* ufw-user-input of the table; NULL none. */
const struct nf_chain *ufw_user_chain(const struct nf_table *t);
/* The chain holds rules of before.rules. */
bool ufw_user_is_before(const struct nf_chain *c);
/* What decides stands behind ufw's user rules: its default policy, or the like. */
bool ufw_user_passed(const struct decision *by);
/* "0.0.0.0/0", "::/0" */
const char *ufw_user_any(bool v6);

#endif
