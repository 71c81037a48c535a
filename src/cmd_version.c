/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "host.h"

#include <curl/curl.h>
#include <idn2.h>
#include <jansson.h>
#include <ldns/ldns.h>
#include <libpsl.h>
#include <openssl/crypto.h>
#include <unbound.h>

void cmd_version(FILE *out, const struct host *host)
{
	fprintf(out, "pkiready %s (%s)\n", PKIREADY_VERSION, host->name);
	fprintf(out, "%s\n", OpenSSL_version(OPENSSL_VERSION));
	fprintf(out, "%s\n", curl_version());
	fprintf(out, "libunbound %s, ldns %s, jansson %s\n", ub_version(), ldns_version(),
		jansson_version_str());
	fprintf(out, "libidn2 %s, libpsl %s\n", idn2_check_version(NULL),
		psl_get_version());
	fprintf(out, "License GPL-2.0-or-later. There is no warranty.\n");
}
