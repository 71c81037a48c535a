# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The names that scenarios examine. Each apex has its www unless it says otherwise.

lab_here() { # the addresses of the server, at @ and www
	printf '%s A %s\n%s AAAA %s\n' @ $SERVER4 @ $SERVER6 www $SERVER4 www $SERVER6
}

lab_both() { # RECORD…: each at @ and www
	local record
	for record; do printf '@ %s\nwww %s\n' "$record" "$record"; done
}

lab_names() {
	{
		lab_here
		echo "internal A $INSIDE4"
	} | lab_zone pkilab.com
	lab_here | lab_zone pkilab-unsigned.com unsigned
	lab_here | lab_zone pkilab-expired.com expired
	lab_here | lab_zone pkilab-wrongds.com wrong-ds
	lab_here | lab_zone xn--pkilab-bcher-klb.com # pkilab-bücher.com
	lab_both "A $SERVER4" | lab_zone pkilab-v4.com
	lab_both "AAAA $SERVER6" | lab_zone pkilab-v6.com
	lab_both "A $SERVER4" "A $SERVER4B" | lab_zone pkilab-two.com
	lab_both "A $SERVER4" "AAAA $DEAD6" | lab_zone pkilab-dead6.com
	lab_both "A $SERVER4" "A $DEAD4" | lab_zone pkilab-dead4.com
	lab_both "A $OTHER4" "AAAA $OTHER6" | lab_zone pkilab-else.net
	lab_both "A $OTHER4" | lab_zone pkilab-moved.com
	lab_both "A $INSIDE4" | lab_zone pkilab-private.com
	lab_both "A $ROUTER4" | lab_zone pkilab-nat.com
	printf '@ A %s\n@ AAAA %s\n' $SERVER4 $SERVER6 | lab_zone pkilab-nowww.com
	printf '@ MX 10 mail\nmail A %s\n' $SERVER4 | lab_zone pkilab-empty.com
	printf '@ A %s\nwww CNAME pkilab.cdn.cloudflare.net.\n' $EDGE4 | lab_zone pkilab-cdn.com
	printf 'pkilab.cdn A %s\n' $EDGE4 | lab_zone cloudflare.net
	printf '@ A %s\nwww CNAME @\n' $SERVER4 | lab_zone pkilab-alias.com
	lab_here | lab_zone pkilab-silent.com unsigned ns=$DNS_SILENT # nobody answers there
	lab_here | lab_zone pkilab-lame.com unserved                  # the server there knows it not
}
