/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <stddef.h>

#define ALL (CMD_BIT(CMD__MAX) - 1u)
#define DIAGNOSE CMD_BIT(CMD_DIAGNOSE)
#define DNS CMD_BIT(CMD_DNS)
#define WEB (CMD_BIT(CMD_DIAGNOSE) | CMD_BIT(CMD_TRACE))
#define REHEARSE CMD_BIT(CMD_REHEARSE)
#define FILED (DIAGNOSE | REHEARSE)
#define NAMED (WEB | REHEARSE)
#define LOOK (WEB | DNS | REHEARSE)
#define FIREWALL CMD_BIT(CMD_FIREWALL)
#define PROVE (CMD_BIT(CMD_DIAGNOSE) | CMD_BIT(CMD_FIREWALL))
#define WATCH CMD_BIT(CMD_WATCH)
#define UNDO CMD_BIT(CMD_UNDO)
#define CHANGES (DIAGNOSE | UNDO | CMD_BIT(CMD_HISTORY))
#define REPORT (ALL & ~CMD_BIT(CMD_HELP))
#define AT(member) .offset = offsetof(struct options, member)

static const char *const method_names[] = {"file", "http-01", "dns", NULL};
static const char *const type_names[] = {"TXT", "CNAME", NULL};
static const char *const format_names[] = {"text", "json", "kv", NULL};
static const char *const color_names[] = {"auto", "always", "never", NULL};
static const char *const list_names[] = {"checks", "fixes", "profiles", NULL};
static const char *const command_names[] = {"diagnose", "dns", "trace", "firewall",
	"rehearse", "watch", "undo", "history", "explain", "list", "help", NULL};

