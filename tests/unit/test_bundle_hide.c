/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other letters take the place of, and what stays comparable. */
#include "bundle_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#define VALUE "20261121120000z3k8q1v7m0c4x9"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Each text becomes, hidden with the others by one key. */
static const char *const *hide(const char *const *texts, size_t n, unsigned char key)
{
	struct bundle_case c = {.tool = "0", .profile = "strict"};
	struct target_name name = {.given = "www.Shop.co.uk",
		.ascii = "www.shop.co.uk",
		.unicode = "www.shop.co.uk",
		.registrable = "shop.co.uk"};
	const unsigned char bytes[HIDE_KEY] = {key};
	VEC_PUSH(arena, &c.target.names, &name);
	c.target.path = "/x";
	c.target.expect = (struct bytes){(const unsigned char *)VALUE "\nsectigo.com",
		sizeof(VALUE "\nsectigo.com") - 1};
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(arena, &c.evidence.webroot.beside, texts[i]);
	assert_true(bundle_case_hide(arena, bytes, &c));
	assert_true(c.redacted);
	return c.evidence.webroot.beside.v;
}

static const char *one(const char *text)
{
	return hide(&text, 1, 1)[0];
}

static void stays(const char *text)
{
	assert_string_equal(one(text), text);
}

static void names_of_others_files_and_addresses_stay(void **state)
{
	(void)state;
	stays("/.well-known/pki-validation/fileauth.txt");
	stays("sectigo.com, letsencrypt.org, ns1.alidns.com");
	stays("otshop.co.uk and shop.co.uka, shop.com");
	stays("198.51.100.10 2a02:8010:1::10 00:16:3e:01:02:03");
	stays("inet filter input handle 12: tcp dport { 80, 443 } counter drop");
	stays("Mozilla/5.0 (compatible; DigiCert DCV Bot/1.1)");
	stays("_dnsauth, _acme-challenge");
	stays("www.co.uk");
}

static bool holds(const char *text, const char *word)
{
	return strstr(one(text), word) != NULL;
}

static void what_is_secret_goes(void **state)
{
	(void)state;
	assert_false(holds("GET /a/evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ", "evaGxfAD"));
	assert_false(holds("x" VALUE "y", "z3k8q1v7"));
	assert_false(holds("mail me@else.org now", "me@else"));
	assert_false(holds("http://Shop.co.uk/", "Shop"));
	assert_false(holds("/etc/ssl/shop.co.uk-2.pem", "shop"));
	assert_false(holds("a.b.shop.co.uk.", "a.b.shop"));
	assert_true(holds("http://www.shop.co.uk/", "http://www."));
	assert_true(holds("_dnsauth.shop.co.uk", "_dnsauth."));
	assert_true(holds("shop.co.uk", ".co.uk"));
	assert_int_equal(strlen(one("me@else.org")), strlen("me@else.org"));
}

static void what_was_equal_is_and_what_was_not_is_not(void **state)
{
	(void)state;
	static const char *const texts[] = {VALUE, "\"" VALUE "\"",
		"20261121120000Z3K8Q1V7M0C4X9", "20261121120000z3k8q1v7m0c4x8",
		"20261121120000z3k8q1v7", "api.shop.co.uk", "API.SHOP.CO.UK",
		"apj.shop.co.uk"};
	const char *const *t = hide(texts, sizeof(texts) / sizeof(*texts), 1);
	assert_memory_equal(t[0], t[1] + 1, strlen(VALUE));
	assert_string_not_equal(t[0], t[2]);
	assert_int_equal(strcasecmp(t[0], t[2]), 0);
	assert_string_not_equal(t[0], t[3]);
	assert_memory_equal(t[0], t[3], strlen(VALUE) - 1); /* as far as they agreed */
	assert_memory_equal(t[0], t[4], strlen(texts[4]));
	assert_int_equal(strcasecmp(t[5], t[6]), 0);
	assert_string_not_equal(t[5], t[7]);
	assert_memory_equal(t[5], t[7], 2);
}

static void another_key_gives_another_text(void **state)
{
	(void)state;
	static const char *const texts[] = {VALUE};
	assert_string_not_equal(hide(texts, 1, 1)[0], hide(texts, 1, 2)[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			names_of_others_files_and_addresses_stay, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_secret_goes, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_was_equal_is_and_what_was_not_is_not, setup, teardown),
		cmocka_unit_test_setup_teardown(
			another_key_gives_another_text, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
