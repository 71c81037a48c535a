/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A network namespace without a name: a TUN device with the CA's addresses, a default
 * route into it, and a process that makes sockets there for whoever asks. */
#include "rehearse.h"

#include "privileges.h"
#include "process.h"
#include "rehearse_fork.h"
#include "rtnl.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	TUN_MTU = 1500,     /* of a CA behind an Ethernet */
	SOCKETS_MAX = 4096, /* made in one run */
};

/* -- the device -------------------------------------------------------------------- */

static int open_tun(unsigned *index)
{
	struct ifreq r = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	int ask = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool good = fd >= 0 && ask >= 0 && ioctl(fd, TUNSETIFF, &r) == 0;
	if (good) {
		r.ifr_mtu = TUN_MTU;
		good = ioctl(ask, SIOCSIFMTU, &r) == 0;
		r.ifr_flags = IFF_UP;
		good = good && ioctl(ask, SIOCSIFFLAGS, &r) == 0;
		*index = if_nametoindex(r.ifr_name);
	}
	int error = errno;
	if (ask >= 0)
		close(ask);
	if (!good && fd >= 0)
		close(fd);
	errno = error;
	return good ? fd : -1;
}

static int family_of(const struct ip *ip)
{
	return ip->family == 4 ? AF_INET : AF_INET6;
}

static bool add_address(struct nl *nl, const struct ip *ip, unsigned index)
{
	char buf[256] = {0};
	size_t wide = ip->family == 4 ? 4 : 16;
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_NEWADDR;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
	struct ifaddrmsg *m = mnl_nlmsg_put_extra_header(nlh, sizeof(*m));
	m->ifa_family = (uint8_t)family_of(ip);
	m->ifa_prefixlen = ip->family == 4 ? 32 : 128;
	m->ifa_flags = IFA_F_NODAD;
	m->ifa_index = index;
	mnl_attr_put(nlh, IFA_LOCAL, wide, ip->addr);
	mnl_attr_put(nlh, IFA_ADDRESS, wide, ip->addr);
	return nl_ask(nl, nlh, NULL, NULL) == ERR_OK;
}

static bool add_default(struct nl *nl, int family, unsigned index)
{
	char buf[256] = {0};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_NEWROUTE;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
	struct rtmsg *m = mnl_nlmsg_put_extra_header(nlh, sizeof(*m));
	m->rtm_family = (uint8_t)family;
	m->rtm_table = RT_TABLE_MAIN;
	m->rtm_protocol = RTPROT_STATIC;
	m->rtm_scope = RT_SCOPE_UNIVERSE;
	m->rtm_type = RTN_UNICAST;
	mnl_attr_put_u32(nlh, RTA_OIF, index);
	return nl_ask(nl, nlh, NULL, NULL) == ERR_OK;
}

static bool configure(struct arena *a, const struct rehearse_world *w, unsigned index)
{
	struct nl nl;
	bool good = true, v4 = false, v6 = false;
	if (nl_open(a, &nl, NETLINK_ROUTE) != ERR_OK)
		return false;
	for (size_t i = 0; i < w->from_n && good; i++) {
		v4 = v4 || w->from[i].family == 4;
		v6 = v6 || w->from[i].family == 6;
		good = add_address(&nl, &w->from[i], index);
	}
	good = good && (!v4 || add_default(&nl, AF_INET, index)) &&
	       (!v6 || add_default(&nl, AF_INET6, index));
	int error = nl.error;
	nl_close(&nl);
	errno = error;
	return good;
}

/* -- the process ------------------------------------------------------------------- */

static int make_socket(int family)
{
	return socket(family == 4 ? AF_INET : AF_INET6,
		SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
}

/* One octet asks: 4 or 6. One answers, with the socket beside it. */
static void make_sockets(int asked)
{
	uint8_t family;
	for (int i = 0; i < SOCKETS_MAX && process_read(asked, &family, 1); i++) {
		int fd = make_socket(family);
		bool sent = process_write_fds(asked, &family, 1, &fd, fd >= 0 ? 1 : 0);
		if (fd >= 0)
			close(fd);
		if (!sent)
			break;
	}
}

static _Noreturn void be_maker(const struct rehearse_world *w, int report, int asked)
{
	struct arena *a = arena_new();
	unsigned index = 0;
	int error = 0, tun = -1;
	if (unshare(CLONE_NEWNET) < 0 || (tun = open_tun(&index)) < 0 ||
		!configure(a, w, index))
		error = errno ? errno : EINVAL;
	arena_free(a);
	enum err err = error ? ERR_OK : privileges_drop();
	if (err != ERR_OK && err != ERR_DENIED)
		error = EPERM;
	if (!rehearse_bind_to_parent(w->broker))
		_exit(1);
	bool told = process_write_fds(
		report, &error, sizeof(error), &tun, error || tun < 0 ? 0 : 1);
	close(report);
	if (tun >= 0)
		close(tun);
	if (told && !error)
		make_sockets(asked);
	_exit(0);
}

/* -- the broker's side ------------------------------------------------------------- */

static bool take_tun(struct rehearse_world *w, int report, int *error)
{
	int fds[PROCESS_FDS_MAX];
	size_t n = 0;
	*error = ECHILD;
	if (!rehearse_wait_for(report, REHEARSE_GRACE_MS) ||
		process_read_fds(report, error, sizeof(*error), fds, &n) !=
			(long)sizeof(*error))
		return false;
	for (size_t i = 1; i < n; i++)
		close(fds[i]);
	if (n)
		w->tun = fds[0];
	return n && *error == 0;
}

bool rehearse_net_start(struct arena *a, struct rehearse_world *w, int alive)
{
	int report[2], asked[2], error;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, report) < 0)
		return false;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, asked) < 0) {
		close(report[0]);
		close(report[1]);
		return false;
	}
	w->maker = fork();
	if (w->maker == 0) {
		const int keep[] = {report[1], asked[1], alive};
		rehearse_keep_only(keep, sizeof(keep) / sizeof(keep[0]));
		be_maker(w, report[1], asked[1]);
	}
	close(report[1]);
	close(asked[1]);
	w->sockets = asked[0];
	bool good = w->maker > 0 && take_tun(w, report[0], &error);
	close(report[0]);
	if (!good)
		w->why = arena_printf(a,
			"no TUN device in a network namespace of its own: %s",
			strerror(w->maker > 0 ? error : errno));
	return good;
}
