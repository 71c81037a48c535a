/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables behind messages.c: one a speaker. An added file is one line here. */
#ifndef PKIREADY_MESSAGES_TABLE_H
#define PKIREADY_MESSAGES_TABLE_H

#include "messages.h"

#define MESSAGES(X)                                                                      \
	X(alibaba_dns)                                                                   \
	X(alibaba_file)                                                                  \
	X(huawei)                                                                        \
	X(orders)                                                                        \
	X(reach)                                                                         \
	X(redirects)                                                                     \
	X(content)                                                                       \
	X(dns)                                                                           \
	X(names)                                                                         \
	X(clients)
#define X(table) extern const struct message messages_##table[];
MESSAGES(X)
#undef X

/* Rows are written with these; each array ends itself. */
#define PHRASES(...)                                                                     \
	(const struct message_phrase[]){__VA_ARGS__, {NULL, NULL, NULL, false}}
#define EN(text, sources) {text, "en", sources, false}
#define HANT(text, sources) {text, "zh-Hant", sources, false}
#define HANS(text, sources) {text, "zh-Hans", sources, true}
#define CAUSES(...) (const struct message_cause[]){__VA_ARGS__, {FINDING__MAX, NULL}}
#define LINES(...) (const char *const[]){__VA_ARGS__, NULL}

#endif
