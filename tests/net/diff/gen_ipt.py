# SPDX-License-Identifier: GPL-2.0-or-later
"""Random iptables rulesets, for the nft variant and for the legacy one."""
import re

import gen_more
from gen_nft import HOST, PORTS, Context
from gen_rules import packets
from model import Chain, IptTable, Rule, Ruleset


one = gen_more.one


def m_source(c, fam):
    neg = c.rnd.choice(["", "", "! "])
    r = c.rnd.randrange(3)
    if r == 0:
        return "-s" + neg, f"{neg}-s {c.addr(fam)}"
    if r == 1:
        return "-s prefix" + neg, f"{neg}-s {c.prefix(fam)}"
    a, b = sorted([c.addr(fam), c.addr(fam)])
    return "iprange" + neg, f"-m iprange {neg}--src-range {a}-{b}"


def m_mask(c, fam):
    if fam == 6:
        return "-s mask", f"-s {c.addr(6)}/ffff:ffff:ffff::ff"
    return "-s mask", f"-s {c.addr(4)}/255.0.255.0"


def m_ports(c, fam):
    p, q = sorted(c.rnd.sample(PORTS, 2))
    return c.rnd.choice(
        [
            ("tcp dport", f"-p tcp --dport {p}"),
            ("tcp dport", f"-p tcp -m tcp ! --dport {p}"),
            ("tcp dport range", f"-p tcp -m tcp --dport {p}:{q}"),
            ("tcp sport", f"-p tcp -m tcp --sport 1024:40000"),
            ("udp dport", f"-p udp -m udp --dport {p}"),
            ("udp dport", f"-p udp -m udp ! --dport {p}:{q}"),
            ("multiport", f"-p tcp -m multiport --dports {p},{q},7000:9000"),
            ("multiport", f"-p tcp -m multiport ! --dports {p}"),
            ("multiport", f"-p tcp -m multiport --ports {p},30000:65535"),
            ("multiport", f"-p udp -m multiport --sports 1:30000,{q}"),
        ]
    )


