# SPDX-License-Identifier: GPL-2.0-or-later
"""Random rulesets in nft's own language."""
import ipaddress
import re

import gen_more
from model import Chain, Rule, Ruleset, Table

HOST = {4: "203.0.113.10", 6: "2001:db8:1::10"}
PORTS = [22, 53, 80, 443, 8080, 8443]


class Context:
    """What one random ruleset is made of."""

    def __init__(self, rnd):
        self.rnd = rnd
        self.pool = {4: [], 6: []}
        self.nets = {4: [], 6: []}
        for _ in range(3):
            self.nets[4].append(ipaddress.ip_address(rnd.randrange(0x01000000, 0xDF000000)))
            self.nets[6].append(
                ipaddress.ip_address((0x2A00 << 112) + (rnd.getrandbits(40) << 72))
            )
        self.exact = {4: [], 6: []}
        self.hot = rnd.sample(PORTS, 2)  # what most rules and packets speak of
        self.pairs = []  # (address, port) of concatenated elements
        self.names = 0

    def name(self, prefix):
        self.names += 1
        return prefix + str(self.names)

    def touch(self, fam, *values):
        for v in values:
            for d in (-1, 0, 1):
                n = int(v) + d
                if 0 < n < 2 ** (32 if fam == 4 else 128) - 1:
                    self.pool[fam].append(
                        ipaddress.IPv4Address(n) if fam == 4 else ipaddress.IPv6Address(n)
                    )

    def addr(self, fam):
        wide = 10 if fam == 4 else 16
        base = int(self.rnd.choice(self.nets[fam]))
        n = (base & ~((1 << wide) - 1)) | self.rnd.getrandbits(wide)
        a = ipaddress.IPv4Address(n) if fam == 4 else ipaddress.IPv6Address(n)
        self.touch(fam, a)
        self.exact[fam].append(a)
        return a

    def prefix(self, fam):
        a = self.addr(fam)
        bits = self.rnd.choice(
            [1, 3, 8, 12, 16, 20, 22, 23, 24, 25, 26, 28, 31, 32]
            if fam == 4
            else [3, 16, 32, 47, 48, 56, 63, 64, 65, 100, 112, 120, 127, 128]
        )
        n = ipaddress.ip_network((a, bits), strict=False)
        self.touch(fam, n.network_address, n.broadcast_address)
        return n

    def span(self, fam):
        a, b = sorted([self.addr(fam), self.addr(fam)])
        return f"{a}-{b}" if a != b else str(a)

    def source(self, fam):
        r = self.rnd.random()
        if self.exact[fam] and r < 0.5:
            return self.rnd.choice(self.exact[fam])
        if self.pool[fam] and r < 0.8:
            return self.rnd.choice(self.pool[fam])
        if r < 0.9:
            return self.addr(fam)
        if r < 0.97:
            if fam == 4:
                return ipaddress.IPv4Address(self.rnd.randrange(0x01000000, 0xDF000000))
            return ipaddress.IPv6Address((1 << 125) | self.rnd.getrandbits(125))
        return ipaddress.ip_address(
            self.rnd.choice(
                ["198.18.66.9", "172.17.0.9", "203.0.113.77", "203.0.113.10", "224.0.0.5"]
                + ["127.0.0.9", "255.255.255.255", "0.0.0.9", "10.9.8.7", "172.17.0.1"]
                + ["240.0.0.9", "203.0.113.255"]
                if fam == 4
                else ["fd00:17::9", "2001:db8:1::77", "fd01::7", "2001:db8:1::99", "64:ff9b::1"]
            )
        )

    def port(self):
        return self.rnd.choice(self.hot if self.rnd.random() < 0.6 else PORTS)

    def pair(self, fam):
        """An address and a port that some packets will have."""
        a, p = self.addr(fam), self.port()
        self.pairs.append((fam, a, p))
        return a, p


def some(c, make, lo=1, hi=4):
    """A few different texts made by make()."""
    return list(dict.fromkeys(make() for _ in range(c.rnd.randint(lo, hi))))


def disjoint(c, fam, n):
    """Prefixes and ranges that do not overlap, as a set wants them."""
    out, have = [], []
    for _ in range(n):
        if c.rnd.random() < 0.6:
            p = c.prefix(fam)
            lo, hi, text = int(p.network_address), int(p.broadcast_address), str(p)
        else:
            a, b = sorted([c.addr(fam), c.addr(fam)])
            lo, hi = int(a), int(b)
            text = f"{a}-{b}" if a != b else str(a)
        if all(hi < x or lo > y for x, y in have):
            have.append((lo, hi))
            out.append(text)
    return out


