/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The whole tool, with a small healthy server made of data in the place of the
 * machine. */
#include "cmd.h"
#include "fake_host.h"

int main(int argc, char **argv)
{
	return cmd_run(argc, argv, &fake_host);
}
