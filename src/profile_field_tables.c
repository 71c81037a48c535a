/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The members of a profile file, by the struct that each fills in. */
#include "profile_read.h"

#include <stddef.h>

/* clang-format off */
static const char *const method_names[] = {
	[METHOD_FILE] = "file",
	[METHOD_HTTP01] = "http-01",
	[METHOD_DNS] = "dns",
	NULL,
};

enum { INT_LIMIT = 1000000000 };
#define AT(member) .offset = offsetof(struct profile, member)
const struct field profile_fields[] = {
	{"name", FIELD_TEXT, AT(name)},
	{"documents", FIELD_TEXT, AT(documents), .nullable = true},
	{"note", FIELD_TEXT, AT(note), .nullable = true},
	{"console_wait", FIELD_TEXT, AT(console_wait), .nullable = true},
	{"sources", FIELD_TEXT, AT(sources), .nullable = true},
	{"unknown", FIELD_TEXT, AT(unknown), .nullable = true},
	{"aliases", FIELD_NAMES, AT(aliases)},
	{"method", FIELD_WORD, AT(method), .words = method_names},
	{"dir", FIELD_DIR, AT(dir)},
	{"file_name", FIELD_FILE, AT(file_name), .nullable = true},
	{"file_by_csr", FIELD_BOOL, AT(file_by_csr)},
	{"schemes", FIELD_WORD, AT(schemes), .words = scheme_rule_words},
	{"names", FIELD_WORD, AT(names), .words = names_rule_words},
	{"addresses", FIELD_WORD, AT(addresses), .words = address_rule_words},
	{"body", FIELD_WORD, AT(body), .words = body_rule_words},
	{"body_max", FIELD_NUMBER, AT(body_max), .nullable = true, .max = INT_LIMIT},
	{"status", FIELD_CODES, AT(status), .min = 200, .max = 299, .count = 3},
	{"status_2xx", FIELD_BOOL, AT(status_2xx)},
	{"tls_verified", FIELD_TRI, AT(tls_verified)},
	{"reserved_ok", FIELD_TRI, AT(reserved_ok)},
	{"lists_complete", FIELD_TRI, AT(lists_complete)},
	{"connect_ms", FIELD_NUMBER, AT(connect_ms), .nullable = true, .min = 1,
		.max = 3600000},
	{"total_ms", FIELD_NUMBER, AT(total_ms), .nullable = true, .min = 1,
		.max = 3600000},
	{"token_hours", FIELD_NUMBER, AT(token_hours), .nullable = true, .max = 100000},
	{"dns_token_hours", FIELD_NUMBER, AT(dns_token_hours), .nullable = true,
		.max = 100000},
	{"user_agents", FIELD_AGENTS, AT(user_agents)},
	{"caa", FIELD_HOSTS, AT(caa)},
	{"caa_rules", FIELD_CAA_RULES, AT(caa_rules)},
	{"redirects", FIELD_REDIRECTS, AT(redirects)},
	{"lists", FIELD_LISTS, AT(lists)},
	{"records", FIELD_RECORDS, AT(records)},
	{"record_ttl_max", FIELD_NUMBER, AT(record_ttl_max), .max = 604800},
	{.key = NULL},
};
#undef AT

#define AT(member) .offset = offsetof(struct redirect_rule, member)
const struct field redirect_fields[] = {
	{"followed", FIELD_TRI, AT(followed)},
	{"codes", FIELD_CODES, AT(codes), .min = 300, .max = 399, .count = 7},
	{"max", FIELD_NUMBER, AT(max), .nullable = true, .max = 100},
	{"same_base", FIELD_TRI, AT(same_base)},
	{"any_port", FIELD_BOOL, AT(any_port)},
	{"icann_tld", FIELD_TRI, AT(icann_tld)},
	{"path_max", FIELD_NUMBER, AT(path_max), .max = 65536},
	{"reserved_ok", FIELD_TRI, AT(reserved_ok)},
	{"sources", FIELD_TEXT, AT(sources), .nullable = true},
	{.key = NULL},
};
#undef AT

#define AT(member) .offset = offsetof(struct address_list, member)
const struct field list_fields[] = {
	{"name", FIELD_TEXT, AT(name)},
	{"date", FIELD_DATE, AT(date), .nullable = true},
	{"sources", FIELD_TEXT, AT(sources), .nullable = true},
	{"prefixes", FIELD_PREFIXES, AT(prefixes)},
	{.key = NULL},
};
#undef AT

#define AT(member) .offset = offsetof(struct record_form, member)
const struct field record_fields[] = {
	{"prefix", FIELD_RECORD_PREFIX, AT(prefix), .nullable = true},
	{"type", FIELD_RECORD_TYPE, AT(type), .nullable = true},
	{"value_prefix", FIELD_TEXT, AT(value_prefix), .nullable = true},
	{"target", FIELD_TARGETS, AT(target), .nullable = true},
	{"level", FIELD_WORD, AT(level), .words = level_rule_words},
	{"sources", FIELD_TEXT, AT(sources), .nullable = true},
	{.key = NULL},
};
#undef AT

#define AT(member) .offset = offsetof(struct caa_rules, member)
const struct field caa_fields[] = {
	{"exact_case", FIELD_TRI, AT(exact_case)},
	{"bit1", FIELD_TRI, AT(bit1)},
	{"failure_refuses", FIELD_TRI, AT(failure_refuses)},
	{"parameters", FIELD_TRI, AT(parameters)},
	{"methods", FIELD_WORDS, AT(methods)},
	{"tags", FIELD_WORDS, AT(tags)},
	{"maybe", FIELD_HOSTS, AT(maybe)},
	{"sources", FIELD_TEXT, AT(sources), .nullable = true},
	{.key = NULL},
};