BOTH = [
    one("conntrack state", "-m conntrack --ctstate NEW", "-m conntrack --ctstate RELATED,ESTABLISHED", "-m conntrack --ctstate INVALID", "-m conntrack ! --ctstate NEW", "-m conntrack --ctstate UNTRACKED", "-m conntrack --ctstate DNAT", "-m conntrack --ctstate NEW,UNTRACKED", "-m conntrack ! --ctstate DNAT,INVALID"),
    one("state", "-m state --state NEW", "-m state --state ESTABLISHED", "-m state ! --state NEW", "-m state --state INVALID"),
    one("conntrack tuple", "-p tcp -m conntrack --ctorigdstport 443", "-p tcp -m conntrack ! --ctorigdstport 80:443", "-m conntrack --ctproto tcp", "-m conntrack ! --ctproto tcp", "-p tcp -m conntrack --ctreplsrcport 8080", "-p tcp -m conntrack --ctorigsrcport 1024:40000", "-p tcp -m conntrack --ctrepldstport 1024:65535", "-m conntrack --ctdir ORIGINAL", "-m conntrack --ctdir REPLY", "-m conntrack --ctstatus NONE", "-m conntrack --ctstatus ASSURED", "-m conntrack ! --ctstatus CONFIRMED"),
    one("mark", "-m mark --mark 0", "-m mark ! --mark 0", "-m mark --mark 0x10", "-m mark --mark 0x10/0xf0"),
    one("connmark", "-m connmark --mark 0", "-m connmark ! --mark 0x20/0xff", "-m connmark --mark 0x20"),
    one("-i", "-i h0", "! -i h0", "-i h+", "-i lo", "-i eth+", "! -i d0", "-i +"),
    one("-p", "-p tcp", "-p udp", "! -p tcp", "-p icmp"),
    one("length", "-m length --length 60", "-m length --length 0:40", "-m length ! --length 60:80", "-m length --length 80"),
    one("dscp", "-m dscp --dscp 0", "-m dscp ! --dscp-class EF", "-m dscp --dscp-class CS1"),
    one("tos", "-m tos --tos 0x00", "-m tos --tos 0x10/0x3f", "-m tos ! --tos 0x00/0xff"),
    one("tcp flags", "-p tcp --syn", "-p tcp -m tcp --tcp-flags SYN,ACK SYN", "-p tcp -m tcp ! --syn", "-p tcp -m tcp --tcp-flags ALL NONE", "-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN"),
    one("tcp option", "-p tcp -m tcp --tcp-option 2", "-p tcp -m tcp ! --tcp-option 8", "-p tcp -m tcp --tcp-option 34"),
    one("tcpmss", "-p tcp -m tcpmss --mss 1460", "-p tcp -m tcpmss ! --mss 500:1400", "-p tcp -m tcpmss --mss 1:100"),
    one("ecn", "-p tcp -m ecn --ecn-tcp-ece", "-p tcp -m ecn ! --ecn-tcp-cwr", "-m ecn --ecn-ip-ect 0", "-m ecn ! --ecn-ip-ect 3"),
    one("devgroup", "-m devgroup --src-group 0", "-m devgroup --src-group 7", "-m devgroup ! --src-group 0x7/0xf"),
    one("pkttype", "-m pkttype --pkt-type unicast", "-m pkttype --pkt-type broadcast", "-m pkttype ! --pkt-type multicast"),
    one("comment", '-m comment --comment "a rule"'),
    one("limit", "-m limit --limit 1/hour --limit-burst 1", "-m limit --limit 1000/second"),
    one("hashlimit", "-m hashlimit --hashlimit-upto 5/min --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name h1", "-m hashlimit --hashlimit-above 1/min --hashlimit-burst 1 --hashlimit-mode srcip,dstport --hashlimit-name h2"),
    one("statistic", "-m statistic --mode random --probability 0.5", "-m statistic --mode nth --every 2 --packet 0"),
    one("connlimit", "-p tcp -m connlimit --connlimit-above 5", "-p tcp -m connlimit --connlimit-upto 5", "-p tcp -m connlimit --connlimit-above 0", "-m connlimit --connlimit-above 200", "-m connlimit --connlimit-upto 200 --connlimit-mask 24", "-m connlimit --connlimit-upto 300 --connlimit-daddr"),
    one("quota xt", "-m quota --quota 100000", "-m quota --quota 10"),
    one("time", "-m time --timestart 00:00 --timestop 23:59", "-m time --timestart 06:00 --timestop 18:00", "-m time --timestart 18:00 --timestop 06:00 --contiguous --weekdays Mon,Wed,Fri,Sun", "-m time --timestart 12:00 --timestop 00:00 --kerneltz", "-m time --weekdays Mon", "-m time ! --weekdays Mon,Tue", "-m time --monthdays 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,30", "-m time ! --monthdays 30,31", "-m time --datestart 2020-01-01 --datestop 2037-01-01", "-m time --datestop 2020-01-01"),
    one("string", '-m string --string "GET" --algo bm', '-m string --string "zz" --algo kmp --from 20 --to 60'),
    one("cpu", "-m cpu --cpu 0"),
    one("policy", "-m policy --dir in --pol none", "-m policy --dir in --pol ipsec", "-m policy --dir in --pol ipsec --strict --proto esp"),
    one("recent", "-m recent --set --name r1", "-m recent --update --seconds 30 --hitcount 6 --name r1", "-m recent --rcheck --seconds 60 --name r2", "-m recent ! --rcheck --name r3", "-m recent --remove --name r1"),
    one("mac", "-m mac --mac-source 02:00:00:00:00:02", "-m mac ! --mac-source 02:00:00:00:00:09"),
    one("helper", '-m helper --helper ftp'),
    one("connbytes", "-m connbytes --connbytes 10: --connbytes-dir both --connbytes-mode packets"),
    one("esp ah", "-p esp", "-p ah"),
]
ONLY = {
    4: [
        one("-d", "-d 203.0.113.10", "! -d 203.0.113.10", "-d 203.0.113.0/24", "-d 172.17.0.0/16"),
        one("addrtype", "-m addrtype --dst-type LOCAL", "-m addrtype ! --dst-type LOCAL", "-m addrtype --src-type LOCAL", "-m addrtype --src-type UNICAST", "-m addrtype --dst-type UNICAST,BROADCAST", "-m addrtype --dst-type MULTICAST", "-m addrtype ! --src-type UNICAST --dst-type LOCAL", "-m addrtype --dst-type LOCAL --limit-iface-in"),
        one("ttl", "-m ttl --ttl-eq 57", "-m ttl --ttl-lt 57", "-m ttl --ttl-gt 10", "-m ttl ! --ttl-eq 57"),
        one("-f", "-f", "! -f"),
        one("conntrack dst", "-m conntrack --ctorigdst 203.0.113.10", "-m conntrack ! --ctorigdst 203.0.113.0/24", "-m conntrack --ctreplsrc 172.17.0.2"),
        one("u32", '-m u32 --u32 "6&0xFF=6"', '-m u32 --u32 "0>>22&0x3C@0&0xFFFF=443"', '-m u32 --u32 "0>>22&0x3C@0>>16=1024:65535"', '-m u32 --u32 "8>>24=57"', '-m u32 --u32 "6&0xFF=17&&4=0:65535"', '-m u32 ! --u32 "2&0xFFFF=60"', '-m u32 --u32 "12&0xFF=0:127"', '-m u32 --u32 "0>>22&0x3C@12>>26&0x3C@0=0:5"'),
        one("rpfilter", "-m rpfilter", "-m rpfilter --invert", "-m rpfilter --loose", "-m rpfilter --loose --invert", "-m rpfilter --validmark"),
        one("osf xt", "-p tcp -m osf --genre Linux"),
        one("realm", "-m realm --realm 5"),
        one("bpf", '-m bpf --bytecode "4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0"', '-m bpf --bytecode "4,48 0 0 8,21 0 1 64,6 0 0 1,6 0 0 0"', '-m bpf --bytecode "6,177 0 0 0,72 0 0 2,21 0 1 443,6 0 0 65535,6 0 0 0,6 0 0 0"', '-m bpf --bytecode "4,32 0 0 12,53 0 1 2147483648,6 0 0 1,6 0 0 0"'),
    ],
    6: [
        one("-d v6", "-d 2001:db8:1::10", "! -d 2001:db8:1::10", "-d 2001:db8:1::/64"),
        one("hl", "-m hl --hl-eq 57", "-m hl --hl-lt 57", "-m hl --hl-gt 10"),
        one("rpfilter v6", "-m rpfilter", "-m rpfilter --invert", "-m rpfilter --loose"),
        one("addrtype v6", "-m addrtype --dst-type LOCAL", "-m addrtype --src-type UNICAST", "-m addrtype --src-type LOCAL"),
        one("frag v6", "-m frag --fragfirst", "-m rt --rt-type 0", "-m hbh", "-m ipv6header --header frag --soft"),
    ],
}
INPUT = [
    one("socket", "-m socket", "-m socket --transparent"),
    one("owner", "-m cgroup --cgroup 5"),
    one("cluster", "-m cluster --cluster-total-nodes 2 --cluster-local-node 1 --cluster-hash-seed 0xdeadbeef"),
]


