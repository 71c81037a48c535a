/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands that change this host share. */
#ifndef PKIREADY_CMD_CHANGE_H
#define PKIREADY_CMD_CHANGE_H

#include "broker.h"
#include "change.h"
#include "cmd.h"

/* Asks the broker and waits for its answer, however long a person or a command takes;
 * signals of the terminal reach the broker, which ends the change in order. */
struct change_look *cmd_change_ask(
	struct arena *a, struct broker *b, const struct ask_change *q);

#endif
