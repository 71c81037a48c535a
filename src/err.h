/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a call ended, where "it failed" is not itself an observation (see evidence.h). */
#ifndef PKIREADY_ERR_H
#define PKIREADY_ERR_H

enum err {
	ERR_OK = 0,      /* fine */
	ERR_SYNTAX,      /* the text does not have the form that was expected */
	ERR_RANGE,       /* well formed, but outside what is allowed */
	ERR_LIMIT,       /* longer or more than the ceiling given at birth */
	ERR_NOT_FOUND,   /* there is no such thing */
	ERR_DENIED,      /* the system refused for lack of privilege */
	ERR_UNSUPPORTED, /* this platform or kernel does not have it */
	ERR_TIMEOUT,     /* the time given was up */
	ERR_IO,          /* the system refused for another reason; errno says which */
	ERR_PROTOCOL,    /* the other side sent what it should not */
	ERR__MAX
};

#define MUST_USE __attribute__((warn_unused_result))

/* The words for an err, without a trailing period; never NULL. */
const char *err_str(enum err err);

#endif
