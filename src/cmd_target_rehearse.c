/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `pkiready rehearse` examines: as a diagnosis, from the addresses of --as. */
#include "cmd.h"
#include "cmd_target.h"
#include "log.h"
#include "profile.h"
#include "text.h"

#include <string.h>

/* An address, or a profile whose addresses they are. */
static enum err set_as(struct arena *a, const struct options *o, struct target *t)
{
	const char *nearest = NULL;
	if (!o->as || ip_parse(o->as, &t->as) == ERR_OK)
		return ERR_OK;
	const struct profile *p = NULL;
	if (profile_find(a, o->as, &p, &nearest) != ERR_OK) {
		log_error("--as \"%s\": expected an address or a profile%s%s%s",
			text_escaped(a, o->as), nearest ? "; did you mean \"" : "",
			nearest ? nearest : "", nearest ? "\"?" : "");
		return ERR_NOT_FOUND;
	}
	t->as_profile = p;
	return ERR_OK;
}

/* A diagnosis judges by every profile, and looks at the siblings that any asks for. */
static void leave_siblings(struct target *t)
{
	size_t n = 0;
	while (n < t->names.n && t->names.v[n]->role == ROLE_EXAMINED)
		n++;
	if (t->profile->names != NAMES_APEX_AND_WWW)
		t->names.n = n;
}

const struct target *cmd_target_rehearse(struct arena *a, const struct options *o)
{
	struct options *as = arena_dup(a, o, sizeof(*o));
	struct target from = {0};
	/* the profile file may bring the one that --as names */
	if (cmd_read_profiles(a, o) != ERR_OK || set_as(a, o, &from) != ERR_OK)
		return NULL;
	as->prove = true;
	as->profile_file.path = NULL;
	if (from.as_profile && !as->ca)
		as->ca = as->as;
	const struct target *made = cmd_target(a, as);
	if (!made)
		return NULL;
	struct target *t = arena_dup(a, made, sizeof(*made));
	t->rehearse = true;
	leave_siblings(t);
	t->as = from.as;
	t->as_profile = from.as_profile;
	if (t->method != METHOD_DNS)
		return t;
	log_error("%s validates by DNS here: there is no request to rehearse; give "
		  "--method "
		  "file or another --ca",
		t->profile->name);
	return NULL;
}