# -- conditions: each gives (kind, text), or None where it has no place ---------------------------


def c_saddr(c, t, fam):
    ip = "ip" if fam == 4 else "ip6"
    r = c.rnd.randrange(8)
    forms = [
        lambda: ("saddr eq", str(c.addr(fam))),
        lambda: ("saddr ne", f"!= {c.addr(fam)}"),
        lambda: ("saddr prefix", str(c.prefix(fam))),
        lambda: ("saddr not prefix", f"!= {c.prefix(fam)}"),
        lambda: ("saddr range", c.span(fam)),
        lambda: ("saddr not range", f"!= {c.span(fam)}"),
        lambda: ("saddr lt gt", f"{c.rnd.choice(['<', '>', '<=', '>='])} {c.addr(fam)}"),
        lambda: ("saddr mask", None),
    ]
    kind, text = forms[r]()
    if text is None:
        mask = c.rnd.choice(["255.0.255.0", "0.0.0.255", "255.255.252.3", "255.240.0.0", "255.255.255.1"])
        if fam == 6:
            mask = c.rnd.choice(["ffff::ffff", "::7", "ffff:ffff:f0ff:ffff::", "::f0"])
        a = c.addr(fam)
        want = int(a) & int(ipaddress.ip_address(mask))
        want = ipaddress.IPv4Address(want) if fam == 4 else ipaddress.IPv6Address(want)
        op = c.rnd.choice(["==", "!="])
        return kind, f"{ip} saddr & {mask} {op} {want}"
    return kind, f"{ip} saddr {text}"


def c_saddr_set(c, t, fam):
    ip = "ip" if fam == 4 else "ip6"
    neg = c.rnd.choice(["", "", "!= "])
    if c.rnd.random() < 0.5:
        return "set anon" + neg, f"{ip} saddr {neg}{{ {', '.join(some(c, lambda: str(c.addr(fam)), 1, 9))} }}"
    return "set anon interval" + neg, f"{ip} saddr {neg}{{ {', '.join(disjoint(c, fam, 5))} }}"


def named_set(c, t, fam, flavour):
    """A named set of this flavour; its name."""
    kind = "ipv4_addr" if fam == 4 else "ipv6_addr"
    name = c.name("s")
    flags, elems, extra = "", [], ""
    if flavour == "hash":
        elems = some(c, lambda: str(c.addr(fam)), 1, 12)
    elif flavour == "interval":
        flags, elems = "flags interval;", disjoint(c, fam, 8)
    elif flavour == "merged":
        flags, extra = "flags interval; auto-merge;", ""
        elems = some(c, lambda: str(c.prefix(fam)), 1, 6)
    elif flavour == "timeout":
        flags = "flags timeout;"
        elems = [e + " timeout 1h" for e in some(c, lambda: str(c.addr(fam)), 1, 6)]
    elif flavour == "interval timeout":
        flags = "flags interval,timeout; timeout 1h;"
        elems = disjoint(c, fam, 5)
    elif flavour == "dynamic":
        flags, extra = "flags dynamic,timeout; timeout 1h;", "size 64;"
    elif flavour == "limit":
        flags = ""
        elems = [e + " limit rate 1/second" for e in some(c, lambda: str(c.addr(fam)), 1, 4)]
        extra = "limit rate 1/second;"
    elif flavour == "counter":
        extra = "counter;"
        elems = some(c, lambda: str(c.addr(fam)), 1, 4)
    if flavour == "limit":
        body = f"type {kind}; {extra}"
        elems = [e.split()[0] for e in elems]
    else:
        body = f"type {kind}; {extra} {flags}"
    e = f" elements = {{ {', '.join(elems)} }};" if elems else ""
    t.things.append((name, f"\tset {name} {{ {body}{e} }}"))
    return name


FLAVOURS = ["hash", "interval", "merged", "timeout", "interval timeout", "limit", "counter"]


def c_named(c, t, fam, flavours=None):
    flavour = c.rnd.choice(flavours or FLAVOURS)
    neg = c.rnd.choice(["", "", "!= "])
    ip = "ip" if fam == 4 else "ip6"
    return "set " + flavour + neg, f"{ip} saddr {neg}@{named_set(c, t, fam, flavour)}"


