/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The master list of findings, in the catalogue's order. No include guard: it is expanded
 * with FINDING(symbol, id, section, title, why, advice, proof) where it is needed.
 */

/* -- Listener */
FINDING(NO_LISTENER, "no-listener", "Listener",
	"nothing listens on a port that the CA needs",
	"A CA connects to port 80 or 443 of every published address. Where no "
	"program listens, the connect is refused and no file is ever asked for.",
	"Start the web server (systemctl status nginx apache2), or let it listen on "
	"the port: nginx \"listen 80; listen [::]:80;\", Apache \"Listen 80\". See "
	"who listens: ss -ltnp \"sport = :80 or sport = :443\"",
	CERTAINTY_PROVED)
FINDING(LOOPBACK_ONLY_LISTENER, "loopback-only-listener", "Listener",
	"the port is listened to on 127.0.0.1 or ::1 alone",
	"A listener on a loopback address takes connections from this host only. "
	"Tests on the host succeed, while every CA is refused.",
	"Let the server listen on all addresses: nginx \"listen 80; listen "
	"[::]:80;\" instead of \"listen 127.0.0.1:80;\", then reload it. If a proxy "
	"on another host is meant to be in front, publish that host's address.",
	CERTAINTY_PROVED)
FINDING(LISTENER_FAMILY_MISSING, "listener-family-missing", "Listener",
	"an address family is published that nothing listens on",
	"With an AAAA record, most CAs connect over IPv6 first; with an A record "
	"alone, over IPv4. A published family without a listener fails wherever the "
	"CA does not fall back to the other.",
	"Add the missing listener (nginx \"listen [::]:80;\" beside \"listen 80;\"), "
	"or remove the AAAA or A record that leads to nothing.",
	CERTAINTY_PROVED)
FINDING(LISTENER_FOREIGN, "listener-foreign", "Listener",
	"another program than a web server holds the port",
	"What listens on the port does not speak HTTP as a web server does, so no "
	"validation file can be fetched from it. A VPN, SSH or proxy that was put on "
	"80 or 443 is the common case.",
	"See who holds it: ss -ltnp \"sport = :80 or sport = :443\". Move that "
	"program to another port, or put a web server in front that hands on what is "
	"not /.well-known/.",
	CERTAINTY_PROVED)
FINDING(LISTENER_OVERFLOW, "listener-overflow", "Listener",
	"the accept queue is full and new connections are dropped",
	"The program behind the port does not take its connections fast enough. The "
	"kernel drops further SYNs, which a CA sees as a timeout.",
	"See the queue: ss -ltn (Recv-Q above Send-Q). Restart or relieve the "
	"server, and raise its backlog and net.core.somaxconn.",
	CERTAINTY_PROVED)
FINDING(HTTPS_BROKEN, "https-broken", "Listener",
	"443 is open but no usable TLS answers there",
	"Some CAs and consoles ask https too, and only a refused connection counts "
	"as \"no https here\". Plain HTTP, an old protocol, or a handshake that "
	"hangs counts as an error.",
	"Serve the file on 443 with TLS 1.2 or newer (a self-signed certificate is "
	"enough for most), or stop listening on 443 until the certificate is issued. "
	"Look: openssl s_client -connect HOST:443 -servername NAME",
	CERTAINTY_PROVED)

/* -- Host firewall */
FINDING(FIREWALL_DROPS, "firewall-drops", "Host firewall",
	"a rule of this host drops a new connection to the port",
	"A packet that is dropped is never answered: the CA waits and reports a "
	"timeout. The finding names the manager, table, chain and rule, and the path "
	"that leads to it.",
	"Allow TCP 80 and 443 in the manager that owns the rule, before the rule "
	"that drops: firewall-cmd --add-service=http --add-service=https (and "
	"--permanent), ufw allow 80,443/tcp, or a rule in the very chain of nftables "
	"or iptables.",
	CERTAINTY_PROVED)
FINDING(FIREWALL_REJECTS, "firewall-rejects", "Host firewall",
	"a rule of this host rejects a new connection to the port",
	"A packet that is rejected is answered with a refusal: the CA reports that "
	"the connection was refused although the web server listens.",
	"Allow TCP 80 and 443 in the manager that owns the rule, before the rule "
	"that rejects. A rule appended behind a REJECT has no effect.",
	CERTAINTY_PROVED)
FINDING(FIREWALL_DROPS_SOME, "firewall-drops-some", "Host firewall",
	"only some source addresses are dropped",
	"CAs validate from several networks and countries at once. A firewall that "
	"lets only some of the world in fails part of these looks, and with them the "
	"validation.",
	"Open the ports to every source until the certificate is issued, or find the "
	"set or country rule that excludes them and leave the path out of it.",
	CERTAINTY_PROVED)
FINDING(FIREWALL_DROPS_CA, "firewall-drops-ca", "Host firewall",
	"addresses of the CA are dropped by an allowlist or a ban set",
	"The CA's known addresses do not get through. Lists of CA addresses grow old "
	"and cannot be complete, so an allowlist alone never makes a validation safe.",
	"Open TCP 80 and 443 to all sources for the time of the validation, or add "
	"the addresses named and remove them afterwards.",
	CERTAINTY_PROVED)
FINDING(FIREWALL_MAYBE, "firewall-maybe", "Host firewall",
	"the verdict depends on a rate limit, quota, time of day or chance",
	"Whether a CA gets in depends on what else happens at that moment. A "
	"validation that fails once and passes the next time is the usual sign.",
	"Let TCP 80 and 443 pass before the limiting rule while the validation runs.",
	CERTAINTY_COMPUTED)
FINDING(FIREWALL_UNREADABLE, "firewall-unreadable", "Host firewall",
	"the firewall's rules could not be read",
	"Without privilege, or with kernel features that are not known here, nothing "
	"can be said about what the firewall does with a CA's packet.",
	"Run the tool as root on the host itself. If a manager hangs, restart it: "
	"systemctl restart firewalld.",
	CERTAINTY_PROVED)
