/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs.h"

#include "clouds.h"
#include "file.h"

#include <stdio.h>

enum { DMI_MAX = 4096, CLOUD_ID_MAX = 256, INSTANCE_DATA_MAX = 1024 * 1024 };

struct told { /* what one file told */
	const struct cloud_row *row;
	const char *path, *words;
};

static struct told ask_dmi(struct arena *a)
{
	static const char *const files[] = {"product_name", "sys_vendor",
		"chassis_asset_tag", "chassis_vendor", "bios_vendor", "bios_version",
		"product_serial"};
	struct told generic = {0};
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct told t = {0};
		t.path = arena_printf(a, "/sys/class/dmi/id/%s", files[i]);
		t.words = file_line(a, t.path, DMI_MAX);
		t.row = t.words ? clouds_by_dmi(files[i], t.words) : NULL;
		if (t.row && !t.row->generic)
			return t;
		if (t.row && !generic.row)
			generic = t;
	}
	return generic;
}

static const char *word_of(struct arena *a, const char *path, size_t max,
	const char *(*parse)(struct arena *, const struct bytes *))
{
	struct bytes all;
	return file_read(a, path, max, &all) == ERR_OK ? parse(a, &all) : NULL;
}

static struct told ask_cloud_init(struct arena *a)
{
	static const char id[] = "/run/cloud-init/cloud-id";
	static const char data[] = "/run/cloud-init/instance-data.json";
	static const char source[] = "/var/lib/cloud/instance/datasource";
	struct told t = {.path = id, .words = file_line(a, id, CLOUD_ID_MAX)};
	if (t.words)
		t.row = clouds_by_cloud_init(t.words);
	if (!t.row) {
		t.path = data;
		t.words = word_of(a, data, INSTANCE_DATA_MAX, cloud_init_instance_data);
		t.row = t.words ? clouds_by_cloud_init(t.words) : NULL;
	}
	if (!t.row) {
		t.path = source;
		t.words = word_of(a, source, CLOUD_ID_MAX, cloud_init_datasource);
		t.row = t.words ? clouds_by_cloud_init(t.words) : NULL;
	}
	return t;
}

void cloud_ask(struct arena *a, const struct ask_ports *q, struct cloud *out)
{
	(void)q;
	out->obs.source = "DMI and cloud-init's files";
	struct told t = ask_dmi(a);
	if (!t.row || t.row->generic) {
		struct told second = ask_cloud_init(a);
		if (second.row && (!t.row || !second.row->generic))
			t = second;
	}
	if (!t.row) {
		out->obs.seen = SEEN_NO;
		out->obs.excerpt = "no cloud is recognised";
		return;
	}
	out->obs.seen = SEEN_YES;
	out->obs.excerpt = arena_printf(a, "%s: %s", t.path, t.words);
	out->id = t.row->id;
	out->name = t.row->name;
	out->by = t.path;
	out->security_group = t.row->security_group;
}
