/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names, where they lead, and what stands in front of the host. */
#include "world_break.h"

static void a_wildcard_needs_dns(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	w.t.names.v[0]->wildcard = true;
	w.t.names.n = 1;
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, ""); /* must not matter */
	EXPECT(&w, "fail:wildcard-needs-dns");
	assert_non_null(find(&w, FINDING_METHOD_OTHER_FITS, VERDICT_PASS));
	w.t.method = METHOD_DNS;
	EXPECT(&w, "unknown:record-missing");
	world_close(&w);
}

static void a_wildcard_beside_its_own_apex_leaves_the_apex_judged(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	struct target_name *t = VEC_ADD(w.a, &w.t.names, struct target_name);
	*t = *w.t.names.v[0];
	t->wildcard = true;
	set_status(&w, APEX, SCHEME__MAX, NULL, 404, "");
	EXPECT(&w, "fail:wildcard-needs-dns fail:http-status");
	world_close(&w);
}

static void a_public_suffix_and_a_single_label(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	w.t.names.v[0]->public_suffix = true;
	EXPECT(&w, "fail:public-suffix");
	expect_message(&w, FINDING_PUBLIC_SUFFIX, VERDICT_FAIL, "is a public suffix");
	w.t.names.v[0]->public_suffix = false;
	w.t.names.v[0]->registrable = NULL;
	EXPECT(&w, "fail:public-suffix");
	w.t.names.v[0]->registrable = APEX;
	EXPECT(&w, "");
	world_close(&w);
}

static void the_request_and_the_names_must_agree(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	w.t.csr = &w.csr;
	VEC_PUSH(w.a, &w.csr.names, APEX);
	EXPECT(&w, "");
	VEC_PUSH(w.a, &w.csr.names, "mail.example.com");
	VEC_PUSH(w.a, &w.csr.names, "*.example.com");
	EXPECT(&w, "warn:name-not-in-request");
	expect_message(&w, FINDING_NAME_NOT_IN_REQUEST, VERDICT_WARN,
		"mail.example.com, *.example.com");
	w.csr.names.v[0] = "other.example";
	w.csr.names.n = 1;
	EXPECT(&w, "warn:name-not-in-request");
	assert_int_equal(count_of(&w, FINDING_NAME_NOT_IN_REQUEST, VERDICT_WARN), 2);
	world_close(&w);
}

/* -- addresses
 * ----------------------------------------------------------------------------- */
static void add_reserved(struct world *w, const char *ip)
{
	add_address(w, APEX, ip, WHERE_RESERVED)->reserved_as = "Private-Use (RFC 1918)";
	set_connect(w, NULL, SCHEME__MAX, ip, CONNECT_NONE);
}

static void a_reserved_address_beside_a_good_one(void **state)
{
	static const struct {
		const char *profile, *want;
	} rows[] = {
		{"strict", "fail:address-reserved"},
		{"letsencrypt", "warn:address-reserved"}, /* drops it */
		{"digicert", "warn:address-reserved"},
		{"pebble", "unknown:address-reserved"}, /* would connect */
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_open4(&w, rows[i].profile);
		add_reserved(&w, "10.0.0.7");
		EXPECT(&w, rows[i].want);
		world_close(&w);
	}
}

static void a_reserved_address_alone_fails(void **state)
{
	(void)state;
	struct world w;
	world_empty(&w, "letsencrypt");
	add_host(&w);
	add_name(&w, APEX, ROLE_EXAMINED);
	add_reserved(&w, "10.0.0.7");
	EXPECT(&w, "fail:address-reserved");
	expect_message(&w, FINDING_ADDRESS_RESERVED, VERDICT_FAIL, "RFC 1918");
	world_close(&w);
}

static void a_private_address_of_this_host_is_reserved_too(void **state)
{
	(void)state;
	struct world w;
	world_empty(&w, "letsencrypt");
	add_host(&w);
	add_name(&w, APEX, ROLE_EXAMINED);
	add_address(&w, APEX, "10.0.0.7", WHERE_HERE); /* connects, here */
	EXPECT(&w, "fail:address-reserved");
	world_close(&w);
}

static void an_address_given_by_hosts_is_no_published_one(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	struct name_look *l = look_of(&w, APEX);
	l->addresses.n = 0;
	size_t published = l->a.addresses.n;
	add_address(&w, APEX, "10.0.0.5", WHERE_RESERVED)->origin = ORIGIN_HOSTS_OPTION;
	l->a.addresses.n = published;
	EXPECT(&w, "");
	*l->a.addresses.v[0] = ip_of("192.168.1.1"); /* what is published counts still */
	*l->host_a.addresses.v[0] = ip_of("192.168.1.1");
	EXPECT(&w, "fail:address-reserved");
	world_close(&w);
}

