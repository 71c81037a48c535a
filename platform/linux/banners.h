/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that read logs and packets, and ban whom they find there. */
#ifndef PKIREADY_LINUX_BANNERS_H
#define PKIREADY_LINUX_BANNERS_H

#include "arena.h"

/* The name of one that runs and reads the kernel's log: "fail2ban"; NULL none. */
const char *banners_log_reader(struct arena *a);
/* The names of all that run and may ban whom they see on the wire or in a log. */
void banners_watchers(struct arena *a, strs *out);

#endif