def m_set(c, fam, rs, kinds=None):
    """An ipset of a random kind, made before the rules."""
    name = c.name(rs.name + "s")
    family = "inet" if fam == 4 else "inet6"
    kind = c.rnd.choice(kinds or ["hash:ip", "hash:net", "hash:ip,port", "hash:net,port", "list:set", "hash:ip timeout", "bitmap:port", "hash:net nomatch"])
    lines = []
    flags = "src"
    if kind == "bitmap:port":
        lines = [f"create {name} bitmap:port range 0-65535", f"add {name} {c.port()}", f"add {name} 8000-8500"]
        flags = "dst"
    elif kind == "hash:ip timeout":
        lines = [f"create {name} hash:ip family {family} timeout 600"]
        lines += [f"add {name} {c.addr(fam)}" for _ in range(4)]
    elif kind.startswith("hash:ip,port"):
        lines = [f"create {name} hash:ip,port family {family}"]
        lines += [f"add {name} {c.addr(fam)},{c.rnd.choice(['tcp', 'udp', 'tcp'])}:{c.port()}" for _ in range(40)]
        flags = "src,dst"
    elif kind.startswith("hash:net,port"):
        lines = [f"create {name} hash:net,port family {family}"]
        lines += [f"add {name} {c.prefix_of(fam)},tcp:{c.port()}" for _ in range(4)]
        flags = "src,dst"
    elif kind == "list:set":
        lines = [f"create {name}a hash:net family {family}", f"create {name}b hash:ip family {family}", f"create {name} list:set"]
        lines += [f"add {name}a {c.prefix_of(fam)}", f"add {name}b {c.addr(fam)}", f"add {name} {name}a", f"add {name} {name}b"]
    elif kind == "hash:ip":
        lines = [f"create {name} hash:ip family {family}"] + [f"add {name} {c.addr(fam)}" for _ in range(5)]
    else:
        lines = [f"create {name} hash:net family {family}"] + [f"add {name} {c.prefix_of(fam)}" for _ in range(4)]
        if "nomatch" in kind:
            lines += [f"add {name} {c.prefix_of(fam)} nomatch", f"add {name} {c.addr(fam)} nomatch"]
    rs.before.append(("ipset", "\n".join(dict.fromkeys(lines)) + "\n"))
    neg = c.rnd.choice(["", "", "! "])
    return f"ipset {kind}" + neg, f"-m set {neg}--match-set {name} {flags}"


