# SPDX-License-Identifier: GPL-2.0-or-later
"""Rarer expressions, matches and targets, so that each row of the evaluator's tables is met."""


def pick(kind, *texts):
    def make(c, t, fam):
        return kind, c.rnd.choice(texts)

    make.kind = kind
    return make


def one(kind, *texts):
    def make(c, fam):
        return kind, c.rnd.choice(texts)

    make.kind = kind
    return make


# -- nft -----------------------------------------------------------------------------------------

# protocols that the packets never are: such a condition stands alone in its rule
ALONE = {
    4: [pick("other protocols", "sctp dport 443", "dccp dport 80", "dccp type request", "udplite dport 53", "icmp type echo-request", "ah spi 5", "esp spi 5", "comp cpi 5", "igmp type membership-query")],
    6: [pick("other protocols", "sctp dport 443", "dccp dport 80", "icmpv6 type echo-request", "ah spi 5", "esp spi 5", "mh type binding-update")],
}
ANY = [
    pick("inner header", "@ih,0,8 5", "@ih,0,16 0"),
    pick("ether daddr", "ether daddr 02:00:00:00:00:01", "ether daddr != 02:00:00:00:00:01"),
    pick("numgen offset", "numgen inc mod 2 offset 100 == 100"),
]
TRACKED = [
    pick("ipsec", "ipsec in reqid 1", "ipsec in reqid != 1", "ipsec in spi 5"),
    pick("meta random", "meta random < 2000000000", "meta random > 2000000000"),
    pick("ct mark rule", "ct mark 0", "ct mark != 0x20", "ct mark < 5", "ct mark 0x20"),
]


def c_rt(c, t, fam):
    ip = "ip" if fam == 4 else "ip6"
    neg = c.rnd.choice(["", "!= "])
    mine = ["203.0.113.10", "203.0.113.0/24"] if fam == 4 else ["2001:db8:1::10", "2001:db8:1::/64"]
    to = c.rnd.choice(mine + [str(c.prefix(fam)), c.span(fam)])
    return "rt nexthop", f"rt {ip} nexthop {neg}{to}"


def c_rt_flags(c, t, fam):
    return "rt ipsec", c.rnd.choice(["rt ipsec missing", "rt ipsec exists"])


ROUTED = [c_rt, c_rt_flags, pick("sdif rule", "meta sdif 0", "meta sdif != 0", 'meta sdifname "h0"')]
OBJECTS = [
    ("ct helper object", "ct helper", '{ type "ftp" protocol tcp; }', "ct helper set"),
    ("ct timeout object", "ct timeout", "{ protocol tcp; policy = { syn_sent: 60 }; }", "ct timeout set"),
    ("ct expectation object", "ct expectation", "{ protocol tcp; dport 9876; timeout 1h; size 2; l3proto %s; }", "ct expectation set"),
]


def s_ct_object(c, t, fam):
    kind, what, body, verb = c.rnd.choice(OBJECTS)
    if t.family == "netdev" or (fam == 6 and "expect" in kind):
        return "ct event", "ct event set new"
    name = c.name("o")
    if "%s" in body:
        body %= "ip" if fam == 4 else "ip6"
    t.things.append((name, f"\t{what} {name} {body}"))
    return kind, f'meta l4proto tcp {verb} "{name}"'


STATEMENTS = [
    pick("ct event", "ct event set new", "ct event set new,destroy"),
    pick("strip option", "reset tcp option timestamp", "reset tcp option sack-perm", "reset tcp option window"),
    s_ct_object,
]


def ends(c, t, fam, hook):
    """Rare ends of a rule."""
    if t.family == "netdev":
        return c.rnd.choice([("fwd", 'fwd to "d0"'), ("dup", 'dup to "d0"')])
    if hook == "input":
        if c.rnd.random() < 0.5:
            name = c.name("o")
            t.things.append((name, f"\tsynproxy {name} {{ mss 1460; wscale 7; }}"))
            return "object synproxy", f'tcp flags syn synproxy name "{name}"'
        return "synproxy", "tcp flags syn synproxy mss 1460 wscale 7 timestamp sack-perm"
    if t.family in ("ip", "ip6"):
        return "dup", f"dup to {'172.17.0.9' if t.family == 'ip' else 'fd00:17::9'}"
    return "tproxy", f"meta l4proto tcp tproxy {'ip' if fam == 4 else 'ip6'} to :{c.port()}"


# -- iptables ------------------------------------------------------------------------------------

