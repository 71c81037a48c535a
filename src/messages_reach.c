/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define VA "BOULDER_VA"
#define BOULDER "ACME validators (Let's Encrypt's Boulder, Pebble)"
#define DIAGNOSE_LE "sudo pkiready diagnose NAME --ca letsencrypt"

/* clang-format off */
const struct message messages_reach[] = {
	{
		.id = "boulder-connect-timeout",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Timeout during connect (likely firewall problem)", VA),
			EN("dial tcp * i/o timeout", "GO_HTTP"),
			EN("connection timed out", "GO_HTTP")),
		.means = "No answer to the CA's SYN within 10 seconds, on IPv6 and, "
			"where there is an A record too, on IPv4. Something drops it "
			"silently: a firewall of the host, the security group, a router, "
			"or a dead address.",
		.causes = CAUSES(
			{FINDING_FIREWALL_DROPS, "a rule of this host drops port 80 (or "
				"443 after a redirect)"},
			{FINDING_UPSTREAM_UNPROVED,
				"the host lets it in: look at the security group"},
			{FINDING_UPSTREAM_BLOCKS,
				"an outside probe reaches no interface of the host"},
			{FINDING_ADDRESS_DEAD,
				"one of the published addresses does not answer"},
			{FINDING_ADDRESS_ELSEWHERE, "the name leads to another machine"},
			{FINDING_FIREWALL_DROPS_SOME, "only some sources are let in"},
			{FINDING_BAN_SET, "a ban set holds the CA's address"},
			{FINDING_REVERSE_PATH_FILTER,
				"rp_filter drops it before the firewall"},
			{FINDING_CONNTRACK_FULL, "the connection table is full"},
			{FINDING_LISTENER_OVERFLOW, "the accept queue is full"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = "Each address is tried on both ports; the firewall managers "
			"and the listeners are shown beside it. The address that the CA "
			"used stands before its message.",
	},
	{
		.id = "boulder-read-timeout",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Timeout during * (your server may be slow or overloaded)",
				VA),
			EN("Timeout after connect (your server may be slow or "
				"overloaded)", VA),
			EN("context deadline exceeded (Client.Timeout exceeded while "
				"awaiting headers)", "GO_HTTP"),
			EN("Client.Timeout or context cancellation while reading body",
				"GO_HTTP")),
		.means = "The connection was made, but the answer did not come in time: "
			"the web server or what stands behind it is slow or hangs, or a "
			"device lets the handshake through and drops what follows.",
		.causes = CAUSES(
			{FINDING_HTTP_SLOW, "the answer takes longer than the CA waits"},
			{FINDING_HTTP_NOT_HTTP,
				"another service holds the port and stays silent"},
			{FINDING_LISTENER_OVERFLOW,
				"the server does not accept the connection"},
			{FINDING_LISTENER_FOREIGN,
				"another program than the web server holds it"}),
		.commands = LINES("pkiready diagnose NAME --ca letsencrypt -v"),
		.decide = "-v shows the time of each hop.",
	},
	{
		.id = "boulder-connect-refused",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("Connection refused", VA)),
		.means = "The machine behind the address answered with a reset: nothing "
			"listens on that port and family, or a firewall rejects.",
		.causes = CAUSES(
			{FINDING_NO_LISTENER, "nothing listens on the port"},
			{FINDING_LISTENER_FAMILY_MISSING,
				"AAAA published, but it listens on IPv4 alone"},
			{FINDING_LOOPBACK_ONLY_LISTENER, "it listens on 127.0.0.1 alone"},
			{FINDING_FIREWALL_REJECTS, "a rule rejects with a TCP reset"},
			{FINDING_ADDRESS_ELSEWHERE, "the name leads to another machine"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = "The listeners of 80 and 443 are shown with program and unit.",
	},
	{
		.id = "boulder-connect-reset",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(EN("Connection reset by peer", VA)),
		.means = "The connection was made and then cut: by the web server (444, "
			"a worker that died), by a proxy or WAF, or by a device on the "
			"way (a filing or content block).",
		.causes = CAUSES(
			{FINDING_CONNECT_RESET, "the reset is seen from here too"},
			{FINDING_USER_AGENT_BLOCKED,
				"only the CA's User-Agent is cut off"},
			{FINDING_ICP_OR_GEO_BLOCK,
				"it is cut on the way from abroad only"},
			{FINDING_HTTP_NOT_HTTP, "the port does not speak HTTP"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = "Not cut off here: the way from outside is what remains.",
	},
	{
		.id = "boulder-network-unreachable",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Network unreachable", VA),
			EN("network is unreachable", "GO_HTTP"),
			EN("no route to host", "GO_HTTP")),
		.means = "The CA has no way to the address: it is announced nowhere, "
			"reserved, or a router or firewall answered with ICMP "
			"unreachable.",
		.causes = CAUSES(
			{FINDING_NETWORK_UNREACHABLE, "the same is seen from here"},
			{FINDING_ADDRESS_RESERVED,
				"the address is one that no CA connects to"},
			{FINDING_ADDRESS_DEAD,
				"the AAAA is of a network that is not in use"},
			{FINDING_FIREWALL_REJECTS,
				"a rule rejects with ICMP unreachable"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = "Take away the AAAA or A record that leads nowhere.",
	},
	{
		.id = "boulder-http-not-tls",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Server only speaks HTTP, not TLS", VA),
			EN("server gave HTTP response to HTTPS client", "GO_HTTP")),
		.means = "After a redirect to https the server answered in plain HTTP on "
			"that port.",
		.causes = CAUSES(
			{FINDING_HTTP_NOT_HTTP, "443 speaks plain HTTP"},
			{FINDING_HTTPS_BROKEN, "the TLS of the site is not set up"},
			{FINDING_REDIRECT_TARGET_FAILS,
				"the redirect leads to such a port"}),
		.commands = LINES("pkiready trace "
			"http://NAME/.well-known/acme-challenge/test"),
		.decide = "The hop that leads to 443 is shown with what answered there.",
	},
	{
		.id = "boulder-http2-on-80",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Server is speaking HTTP/2 over HTTP", VA),
			EN("malformed HTTP response", "GO_HTTP")),
		.means = "Port 80 does not speak HTTP/1.1: it sends HTTP/2 without TLS, "
			"or TLS.",
		.causes = CAUSES(
			{FINDING_HTTP_NOT_HTTP, "HTTP/2 or TLS answers on port 80"}),
		.commands = LINES("pkiready diagnose NAME --ca letsencrypt"),
		.decide = "Take http2 from the listen directive of port 80.",
	},
	{
		.id = "boulder-tls-alert",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("remote error: tls: *", VA),
			EN("tls: handshake failure", VA),
			EN("validation attempt was redirected to an HTTPS server that "
				"doesn't support TLSv1.2 or better", "BOULDER_HTTP")),
		.means = "The server at the redirect's target broke off the TLS "
			"handshake, or offers nothing newer than TLS 1.1. The "
			"certificate itself is not checked.",
		.causes = CAUSES(
			{FINDING_TLS_FAILURE, "the handshake fails from here too"},
			{FINDING_HTTPS_BROKEN, "443 is open without usable TLS"},
			{FINDING_WRONG_VHOST,
				"no site of the server is meant by this name (SNI)"}),
		.commands = LINES("pkiready trace "
			"http://NAME/.well-known/acme-challenge/test"),
		.decide = "Or exempt the challenge path from the redirect to https.",
	},
	{
		.id = "boulder-no-validation-data",
		.said_by = BOULDER,
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Error getting validation data", VA),
			EN("EOF", "GO_HTTP"),
			EN("unexpected EOF", "GO_HTTP")),
		.means = "The server closed the connection or sent something that is no "
			"HTTP answer.",
		.causes = CAUSES(
			{FINDING_HTTP_NOT_HTTP, "the port does not speak HTTP"},
			{FINDING_USER_AGENT_BLOCKED,
				"only the CA's User-Agent is cut off (444)"},
			{FINDING_CONNECT_RESET, "the connection is cut from here too"},
			{FINDING_HTTPS_BROKEN, "443 is open without usable TLS"}),
		.commands = LINES("pkiready diagnose NAME --ca letsencrypt -v"),
		.decide = "-v shows what each address answered.",
	},
	{
		.id = "boulder-secondary",
		.said_by = BOULDER,
		.kind = MESSAGE_ALSO,
		.phrases = PHRASES(EN("During secondary validation:", VA)),
		.means = "The CA's first place got through, others did not: at least "
			"three remote places are asked, of up to five one may fail. What "
			"lets only some addresses or countries in cannot pass.",
		.causes = CAUSES(
			{FINDING_FIREWALL_DROPS_SOME, "only some sources are let in"},
			{FINDING_ICP_OR_GEO_BLOCK,
				"a country block before or on the host"},
			{FINDING_FIREWALL_MAYBE,
				"a rate limit drops the simultaneous requests"},
			{FINDING_NAMESERVERS_DISAGREE, "name servers differ by region"},
			{FINDING_BAN_SET, "a ban set reacts to the many requests"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = "Open port 80 to all while the validation runs; addresses are "
			"secret.",
	},
	{
		.id = "mpic-failed",
		.said_by = "SSL.com and other CAs",
		.kind = MESSAGE_ALSO,
		.phrases = PHRASES(EN("MPIC failed", "ACMESH_6660")),
		.means = "Too few of the CA's places in the world agreed. Each must "
			"reach the name servers and the web server, and see the same.",
		.causes = CAUSES(
			{FINDING_ICP_OR_GEO_BLOCK,
				"a country block before or on the host"},
			{FINDING_NAMESERVERS_DISAGREE, "name servers differ by region"},
			{FINDING_CAA_FORBIDS, "the CAA set does not name the CA"}),
		.commands = LINES("sudo pkiready diagnose NAME --ca ssl.com"),
		.decide = "What follows the words says which part failed.",
	},
	{.id = NULL},
};
