/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "err.h"

const char *err_str(enum err err)
{
	switch (err) {
	case ERR_OK:
		return "no error";
	case ERR_SYNTAX:
		return "not in the form that was expected";
	case ERR_RANGE:
		return "outside what is allowed";
	case ERR_LIMIT:
		return "longer or more than is allowed";
	case ERR_NOT_FOUND:
		return "not found";
	case ERR_DENIED:
		return "permission denied";
	case ERR_UNSUPPORTED:
		return "not supported here";
	case ERR_TIMEOUT:
		return "timed out";
	case ERR_IO:
		return "input/output error";
	case ERR_PROTOCOL:
		return "protocol error";
	case ERR__MAX:
		break;
	}
	return "unknown error";
}
