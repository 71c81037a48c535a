/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Edits of web server configuration: what changes, and that nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "webconf/exempt.h"

#include <stdlib.h>
#include <string.h>

#define FILE_PATH "/.well-known/pki-validation/fileauth.txt"

static struct arena *a;

struct asked {
	bool apache;
	const char *host;
	enum scheme scheme;
	bool doubt, everyone;
	const char *root, *spare;
};

static void add_file(struct conf_set *set, const char *path, const char *text)
{
	struct conf_file *f = VEC_ADD(a, &set->files, struct conf_file);
	f->path = path;
	f->bytes = (struct bytes){(const unsigned char *)text, strlen(text)};
	struct conf_include *in = VEC_ADD(a, &set->includes, struct conf_include);
	in->pattern = path;
	VEC_PUSH(a, &in->paths, path);
}

static struct conf_set *set_of(const char *text)
{
	struct conf_set *set = ARENA_NEW(a, struct conf_set);
	set->main = "/etc/main.conf";
	set->base = "/etc";
	add_file(set, set->main, text);
	return set;
}

static void ask_for(struct exempting *e, const char *host, enum scheme scheme)
{
	struct exempt_request *r = VEC_ADD(a, &e->requests, struct exempt_request);
	r->q = (struct web_request){.scheme = scheme,
		.port = scheme_port(scheme),
		.host = host,
		.path = FILE_PATH};
	assert_int_equal(ip_parse("192.0.2.1", &r->q.ip), ERR_OK);
}

static const char *text_of(const struct conf_set *set, const char *path)
{
	const struct conf_file *f = conf_find(set, path);
	return arena_dup(a, f->bytes.p, f->bytes.n);
}

/* The main file after the edit, or "refused: …". */
static const char *edited(const struct conf_set *set, const struct asked *q)
{
	struct exempting e = {.a = a,
		.apache = q->apache,
		.before = set,
		.doubt = q->doubt,
		.everyone = q->everyone,
		.root = q->root};
	ask_for(&e, q->host ? q->host : "a.example", q->scheme);
	e.requests.v[0]->spare = q->spare;
	exempt(&e);
	if (e.requests.v[0]->refused)
		return arena_printf(a, "refused: %s", e.requests.v[0]->refused);
	assert_int_equal(e.requests.v[0]->route.end, CONFIG_FILE);
	return text_of(&e.set, set->main);
}

#define HTTP(s) "events { }\nhttp {\n\troot /var/www;\n" s "}\n"

static void expect_nginx(const char *before, const char *after)
{
	assert_string_equal(
		edited(set_of(before), &(struct asked){.doubt = true}), after);
}

static void expect_apache(const char *before, const char *after)
{
	assert_string_equal(
		edited(set_of(before), &(struct asked){.apache = true, .doubt = true}),
		after);
}

static void a_lone_return_moves_under_location_slash(void **state)
{
	(void)state;
	expect_nginx(HTTP("\tserver {\n\t\tlisten 80;\n\t\tserver_name a.example;\n"
			  "\t\treturn 301 https://$host$request_uri; # all\n\t}\n"),
		HTTP("\tserver {\n\t\tlisten 80;\n\t\tserver_name a.example;\n"
		     "\t\tlocation ^~ /.well-known/pki-validation/ { }\n"
		     "\t\tlocation / {\n"
		     "\t\t\treturn 301 https://$host$request_uri;\n\t\t} # all\n\t}\n"));
}

static void a_block_on_one_line_stays_on_it(void **state)
{
	(void)state;
	expect_nginx(HTTP("server { listen 80; return 301 https://x.test/; }\r\n"),
		HTTP("server { listen 80; location ^~ /.well-known/pki-validation/ { } "
		     "location / { return 301 https://x.test/; } }\r\n"));
}

