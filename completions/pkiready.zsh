#compdef pkiready
# zsh completion for pkiready; made by `make completions`, do not edit.

_pkiready()
{
	local curcontext="$curcontext" state line
	local -a commands
	typeset -A opt_args
	commands=(
		'diagnose:will the CA'\''s validation of these names succeed?'
		'dns:the validation record, CAA, DNSSEC, each server'
		'trace:the redirects from URL, judged by each CA'\''s rules'
		'firewall:who gets in by which rule, as the kernel decides'
		'rehearse:the CA'\''s whole request, from its own addresses'
		'watch:each connection that comes, and what became of it'
		'undo:take a change back, or confirm it'
		'history:the changes that were made, and their state'
		'explain:one finding, or a console'\''s message, in depth'
		'list:what is checked, what can be mended, which CAs'
		'help:this help, or that of one command'
	)
	_arguments -C '(-h --help)'{-h,--help}'[show the help]' \
		'(-V --version)'{-V,--version}'[show the versions]' \
		'1: :->command' '*:: :->argument' && return
	if [[ $state == command ]]; then
		_describe command commands
		return
	fi
	case $line[1] in
	diagnose)
		_arguments -S \
		'--ca=[judge by this CA'\''s rules (default: strict)]:PROFILE:(strict digicert globalsign sectigo letsencrypt google zerossl ssl.com certum actalis trustasia amazon alibaba huawei tencent pebble geotrust rapidssl thawte alibaba/digicert alibaba/globalsign alibaba/sectigo alibaba/zerossl alibaba/ssl.com alibaba/certum alibaba/actalis alibaba/trustasia alibaba/amazon alibaba/geotrust alibaba/rapidssl alibaba/thawte huawei/digicert huawei/globalsign huawei/sectigo huawei/zerossl huawei/ssl.com huawei/certum huawei/actalis huawei/trustasia huawei/amazon huawei/geotrust huawei/rapidssl huawei/thawte tencent/digicert tencent/globalsign tencent/sectigo tencent/zerossl tencent/ssl.com tencent/certum tencent/actalis tencent/trustasia tencent/amazon tencent/geotrust tencent/rapidssl tencent/thawte)' \
		'--file=[the validation file, as downloaded from the CA]:PATH:_files' \
		'--expect=[the text that the CA must find in file or record]:TEXT:' \
		'--issued=[when the CA gave it out: 2026-11-20, "3d ago"]:WHEN:' \
		'--csr=[names, and a Sectigo-type file, by this request]:FILE:_files' \
		'--path=[the URL path to fetch (default: the CA'\''s)]:URLPATH:' \
		'--method=[file, http-01 or dns (default: the CA'\''s)]:METHOD:(file http-01 dns)' \
		'--token=[the token: names the file to fetch]:T:' \
		'--record=[the DNS record'\''s host, such as _dnsauth or @]:HOST:' \
		'--type=[TXT or CNAME (default: the CA'\''s)]:TYPE:(TXT CNAME)' \
		'--wait=[until the record is there; diagnose: for the CA]:SECONDS:' \
		'--webroot=[compare with the file below this document root]:DIR:_files -/' \
		'--resolver=[ask this resolver, do not recurse from the root]:ADDR[\:PORT]:' \
		'--root-hints=[root name servers to recurse from]:FILE:_files' \
		'--trust-anchor=[DNSSEC trust anchors to validate by]:FILE:_files' \
		'*--hosts=[look at this address for that name; repeatable]:NAME=ADDR:' \
		'--timeout=[time for each network look (default: 10)]:SECONDS:' \
		'(-4 --ipv4)'{-4,--ipv4}'[look at IPv4 alone]' \
		'(-6 --ipv6)'{-6,--ipv6}'[look at IPv6 alone; with -4: both]' \
		'--require-outside[exit 2, not 0, while the way in is unproved]' \
		'--profile-file=[add or override CA profiles (JSON)]:FILE:_files' \
		'--after-reboot[load what is saved apart, and judge that too]' \
		'--prove[ask the kernel by forged SYNs; none leaves]' \
		'--inject-anyway[with --prove: where rules learn from it, too]' \
		'--save=[write what was seen there, to be judged elsewhere]:DIR:_files -/' \
		'--redact[with --save: without tokens and host names]' \
		'--ruleset=[judge what --save wrote, not this host]:DIR:_files -/' \
		'--fix[show what mends it, ask, make it, and prove it]' \
		'--dry-run[with --fix: show it, and change nothing]' \
		'--yes[do not ask]' \
		'*--yes-to=[with --yes: agree to this as well; repeatable]:WHAT:' \
		'--only-ca[with --fix: let the CA'\''s addresses in, no others]' \
		'--for=[with --fix: for so long, such as 12h or 3d]:SPAN:' \
		'--confirm=[with --fix: undo it unless confirmed; 0: keep it]:SECONDS:' \
		'--state-dir=[where changes are kept (/var/lib/pkiready)]:DIR:_files -/' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'*:name:_hosts'
		;;
	dns)
		_arguments -S \
		'--ca=[judge by this CA'\''s rules (default: strict)]:PROFILE:(strict digicert globalsign sectigo letsencrypt google zerossl ssl.com certum actalis trustasia amazon alibaba huawei tencent pebble geotrust rapidssl thawte alibaba/digicert alibaba/globalsign alibaba/sectigo alibaba/zerossl alibaba/ssl.com alibaba/certum alibaba/actalis alibaba/trustasia alibaba/amazon alibaba/geotrust alibaba/rapidssl alibaba/thawte huawei/digicert huawei/globalsign huawei/sectigo huawei/zerossl huawei/ssl.com huawei/certum huawei/actalis huawei/trustasia huawei/amazon huawei/geotrust huawei/rapidssl huawei/thawte tencent/digicert tencent/globalsign tencent/sectigo tencent/zerossl tencent/ssl.com tencent/certum tencent/actalis tencent/trustasia tencent/amazon tencent/geotrust tencent/rapidssl tencent/thawte)' \
		'--expect=[the text that the CA must find in file or record]:TEXT:' \
		'--issued=[when the CA gave it out: 2026-11-20, "3d ago"]:WHEN:' \
		'--record=[the DNS record'\''s host, such as _dnsauth or @]:HOST:' \
		'--type=[TXT or CNAME (default: the CA'\''s)]:TYPE:(TXT CNAME)' \
		'--wait=[until the record is there; diagnose: for the CA]:SECONDS:' \
		'--resolver=[ask this resolver, do not recurse from the root]:ADDR[\:PORT]:' \
		'--root-hints=[root name servers to recurse from]:FILE:_files' \
		'--trust-anchor=[DNSSEC trust anchors to validate by]:FILE:_files' \
		'--timeout=[time for each network look (default: 10)]:SECONDS:' \
		'(-4 --ipv4)'{-4,--ipv4}'[look at IPv4 alone]' \
		'(-6 --ipv6)'{-6,--ipv6}'[look at IPv6 alone; with -4: both]' \
		'--require-outside[exit 2, not 0, while the way in is unproved]' \
		'--profile-file=[add or override CA profiles (JSON)]:FILE:_files' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:URL:_urls'
		;;
	trace)
		_arguments -S \
		'--ca=[judge by this CA'\''s rules (default: strict)]:PROFILE:(strict digicert globalsign sectigo letsencrypt google zerossl ssl.com certum actalis trustasia amazon alibaba huawei tencent pebble geotrust rapidssl thawte alibaba/digicert alibaba/globalsign alibaba/sectigo alibaba/zerossl alibaba/ssl.com alibaba/certum alibaba/actalis alibaba/trustasia alibaba/amazon alibaba/geotrust alibaba/rapidssl alibaba/thawte huawei/digicert huawei/globalsign huawei/sectigo huawei/zerossl huawei/ssl.com huawei/certum huawei/actalis huawei/trustasia huawei/amazon huawei/geotrust huawei/rapidssl huawei/thawte tencent/digicert tencent/globalsign tencent/sectigo tencent/zerossl tencent/ssl.com tencent/certum tencent/actalis tencent/trustasia tencent/amazon tencent/geotrust tencent/rapidssl tencent/thawte)' \
		'--resolver=[ask this resolver, do not recurse from the root]:ADDR[\:PORT]:' \
		'--root-hints=[root name servers to recurse from]:FILE:_files' \
		'--trust-anchor=[DNSSEC trust anchors to validate by]:FILE:_files' \
		'*--hosts=[look at this address for that name; repeatable]:NAME=ADDR:' \
		'--timeout=[time for each network look (default: 10)]:SECONDS:' \
		'(-4 --ipv4)'{-4,--ipv4}'[look at IPv4 alone]' \
		'(-6 --ipv6)'{-6,--ipv6}'[look at IPv6 alone; with -4: both]' \
		'--require-outside[exit 2, not 0, while the way in is unproved]' \
		'--profile-file=[add or override CA profiles (JSON)]:FILE:_files' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:URL:_urls'
		;;
	firewall)
		_arguments -S \
		'--ca=[judge by this CA'\''s rules (default: strict)]:PROFILE:(strict digicert globalsign sectigo letsencrypt google zerossl ssl.com certum actalis trustasia amazon alibaba huawei tencent pebble geotrust rapidssl thawte alibaba/digicert alibaba/globalsign alibaba/sectigo alibaba/zerossl alibaba/ssl.com alibaba/certum alibaba/actalis alibaba/trustasia alibaba/amazon alibaba/geotrust alibaba/rapidssl alibaba/thawte huawei/digicert huawei/globalsign huawei/sectigo huawei/zerossl huawei/ssl.com huawei/certum huawei/actalis huawei/trustasia huawei/amazon huawei/geotrust huawei/rapidssl huawei/thawte tencent/digicert tencent/globalsign tencent/sectigo tencent/zerossl tencent/ssl.com tencent/certum tencent/actalis tencent/trustasia tencent/amazon tencent/geotrust tencent/rapidssl tencent/thawte)' \
		'(-4 --ipv4)'{-4,--ipv4}'[look at IPv4 alone]' \
		'(-6 --ipv6)'{-6,--ipv6}'[look at IPv6 alone; with -4: both]' \
		'--profile-file=[add or override CA profiles (JSON)]:FILE:_files' \
		'--port=[ports (default: 80,443); firewall: 53/udp too]:LIST:' \
		'--from=[any, ca, addresses, prefixes (default: any,ca)]:LIST:' \
		'--to=[an address of this host (default: each)]:ADDR:' \
		'--interface=[where the packet arrives (default: see manual)]:I:' \
		'--after-reboot[load what is saved apart, and judge that too]' \
		'--prove[ask the kernel by forged SYNs; none leaves]' \
		'--inject-anyway[with --prove: where rules learn from it, too]' \
		'--save=[write what was seen there, to be judged elsewhere]:DIR:_files -/' \
		'--redact[with --save: without tokens and host names]' \
		'--ruleset=[judge what --save wrote, not this host]:DIR:_files -/' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:URL:_urls'
		;;
	rehearse)
		_arguments -S \
		'--ca=[judge by this CA'\''s rules (default: strict)]:PROFILE:(strict digicert globalsign sectigo letsencrypt google zerossl ssl.com certum actalis trustasia amazon alibaba huawei tencent pebble geotrust rapidssl thawte alibaba/digicert alibaba/globalsign alibaba/sectigo alibaba/zerossl alibaba/ssl.com alibaba/certum alibaba/actalis alibaba/trustasia alibaba/amazon alibaba/geotrust alibaba/rapidssl alibaba/thawte huawei/digicert huawei/globalsign huawei/sectigo huawei/zerossl huawei/ssl.com huawei/certum huawei/actalis huawei/trustasia huawei/amazon huawei/geotrust huawei/rapidssl huawei/thawte tencent/digicert tencent/globalsign tencent/sectigo tencent/zerossl tencent/ssl.com tencent/certum tencent/actalis tencent/trustasia tencent/amazon tencent/geotrust tencent/rapidssl tencent/thawte)' \
		'--file=[the validation file, as downloaded from the CA]:PATH:_files' \
		'--expect=[the text that the CA must find in file or record]:TEXT:' \
		'--csr=[names, and a Sectigo-type file, by this request]:FILE:_files' \
		'--path=[the URL path to fetch (default: the CA'\''s)]:URLPATH:' \
		'--token=[the token: names the file to fetch]:T:' \
		'--resolver=[ask this resolver, do not recurse from the root]:ADDR[\:PORT]:' \
		'--root-hints=[root name servers to recurse from]:FILE:_files' \
		'--trust-anchor=[DNSSEC trust anchors to validate by]:FILE:_files' \
		'*--hosts=[look at this address for that name; repeatable]:NAME=ADDR:' \
		'--timeout=[time for each network look (default: 10)]:SECONDS:' \
		'(-4 --ipv4)'{-4,--ipv4}'[look at IPv4 alone]' \
		'(-6 --ipv6)'{-6,--ipv6}'[look at IPv6 alone; with -4: both]' \
		'--require-outside[exit 2, not 0, while the way in is unproved]' \
		'--profile-file=[add or override CA profiles (JSON)]:FILE:_files' \
		'--as=[ask from this CA'\''s addresses, or from this one]:PROFILE|ADDR:' \
		'--yes[do not ask]' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:URL:_urls'
		;;
	watch)
		_arguments -S \
		'--profile-file=[add or override CA profiles (JSON)]:FILE:_files' \
		'--port=[ports (default: 80,443); firewall: 53/udp too]:LIST:' \
		'--interface=[where the packet arrives (default: see manual)]:I:' \
		'--seconds=[how long to watch (default: until Ctrl-C)]:N:' \
		'--write=[write the packets to a new file, for tcpdump]:FILE:' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:URL:_urls'
		;;
	undo)
		_arguments -S \
		'--yes[do not ask]' \
		'--state-dir=[where changes are kept (/var/lib/pkiready)]:DIR:_files -/' \
		'--keep[do not undo it: confirm it]' \
		'--unconfirmed[undo it only if it still is to be confirmed]' \
		'--force[undo although somebody changed it since]' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:URL:_urls'
		;;
	history)
		_arguments -S \
		'--state-dir=[where changes are kept (/var/lib/pkiready)]:DIR:_files -/' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:URL:_urls'
		;;
	explain)
		_arguments -S \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:argument:(no-listener loopback-only-listener listener-family-missing listener-foreign listener-overflow https-broken firewall-drops firewall-rejects firewall-drops-some firewall-drops-ca firewall-maybe firewall-unreadable rule-without-effect rule-not-persistent rule-not-loaded two-firewalls wrong-backend zone-mismatch firewall-panic ban-set container-port reverse-path-filter no-return-route packet-program kernel-differs conntrack-full upstream-blocks upstream-unproved behind-nat carrier-nat self-probe-local icp-or-geo-block recursion-blocked egress-blocked not-delegated delegation-changing name-not-in-request name-not-found no-address dns-servfail dns-timeout lame-delegation dnssec-bogus nameservers-disagree resolver-differs address-elsewhere address-reserved address-dead sibling-missing wildcard-needs-dns public-suffix record-missing record-mismatch record-quoted record-trailing-dot record-name-doubled record-wrong-type record-wrong-level record-stale record-not-everywhere record-ttl-long record-expired record-line-split record-conflict record-dangling-cname wrong-provider caa-forbids caa-inherited-alias caa-lookup-fails caa-critical-unknown caa-wildcard-forbids caa-parameters caa-multi-issuer-note connect-refused connect-timeout connect-reset network-unreachable redirected redirect-loop redirect-too-many redirect-code redirect-port redirect-scheme redirect-off-domain redirect-reserved redirect-not-http redirect-target-fails http-status http-slow http-too-large http-not-http tls-failure wrong-vhost rehearsal-fails user-agent-blocked bot-challenge file-not-on-disk file-not-served file-differs file-edited file-renamed file-expired file-unreadable file-sibling-differs file-scheme-differs file-address-differs html-instead cdn-serves cdn-stale config-redirect config-deny config-shadowed console-lags keep-until-issued method-other-fits too-many-requests fix-applied fix-verified fix-rolled-back fix-refused fix-expires fix-interrupted fix-left-behind)'
		;;
	list)
		_arguments -S \
		'--profile-file=[add or override CA profiles (JSON)]:FILE:_files' \
		'--format=[text, json or kv (default: text)]:FORMAT:(text json kv)' \
		'--color=[auto, always or never (default: auto)]:WHEN:(auto always never)' \
		'*'{-v,--verbose}'[show passes and every observation; -vv: more]' \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:argument:(checks fixes profiles)'
		;;
	help)
		_arguments -S \
		'(-h --help)'{-h,--help}'[show this help, or that of a command]' \
		'(-V --version)'{-V,--version}'[show the versions of the tool and its libraries]' \
		'1:argument:(diagnose dns trace firewall rehearse watch undo history explain list help)'
		;;
	esac
}

_pkiready "$@"
