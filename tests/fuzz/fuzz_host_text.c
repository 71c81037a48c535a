/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts that the Linux host reads; the first byte picks the reader. */
#include "linux/clouds.h"
#include "linux/file.h"
#include "linux/firewall.h"
#include "linux/listeners.h"
#include "linux/webroot.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void read_sockets(struct arena *a, const struct bytes *b, int family)
{
	size_t at = 0, n;
	struct bound out;
	(void)a;
	for (const char *line; (line = file_next_line(b, &at, &n));)
		if (procnet_line(line, n, family, &out) &&
			(out.look.port < 0 || out.look.port > 65535 ||
				(out.look.ip.family != 4 && out.look.ip.family != 6)))
			abort();
}

static void read_path(struct arena *a, const struct bytes *b)
{
	const char *out;
	if (webroot_path(a, (const char *)b->p, &out) != ERR_OK)
		return;
	/* whatever came out stays below the root */
	if (*out == '/' || *out == '\0' || strstr(out, "//") ||
		strncmp(out, "../", 3) == 0 || strstr(out, "/../") ||
		strcmp(out, "..") == 0)
		abort();
	const size_t n = strlen(out);
	if (n >= 3 && strcmp(out + n - 3, "/..") == 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n == 0)
		return 0;
	struct arena *a = arena_new();
	const struct bytes b = {.p = arena_dup(a, p + 1, n - 1), .n = n - 1};
	int64_t ppid, uid;
	switch (p[0] % 8) {
	case 0:
	case 1:
		read_sockets(a, &b, p[0] % 8 ? 6 : 4);
		break;
	case 2:
		owners_status(&b, &ppid, &uid);
		break;
	case 3:
		owners_unit(a, &b);
		break;
	case 4:
		ufw_conf_enabled(&b);
		break;
	case 5:
		cloud_init_instance_data(a, &b);
		break;
	case 6:
		cloud_init_datasource(a, &b);
		break;
	default:
		read_path(a, &b);
	}
	arena_free(a);
	return 0;
}