FINDING(RULE_WITHOUT_EFFECT, "rule-without-effect", "Host firewall",
	"a rule that accepts the port is never reached",
	"The port looks open in the list of rules, but a packet is decided earlier: "
	"by a REJECT before it, another table, the other iptables backend, another "
	"zone, or a chain that nobody jumps to.",
	"Put the rule where the packet passes: before the REJECT, in the chain and "
	"table that drops, or in the zone of the interface. Then remove the idle one.",
	CERTAINTY_COMPUTED)
FINDING(RULE_NOT_PERSISTENT, "rule-not-persistent", "Host firewall",
	"the port is open now but not in the saved configuration",
	"After a reload or reboot the port is closed again, perhaps before the "
	"certificate is issued or when it is renewed.",
	"Save it: firewall-cmd --runtime-to-permanent, netfilter-persistent save, or "
	"write it into /etc/nftables.conf.",
	CERTAINTY_COMPUTED)
FINDING(RULE_NOT_LOADED, "rule-not-loaded", "Host firewall",
	"the port is open in the saved configuration but not now",
	"The saved rules were never loaded, or something flushed them. What counts "
	"is what the kernel holds.",
	"Load them: firewall-cmd --reload, ufw reload, systemctl restart nftables or "
	"netfilter-persistent.",
	CERTAINTY_COMPUTED)
FINDING(TWO_FIREWALLS, "two-firewalls", "Host firewall",
	"more than one firewall manager has chains on the way in",
	"A packet must be accepted by every one of them: an accept in one ends only "
	"that one's own chain, a drop in any is final. People open the port in one "
	"and wonder.",
	"Open TCP 80 and 443 in each that is named, or switch all but one off "
	"(systemctl disable --now ufw, firewalld or nftables).",
	CERTAINTY_COMPUTED)
FINDING(WRONG_BACKEND, "wrong-backend", "Host firewall",
	"both backends of iptables hold rules",
	"iptables-legacy and iptables-nft keep separate rules in the kernel and both "
	"decide. The command iptables shows and changes only one of them.",
	"List both: iptables-legacy-save; iptables-nft-save. Move the rules to one "
	"of them, and empty the other's chains.",
	CERTAINTY_COMPUTED)
FINDING(ZONE_MISMATCH, "zone-mismatch", "Host firewall",
	"the port is open in a firewalld zone that the packet does not enter",
	"firewalld decides by the zone of the interface or source address. A port "
	"opened in another zone, often the default one, changes nothing.",
	"See the zone: firewall-cmd --get-active-zones. Open the port there: "
	"firewall-cmd --zone=ZONE --add-service=http --add-service=https, with "
	"--permanent too.",
	CERTAINTY_COMPUTED)
FINDING(FIREWALL_PANIC, "firewall-panic", "Host firewall",
	"the firewall shuts out everything: panic mode or shields up",
	"In panic mode all packets are dropped, whatever the rules say.",
	"firewall-cmd --panic-off; on Windows, clear \"Block all incoming "
	"connections\".",
	CERTAINTY_PROVED)
FINDING(BAN_SET, "ban-set", "Host firewall",
	"the CA's address stands in a ban set",
	"fail2ban, CrowdSec and similar programs ban addresses that ask for many "
	"missing files; a CA may look like that.",
	"Take it out (fail2ban-client set JAIL unbanip ADDRESS, cscli decisions "
	"delete --ip ADDRESS) and exempt /.well-known/ from the jail.",
	CERTAINTY_COMPUTED)
FINDING(CONTAINER_PORT, "container-port", "Host firewall",
	"the port is published by a container engine",
	"A published port is redirected before the INPUT chain: rules there do not "
	"decide, those of FORWARD and DOCKER-USER do.",
	"Put the rule into DOCKER-USER (Docker) or into the FORWARD path, and check "
	"the container's own listener.",
	CERTAINTY_COMPUTED)
FINDING(REVERSE_PATH_FILTER, "reverse-path-filter", "Host firewall",
	"the packet is dropped by reverse path filtering",
	"With strict rp_filter the kernel drops a packet whose answer would leave by "
	"another interface, before any firewall rule sees it.",
	"Set net.ipv4.conf.INTERFACE.rp_filter=2 (loose), or mend the routes so that "
	"the answer leaves where the packet came in.",
	CERTAINTY_PROVED)
FINDING(NO_RETURN_ROUTE, "no-return-route", "Host firewall",
	"the answer to the CA has no way back",
	"The SYN arrives and the answer is sent nowhere, or out of the wrong "
	"interface: the CA sees a timeout.",
	"Check: ip route get CA-ADDRESS from OWN-ADDRESS; add the missing default "
	"route or the rule that selects it.",
	CERTAINTY_COMPUTED)
FINDING(PACKET_PROGRAM, "packet-program", "Host firewall",
	"a program in the packet path may decide before the firewall",
	"XDP and tc programs, cgroup filters (IPAddressDeny=), IPVS and BPF "
	"netfilter links see packets beside or before the rules, and cannot be "
	"evaluated here.",
	"See them: bpftool net; bpftool cgroup tree; systemctl show -p IPAddressDeny "
	"UNIT. Ask who loaded them.",
	CERTAINTY_COMPUTED)
FINDING(KERNEL_DIFFERS, "kernel-differs", "Host firewall",
	"the kernel treats a connection otherwise than was computed from its rules",
	"With --prove a SYN is injected, and the kernel's verdict is compared with the "
	"computed one. Where they differ the kernel is right, and everything else in "
	"the report follows it.",
	"This is a fault in pkiready: report it, with these lines:",
	CERTAINTY_PROVED)
FINDING(CONNTRACK_FULL, "conntrack-full", "Host firewall",
	"the connection tracking table is full",
	"New connections are dropped while old ones work. The kernel logs "
	"\"nf_conntrack: table full, dropping packet\".",
	"Raise net.netfilter.nf_conntrack_max, and find what fills the table: "
	"conntrack -L | head.",
	CERTAINTY_PROVED)

