/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

bool terminal_is(FILE *out)
{
	return isatty(fileno(out)) == 1;
}

int terminal_columns(FILE *out)
{
	struct winsize size;
	if (ioctl(fileno(out), TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}
