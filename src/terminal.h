/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a platform knows of the terminal that a stream leads to. */
#ifndef PKIREADY_TERMINAL_H
#define PKIREADY_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

/* True when out is a terminal. */
bool terminal_is(FILE *out);
/* Its width in columns; 0: none or unknown. */
int terminal_columns(FILE *out);

#endif
