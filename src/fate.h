/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a packet's way in can end. Shared by the verdict engine and the evidence. */
#ifndef PKIREADY_FATE_H
#define PKIREADY_FATE_H

enum fate {
	FATE_ACCEPT,
	FATE_DROP,
	FATE_REJECT,
	FATE_MAYBE,   /* the kernel's state, chance or another program decides */
	FATE_UNKNOWN, /* something on the way is not understood or could not be read */
	FATE__MAX
};
/* "accept" "drop" "reject" "maybe" "unknown" */
extern const char *const fate_words[FATE__MAX];

#endif
