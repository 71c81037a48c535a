/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define DNS "BOULDER_DNS"
#define BOULDER "ACME validators (Let's Encrypt's Boulder, Pebble)"
#define DIAGNOSE_LE "pkiready diagnose NAME --ca letsencrypt"
#define TXT_AT_SERVERS "dig TXT _acme-challenge.NAME @SERVER   (each name server in turn)"

/* clang-format off */
const struct message messages_dns[] = {
	{
		.id = "boulder-nxdomain",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("DNS problem: NXDOMAIN looking up * for * - check that a DNS "
				"record exists for this domain", DNS),
			EN("DNS problem: NXDOMAIN looking up * for", DNS),
			EN("could not resolve URL", "PEBBLE"),
			EN("no such host", "GO_HTTP")),
		.means = "The name does not exist in the DNS that the world sees: never "
			"created, misspelt, or the domain is not delegated any more.",
		.causes = CAUSES(
			{FINDING_NAME_NOT_FOUND, "the name servers deny the name"},
			{FINDING_NOT_DELEGATED,
				"the parent zone denies the whole domain"},
			{FINDING_RESOLVER_DIFFERS, "only an internal resolver knows it"},
			{FINDING_RECORD_MISSING,
				"it was looked up for TXT: the record is not there"},
			{FINDING_SIBLING_MISSING, "it is the www or the apex name"}),
		.commands = LINES(DIAGNOSE_LE, "dig +trace NAME"),
		.decide = "What the authorities say stands beside what this host's "
			"resolver says.",
	},
	{
		.id = "boulder-servfail",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("DNS problem: SERVFAIL looking up * for * - the domain's "
				"nameservers may be malfunctioning", DNS),
			EN("DNS problem: SERVFAIL looking up", DNS),
			EN("DNS problem: server failure at resolver looking up", DNS),
			EN("DNS problem: looking up * DNSSEC", DNS),
			EN("SERVFAIL", DNS)),
		.means = "The lookup failed: most often DNSSEC is broken (expired "
			"signature, wrong DS after a change of provider), else the name "
			"servers fail.",
		.causes = CAUSES(
			{FINDING_DNSSEC_BOGUS, "the chain of trust is broken"},
			{FINDING_DNS_SERVFAIL, "a name server fails"},
			{FINDING_LAME_DELEGATION,
				"a delegated server does not serve the zone"},
			{FINDING_DNS_TIMEOUT, "a name server does not answer"}),
		.commands = LINES(DIAGNOSE_LE,
			"dig +cd NAME   (answers: then DNSSEC is broken)"),
		.decide = "Bogus is shown with its reason; else each server with its "
			"answer.",
	},
	{
		.id = "boulder-dns-timeout",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("DNS problem: query timed out looking up", DNS),
			EN("DNS problem: query timed out (and was canceled) looking up",
				DNS),
			EN("DNS problem: networking error looking up", DNS),
			EN("DNS problem: response was truncated looking up", DNS)),
		.means = "The name servers do not answer the CA: UDP or TCP 53 is "
			"closed, blocked from abroad, or limited in rate. Both UDP and "
			"TCP are needed.",
		.causes = CAUSES(
			{FINDING_DNS_TIMEOUT,
				"a name server does not answer on UDP or TCP 53"},
			{FINDING_LAME_DELEGATION,
				"a delegated server does not serve the zone"},
			{FINDING_ICP_OR_GEO_BLOCK, "it answers here but not from abroad"},
			{FINDING_DNS_SERVFAIL,
				"a server refuses after too many queries"}),
		.commands = LINES(DIAGNOSE_LE, "dig +tcp NAME @SERVER"),
		.decide = "Each name server is shown with UDP and TCP.",
	},
	{
		.id = "boulder-dns-refused",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("DNS problem: REFUSED looking up", DNS),
			EN("DNS problem: NOTIMP looking up", DNS),
			EN("DNS problem: FORMERR looking up", DNS)),
		.means = "A name server answers that it will not, or cannot, answer: it "
			"does not serve the zone, or does not know the type (old servers "
			"and CAA).",
		.causes = CAUSES(
			{FINDING_LAME_DELEGATION,
				"a delegated server does not serve the zone"},
			{FINDING_CAA_LOOKUP_FAILS, "it fails for CAA alone"},
			{FINDING_DNS_SERVFAIL, "a server is limited in rate"}),
		.commands = LINES(DIAGNOSE_LE, "dig CAA NAME @SERVER"),
		.decide = "Each name server is shown with its answer.",
	},
	{
		.id = "boulder-caa-lookup",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("DNS problem: SERVFAIL looking up CAA for * - the domain's "
				"nameservers may be malfunctioning", DNS),
			EN("DNS problem: NXDOMAIN looking up CAA for * - check that a "
				"DNS record exists for this domain", DNS),
			EN("DNS problem: query timed out looking up CAA for", DNS),
			EN("DNS problem: query timed out (and was canceled) looking up "
				"CAA for", DNS),
			EN("DNS problem: networking error looking up CAA for", DNS),
			EN("DNS problem: response was truncated looking up CAA for", DNS),
			EN("DNS problem: server failure at resolver looking up CAA for",
				DNS),
			EN("DNS problem: * looking up CAA for", DNS),
			EN("DNS problem: looking up CAA for", DNS)),
		.means = "Not the record but the lookup of CAA fails, at the name or one "
			"above it; then no CA may issue. Since 2026-03-15 a DNSSEC error "
			"is never permission.",
		.causes = CAUSES(
			{FINDING_CAA_LOOKUP_FAILS,
				"a server fails when it is asked for CAA"},
			{FINDING_DNSSEC_BOGUS, "the chain of trust is broken"},
			{FINDING_DNS_SERVFAIL, "a server fails"},
			{FINDING_DNS_TIMEOUT, "a server does not answer"}),
		.commands = LINES(DIAGNOSE_LE,
			"dig CAA NAME @SERVER   (and each parent name)"),
		.decide = "The name after \"for\" is the one whose servers fail.",
	},
	{
		.id = "boulder-caa-forbids",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("CAA record for * prevents issuance", "BOULDER_CAA"),
			EN("CAA record does not include *", "ACMESH_6660"),
			EN("prevents issuance", "BOULDER_CAA")),
		.means = "The CAA set that decides names other CAs, another account or "
			"another method, or has a critical tag that the CA does not "
			"know.",
		.causes = CAUSES(
			{FINDING_CAA_FORBIDS,
				"the set does not name this CA: add it, delete none"},
			{FINDING_CAA_PARAMETERS,
				"accounturi or validationmethods exclude this order"},
			{FINDING_CAA_WILDCARD_FORBIDS,
				"issuewild excludes it, for a wildcard"},
			{FINDING_CAA_CRITICAL_UNKNOWN,
				"an unknown tag is marked critical"},
			{FINDING_CAA_INHERITED_ALIAS,
				"the set comes through a CNAME's target"}),
		.commands = LINES(DIAGNOSE_LE, "dig CAA NAME   (then each parent name)"),
		.decide = "The first name on the way up that has CAA records decides.",
	},
	{
		.id = "boulder-caa-processing",
		.said_by = BOULDER,
		.kind = MESSAGE_ALSO,
		.phrases = PHRASES(EN("While processing CAA for *", "BOULDER_CAA")),
		.means = "The control of the name was shown; CAA is checked (again) "
			"before the issue.",
		.causes = CAUSES(
			{FINDING_CAA_FORBIDS, "the set does not allow it"},
			{FINDING_CAA_LOOKUP_FAILS, "the lookup fails"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = "What follows the name says which.",
	},
	{
		.id = "boulder-no-addresses",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("no valid A records found for *; no valid AAAA records found "
				"for", DNS),
			EN("no valid A records found for", DNS),
			EN("no valid AAAA records found for", DNS),
			EN("No valid IP addresses found for", DNS),
			EN("has no IPv4 or IPv6 addresses", "BOULDER_HTTP")),
		.means = "The name exists but has no A or AAAA record that a CA connects "
			"to: none at all, or only private and reserved ones.",
		.causes = CAUSES(
			{FINDING_NO_ADDRESS, "neither A nor AAAA"},
			{FINDING_ADDRESS_RESERVED, "only private or reserved addresses"},
			{FINDING_RECORD_DANGLING_CNAME, "its CNAME leads nowhere"},
			{FINDING_RESOLVER_DIFFERS, "internal and public DNS differ"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = "Every address is shown with what it is.",
	},
	{
		.id = "boulder-no-txt",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("No TXT record found at", DNS),
			EN("No TXT records found for DNS challenge", "PEBBLE")),
		.means = "The TXT record is not there: not yet everywhere, at a doubled "
			"name, or the zone was edited where it is not served.",
		.causes = CAUSES(
			{FINDING_RECORD_MISSING, "no name server has it"},
			{FINDING_RECORD_NOT_EVERYWHERE,
				"some name servers have it, some not"},
			{FINDING_RECORD_NAME_DOUBLED,
				"it is found at _acme-challenge.example.com.example.com"},
			{FINDING_WRONG_PROVIDER, "the zone was edited at a provider that "
				"does not serve it"},
			{FINDING_RECORD_DANGLING_CNAME,
				"_acme-challenge is a CNAME that leads nowhere"}),
		.commands = LINES("pkiready dns NAME --ca letsencrypt",
			TXT_AT_SERVERS),
		.decide = "There at every server: let the client wait longer before it "
			"asks.",
	},
	{
		.id = "boulder-wrong-txt",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Incorrect TXT record * found at", DNS),
			EN("Correct value not found for DNS challenge", "PEBBLE")),
		.means = "A TXT record is there, but none with this challenge's value: "
			"an old one, one with quotes, or not yet the new one.",
		.causes = CAUSES(
			{FINDING_RECORD_STALE,
				"an old value stands beside or instead of it"},
			{FINDING_RECORD_MISMATCH, "the value differs"},
			{FINDING_RECORD_QUOTED, "the value holds literal quotes"},
			{FINDING_RECORD_NOT_EVERYWHERE,
				"some name servers have the old value"},
			{FINDING_RECORD_TTL_LONG, "a cache holds the old value"}),
		.commands = LINES("pkiready dns NAME --ca letsencrypt "
			"--expect VALUE",
			TXT_AT_SERVERS),
		.decide = "Delete old values; several new ones may stand side by side.",
	},
	{.id = NULL},
};