/* -- Outside the host */
FINDING(UPSTREAM_BLOCKS, "upstream-blocks", "Outside the host",
	"an outside probe was sent and no SYN reached this host",
	"Something in front drops the packet: a cloud's security group, a network "
	"ACL, a router, or the provider.",
	"Allow TCP 80 and 443 from anywhere in the security group of the instance "
	"(and in the network ACL of its subnet).",
	CERTAINTY_PROVED)
FINDING(UPSTREAM_UNPROVED, "upstream-unproved", "Outside the host",
	"nothing outside has asked yet, so the way in is not proved",
	"From inside, neither a security group nor a router or a provider's filter "
	"can be seen. A host can be right in every point and still be shut off "
	"outside.",
	"Make sure that TCP 80 and 443 are allowed from anywhere in the security "
	"group, and let something outside fetch the URL.",
	CERTAINTY_PROVED)
FINDING(BEHIND_NAT, "behind-nat", "Outside the host",
	"the published address is on no interface of this host",
	"A router or cloud translates the address. It must pass TCP 80 and 443 on to "
	"this host; many routers answer a connect from inside differently from one "
	"from outside.",
	"Forward TCP 80 and 443 to this host on the router, or bind the public "
	"address to this instance. To see what this host itself answers: --hosts "
	"NAME=OWN-ADDRESS",
	CERTAINTY_COMPUTED)
FINDING(CARRIER_NAT, "carrier-nat", "Outside the host",
	"the address belongs to a carrier's NAT (100.64.0.0/10) or is private",
	"Behind a carrier's NAT many customers share one public address, and nobody "
	"outside can connect. File validation cannot work there.",
	"Ask the provider for a public address, publish a host that has one, or "
	"validate by DNS.",
	CERTAINTY_COMPUTED)
FINDING(SELF_PROBE_LOCAL, "self-probe-local", "Outside the host",
	"the connect stayed on this host and proves nothing of the way in",
	"A connect to one's own address goes over the loopback interface: it passes "
	"neither the network card nor the security group, and other firewall rules "
	"than a CA's packet.",
	"Take it as a test of the web server alone. Let something outside fetch the "
	"URL.",
	CERTAINTY_PROVED)
FINDING(ICP_OR_GEO_BLOCK, "icp-or-geo-block", "Outside the host",
	"the answer seen outside differs from this host's, or some regions fail",
	"Something between answers in this host's place: a filing check in mainland "
	"China, a filter by country, or a provider's block page.",
	"Complete the ICP filing of the domain, or lift the filter by country while "
	"the validation runs; CAs look from several continents.",
	CERTAINTY_PROVED)

/* -- Names and addresses */
FINDING(RECURSION_BLOCKED, "recursion-blocked", "Names and addresses",
	"this host cannot ask the root servers",
	"A CA looks names up from the root down. Where port 53 is closed to the "
	"outside, only the host's own resolver can be asked here, and what the "
	"authorities say stays unknown.",
	"Open UDP and TCP 53 outbound to see what a CA sees, or run the tool where "
	"that is open. --resolver ADDR asks another resolver.",
	CERTAINTY_PROVED)
FINDING(EGRESS_BLOCKED, "egress-blocked", "Names and addresses",
	"this host's own rules drop what the tool sends",
	"A look that this host itself drops tells nothing about the other side, so "
	"no timeout is charged to it.",
	"Look at the output rules: nft list chain inet filter output; iptables -S "
	"OUTPUT. Let TCP 80 and 443 and port 53 out, and run again.",
	CERTAINTY_COMPUTED)
FINDING(NOT_DELEGATED, "not-delegated", "Names and addresses",
	"the parent zone denies the name although servers still serve it",
	"The registry has taken the delegation away: the domain expired, is on hold, "
	"or lacks its real-name or ICP filing. Caches may hide it for a while.",
	"Look at the registrar's console for the domain's status, renew it or "
	"complete the filing. Check: whois NAME",
	CERTAINTY_PROVED)
FINDING(DELEGATION_CHANGING, "delegation-changing", "Names and addresses",
	"the delegation is changing: parent and child name different servers",
	"After a change of name servers, resolvers use the old ones until their "
	"caches run out, up to 48 hours.",
	"Put the same records on the old and the new name servers, and wait for the "
	"time given.",
	CERTAINTY_PROVED)
FINDING(NAME_NOT_IN_REQUEST, "name-not-in-request", "Names and addresses",
	"the examined names and the certificate request do not agree",
	"The CA validates exactly the names of the request. A name that is missing "
	"there gets no certificate, and one that was not examined may fail.",
	"Make the request anew with all names, or examine those that it holds.",
	CERTAINTY_PROVED)
FINDING(NAME_NOT_FOUND, "name-not-found", "Names and addresses",
	"the name does not exist in the DNS (NXDOMAIN)",
	"No CA can connect to a name without an address. An expired domain and a "
	"misspelt name look alike.",
	"Add an A or AAAA record at the zone's name servers, check the spelling, and "
	"the domain's status at the registrar.",
	CERTAINTY_PROVED)
FINDING(NO_ADDRESS, "no-address", "Names and addresses",
	"the name has neither an A nor an AAAA record that the CA would use",
	"The name exists, but leads nowhere, so nothing can be fetched from it.",
	"Add an A or AAAA record with this server's public address.",
	CERTAINTY_PROVED)
FINDING(DNS_SERVFAIL, "dns-servfail", "Names and addresses",
	"the zone's name servers fail or refuse",
	"A CA that gets SERVFAIL or REFUSED stops: it may not guess an answer. The "
	"same failure stops its CAA lookup.",
	"Ask each server itself: dig @SERVER NAME A +norecurse. Mend the zone on the "
	"one that fails, or take it out of the delegation.",
	CERTAINTY_PROVED)
