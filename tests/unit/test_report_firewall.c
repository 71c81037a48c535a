/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `pkiready firewall` writes of verdicts made of data. */
#include "check_firewall.h"

#include "report/firewall.h"

#include <jansson.h>
#include <stdlib.h>

struct written {
	struct world w;
	struct ask_verdicts ask;
	struct firewall_report r;
	char *text;
};

static void open_world(struct written *x)
{
	memset(x, 0, sizeof(*x));
	world_empty(&x->w, "digicert");
	add_host(&x->w);
	for (int64_t port = 80; port <= 443; port += 363) {
		struct ask_port *p = VEC_ADD(x->w.a, &x->ask.ports, struct ask_port);
		*p = (struct ask_port){.port = port, .proto = 6};
	}
	x->r = (struct firewall_report){.ask = &x->ask,
		.profile = x->w.t.profile,
		.ca = true,
		.managers = &x->w.e.firewalls,
		.verdicts = &x->w.e.verdicts,
		.exit = 1};
}

static const char *write_as(struct written *x, enum format format)
{
	const struct style style = {.format = format, .columns = 80};
	size_t n = 0;
	FILE *out = open_memstream(&x->text, &n);
	assert_true(report_firewall(out, &style, &x->r));
	fclose(out);
	return x->text;
}

static void close_world(struct written *x)
{
	free(x->text);
	world_close(&x->w);
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" does not stand in:\n%s", part, text);
}

static struct packet_verdict *add_verdict(
	struct written *x, const char *from, int64_t port, enum fate f)
{
	struct packet_verdict *v =
		VEC_ADD(x->w.a, &x->w.e.verdicts.all, struct packet_verdict);
	*v = (struct packet_verdict){.from = ip_of(from),
		.list = "published 2026-02-24",
		.to = ip_of(HERE4),
		.interface = "eth0",
		.port = port,
		.proto = "tcp",
		.verdict = f,
		.by = {.stage = "netfilter",
			.hook = "input",
			.family = "inet",
			.table = "filter",
			.chain = "web",
			.handle = 7,
			.rule = f == FATE_ACCEPT ? "accept" : "tcp dport 443 drop",
			.owner = "hand-added",
			.comment = "a\033[31m \xe2\x80\xae b"}};
	VEC_PUSH(x->w.a, &v->by.path, "input");
	VEC_PUSH(x->w.a, &v->by.path, "web");
	return v;
}

static void the_matrix_refers_to_what_decides(void **state)
{
	(void)state;
	struct written x;
	open_world(&x);
	add_hole(&x.w, 80, "39.255.255.255", "40.0.0.0", "40.255.255.255", "41.0.0.0",
		FATE_DROP);
	add_whole(&x.w, HERE4, 443, FATE_DROP);
	add_verdict(&x, "216.168.247.9", 80, FATE_ACCEPT);
	add_verdict(&x, "216.168.247.9", 443, FATE_DROP);
	const char *s = write_as(&x, FORMAT_TEXT);
	has(s, "A new connection to 20.1.2.3 on eth0");
	has(s, "anyone (IPv4)  in part, see below  dropped [1]");
	has(s, "216.168.247.9  accepted [2]        dropped [3]");
	has(s, "accepted from everywhere but");
	has(s, "    40.0.0.0/8  dropped [4]");
	has(s, "[3] dropped by inet filter web handle 7: tcp dport 443 drop");
	has(s, "by input > web");
	has(s, "only ports that");
	close_world(&x);
}

/* The kernel takes a packet from its own address from nobody. */
static void an_own_address_is_no_exception_of_the_map(void **state)
{
	(void)state;
	for (int own = 0; own < 2; own++) {
		struct written x;
		open_world(&x);
		struct decider *d = add_hole(&x.w, 80, own ? "20.1.2.2" : "20.1.2.3",
			own ? HERE4 : "20.1.2.4", own ? HERE4 : "20.1.2.4",
			own ? "20.1.2.4" : "20.1.2.5", FATE_DROP);
		d->chain = NULL;
		d->stage = "reverse-path-filter";
		d->detail = "rp_filter=1 on eth0";
		const char *s = write_as(&x, FORMAT_TEXT);
		assert_int_equal(strstr(s, "in part") == NULL, own);
		assert_int_equal(strstr(s, "accepted [1]") != NULL, own);
		free(x.text);
		has(write_as(&x, FORMAT_JSON),
			own ? "\"from\": \"20.1.2.3\"" : "\"from\": \"20.1.2.4\"");
		close_world(&x);
	}
}

