/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define S0 "SEED000"
#define S1 "SEED001"
#define S2 "SEED002"
#define S02 "SEED000 SEED002"
#define NS "dig +short NS NAME"
#define DIG NS, "dig TXT HOSTRECORD @SERVER   (each name server in turn)"

/* clang-format off */
const struct message messages_alibaba_dns[] = {
	{
		.id = "alibaba-no-record",
		.said_by = "Alibaba Cloud's console, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("No DNS record found.", S0),
			EN("no DNS record value is found", S1),
			HANT("未檢測到DNS記錄值", S2),
			HANS("未检测到DNS记录值", S2)),
		.means = "The console asked for the TXT record and got no answer with "
			"one. The record was not added, it stands under another name or "
			"at a provider that does not serve the zone, or it has not "
			"reached everywhere yet.",
		.causes = CAUSES(
			{FINDING_RECORD_MISSING, "no name server has a TXT record there"},
			{FINDING_RECORD_NAME_DOUBLED,
				"it is found at name.example.com.example.com"},
			{FINDING_RECORD_WRONG_LEVEL,
				"it is found at www, or only at the apex"},
			{FINDING_WRONG_PROVIDER,
				"dig NS shows other servers than those you edited"},
			{FINDING_NAME_NOT_IN_REQUEST,
				"the domain of the application is another one"},
			{FINDING_RECORD_NOT_EVERYWHERE,
				"some name servers have it, some not"},
			{FINDING_DELEGATION_CHANGING,
				"the name servers were changed within 48 hours"},
			{FINDING_CONSOLE_LAGS, "every name server has the right value"}),
		.commands = LINES("pkiready dns NAME --ca alibaba",
			DIG),
		.decide = "Nothing at any server: add the record. Right at every server: "
			"only wait and click Verify again.",
		.waits = LINES("alibaba/console-dns", "alibaba/console-dns-right",
			"alibaba/console-latency", "alibaba/dns-propagation",
			"alibaba/dns-servers"),
	},
	{
		.id = "alibaba-mismatch",
		.said_by = "Alibaba Cloud's console, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Mismatch found in the DNS record.", S0),
			EN("Host Record does not match Record Value", S1),
			HANT("DNS記錄值不匹配", S2),
			HANS("DNS记录值不匹配", S2)),
		.means = "A TXT record stands there, but its value is not the one of "
			"this application: copied wrongly, changed by the provider, left "
			"from an earlier application, or too old.",
		.causes = CAUSES(
			{FINDING_RECORD_MISMATCH, "the value differs: copy it again"},
			{FINDING_RECORD_TRAILING_DOT,
				"a period was added at the end of the value"},
			{FINDING_RECORD_NAME_DOUBLED,
				"the domain stands twice in the host record"},
			{FINDING_RECORD_WRONG_TYPE,
				"it is a CNAME or an A record, not TXT"},
			{FINDING_RECORD_STALE,
				"an older value stands beside or instead of it"},
			{FINDING_RECORD_EXPIRED,
				"a DigiCert DV certificate, and the value is older than "
				"24 hours"},
			{FINDING_RECORD_NOT_EVERYWHERE,
				"some name servers have the old value still"},
			{FINDING_CONSOLE_LAGS, "the zone is at DNSPod or another "
				"provider and the value is right at every server"}),
		.commands = LINES("pkiready dns NAME --ca alibaba "
			"--expect VALUE",
			DIG),
		.decide = "Compare what each server answers with the Record Value, "
			"character by character. At a provider other than Alibaba Cloud "
			"DNS a right value is enough: ignore the console and wait for "
			"the CA.",
		.waits = LINES("alibaba/dns-third-party", "alibaba/dns-change",
			"alibaba/dns-propagation", "alibaba/dns-life-digicert",
			"alibaba/dns-life-geotrust"),
	},
	{
		.id = "alibaba-dns-timeout",
		.said_by = "Alibaba Cloud's console, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Verification timed out. Try again.", S0),
			EN("the domain name verification process times out", S1),
			HANT("驗證逾時,請重試。", S2),
			HANS("验证超时,请重试。", S2),
			HANS("验证逾时,请重试。", S2)),
		.means = "In DNS validation: the name servers of the domain could not be "
			"asked. The fault lies with the DNS provider, the delegation, or "
			"the domain's registration (real-name verification, ICP filing), "
			"not with a web server.",
		.causes = CAUSES(
			{FINDING_DNS_TIMEOUT,
				"a name server does not answer on UDP or TCP 53"},
			{FINDING_DNS_SERVFAIL, "a name server answers SERVFAIL"},
			{FINDING_LAME_DELEGATION,
				"a delegated server does not serve the zone"},
			{FINDING_NOT_DELEGATED, "the parent zone denies the name: "
				"expired, on hold, real-name verification or ICP filing "
				"missing"},
			{FINDING_ICP_OR_GEO_BLOCK,
				"it answers here but not from abroad"}),
		.commands = LINES("pkiready dns NAME --ca alibaba",
			"dig +trace TXT HOSTRECORD"),
		.decide = "Each name server is shown with what it answered. All answer "
			"here: ask the DNS provider whether queries from abroad are "
			"blocked.",
		.waits = LINES("alibaba/dns-propagation", "alibaba/dns-servers"),
	},
	{
		.id = "alibaba-caa",
		.said_by = "Alibaba Cloud's documents, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("SSL verification failure caused by a CAA DNS record", S0),
			HANT("網域名稱存在 CAA 解析記錄導致驗證失敗", S2),
			HANS("域名存在 CAA 解析记录导致验证失败", S2)),
		.means = "A CAA record names the CAs that may issue for the name, and "
			"this CA is not among them. A name that is a CNAME to github.io "
			"has GitHub's CAA set.",
		.causes = CAUSES(
			{FINDING_CAA_FORBIDS,
				"the set names other CAs: add this one, delete none"},
			{FINDING_CAA_INHERITED_ALIAS, "the set comes through a CNAME's "
				"target: pause the CNAME until the certificate is "
				"issued"},
			{FINDING_CAA_MULTI_ISSUER_NOTE,
				"the brand's CA is another company"},
			{FINDING_CAA_LOOKUP_FAILS,
				"a server fails when it is asked for CAA"}),
		.commands = LINES("pkiready diagnose NAME --ca alibaba/digicert",
			"dig CAA NAME   (then each parent name, until one answers)"),
		.decide = "The first name on the way up that has CAA records decides. S0 "
			"names trust-provider.com, globalsign.com and sectigo.com to "
			"add; for a DigiCert brand it is digicert.com.",
		.waits = LINES("alibaba/dns-new", "alibaba/dns-propagation"),
	},
	{
		.id = "alibaba-not-authorized",
		.said_by = "Alibaba Cloud's console, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("The current operation is not authorized. Contact an "
				"administrator for authorization.", S0),
			HANT("當前操作未被授權,請聯絡管理員授權", S2),
			HANS("当前操作未被授权,请联系管理员授权", S2),
			HANS("当前操作未被授权,请联络管理员授权", S2)),
		.means = "Your RAM user may not change DNS records: nothing on this "
			"server or in the DNS is wrong. The RAM administrator grants "
			"AliyunDNSFullAccess, or better only the permissions that the "
			"console lists.",
		.causes = CAUSES(
			{FINDING_RECORD_MISSING,
				"until someone with the right adds the record"}),
		.commands = LINES("pkiready dns NAME --ca alibaba"),
		.decide = "Once the right is granted, add the record and look again.",
		.waits = LINES("alibaba/dns-new"),
	},
	{
		.id = "alibaba-dns-right",
		.said_by = "Alibaba Cloud's documents, DNS validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("My DNS record has propagated correctly, but console "
				"verification keeps failing.", S0),
			HANT("為什麼網域名稱解析已經生效,但是控制台驗證仍舊不通過?", S2),
			HANS("为什么域名解析已经生效,但是控制台验证仍旧不通过?", S2)),
		.means = "The console reads from a cache or with a delay. The CA makes "
			"its own verification and does not wait for the console.",
		.causes = CAUSES(
			{FINDING_CONSOLE_LAGS, "every name server has the right value"},
			{FINDING_RECORD_NOT_EVERYWHERE,
				"dig asked one server; another has it not"},
			{FINDING_RECORD_LINE_SPLIT,
				"the answer differs by region or line"},
			{FINDING_RESOLVER_DIFFERS, "dig asked this host's resolver, "
				"whose answer is not that of the name servers"}),
		.commands = LINES("pkiready dns NAME --ca alibaba",
			DIG),
		.decide = "Ask every name server itself, not the resolver.",
		.waits = LINES("alibaba/console-dns-right", "alibaba/console-dns",
			"alibaba/dns-propagation"),
	},
	{.id = NULL},
};