FINDING(DNS_TIMEOUT, "dns-timeout", "Names and addresses",
	"no name server answers",
	"A CA that gets no answer from a zone's servers, by UDP or TCP, fails the "
	"validation. It asks from many places, so that filters by country or rate "
	"count too.",
	"Open UDP and TCP 53 of the name servers to the world, and check that they "
	"run: dig @SERVER NAME A +norecurse; the same with +tcp.",
	CERTAINTY_PROVED)
FINDING(LAME_DELEGATION, "lame-delegation", "Names and addresses",
	"a name server of the delegation does not know the zone",
	"Some lookups fail, depending on which server is asked.",
	"Load the zone on that server, or remove it from the delegation at the "
	"registrar.",
	CERTAINTY_PROVED)
FINDING(DNSSEC_BOGUS, "dnssec-bogus", "Names and addresses",
	"the DNSSEC signatures of the name do not hold",
	"CAs validate DNSSEC. With expired signatures or a DS that matches no key "
	"the name does not exist for them, though many resolvers still show it.",
	"Sign the zone anew, or correct the DS at the registrar (remove it to switch "
	"DNSSEC off). Look: delv NAME A",
	CERTAINTY_PROVED)
FINDING(NAMESERVERS_DISAGREE, "nameservers-disagree", "Names and addresses",
	"the zone's name servers give different answers",
	"Which answer a CA gets is chance, and its several perspectives may not "
	"agree.",
	"Bring the secondaries up to date: compare dig @SERVER ZONE SOA +short on "
	"each.",
	CERTAINTY_PROVED)
FINDING(RESOLVER_DIFFERS, "resolver-differs", "Names and addresses",
	"this host's resolver answers otherwise than the authorities",
	"Tests on this host go where its resolver or /etc/hosts sends them; a CA "
	"goes where the authorities say. Split DNS and old caches are the usual "
	"reasons.",
	"Trust the authorities' answer: dig NAME A @SERVER +norecurse. Remove the "
	"entry in /etc/hosts or the internal zone while you test, or wait for its "
	"TTL.",
	CERTAINTY_PROVED)
FINDING(ADDRESS_ELSEWHERE, "address-elsewhere", "Names and addresses",
	"an address of the name leads to another machine",
	"The CA fetches from where the DNS leads, not from the host on which this "
	"tool runs. If that machine does not serve the file, the validation fails "
	"however well this one does.",
	"Publish this server's address, or place the file on the machine that "
	"answers.",
	CERTAINTY_PROVED)
FINDING(ADDRESS_RESERVED, "address-reserved", "Names and addresses",
	"a published address is one that no CA can reach",
	"Private, loopback, documentation and other special addresses (IANA "
	"registries) are not routed on the Internet, and CAs refuse to connect to "
	"them.",
	"Publish the public address of the server or of the router in front of it, "
	"and remove the other record.",
	CERTAINTY_PROVED)
FINDING(ADDRESS_DEAD, "address-dead", "Names and addresses",
	"one of several addresses takes no connection",
	"A CA picks one of the addresses, several perspectives pick several. What is "
	"dead fails the validation now and then, or always when it is the IPv6 "
	"address.",
	"Remove the record of the address that is no more, or let the server listen "
	"there.",
	CERTAINTY_PROVED)
FINDING(SIBLING_MISSING, "sibling-missing", "Names and addresses",
	"the apex or the www name is missing where both are asked for",
	"Some products put both names into the certificate and validate both, "
	"whichever was ordered.",
	"Add the missing name (www as a CNAME of the apex, or the apex's A record) "
	"and serve the file under both.",
	CERTAINTY_PROVED)
FINDING(WILDCARD_NEEDS_DNS, "wildcard-needs-dns", "Names and addresses",
	"a wildcard cannot be validated by a file",
	"The Baseline Requirements allow wildcard names by DNS validation alone "
	"(3.2.2.4.18 and .19 exclude them).",
	"Cancel the application and choose DNS validation: a TXT or CNAME record at "
	"the name that the CA gives.",
	CERTAINTY_PROVED)
FINDING(PUBLIC_SUFFIX, "public-suffix", "Names and addresses",
	"the name is a public suffix or has no part that can be registered",
	"No CA issues for a name under which anybody may register (co.uk), nor for "
	"one without a public suffix.",
	"Give the name of your own domain, such as www.example.com.",
	CERTAINTY_PROVED)

/* -- DNS validation records */
FINDING(RECORD_MISSING, "record-missing", "DNS validation records",
	"the TXT or CNAME record of the validation is not there",
	"The CA looks for the record at the name that the console gives, and finds "
	"none.",
	"Add it exactly as shown in the console, at the provider whose name servers "
	"are delegated. Check: dig TXT _dnsauth.NAME +short",
	CERTAINTY_PROVED)
FINDING(RECORD_MISMATCH, "record-mismatch", "DNS validation records",
	"the record's value differs from the expected one",
	"The CA compares the value byte by byte. A cut-off or mistyped value fails "
	"as a missing one does.",
	"Copy the value from the console again, whole, and replace the record.",
	CERTAINTY_PROVED)
FINDING(RECORD_QUOTED, "record-quoted", "DNS validation records",
	"the value holds quotes that should not be there, or lacks them",
	"Some consoles add the quotes of a TXT value themselves, others want them "
	"typed. Quotes inside the value make it another value.",
	"Enter it without quotes, unless the provider demands them, and look at the "
	"result with dig.",
	CERTAINTY_PROVED)
FINDING(RECORD_TRAILING_DOT, "record-trailing-dot", "DNS validation records",
	"the value or name ends in a period too many",
	"Some consoles add the final period themselves. One more becomes part of the "
	"value.",
	"Remove the period at the end of the value.",
	CERTAINTY_PROVED)
FINDING(RECORD_NAME_DOUBLED, "record-name-doubled", "DNS validation records",
	"the record stands at name.example.com.example.com",
	"Many consoles add the zone to the host record. Whoever enters the full name "
	"gets it twice.",
	"Enter the part before the zone alone: _dnsauth instead of "
	"_dnsauth.example.com.",
	CERTAINTY_PROVED)
