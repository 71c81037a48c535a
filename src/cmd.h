/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands. cmd_run parses, dispatches and gives the exit code (design section 5). */
#ifndef PKIREADY_CMD_H
#define PKIREADY_CMD_H

#include "options.h"

struct host;
struct broker;

enum exit_code { EXIT_READY = 0, EXIT_NOT_READY = 1, EXIT_CANNOT_TELL = 2, EXIT_USAGE = 3, EXIT_TOOL = 4 };

int cmd_run(int argc, char **argv, const struct host *host);

/* Each command's file exports its descriptor. */
struct cmd {
	/* False: runs in this process alone; true: in the examiner, beside the broker. */
	bool needs_host;
	int (*run)(struct arena *a, const struct options *o, struct broker *b);
};
extern const struct cmd cmd_diagnose, cmd_trace, cmd_explain, cmd_list;

#endif
