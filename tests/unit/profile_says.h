/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the facts file says of each field of a profile, in the form of profile_text.h;
 * included once, after the test's arena a and its facts. */

/* -- what the facts file says of a field */

static const json_t *at(const json_t *o, const char *path)
{
	char key[64];
	for (;;) {
		size_t n = strcspn(path, ".");
		assert_true(n < sizeof(key));
		memcpy(key, path, n);
		key[n] = '\0';
		o = json_object_get(o, key);
		if (!o || !path[n])
			return o && json_is_null(o) ? NULL : o;
		path += n + 1;
	}
}

static const char *str(const json_t *o, const char *path)
{
	const char *s = json_string_value(at(o, path));
	return s ? s : "";
}

static bool says(const json_t *o, const char *path, const char *part)
{
	return strstr(str(o, path), part) != NULL;
}

static const char *joined(const json_t *array, const char *between)
{
	const char *s = "";
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *v = json_array_get(array, i);
		const char *word =
			json_is_integer(v)
				? arena_printf(a, "%d", (int)json_integer_value(v))
				: json_string_value(v);
		s = arena_printf(a, "%s%s%s", s, *s ? between : "", word);
	}
	return *s ? s : "-";
}

static const char *number(const json_t *o, const char *path, int factor)
{
	const json_t *v = at(o, path);
	return v ? arena_printf(a, "%d", (int)json_integer_value(v) * factor) : "-";
}

static const char *tri(const json_t *v)
{
	return v ? json_is_true(v) ? "yes" : "no" : "-";
}

static bool not_found(const json_t *ca, const char *part)
{
	const json_t *unknown = at(ca, "unknown");
	for (size_t i = 0; i < json_array_size(unknown); i++) {
		if (strstr(json_string_value(json_array_get(unknown, i)), part))
			return true;
	}
	return false;
}

static bool http01(const json_t *ca)
{
	return says(ca, "http_file.path", "acme-challenge");
}

static const char *say_method(const json_t *ca)
{
	return http01(ca) ? "http-01" : "file";
}

static const char *say_dir(const json_t *ca)
{
	return str(ca, "http_file.path");
}

static const char *say_file_name(const json_t *ca)
{
	return strncmp(str(ca, "http_file.filename_kind"), "fixed", 5) == 0
		       ? str(ca, "http_file.filename")
		       : "-";
}

static const char *say_file_by_csr(const json_t *ca)
{
	return says(ca, "http_file.filename", "MD5 of the") ? "true" : "false";
}

static const char *say_schemes(const json_t *ca)
{
	const char *rule = "http_file.scheme_rule";
	if (strcmp(joined(at(ca, "http_file.schemes"), " "), "http") == 0)
		return "http";
	if (says(ca, rule, "chosen in the order") || says(ca, rule, "order choice"))
		return "order";
	return says(ca, rule, "either") ? "either" : "-";
}

/* No CA may take one FQDN for another (BR 3.2.2.4.18), so what a CA does not say is
 * exact. */
static const char *say_names(const json_t *ca)
{
	const json_t *pair = at(ca, "http_file.root_and_www_both_checked");
	const char *names = str(ca, "http_file.names_checked");
	if (pair)
		return json_is_true(pair) ? "apex-and-www" : "exact";
	if (strncmp(names, "exact", 5) == 0 || strncmp(names, "every FQDN", 10) == 0)
		return "exact";
	assert_true(json_is_false(at(facts, "baseline.file_validation.subdomain_reuse")));
	return *names ? "-" : "exact";
}

static const char *say_addresses(const json_t *ca)
{
	return says(ca, "http_file.ipv6", "preferred; one IPv4 fallback") ? "v6-fallback"
									  : "-";
}

static const char *say_followed(const json_t *ca)
{
	return tri(at(ca, "http_file.redirects.followed"));
}