FINDING(RECORD_WRONG_TYPE, "record-wrong-type", "DNS validation records",
	"the record has another type than the CA asks for",
	"A TXT lookup does not find a CNAME that leads elsewhere, nor the reverse.",
	"Delete it and add the type that the console shows.",
	CERTAINTY_PROVED)
FINDING(RECORD_WRONG_LEVEL, "record-wrong-level", "DNS validation records",
	"the record stands one level too high or too low",
	"The record for www.example.com and the one for example.com are different "
	"names.",
	"Put it exactly at the host that the console shows.",
	CERTAINTY_PROVED)
FINDING(RECORD_STALE, "record-stale", "DNS validation records",
	"an old value stands beside or instead of the new one",
	"After a new application the value changes. The old one proves nothing.",
	"Delete the old record, add the new value, and wait for the TTL.",
	CERTAINTY_PROVED)
FINDING(RECORD_NOT_EVERYWHERE, "record-not-everywhere", "DNS validation records",
	"only some of the name servers have the record",
	"A CA asks any of them, from several places. A change needs time to reach "
	"all secondaries.",
	"Wait, or look why a secondary does not follow: compare the SOA serials.",
	CERTAINTY_PROVED)
FINDING(RECORD_TTL_LONG, "record-ttl-long", "DNS validation records",
	"caches keep an old answer for long",
	"Until the TTL of the old answer (or of its absence) runs out, resolvers do "
	"not see the new record.",
	"Lower the TTL before a change; now wait for the time given.",
	CERTAINTY_PROVED)
FINDING(RECORD_EXPIRED, "record-expired", "DNS validation records",
	"the value is older than the CA or console takes",
	"Values are good for a limited time: 24 hours, 3 days or 30 days, depending "
	"on who gave them.",
	"Ask for a new value in the console and replace the record.",
	CERTAINTY_ASSUMED)
FINDING(RECORD_LINE_SPLIT, "record-line-split", "DNS validation records",
	"the answer differs by region or line",
	"DNS providers can answer by the asker's line or country. A CA abroad sees "
	"the default line.",
	"Set the record for the line \"Default\", for all regions.",
	CERTAINTY_PROVED)
FINDING(RECORD_CONFLICT, "record-conflict", "DNS validation records",
	"other TXT values stand at the same name",
	"Automatic DNS validation deletes conflicting TXT records, and with them "
	"what other services rely on.",
	"Note the other values before, or move them, and put them back afterwards.",
	CERTAINTY_PROVED)
FINDING(RECORD_DANGLING_CNAME, "record-dangling-cname", "DNS validation records",
	"the CNAME leads to a name that does not exist",
	"The lookup follows the alias and ends in nothing.",
	"Correct the target, or remove the CNAME.",
	CERTAINTY_PROVED)
FINDING(WRONG_PROVIDER, "wrong-provider", "DNS validation records",
	"the zone was edited at a provider whose servers are not delegated",
	"Only the delegated name servers count. Changes elsewhere are never seen.",
	"Edit the zone at the provider of the delegated servers (dig NS ZONE "
	"+short), or change the delegation.",
	CERTAINTY_PROVED)

/* -- CAA */
FINDING(CAA_FORBIDS, "caa-forbids", "CAA",
	"the CAA records name other CAs",
	"A CA must not issue when the relevant CAA set does not name it. The set "
	"nearest to the name counts, found by climbing to the parent.",
	"Add a record for the CA beside the others, for example: example.com. CAA 0 "
	"issue \"digicert.com\". There is no need to delete any.",
	CERTAINTY_PROVED)
FINDING(CAA_INHERITED_ALIAS, "caa-inherited-alias", "CAA",
	"the CAA set comes through a CNAME's target",
	"When the name is an alias, the CAA records of its target are the relevant "
	"ones. github.io is a known case.",
	"Pause the CNAME while the certificate is issued, or have the target's owner "
	"add the CA.",
	CERTAINTY_PROVED)
FINDING(CAA_LOOKUP_FAILS, "caa-lookup-fails", "CAA",
	"the CAA lookup fails on the way up",
	"A CA may not take a failed lookup for permission. Old name servers that "
	"fail on unknown types are a common reason.",
	"Ask each server: dig @SERVER NAME CAA. Update the one that fails, or mend "
	"DNSSEC.",
	CERTAINTY_PROVED)
FINDING(CAA_CRITICAL_UNKNOWN, "caa-critical-unknown", "CAA",
	"a CAA record with the critical flag has a tag that the CA does not know",
	"The critical flag (128) forbids issuance by whoever does not understand the "
	"tag.",
	"Remove the record, or clear its flag.",
	CERTAINTY_PROVED)
FINDING(CAA_WILDCARD_FORBIDS, "caa-wildcard-forbids", "CAA",
	"issuewild forbids wildcard certificates of this CA",
	"For a wildcard name, issuewild records replace the issue records.",
	"Add: example.com. CAA 0 issuewild \"CA-NAME\".",
	CERTAINTY_PROVED)
FINDING(CAA_PARAMETERS, "caa-parameters", "CAA",
	"parameters of the CAA record exclude this account or method",
	"accounturi and validationmethods (RFC 8657) bind the permission to one "
	"account or to certain methods.",
	"Correct the parameters, or add a record without them.",
	CERTAINTY_PROVED)
FINDING(CAA_MULTI_ISSUER_NOTE, "caa-multi-issuer-note", "CAA",
	"the brand that is sold and the CA that issues have different CAA names",
	"Resellers issue under another CA's hierarchy. The CAA record must name the "
	"issuing CA.",
	"Ask the seller which issuer domain name counts, and add that.",
	CERTAINTY_ASSUMED)

/* -- HTTP, redirects, TLS */
FINDING(CONNECT_REFUSED, "connect-refused", "HTTP, redirects, TLS",
	"a connection is refused",
	"The address answers with a refusal: nothing listens there, or a firewall "
	"rejects.",
	"On that machine: ss -ltn \"sport = :80 or sport = :443\"; then look at its "
	"firewall for a rule that rejects.",
	CERTAINTY_PROVED)