def match(c, fam, hook, rs):
    r = c.rnd.random()
    if r < 0.2:
        return m_source(c, fam)
    if r < 0.23:
        return m_mask(c, fam)
    if r < 0.36:
        return m_ports(c, fam)
    if r < 0.45:
        return m_set(c, fam, rs)
    lists = [BOTH, BOTH, ONLY[fam], gen_more.MATCHES, gen_more.ONLY[fam]] + ([INPUT] if hook == "INPUT" else [])
    kind, text = c.rnd.choice(c.rnd.choice(lists))(c, fam)
    if fam == 6:
        text = re.sub(r"-p icmp\b", "-p icmpv6", text)
    return kind, text


def good(kind, hook, table):
    if kind in ("socket", "owner") and table == "nat":
        return False
    if kind.startswith("rpfilter"):
        return hook == "PREROUTING" and table in ("raw", "mangle")
    if kind == "REDIRECT":
        return hook == "PREROUTING"
    return not (kind in ("socket", "mac", "policy", "devgroup") and hook not in ("INPUT", "PREROUTING"))


def target(c, fam, table, hook, chains, rs=None):
    r = c.rnd.random()
    if r > 0.91 and rs is not None:
        return gen_more.target(c, fam, table, hook, rs)
    if chains and r < 0.2:
        ch = c.rnd.choice(chains)
        return ("jump", f"-j {ch.name}") if r < 0.13 else ("goto", f"-g {ch.name}")
    if table == "filter" and r < 0.3:
        how = ["", " --reject-with tcp-reset"] + ([" --reject-with icmp-host-prohibited"] if fam == 4 else [" --reject-with icmp6-adm-prohibited"])
        w = c.rnd.choice(how)
        return "REJECT" + (" reset" if "reset" in w else ""), f"-j REJECT{w}"
    if table == "mangle" and r < 0.5:
        own = ["-j TTL --ttl-set 64", "-j TTL --ttl-dec 1"] if fam == 4 else ["-j HL --hl-set 64"]
        return c.rnd.choice(
            [
                ("MARK", "-j MARK --set-mark 0x10"),
                ("MARK", "-j MARK --or-mark 0x20"),
                ("MARK", "-j MARK --and-mark 0xf0"),
                ("MARK", "-j MARK --set-xmark 0x5/0xf"),
                ("CONNMARK", "-j CONNMARK --set-mark 0x20"),
                ("CONNMARK", "-j CONNMARK --save-mark"),
                ("CONNMARK", "-j CONNMARK --restore-mark"),
                ("DSCP", "-j DSCP --set-dscp-class EF"),
                ("DSCP", "-j DSCP --set-dscp 0"),
                ("TOS", "-j TOS --set-tos 0x10"),
                ("TOS", "-j TOS --or-tos 0x08"),
                ("TTL HL", c.rnd.choice(own)),
            ]
        )
    if table == "mangle" and hook == "FORWARD" and r < 0.6:
        return "CLASSIFY", "-j CLASSIFY --set-class 1:2"
    if table == "raw" and r < 0.4:
        return c.rnd.choice([("NOTRACK", "-j CT --notrack"), ("CT", "-j CT --zone 5"), ("TRACE", "-j NOTRACK")])
    if r < 0.36:
        return c.rnd.choice([("LOG", '-j LOG --log-prefix "x "'), ("NFLOG", "-j NFLOG --nflog-group 5")])
    if r < 0.66:
        return "ACCEPT", "-j ACCEPT"
    if r < 0.9:
        return "DROP", "-j DROP"
    return ("RETURN", "-j RETURN") if r < 0.96 else ("none", "")