static void a_hostile_comment_is_not_obeyed(void **state)
{
	(void)state;
	for (int format = FORMAT_TEXT; format < FORMAT__MAX; format++) {
		struct written x;
		open_world(&x);
		add_verdict(&x, "216.168.247.9", 443, FATE_DROP);
		const char *s = write_as(&x, (enum format)format);
		assert_null(strchr(s, '\033'));
		assert_null(strstr(s, "\xe2\x80\xae"));
		has(s, format == FORMAT_JSON ? "\\\\x1b[31m" : "\\x1b[31m");
		close_world(&x);
	}
}

static void the_json_has_the_members_of_the_issue(void **state)
{
	(void)state;
	struct written x;
	open_world(&x);
	add_hole(&x.w, 443, "198.51.99.255", "198.51.100.0", "198.51.100.127",
		"198.51.100.128", FATE_DROP);
	add_verdict(&x, "216.168.247.9", 443, FATE_DROP);
	json_t *doc = json_loads(write_as(&x, FORMAT_JSON), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(doc);
	json_t *v = json_array_get(json_object_get(doc, "verdicts"), 0);
	json_t *by = json_object_get(v, "by");
	json_t *ranges = json_object_get(
		json_array_get(json_object_get(doc, "address_space"), 0), "ranges");
	assert_string_equal(json_string_value(json_object_get(v, "verdict")), "drop");
	assert_string_equal(
		json_string_value(json_object_get(v, "certainty")), "computed");
	assert_int_equal(json_integer_value(json_object_get(by, "handle")), 7);
	assert_int_equal(json_array_size(json_object_get(by, "path")), 2);
	assert_int_equal(json_array_size(ranges), 3);
	assert_string_equal(
		json_string_value(json_object_get(json_array_get(ranges, 0), "to")),
		"198.51.99.255");
	json_decref(doc);
	close_world(&x);
}

static void the_public_share_leaves_special_space_out(void **state)
{
	(void)state;
	const struct ip ten = ip_of("10.0.0.0"), ten_end = ip_of("10.255.255.255");
	const struct ip all = ip_of("0.0.0.0"), end = ip_of("255.255.255.255");
	const struct ip doc = ip_of("2001:db8::"), doc_end = ip_of("2001:db8:ffff::");
	assert_true(space_public(&ten, &ten_end) == 0);
	assert_true(space_public(&doc, &doc_end) == 0);
	assert_true(space_public(&all, &end) == 1);
	const struct ip eight = ip_of("8.0.0.0"), eight_end = ip_of("8.255.255.255");
	double share = space_public(&eight, &eight_end);
	assert_true(share > 1.0 / 256 && share < 1.0 / 200);
}

static void ranges_are_written_as_prefixes_where_they_are(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct ip lo = ip_of("198.51.100.0"), hi = ip_of("198.51.100.127"),
			odd = ip_of("198.51.100.9"), all = ip_of("0.0.0.0"),
			end = ip_of("255.255.255.255");
	assert_string_equal(space_range_str(a, &lo, &hi), "198.51.100.0/25");
	assert_string_equal(space_range_str(a, &lo, &odd), "198.51.100.0 - 198.51.100.9");
	assert_string_equal(space_range_str(a, &odd, &odd), "198.51.100.9");
	assert_string_equal(space_range_str(a, &all, &end), "0.0.0.0/0");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_matrix_refers_to_what_decides),
		cmocka_unit_test(an_own_address_is_no_exception_of_the_map),
		cmocka_unit_test(a_hostile_comment_is_not_obeyed),
		cmocka_unit_test(the_json_has_the_members_of_the_issue),
		cmocka_unit_test(the_public_share_leaves_special_space_out),
		cmocka_unit_test(ranges_are_written_as_prefixes_where_they_are),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