FINDING(CONNECT_TIMEOUT, "connect-timeout", "HTTP, redirects, TLS",
	"no answer comes to a connect",
	"Something drops the packet on the way: a security group, a firewall, or the "
	"address is not in use. A CA reports \"Timeout during connect (likely "
	"firewall problem)\".",
	"Allow TCP 80 and 443 from anywhere in the security group and in the host's "
	"firewall, and check the address.",
	CERTAINTY_PROVED)
FINDING(CONNECT_RESET, "connect-reset", "HTTP, redirects, TLS",
	"the connection is reset or breaks off",
	"The connection stood and was cut: by a filter, an overloaded server, or a "
	"program that does not speak HTTP.",
	"Read the server's error log for that time, and look for filters (web "
	"application firewall, intrusion prevention) in between.",
	CERTAINTY_PROVED)
FINDING(NETWORK_UNREACHABLE, "network-unreachable", "HTTP, redirects, TLS",
	"the network or host cannot be reached",
	"A router says that there is no way to the address, or the machine does not "
	"answer on its network.",
	"Check the address in the DNS, and that the machine is up and has a route.",
	CERTAINTY_PROVED)
FINDING(REDIRECTED, "redirected", "HTTP, redirects, TLS",
	"a redirect answers where none is followed",
	"Some CAs fetch the file from the very URL and follow no redirect. A "
	"redirect to https or to www, set for the whole site, is the usual reason.",
	"Leave /.well-known/ out of the redirect: nginx \"location ^~ /.well-known/ "
	"{ root /var/www/html; }\" in the server block, with the redirect in "
	"\"location /\"; Apache \"RewriteRule ^/?[.]well-known/ - [END]\" first.",
	CERTAINTY_PROVED)
FINDING(REDIRECT_LOOP, "redirect-loop", "HTTP, redirects, TLS",
	"redirects lead in a circle",
	"The same URL comes twice, so no answer is ever reached. Two rules that each "
	"send to the other, or a proxy that hides https from the server behind it, "
	"are the usual reasons.",
	"Leave /.well-known/ out of the redirects. Behind a proxy, test "
	"X-Forwarded-Proto instead of the scheme.",
	CERTAINTY_PROVED)
FINDING(REDIRECT_TOO_MANY, "redirect-too-many", "HTTP, redirects, TLS",
	"more redirects than the CA follows",
	"CAs give up after a number of redirects.",
	"Serve the file at the first URL, or redirect there at once.",
	CERTAINTY_PROVED)
FINDING(REDIRECT_CODE, "redirect-code", "HTTP, redirects, TLS",
	"the redirect has a status that the CA may not follow",
	"The Baseline Requirements allow 301, 302, 307 and 308. 303 and others "
	"cannot be used.",
	"Use 301, 302, 307 or 308, or better none for /.well-known/.",
	CERTAINTY_PROVED)
FINDING(REDIRECT_PORT, "redirect-port", "HTTP, redirects, TLS",
	"the redirect leads to another port than 80 and 443",
	"The Baseline Requirements allow the authorized ports alone; a redirect to "
	"8443 or 8080 is never followed.",
	"Redirect to the standard port, or leave /.well-known/ out of the redirect.",
	CERTAINTY_PROVED)
FINDING(REDIRECT_SCHEME, "redirect-scheme", "HTTP, redirects, TLS",
	"the redirect leads to neither http nor https",
	"Only http and https targets may be followed.",
	"Correct the Location header, or leave /.well-known/ out of the redirect.",
	CERTAINTY_PROVED)
FINDING(REDIRECT_OFF_DOMAIN, "redirect-off-domain", "HTTP, redirects, TLS",
	"the redirect leads to a host that the CA does not follow to",
	"Some CAs follow only within the validated domain, and Let's Encrypt only to "
	"hosts under a public top-level domain. A missing slash makes a host such as "
	"example.com.well-known.",
	"Serve the file under the name itself. If the slash is missing: nginx "
	"\"return 301 https://$host$request_uri;\".",
	CERTAINTY_PROVED)
FINDING(REDIRECT_RESERVED, "redirect-reserved", "HTTP, redirects, TLS",
	"the redirect leads to an address that no CA can reach",
	"The target is private or otherwise reserved, and cannot be reached from the "
	"Internet.",
	"Leave /.well-known/ out of the redirect, or publish a public address for "
	"the target.",
	CERTAINTY_PROVED)
FINDING(REDIRECT_NOT_HTTP, "redirect-not-http", "HTTP, redirects, TLS",
	"a page moves on by meta refresh or script",
	"CAs follow HTTP redirects alone. A page that sends browsers elsewhere is an "
	"ordinary page to them.",
	"Serve the file itself at the path, before the application that makes the "
	"page.",
	CERTAINTY_PROVED)
FINDING(REDIRECT_TARGET_FAILS, "redirect-target-fails", "HTTP, redirects, TLS",
	"a redirect's target does not answer or lacks the file",
	"The CA follows, and fails at the target: it takes no connection, answers an "
	"error, has no address, or its URL cannot be used. Often the file was placed "
	"for http only.",
	"Place the file where the redirect leads (the https or www virtual host), or "
	"leave /.well-known/ out of the redirect.",
	CERTAINTY_PROVED)
FINDING(HTTP_STATUS, "http-status", "HTTP, redirects, TLS",
	"the answer has another status than the CA takes",
	"A CA reads the body only of a good answer. 404: the file is not where the "
	"server looks. 403: it is denied. 5xx: the server fails. nginx's 444 closes "
	"without an answer.",
	"Look at the answer (curl -si http://NAME/PATH) and at the server's error "
	"log, and mend what they say.",
	CERTAINTY_PROVED)
FINDING(HTTP_SLOW, "http-slow", "HTTP, redirects, TLS",
	"the answer takes longer than the CA waits",
	"CAs wait some seconds. A server that takes the connection and answers too "
	"late is a timeout to them.",
	"Serve the path as a static file, without the application behind it, and "
	"relieve the server.",
	CERTAINTY_PROVED)
