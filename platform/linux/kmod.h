/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A look changes nothing: asking the kernel for a missing module would load it. */
#ifndef PKIREADY_LINUX_KMOD_H
#define PKIREADY_LINUX_KMOD_H

#include <stdbool.h>

/*
 * Whether the kernel has this module ("nf_tables") now, loaded or built in. Where nothing
 * tells (no module list, no symbols) it is taken to be there: such a kernel loads none.
 */
bool kmod_present(const char *name, const char *symbol);

#endif
