/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define HTTP "BOULDER_HTTP"
#define BOULDER "ACME validators (Let's Encrypt's Boulder, Pebble)"
#define CHALLENGE "http://NAME/.well-known/acme-challenge/test"
#define TRACE "pkiready trace " CHALLENGE " --ca letsencrypt"

/* clang-format off */
const struct message messages_redirects[] = {
	{
		.id = "boulder-too-many-redirects",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Too many redirects", HTTP),
			EN("stopped after 10 redirects", "GO_HTTP")),
		.means = "The 12th redirect ended it (the documents say 10, the code "
			"follows 11).",
		.causes = CAUSES(
			{FINDING_REDIRECT_TOO_MANY,
				"the chain is longer than the CA follows"},
			{FINDING_REDIRECT_LOOP, "it goes round with ever new addresses"}),
		.commands = LINES(TRACE),
		.decide = "Every hop is shown.",
	},
	{
		.id = "boulder-redirect-loop",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("Redirect loop detected", HTTP)),
		.means = "The same URL came twice. It is also said, misleadingly, when "
			"the redirect's target has an AAAA that does not answer on 443 "
			"(boulder #8029).",
		.causes = CAUSES(
			{FINDING_REDIRECT_LOOP, "the chain leads back to itself"},
			{FINDING_REDIRECT_TARGET_FAILS,
				"the target's IPv6 address does not answer"},
			{FINDING_ADDRESS_DEAD,
				"an AAAA is published that is not served"}),
		.commands = LINES(TRACE),
		.decide = "No loop is shown: look at the target's IPv6 address.",
	},
	{
		.id = "boulder-redirect-code",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("received disallowed redirect status code", HTTP)),
		.means = "A CA may follow 301, 302, 307 and 308 only (BR 3.2.2.4.19); "
			"this was 303 or another.",
		.causes = CAUSES({FINDING_REDIRECT_CODE,
			"a hop answers with another code"}),
		.commands = LINES(TRACE),
		.decide = "The code of each hop is shown.",
	},
	{
		.id = "boulder-redirect-scheme",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid protocol scheme in redirect target", HTTP),
			EN("unsupported protocol scheme", "GO_HTTP")),
		.means = "The redirect leads to something that is neither http nor "
			"https.",
		.causes = CAUSES({FINDING_REDIRECT_SCHEME,
			"the Location has another scheme"}),
		.commands = LINES(TRACE),
		.decide = "The Location is shown as it was sent.",
	},
	{
		.id = "boulder-redirect-port",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid port in redirect target. Only ports 80 and 443 are "
				"supported, not *",
				HTTP),
			EN("Invalid port in redirect target", HTTP)),
		.means = "A redirect may lead to port 80 or 443 only, at every CA.",
		.causes = CAUSES({FINDING_REDIRECT_PORT,
			"the Location names another port"}),
		.commands = LINES(TRACE),
		.decide = "Often $server_port or an application's own idea of its URL.",
	},
	{
		.id = "boulder-redirect-slash",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid host in redirect target *. Check webserver config "
				"for missing '/' in redirect target.", HTTP),
			EN("Check webserver config for missing '/' in redirect target.",
				HTTP)),
		.means = "The redirect's host ends in .well-known: the rule glues the "
			"path to the host because its target lacks the slash at the end.",
		.causes = CAUSES(
			{FINDING_REDIRECT_OFF_DOMAIN, "the host is name.well-known"},
			{FINDING_CONFIG_REDIRECT,
				"the directive with the missing slash"}),
		.commands = LINES(TRACE),
		.decide = "Write Redirect / https://example.com/ with the slash at the "
			"end.",
	},
	{
		.id = "boulder-redirect-reserved",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid host in redirect target: IP address is in a reserved "
				"address block",
				HTTP),
			EN("IP address is in a reserved address block", HTTP),
			EN("Invalid host in redirect target: contains scope zone", HTTP)),
		.means = "The redirect leads to an address that is not of the public "
			"internet.",
		.causes = CAUSES(
			{FINDING_REDIRECT_RESERVED,
				"the Location is a private or local address"},
			{FINDING_ADDRESS_RESERVED,
				"the name itself has such an address"}),
		.commands = LINES(TRACE),
		.decide = "The reserved block is named.",
	},
	{
		.id = "boulder-redirect-host",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid host in redirect target, must end in IANA registered "
				"TLD", HTTP),
			EN("Invalid hostname in redirect target, must end in IANA "
				"registered TLD",
				HTTP),
			EN("Invalid hostname in redirect target", HTTP),
			EN("Invalid empty host in redirect target", HTTP)),
		.means = "The redirect's host is empty or an internal name (server, "
			"localhost, .local): no CA can resolve it.",
		.causes = CAUSES(
			{FINDING_REDIRECT_OFF_DOMAIN,
				"the Location names an internal host"},
			{FINDING_REDIRECT_TARGET_FAILS, "the host does not resolve"}),
		.commands = LINES(TRACE),
		.decide = "Often a server name that was left at its default.",
	},
	{
		.id = "boulder-redirect-long",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("Redirect target too long", HTTP)),
		.means = "The path of the redirect's target is longer than 2000 octets.",
		.causes = CAUSES(
			{FINDING_REDIRECT_TARGET_FAILS,
				"the path is longer than the CA takes"},
			{FINDING_REDIRECT_LOOP, "each round adds to the path"}),
		.commands = LINES(TRACE),
		.decide = "The length grows from hop to hop: a loop that nests.",
	},
	{.id = NULL},
};
