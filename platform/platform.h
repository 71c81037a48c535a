/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PKIREADY_PLATFORM_H
#define PKIREADY_PLATFORM_H

#include "host.h"

extern const struct host platform_host; /* the machine that this binary was built for */

#endif