def c_concat(c, t, fam):
    ip = "ip" if fam == 4 else "ip6"
    kind = "ipv4_addr" if fam == 4 else "ipv6_addr"
    neg = c.rnd.choice(["", "", "!= "])
    r = c.rnd.randrange(4)
    if r == 0:
        e = some(c, lambda: "%s . %d" % c.pair(fam), 1, 8)
        return "set concat anon" + neg, f"{ip} saddr . tcp dport {neg}{{ {', '.join(e)} }}"
    name = c.name("s")
    if r == 1:
        e = some(c, lambda: "%s . %d" % c.pair(fam), 1, 8)
        t.things.append((name, f"\tset {name} {{ type {kind} . inet_service; elements = {{ {', '.join(e)} }}; }}"))
        return "set concat" + neg, f"{ip} saddr . tcp dport {neg}@{name}"
    if r == 2:
        e = []
        for k, p in enumerate(disjoint(c, fam, 5)):
            lo = c.rnd.choice(PORTS)
            e.append(f"{p} . {lo}-{lo + c.rnd.randint(1, 9000)}")
        t.things.append((name, f"\tset {name} {{ type {kind} . inet_service; flags interval; elements = {{ {', '.join(e)} }}; }}"))
        return "set pipapo" + neg, f"{ip} saddr . tcp dport {neg}@{name}"
    e = [f"{p} . {n} . {c.port()}" for p, n in zip(disjoint(c, fam, 4), ["tcp", "udp", "tcp", "tcp"])]
    t.things.append((name, f"\tset {name} {{ type {kind} . inet_proto . inet_service; flags interval; elements = {{ {', '.join(e)} }}; }}"))
    return "set pipapo 3" + neg, f"{ip} saddr . meta l4proto . th dport {neg}@{name}"


def c_ports(c, t, fam):
    p = c.port()
    q = p + c.rnd.randint(1, 900)
    th = c.rnd.choice(["tcp", "tcp", "udp", "th"])
    if th == "th":
        th = "meta l4proto { tcp, udp } th"
    return c.rnd.choice(
        [
            ("dport eq", f"{th} dport {p}"),
            ("dport ne", f"{th} dport != {p}"),
            ("dport range", f"{th} dport {p}-{q}"),
            ("dport not range", f"{th} dport != {p}-{q}"),
            ("dport lt gt", f"{th} dport {c.rnd.choice(['<', '>', '<=', '>='])} {p}"),
            ("dport set", f"{th} dport {{ {', '.join(str(x) for x in c.rnd.sample(PORTS, 3))} }}"),
            ("dport set not", f"{th} dport != {{ {', '.join(str(x) for x in c.rnd.sample(PORTS, 2))} }}"),
            ("dport interval", f"{th} dport {{ 20-25, 79-85, 8000-8100 }}"),
            ("sport range", f"{th} sport 1024-{c.rnd.choice([40000, 65535])}"),
            ("sport lt gt", f"{th} sport {c.rnd.choice(['<', '>'])} 30000"),
        ]
    )


def pick(kind, *texts):
    def make(c, t, fam):
        return kind, c.rnd.choice(texts)

    make.kind = kind
    return make


