/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts that the Linux host reads: /proc, ufw's and cloud-init's files, URL paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linux/clouds.h"
#include "linux/firewall.h"
#include "linux/kmod.h"
#include "linux/listeners.h"
#include "linux/webroot.h"

#include <stdio.h>
#include <string.h>

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct bytes text(const char *s)
{
	return (struct bytes){.p = (const unsigned char *)s, .n = strlen(s)};
}

static bool line(const char *s, int family, struct bound *out)
{
	return procnet_line(s, strlen(s), family, out);
}

static void a_listening_line_gives_address_port_queue_and_inode(void **state)
{
	(void)state;
	struct bound b;
	char ip[IP_TEXT_MAX];
	assert_true(line("   0: 0100007F:0050 00000000:0000 0A 00000000:00000003 "
			 "00:00000000 00000000     0        0 31337 1 0000000000000000",
		4, &b));
	assert_string_equal(ip_format(&b.look.ip, ip), "127.0.0.1");
	assert_int_equal(b.look.port, 80);
	assert_int_equal(b.look.queue, 3);
	assert_int_equal(b.look.backlog, -1);
	assert_int_equal(b.look.drops, -1);
	assert_int_equal(b.inode, 31337);
}

static void an_ipv6_line_is_read_word_by_word(void **state)
{
	(void)state;
	struct bound b;
	char ip[IP_TEXT_MAX];
	assert_true(line("   1: B80D0120000000000000000010000000:01BB "
			 "00000000000000000000000000000000:0000 0A 00000000:00000000 "
			 "00:00000000 00000000  33 0 42 1",
		6, &b));
	assert_string_equal(ip_format(&b.look.ip, ip), "2001:db8::10");
	assert_int_equal(b.look.port, 443);
	assert_true(line("   1: 0000000000000000FFFF00000100007F:01BB "
			 "00000000000000000000000000000000:0000 0A 00000000:00000000 "
			 "00:00000000 00000000  33 0 42 1",
		6, &b));
	assert_string_equal(ip_format(&b.look.ip, ip), "127.0.0.1");
}

static void what_does_not_listen_or_is_cut_is_no_listener(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when",
		"   0: 0100007F:0050 0100007F:1234 01 00000000:00000000 00:0 0 0 0 7",
		"   0: 0100007F:0050 00000000:0000 0A 00000000:000000",
		"   0: 0100007:0050 00000000:0000 0A 00000000:00000000 00:0 0 0 0 7",
		"",
		"   0: ",
	};
	struct bound b;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(line(bad[i], 4, &b));
	/* an IPv4 address in the IPv6 file, and the reverse */
	assert_false(line("   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 "
			  "00:00000000 00000000 0 0 7 1",
		6, &b));
}

static void a_status_gives_the_parent_and_the_uid_that_opens_files(void **state)
{
	(void)state;
	int64_t ppid = 0, uid = 0;
	struct bytes s = text("Name:\tnginx\nPid:\t12\nPPid:\t7\nUid:\t0\t0\t0\t33\n");
	assert_true(owners_status(&s, &ppid, &uid));
	assert_int_equal(ppid, 7);
	assert_int_equal(uid, 33);
	s = text("Name:\tx\nPPid:\t7\n");
	assert_false(owners_status(&s, &ppid, &uid));
	s = text("PPid:\t7\nUid:\t1\t2\t3\n");
	assert_false(owners_status(&s, &ppid, &uid));
}

static void the_unit_is_the_first_on_systemds_own_path(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"0::/system.slice/nginx.service\n", "nginx.service"},
		{"0::/system.slice/system-openresty.slice/openresty@a.service/x\n",
			"openresty@a.service"},
		{"0::/user.slice/user-0.slice/session-3.scope\n", "session-3.scope"},
		{"12:pids:/system.slice/wrong.service\n"
		 "1:name=systemd:/system.slice/apache2.service\n0::/\n",
			"apache2.service"},
		{"0::/system.slice/docker-0123.scope\n", "docker-0123.scope"},
		{"0::/system.slice/containerd.service/kubepods/pod.scope\n",
			"containerd.service"},
		{"0::/\n", NULL},
		{"0::/a/.service\n", NULL},
		{"3:cpu:/system.slice/nginx.service\n", NULL},
		{"10::/system.slice/nginx.service\n", NULL},
		{"", NULL},
		{"nonsense", NULL},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes b = text(rows[i][0]);
		const char *unit = owners_unit(arena, &b);
		if (rows[i][1])
			assert_string_equal(unit, rows[i][1]);
		else
			assert_null(unit);
	}
}

static void ufw_is_enabled_by_its_last_word_in_any_case(void **state)
{
	(void)state;
	static const char *const yes[] = {"ENABLED=yes\n", "ENABLED=YES",
		"ENABLED=no\nENABLED=yes\n", "# x\n  ENABLED=\"yes\"\n",
		"ENABLED= yes \r\n"};
	static const char *const no[] = {"ENABLED=no\n", "", "#ENABLED=yes\n",
		"ENABLED=\n", "ENABLED=yes\nENABLED=no\n", "ENABLED=yesterday\n",
		"XENABLED=yes\n"};
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		struct bytes b = text(yes[i]);
		assert_true(ufw_conf_enabled(&b));
	}
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		struct bytes b = text(no[i]);
		assert_false(ufw_conf_enabled(&b));
	}
}