static const char *say_codes(const json_t *ca)
{
	const json_t *codes = at(ca, "http_file.redirects.status_codes");
	return joined(
		codes ? codes
		      : at(facts, "baseline.file_validation.redirect_codes_allowed"),
		" ");
}

static const char *say_max(const json_t *ca)
{
	return number(ca, "http_file.redirects.max", 1);
}

static const char *say_same_base(const json_t *ca)
{
	return tri(at(ca, "http_file.redirects.same_base_domain_required"));
}

static const char *say_any_port(const json_t *ca)
{
	const json_t *ports = at(ca, "http_file.redirects.target_ports");
	if (ports)
		assert_string_equal(joined(ports, " "), "80 443");
	return "false"; /* BR: Authorized Ports */
}

static const char *say_icann_tld(const json_t *ca)
{
	return says(ca, "http_file.redirects.note", "IANA-TLD name") ? "yes" : "-";
}

static const char *say_path_max(const json_t *ca)
{
	return says(ca, "http_file.redirects.note", "<= 2000 bytes") ? "2000" : "0";
}

static const char *say_reserved(const json_t *ca)
{
	return says(ca, "http_file.redirects.note", "non-reserved IP literals pass")
		       ? "no"
		       : "-";
}

static const char *say_status(const json_t *ca)
{
	return joined(at(ca, "http_file.accepted_final_status"), " ");
}

static const char *say_status_2xx(const json_t *ca)
{
	assert_string_equal(str(facts, "baseline.file_validation.success"), "2xx");
	assert_string_equal(str(facts, "baseline.acme_http01.success"), "2xx");
	return at(ca, "http_file.accepted_final_status") ? "false" : "true";
}

static const char *say_body(const json_t *ca)
{
	const char *rule = str(ca, "http_file.content_match");
	if (strncmp(rule, "substring", 9) == 0)
		return "contains";
	if (strcmp(rule, "all lines") == 0)
		return "lines";
	return strcmp(rule, "exact after trimming trailing white space") == 0
		       ? "trim-right"
		       : "-";
}

static const char *say_body_max(const json_t *ca)
{
	return number(ca, "http_file.body_limit_bytes", 1);
}

static const char *say_tls(const json_t *ca)
{
	return tri(at(ca, "http_file.tls_certificate_verified"));
}

/* A library's default is no fact where the file says that production is not known. */
static const char *say_connect(const json_t *ca)
{
	return not_found(ca, "timeouts")
		       ? "-"
		       : number(ca, "http_file.timeouts_seconds.connect", 1000);
}

static const char *say_nothing(const json_t *ca)
{
	(void)ca;
	return "-";
}

static const char *say_token(const json_t *ca)
{
	if (at(ca, "http_file.token_validity_days"))
		return number(ca, "http_file.token_validity_days", 24);
	return number(facts,
		http01(ca) ? "baseline.acme_http01.token_max_days"
			   : "baseline.file_validation.random_value_max_days",
		24);
}

static const char *say_dns_token(const json_t *ca)
{
	return at(ca, "dns.token_validity_days")
		       ? number(ca, "dns.token_validity_days", 24)
		       : number(facts, "baseline.dns_change.random_value_max_days", 24);
}

static const char *say_agents(const json_t *ca)
{
	return joined(at(ca, "http_file.user_agents"), ", ");
}

static const char *say_caa(const json_t *ca)
{
	return joined(at(ca, "caa.issuer_domains"), ", ");
}

static const char *say_complete(const json_t *ca)
{
	return tri(at(ca, "source_ips.list_complete"));
}

/* The date of a published list stands in the file's words, that of a seed list is
 * S0's. */
