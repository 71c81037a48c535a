/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "firewall.h"

#include "file.h"

#include <string.h>
#include <strings.h>

enum { CONF_MAX = 64 * 1024 };

static const char conf[] = "/etc/ufw/ufw.conf";

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '"' || c == '\'';
}

bool ufw_conf_enabled(const struct bytes *text)
{
	static const char key[] = "ENABLED=";
	const size_t key_n = sizeof(key) - 1;
	size_t at = 0, n;
	bool enabled = false;
	for (const char *line; (line = file_next_line(text, &at, &n));) {
		while (n && is_blank(*line)) {
			line++;
			n--;
		}
		if (n < key_n || memcmp(line, key, key_n) != 0)
			continue;
		line += key_n;
		n -= key_n;
		while (n && is_blank(*line)) {
			line++;
			n--;
		}
		while (n && is_blank(line[n - 1]))
			n--;
		enabled = n == 3 && strncasecmp(line, "yes", 3) == 0;
	}
	return enabled;
}

enum ufw_enabled ufw_read(struct arena *a)
{
	struct bytes text;
	switch (file_read(a, conf, CONF_MAX, &text)) {
	case ERR_OK:
	case ERR_LIMIT:
		return ufw_conf_enabled(&text) ? UFW_YES : UFW_NO;
	case ERR_NOT_FOUND:
		return file_runnable("/usr/sbin/ufw") ? UFW_NO : UFW_ABSENT;
	default:
		return UFW_UNREADABLE;
	}
}
