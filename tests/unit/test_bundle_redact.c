/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a bundle keeps of comments when it is redacted. */
#include "bundle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void becomes(const char *from, const char *to)
{
	char buf[256];
	size_t n = strlen(from);
	memcpy(buf, from, n + 1);
	assert_int_equal(bundle_redact_text(buf, n), strcmp(from, to) != 0);
	assert_string_equal(buf, to);
}

static void tokens_of_cas_become_x(void **state)
{
	(void)state;
	becomes("acme evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA",
		"acme xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxx-xx");
	becomes("20261121120000z3k8q1v7m0c4", "xxxxxxxxxxxxxxxxxxxxxxxxxx");
	becomes("(a1b2c3d4e5f6a7b8c9d0)", "(xxxxxxxxxxxxxxxxxxxx)");
}

static void hosts_and_mail_addresses_become_x(void **state)
{
	(void)state;
	becomes("for www.shop.example.com, 443", "for xxx.xxxx.xxxxxxx.xxx, 443");
	becomes("ask joe@host", "ask xxx@xxxx");
	becomes("https://example.org/x", "https://xxxxxxx.xxx/x");
}

static void addresses_files_and_names_stay(void **state)
{
	(void)state;
	static const char *const texts[] = {"closed for now", "203.0.113.0/24",
		"see /etc/nftables.conf:12", "rules.v4", "version 1.2.3",
		"filter_IN_public_allow_and_more", "12345678901234567890",
		"dapp_Nginx%20Full", "", "."};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		becomes(texts[i], texts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_of_cas_become_x),
		cmocka_unit_test(hosts_and_mail_addresses_become_x),
		cmocka_unit_test(addresses_files_and_names_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
