/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define S3 "SEED003"
#define S4 "SEED004"
#define S34 "SEED003 SEED004"
#define LOOK_DNS "pkiready dns NAME --ca huawei"

/* clang-format off */
const struct message messages_huawei[] = {
	{
		.id = "huawei-too-many",
		.said_by = "Huawei Cloud's console, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Too many verification requests. Try again later.", S3)),
		.means = "The console limits how often it verifies. It says nothing of "
			"the record.",
		.causes = CAUSES(
			{FINDING_TOO_MANY_REQUESTS,
				"Verify was clicked too often in a short time"}),
		.commands = LINES(LOOK_DNS),
		.decide = "Use the wait to look whether the record is right.",
		.waits = LINES("huawei/requests"),
	},
	{
		.id = "huawei-mismatch",
		.said_by = "Huawei Cloud's console, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("DNS records do not match.", S3)),
		.means = "A record stands there, but its value is not the one of the "
			"verification page.",
		.causes = CAUSES(
			{FINDING_RECORD_MISMATCH, "the value differs: copy it again"},
			{FINDING_RECORD_QUOTED, "Huawei Cloud's form wants the value in "
				"double quotes; other providers' forms do not"},
			{FINDING_RECORD_STALE,
				"the record of an earlier certificate still stands"},
			{FINDING_RECORD_WRONG_TYPE,
				"the type is not the one of the page"},
			{FINDING_RECORD_WRONG_LEVEL,
				"for www.example.com it belongs at example.com"}),
		.commands = LINES(LOOK_DNS " --expect VALUE", "dig TXT HOSTRECORD"),
		.decide = "The value of text in the answer must equal the Record Value.",
		.waits = LINES("huawei/dns-effect", "huawei/ttl", "huawei/retry"),
	},
	{
		.id = "huawei-failed",
		.said_by = "Huawei Cloud's console, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("DNS verification failed. Try again later.", S3)),
		.means = "One of five: the record has not taken effect, the CA's server "
			"outside China did not get through, the domain lacks its filing "
			"or real-name verification, a CAA record forbids, or the CA does "
			"not see the record.",
		.causes = CAUSES(
			{FINDING_RECORD_MISSING, "no name server has the record"},
			{FINDING_RECORD_TTL_LONG,
				"an older answer is cached until its TTL ends"},
			{FINDING_RECORD_NOT_EVERYWHERE,
				"some name servers have it, some not"},
			{FINDING_NOT_DELEGATED, "the domain is on hold: real-name "
				"verification or licence missing"},
			{FINDING_CAA_FORBIDS, "add the CA's name to the CAA set; S3's "
				"advice to delete all CAA records is more than is "
				"needed"},
			{FINDING_ICP_OR_GEO_BLOCK,
				"queries from outside China are not answered"},
			{FINDING_WRONG_PROVIDER, "the zone was edited at a provider that "
				"does not serve it"},
			{FINDING_CONSOLE_LAGS, "all is right: the CA tries again"}),
		.commands = LINES(LOOK_DNS, "dig TXT HOSTRECORD", "dig CAA NAME"),
		.decide = "Right at every server and no CAA in the way: wait 1 to 2 "
			"hours.",
		.waits = LINES("huawei/dns-effect", "huawei/ca-network", "huawei/retry"),
	},
	{
		.id = "huawei-succeeded",
		.said_by = "Huawei Cloud's console, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Verification succeeded. Your certificate is on the way.",
				S3)),
		.means = "The record was found. Keep it until the certificate is issued, "
			"then remove it: an old record stands in the way of the next "
			"certificate.",
		.causes = CAUSES(
			{FINDING_KEEP_UNTIL_ISSUED,
				"nothing to do but to keep the record"}),
		.commands = LINES(LOOK_DNS),
		.decide = "Refresh the page for the certificate's status.",
		.waits = LINES("huawei/issuance", "huawei/ov-validation"),
		.good = true,
	},
	{
		.id = "huawei-nslookup",
		.said_by = "nslookup, as S3 uses it",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("Non-existent domain", S3)),
		.means = "nslookup asked for the host record and the name does not "
			"exist: the record has not taken effect, or stands elsewhere.",
		.causes = CAUSES(
			{FINDING_RECORD_MISSING, "no name server has the record"},
			{FINDING_RECORD_NAME_DOUBLED,
				"it is found at name.example.com.example.com"},
			{FINDING_WRONG_PROVIDER, "the zone was edited at a provider that "
				"does not serve it"},
			{FINDING_RECORD_TTL_LONG,
				"the resolver remembers that there was none"},
			{FINDING_RECORD_STALE, "the record of the previous certificate "
				"was not deleted"}),
		.commands = LINES(LOOK_DNS,
			"dig TXT HOSTRECORD @SERVER   (a name server)"),
		.decide = "There at the name server but not by nslookup: a cache, wait "
			"the TTL.",
		.waits = LINES("huawei/dns-effect", "huawei/ttl", "huawei/ttl-alibaba"),
	},
	{
		.id = "huawei-normal",
		.said_by = "Huawei Cloud DNS",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Normal", S34),
			EN("If the status of the record set is Normal, the record set is "
				"added successfully.", S34)),
		.means = "Huawei Cloud DNS took the record. It counts only when the "
			"domain is delegated to Huawei Cloud's name servers.",
		.causes = CAUSES(
			{FINDING_WRONG_PROVIDER, "dig NS shows other name servers"},
			{FINDING_RECORD_LINE_SPLIT,
				"the line is not Default: some regions get no answer"},
			{FINDING_KEEP_UNTIL_ISSUED,
				"all is right: keep it until the issue"}),
		.commands = LINES(LOOK_DNS, "dig +short NS NAME"),
		.decide = "The name servers must be those of the zone's page.",
		.waits = LINES("huawei/dns-effect"),
		.good = true,
	},
	{
		.id = "huawei-pending",
		.said_by = "Huawei Cloud's console",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Pending domain name verification", S4),
			EN("Application Progress Is 40%", S4),
			EN("CA Verifying", S4)),
		.means = "The CA has not confirmed the domain yet. After your own "
			"verification it takes the CA additional time.",
		.causes = CAUSES(
			{FINDING_RECORD_MISSING, "the record is not there"},
			{FINDING_RECORD_MISMATCH, "its value differs"},
			{FINDING_CONSOLE_LAGS, "all is right: the CA has not come yet"},
			{FINDING_KEEP_UNTIL_ISSUED, "keep the record until the issue"}),
		.commands = LINES(LOOK_DNS),
		.decide = "Right at every server: wait.",
		.waits = LINES("huawei/issuance", "huawei/ca-network",
			"huawei/ov-validation"),
	},
	{
		.id = "huawei-organization",
		.said_by = "Huawei Cloud's console",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("Pending organization verification", S4)),
		.means = "The CA has confirmed the domain; it now checks the "
			"organization of an OV or EV certificate, by e-mail or phone.",
		.causes = CAUSES(
			{FINDING_KEEP_UNTIL_ISSUED, "keep the record until the issue"}),
		.commands = LINES("pkiready explain ov"),
		.decide = "Answer the CA's e-mail or call.",
		.waits = LINES("huawei/ov-validation"),
		.good = true,
	},
	{.id = NULL},
};