static void a_return_before_locations_is_left_by_a_break(void **state)
{
	(void)state;
	expect_nginx(HTTP("    server {\r\n        listen 80;\r\n"
			  "        return 301 https://$host$request_uri;\r\n"
			  "        location ~ [.]php$ { deny all; }\r\n    }\r\n"),
		HTTP("    server {\r\n        listen 80;\r\n"
		     "        if ($uri ~ ^/[.]well-known/pki-validation/) {\n"
		     "        \tbreak;\n        }\n"
		     "        return 301 https://$host$request_uri;\r\n"
		     "        location ~ [.]php$ { deny all; }\r\n    }\r\n"));
}

static void what_certbot_writes_is_left_by_a_break(void **state)
{
	(void)state;
	expect_nginx(HTTP("server {\n  listen 80;\n  server_name a.example;\n"
			  "  if ($host = a.example) {\n    return 301 "
			  "https://$host$request_uri;\n"
			  "  } # managed by Certbot\n  return 404;\n}\n"),
		HTTP("server {\n  listen 80;\n  server_name a.example;\n"
		     "  if ($uri ~ ^/[.]well-known/pki-validation/) {\n  \tbreak;\n  }\n"
		     "  if ($host = a.example) {\n    return 301 "
		     "https://$host$request_uri;\n"
		     "  } # managed by Certbot\n  return 404;\n}\n"));
}

static void a_dotfile_rule_is_got_past_by_a_location(void **state)
{
	(void)state;
	expect_nginx(HTTP("server {\n\tlisten 80;\n\tlocation ~ /\\. {\n\t\tdeny "
			  "all;\n\t}\n}\n"),
		HTTP("server {\n\tlisten 80;\n"
		     "\tlocation ^~ /.well-known/pki-validation/ { }\n"
		     "\tlocation ~ /\\. {\n\t\tdeny all;\n\t}\n}\n"));
}

static void what_is_inherited_is_lifted(void **state)
{
	(void)state;
	expect_nginx(HTTP("server {\n\tlisten 80;\n\tdeny all;\n\tauth_basic x;\n"
			  "\tlocation / { }\n}\n"),
		HTTP("server {\n\tlisten 80;\n"
		     "\tlocation ^~ /.well-known/pki-validation/ {\n\t\tallow all;\n"
		     "\t\tauth_basic off;\n\t}\n"
		     "\tdeny all;\n\tauth_basic x;\n\tlocation / { }\n}\n"));
}

static void a_proxy_is_got_past_with_the_site_s_web_root(void **state)
{
	(void)state;
	const char *before =
		"http { server { listen 80; location / { proxy_pass http://b; } } }";
	const char *after =
		"http { server { listen 80; location ^~ /.well-known/pki-validation/ { "
		"root /srv/www; } location / { proxy_pass http://b; } } }";
	assert_string_equal(
		edited(set_of(before), &(struct asked){.spare = "/srv/www"}), after);
	assert_string_equal(
		edited(set_of(before), &(struct asked){.root = "/srv/www"}), after);
	assert_memory_equal(edited(set_of(before), &(struct asked){0}), "refused: ", 9);
}

static void the_web_root_is_that_of_the_location_that_would_have_the_path(void **state)
{
	(void)state;
	expect_nginx(HTTP("server {\n\tlocation / {\n\t\troot /srv/app;\n\t}\n"
			  "\tlocation ~ /\\. { deny all; }\n}\n"),
		HTTP("server {\n\tlocation / {\n\t\troot /srv/app;\n\t}\n"
		     "\tlocation ^~ /.well-known/pki-validation/ {\n"
		     "\t\troot /srv/app;\n\t}\n"
		     "\tlocation ~ /\\. { deny all; }\n}\n"));
}

