/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ip_parse takes what inet_pton(3) takes and nothing else, and what it wrote it reads. */
#include "ip.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_cidr(const char *s)
{
	struct cidr c, again;
	char buf[IP_TEXT_MAX];
	if (cidr_parse(s, &c) != ERR_OK)
		return;
	if (cidr_parse(cidr_format(&c, buf), &again) != ERR_OK || again.bits != c.bits ||
		!ip_equal(&c.ip, &again.ip) || !ip_in_cidr(&c.ip, &c))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char s[128], buf[IP_TEXT_MAX];
	uint8_t posix[16];
	struct ip ip, again;
	if (size >= sizeof(s))
		return 0;
	if (size)
		memcpy(s, data, size);
	s[size] = '\0';
	int family = inet_pton(AF_INET, s, posix) == 1    ? 4
		     : inet_pton(AF_INET6, s, posix) == 1 ? 6
							  : 0;
	bool taken = ip_parse(s, &ip) == ERR_OK;
	if (taken != (family != 0) || ip.family != family)
		abort();
	check_cidr(s);
	if (!taken)
		return 0;
	if (memcmp(ip.addr, posix, family == 4 ? 4 : 16) != 0)
		abort();
	if (ip_parse(ip_format(&ip, buf), &again) != ERR_OK || !ip_equal(&ip, &again))
		abort();
	const struct ip_special *row = ip_special(&ip);
	if (row && !row->global && !ip_reserved(&ip))
		abort();
	return 0;
}