V4 = [
    pick("ip ttl", "ip ttl 57", "ip ttl < 57", "ip ttl > 64", "ip ttl != 57", "ip ttl { 57, 64 }", "ip ttl 50-60"),
    pick("ip dscp", "ip dscp cs0", "ip dscp != cs0", "ip dscp ef", "ip dscp { cs0, af11 }"),
    pick("ip ecn", "ip ecn not-ect", "ip ecn ce"),
    pick("ip length", "ip length 60", "ip length < 60", "ip length 40-60", "ip length 28"),
    pick("ip version", "ip version 4", "ip hdrlength 5", "ip hdrlength != 5"),
    pick("ip frag-off", "ip frag-off & 0x1fff == 0", "ip frag-off 0x4000", "ip frag-off & 0x2000 != 0"),
    pick("ip protocol", "ip protocol tcp", "ip protocol udp", "ip protocol { tcp, udp }", "ip protocol != tcp"),
    pick("ip daddr", "ip daddr 203.0.113.10", "ip daddr != 203.0.113.10", "ip daddr 203.0.113.0/24", "ip daddr 172.17.0.0/16"),
    pick("ip option", "ip option lsrr exists", "ip option rr missing"),
    pick("raw nh", "@nh,72,8 6", "@nh,128,32 0xcb00710a", "@nh,0,8 & 0xf0 == 0x40"),
    pick("fib type v4", "fib saddr type unicast", "fib saddr type local", "fib saddr type { broadcast, multicast }", "fib saddr . iif type unicast"),
]
V6 = [
    pick("ip6 hoplimit", "ip6 hoplimit 57", "ip6 hoplimit < 57", "ip6 hoplimit 50-60", "ip6 hoplimit != 57"),
    pick("ip6 dscp", "ip6 dscp cs0", "ip6 dscp != cs0", "ip6 dscp ef"),
    pick("ip6 flowlabel", "ip6 flowlabel 0", "ip6 flowlabel != 0"),
    pick("ip6 length", "ip6 length 40", "ip6 length < 40", "ip6 length 8"),
    pick("ip6 nexthdr", "ip6 nexthdr tcp", "ip6 nexthdr udp", "ip6 nexthdr != tcp"),
    pick("ip6 daddr", "ip6 daddr 2001:db8:1::10", "ip6 daddr != 2001:db8:1::10", "ip6 daddr 2001:db8:1::/64"),
    pick("exthdr", "exthdr frag missing", "exthdr hbh exists", "exthdr rt missing"),
    pick("fib type v6", "fib saddr type unicast", "fib saddr type local", "fib saddr . iif type unicast"),
]
COMMON = [
    pick("tcp flags", "tcp flags syn", "tcp flags == syn", "tcp flags & (fin | syn | rst | ack) == syn", "tcp flags & ack != 0", "tcp flags ack", "tcp flags { syn, fin }", "tcp flags != syn", "tcp flags & (syn|ecn|cwr) == syn"),
    pick("tcp window", "tcp window 64240", "tcp window < 1000", "tcp doff 10", "tcp doff != 10", "tcp urgptr 0", "tcp ackseq 0"),
    pick("tcp option", "tcp option maxseg size 1460", "tcp option maxseg size < 1400", "tcp option sack-perm exists", "tcp option timestamp exists", "tcp option timestamp missing", "tcp option fastopen missing", "tcp option window count 7", "tcp option window count != 7", "tcp option nop missing", "tcp option eol exists", "tcp option maxseg size { 1400, 1460 }", "tcp option timestamp tsval 0x11223344", "tcp option 254 missing"),
    *[pick("udp length", "udp length 8", "udp length 8-20", "udp length > 8")] * 3,
    pick("l4proto", "meta l4proto tcp", "meta l4proto udp", "meta l4proto != tcp", "meta l4proto { tcp, udp }"),
    pick("meta protocol", "meta protocol ip", "meta protocol ip6", "meta protocol { ip, ip6 }", "meta protocol != ip"),
    pick("meta length", "meta length 60", "meta length 80", "meta length < 70", "meta length 20-60"),
    pick("meta mark", "meta mark 0", "meta mark != 0", "meta mark 0x10", "meta mark & 0xf0 == 0x10", "meta mark { 0, 0x10 }", "meta mark > 5", "meta mark and 0x3 != 0"),
    pick("iifname", 'iifname "h0"', 'iifname != "h0"', 'iifname "h*"', 'iifname { "h0", "lo" }', 'iifname "d0"', 'iifname "eth*"', 'iifname { "h*", "d0" }'),
    pick("iif", "iif h0", "iif lo", "iif != h0", "iif { lo, h0 }"),
    pick("iifgroup", "iifgroup 0", "iifgroup 7", "iifgroup != 0"),
    pick("iiftype", "iiftype ether", "iiftype loopback", "iiftype != ether"),
    pick("iifkind", 'meta iifkind "veth"', 'meta iifkind "bridge"', 'meta iifkind != "veth"'),
    pick("pkttype", "meta pkttype host", "meta pkttype broadcast", "meta pkttype { host, multicast }", "pkttype != host"),
    pick("meta priority", "meta priority none", "meta priority 1:2", "meta priority != none"),
    pick("time", 'meta hour "00:00"-"23:59"', 'meta hour != "00:00"-"12:00"', 'meta hour "06:00"-"18:00"', 'meta day "Monday"', 'meta day { "Saturday", "Sunday", "Tuesday" }', 'meta day != "Monday"', 'meta time > "2020-01-01"', 'meta time < "2020-01-01"', 'meta time "2020-01-01"-"2100-01-01"'),
    pick("random", "meta random < 1000000", "meta random > 1000000"),
    pick("cpu", "meta cpu 0", "meta cpu 1"),
    pick("numgen", "numgen inc mod 2 == 0", "numgen random mod 10 < 5", "numgen inc mod 4 vmap { 0 : accept, 1 : drop, 2 : continue, 3 : continue }"),
    pick("raw th", "@th,16,16 443", "@th,16,16 80", "@th,0,16 > 1024", "@th,104,8 & 0x3f == 2"),
    pick("limit", "limit rate 1/hour", "limit rate over 1/hour burst 2 packets", "limit rate 1000/second", "limit rate 10 kbytes/second"),
    pick("quota", "quota over 100 bytes", "quota until 100 bytes", "quota over 100 mbytes", "quota until 100 mbytes"),
    pick("fib rpf", "fib saddr . iif oif missing", "fib saddr . iif oif exists", "fib saddr oif exists", "fib saddr . mark . iif oif missing", "fib saddr . mark oif exists"),
    pick("fib daddr", "fib daddr type local", "fib daddr . iif type local", "fib daddr type != local", "fib daddr type { unicast, local }", "fib daddr oif lo"),
    pick("fib oif", "fib saddr oif h0", "fib saddr oif d0", 'fib saddr oifname "h0"', 'fib saddr oifname != "h0"', 'fib saddr . iif oifname "h0"'),
    pick("jhash v6", "jhash ip6 saddr mod 4 seed 0xdeadbeef == 1", "jhash ip6 saddr . tcp dport mod 8 seed 0x1234 < 4"),
    pick("jhash", "jhash ip saddr mod 4 seed 0xdeadbeef == 1", "jhash ip saddr . tcp dport mod 8 seed 0x1234 < 4", "jhash ip daddr . tcp dport mod 2 seed 7 == 0", "jhash tcp dport mod 2 == 0", "jhash ip saddr mod 3 seed 0x55 offset 10 == 11"),
    pick("symhash", "symhash mod 2 == 0", "symhash mod 100 < 50"),
    pick("ether", "ether type ip", "ether type ip6", "ether type != ip", "ether saddr 02:00:00:00:00:02"),
    pick("vlan", "vlan id 5"),
]
CT = [
    pick("ct state", "ct state new", "ct state established,related", "ct state invalid", "ct state { new, established }", "ct state != new", "ct state untracked", "ct state new,untracked", "ct state & (established|related) == 0"),
    pick("ct state vmap", "ct state vmap { established : accept, related : accept, invalid : drop }", "ct state vmap { new : continue, invalid : drop }", "ct state vmap { invalid : drop, untracked : accept, new : return }"),
    pick("ct direction", "ct direction original", "ct direction reply"),
    pick("ct status", "ct status dnat", "ct status snat", "ct status assured", "ct status != dnat", "ct status expected", "ct status & dnat == 0", "ct status confirmed"),
    pick("ct mark", "ct mark 0", "ct mark != 0", "ct mark 0x20", "ct mark & 0xff == 0x20"),
    pick("ct zone", "ct zone 0", "ct zone 5", "ct zone != 0"),
    pick("ct tuple", "meta l4proto tcp ct original proto-dst 443", "meta l4proto tcp ct original proto-dst { 80, 443 }", "ct original protocol tcp", "meta l4proto tcp ct reply proto-src 8080", "meta l4proto tcp ct reply proto-src 443", "ct l3proto ipv4", "ct protocol tcp", "ct original ip daddr 203.0.113.10", "ct reply ip saddr 203.0.113.10", "meta l4proto tcp ct reply proto-dst > 1024", "meta l4proto tcp ct original proto-src > 1024"),
    pick("ct packets", "ct packets 1", "ct original packets > 5", "ct bytes < 100000", "ct original avgpkt > 10"),
    pick("ct expiration", "ct expiration 0s", "ct expiration > 10s"),
    pick("ct label", "ct label 1", "ct label != 1"),
    pick("ct helper", 'ct helper "ftp"', 'ct helper != "ftp"'),
    pick("ct id", "ct id 5", "ct id != 5"),
    pick("ct count", "ct count 5", "ct count over 5", "ct count 500", "ct count over 500"),
]
INPUT_ONLY = [
    pick("skuid", "meta skuid 0", "meta skuid != 0", "meta skgid 0"),
    pick("cgroup", "meta cgroup 0", "meta cgroup != 0"),
    pick("socket", "socket transparent 0", "socket transparent 1", "socket mark 0", "socket wildcard 0"),
    pick("rt", "rt classid 0", "rt ip nexthop 203.0.113.1", "rt ipsec missing"),
    pick("oif", "oif lo", 'oifname "h0"', 'meta oifkind "veth"', "oifgroup 0", "oiftype ether"),
    *[pick("oif", 'oifname != "h0"', "oif 0", 'oifname != { "h0", "lo" }')] * 2,
    pick("rtclassid", "meta rtclassid 0", "meta rtclassid != 0"),
    pick("secpath", "meta secpath missing", "meta secpath exists", "meta ipsec missing"),
    pick("sdif", "meta sdif 0", 'meta sdifname != "x"'),
]
EARLY = [pick("osf", 'osf name "Linux"', 'osf ttl skip name "unknown"', 'osf name != "Linux"')]