static void a_location_by_the_same_text_is_opened_from_within(void **state)
{
	(void)state;
	expect_nginx(HTTP("server {\n\tlocation /.well-known/pki-validation/ {\n"
			  "\t\tdeny all;\n\t}\n}\n"),
		HTTP("server {\n\tlocation /.well-known/pki-validation/ {\n"
		     "\t\tallow all;\n\t\tdeny all;\n\t}\n}\n"));
	expect_nginx(HTTP("server {\n\tlocation /.well-known/pki-validation/ {\n"
			  "\t\treturn 404;\n\t}\n}\n"),
		HTTP("server {\n\tlocation = " FILE_PATH
		     " { }\n\tlocation /.well-known/pki-validation/ {\n"
		     "\t\treturn 404;\n\t}\n}\n"));
}

static void a_snippet_of_other_sites_is_not_touched(void **state)
{
	(void)state;
	struct conf_set *set = set_of(
		HTTP("server {\n\tserver_name a.example;\n\tinclude /etc/s.conf;\n}\n"
		     "server {\n\tserver_name b.example;\n\tinclude /etc/s.conf;\n}\n"));
	const char *snippet = "return 301 https://$host$request_uri;\n";
	add_file(set, "/etc/s.conf", snippet);
	assert_string_equal(edited(set, &(struct asked){.doubt = true}),
		HTTP("server {\n\tserver_name a.example;\n"
		     "\tif ($uri ~ ^/[.]well-known/pki-validation/) {\n\t\tbreak;\n\t}\n"
		     "\tinclude /etc/s.conf;\n}\n"
		     "server {\n\tserver_name b.example;\n\tinclude /etc/s.conf;\n}\n"));
}

static void a_block_in_a_shared_file_is_refused(void **state)
{
	(void)state;
	struct conf_set *set =
		set_of("<VirtualHost *:80>\nServerName a.example\nDocumentRoot /w\n"
		       "Include /etc/s.conf\n</VirtualHost>\n"
		       "<VirtualHost *:80>\nServerName b.example\nDocumentRoot /w\n"
		       "Include /etc/s.conf\n</VirtualHost>\nListen 80\n");
	add_file(set, "/etc/s.conf", "Redirect / https://c.example/\n");
	const char *said = edited(set, &(struct asked){.apache = true, .doubt = true});
	assert_non_null(strstr(said, "would change the answer to http://b.example/"));
}

#define VHOST(s)                                                                       \
	"Listen 80\n<VirtualHost *:80>\n\tServerName a.example\n\tDocumentRoot /w\n" s \
	"</VirtualHost>\n"

static void a_rewrite_rule_gets_a_condition(void **state)
{
	(void)state;
	expect_apache(
		VHOST("\tRewriteEngine On\n\tRewriteCond %{HTTPS} off [OR]\n"
		      "\tRewriteCond %{HTTP_HOST} !^www\n"
		      "\tRewriteRule ^ https://www.a.example%{REQUEST_URI} [R=301,L]\n"),
		VHOST("\tRewriteEngine On\n"
		      "\tRewriteCond %{REQUEST_URI} !^/[.]well-known/pki-validation/\n"
		      "\tRewriteCond %{HTTPS} off [OR]\n"
		      "\tRewriteCond %{HTTP_HOST} !^www\n"
		      "\tRewriteRule ^ https://www.a.example%{REQUEST_URI} [R=301,L]\n"));
}

static void a_redirect_becomes_an_expression(void **state)
{
	(void)state;
	expect_apache(VHOST("\tRedirect permanent / https://a.example/\n"),
		VHOST("\tRedirectMatch permanent "
		      "\"^(?!/[.]well-known/pki-validation/)/(.*)$\" "
		      "\"https://a.example/$1\"\n"));
	expect_apache(VHOST("\tRedirect \"/.well-known\" \"https://b.example/x\"\n"),
		VHOST("\tRedirectMatch "
		      "\"^(?!/[.]well-known/pki-validation/)/[.]well-known(/.*)?$\" "
		      "\"https://b.example/x$1\"\n"));
	expect_apache(VHOST("\tRedirectMatch 404 /\\.\n"),
		VHOST("\tRedirectMatch 404 "
		      "^(?!/[.]well-known/pki-validation/).*?(?:/\\.)\n"));
}

