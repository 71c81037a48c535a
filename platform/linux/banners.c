/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "banners.h"

#include "file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* By what the kernel calls the process: 15 characters at most. */
static const struct {
	const char *begins, *name;
} readers[] = {
	{"fail2ban-server", "fail2ban"},
	{"crowdsec", "CrowdSec"},
	{"psad", "psad"},
	{"lfd", "CSF's lfd"},
	{"sshguard", "sshguard"},
	{"denyhosts", "DenyHosts"},
	{"reaction", "reaction"},
};

static const char *reader_of(const char *comm)
{
	for (size_t i = 0; comm && i < sizeof(readers) / sizeof(readers[0]); i++)
		if (strncmp(comm, readers[i].begins, strlen(readers[i].begins)) == 0)
			return readers[i].name;
	return NULL;
}

const char *banners_log_reader(struct arena *a)
{
	const char *found = NULL;
	struct arena *scratch = arena_new();
	DIR *d = opendir("/proc");
	for (struct dirent *e; d && !found && (e = readdir(d));) {
		long pid = strtol(e->d_name, NULL, 10);
		if (pid <= 0)
			continue;
		arena_reset(scratch);
		found = reader_of(file_line(
			scratch, arena_printf(scratch, "/proc/%ld/comm", pid), 64));
	}
	if (d)
		closedir(d);
	arena_free(scratch);
	return arena_str(a, found);
}
