# bash completion for pkiready; made by `make completions`, do not edit.
_pkiready_reply()
{
	mapfile -t COMPREPLY < <(compgen "$@" -- "$cur")
}

_pkiready()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command='' options word
	if [[ $cur == = ]]; then
		cur=''
	elif [[ $prev == = ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	COMPREPLY=()
	case $prev in
	--ca)
		_pkiready_reply -W 'strict digicert globalsign sectigo letsencrypt google zerossl ssl.com certum actalis trustasia amazon alibaba huawei tencent pebble geotrust rapidssl thawte alibaba/digicert alibaba/globalsign alibaba/sectigo alibaba/zerossl alibaba/ssl.com alibaba/certum alibaba/actalis alibaba/trustasia alibaba/amazon alibaba/geotrust alibaba/rapidssl alibaba/thawte huawei/digicert huawei/globalsign huawei/sectigo huawei/zerossl huawei/ssl.com huawei/certum huawei/actalis huawei/trustasia huawei/amazon huawei/geotrust huawei/rapidssl huawei/thawte tencent/digicert tencent/globalsign tencent/sectigo tencent/zerossl tencent/ssl.com tencent/certum tencent/actalis tencent/trustasia tencent/amazon tencent/geotrust tencent/rapidssl tencent/thawte'
		return
		;;
	--file)
		compopt -o filenames
		_pkiready_reply -f
		return
		;;
	--expect)
		return
		;;
	--issued)
		return
		;;
	--csr)
		compopt -o filenames
		_pkiready_reply -f
		return
		;;
	--path)
		return
		;;
	--method)
		_pkiready_reply -W 'file http-01 dns'
		return
		;;
	--token)
		return
		;;
	--record)
		return
		;;
	--type)
		_pkiready_reply -W 'TXT CNAME'
		return
		;;
	--wait)
		return
		;;
	--webroot)
		compopt -o filenames
		_pkiready_reply -d
		return
		;;
	--resolver)
		return
		;;
	--root-hints)
		compopt -o filenames
		_pkiready_reply -f
		return
		;;
	--trust-anchor)
		compopt -o filenames
		_pkiready_reply -f
		return
		;;
	--hosts)
		return
		;;
	--timeout)
		return
		;;
	--profile-file)
		compopt -o filenames
		_pkiready_reply -f
		return
		;;
	--port)
		return
		;;
	--from)
		return
		;;
	--to)
		return
		;;
	--interface)
		return
		;;
	--as)
		return
		;;
	--save)
		compopt -o filenames
		_pkiready_reply -d
		return
		;;
	--ruleset)
		compopt -o filenames
		_pkiready_reply -d
		return
		;;
	--seconds)
		return
		;;
	--write)
		return
		;;
	--yes-to)
		return
		;;
	--for)
		return
		;;
	--confirm)
		return
		;;
	--state-dir)
		compopt -o filenames
		_pkiready_reply -d
		return
		;;
	--format)
		_pkiready_reply -W 'text json kv'
		return
		;;
	--color)
		_pkiready_reply -W 'auto always never'
		return
		;;
	esac
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $word in
		diagnose | dns | trace | firewall | rehearse | watch | undo | history | explain | list | help)
			command=$word
			break
			;;
		esac
	done
	case $command in
	diagnose) options='--ca --file --expect --issued --csr --path --method --token --record --type --wait --webroot --resolver --root-hints --trust-anchor --hosts --timeout -4 --ipv4 -6 --ipv6 --require-outside --profile-file --after-reboot --prove --inject-anyway --save --redact --ruleset --fix --dry-run --yes --yes-to --only-ca --for --confirm --state-dir --format --color -v --verbose -h --help -V --version ' ;;
	dns) options='--ca --expect --issued --record --type --wait --resolver --root-hints --trust-anchor --timeout -4 --ipv4 -6 --ipv6 --require-outside --profile-file --format --color -v --verbose -h --help -V --version ' ;;
	trace) options='--ca --resolver --root-hints --trust-anchor --hosts --timeout -4 --ipv4 -6 --ipv6 --require-outside --profile-file --format --color -v --verbose -h --help -V --version ' ;;
	firewall) options='--ca -4 --ipv4 -6 --ipv6 --profile-file --port --from --to --interface --after-reboot --prove --inject-anyway --save --redact --ruleset --format --color -v --verbose -h --help -V --version ' ;;
	rehearse) options='--ca --file --expect --csr --path --token --resolver --root-hints --trust-anchor --hosts --timeout -4 --ipv4 -6 --ipv6 --require-outside --profile-file --as --yes --format --color -v --verbose -h --help -V --version ' ;;
	watch) options='--profile-file --port --interface --seconds --write --format --color -v --verbose -h --help -V --version ' ;;
	undo) options='--yes --state-dir --keep --unconfirmed --force --format --color -v --verbose -h --help -V --version ' ;;
	history) options='--state-dir --format --color -v --verbose -h --help -V --version ' ;;
	explain) options='--format --color -v --verbose -h --help -V --version ' ;;
	list) options='--profile-file --format --color -v --verbose -h --help -V --version ' ;;
	help) options='-h --help -V --version ' ;;
	*) options='--ca --file --expect --issued --csr --path --method --token --record --type --wait --webroot --resolver --root-hints --trust-anchor --hosts --timeout -4 --ipv4 -6 --ipv6 --require-outside --profile-file --port --from --to --interface --after-reboot --prove --inject-anyway --as --save --redact --ruleset --seconds --write --fix --dry-run --yes --yes-to --only-ca --for --confirm --state-dir --keep --unconfirmed --force --format --color -v --verbose -h --help -V --version ' ;;
	esac
	if [[ $cur == -* ]]; then
		_pkiready_reply -W "$options"
		return
	fi
	case $command in
	'') _pkiready_reply -W 'diagnose dns trace firewall rehearse watch undo history explain list help' ;;
	explain) _pkiready_reply -W 'no-listener loopback-only-listener listener-family-missing listener-foreign listener-overflow https-broken firewall-drops firewall-rejects firewall-drops-some firewall-drops-ca firewall-maybe firewall-unreadable rule-without-effect rule-not-persistent rule-not-loaded two-firewalls wrong-backend zone-mismatch firewall-panic ban-set container-port reverse-path-filter no-return-route packet-program kernel-differs conntrack-full upstream-blocks upstream-unproved behind-nat carrier-nat self-probe-local icp-or-geo-block recursion-blocked egress-blocked not-delegated delegation-changing name-not-in-request name-not-found no-address dns-servfail dns-timeout lame-delegation dnssec-bogus nameservers-disagree resolver-differs address-elsewhere address-reserved address-dead sibling-missing wildcard-needs-dns public-suffix record-missing record-mismatch record-quoted record-trailing-dot record-name-doubled record-wrong-type record-wrong-level record-stale record-not-everywhere record-ttl-long record-expired record-line-split record-conflict record-dangling-cname wrong-provider caa-forbids caa-inherited-alias caa-lookup-fails caa-critical-unknown caa-wildcard-forbids caa-parameters caa-multi-issuer-note connect-refused connect-timeout connect-reset network-unreachable redirected redirect-loop redirect-too-many redirect-code redirect-port redirect-scheme redirect-off-domain redirect-reserved redirect-not-http redirect-target-fails http-status http-slow http-too-large http-not-http tls-failure wrong-vhost rehearsal-fails user-agent-blocked bot-challenge file-not-on-disk file-not-served file-differs file-edited file-renamed file-expired file-unreadable file-sibling-differs file-scheme-differs file-address-differs html-instead cdn-serves cdn-stale config-redirect config-deny config-shadowed console-lags keep-until-issued method-other-fits too-many-requests fix-applied fix-verified fix-rolled-back fix-refused fix-expires fix-interrupted fix-left-behind' ;;
	list) _pkiready_reply -W 'checks fixes profiles' ;;
	help) _pkiready_reply -W 'diagnose dns trace firewall rehearse watch undo history explain list help' ;;
	diagnose) _pkiready_reply -A hostname ;;
	esac
}

complete -F _pkiready pkiready
