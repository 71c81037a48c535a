/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan.h"
#include "text.h"
#include "wire.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

static struct bytes raw(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

static const char *typed(struct arena *a, const char *w1, const char *w2, const char *in)
{
	struct command c = {.input = in};
	plan_argv(a, &c, w1, w2, NULL);
	return plan_command_text(a, &c);
}

static void words_are_quoted_where_a_shell_would_read_them(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_string_equal(typed(a, "ufw", "80/tcp", NULL), "ufw 80/tcp");
	assert_string_equal(typed(a, "nft", "a b", NULL), "nft 'a b'");
	assert_string_equal(typed(a, "nft", "", NULL), "nft ''");
	assert_string_equal(typed(a, "nft", "it's", NULL), "nft 'it'\\''s'");
	assert_string_equal(typed(a, "nft", "{", NULL), "nft '{'");
	assert_string_equal(typed(a, "nft", "!x", NULL), "nft '!x'");
	assert_string_equal(typed(a, "nft", "{handle}", NULL), "nft {handle}");
	arena_free(a);
}

static void input_is_a_here_document_that_its_own_lines_do_not_end(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_string_equal(typed(a, "nft", "-f", "add\n"), "nft -f <<'EOF'\nadd\nEOF");
	assert_string_equal(typed(a, "nft", "-f", "add"), "nft -f <<'EOF'\nadd\nEOF");
	assert_string_equal(
		typed(a, "nft", "-f", "EOF\nEOFX\n"), "nft -f <<'EOF1'\nEOF\nEOFX\nEOF1");
	assert_string_equal(
		typed(a, "nft", "-f", "a\nEOF"), "nft -f <<'EOF1'\na\nEOF\nEOF1");
	arena_free(a);
}

static void check_diff(const char *before, const char *after, const char *want)
{
	struct arena *a = arena_new();
	assert_string_equal(plan_diff_text(a, "f", raw(before), "f", raw(after)),
		arena_printf(a, "--- f\n+++ f\n%s", want));
	arena_free(a);
}

static void tabs_are_shown_as_blanks(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct plan p;
	assert_string_equal(
		plan_shown(a, "+\tx\ny\t\tz"), "+       x\ny               z");
	plan_init(&p, a, "20261130-141203", 1);
	struct step *s = plan_add(&p, STEP_PUT, "write it");
	s->put.path = "/etc/x";
	s->put.bytes = raw("\tlisten 80;\x1b\n");
	assert_non_null(strstr(plan_text(a, &p), "+       listen 80;\\x1b\n"));
	arena_free(a);
}

static void a_plan_that_is_too_long_to_be_shown_is_none_to_agree_to(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const size_t n = 200 * 1024;
	char *big = arena_alloc(a, n + 1);
	struct plan p;
	memset(big, 'x', n);
	big[n] = '\0';
	plan_init(&p, a, "20261130-141203", 1);
	for (int i = 0; i < 8; i++) {
		struct step *s = plan_add(&p, STEP_PUT, "write it");
		s->put.path = "/etc/x";
		s->put.bytes = raw(big);
	}
	assert_null(plan_text(a, &p));
	p.steps.n = 2;
	assert_non_null(plan_text(a, &p));
	arena_free(a);
}

static void changed_lines_are_told_with_their_neighbours(void **state)
{
	(void)state;
	check_diff("", "", "");
	check_diff("a\nb\n", "a\nb\n", "");
	check_diff("", "a\n", "@@ -0,0 +1,1 @@\n+a\n");
	check_diff("a\n", "", "@@ -1,1 +0,0 @@\n-a\n");
	check_diff("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\n6\n7\n",
		"@@ -2,5 +2,5 @@\n 2\n 3\n-4\n+x\n 5\n 6\n");
	check_diff("1\n2\n3\n4\n5\n6\n7\n8\n", "0\n1\n2\n3\n4\n5\n6\n7\n",
		"@@ -1,2 +1,3 @@\n+0\n 1\n 2\n@@ -6,3 +7,2 @@\n 6\n 7\n-8\n");
	check_diff("a", "a\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
	check_diff("a\r\n", "a\n", "@@ -1,1 +1,1 @@\n-a\r\n+a\n");
}

/* The new file, made of the old one and the diff alone. */
static const char *patched(struct arena *a, const char *before, const char *diff)
{
	struct text t;
	text_init(&t, a, 65536);
	const char *at = before;
	size_t line = 1;
	for (const char *p = strstr(diff, "@@ "); p && *p;) {
		size_t n = strcspn(p, "\n") + 1;
		if (*p == '@') {
			size_t from = strtoul(p + 4, NULL, 10);
			bool nothing = strtoul(strchr(p, ',') + 1, NULL, 10) == 0;
			for (; line < from + nothing; line++) {
				text_add_n(&t, at, strcspn(at, "\n") + 1);
				at += strcspn(at, "\n") + 1;
			}
		} else if (*p == '+') {
			text_add_n(&t, p + 1, n - 1);
		} else {
			assert_memory_equal(at, p + 1, n - 1);
			text_add_n(&t, at, *p == ' ' ? n - 1 : 0);
			at += n - 1;
			line++;
		}
		p += n;
	}
	text_add(&t, at);
	return text_str(&t);
}

static const char *random_lines(struct arena *a, unsigned *seed)
{
	struct text t;
	text_init(&t, a, 4096);
	for (unsigned n = (*seed = *seed * 1103515245u + 12345u) >> 16 & 31; n; n--)
		text_printf(&t, "%u\n", (*seed = *seed * 1103515245u + 12345u) >> 16 & 7);
	return text_str(&t);
}

static void the_lines_make_the_new_file_out_of_the_old_one(void **state)
{
	(void)state;
	unsigned seed = 7;
	for (int i = 0; i < 2000; i++) {
		struct arena *a = arena_new();
		const char *x = random_lines(a, &seed), *y = random_lines(a, &seed);
		const char *diff = plan_diff_text(a, "f", raw(x), "f", raw(y));
		assert_string_equal(patched(a, x, diff), y);
		arena_free(a);
	}
}

static void a_plan_goes_over_the_wire_whole(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct plan p, q;
	plan_init(&p, a, "20261130-141203", 1796047923);
	struct step *s = plan_add(&p, STEP_RUN, "accept TCP 443");
	assert_string_equal(plan_comment(&p), "pkiready 20261130-141203.2");
	plan_argv(a, &s->redo, "nft", "-f", "-", NULL);
	s->redo.input = "add rule\n";
	VEC_PUSH(a, &s->files, "/etc/nftables.conf");
	s = plan_add(&p, STEP_PUT, "keep it");
	assert_int_equal(s->put.mode, -1);
	s->put.path = "/etc/nftables.conf";
	s->put.bytes = raw("x\n");
	plan_refuse(&p, "two-firewalls", "open-firewall", "no.", NULL);
	struct text t;
	text_init(&t, a, 65536);
	wire_pack(&t, &shape_plan, &p);
	assert_int_equal(wire_unpack(a, &shape_plan, text_str(&t), t.n, &q), ERR_OK);
	assert_int_equal(q.steps.n, 2);
	assert_string_equal(q.steps.v[0]->redo.argv.v[2], "-");
	assert_string_equal(q.steps.v[1]->put.path, "/etc/nftables.conf");
	assert_int_equal(q.steps.v[1]->put.uid, -1);
	assert_string_equal(q.refused.v[0]->finding, "two-firewalls");
	arena_free(a);
}

static void the_handle_of_an_undo_is_told_with_the_command_that_shows_it(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct step s = {
		.mark = {"inet", "filter", "input", "pkiready 20261130-141203.1"}};
	assert_null(plan_handle_text(a, &s));
	plan_argv(a, &s.undo, "nft", "delete", "rule", "inet", "filter", "input",
		"handle", "{handle}", NULL);
	assert_string_equal(plan_handle_text(a, &s),
		"nft -a list chain inet filter input | grep "
		"'pkiready 20261130-141203.1'");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_quoted_where_a_shell_would_read_them),
		cmocka_unit_test(input_is_a_here_document_that_its_own_lines_do_not_end),
		cmocka_unit_test(tabs_are_shown_as_blanks),
		cmocka_unit_test(a_plan_that_is_too_long_to_be_shown_is_none_to_agree_to),
		cmocka_unit_test(changed_lines_are_told_with_their_neighbours),
		cmocka_unit_test(the_lines_make_the_new_file_out_of_the_old_one),
		cmocka_unit_test(a_plan_goes_over_the_wire_whole),
		cmocka_unit_test(
			the_handle_of_an_undo_is_told_with_the_command_that_shows_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