MATCHES = [
    one("connlabel", "-m connlabel --label 1", "-m connlabel ! --label 1", "-m connlabel --label 7 --set", "-m connlabel --label 7"),
    one("other protocols xt", "-p sctp -m sctp --dport 443", "-p dccp -m dccp --dport 80", "-p esp -m esp --espspi 5"),
    one("string header", '-m string --hex-string "|020405b4|" --algo bm', '-m string ! --hex-string "|020405b4|" --algo bm', '-m string --hex-string "|020405b4|" --algo kmp --to 30', '-m string --string "zz" --algo bm --icase'),
    one("connbytes few", "-m connbytes --connbytes 0:5 --connbytes-dir both --connbytes-mode packets", "-m connbytes --connbytes 1:1 --connbytes-dir original --connbytes-mode packets", "-m connbytes ! --connbytes 1:1 --connbytes-dir original --connbytes-mode packets", "-m connbytes --connbytes 30:100 --connbytes-dir original --connbytes-mode bytes", "-m connbytes --connbytes 0:0 --connbytes-dir reply --connbytes-mode packets"),
    one("physdev", "-m physdev --physdev-in h0", "-m physdev ! --physdev-in h0", "-m physdev --physdev-is-in", "-m physdev ! --physdev-is-bridged"),
    one("hashlimit dst", "-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 --hashlimit-mode dstip --hashlimit-name h3", "-m hashlimit --hashlimit-upto 2/hour --hashlimit-burst 2 --hashlimit-mode srcip --hashlimit-srcmask 16 --hashlimit-name h4"),
]
ONLY = {
    4: [one("icmp", "-p icmp -m icmp --icmp-type 8", "-p icmp -m icmp ! --icmp-type 8"), one("iprange dst", "-m iprange --dst-range 203.0.113.1-203.0.113.20", "-m iprange ! --dst-range 203.0.113.1-203.0.113.20", "-m iprange --dst-range 172.17.0.1-172.17.0.9")],
    6: [one("icmp6", "-p icmpv6 -m icmp6 --icmpv6-type 128"), one("extension headers", "-m dst", "-m srh", "-m hbh ! --hbh-len 5", "-m ah ! --ahspi 5", "-m ipv6header --header prot --soft", "-m ipv6header ! --header frag --soft", "-m ipv6header --header prot")],
}
MANGLE = [
    ("ECN", "-p tcp -j ECN --ecn-tcp-remove"),
    ("TCPOPTSTRIP", "-p tcp -j TCPOPTSTRIP --strip-options timestamp,sack-permitted"),
    ("TCPOPTSTRIP", "-p tcp -j TCPOPTSTRIP --strip-options mss"),
    ("CHECKSUM", "-j CHECKSUM --checksum-fill"),
    ("HMARK", "-j HMARK --hmark-tuple src,dport --hmark-mod 4 --hmark-rnd 0xabcd"),
    ("TCPMSS", "-p tcp --syn -j TCPMSS --set-mss 1400"),
]
GO_ON = [("AUDIT", "-j AUDIT --type accept"), ("IDLETIMER", "-j IDLETIMER --timeout 600 --label x1"), ("CONNMARK add", "-j CONNMARK --set-xmark 0x20/0xff")]


def t_set(c, fam, rs):
    """SET puts the packet into an ipset that its ruleset made, or takes it out."""
    name = c.name(rs.name + "t")
    rs.before.append(("ipset", f"create {name} hash:ip family {'inet' if fam == 4 else 'inet6'}\nadd {name} {c.addr(fam)}\n"))
    verb = c.rnd.choice(["--add-set", "--add-set", "--del-set"])
    return "SET", f"-j SET {verb} {name} src"


def target(c, fam, table, hook, rs):
    """A rare target for this place."""
    r = c.rnd.random()
    if table == "mangle" and hook in ("PREROUTING", "INPUT") and r < 0.6:
        kind, text = c.rnd.choice(MANGLE[:-1])
        if kind == "ECN" and fam == 6:
            kind, text = MANGLE[2]
        return kind, text
    if table == "mangle" and hook == "FORWARD" and r < 0.6:
        return c.rnd.choice([MANGLE[-1], ("CLASSIFY", "-j CLASSIFY --set-class 1:2")])
    if table == "mangle" and hook == "PREROUTING" and r < 0.75:
        return c.rnd.choice([("TEE", f"-j TEE --gateway {'172.17.0.9' if fam == 4 else 'fd00:17::9'}"), ("TPROXY", "-p tcp -j TPROXY --on-port 80")])
    if table == "filter" and hook == "INPUT" and r < 0.2:
        return "SYNPROXY", "-p tcp --syn -j SYNPROXY --mss 1460 --wscale 7 --timestamp --sack-perm"
    if table == "filter" and r < 0.4:
        return c.rnd.choice([("NFQUEUE", "-j NFQUEUE --queue-num 7"), ("NFQUEUE bypass", "-j NFQUEUE --queue-num 7 --queue-bypass")])
    if r < 0.7 and rs is not None:
        return t_set(c, fam, rs)
    return c.rnd.choice(GO_ON)