FINDING(HTTP_TOO_LARGE, "http-too-large", "HTTP, redirects, TLS",
	"the answer is larger than the CA reads",
	"CAs read little: Let's Encrypt less than 128 bytes, DigiCert's library "
	"5000. Headers or a body without end are cut off.",
	"Serve the validation file itself, without a template around it.",
	CERTAINTY_PROVED)
FINDING(HTTP_NOT_HTTP, "http-not-http", "HTTP, redirects, TLS",
	"something else than HTTP answers on the port",
	"TLS or HTTP/2 on port 80, or a program that speaks another protocol, gives "
	"no answer that a CA can read.",
	"Let the port speak plain HTTP/1.1: no \"ssl\" and no \"http2\" in nginx's "
	"\"listen 80\".",
	CERTAINTY_PROVED)
FINDING(TLS_FAILURE, "tls-failure", "HTTP, redirects, TLS",
	"the TLS that the CA needs fails",
	"Where a redirect leads to https, or the CA verifies certificates, the "
	"handshake or the certificate stops it.",
	"Offer TLS 1.2 or newer with a certificate for the name, or leave "
	"/.well-known/ out of the redirect to https.",
	CERTAINTY_PROVED)
FINDING(WRONG_VHOST, "wrong-vhost", "HTTP, redirects, TLS",
	"another site or the default server answers for this name",
	"No virtual host of the web server has the name, so another one answers, "
	"with its own document root.",
	"Add the name to the right server block (nginx server_name, Apache "
	"ServerName or ServerAlias), for 80 and 443, and reload. See: nginx -T | "
	"grep -n server_name; apachectl -S",
	CERTAINTY_PROVED)
FINDING(REHEARSAL_FAILS, "rehearsal-fails", "HTTP, redirects, TLS",
	"the CA's request, rehearsed inside this host, does not get what it needs",
	"A rehearsal makes the CA's whole request from the CA's own addresses, through "
	"the firewall, the web server and its rules. What fails there fails for the CA.",
	"Mend what the answer shows, and rehearse again: pkiready rehearse NAME.",
	CERTAINTY_PROVED)
FINDING(USER_AGENT_BLOCKED, "user-agent-blocked", "HTTP, redirects, TLS",
	"the CA's User-Agent gets another answer than a browser's",
	"A filter of bots turns the CA away.",
	"Exempt /.well-known/ from the filter, or allow the CA's User-Agent.",
	CERTAINTY_PROVED)
FINDING(BOT_CHALLENGE, "bot-challenge", "HTTP, redirects, TLS",
	"a challenge for people answers",
	"A page that wants a script run, a cookie kept or a picture solved cannot be "
	"passed by a CA.",
	"Switch the challenge off for /.well-known/ in the CDN, firewall or module "
	"that makes it.",
	CERTAINTY_PROVED)

/* -- The validation file */
FINDING(FILE_NOT_ON_DISK, "file-not-on-disk", "The validation file",
	"the file is not under the document root",
	"The web server can only serve what is there. A wrong directory is the usual "
	"reason.",
	"Place it: mkdir -p DOCROOT/.well-known/pki-validation, copy the file there, "
	"chmod 644.",
	CERTAINTY_PROVED)
FINDING(FILE_NOT_SERVED, "file-not-served", "The validation file",
	"the file is not served at its URL, or that was not seen",
	"What is on disk does not count, but what the URL answers. Another location, "
	"alias, rewrite or root may take the path.",
	"Look which server block and location take it: nginx -T; apachectl -S; then "
	"curl -si http://NAME/PATH",
	CERTAINTY_PROVED)
FINDING(FILE_DIFFERS, "file-differs", "The validation file",
	"the served bytes are not the expected ones",
	"The CA compares the body with what it gave out. An older file, a cut-off "
	"upload or another order's token fails.",
	"Upload the latest file again, in binary mode, and purge caches in front.",
	CERTAINTY_PROVED)
FINDING(FILE_EDITED, "file-edited", "The validation file",
	"the file was changed by an editor or an upload",
	"A byte order mark, other line ends or an added newline make it another file "
	"to a CA that compares byte by byte.",
	"Upload it as downloaded, in binary mode, without opening it.",
	CERTAINTY_PROVED)
FINDING(FILE_RENAMED, "file-renamed", "The validation file",
	"the file has another name than the URL",
	"The URL must hold the exact name. Browsers and editors add .txt or change "
	"the case.",
	"Give it its name back, exactly as downloaded.",
	CERTAINTY_PROVED)
FINDING(FILE_EXPIRED, "file-expired", "The validation file",
	"the file is older than it is good for",
	"Validation files are good for a limited time: 3 days in the documents of "
	"Alibaba Cloud, 30 days by the Baseline Requirements.",
	"Download a new file from the console and replace the old one.",
	CERTAINTY_ASSUMED)
FINDING(FILE_UNREADABLE, "file-unreadable", "The validation file",
	"the web server's user may not read the file",
	"Mode, owner, a directory without the search bit, or an SELinux label stops "
	"the server, which answers 403 or 404.",
	"chmod o+r on the file and o+x on each directory above; see namei -l FILE; "
	"with SELinux: restorecon -Rv DIRECTORY",
	CERTAINTY_PROVED)
FINDING(FILE_SIBLING_DIFFERS, "file-sibling-differs", "The validation file",
	"the apex and the www name answer differently",
	"Where both are validated, both must serve the file.",
	"Put both names into the server block that has the file, or place it in the "
	"other's document root too.",
	CERTAINTY_PROVED)
FINDING(FILE_SCHEME_DIFFERS, "file-scheme-differs", "The validation file",
	"http and https answer differently",
	"Whoever asks both must find the file at both.",
	"Use the same document root for the 80 and the 443 server block, or stop "
	"listening on 443 until the certificate is issued.",
	CERTAINTY_PROVED)
