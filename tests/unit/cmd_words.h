/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the tests of the command line: a directory of files, and words made a target. */
#ifndef PKIREADY_CMD_WORDS_H
#define PKIREADY_CMD_WORDS_H

#include "cmd.h"
#include "profile.h"
#include "target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>
#include <cmocka.h>

static struct arena *arena;
static struct options options;
static char said[8192];
static char dir[] = "/tmp/pkiready-test-XXXXXX";

static const char request[] = /* CN WWW.Example.com, example.com, *.shop.example.com */
	"-----BEGIN CERTIFICATE REQUEST-----\n"
	"MIIBTTCB9AIBADA+MQswCQYDVQQGEwJERTEVMBMGA1UECgwMRXhhbXBsZSBMdGQu\n"
	"MRgwFgYDVQQDDA9XV1cuRXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMB\n"
	"BwNCAARSEP4BkCs7zaqrcNINoudbrRF9qk4muLI0NjRFhXk1rUM0qnMmDNUq+kop\n"
	"jf/CuE0bzTAvlrbncQniC4UziVJmoFQwUgYJKoZIhvcNAQkOMUUwQzBBBgNVHREE\n"
	"OjA4gg93d3cuZXhhbXBsZS5jb22CC2V4YW1wbGUuY29thwTAAAIBghIqLlNob3Au\n"
	"ZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgFldn1mmTCe+hjn4El6iRFIdJ\n"
	"vBrOFtaoX7xGiQK5MSoCIQCM82O+z4W3qTSsaOnHELP9t++xiFEQgak6vd0k58OM\n"
	"JA==\n"
	"-----END CERTIFICATE REQUEST-----\n";

static const char *in_dir(const char *name)
{
	return arena_printf(arena, "%s/%s", dir, name);
}

static void put_file(const char *name, const char *text, size_t n)
{
	FILE *file = fopen(in_dir(name), "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, n, file), n);
	fclose(file);
}

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(dir) || chdir(dir) != 0)
		return -1;
	arena = arena_new();
	put_file("fileauth.txt", "token-1\r\n", 9);
	put_file("a b.txt", "x", 1);
	put_file("empty.txt", "", 0);
	put_file("request.pem", request, sizeof(request) - 1);
	struct utimbuf old = {1795168800, 1795168800};
	utime(in_dir("fileauth.txt"), &old);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	static const char *const names[] = {
		"fileauth.txt", "a b.txt", "empty.txt", "request.pem", "large", "fifo"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(in_dir(names[i]));
	rmdir(dir);
	arena_free(arena);
	return 0;
}

/* The target of these words; NULL when a line was said, which is then in said. */
static const struct target *target_of(char **argv)
{
	int argc = 0;
	while (argv[argc])
		argc++;
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	const struct target *t = NULL;
	if (options_parse(arena, argc, argv, &options) == ERR_OK &&
		cmd_read_inputs(arena, &options) == ERR_OK)
		t = options.command == CMD_TRACE ? cmd_target_trace(arena, &options)
						 : cmd_target(arena, &options);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	said[fread(said, 1, sizeof(said) - 1, file)] = 0;
	fclose(file);
	return t;
}
#define TARGET(...) target_of((char *[]){"pkiready", "diagnose", __VA_ARGS__, NULL})
#define TRACE(...) target_of((char *[]){"pkiready", "trace", __VA_ARGS__, NULL})

#define REFUSED(line, ...)                                                         \
	do {                                                                       \
		assert_null(target_of((char *[]){"pkiready", __VA_ARGS__, NULL})); \
		assert_string_equal(said, "pkiready: " line "\n");                 \
	} while (0)

#endif