static const char *say_lists(const json_t *ca)
{
	const json_t *l, *third = at(ca, "source_ips.third_party_lists");
	const char *s = "";
	if ((l = at(ca, "source_ips.published_list"))) {
		bool noted = says(ca, "source_ips.note", "2026-02-24");
		if (!noted)
			assert_true(
				says(facts, "meta.sources_key.TBS_MPIC", "(2025-09-01)"));
		s = arena_printf(a, "published %s: %s",
			noted ? "2026-02-24" : "2025-09-01", joined(l, " "));
	}
	if ((l = at(ca, "source_ips.seed_list"))) {
		assert_true(says(facts, "meta.sources_key.SEED000", "(2026-03-31)"));
		s = arena_printf(a, "%s; seed 2026-03-31: %s", s, joined(l, " "));
	}
	for (size_t i = 0; i < json_array_size(third); i++)
		s = arena_printf(a, "%s%sthird -: %s", s, *s ? "; " : "",
			joined(at(json_array_get(third, i), "ips"), " "));
	return *s ? s : "-";
}

/* "_dnsauth.<domain>" is "_dnsauth", "<domain>" is "@". */
static const char *say_records(const json_t *ca)
{
	const json_t *all = at(ca, "dns.records");
	const char *s = "";
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *r = json_array_get(all, i);
		const char *name = str(r, "name"), *end = strstr(name, ".<domain>");
		if (!end)
			assert_string_equal(name, "<domain>");
		s = arena_printf(a, "%s%s%.*s %s", s, *s ? "; " : "",
			end ? (int)(end - name) : 1, end ? name : "@",
			*str(r, "type") ? str(r, "type") : "-");
	}
	return *s ? s : "-";
}

static const char *say_no_ttl(const json_t *ca)
{
	(void)ca; /* a provider's demand, not a CA's */
	return "0";
}

static const char *say_bit1(const json_t *ca)
{
	return says(ca, "caa.note", "flag bit 128 OR 1") ? "yes" : "-";
}

static const char *say_refuses(const json_t *ca)
{
	return says(ca, "caa.note", "Any lookup error below") ||
			       says(ca, "caa.note", "DNSSEC failure is an error")
		       ? "yes"
		       : "-";
}

static const char *say_parameters(const json_t *ca)
{
	const json_t *account = at(ca, "caa.accounturi_supported");
	assert_string_equal(tri(account), tri(at(ca, "caa.validationmethods_supported")));
	return tri(account);
}

static const char *say_methods(const json_t *ca)
{
	return joined(at(ca, "caa.validationmethods_values"), ", ");
}

static const char *say_maybe(const json_t *ca)
{
	return joined(at(ca, "caa.uncertain_domains"), ", ");
}

static const struct {
	const char *field;
	const char *(*say)(const json_t *ca);
} sayings[] = {
	{"method", say_method},
	{"dir", say_dir},
	{"file_name", say_file_name},
	{"file_by_csr", say_file_by_csr},
	{"schemes", say_schemes},
	{"names", say_names},
	{"addresses", say_addresses},
	{"redirects.followed", say_followed},
	{"redirects.codes", say_codes},
	{"redirects.max", say_max},
	{"redirects.same_base", say_same_base},
	{"redirects.any_port", say_any_port},
	{"redirects.icann_tld", say_icann_tld},
	{"redirects.path_max", say_path_max},
	{"redirects.reserved_ok", say_reserved},
	{"status", say_status},
	{"status_2xx", say_status_2xx},
	{"body", say_body},
	{"body_max", say_body_max},
	{"tls_verified", say_tls},
	{"reserved_ok", say_reserved},
	{"connect_ms", say_connect},
	{"total_ms", say_nothing},
	{"token_hours", say_token},
	{"dns_token_hours", say_dns_token},
	{"user_agents", say_agents},
	{"caa", say_caa},
	{"lists", say_lists},
	{"lists_complete", say_complete},
	{"records", say_records},
	{"record_ttl_max", say_no_ttl},
	{"caa_rules.exact_case", say_nothing},
	{"caa_rules.bit1", say_bit1},
	{"caa_rules.failure_refuses", say_refuses},
	{"caa_rules.parameters", say_parameters},
	{"caa_rules.methods", say_methods},
	{"caa_rules.tags", say_nothing},
	{"caa_rules.maybe", say_maybe},
};
