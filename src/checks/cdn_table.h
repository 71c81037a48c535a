/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How CDNs are known. Names and headers as their own documents and answers give them. */
#ifndef PKIREADY_CDN_TABLE_H
#define PKIREADY_CDN_TABLE_H

struct cdn_suffix { /* of a CNAME */
	const char *suffix;
	const char *cdn;
};
struct cdn_header {
	const char *name;  /* lower case */
	const char *value; /* lower case, stands in the value; NULL: any value */
	const char *cdn;
};
struct cdn_range {
	const char *prefix;
	const char *cdn;
};

extern const struct cdn_suffix cdn_suffixes[]; /* suffix NULL ends */
extern const struct cdn_header cdn_headers[];  /* name NULL ends */
extern const struct cdn_range cdn_ranges[];    /* prefix NULL ends */

#endif
