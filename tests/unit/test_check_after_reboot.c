/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules in force against those that a reboot would load. */
#include "check_firewall.h"

/* The world's maps as both: now and after a reboot. */
static void open_both(struct world *w, enum fate f)
{
	world_open4(w, "strict");
	w->t.after_reboot = true;
	add_whole(w, HERE4, 80, f);
	add_whole(w, HERE4, 443, f);
	w->e.after_reboot = w->e.verdicts;
	w->e.after_reboot.spaces.v = NULL;
	w->e.after_reboot.spaces.n = 0;
}

static struct space_look *add_then(
	struct world *w, int64_t port, enum fate f, int64_t handle, const char *owner)
{
	struct space_look *s =
		VEC_ADD(w->a, &w->e.after_reboot.spaces, struct space_look);
	*s = *w->e.verdicts.spaces.v[port == 443];
	s->deciders.v = NULL;
	s->deciders.n = 0;
	s->ranges.v = NULL;
	s->ranges.n = 0;
	add_decider(w, s, "input", handle)->owner = owner;
	add_range(w, s, "0.0.0.0", "255.255.255.255", f);
	return s;
}

static struct boot_load *add_load(
	struct world *w, const char *unit, const char *command, enum boot_state state)
{
	struct boot_load *l = VEC_ADD(w->a, &w->e.after_reboot.loads, struct boot_load);
	*l = (struct boot_load){.unit = unit,
		.command = command,
		.file = "/etc/nftables.conf",
		.state = state};
	return l;
}

static void two_ports_that_one_rule_lets_in_are_said_once(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_ACCEPT);
	add_load(&w, "nftables.service", "/usr/sbin/nft -f /etc/nftables.conf",
		BOOT_LOADED);
	add_then(&w, 80, FATE_DROP, 0, "hand-added");
	add_then(&w, 443, FATE_DROP, 0, "hand-added");
	EXPECT(&w, "warn:rule-not-persistent");
	expect_message(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_WARN,
		"ports 80 and 443 of 20.1.2.3: now accepted by inet filter input handle "
		"7 \"rule 7\" (hand-added); after a reboot dropped by inet filter input "
		"\"policy drop\" (hand-added)");
	assert_int_equal(count_of(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_WARN), 1);
	assert_string_equal(find(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_WARN)->advice,
		"Write it into /etc/nftables.conf, chain input of table inet filter, "
		"before what drops: rule 7");
	world_close(&w);
}

static void what_agrees_passes(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_ACCEPT);
	add_then(&w, 80, FATE_ACCEPT, 3, "ufw");
	add_then(&w, 443, FATE_ACCEPT, 3, "ufw");
	judge_by(&w, w.t.profile);
	assert_int_equal(count_of(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_PASS), 1);
	assert_int_equal(count_of(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_WARN), 0);
	world_close(&w);
}

static void a_saved_accept_that_is_not_in_force_is_not_loaded(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_DROP);
	add_then(&w, 80, FATE_DROP, 0, "ufw default policy");
	add_then(&w, 443, FATE_ACCEPT, 3, "ufw rule [1]: 443/tcp ALLOW IN Anywhere");
	EXPECT(&w, "fail:firewall-drops warn:rule-not-loaded");
	expect_message(&w, FINDING_RULE_NOT_LOADED, VERDICT_WARN,
		"port 443 of 20.1.2.3: now dropped by");
	assert_string_equal(
		find(&w, FINDING_RULE_NOT_LOADED, VERDICT_WARN)->advice, "ufw reload");
	world_close(&w);
}

static void what_was_not_run_leaves_it_unknown(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_ACCEPT);
	add_load(&w, "/etc/rc.local:3", "iptables -F", BOOT_NOT_RUN);
	add_then(&w, 80, FATE_ACCEPT, 3, "hand-added");
	add_then(&w, 443, FATE_DROP, 0, "hand-added");
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_UNKNOWN,
		"not known is what this does at boot: /etc/rc.local:3 (iptables -F)");
	world_close(&w);
}

static void what_is_not_known_after_a_reboot_is_unknown(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_ACCEPT);
	add_then(&w, 80, FATE_UNKNOWN, 3, "hand-added");
	add_then(&w, 443, FATE_ACCEPT, 3, "hand-added");
	judge_by(&w, w.t.profile);
	assert_int_equal(count_of(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_UNKNOWN), 1);
	assert_int_equal(count_of(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_PASS), 0);
	world_close(&w);
}

static void what_could_not_be_loaded_apart_is_unknown(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_ACCEPT);
	w.e.after_reboot.obs = (struct obs){.seen = SEEN_DENIED,
		.source = "the saved rules",
		.excerpt = "needs root"};
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_UNKNOWN,
		"what a reboot would load was not seen: needs root");
	world_close(&w);
}

