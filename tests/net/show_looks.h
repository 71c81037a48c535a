/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What show_dns prints of records, CAA, zones and the chain of trust, one line a fact. */
#ifndef TESTS_SHOW_LOOKS_H
#define TESTS_SHOW_LOOKS_H

struct dns_looks;
void show_looks(const struct dns_looks *d);

#endif