/* clang-format off */
const struct option_row option_rows[] = {
	{.name = "ca", .kind = OPT_PROFILE, .arg = "PROFILE", .commands = LOOK | FIREWALL,
		AT(ca),
		.help = "judge by this CA's rules (default: strict)"},
	{.name = "file", .kind = OPT_FILE, .arg = "PATH", .commands = FILED, AT(file),
		.help = "the validation file, as downloaded from the CA"},
	{.name = "expect", .kind = OPT_TEXT, .arg = "TEXT", .commands = FILED | DNS,
		AT(expect),
		.help = "the text that the CA must find in file or record"},
	{.name = "issued", .kind = OPT_TEXT, .arg = "WHEN", .commands = DIAGNOSE | DNS,
		AT(issued),
		.help = "when the CA gave it out: 2026-11-20, \"3d ago\""},
	{.name = "csr", .kind = OPT_FILE, .arg = "FILE", .commands = FILED, AT(csr),
		.help = "names, and a Sectigo-type file, by this request"},
	{.name = "path", .kind = OPT_TEXT, .arg = "URLPATH", .commands = FILED,
		AT(path),
		.help = "the URL path to fetch (default: the CA's)"},
	{.name = "method", .kind = OPT_WORD, .arg = "METHOD", .commands = DIAGNOSE,
		AT(method),
		.words = method_names,
		.help = "file, http-01 or dns (default: the CA's)"},
	{.name = "token", .kind = OPT_TEXT, .arg = "T", .commands = FILED, AT(token),
		.help = "the token: names the file to fetch"},
	{.name = "record", .kind = OPT_TEXT, .arg = "HOST", .commands = DIAGNOSE | DNS,
		AT(record),
		.help = "the DNS record's host, such as _dnsauth or @"},
	{.name = "type", .kind = OPT_WORD, .arg = "TYPE", .commands = DIAGNOSE | DNS,
		AT(type),
		.words = type_names,
		.help = "TXT or CNAME (default: the CA's)"},
	{.name = "wait", .kind = OPT_WAIT, .arg = "SECONDS", .commands = DNS | DIAGNOSE,
		AT(wait_ms),
		.help = "until the record is there; diagnose: for the CA"},
	{.name = "webroot", .kind = OPT_DIR, .arg = "DIR", .commands = DIAGNOSE,
		AT(webroot),
		.help = "compare with the file below this document root"},
	{.name = "resolver", .kind = OPT_ADDRESS, .arg = "ADDR[:PORT]", .commands = LOOK,
		AT(resolver),
		.help = "ask this resolver, do not recurse from the root"},
	{.name = "root-hints", .kind = OPT_FILE, .arg = "FILE", .commands = LOOK,
		AT(root_hints),
		.help = "root name servers to recurse from"},
	{.name = "trust-anchor", .kind = OPT_FILE, .arg = "FILE", .commands = LOOK,
		AT(trust_anchor),
		.help = "DNSSEC trust anchors to validate by"},
	{.name = "hosts", .kind = OPT_ADDRESS, .arg = "NAME=ADDR", .commands = NAMED,
		AT(hosts),
		.repeat = true,
		.help = "look at this address for that name; repeatable"},
	{.name = "timeout", .kind = OPT_SECONDS, .arg = "SECONDS", .commands = LOOK,
		AT(timeout_ms),
		.help = "time for each network look (default: 10)"},
	{.name = "ipv4", .letter = '4', .kind = OPT_FLAG, .commands = LOOK | FIREWALL,
		AT(v4),
		.help = "look at IPv4 alone"},
	{.name = "ipv6", .letter = '6', .kind = OPT_FLAG, .commands = LOOK | FIREWALL,
		AT(v6),
		.help = "look at IPv6 alone; with -4: both"},
	{.name = "require-outside", .kind = OPT_FLAG, .commands = LOOK,
		AT(require_outside),
		.help = "exit 2, not 0, while the way in is unproved"},
	{.name = "profile-file", .kind = OPT_FILE, .arg = "FILE",
		.commands = LOOK | FIREWALL | WATCH | CMD_BIT(CMD_LIST), AT(profile_file),
		.help = "add or override CA profiles (JSON)"},
	{.name = "port", .kind = OPT_TEXT, .arg = "LIST", .commands = FIREWALL | WATCH,
		AT(port),
		.help = "ports (default: 80,443); firewall: 53/udp too"},
	{.name = "from", .kind = OPT_TEXT, .arg = "LIST", .commands = FIREWALL, AT(from),
		.help = "any, ca, addresses, prefixes (default: any,ca)"},
	{.name = "to", .kind = OPT_ADDRESS, .arg = "ADDR", .commands = FIREWALL, AT(to),
		.help = "an address of this host (default: each)"},
	{.name = "interface", .kind = OPT_TEXT, .arg = "I",
		.commands = FIREWALL | WATCH, AT(interface),
		.help = "where the packet arrives (default: see manual)"},
	{.name = "after-reboot", .kind = OPT_FLAG, .commands = DIAGNOSE | FIREWALL,
		AT(after_reboot),
		.help = "load what is saved apart, and judge that too"},
	{.name = "prove", .kind = OPT_FLAG, .commands = PROVE, AT(prove),
		.help = "ask the kernel by forged SYNs; none leaves"},
	{.name = "inject-anyway", .kind = OPT_FLAG, .commands = PROVE,
		AT(inject_anyway),
		.help = "with --prove: where rules learn from it, too"},
	{.name = "as", .kind = OPT_TEXT, .arg = "PROFILE|ADDR", .commands = REHEARSE,
		AT(as),
		.help = "ask from this CA's addresses, or from this one"},
	{.name = "save", .kind = OPT_DIR, .arg = "DIR", .commands = PROVE, AT(save),
		.help = "write what was seen there, to be judged elsewhere"},
	{.name = "redact", .kind = OPT_FLAG, .commands = PROVE, AT(redact),
		.help = "with --save: without tokens and host names"},
	{.name = "ruleset", .kind = OPT_DIR, .arg = "DIR", .commands = PROVE,
		AT(ruleset),
		.help = "judge what --save wrote, not this host"},
	{.name = "seconds", .kind = OPT_WAIT, .arg = "N", .commands = WATCH,
		AT(seconds_ms),
		.help = "how long to watch (default: until Ctrl-C)"},
	{.name = "write", .kind = OPT_TEXT, .arg = "FILE", .commands = WATCH, AT(write),
		.help = "write the packets to a new file, for tcpdump"},
	{.name = "fix", .kind = OPT_FLAG, .commands = DIAGNOSE, AT(fix),
		.help = "show what mends it, ask, make it, and prove it"},
	{.name = "dry-run", .kind = OPT_FLAG, .commands = DIAGNOSE, AT(dry_run),
		.help = "with --fix: show it, and change nothing"},
	{.name = "yes", .kind = OPT_FLAG, .commands = DIAGNOSE | UNDO | REHEARSE,
		AT(yes),
		.help = "do not ask"},
	{.name = "yes-to", .kind = OPT_TEXT, .arg = "WHAT", .commands = DIAGNOSE,
		AT(yes_to),
		.repeat = true,
		.help = "with --yes: agree to this as well; repeatable"},
	{.name = "only-ca", .kind = OPT_FLAG, .commands = DIAGNOSE, AT(only_ca),
		.help = "with --fix: let the CA's addresses in, no others"},
	{.name = "for", .kind = OPT_SPAN, .arg = "SPAN", .commands = DIAGNOSE,
		AT(for_ms), .least = 1000,
		.help = "with --fix: for so long, such as 12h or 3d"},
	{.name = "confirm", .kind = OPT_SPAN, .arg = "SECONDS", .commands = DIAGNOSE,
		AT(confirm_ms),
		.help = "with --fix: undo it unless confirmed; 0: keep it"},
	{.name = "state-dir", .kind = OPT_DIR, .arg = "DIR", .commands = CHANGES,
		AT(state_dir),
		.help = "where changes are kept (/var/lib/pkiready)"},
	{.name = "keep", .kind = OPT_FLAG, .commands = UNDO, AT(keep),
		.help = "do not undo it: confirm it"},
	{.name = "unconfirmed", .kind = OPT_FLAG, .commands = UNDO, AT(unconfirmed),
		.help = "undo it only if it still is to be confirmed"},
	{.name = "force", .kind = OPT_FLAG, .commands = UNDO, AT(force),
		.help = "undo although somebody changed it since"},
	{.name = "format", .kind = OPT_WORD, .arg = "FORMAT", .commands = REPORT,
		AT(format),
		.words = format_names,
		.help = "text, json or kv (default: text)"},
	{.name = "color", .kind = OPT_WORD, .arg = "WHEN", .commands = REPORT, AT(color),
		.words = color_names,
		.help = "auto, always or never (default: auto)"},
	{.name = "verbose", .letter = 'v', .kind = OPT_COUNT, .commands = REPORT,
		AT(verbose),
		.help = "show passes and every observation; -vv: more"},
	{.name = "help", .letter = 'h', .kind = OPT_FLAG, .commands = ALL, AT(help),
		.help = "show this help, or that of a command"},
	{.name = "version", .letter = 'V', .kind = OPT_FLAG, .commands = ALL, AT(version),
		.help = "show the versions of the tool and its libraries"},
	{.name = NULL},
};

