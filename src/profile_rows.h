/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The const rows behind profile.c: one object a CA or provider, and how they combine. */
#ifndef PKIREADY_PROFILE_ROWS_H
#define PKIREADY_PROFILE_ROWS_H

#include "profile.h"

/* In the order in which profile_rows shows them. */
#define PROFILES(X)                                                                      \
	X(strict)                                                                        \
	X(digicert)                                                                      \
	X(globalsign)                                                                    \
	X(sectigo)                                                                       \
	X(letsencrypt)                                                                   \
	X(google)                                                                        \
	X(zerossl)                                                                       \
	X(sslcom)                                                                        \
	X(certum)                                                                        \
	X(actalis)                                                                       \
	X(trustasia)                                                                     \
	X(amazon)                                                                        \
	X(alibaba)                                                                       \
	X(huawei)                                                                        \
	X(tencent)                                                                       \
	X(pebble)
#define X(row) extern const struct profile profile_##row;
PROFILES(X)
#undef X

/* The redirect codes that BR 3.2.2.4.18 and .19 allow a CA to follow. */
#define BR_REDIRECT_CODES {301, 302, 307, 308}

/* Their DNS records; prefix and type NULL end. */
extern const struct record_form records_strict[], records_digicert[],
	records_globalsign[], records_sectigo[], records_zerossl[], records_sslcom[],
	records_letsencrypt[], records_google[], records_pebble[], records_certum[],
	records_trustasia[], records_amazon[], records_huawei[];

/* A brand of a CA: its row under another id and name. */
struct profile_brand {
	const char *id, *name;
	const char *ca;          /* id of the CA's row */
};
extern const struct profile_brand profile_brands[]; /* id NULL ends */

/* What a provider's own limits replace in the CA's row. */
enum overlay_part {
	OVERLAY_SCHEMES = 1 << 0,
	OVERLAY_NAMES = 1 << 1,
	OVERLAY_REDIRECTS = 1 << 2,
	OVERLAY_STATUS = 1 << 3,
	OVERLAY_BODY = 1 << 4,
	OVERLAY_TLS = 1 << 5,
	OVERLAY_TOKEN = 1 << 6,
};
struct profile_overlay {
	const char *provider;    /* id of the provider's row, which holds the values */
	const char *name;        /* "Alibaba Cloud" */
	const char *documents;   /* "S0, S1, S2" */
	unsigned parts;          /* overlay_part bits */
};
extern const struct profile_overlay profile_overlays[]; /* provider NULL ends */

/* A value that a provider's documents give for one brand alone. */
struct profile_exception {
	const char *provider, *brand;
	int dns_token_hours;
	const char *sources;
};
extern const struct profile_exception profile_exceptions[]; /* provider NULL ends */

struct profile_source_row {
	const char *key, *text;
};
extern const struct profile_source_row profile_sources[]; /* key NULL ends */

#endif