def nat_target(c, fam):
    to = c.rnd.choice(["203.0.113.10", "172.17.0.2"] if fam == 4 else ["2001:db8:1::10", "fd00:17::2"])
    at = to if fam == 4 else f"[{to}]"
    net = "172.17.0.0/24" if fam == 4 else "fd00:17::/120"
    return c.rnd.choice(
        [
            ("DNAT", f"-j DNAT --to-destination {to}"),
            ("DNAT port", f"-p tcp -j DNAT --to-destination {at}:{c.port()}"),
            ("REDIRECT", f"-p tcp -j REDIRECT --to-ports {c.port()}"),
            ("REDIRECT", "-j REDIRECT"),
            ("NETMAP", f"-j NETMAP --to {net}"),
            ("ACCEPT", "-j ACCEPT"),
            ("RETURN", "-j RETURN"),
        ]
    )


SCARCE = ["-p", "rpfilter", "rpfilter v6", "addrtype", "conntrack dst", "conntrack tuple", "tos", "tcpmss", "length"]


def scarce_rule(c, fam, table, hook, rs):
    """What random rules seldom come to decide by, alone in its rule."""
    makers = [lambda c, fam: m_set(c, fam, rs, ["hash:ip,port", "hash:net,port", "bitmap:port"])]
    makers += [m for m in BOTH + ONLY[fam] if getattr(m, "kind", "") in SCARCE]
    kind, text = c.rnd.choice(makers)(c, fam)
    if not good(kind, hook, table):
        kind, text = m_source(c, fam)
    return Rule([(kind, text)], [c.rnd.choice([("ACCEPT", "-j ACCEPT"), ("DROP", "-j DROP")])])