const struct command_row command_rows[CMD__MAX] = {
	[CMD_DIAGNOSE] = {
		.name = "diagnose", .args = "[NAME...]", .max_args = -1,
		.help = "will the CA's validation of these names succeed?",
		.about =
"Looks at this host, at what each NAME resolves to, and at what a CA is served\n"
"from each of its addresses; then says whether the validation will succeed, and\n"
"which thing stops it. Without a NAME (and without --csr): this host alone.\n"
"Nothing is changed but with --fix; --save alone writes. As root it sees all.\n"},
	[CMD_DNS] = {
		.name = "dns", .args = "NAME...", .min_args = 1, .max_args = -1,
		.help = "the validation record, CAA, DNSSEC, each server",
		.about =
"Looks up the validation record of each NAME as the CA's resolver will, and at\n"
"each authoritative server by itself; then the CAA records and the chain of\n"
"trust; and says who differs, which CAs may issue, and what to put into the zone.\n"
"With --wait it asks again until every server has the expected value.\n"},
	[CMD_TRACE] = {
		.name = "trace", .args = "URL", .min_args = 1, .max_args = 1,
		.help = "the redirects from URL, judged by each CA's rules",
		.about =
"Fetches URL from each address of its host, as the CA would, and shows each\n"
"redirect, and by which CA's rules the chain would pass.\n"},
	[CMD_FIREWALL] = {
		.name = "firewall", .args = "",
		.help = "who gets in by which rule, as the kernel decides",
		.about =
"Reads this host's live rules and says what becomes of a new connection: from\n"
"anyone, and from each known address of the CA, to each port, address and\n"
"interface, and which rule of which manager decides. Sends no packet; with\n"
"--prove the kernel itself is asked, by forged SYNs that never leave.\n"},
	[CMD_REHEARSE] = {
		.name = "rehearse", .args = "NAME...", .min_args = 1, .max_args = -1,
		.help = "the CA's whole request, from its own addresses",
		.about =
"Makes the CA's request for each NAME inside this host, http and https, from each\n"
"known address of the CA: through the interface, the firewall, the web server and\n"
"its access rules. No packet leaves, and all is taken back. Needs root.\n"},
	[CMD_WATCH] = {
		.name = "watch", .args = "",
		.help = "each connection that comes, and what became of it",
		.about =
"Shows, live, each attempt to connect to ports 80 and 443: from whom (a CA is\n"
"known by its address or User-Agent), how far it came, what was asked and\n"
"answered, and what this host's rules and listeners say of it. Ctrl-C ends it\n"
"with a summary.\n"
"Needs root. Sends nothing.\n"},
	[CMD_UNDO] = {
		.name = "undo", .args = "[ID]", .max_args = 1,
		.help = "take a change back, or confirm it",
		.about =
"Takes the change of that ID back, or the newest that stands: files become as\n"
"they were, byte for byte, and rules are taken out by the manager's own commands.\n"
"When somebody changed the same place since, it shows how and stops. With --keep\n"
"a change that waits to be confirmed stays. Needs root.\n"},
	[CMD_HISTORY] = {
		.name = "history", .args = "",
		.help = "the changes that were made, and their state",
		.about =
"Lists the changes that were made on this host by diagnose, the newest first,\n"
"with each step and what became of it. Needs root.\n"},
	[CMD_EXPLAIN] = {
		.name = "explain", .args = "ID|\"MESSAGE\"", .min_args = 1, .max_args = 1,
		.help = "one finding, or a console's message, in depth",
		.about =
"ID is a finding's id, as reports show it, or a fix's. MESSAGE is what a console\n"
"or a CA's validator said, English or Chinese: what it means on this server, and\n"
"how to decide between the possible causes.\n"},
	[CMD_LIST] = {
		.name = "list", .args = "checks|fixes|profiles",
		.min_args = 1, .max_args = 1,
		.words = list_names,
		.help = "what is checked, what can be mended, which CAs",
		.about =
"Lists the checks, the changes that the tool itself can make, or the CA profiles\n"
"with the date and source of their address lists.\n"},
	[CMD_HELP] = {
		.name = "help", .args = "[COMMAND]", .max_args = 1,
		.words = command_names,
		.help = "this help, or that of one command",
		.about =
"Says, with proof, whether a CA's domain-control validation will succeed on this\n"
"server, and which thing stops it.\n"},
};
/* clang-format on */
