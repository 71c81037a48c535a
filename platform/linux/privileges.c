/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "privileges.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	OWN_UID_FIRST = 61184, /* systemd.io/UIDS-GIDS: dynamic service users */
	OWN_UID_LAST = 65519,
	CAPS_MAX = 64,
	GROUPS_MAX = 4096,
};

struct caps {
	uint64_t effective, permitted, inheritable;
};

static bool caps_get(struct caps *c)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {0};
	if (syscall(SYS_capget, &head, data) < 0)
		return false;
	c->effective = data[0].effective | (uint64_t)data[1].effective << 32;
	c->permitted = data[0].permitted | (uint64_t)data[1].permitted << 32;
	c->inheritable = data[0].inheritable | (uint64_t)data[1].inheritable << 32;
	return true;
}

static bool caps_clear(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	const struct __user_cap_data_struct none[2] = {0};
	return syscall(SYS_capset, &head, none) == 0;
}

/* What could come back through an exec; without CAP_SETPCAP there is nothing to drop. */
static void bounding_clear(void)
{
	for (unsigned long cap = 0; cap < CAPS_MAX; cap++)
		if (prctl(PR_CAPBSET_READ, cap, 0, 0, 0) == 1)
			prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

bool privileges_full(void)
{
	struct caps c;
	return geteuid() == 0 && caps_get(&c) && (c.effective & 1ULL << CAP_NET_ADMIN);
}

/* Of /etc/passwd alone: a directory service may be slow, and must not give us a user. */
static bool find_user(const char *name, uid_t uid, struct passwd *out)
{
	FILE *f = fopen("/etc/passwd", "re");
	bool found = false;
	for (const struct passwd *pw; f && !found && (pw = fgetpwent(f));) {
		found = name ? strcmp(pw->pw_name, name) == 0 : pw->pw_uid == uid;
		if (found)
			*out = (struct passwd){
				.pw_uid = pw->pw_uid, .pw_gid = pw->pw_gid};
	}
	if (f)
		fclose(f);
	return found;
}

void privileges_own(uid_t *uid, gid_t *gid)
{
	struct passwd pw;
	*uid = OWN_UID_LAST;
	if (find_user("pkiready", 0, &pw) && pw.pw_uid != 0 && pw.pw_gid != 0) {
		*uid = pw.pw_uid;
		*gid = pw.pw_gid;
		return;
	}
	while (*uid > OWN_UID_FIRST && find_user(NULL, *uid, &pw))
		--*uid;
	*gid = *uid;
}

static bool change_ids(uid_t uid, gid_t gid, size_t groups_n, const gid_t *groups)
{
	return setgroups(groups_n, groups) == 0 && setresgid(gid, gid, gid) == 0 &&
	       setresuid(uid, uid, uid) == 0;
}

/* Trying is the proof: each of these must fail now. */
static bool is_for_good(uid_t uid, gid_t gid)
{
	struct caps c;
	uid_t ruid, euid, suid;
	gid_t rgid, egid, sgid;
	if (getresuid(&ruid, &euid, &suid) < 0 || ruid != uid || euid != uid ||
		suid != uid)
		return false;
	if (getresgid(&rgid, &egid, &sgid) < 0 || rgid != gid || egid != gid ||
		sgid != gid)
		return false;
	if (!caps_get(&c) || c.effective || c.permitted || c.inheritable)
		return false;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return false;
	return uid == 0 || (setuid(0) < 0 && seteuid(0) < 0 && setresuid(0, 0, 0) < 0);
}

static enum err lock(uid_t uid, gid_t gid)
{
	if (!caps_clear() || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return ERR_IO;
	return is_for_good(uid, gid) ? ERR_OK : ERR_IO;
}

enum err privileges_drop(void)
{
	struct caps c;
	if (!caps_get(&c))
		return ERR_IO;
	const uid_t now = geteuid();
	if (now != 0 && getuid() == now && !c.permitted) {
		enum err err = lock(now, getegid());
		return err == ERR_OK ? ERR_DENIED : err;
	}
	prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
	bounding_clear();
	if (now != 0) /* capabilities without root: the uid stays */
		return lock(now, getegid());
	uid_t uid;
	gid_t gid;
	privileges_own(&uid, &gid);
	if (!change_ids(uid, gid, 0, NULL) || getgroups(0, NULL) != 0)
		return ERR_IO;
	return lock(uid, gid);
}

static bool caps_keep(uint64_t which)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {0};
	for (int i = 0; i < 2; i++)
		data[i].effective = data[i].permitted = (uint32_t)(which >> 32 * i);
	return syscall(SYS_capset, &head, data) == 0;
}

enum err privileges_drop_but(uint64_t which)
{
	uid_t uid;
	gid_t gid;
	privileges_own(&uid, &gid);
	bounding_clear();
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0 || !change_ids(uid, gid, 0, NULL) ||
		!caps_keep(which) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return ERR_IO;
	struct caps c;
	bool kept = caps_get(&c) && c.permitted == which && c.effective == which;
	return kept && setuid(0) < 0 ? ERR_OK : ERR_IO;
}

enum err privileges_become(uid_t uid)
{
	gid_t groups[GROUPS_MAX], gid = uid;
	int n = 0;
	const struct passwd *pw = getpwuid(uid);
	if (uid == 0)
		return ERR_DENIED;
	if (pw) {
		gid = pw->pw_gid;
		n = GROUPS_MAX;
		if (getgrouplist(pw->pw_name, gid, groups, &n) < 0)
			n = 0;
	}
	prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
	bounding_clear();
	if (!change_ids(uid, gid, (size_t)n, groups))
		return errno == EPERM ? ERR_DENIED : ERR_IO;
	return lock(uid, gid);
}