static void a_carriers_nat(void **state)
{
	(void)state;
	struct world w;
	world_empty(&w, "letsencrypt");
	add_host(&w);
	add_name(&w, APEX, ROLE_EXAMINED);
	add_reserved(&w, "100.64.3.4");
	EXPECT(&w, "fail:carrier-nat");
	expect_message(&w, FINDING_CARRIER_NAT, VERDICT_FAIL, "100.64.3.4");
	world_close(&w);
	world_empty(&w, "letsencrypt"); /* the host goes out from such an address */
	add_host(&w);
	w.e.addresses.all.v[0]->ip = ip_of("100.64.3.4");
	add_name(&w, APEX, ROLE_EXAMINED);
	add_address(&w, APEX, OTHER4, WHERE_NAT);
	EXPECT(&w, ""); /* but what is published passes on */
	set_connect(&w, NULL, SCHEME__MAX, NULL, CONNECT_TIMEOUT);
	EXPECT(&w, "unknown:file-not-served warn:carrier-nat");
	w.e.addresses.all.v[0]->interface = "tailscale0";
	EXPECT(&w, "unknown:file-not-served");
	world_close(&w);
}

static void move_away(struct world *w, const char *profile)
{
	world_empty(w, profile);
	add_host(w);
	add_name(w, APEX, ROLE_EXAMINED);
	add_address(w, APEX, OTHER4, WHERE_ELSEWHERE);
}

static void another_machine_that_fails_is_the_cause(void **state)
{
	(void)state;
	struct world w;
	move_away(&w, "letsencrypt");
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, "not here");
	EXPECT(&w, "fail:address-elsewhere");
	expect_message(&w, FINDING_ADDRESS_ELSEWHERE, VERDICT_FAIL, "answers 404");
	world_close(&w);
	move_away(&w, "letsencrypt"); /* near: it answers well */
	EXPECT(&w, "");
	assert_non_null(find(&w, FINDING_ADDRESS_ELSEWHERE, VERDICT_PASS));
	world_close(&w);
	move_away(&w, "strict"); /* near: a redirect is its own cause */
	w.t.names.v[0]->ascii = w.e.names.v[0]->ascii = "a.b.example.com";
	for (size_t i = 0; i < w.e.fetches.n; i++) {
		w.e.fetches.v[i]->name = "a.b.example.com";
		w.e.reach.v[i]->name = "a.b.example.com";
	}
	set_redirect(&w, NULL, SCHEME__MAX, 301, "https://%s/x", NEXT_FOLLOWED);
	EXPECT(&w, "fail:redirected");
	world_close(&w);
}

/* -- outside
 * ---------------------------------------------------------------------------------- */
static void the_clouds_own_steps_are_given(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	w.e.cloud = (struct cloud){.obs = seen("DMI"),
		.id = "alibaba",
		.name = "Alibaba Cloud",
		.security_group = "ECS console > Security Group > Add Rule"};
	add_manager(&w, "nftables", MANAGER_ACTIVE, 1, 3);
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_UPSTREAM_UNPROVED, VERDICT_UNKNOWN,
		"Alibaba Cloud's security group lets");
	w.e.verdicts.obs.seen = SEEN_DENIED; /* then the host's own rules are open, too */
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_UPSTREAM_UNPROVED, VERDICT_UNKNOWN,
		"Alibaba Cloud's security group, and this host's nftables let ");
	expect_advice(&w, FINDING_UPSTREAM_UNPROVED, "ECS console");
	world_close(&w);
}

static void nothing_is_needed_from_outside_for_dns(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	w.t.method = METHOD_DNS;
	judge_by(&w, w.t.profile);
	assert_null(find(&w, FINDING_UPSTREAM_UNPROVED, VERDICT_UNKNOWN));
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wildcard_needs_dns),
		cmocka_unit_test(a_wildcard_beside_its_own_apex_leaves_the_apex_judged),
		cmocka_unit_test(a_public_suffix_and_a_single_label),
		cmocka_unit_test(the_request_and_the_names_must_agree),
		cmocka_unit_test(a_reserved_address_beside_a_good_one),
		cmocka_unit_test(a_reserved_address_alone_fails),
		cmocka_unit_test(a_private_address_of_this_host_is_reserved_too),
		cmocka_unit_test(an_address_given_by_hosts_is_no_published_one),
		cmocka_unit_test(a_carriers_nat),
		cmocka_unit_test(another_machine_that_fails_is_the_cause),
		cmocka_unit_test(the_clouds_own_steps_are_given),
		cmocka_unit_test(nothing_is_needed_from_outside_for_dns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