static void a_refusal_is_got_past_by_a_section(void **state)
{
	(void)state;
	expect_apache(VHOST("\t<DirectoryMatch \"/\\.\">\n\t\tRequire all denied\n"
			    "\t</DirectoryMatch>\n"),
		VHOST("\t<DirectoryMatch \"/\\.\">\n\t\tRequire all denied\n"
		      "\t</DirectoryMatch>\n"
		      "\t<Location \"/.well-known/pki-validation/\">\n"
		      "\t\tRequire all granted\n\t</Location>\n"));
}

static void a_proxy_of_apache_gets_an_exception(void **state)
{
	(void)state;
	expect_apache(VHOST("\tProxyPass / http://127.0.0.1:8080/\n"),
		VHOST("\tProxyPass \"/.well-known/pki-validation/\" \"!\"\n"
		      "\tProxyPass / http://127.0.0.1:8080/\n"));
	expect_apache(VHOST("\t<Location />\n\t\tProxyPass http://127.0.0.1:8080/\n"
			    "\t</Location>\n"),
		VHOST("\t<Location />\n\t\tProxyPass http://127.0.0.1:8080/\n"
		      "\t</Location>\n\t<Location \"/.well-known/pki-validation/\">\n"
		      "\t\tProxyPass !\n\t</Location>\n"));
}

static void a_file_that_is_served_needs_no_edit(void **state)
{
	(void)state;
	const char *text = HTTP("server { listen 80; }\n");
	expect_nginx(text, text);
}

static void splices_that_overlap_or_lie_outside_are_not_made(void **state)
{
	(void)state;
	struct conf_set *set = set_of("abcdef"), out;
	const struct conf_file *f = set->files.v[0];
	struct splices e = {0};
	assert_true(splice_apply(a, set, &e, &out));
	assert_string_equal(text_of(&out, set->main), "abcdef");
	splice_add(a, &e, f, 4, 2, "X");
	splice_add(a, &e, f, 0, 1, "");
	splice_add(a, &e, f, 1, 0, "Y");
	splice_add(a, &e, f, 6, 0, "\n");
	assert_true(splice_apply(a, set, &e, &out));
	assert_string_equal(text_of(&out, set->main), "YbcdX\n");
	splice_add(a, &e, f, 5, 1, "");
	assert_false(splice_apply(a, set, &e, &out));
	assert_string_equal(text_of(&out, set->main), "abcdef");
	e.all.n = 0;
	splice_add(a, &e, f, 7, 0, "");
	assert_false(splice_apply(a, set, &e, &out));
}

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lone_return_moves_under_location_slash),
		cmocka_unit_test(a_block_on_one_line_stays_on_it),
		cmocka_unit_test(a_return_before_locations_is_left_by_a_break),
		cmocka_unit_test(what_certbot_writes_is_left_by_a_break),
		cmocka_unit_test(a_dotfile_rule_is_got_past_by_a_location),
		cmocka_unit_test(what_is_inherited_is_lifted),
		cmocka_unit_test(a_proxy_is_got_past_with_the_site_s_web_root),
		cmocka_unit_test(
			the_web_root_is_that_of_the_location_that_would_have_the_path),
		cmocka_unit_test(a_location_by_the_same_text_is_opened_from_within),
		cmocka_unit_test(a_snippet_of_other_sites_is_not_touched),
		cmocka_unit_test(a_block_in_a_shared_file_is_refused),
		cmocka_unit_test(a_rewrite_rule_gets_a_condition),
		cmocka_unit_test(a_redirect_becomes_an_expression),
		cmocka_unit_test(a_refusal_is_got_past_by_a_section),
		cmocka_unit_test(a_proxy_of_apache_gets_an_exception),
		cmocka_unit_test(a_file_that_is_served_needs_no_edit),
		cmocka_unit_test(splices_that_overlap_or_lie_outside_are_not_made),
	};
	return cmocka_run_group_tests_name("exempt", tests, setup, teardown);
}
