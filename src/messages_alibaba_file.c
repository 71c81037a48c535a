/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define S0 "SEED000"
#define S1 "SEED001"
#define S2 "SEED002"
#define S02 "SEED000 SEED002"
#define DIAGNOSE_FILE "sudo pkiready diagnose NAME --ca alibaba --file FILE --webroot DIR"

/* clang-format off */
const struct message messages_alibaba_file[] = {
	{
		.id = "alibaba-file-timeout",
		.said_by = "Alibaba Cloud's console, file validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Verification timed out. Try again.", S0),
			EN("the file verification process times out", S1),
			HANT("驗證逾時,請重試。", S2),
			HANS("验证超时,请重试。", S2),
			HANS("验证逾时,请重试。", S2)),
		.means = "In file validation: the CA could not connect to the web server "
			"on port 80 or 443 and fetch the file. A firewall on the host, a "
			"security group or an allowlist drops it, nothing listens, or a "
			"redirect leads away.",
		.causes = CAUSES(
			{FINDING_FIREWALL_DROPS, "a rule of this host drops the port"},
			{FINDING_FIREWALL_DROPS_CA,
				"an allowlist lets only some addresses in"},
			{FINDING_NO_LISTENER, "nothing listens on 80 or 443"},
			{FINDING_LOOPBACK_ONLY_LISTENER, "it listens on 127.0.0.1 alone"},
			{FINDING_HTTPS_BROKEN, "443 is open but speaks no usable TLS: "
				"serve it or stop listening there"},
			{FINDING_UPSTREAM_UNPROVED,
				"the host lets it in: look at the security group next"},
			{FINDING_UPSTREAM_BLOCKS,
				"an outside probe reaches no interface of the host"},
			{FINDING_REDIRECTED, "the path redirects; the CA follows none"},
			{FINDING_ICP_OR_GEO_BLOCK, "it answers here but not from abroad"},
			{FINDING_METHOD_OTHER_FITS,
				"80 and 443 cannot be opened: validate by DNS"}),
		.commands = LINES(DIAGNOSE_FILE),
		.decide = "The first stage of the path that is marked failed is the "
			"cause. If the host itself lets everything in, the security "
			"group is what remains.",
		.waits = LINES("alibaba/console-file", "alibaba/file-life"),
	},
	{
		.id = "alibaba-no-file",
		.said_by = "Alibaba Cloud's console, file validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("No file found.", S0),
			EN("What do I do if no file is found?", S1),
			HANT("未檢測到檔案", S2),
			HANS("未检测到文件", S2),
			HANS("未检测到档案", S2)),
		.means = "The server answered, but not with the file: it is not in "
			"/.well-known/pki-validation/ of the site that answers, it has "
			"another name, or the console only lags.",
		.causes = CAUSES(
			{FINDING_FILE_NOT_ON_DISK, "it is not below the web root"},
			{FINDING_FILE_RENAMED,
				"it stands there under another name (.txt.txt, case)"},
			{FINDING_FILE_NOT_SERVED,
				"it is on the disk but the URL gives something else"},
			{FINDING_WRONG_VHOST,
				"another site of this server answers for the name"},
			{FINDING_HTTP_STATUS, "403, 404 or 5xx"},
			{FINDING_SIBLING_MISSING,
				"the apex or the www name does not serve it"},
			{FINDING_FILE_UNREADABLE,
				"the web server's user may not read it"},
			{FINDING_CONSOLE_LAGS,
				"the file is right on http and https, apex and www"}),
		.commands = LINES(DIAGNOSE_FILE),
		.decide = "404 with the file on the disk: the wrong directory or site. "
			"Right everywhere: wait and click Verify again.",
		.waits = LINES("alibaba/console-file", "alibaba/console-file-late"),
	},
	{
		.id = "alibaba-file-invalid",
		.said_by = "Alibaba Cloud's console, file validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("File content is invalid.", S0),
			EN("the file content is invalid", S1),
			HANT("檔案內容不正確。", S2),
			HANS("文件内容不正确。", S2),
			HANS("档案内容不正确。", S2)),
		.means = "A file was found, but not with this application's bytes at all "
			"four places (apex and www, http and https): edited, stale, "
			"expired, another page, or an edge of a CDN that serves an old "
			"one.",
		.causes = CAUSES(
			{FINDING_FILE_DIFFERS,
				"the bytes differ from the downloaded file"},
			{FINDING_FILE_EDITED, "BOM, CRLF or a newline was added"},
			{FINDING_FILE_SIBLING_DIFFERS, "apex and www answer differently"},
			{FINDING_SIBLING_MISSING, "one of apex and www is not reachable"},
			{FINDING_FILE_SCHEME_DIFFERS,
				"https answers otherwise than http"},
			{FINDING_HTTPS_BROKEN, "https does not work at all"},
			{FINDING_REDIRECTED, "http redirects to https on the path"},
			{FINDING_HTML_INSTEAD, "a page of the site answers instead"},
			{FINDING_CDN_SERVES,
				"a CDN answers: sync the file to its edges abroad"},
			{FINDING_CDN_STALE, "the edge has an older file than the disk"},
			{FINDING_FILE_EXPIRED,
				"the file was downloaded more than 3 days ago"}),
		.commands = LINES(DIAGNOSE_FILE " --issued WHEN"),
		.decide = "The first byte that differs is shown with its place. Do not "
			"open or edit the file: download it again and upload it as it "
			"is.",
		.waits = LINES("alibaba/file-life", "alibaba/console-file-late"),
	},
	{
		.id = "alibaba-redirect",
		.said_by = "Alibaba Cloud's documents, file validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("A URL redirect is configured on my server.", S0),
			EN("301 Moved Permanently", S02),
			EN("302 Found", S02),
			HANT("存在301或302重新導向跳轉", S2),
			HANS("存在301或302重定向跳转", S2)),
		.means = "The path of the file answers with a redirect. Under S0 and S2 "
			"the CA follows none; other CAs follow some (DigiCert within the "
			"same domain, Let's Encrypt up to 11).",
		.causes = CAUSES(
			{FINDING_REDIRECTED, "a 301 or 302 on the validation path"},
			{FINDING_CONFIG_REDIRECT,
				"the directive that sends it, file and line"},
			{FINDING_REDIRECT_LOOP, "it leads back to itself"},
			{FINDING_REDIRECT_OFF_DOMAIN, "it leads to another domain"}),
		.commands = LINES("pkiready trace "
			"http://NAME/.well-known/pki-validation/FILENAME"),
		.decide = "Each hop is shown, with which CA would follow it. Exempt "
			"/.well-known/pki-validation/ from the redirect.",
	},
	{
		.id = "alibaba-allowlist",
		.said_by = "Alibaba Cloud's documents, file validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("An IP allowlist is blocking the CA.", S0),
			HANT("站台伺服器的網路安全裝置已設定白名單", S2),
			HANS("站点服务器的网络安全设备已设置白名单", S2)),
		.means = "A firewall or security group lets only listed addresses in. "
			"The lists of S0 and S2 are old and CAs look from several places "
			"since 2025, so no list of addresses is complete: open the port "
			"to all while the validation runs.",
		.causes = CAUSES(
			{FINDING_FIREWALL_DROPS_CA,
				"this host's rules drop a CA's address"},
			{FINDING_FIREWALL_DROPS_SOME, "only some sources are let in"},
			{FINDING_BAN_SET,
				"a ban set (fail2ban, CrowdSec) holds a CA's address"},
			{FINDING_UPSTREAM_UNPROVED,
				"the list stands in the security group"}),
		.commands = LINES("sudo pkiready diagnose NAME --ca alibaba/digicert",
			"pkiready list profiles"),
		.decide = "list profiles shows every known address with its date and "
			"source. Remove what was opened when the certificate is issued "
			"(S1).",
	},
	{
		.id = "alibaba-port-open",
		.said_by = "nc, as S0 and S2 use it",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Ncat: Connected to *:443", S02),
			EN("Connection to * port [tcp/https] succeeded!", S02),
			EN("443 (https) open", S02)),
		.means = "The test of S0 connects from the server to itself. That goes "
			"over lo and passes no firewall and no security group: it proves "
			"that something listens, not that the CA gets in.",
		.causes = CAUSES(
			{FINDING_SELF_PROBE_LOCAL, "the connect went over lo"},
			{FINDING_UPSTREAM_UNPROVED,
				"what stands before the host is not known"}),
		.commands = LINES("sudo pkiready diagnose NAME --ca alibaba"),
		.decide = "Each connect is shown with its path (lo, local address, "
			"router).",
	},
	{
		.id = "alibaba-ports",
		.said_by = "Alibaba Cloud's documents, file validation",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Ports 80 or 443 are blocked.", S0),
			EN("check whether port 80 or 443 is enabled", S1),
			HANT("未開放伺服器的80或443連接埠", S2),
			HANS("未开放服务器的80或443端口", S2)),
		.means = "The CA fetches the file over port 80 and 443. S0's own "
			"commands can fail to open them: an appended iptables rule "
			"stands behind a REJECT, a new nft table does not overrule a "
			"drop in another.",
		.causes = CAUSES(
			{FINDING_FIREWALL_DROPS, "a rule of this host drops the port"},
			{FINDING_FIREWALL_REJECTS,
				"a rule of this host rejects the port"},
			{FINDING_RULE_WITHOUT_EFFECT,
				"the accepting rule is never reached"},
			{FINDING_TWO_FIREWALLS, "two managers decide"},
			{FINDING_NO_LISTENER, "the port is free but nothing listens"},
			{FINDING_UPSTREAM_UNPROVED, "the security group is closed"}),
		.commands = LINES("sudo pkiready diagnose NAME --ca alibaba"),
		.decide = "All active firewalls are named, not only the first as by S0's "
			"script.",
	},
	{.id = NULL},
};
