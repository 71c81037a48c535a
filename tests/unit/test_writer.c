/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/evidence_json.h"
#include "report/writer.h"

#include "evidence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct writer *writer_fn(FILE *out);
typedef void document_fn(struct writer *w);

/* What the document looks like; the caller frees it. */
static char *written(writer_fn *make, document_fn *document)
{
	char *p = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&p, &n);
	struct writer *w = make(out);
	document(w);
	assert_true(w->finish(w));
	fclose(out);
	assert_int_equal(strlen(p), n);
	return p;
}

static void assert_written(document_fn *document, const char *json, const char *kv)
{
	char *is = written(writer_json, document);
	assert_string_equal(is, json);
	free(is);
	is = written(writer_kv, document);
	assert_string_equal(is, kv);
	free(is);
}

static void nested(struct writer *w)
{
	w->start(w, NULL, false);
	write_str(w, "a", "x");
	w->start(w, "list", true);
	write_int(w, NULL, -9223372036854775807);
	w->start(w, NULL, false);
	write_bool(w, "yes", true);
	write_bool(w, "no", false);
	w->end(w);
	w->start(w, NULL, true);
	write_str(w, NULL, "deep");
	w->end(w);
	w->end(w);
	w->start(w, "empty", true);
	w->end(w);
	w->start(w, "none", false);
	w->end(w);
	write_str(w, "nothing", NULL);
	write_null(w, "null");
	write_int(w, "last", 7);
	w->end(w);
}

static void objects_and_lists_nest_and_kv_has_a_line_a_value(void **state)
{
	(void)state;
	assert_written(nested,
		"{\n"
		"  \"a\": \"x\",\n"
		"  \"list\": [\n"
		"    -9223372036854775807,\n"
		"    {\n"
		"      \"yes\": true,\n"
		"      \"no\": false\n"
		"    },\n"
		"    [\n"
		"      \"deep\"\n"
		"    ]\n"
		"  ],\n"
		"  \"empty\": [],\n"
		"  \"none\": {},\n"
		"  \"nothing\": null,\n"
		"  \"null\": null,\n"
		"  \"last\": 7\n"
		"}\n",
		"a=x\n"
		"list.0=-9223372036854775807\n"
		"list.1.yes=true\n"
		"list.1.no=false\n"
		"list.2.0=deep\n"
		"last=7\n");
}

static void hostile(struct writer *w)
{
	w->start(w, NULL, false);
	write_str(w, "quote", "say \"hi\" \\ bye");
	write_str(w, "esc", "\x1b[2J\n\xff\xe2\x80\xae");
	w->data(w, "data", "a\0b\xc3\xa9", 5);
	w->data(w, "nodata", "", 0);
	write_lines(w, "lines", "one \"1\"\n\x1btwo\\\n");
	write_lines(w, "noline", NULL);
	w->end(w);
}

static void strings_are_escaped_and_only_lines_keep_their_line_feeds(void **state)
{
	(void)state;
	assert_written(hostile,
		"{\n"
		"  \"quote\": \"say \\\"hi\\\" \\\\\\\\ bye\",\n"
		"  \"esc\": \"\\\\x1b[2J\\\\x0a\\\\xff\\\\u{202e}\",\n"
		"  \"data\": \"a\\\\x00b\xc3\xa9\",\n"
		"  \"nodata\": \"\",\n"
		"  \"lines\": \"one \\\"1\\\"\\n\\\\x1btwo\\\\\\\\\\n\",\n"
		"  \"noline\": null\n"
		"}\n",
		"quote=say \"hi\" \\\\ bye\n"
		"esc=\\x1b[2J\\x0a\\xff\\u{202e}\n"
		"data=a\\x00b\xc3\xa9\n"
		"nodata=\n"
		"lines=one \"1\"\\x0a\\x1btwo\\\\\\x0a\n");
}

static void shaped(struct writer *w)
{
	struct arena *a = arena_new();
	struct reach r = {.obs = {.seen = SEEN_YES, .source = "connect", .at = 5},
		.name = "example.com",
		.port = 80,
		.result = CONNECT_OPEN,
		.path = PATH_LOCAL};
	enum err err = ip_parse("2001:db8::1", &r.ip);
	assert_int_equal(err, ERR_OK);
	w->start(w, NULL, false);
	write_shape(w, "reach", &shape_reach, &r);
	w->end(w);
	arena_free(a);
}