static void unasked_nothing_is_said(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_ACCEPT);
	w.t.after_reboot = false;
	add_then(&w, 80, FATE_DROP, 0, "hand-added");
	judge_by(&w, w.t.profile);
	for (int v = 0; v < VERDICT__MAX; v++)
		assert_int_equal(
			count_of(&w, FINDING_RULE_NOT_PERSISTENT, (enum verdict)v), 0);
	world_close(&w);
}

static void what_docker_decides_now_is_no_difference(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_ACCEPT);
	for (size_t i = 0; i < 2; i++)
		w.e.verdicts.spaces.v[i]->deciders.v[0]->owner = "Docker";
	add_then(&w, 80, FATE_DROP, 0, "hand-added");
	add_then(&w, 443, FATE_DROP, 0, "hand-added");
	judge_by(&w, w.t.profile);
	assert_int_equal(count_of(&w, FINDING_RULE_NOT_PERSISTENT, VERDICT_PASS), 1);
	world_close(&w);
}

/* -- words -------------------------------------------------------------------------- */

static const char *mend(
	struct world *w, bool opens, struct decider *now, struct decider *then)
{
	const struct reboot_change c = {
		.opens = opens, .port = 443, .proto = "tcp", .now = now, .then = then};
	return reboot_mend(w->a, &w->e.verdicts, &w->e.after_reboot, &c);
}

static void each_owner_s_own_command_is_told(void **state)
{
	(void)state;
	struct world w;
	open_both(&w, FATE_ACCEPT);
	struct decider nft = {.family = "inet",
		.table = "t",
		.chain = "in",
		.handle = 9,
		.rule = "tcp dport 443 accept",
		.owner = "hand-added"};
	struct decider ipt = {.family = "ip6",
		.table = "filter",
		.chain = "INPUT",
		.handle = 2,
		.rule = "-p tcp -j DROP",
		.owner = "hand-added",
		.legacy = true};
	struct decider none = {.stage = "netfilter"};
	struct decider zone = nft, direct = nft, file = nft;
	zone.owner = "firewalld zone my-zone, a rich rule";
	direct.owner = "firewalld direct rule";
	file.owner = "file /etc/nftables.conf:7";
	assert_string_equal(mend(&w, false, &zone, &none),
		"firewall-cmd --permanent --zone=my-zone --add-port=443/tcp");
	assert_string_equal(
		mend(&w, false, &direct, &none), "firewall-cmd --runtime-to-permanent");
	assert_string_equal(mend(&w, true, &none, &zone), "firewall-cmd --reload");
	assert_string_equal(mend(&w, true, &ipt, &none),
		"What drops it stands in no saved configuration. Take it away: "
		"ip6tables-legacy -t filter -D INPUT -p tcp -j DROP");
	assert_string_equal(mend(&w, true, &nft, &none),
		"What drops it stands in no saved configuration. Take it away: nft "
		"delete rule inet t in handle 9");
	struct boot_load *l = add_load(&w, "nftables.service",
		"/usr/sbin/nft -f /etc/nftables.conf", BOOT_DISABLED);
	assert_string_equal(
		mend(&w, false, &file, &none), "systemctl enable nftables.service");
	assert_non_null(strstr(
		mend(&w, false, &nft, &none), "\nsystemctl enable nftables.service"));
	l->state = BOOT_FAILED;
	l->detail = "line 3";
	assert_string_equal(mend(&w, false, &file, &none),
		"nftables.service fails at boot: line 3\nMend it first: /usr/sbin/nft -f "
		"/etc/nftables.conf");
	l->state = BOOT_LOADED;
	VEC_PUSH(w.a, &w.e.verdicts.remakers, "Docker");
	assert_non_null(strstr(mend(&w, false, &nft, &none),
		"\nNot by a save of all rules: those of Docker would be frozen"));
	world_close(&w);
}

static void only_programs_that_keep_no_file_make_rules_anew(void **state)
{
	(void)state;
	assert_true(owner_remakes("Docker"));
	assert_true(owner_remakes("fail2ban jail sshd"));
	assert_true(owner_remakes("kube-proxy"));
	assert_false(owner_remakes("firewalld zone public"));
	assert_false(owner_remakes("ufw default policy"));
	assert_false(owner_remakes("hand-added"));
	assert_false(owner_remakes(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_ports_that_one_rule_lets_in_are_said_once),
		cmocka_unit_test(what_agrees_passes),
		cmocka_unit_test(a_saved_accept_that_is_not_in_force_is_not_loaded),
		cmocka_unit_test(what_was_not_run_leaves_it_unknown),
		cmocka_unit_test(what_is_not_known_after_a_reboot_is_unknown),
		cmocka_unit_test(what_could_not_be_loaded_apart_is_unknown),
		cmocka_unit_test(unasked_nothing_is_said),
		cmocka_unit_test(what_docker_decides_now_is_no_difference),
		cmocka_unit_test(each_owner_s_own_command_is_told),
		cmocka_unit_test(only_programs_that_keep_no_file_make_rules_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