static void cloud_inits_files_name_the_cloud(void **state)
{
	(void)state;
	struct bytes b = text("{\"v1\": {\"cloud_id\": \"aws\", \"platform\": \"ec2\"}}");
	assert_string_equal(cloud_init_instance_data(arena, &b), "aws");
	b = text("{\"v1\": {\"cloud_id\": \"unknown\", \"platform\": \"hetzner\"}}");
	assert_string_equal(cloud_init_instance_data(arena, &b), "hetzner");
	b = text("{\"v1\": {\"cloud-name\": \"openstack\"}}");
	assert_string_equal(cloud_init_instance_data(arena, &b), "openstack");
	b = text("DataSourceAliYun: DataSourceAliYun\n");
	assert_string_equal(cloud_init_datasource(arena, &b), "AliYun");
	b = text("DataSourceNoCloud [seed=/dev/sr0]");
	assert_string_equal(cloud_init_datasource(arena, &b), "NoCloud");
}

static void a_broken_cloud_init_file_names_none(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "{", "[]", "{\"v1\": 7}",
		"{\"v1\": {\"cloud_id\": 7}}", "{\"v1\": {\"cloud_id\": \"\"}}",
		"{\"v1\": {\"cloud_id\": \"a b\\u001b[m\"}}"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct bytes b = text(bad[i]);
		assert_null(cloud_init_instance_data(arena, &b));
	}
	struct bytes b = text("Source: x");
	assert_null(cloud_init_datasource(arena, &b));
	b = text("DataSource");
	assert_null(cloud_init_datasource(arena, &b));
}

static void every_cloud_has_steps_for_both_ports_and_families(void **state)
{
	(void)state;
	size_t n = 0;
	for (const struct cloud_row *c = clouds; c->id; c++, n++) {
		assert_non_null(c->name);
		assert_non_null(c->security_group);
		assert_non_null(c->marks[0].file);
		const char *s = c->security_group;
		assert_non_null(strstr(s, " > "));
		assert_true((strstr(s, "80") && strstr(s, "443")) ||
			    (strstr(s, "HTTP") && strstr(s, "HTTPS")));
	}
	assert_true(n >= 12);
	assert_string_equal(clouds_by_cloud_init("ALIYUN")->id, "alibaba");
	assert_string_equal(clouds_by_cloud_init("Ec2")->id, "aws");
	assert_null(clouds_by_cloud_init("nocloud"));
	assert_null(clouds_by_dmi("product_name", "PowerEdge"));
	assert_null(clouds_by_dmi("sys_vendor", "Google Compute Engine"));
}

static void a_url_path_becomes_a_name_below_the_root(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"/.well-known/pki-validation/fileauth.txt",
			".well-known/pki-validation/fileauth.txt"},
		{"//a///b/", "a/b"},
		{"/./a/./b", "a/b"},
		{"/a%20b/%e4%BD%A0", "a b/\xe4\xbd\xa0"},
		{"/...", "..."},
		{"/a%2fb", "a/b"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *out;
		assert_int_equal(webroot_path(arena, rows[i][0], &out), ERR_OK);
		assert_string_equal(out, rows[i][1]);
	}
}

static void a_url_path_that_climbs_or_lies_is_refused(void **state)
{
	(void)state;
	const char *out;
	static const char *const climbs[] = {"/..", "/../a", "/a/../b", "/%2e%2e/a",
		"/a/%2E./b", "/a%2f..%2fb", "/a%00b"};
	for (size_t i = 0; i < sizeof(climbs) / sizeof(climbs[0]); i++)
		assert_int_equal(webroot_path(arena, climbs[i], &out), ERR_RANGE);
	static const char *const bad[] = {"", "a", "/", "/%", "/%4", "/%zz", "/.", "//"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(webroot_path(arena, bad[i], &out), ERR_SYNTAX);
	assert_int_equal(webroot_path(arena, NULL, &out), ERR_SYNTAX);
	char *longer = arena_alloc(arena, WEBROOT_PATH_MAX + 3);
	memset(longer, 'a', WEBROOT_PATH_MAX + 2);
	longer[0] = '/';
	assert_int_equal(webroot_path(arena, longer, &out), ERR_LIMIT);
}

static void a_module_that_no_kernel_has_is_not_there(void **state)
{
	(void)state;
	FILE *modules = fopen("/proc/modules", "re");
	/* without a module list nothing can be loaded: every look is harmless */
	assert_int_equal(
		kmod_present("no_such_module_at_all", "no_such_symbol"), !modules);
	if (modules)
		fclose(modules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_listening_line_gives_address_port_queue_and_inode),
		cmocka_unit_test(an_ipv6_line_is_read_word_by_word),
		cmocka_unit_test(what_does_not_listen_or_is_cut_is_no_listener),
		cmocka_unit_test(a_status_gives_the_parent_and_the_uid_that_opens_files),
		cmocka_unit_test(the_unit_is_the_first_on_systemds_own_path),
		cmocka_unit_test(ufw_is_enabled_by_its_last_word_in_any_case),
		cmocka_unit_test(cloud_inits_files_name_the_cloud),
		cmocka_unit_test(a_broken_cloud_init_file_names_none),
		cmocka_unit_test(every_cloud_has_steps_for_both_ports_and_families),
		cmocka_unit_test(a_url_path_becomes_a_name_below_the_root),
		cmocka_unit_test(a_url_path_that_climbs_or_lies_is_refused),
		cmocka_unit_test(a_module_that_no_kernel_has_is_not_there),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