static void a_shape_becomes_an_object_in_its_own_order(void **state)
{
	(void)state;
	assert_written(shaped,
		"{\n"
		"  \"reach\": {\n"
		"    \"obs\": {\n"
		"      \"seen\": \"yes\",\n"
		"      \"source\": \"connect\",\n"
		"      \"excerpt\": null,\n"
		"      \"at\": 5\n"
		"    },\n"
		"    \"name\": \"example.com\",\n"
		"    \"ip\": \"2001:db8::1\",\n"
		"    \"port\": 80,\n"
		"    \"result\": \"open\",\n"
		"    \"ms\": 0,\n"
		"    \"path\": \"local\",\n"
		"    \"interface\": null\n"
		"  }\n"
		"}\n",
		"reach.obs.seen=yes\n"
		"reach.obs.source=connect\n"
		"reach.obs.at=5\n"
		"reach.name=example.com\n"
		"reach.ip=2001:db8::1\n"
		"reach.port=80\n"
		"reach.result=open\n"
		"reach.ms=0\n"
		"reach.path=local\n");
}

static void hopped(struct writer *w)
{
	struct arena *a = arena_new();
	struct tls_look tls = {.ok = true, .version = "TLSv1.3"};
	struct hop h = {.next = NEXT_LOOP, .tls = &tls};
	VEC_PUSH(a, &tls.names, "example.com");
	VEC_PUSH(a, &tls.names, "www.example.com");
	struct header *header = VEC_ADD(a, &h.headers, struct header);
	*header = (struct header){.name = "server", .value = "x\ty"};
	struct dns_answer d = {.rcode = -1};
	struct ip *ip = ARENA_NEW(a, struct ip);
	*ip = ip_from4("\xcb\x00\x71\x05");
	VEC_PUSH(a, &d.addresses, ip);
	struct name_look n = {.ascii = "example.com", .a = d};
	w->start(w, NULL, false);
	write_shape(w, "hop", &shape_hop, &h);
	write_shape(w, "name", &shape_name_look, &n);
	w->end(w);
	arena_free(a);
}

static void pointers_lists_and_addresses_of_a_shape_are_written(void **state)
{
	(void)state;
	char *kv = written(writer_kv, hopped);
	assert_non_null(strstr(kv, "\nhop.next=loop\nhop.headers.0.name=server\n"
				   "hop.headers.0.value=x\\x09y\nhop.body=\n"));
	assert_non_null(strstr(kv, "\nhop.tls.ok=true\nhop.tls.version=TLSv1.3\n"));
	assert_non_null(strstr(
		kv, "\nhop.tls.names.0=example.com\nhop.tls.names.1=www.example.com\n"));
	assert_non_null(strstr(kv, "\nname.a.rcode=-1\n"));
	assert_non_null(strstr(kv, "\nname.a.addresses.0=203.0.113.5\n"));
	assert_null(strstr(kv, "hop.ip="));
	free(kv);
	char *json = written(writer_json, hopped);
	assert_non_null(strstr(json, "\n    \"ip\": null,\n"));
	free(json);
}

static void a_full_disk_is_a_failure(void **state)
{
	(void)state;
	writer_fn *const makers[] = {writer_json, writer_kv};
	for (int i = 0; i < 2; i++) {
		FILE *full = fopen("/dev/full", "w");
		assert_non_null(full);
		struct writer *w = makers[i](full);
		nested(w);
		assert_false(w->finish(w));
		fclose(full);
	}
}

static void a_document_that_is_not_closed_is_a_failure(void **state)
{
	(void)state;
	writer_fn *const makers[] = {writer_json, writer_kv};
	for (int i = 0; i < 2; i++) {
		FILE *null = fopen("/dev/null", "w");
		struct writer *w = makers[i](null);
		w->start(w, NULL, false);
		assert_false(w->finish(w));
		w = makers[i](null);
		w->start(w, NULL, false);
		w->end(w);
		w->end(w);
		assert_false(w->finish(w));
		w = makers[i](null);
		for (int depth = 0; depth < 200; depth++)
			w->start(w, "deeper", false);
		for (int depth = 0; depth < 200; depth++)
			w->end(w);
		assert_false(w->finish(w));
		fclose(null);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_and_lists_nest_and_kv_has_a_line_a_value),
		cmocka_unit_test(
			strings_are_escaped_and_only_lines_keep_their_line_feeds),
		cmocka_unit_test(a_shape_becomes_an_object_in_its_own_order),
		cmocka_unit_test(pointers_lists_and_addresses_of_a_shape_are_written),
		cmocka_unit_test(a_full_disk_is_a_failure),
		cmocka_unit_test(a_document_that_is_not_closed_is_a_failure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
