/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "banners.h"

#include "file.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* By what the kernel calls the process: 15 characters at most. */
struct watcher {
	const char *begins, *name;
};
static const struct watcher readers[] = {
	{"fail2ban-server", "fail2ban"},
	{"crowdsec", "CrowdSec"},
	{"psad", "psad"},
	{"lfd", "CSF's lfd"},
	{"sshguard", "sshguard"},
	{"denyhosts", "DenyHosts"},
	{"reaction", "reaction"},
};

/* They watch the wire or the web server's answers, and may act on what they see. */
static const struct watcher watchers[] = {
	{"suricata", "Suricata"},
	{"snort", "Snort"},
	{"zeek", "Zeek"},
	{"portsentry", "portsentry"},
	{"ossec-", "OSSEC"},
	{"wazuh-", "Wazuh"},
	{"AliYunDun", "Alibaba Cloud's security agent"},
	{"YDService", "Tencent Cloud's security agent"},
	{"hostguard", "Huawei Cloud's security agent"},
};

enum {
	READERS = sizeof(readers) / sizeof(readers[0]),
	WATCHERS = sizeof(watchers) / sizeof(watchers[0]),
};

static const char *named(const struct watcher *rows, size_t n, const char *comm)
{
	for (size_t i = 0; comm && i < n; i++)
		if (strncmp(comm, rows[i].begins, strlen(rows[i].begins)) == 0)
			return rows[i].name;
	return NULL;
}

static void add_once(struct arena *a, strs *out, const char *name)
{
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->v[i], name) == 0)
			return;
	VEC_PUSH(a, out, arena_str(a, name));
}

/* The name of each running program of the rows, once; stops behind `max`. */
static void find(struct arena *a, strs *out, size_t max, bool all)
{
	struct arena *scratch = arena_new();
	DIR *d = opendir("/proc");
	for (struct dirent *e; d && out->n < max && (e = readdir(d));) {
		long pid = strtol(e->d_name, NULL, 10);
		if (pid <= 0)
			continue;
		arena_reset(scratch);
		const char *comm = file_line(
			scratch, arena_printf(scratch, "/proc/%ld/comm", pid), 64);
		const char *name = named(readers, READERS, comm);
		if (!name && all)
			name = named(watchers, WATCHERS, comm);
		if (name)
			add_once(a, out, name);
	}
	if (d)
		closedir(d);
	arena_free(scratch);
}

const char *banners_log_reader(struct arena *a)
{
	strs found = {0};
	find(a, &found, 1, false);
	return found.n ? found.v[0] : NULL;
}

void banners_watchers(struct arena *a, strs *out)
{
	find(a, out, READERS + WATCHERS, true);
}
