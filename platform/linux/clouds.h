/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clouds that a machine can tell it runs in without asking anyone. */
#ifndef PKIREADY_LINUX_CLOUDS_H
#define PKIREADY_LINUX_CLOUDS_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

struct cloud_mark { /* a file of /sys/class/dmi/id and how its line begins */
	const char *file;
	const char *begins;
};

struct cloud_row {
	const char *id;          /* "alibaba" */
	const char *name;        /* "Alibaba Cloud" */
	bool generic;            /* a kind of cloud: anything more exact wins */
	struct cloud_mark marks[4]; /* any of them; file NULL ends */
	const char *cloud_init[5]; /* cloud_id, platform or data source; NULL ends */
	const char *security_group; /* its outer firewall, with the steps */
};

extern const struct cloud_row clouds[]; /* id NULL ends */

/* The row of a cloud-init cloud_id, platform or data source name, whatever its case;
 * NULL. */
const struct cloud_row *clouds_by_cloud_init(const char *word);
/* The row whose mark this line of this DMI file bears, or NULL. */
const struct cloud_row *clouds_by_dmi(const char *file, const char *line);

/* -- cloud_init.c: its files, as bytes */
/* v1.cloud_id, else v1.platform, else v1.cloud_name of instance-data.json; NULL none. */
const char *cloud_init_instance_data(struct arena *a, const struct bytes *json);
/* "AliYun" of "DataSourceAliYun: …" in /var/lib/cloud/instance/datasource; NULL none. */
const char *cloud_init_datasource(struct arena *a, const struct bytes *text);

#endif
