/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define HTTP "BOULDER_HTTP"
#define BOULDER "ACME validators (Let's Encrypt's Boulder, Pebble)"
#define WEBROOT "sudo pkiready diagnose NAME --ca letsencrypt --webroot DIR"

/* clang-format off */
const struct message messages_content[] = {
	{
		.id = "boulder-response-404",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid response from * 404", HTTP),
			EN("Non-200 status code from HTTP: * returned 404", "PEBBLE")),
		.means = "The server that answered has no such file: the client wrote it "
			"below another web root than the one of the site that answers, "
			"or a rule takes the path away. The URL in the message may be "
			"that of a redirect's target.",
		.causes = CAUSES(
			{FINDING_FILE_NOT_ON_DISK, "the file is not below that web root"},
			{FINDING_FILE_NOT_SERVED,
				"it is on the disk, another location takes the path"},
			{FINDING_WRONG_VHOST,
				"another site of this server answers for the name"},
			{FINDING_ADDRESS_ELSEWHERE,
				"the name, or only its AAAA, leads elsewhere"},
			{FINDING_REDIRECT_TARGET_FAILS,
				"the redirect's target lacks the file"},
			{FINDING_FILE_ADDRESS_DIFFERS, "one of two addresses lacks it"}),
		.commands = LINES(WEBROOT),
		.decide = "404 for a random name from the right site is as it should be: "
			"the path is reachable. Compare the web root with the one the "
			"client writes to.",
	},
	{
		.id = "boulder-response-403",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid response from * 403", HTTP),
			EN("Invalid response from * 401", HTTP),
			EN("Non-200 status code from HTTP: * returned 403", "PEBBLE")),
		.means = "The server refuses the path or the asker: a rule against dot "
			"directories, an address or country rule, a WAF, a password, or "
			"the file's own rights.",
		.causes = CAUSES(
			{FINDING_CONFIG_DENY,
				"a deny rule for dot files, the path or the source"},
			{FINDING_FILE_UNREADABLE,
				"the web server's user may not read it"},
			{FINDING_USER_AGENT_BLOCKED,
				"only the CA's User-Agent is refused"},
			{FINDING_BOT_CHALLENGE, "a challenge page answers"},
			{FINDING_HTTP_STATUS, "the status is seen from here too"},
			{FINDING_CDN_SERVES, "the CDN's WAF refuses"}),
		.commands = LINES(WEBROOT),
		.decide = "200 here but 403 for the CA: a rule on sources.",
	},
	{
		.id = "boulder-response-5xx",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid response from * 500", HTTP),
			EN("Invalid response from * 502", HTTP),
			EN("Invalid response from * 503", HTTP),
			EN("Invalid response from * 504", HTTP),
			EN("Invalid response from * 520", HTTP),
			EN("Invalid response from * 521", HTTP),
			EN("Invalid response from * 522", HTTP),
			EN("Invalid response from * 523", HTTP),
			EN("Invalid response from * 524", HTTP),
			EN("Invalid response from * 525", HTTP),
			EN("Invalid response from * 526", HTTP)),
		.means = "A proxy or CDN answered but got nothing from the server behind "
			"it, or the application failed. 520 to 526 are Cloudflare's: the "
			"edge did not reach this server.",
		.causes = CAUSES(
			{FINDING_HTTP_STATUS, "the status is seen from here too"},
			{FINDING_CDN_SERVES,
				"a CDN answers: look at its way to this server"},
			{FINDING_NO_LISTENER,
				"the server behind the proxy is not running"},
			{FINDING_FIREWALL_DROPS_SOME,
				"the proxy's addresses are not let in"}),
		.commands = LINES("sudo pkiready diagnose NAME --ca letsencrypt"),
		.decide = "Serve the challenge path by the web server itself, not the "
			"application.",
	},
	{
		.id = "boulder-response-html",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid response from * doctype html", HTTP),
			EN("Invalid response from * html", HTTP)),
		.means = "200, but with a page instead of the token: a CMS, a parking or "
			"login page, a router's own site. The validator reads 128 bytes "
			"and shows them.",
		.causes = CAUSES(
			{FINDING_HTML_INSTEAD, "a page answers for every path"},
			{FINDING_WRONG_VHOST, "another site of this server answers"},
			{FINDING_ADDRESS_ELSEWHERE,
				"the name leads to a parking page or a router"},
			{FINDING_BOT_CHALLENGE, "a challenge page answers"},
			{FINDING_HTTP_TOO_LARGE, "more than 127 bytes"}),
		.commands = LINES(WEBROOT),
		.decide = "The page's title and server are shown with the finding.",
	},
	{
		.id = "boulder-response-other",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Invalid response from *", HTTP),
			EN("Non-200 status code from HTTP: *", "PEBBLE")),
		.means = "The last answer was not 200 with a short body: another status, "
			"or 128 bytes and more.",
		.causes = CAUSES(
			{FINDING_HTTP_STATUS, "a status other than 200"},
			{FINDING_HTML_INSTEAD, "a page instead of the token"},
			{FINDING_HTTP_TOO_LARGE, "128 bytes or more"},
			{FINDING_REDIRECT_TARGET_FAILS,
				"the redirect's target lacks the file"}),
		.commands = LINES(WEBROOT),
		.decide = "The number or text behind the URL says which.",
	},
	{
		.id = "boulder-body-error",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("Error reading HTTP response body", HTTP)),
		.means = "The header came, the body did not: cut off, a wrong length, or "
			"too slow.",
		.causes = CAUSES(
			{FINDING_HTTP_SLOW, "the body takes longer than the CA waits"},
			{FINDING_CONNECT_RESET, "the connection is cut in the middle"},
			{FINDING_FILE_DIFFERS, "the body is shorter than announced"}),
		.commands = LINES(WEBROOT " -v"),
		.decide = "-v shows each hop with length and time.",
	},
	{
		.id = "boulder-wrong-key-authorization",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("The key authorization file from the server did not match "
				"this challenge. Expected * (got *)", HTTP),
			EN("The key authorization file from the server did not match "
				"this challenge",
				HTTP)),
		.means = "200 with a short body, but not token.thumbprint: an old "
			"challenge file, another ACME account or client, bytes before "
			"the token (BOM, blank line), or another machine. White space at "
			"the end does no harm.",
		.causes = CAUSES(
			{FINDING_FILE_DIFFERS, "another token or thumbprint"},
			{FINDING_FILE_EDITED, "a BOM or newline stands before it"},
			{FINDING_FILE_ADDRESS_DIFFERS, "two addresses have two files"},
			{FINDING_CDN_STALE, "an edge serves an older file"},
			{FINDING_CDN_SERVES, "the CDN answers challenges itself"},
			{FINDING_ADDRESS_ELSEWHERE, "the name leads to another machine"}),
		.commands = LINES("pkiready diagnose NAME --method http-01 --token TOKEN "
			"--expect TOKEN.THUMBPRINT"),
		.decide = "Expected and got stand in the message: the part before the "
			"dot is the token, the part behind it the account.",
	},
	{
		.id = "boulder-tls-alpn",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Incorrect validation certificate for tls-alpn-01 challenge",
				"BOULDER_TLSALPN"),
			EN("Cannot negotiate ALPN protocol \"acme-tls/1\" for "
				"tls-alpn-01 challenge",
				"BOULDER_TLSALPN"),
			EN("No certs presented for tls-alpn-01 challenge",
				"BOULDER_TLSALPN")),
		.means = "tls-alpn-01: what answers on 443 is not the ACME client but "
			"the ordinary web server, a proxy or a CDN that ends TLS itself.",
		.causes = CAUSES(
			{FINDING_LISTENER_FOREIGN,
				"another program than the client holds 443"},
			{FINDING_CDN_SERVES, "a CDN ends TLS before this server"},
			{FINDING_ADDRESS_ELSEWHERE, "the name leads to another machine"},
			{FINDING_METHOD_OTHER_FITS, "http-01 or dns-01 fits better"}),
		.commands = LINES("sudo pkiready diagnose NAME --ca letsencrypt"),
		.decide = "The program that listens on 443 is shown.",
	},
	{.id = NULL},
};