FINDING(FILE_ADDRESS_DIFFERS, "file-address-differs", "The validation file",
	"two addresses of one name answer differently",
	"A CA picks one of the addresses, and several perspectives pick several. "
	"Behind one of them stands an old copy or another server.",
	"Place the file on every machine or listener that the name leads to, or "
	"remove the address of the one that lacks it.",
	CERTAINTY_PROVED)
FINDING(HTML_INSTEAD, "html-instead", "The validation file",
	"a web page answers instead of the file",
	"An application, a login or a parking page answers every path with status "
	"200. To a CA it is a file with the wrong content.",
	"Let /.well-known/ be served as static files before the application sees it: "
	"nginx \"location ^~ /.well-known/ { root /var/www/html; default_type "
	"text/plain; }\".",
	CERTAINTY_PROVED)
FINDING(CDN_SERVES, "cdn-serves", "The validation file",
	"a CDN answers for the name",
	"The CA is served by an edge near to it, not by this host. Edges may lack "
	"the file, hold an old copy, or filter.",
	"Put the file on the origin, purge its URL, and let /.well-known/ pass "
	"uncached; or switch the CDN off for the name until issuance, also for "
	"regions abroad.",
	CERTAINTY_PROVED)
FINDING(CDN_STALE, "cdn-stale", "The validation file",
	"the CDN serves an old copy of the file",
	"The edge answers from its cache, or was not synchronised.",
	"Purge the URL in the CDN's console, and exempt /.well-known/ from caching.",
	CERTAINTY_PROVED)

/* -- Web server configuration */
FINDING(CONFIG_REDIRECT, "config-redirect", "Web server configuration",
	"this directive redirects the path",
	"It stands before or above what would serve the file.",
	"Leave /.well-known/ out of it.",
	CERTAINTY_PROVED)
FINDING(CONFIG_DENY, "config-deny", "Web server configuration",
	"this rule denies the path or the CA",
	"A deny, Require, country or dotfile rule refuses the request.",
	"Add an exception for /.well-known/ before it: nginx \"location ^~ "
	"/.well-known/ { allow all; }\", Apache \"<Location /.well-known/> Require "
	"all granted </Location>\".",
	CERTAINTY_PROVED)
FINDING(CONFIG_SHADOWED, "config-shadowed", "Web server configuration",
	"the location exists in a server block that does not answer",
	"Another server block takes the request: by its address, port, server_name "
	"or as the default.",
	"Put the location into the block that answers, or give the name to the right "
	"one.",
	CERTAINTY_COMPUTED)

/* -- The console, and what comes next */
FINDING(CONSOLE_LAGS, "console-lags", "The console, and what comes next",
	"all that can be seen is right, and the console is behind",
	"Consoles check at intervals and from caches of their own. The CA looks by "
	"itself.",
	"Wait as long as the provider says, then press Verify again. Do not change "
	"what is right.",
	CERTAINTY_PROVED)
FINDING(KEEP_UNTIL_ISSUED, "keep-until-issued", "The console, and what comes next",
	"ready: leave all in place until the certificate is issued",
	"The CA may look again, from several places, at any time before it issues.",
	"Do not delete the file or record before issuance. Afterwards remove it, and "
	"what was opened or allowed for it.",
	CERTAINTY_ASSUMED)
FINDING(METHOD_OTHER_FITS, "method-other-fits", "The console, and what comes next",
	"another validation method would work here",
	"Where a port, CDN or filter is not yours to change, a DNS record validates "
	"the name without any connection to this host.",
	"Cancel the application and apply again with DNS validation. An application "
	"with Automatic DNS validation cannot be switched.",
	CERTAINTY_COMPUTED)
FINDING(TOO_MANY_REQUESTS, "too-many-requests", "The console, and what comes next",
	"the console limits how often it may be asked to verify",
	"Every click on Verify counts. Too many in a short time are refused, "
	"whatever the state of the site.",
	"Wait 3 to 5 minutes before the next try.",
	CERTAINTY_ASSUMED)

/* -- Fix and undo */
FINDING(FIX_APPLIED, "fix-applied", "Fix and undo",
	"a change was applied",
	"One step of a change was made on this host, and is in the journal.",
	"See it: pkiready history. Take it back: pkiready undo ID",
	CERTAINTY_ASSUMED)
FINDING(FIX_VERIFIED, "fix-verified", "Fix and undo",
	"a change was applied and helps",
	"After the change the finding that it was for is gone.",
	"Nothing is left to do.",
	CERTAINTY_ASSUMED)
FINDING(FIX_ROLLED_BACK, "fix-rolled-back", "Fix and undo",
	"a change was taken back",
	"It did not help, or a step of it failed. The steps before it were undone, "
	"the last first.",
	"Read why, and mend the cause by hand.",
	CERTAINTY_ASSUMED)
FINDING(FIX_REFUSED, "fix-refused", "Fix and undo",
	"a change was not made",
	"It would have been unsafe, or is not the tool's to make.",
	"Make it by hand, with the steps shown.",
	CERTAINTY_ASSUMED)
FINDING(FIX_EXPIRES, "fix-expires", "Fix and undo",
	"a temporary change ends at a set time",
	"An opening for a validation is not meant to stay.",
	"Validate before it ends, or apply it again.",
	CERTAINTY_ASSUMED)
FINDING(FIX_INTERRUPTED, "fix-interrupted", "Fix and undo",
	"a change of an earlier run was not finished",
	"The tool or the host stopped in the middle. The journal says which step was "
	"the last.",
	"Finish or undo it: pkiready undo",
	CERTAINTY_ASSUMED)
FINDING(FIX_LEFT_BEHIND, "fix-left-behind", "Fix and undo",
	"a temporary opening or file of an earlier run still stands",
	"After issuance, openings, allowlist entries and files made for a validation "
	"should go. Issued is what this host serves on 443 for the name, trusted, if a "
	"log's timestamp in it, or its begin, is later than the change.",
	"Remove it: pkiready undo ID. If another certificate is still to be issued, "
	"wait for that one.",
	CERTAINTY_ASSUMED)
