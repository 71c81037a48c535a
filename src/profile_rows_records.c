/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where each CA or provider looks for its DNS record, the usual form first. A level that
 * no source tells stays unknown; "_<md5>" and "_<token>" stand for what the order holds.
 */
#include "profile_rows.h"

/* clang-format off */
const struct record_form records_strict[] = {
	{"_dnsauth", "TXT", NULL, NULL, LEVEL_UNKNOWN, "SEED000 SEED002"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_digicert[] = {
	{"_dnsauth", "TXT", NULL, NULL, LEVEL_UNKNOWN, "DC_LIB DC_CAA"},
	{"", "TXT", NULL, NULL, LEVEL_UNKNOWN, "DC_LIB DC_CAA"},
	{"_dnsauth", "CNAME", NULL, "dcv.digicert.com", LEVEL_UNKNOWN, "DC_LIB DC_CAA"},
	{"_acme-challenge", "TXT", NULL, NULL, LEVEL_NAME, "DC_LIB RFC8555"},
	{"_validation-persist", "TXT", NULL, NULL, LEVEL_ANY_PARENT, "DC_LIB DNSPERSIST"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_globalsign[] = {
	{"", "TXT", "_globalsign-domain-verification=", NULL, LEVEL_UNKNOWN, "GS_HTTP"},
	{"_globalsign-domain-verification", "TXT", NULL, NULL, LEVEL_UNKNOWN, "GS_HTTP"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_sectigo[] = {
	{"_<md5>", "CNAME", NULL, "sectigo.com comodoca.com", LEVEL_ANY_PARENT,
		"SECT_KB CPAN_DCV SECT_TOKEN"},
	{"_pki-validation", "TXT", NULL, NULL, LEVEL_UNKNOWN, "SECT_KB"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_zerossl[] = {
	{"_<md5>", "CNAME", NULL, "comodoca.com sectigo.com", LEVEL_ANY_PARENT,
		"ZEROSSL"},
	{"_acme-challenge", "TXT", NULL, NULL, LEVEL_NAME, "ZEROSSL RFC8555"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_sslcom[] = {
	{"_<md5>", "CNAME", NULL, "ssl.com", LEVEL_UNKNOWN, "SSLCOM"},
	{"_acme-challenge", "TXT", NULL, NULL, LEVEL_NAME, "SSLCOM RFC8555"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_letsencrypt[] = {
	{"_acme-challenge", "TXT", NULL, NULL, LEVEL_NAME, "LE_DOCS RFC8555"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_google[] = {
	{"_acme-challenge", "TXT", NULL, NULL, LEVEL_NAME, "CF_DOCS RFC8555"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_pebble[] = {
	{"_acme-challenge", "TXT", NULL, NULL, LEVEL_NAME, "PEBBLE RFC8555"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_certum[] = {
	{"_certum", "TXT", NULL, NULL, LEVEL_UNKNOWN, "CERTUM3P DNSMAP"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_trustasia[] = {
	{"_dnsauth", NULL, NULL, NULL, LEVEL_UNKNOWN, "DNSMAP"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_amazon[] = {
	{"_<token>", "CNAME", NULL, "acm-validations.aws", LEVEL_UNKNOWN, "ACM"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
const struct record_form records_huawei[] = {
	{"_dnsauth", "TXT", NULL, NULL, LEVEL_PARENT_OF_WWW, "SEED003 SEED004"},
	{"_dnsauth", "CNAME", NULL, NULL, LEVEL_PARENT_OF_WWW, "SEED003 SEED004"},
	{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL},
};