def c_ct_addr(c, t, fam):
    ip = "ip" if fam == 4 else "ip6"
    return c.rnd.choice(
        [
            ("ct saddr", f"ct original {ip} saddr {c.prefix(fam)}"),
            ("ct saddr", f"ct original {ip} saddr != {c.addr(fam)}"),
            ("ct reply daddr", f"ct reply {ip} daddr {c.prefix(fam)}"),
        ]
    )


def suits(text, family, fam, proto):
    """A text that nft takes in this table, next to others of the same protocol."""
    v4, v6 = re.search(r"\bip (?!protocol)|ipv4|@nh", text), re.search(r"\bip6 |ipv6", text)
    both = "{ tcp, udp }" in text
    tcp, udp = "tcp" in text and not both, "udp" in text and not both
    if re.search(r"!= tcp|ip protocol|nexthdr|l4proto|meta protocol|ether type", text) and not both:
        return False if proto == "plain" else "th " not in text and "ct " not in text
    if (fam == 4 and v6) or (fam == 6 and v4) or ("osf" in text and family == "ip6"):
        return False
    return not (tcp and proto == "udp") and not (udp and proto == "tcp")


def condition(c, t, fam, hook, proto="tcp"):
    """One condition that suits the table, the hook and the rule's protocol."""
    for _ in range(20):
        kind, text = any_condition(c, t, fam, hook)
        if suits(text, t.family, fam, proto):
            return kind, text
    return "saddr eq", f"{'ip' if fam == 4 else 'ip6'} saddr {c.addr(fam)}"


