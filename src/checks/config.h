/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the check of the web server's configuration. */
#ifndef PKIREADY_CHECKS_CONFIG_H
#define PKIREADY_CHECKS_CONFIG_H

#include "judge.h"

/* Access lists that would refuse the CA, though this host's own fetch may have passed:
 * config_access.c. */
void config_access_judge(const struct judging *j);
/* "/etc/nginx/nginx.conf:12" */
const char *config_where(const struct judging *j, const struct config_place *p);
/* What to add so that the path is open to all; NULL: not known for this server. */
const char *config_open_advice(const struct judging *j, const struct config_route *r);

#endif
