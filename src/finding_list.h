/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The master list of findings, in the catalogue's order. No include guard: it is expanded
 * with FINDING(symbol, id, section, title, why, advice, proof) where it is needed.
 */

/* -- Listener */
FINDING(NO_LISTENER, "no-listener", "Listener",
	"nothing listens on 80 or 443 where the method needs it, per family",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(LOOPBACK_ONLY_LISTENER, "loopback-only-listener", "Listener",
	"listens on 127.0.0.1 or ::1 alone",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(LISTENER_FAMILY_MISSING, "listener-family-missing", "Listener",
	"AAAA published, no v6 listener (or A and no v4)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(LISTENER_FOREIGN, "listener-foreign", "Listener",
	"another program than the web server holds the port",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(LISTENER_OVERFLOW, "listener-overflow", "Listener",
	"accept queue full, SYNs dropped",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(HTTPS_BROKEN, "https-broken", "Listener",
	"443 is open but no usable TLS (plain HTTP, too old, hangs): serve it or stop listening",
	"",
	"",
	CERTAINTY_PROVED)

/* -- Host firewall */
FINDING(FIREWALL_DROPS, "firewall-drops", "Host firewall",
	"a fresh SYN to the port from anywhere is dropped or rejected; names manager, table, chain, rule handle and text, and the whole jump path",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FIREWALL_REJECTS, "firewall-rejects", "Host firewall",
	"a fresh SYN to the port from anywhere is dropped or rejected; names manager, table, chain, rule handle and text, and the whole jump path",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FIREWALL_DROPS_SOME, "firewall-drops-some", "Host firewall",
	"only some sources are dropped: the exact map of the address space",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FIREWALL_DROPS_CA, "firewall-drops-ca", "Host firewall",
	"one or more of the CA's addresses is dropped (allowlist, ban set)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FIREWALL_MAYBE, "firewall-maybe", "Host firewall",
	"verdict depends on rate limit, quota, time, random",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(FIREWALL_UNREADABLE, "firewall-unreadable", "Host firewall",
	"no privilege, foreign kernel feature, unknown expression",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RULE_WITHOUT_EFFECT, "rule-without-effect", "Host firewall",
	"an accept for the port exists but is never reached: after a REJECT, other table, other backend, wrong zone, dormant table, chain nobody jumps to",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(RULE_NOT_PERSISTENT, "rule-not-persistent", "Host firewall",
	"runtime and saved configuration differ for the port",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(RULE_NOT_LOADED, "rule-not-loaded", "Host firewall",
	"runtime and saved configuration differ for the port",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(TWO_FIREWALLS, "two-firewalls", "Host firewall",
	"more than one manager has rules that decide",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(WRONG_BACKEND, "wrong-backend", "Host firewall",
	"iptables-legacy and iptables-nft both hold rules",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(ZONE_MISMATCH, "zone-mismatch", "Host firewall",
	"firewalld: the port is open in a zone that the packet does not hit",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(FIREWALL_PANIC, "firewall-panic", "Host firewall",
	"firewalld panic mode, lockdown, Windows shields-up",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(BAN_SET, "ban-set", "Host firewall",
	"the CA's address stands in fail2ban, CrowdSec or other ban sets",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(CONTAINER_PORT, "container-port", "Host firewall",
	"the port is published by Docker or Podman: INPUT rules do not decide",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(REVERSE_PATH_FILTER, "reverse-path-filter", "Host firewall",
	"rp_filter drops it before the firewall",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(NO_RETURN_ROUTE, "no-return-route", "Host firewall",
	"the SYN-ACK has no way back (blackhole, policy routing)",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(PACKET_PROGRAM, "packet-program", "Host firewall",
	"an XDP or tc program, cgroup BPF (IPAddressDeny), IPVS or a BPF netfilter link stands in the path",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(CONNTRACK_FULL, "conntrack-full", "Host firewall",
	"table full, new connections dropped",
	"",
	"",
	CERTAINTY_PROVED)

/* -- Outside the host */
FINDING(UPSTREAM_BLOCKS, "upstream-blocks", "Outside the host",
	"an outside probe was sent and no SYN reached the interface",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(UPSTREAM_UNPROVED, "upstream-unproved", "Outside the host",
	"nothing outside has probed yet: the cloud's security group is not known",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(BEHIND_NAT, "behind-nat", "Outside the host",
	"the published address is on no interface of this host",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(CARRIER_NAT, "carrier-nat", "Outside the host",
	"the WAN address is in 100.64.0.0/10 or private",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(SELF_PROBE_LOCAL, "self-probe-local", "Outside the host",
	"the destination is local: the connect went over lo and proves nothing about the path",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(ICP_OR_GEO_BLOCK, "icp-or-geo-block", "Outside the host",
	"the answer seen outside differs from the one seen here though no SYN arrived, or only some regions fail",
	"",
	"",
	CERTAINTY_PROVED)

/* -- Names and addresses */
FINDING(RECURSION_BLOCKED, "recursion-blocked", "Names and addresses",
	"this host cannot reach the root servers on UDP or TCP 53: what authorities say is unknown here, the host's resolver is shown instead",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(EGRESS_BLOCKED, "egress-blocked", "Names and addresses",
	"this host's own output path drops the look: a timeout is not charged to the other side",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(NOT_DELEGATED, "not-delegated", "Names and addresses",
	"the parent zone denies the name although servers still serve its zone: expired, on hold, real-name or ICP filing missing",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(DELEGATION_CHANGING, "delegation-changing", "Names and addresses",
	"parent's and child's NS differ, or caches hold the old ones: time left (up to 48 h)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(NAME_NOT_IN_REQUEST, "name-not-in-request", "Names and addresses",
	"the name examined is not in the CSR, or the CSR holds names not examined",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(NAME_NOT_FOUND, "name-not-found", "Names and addresses",
	"NXDOMAIN; neither A nor AAAA",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(NO_ADDRESS, "no-address", "Names and addresses",
	"NXDOMAIN; neither A nor AAAA",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(DNS_SERVFAIL, "dns-servfail", "Names and addresses",
	"authoritative servers fail, do not answer on UDP or TCP 53, or are not authoritative; each server by name",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(DNS_TIMEOUT, "dns-timeout", "Names and addresses",
	"authoritative servers fail, do not answer on UDP or TCP 53, or are not authoritative; each server by name",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(LAME_DELEGATION, "lame-delegation", "Names and addresses",
	"authoritative servers fail, do not answer on UDP or TCP 53, or are not authoritative; each server by name",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(DNSSEC_BOGUS, "dnssec-bogus", "Names and addresses",
	"chain of trust broken: which RRSIG, DS or DNSKEY, expired when",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(NAMESERVERS_DISAGREE, "nameservers-disagree", "Names and addresses",
	"authoritative servers give different answers, or serials",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RESOLVER_DIFFERS, "resolver-differs", "Names and addresses",
	"the host's resolver answers otherwise than the authorities (split horizon, stale cache)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(ADDRESS_ELSEWHERE, "address-elsewhere", "Names and addresses",
	"an A or AAAA leads to another machine or a CDN",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(ADDRESS_RESERVED, "address-reserved", "Names and addresses",
	"an address that no CA will connect to (IANA registries)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(ADDRESS_DEAD, "address-dead", "Names and addresses",
	"one of several addresses does not answer",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(SIBLING_MISSING, "sibling-missing", "Names and addresses",
	"the apex or the www name does not resolve or is not served where the profile checks both",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(WILDCARD_NEEDS_DNS, "wildcard-needs-dns", "Names and addresses",
	"file validation asked for `*.`",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(PUBLIC_SUFFIX, "public-suffix", "Names and addresses",
	"the name is a public suffix or has no registrable part",
	"",
	"",
	CERTAINTY_PROVED)

/* -- DNS validation records */
FINDING(RECORD_MISSING, "record-missing", "DNS validation records",
	"the TXT or CNAME is not there",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_MISMATCH, "record-mismatch", "DNS validation records",
	"value differs: shows the difference character by character",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_QUOTED, "record-quoted", "DNS validation records",
	"the value holds literal quotes, or lacks those that the provider demands",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_TRAILING_DOT, "record-trailing-dot", "DNS validation records",
	"a trailing period in the value, or doubled",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_NAME_DOUBLED, "record-name-doubled", "DNS validation records",
	"found at name.example.com.example.com",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_WRONG_TYPE, "record-wrong-type", "DNS validation records",
	"CNAME, A or other where TXT is wanted (and the reverse)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_WRONG_LEVEL, "record-wrong-level", "DNS validation records",
	"put at www where the registrable name is wanted, or the reverse",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_STALE, "record-stale", "DNS validation records",
	"an old value stands beside or instead of the new",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_NOT_EVERYWHERE, "record-not-everywhere", "DNS validation records",
	"present on some authoritative servers only",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_TTL_LONG, "record-ttl-long", "DNS validation records",
	"negative or positive TTL above the profile's limit: when it will be seen",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_EXPIRED, "record-expired", "DNS validation records",
	"value older than the profile allows (24 h, 3 d, 30 d), by `--issued`; unknown without it: DNS has no birth date. An alias may override: DigiCert DV 24 h at Alibaba Cloud, GeoTrust none",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(RECORD_LINE_SPLIT, "record-line-split", "DNS validation records",
	"the answer differs by region or line (S4: ISP line must be Default): asked with EDNS Client Subnet of several regions",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_CONFLICT, "record-conflict", "DNS validation records",
	"other TXT values stand at the same host: an automatic change will delete them",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(RECORD_DANGLING_CNAME, "record-dangling-cname", "DNS validation records",
	"the CNAME leads nowhere",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(WRONG_PROVIDER, "wrong-provider", "DNS validation records",
	"the zone was edited at a provider whose servers are not the delegated ones",
	"",
	"",
	CERTAINTY_PROVED)

/* -- CAA */
FINDING(CAA_FORBIDS, "caa-forbids", "CAA",
	"the relevant set names other CAs; shows the record to *add* (never \"delete all\")",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CAA_INHERITED_ALIAS, "caa-inherited-alias", "CAA",
	"the set comes through a CNAME's target (github.io)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CAA_LOOKUP_FAILS, "caa-lookup-fails", "CAA",
	"SERVFAIL, timeout, refused, bogus on the climb",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CAA_CRITICAL_UNKNOWN, "caa-critical-unknown", "CAA",
	"critical tag; issuewild; accounturi, validationmethods",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CAA_WILDCARD_FORBIDS, "caa-wildcard-forbids", "CAA",
	"critical tag; issuewild; accounturi, validationmethods",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CAA_PARAMETERS, "caa-parameters", "CAA",
	"critical tag; issuewild; accounturi, validationmethods",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CAA_MULTI_ISSUER_NOTE, "caa-multi-issuer-note", "CAA",
	"the reseller's CA brand differs from the issuing CA's name",
	"",
	"",
	CERTAINTY_ASSUMED)

/* -- HTTP, redirects, TLS */
FINDING(CONNECT_REFUSED, "connect-refused", "HTTP, redirects, TLS",
	"per name, address and port; joined with the firewall's and capture's evidence into one cause",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CONNECT_TIMEOUT, "connect-timeout", "HTTP, redirects, TLS",
	"per name, address and port; joined with the firewall's and capture's evidence into one cause",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CONNECT_RESET, "connect-reset", "HTTP, redirects, TLS",
	"per name, address and port; joined with the firewall's and capture's evidence into one cause",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(NETWORK_UNREACHABLE, "network-unreachable", "HTTP, redirects, TLS",
	"per name, address and port; joined with the firewall's and capture's evidence into one cause",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECTED, "redirected", "HTTP, redirects, TLS",
	"a 3xx where the profile follows none",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_LOOP, "redirect-loop", "HTTP, redirects, TLS",
	"breaks the profile's rules for following",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_TOO_MANY, "redirect-too-many", "HTTP, redirects, TLS",
	"breaks the profile's rules for following",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_CODE, "redirect-code", "HTTP, redirects, TLS",
	"breaks the profile's rules for following",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_PORT, "redirect-port", "HTTP, redirects, TLS",
	"breaks the profile's rules for following",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_SCHEME, "redirect-scheme", "HTTP, redirects, TLS",
	"breaks the profile's rules for following",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_OFF_DOMAIN, "redirect-off-domain", "HTTP, redirects, TLS",
	"breaks the profile's rules for following",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_RESERVED, "redirect-reserved", "HTTP, redirects, TLS",
	"breaks the profile's rules for following",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_NOT_HTTP, "redirect-not-http", "HTTP, redirects, TLS",
	"breaks the profile's rules for following",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(REDIRECT_TARGET_FAILS, "redirect-target-fails", "HTTP, redirects, TLS",
	"a hop's target does not answer or lacks the file (also: only its v6 address)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(HTTP_STATUS, "http-status", "HTTP, redirects, TLS",
	"403, 404, 5xx, 444 and other at the final hop",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(HTTP_SLOW, "http-slow", "HTTP, redirects, TLS",
	"beyond the profile's time",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(HTTP_TOO_LARGE, "http-too-large", "HTTP, redirects, TLS",
	"body beyond the profile's limit",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(HTTP_NOT_HTTP, "http-not-http", "HTTP, redirects, TLS",
	"something else answers on the port: TLS or HTTP/2 without TLS on 80, plain HTTP on 443",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(TLS_FAILURE, "tls-failure", "HTTP, redirects, TLS",
	"handshake fails where https is required",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(WRONG_VHOST, "wrong-vhost", "HTTP, redirects, TLS",
	"the default server or another site answers for this name",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(USER_AGENT_BLOCKED, "user-agent-blocked", "HTTP, redirects, TLS",
	"the CA's User-Agent gets another answer than a browser's",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(BOT_CHALLENGE, "bot-challenge", "HTTP, redirects, TLS",
	"a challenge page (script, captcha, cookie) answers",
	"",
	"",
	CERTAINTY_PROVED)

/* -- The validation file */
FINDING(FILE_NOT_ON_DISK, "file-not-on-disk", "The validation file",
	"not under the web root's `.well-known/…`",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FILE_NOT_SERVED, "file-not-served", "The validation file",
	"on disk, but not at the URL: names the location, alias, rewrite, deny rule or document root that takes it",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FILE_DIFFERS, "file-differs", "The validation file",
	"bytes differ: position, expected and served; truncated, stale, other token",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FILE_EDITED, "file-edited", "The validation file",
	"BOM, CRLF, added newline, changed encoding",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FILE_RENAMED, "file-renamed", "The validation file",
	"wrong name, `.txt.txt`, case",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FILE_EXPIRED, "file-expired", "The validation file",
	"older than the profile's life (3 days at Alibaba Cloud, 30 by rule), by `--issued`, else by the file's mtime",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(FILE_UNREADABLE, "file-unreadable", "The validation file",
	"mode, owner, directory search bit, SELinux label",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FILE_SIBLING_DIFFERS, "file-sibling-differs", "The validation file",
	"the apex and www answers differ",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FILE_SCHEME_DIFFERS, "file-scheme-differs", "The validation file",
	"http and https answers differ, or https lacks it",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(FILE_ADDRESS_DIFFERS, "file-address-differs", "The validation file",
	"two addresses of one name answer differently",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(HTML_INSTEAD, "html-instead", "The validation file",
	"a page (CMS catch-all, login, parking) answers with 200",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CDN_SERVES, "cdn-serves", "The validation file",
	"a CDN answers (addresses, CNAME, headers): which, and what to purge",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CDN_STALE, "cdn-stale", "The validation file",
	"the edge's body differs from the disk's",
	"",
	"",
	CERTAINTY_PROVED)

/* -- Web server configuration */
FINDING(CONFIG_REDIRECT, "config-redirect", "Web server configuration",
	"the very directive (file:line) that redirects the path",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CONFIG_DENY, "config-deny", "Web server configuration",
	"allow/deny, Require, geo, dotfile or extension rule that refuses the CA or the path (file:line)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(CONFIG_SHADOWED, "config-shadowed", "Web server configuration",
	"the location exists but another server block answers",
	"",
	"",
	CERTAINTY_COMPUTED)

/* -- The console, and what comes next */
FINDING(CONSOLE_LAGS, "console-lags", "The console, and what comes next",
	"everything that can be seen from here is right: the console is behind; press Verify again after the provider's own wait (overlay value: 1 min, 3-5 min, up to 1 h, 1-2 h; 48 h after a change of name servers; ignore the console for third-party DNS such as DNSPod)",
	"",
	"",
	CERTAINTY_PROVED)
FINDING(KEEP_UNTIL_ISSUED, "keep-until-issued", "The console, and what comes next",
	"ready: do not delete the record or file before issuance; afterwards remove TXT, allowlist entries and temporary openings",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(METHOD_OTHER_FITS, "method-other-fits", "The console, and what comes next",
	"file validation cannot pass for a cause that the admin may not control (80/443 closed upstream, CDN, wildcard): DNS would; cancel and apply again (not possible from Automatic DNS)",
	"",
	"",
	CERTAINTY_COMPUTED)
FINDING(TOO_MANY_REQUESTS, "too-many-requests", "The console, and what comes next",
	"the console limits verification tries: wait 3-5 minutes",
	"",
	"",
	CERTAINTY_ASSUMED)

/* -- Fix and undo */
FINDING(FIX_APPLIED, "fix-applied", "Fix and undo",
	"one for each step of a change, with the journal's entry",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(FIX_VERIFIED, "fix-verified", "Fix and undo",
	"one for each step of a change, with the journal's entry",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(FIX_ROLLED_BACK, "fix-rolled-back", "Fix and undo",
	"one for each step of a change, with the journal's entry",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(FIX_REFUSED, "fix-refused", "Fix and undo",
	"one for each step of a change, with the journal's entry",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(FIX_EXPIRES, "fix-expires", "Fix and undo",
	"one for each step of a change, with the journal's entry",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(FIX_INTERRUPTED, "fix-interrupted", "Fix and undo",
	"a journal of an earlier run is unfinished: which step, and the command that finishes or undoes it",
	"",
	"",
	CERTAINTY_ASSUMED)
FINDING(FIX_LEFT_BEHIND, "fix-left-behind", "Fix and undo",
	"a temporary opening or allowlist entry of an earlier run still stands after issuance: remove it (S1 asks for exactly this)",
	"",
	"",
	CERTAINTY_ASSUMED)
