# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Each firewall manager on the server, really running, with 80 and 443 open.

fw_nftables() {
	on server nft -f - <<-'EOF'
		table inet site {
		  chain input {
		    type filter hook input priority 0; policy drop;
		    iif lo accept
		    ct state established,related accept
		    meta l4proto ipv6-icmp accept
		    tcp dport { 80, 443 } accept
		  }
		}
	EOF
}

fw_iptables() { # iptables-nft|iptables-legacy
	local ipt
	for ipt in "$1" "ip6${1#ip}"; do
		on server "$ipt" -A INPUT -i lo -j ACCEPT
		on server "$ipt" -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
		on server "$ipt" -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT
		on server "$ipt" -P INPUT DROP
	done
	on server "ip6${1#ip}" -I INPUT -p ipv6-icmp -j ACCEPT
}
fw_iptables_nft() { fw_iptables iptables-nft; }
fw_iptables_legacy() { fw_iptables iptables-legacy; }

fw_ufw() {
	rm -rf /etc/ufw
	cp -a $LAB/ufw /etc/ufw
	on server ufw allow 80,443/tcp >$LAB/log/ufw 2>&1
	on server ufw --force enable >>$LAB/log/ufw 2>&1 || {
		cat $LAB/log/ufw >&2
		lab_die "ufw is not enabled"
	}
}

fw_dbus() {
	mkdir -p /run/dbus
	lab_spawn server dbus dbus-daemon --config-file=/usr/share/dbus-1/system.conf \
		--nofork --nopidfile
	lab_wait "D-Bus" test -S /run/dbus/system_bus_socket
}

fw_firewalld() {
	fw_dbus
	lab_spawn server firewalld firewalld --nofork --nopid
	lab_wait firewalld on server firewall-cmd --state
	on server firewall-cmd -q --add-service=http --add-service=https ||
		lab_die "firewalld opens no service"
}

# The kernel's view is as expected: a SYN from the CA's host gets in, to a closed port not.
fw_opens() {
	on ca curl -s -o /dev/null -m 2 "http://$SERVER4/" && ! on ca curl -s -o /dev/null -m 1 "http://$SERVER4:8080/"
}

# What the kernel really does with a SYN from the CA's host: accept, reject, drop.
kernel_is() { # VERDICT PORT
	local got
	on ca timeout 2 bash -c "exec 3<>/dev/tcp/$SERVER4/$2" 2>/dev/null
	case $? in
	0) got=accept ;;
	124) got=drop ;;
	*) got=reject ;;
	esac
	[ "$got" = "$1" ] || {
		echo "  the kernel: $got"
		return 1
	}
}

# What is loaded at boot: these units are enabled, no other that has rules is.
fw_boots() { # UNIT…
	local unit
	rm -f /etc/systemd/system/*.wants/{nftables,ufw,firewalld,netfilter-persistent,fail2ban}.service
	mkdir -p /etc/systemd/system/multi-user.target.wants
	for unit; do
		ln -s "/lib/systemd/system/$unit" /etc/systemd/system/multi-user.target.wants/
	done
}
# The file of nftables.service, with these TCP ports open.
fw_nftables_conf() { # PORTS
	cat >/etc/nftables.conf <<-EOF
		#!/usr/sbin/nft -f
		flush ruleset
		table inet site {
		  chain input {
		    type filter hook input priority 0; policy drop;
		    iif lo accept
		    ct state established,related accept
		    meta l4proto ipv6-icmp accept
		    iif eth0 tcp dport { $1 } accept
		  }
		}
	EOF
	on server nft -f /etc/nftables.conf
}