def rule(c, fam, table, hook, chains, rs):
    does = [nat_target(c, fam)] if table == "nat" else [target(c, fam, table, hook, chains, rs)]
    conds, seen = [], set()
    for _ in range(c.rnd.choice([0, 1, 1, 1, 2, 2, 3])):
        m = match(c, fam, hook, rs)
        words = [w for w in m[1].split() if w != "!"]
        key = words[1] if words[0] == "-m" else words[0]
        key = words[3] if words[0] == "-p" and words[2:3] == ["-m"] and words[3] not in ("tcp", "udp") else key
        proto = "-p" in m[1].split()
        if (proto and ("proto" in seen or "-p" in does[0][1])) or key in seen or not good(m[0], hook, table):
            continue
        seen.add(key)
        if proto:
            seen.add("proto")
        conds.append(m)
    if does[0][0] == "REJECT reset" and not any("-p tcp" in t for _, t in conds):
        if "proto" in seen:
            does = [("DROP", "-j DROP")]
        else:
            conds.insert(0, ("proto", "-p tcp"))
    return Rule(conds, does)


TABLES = {
    "raw": ["PREROUTING", "OUTPUT"],
    "mangle": ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
    "nat": ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
    "filter": ["INPUT", "FORWARD", "OUTPUT"],
}


def table(c, rs, tool, fam, name):
    t = IptTable(tool, name)
    subs = [Chain(c.name("u")) for _ in range(c.rnd.choice([0, 1, 2]))] if name != "nat" else []
    for hook in TABLES[name]:
        ch = Chain(hook)
        t.policies[hook] = "ACCEPT"
        if name == "filter" and c.rnd.random() < 0.4:
            t.policies[hook] = "DROP"
        t.chains.append(ch)
        if hook in ("OUTPUT", "POSTROUTING"):
            continue
        if name == "nat" and hook == "INPUT":
            if c.rnd.random() < 0.15:
                to = "203.0.113.99" if fam == 4 else "2001:db8:1::99"
                ch.rules.append(Rule([m_source(c, fam)], [("SNAT", f"-j SNAT --to-source {to}")]))
            continue
        for _ in range(c.rnd.choice([0, 1, 2, 3, 4, 5] if hook != "FORWARD" else [0, 1, 2])):
            ch.rules.append(rule(c, fam, name, hook, subs, rs))
        if name != "nat" and c.rnd.random() < 0.3:
            ch.rules.insert(0, scarce_rule(c, fam, name, hook, rs))
    for k, ch in enumerate(subs):
        for _ in range(c.rnd.choice([0, 1, 2, 3])):
            ch.rules.append(rule(c, fam, name, "FORWARD", subs[k + 1:], rs))
    t.chains += subs
    return t


def empty_table(tool, name):
    """What is not written stays as it was: legacy tables are always written whole."""
    t = IptTable(tool, name)
    for hook in TABLES[name]:
        t.policies[hook] = "ACCEPT"
        t.chains.append(Chain(hook))
    return t


class IptContext(Context):
    def prefix_of(self, fam):
        """A prefix that a set of networks takes: not all of the space."""
        while True:
            p = self.prefix(fam)
            if p.prefixlen >= 8:
                return p


def ruleset_for(legacy):
    def make(rnd, name):
        c = IptContext(rnd)
        rs = Ruleset(("leg" if legacy else "ipt") + name)
        fams = rnd.choice([[4], [4], [6], [4, 6]])
        for fam in [4, 6] if legacy else fams:
            tool = ("leg" if legacy else "ipt") + str(fam)
            for t in ["raw", "mangle", "nat", "filter"]:
                if fam not in fams:
                    rs.tables.append(empty_table(tool, t))
                elif rnd.random() < {"raw": 0.2, "mangle": 0.4, "nat": 0.3, "filter": 1}[t]:
                    rs.tables.append(table(c, rs, tool, fam, t))
                elif legacy:
                    rs.tables.append(empty_table(tool, t))
        packets(c, rs, fams)
        return rs

    return make


GENERATORS = {"ipt": ruleset_for(False), "leg": ruleset_for(True)}
