/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal.h"

#include <io.h>
#include <windows.h>

bool terminal_is(FILE *out)
{
	return _isatty(_fileno(out)) != 0;
}

int terminal_columns(FILE *out)
{
	CONSOLE_SCREEN_BUFFER_INFO info;
	HANDLE console = (HANDLE)_get_osfhandle(_fileno(out));
	if (!GetConsoleScreenBufferInfo(console, &info))
		return 0;
	return info.srWindow.Right - info.srWindow.Left + 1;
}
