/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define PA "BOULDER_PA"
#define LIMITS "BOULDER_LIMITS"
#define BOULDER "Let's Encrypt (Boulder)"

/* clang-format off */
const struct message messages_names[] = {
	{
		.id = "boulder-not-public",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Domain name does not end with a valid public suffix (TLD)",
				PA),
			EN("Domain name is an ICANN TLD", PA),
			EN("Domain name is a wildcard for an ICANN TLD", PA),
			EN("Domain name needs at least one dot", PA)),
		.means = "No public CA issues for this name: its end is no public "
			"top-level domain, or the name is itself a public suffix.",
		.causes = CAUSES(
			{FINDING_PUBLIC_SUFFIX,
				"it is a public suffix or has no registrable part"},
			{FINDING_NAME_NOT_IN_REQUEST,
				"the request holds an internal name"}),
		.commands = LINES("pkiready diagnose NAME",
			"pkiready diagnose --csr FILE"),
		.decide = "The registrable part of the name is shown.",
	},
	{
		.id = "boulder-bad-name",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Domain name contains an invalid character", PA),
			EN("Domain name contains malformed punycode", PA),
			EN("Domain name contains an invalid label in a reserved format",
				PA),
			EN("Domain name is longer than 253 bytes", PA),
			EN("Domain name has more than 10 labels (parts)", PA),
			EN("Domain name ends in a dot", PA),
			EN("Domain name can not have two dots in a row", PA),
			EN("Domain has a label (component between dots) longer than 63 "
				"bytes", PA),
			EN("Identifier type is DNS but value is an IP address", PA)),
		.means = "The name is not one that a certificate can hold: a typing "
			"error, an underscore, a name beyond the limits, or an address.",
		.causes = CAUSES(
			{FINDING_NAME_NOT_IN_REQUEST,
				"the request holds another name than you mean"},
			{FINDING_PUBLIC_SUFFIX, "it has no registrable part"}),
		.commands = LINES("pkiready diagnose NAME"),
		.decide = "A name that cannot be one is refused with the reason.",
	},
	{
		.id = "boulder-wildcard",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Domain name contains an invalid wildcard. A wildcard is only "
				"permitted before the first dot in a domain name", PA),
			EN("Domain name has more than one wildcard", PA),
			EN("Wildcard domain names are not supported", PA)),
		.means = "A wildcard is one star as the first label, and needs DNS "
			"validation.",
		.causes = CAUSES(
			{FINDING_WILDCARD_NEEDS_DNS,
				"a file cannot validate a wildcard"}),
		.commands = LINES("pkiready dns '*.example.com'"),
		.decide = "Validate *.example.com by DNS.",
	},
	{
		.id = "boulder-policy",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("The ACME server refuses to issue a certificate for this "
				"domain name, because it is forbidden by policy", PA),
			EN("forbidden by policy", PA)),
		.means = "The CA has the name on a list of names that it does not issue "
			"for (well known brands, names of cloud providers such as "
			"amazonaws.com). Nothing on this server changes that; another CA "
			"or name does.",
		.causes = CAUSES(
			{FINDING_PUBLIC_SUFFIX,
				"the name belongs to a provider, not to you"},
			{FINDING_NAME_NOT_IN_REQUEST,
				"the request holds another name than you mean"}),
		.commands = LINES("pkiready diagnose NAME"),
		.decide = "Ask the CA, or use a name of your own.",
	},
	{
		.id = "boulder-rate-limit",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("too many failed authorizations * in the last", LIMITS),
			EN("too many failed authorizations recently", LIMITS),
			EN("too many certificates * already issued for", LIMITS),
			EN("too many new orders * from this account in the last", LIMITS),
			EN("too many currently pending authorizations", LIMITS)),
		.means = "The CA counts: 5 failed validations a name, account and hour. "
			"Its message says after which time it accepts again; failing on "
			"does not help.",
		.causes = CAUSES(
			{FINDING_TOO_MANY_REQUESTS,
				"wait until the time in the message"}),
		.commands = LINES("sudo pkiready diagnose NAME --ca letsencrypt"),
		.decide = "Find the cause with this tool, which asks no CA; then try "
			"with the client's --dry-run or staging.",
	},
	{.id = NULL},
};
