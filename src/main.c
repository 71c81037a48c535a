/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"
#include "platform.h"

int main(int argc, char **argv)
{
	return cmd_run(argc, argv, &platform_host);
}