def any_condition(c, t, fam, hook):
    r = c.rnd.random()
    netdev = hook == "ingress"
    if r < 0.22:
        return c_saddr(c, t, fam)
    if r < 0.30:
        return c_saddr_set(c, t, fam)
    if r < 0.42:
        return c_named(c, t, fam)
    if r < 0.50:
        return c_concat(c, t, fam)
    if r < 0.62:
        return c_ports(c, t, fam)
    lists = [COMMON, COMMON, V4 if fam == 4 else V6, V4 if fam == 4 else V6, gen_more.ANY]
    if not netdev:
        lists += [CT, CT, [c_ct_addr], gen_more.TRACKED]
        if hook == "input":
            lists += [INPUT_ONLY, gen_more.ROUTED]
        if hook in ("input", "prerouting"):
            lists += [EARLY]
    return c.rnd.choice(c.rnd.choice(lists))(c, t, fam)


# -- what random rules seldom come to decide by ----------------------------------------------------

SCARCE = {
    "any": ["udp length", "udp length", "tcp window", "meta length", "iifgroup", "iifkind", "iiftype"],
    4: ["ip ecn", "jhash"],
    6: ["exthdr", "ip6 nexthdr", "ip6 dscp", "ip6 dscp", "jhash v6", "jhash v6", "jhash v6"],
    "tracked": ["ct direction", "ct mark", "ct status", "ct zone", "ct packets"],
    "input": ["oif", "sdif rule", "rt", "rtclassid"],
}


def scarce(c, t, fam, hook):
    """One such condition."""
    if c.rnd.random() < 0.25:
        return c_named(c, t, fam, ["counter", "limit", "timeout"])
    kinds = SCARCE["any"] + SCARCE[fam]
    if hook != "ingress":
        kinds = kinds + SCARCE["tracked"] + (SCARCE["input"] if hook == "input" else [])
    kind = c.rnd.choice(kinds)
    return next(m for m in COMMON + CT + INPUT_ONLY + gen_more.ROUTED + V4 + V6 if getattr(m, "kind", "") == kind)(c, t, fam)
