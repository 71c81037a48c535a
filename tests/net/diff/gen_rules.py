# SPDX-License-Identifier: GPL-2.0-or-later
"""Statements, chains and tables of random nft rulesets."""
import gen_more
from gen_nft import HOST, PORTS, Context, condition, disjoint, pick, scarce, some, suits
from model import Chain, Rule, Ruleset, Table

SETS = [
    pick("set mark", "meta mark set 0x10", "meta mark set 0x11", "meta mark set meta mark | 0x20", "meta mark set meta mark & 0xf0", "meta mark set meta mark ^ 0x5", "meta mark set 0"),
    pick("set mark shift", "meta mark set meta mark << 4", "meta mark set meta mark >> 2", "meta mark set meta length"),
    pick("set priority", "meta priority set 1:2", "meta priority set 0"),
    pick("log", 'log prefix "x "', "log group 5", "log flags all"),
    pick("counter object", "counter"),
]
CT_SETS = [
    pick("set ct mark", "ct mark set 0x20", "ct mark set meta mark", "ct mark set ct mark | 0x3", "meta mark set ct mark"),
    pick("set ct label", "ct label set 1"),
    pick("set ct zone", "ct zone set 5"),
]
WRITES = {
    4: [pick("write ip", "ip dscp set ef", "ip ttl set 64", "ip ecn set ce", "ip daddr set 203.0.113.10", "ip dscp set cs0")],
    6: [pick("write ip6", "ip6 dscp set ef", "ip6 hoplimit set 64", "ip6 hoplimit set 57")],
}
WRITES_ANY = [
    pick("write tcp", "tcp dport set 8080", "tcp window set 5", "tcp option maxseg size set 1400", "tcp option maxseg size set 1500", "tcp dport set 443", "tcp flags set syn"),
]


def s_dynset(c, t, fam):
    ip = "ip" if fam == 4 else "ip6"
    kind = "ipv4_addr" if fam == 4 else "ipv6_addr"
    name = c.name("d")
    full = c.rnd.random() < 0.3
    size = c.rnd.choice([1, 1, 2, 3]) if full else 64
    t.things.append((name, f"\tset {name} {{ type {kind}; size {size}; flags dynamic,timeout; timeout 1h; }}"))
    op = c.rnd.choice(["add", "update"])
    if c.rnd.random() < 0.25:
        look = c.rnd.choice(["", "!= "])
        return "dynset lookup", f"add @{name} {{ {ip} saddr }} {ip} saddr {look}@{name}"
    if c.rnd.random() < 0.3:
        return "dynset limit", f"{op} @{name} {{ {ip} saddr limit rate {c.rnd.choice(['over ', ''])}2/hour }}"
    return "dynset" + (" full" if full else ""), f"{op} @{name} {{ {ip} saddr }}"


def s_map(c, t, fam):
    """A mark that a map gives."""
    ip = "ip" if fam == 4 else "ip6"
    kind = "ipv4_addr" if fam == 4 else "ipv6_addr"
    r = c.rnd.randrange(6)
    if r == 0:
        e = [f"{a} : {0x10 + k}" for k, a in enumerate(some(c, lambda: str(c.addr(fam)), 1, 6))]
        return "map anon", f"meta mark set {ip} saddr map {{ {', '.join(e)} }}"
    if r == 1:
        e = [f"{a} : {0x10 + k}" for k, a in enumerate(disjoint(c, fam, 5))]
        return "map anon interval", f"meta mark set {ip} saddr map {{ {', '.join(e)} }}"
    if r == 2:
        e = [f"{p} : {0x10 + k}" for k, p in enumerate(c.rnd.sample(PORTS, 3))]
        return "map ports", f"meta mark set tcp dport map {{ {', '.join(e)} }}"
    name = c.name("m")
    if r == 3:
        e = [f"{a} : {0x10 + k}" for k, a in enumerate(disjoint(c, fam, 6))]
        t.things.append((name, f"\tmap {name} {{ type {kind} : mark; flags interval; elements = {{ {', '.join(e)} }}; }}"))
    elif r == 4:
        e = [f"{a} : {0x10 + k}" for k, a in enumerate(some(c, lambda: str(c.addr(fam)), 1, 6))] + ["* : 0x77"]
        t.things.append((name, f"\tmap {name} {{ type {kind} : mark; elements = {{ {', '.join(e)} }}; }}"))
    else:
        e = [f"{a} . {c.port()} : {0x10 + k}" for k, a in enumerate(disjoint(c, fam, 4))]
        t.things.append((name, f"\tmap {name} {{ type {kind} . inet_service : mark; flags interval; elements = {{ {', '.join(e)} }}; }}"))
        return "map pipapo", f"meta mark set {ip} saddr . tcp dport map @{name}"
    return "map interval" if r == 3 else "map catch-all", f"meta mark set {ip} saddr map @{name}"


def verdicts(c, chains, drops="drop"):
    out = ["accept", drops, "return", "continue", "drop"]
    for ch in chains:
        out += [f"jump {ch.name}", f"goto {ch.name}"]
    return out


def s_vmap(c, t, fam, chains):
    ip = "ip" if fam == 4 else "ip6"
    kind = "ipv4_addr" if fam == 4 else "ipv6_addr"
    v = lambda: c.rnd.choice(verdicts(c, chains))  # noqa: E731
    r = c.rnd.randrange(7)
    if r == 0:
        return "vmap ports", f"tcp dport vmap {{ {', '.join(f'{p} : {v()}' for p in c.rnd.sample(PORTS, 3))} }}"
    if r == 1:
        e = some(c, lambda: str(c.addr(fam)), 1, 6)
        return "vmap anon", f"{ip} saddr vmap {{ {', '.join(f'{a} : {v()}' for a in e)} }}"
    if r == 2:
        e = disjoint(c, fam, 6)
        return "vmap anon interval", f"{ip} saddr vmap {{ {', '.join(f'{a} : {v()}' for a in e)} }}"
    if r == 3:
        e = some(c, lambda: "%s . %d" % c.pair(fam), 1, 6)
        return "vmap concat", f"{ip} saddr . tcp dport vmap {{ {', '.join(f'{a} : {v()}' for a in e)} }}"
    name = c.name("v")
    if r == 4:
        e = [f"{a} : {v()}" for a in disjoint(c, fam, 6)]
        t.things.append((name, f"\tmap {name} {{ type {kind} : verdict; flags interval; elements = {{ {', '.join(e)} }}; }}"))
        return "vmap interval", f"{ip} saddr vmap @{name}"
    if r == 5:
        e = [f"{a} : {v()}" for a in some(c, lambda: str(c.addr(fam)), 1, 6)] + [f"* : {v()}"]
        t.things.append((name, f"\tmap {name} {{ type {kind} : verdict; elements = {{ {', '.join(e)} }}; }}"))
        return "vmap catch-all", f"{ip} saddr vmap @{name}"
    e = [f"{a} . {c.port()}-{9000 + c.rnd.randrange(99)} : {v()}" for a in disjoint(c, fam, 4)]
    t.things.append((name, f"\tmap {name} {{ type {kind} . inet_service : verdict; flags interval; elements = {{ {', '.join(e)} }}; }}"))
    return "vmap pipapo", f"{ip} saddr . tcp dport vmap @{name}"


def s_object(c, t, fam, by_map=False):
    name = c.name("o")
    kind, body = c.rnd.choice(
        [
            ("counter", "packets 0 bytes 0"),
            ("counter", "packets 7 bytes 420"),
            ("quota", "over 100 bytes"),
            ("quota", "until 1 mbytes"),
            ("limit", "rate 1/hour"),
            ("limit", "rate over 1/hour"),
        ]
    )
    t.things.append((name, f"\t{kind} {name} {{ {body} }}"))
    if by_map or c.rnd.random() < 0.5:
        return f"object {kind} map", f'{kind} name tcp dport map {{ {c.hot[0]} : "{name}", {c.hot[1]} : "{name}" }}'
    return f"object {kind}", f'{kind} name "{name}"'


def s_reject(c, t, fam, hook):
    if hook == "ingress":
        return "reject ingress", "drop"
    tcp = "meta l4proto tcp reject with tcp reset"
    forms = ["reject", tcp]
    if t.family in ("inet", "netdev"):
        forms.append("reject with icmpx admin-prohibited")
    elif fam == 4:
        forms.append("reject with icmp host-prohibited")
    else:
        forms.append("reject with icmpv6 addr-unreachable")
    return "reject", c.rnd.choice(forms)


def terminal(c, t, fam, hook, chains):
    """How a rule ends."""
    r = c.rnd.random()
    if chains and r < 0.2:
        ch = c.rnd.choice(chains)
        return [("jump", f"jump {ch.name}")] if r < 0.13 else [("goto", f"goto {ch.name}")]
    if r > 0.98:
        return [gen_more.ends(c, t, fam, hook)]
    if r < 0.28:
        return [s_vmap(c, t, fam, chains)]
    if r < 0.34 and hook != "prerouting":
        return [s_reject(c, t, fam, hook)]
    if r < 0.58:
        return [("accept", "accept")]
    if r < 0.80:
        return [("drop", "drop")]
    if r < 0.85:
        return [("return", "return")]
    if r < 0.87:
        return [("continue", "continue")]
    return []


def statements(c, t, fam, hook):
    out = []
    r = c.rnd.random()
    if r < 0.15:
        out.append(c.rnd.choice(SETS)(c, t, fam))
    elif r < 0.22 and hook != "ingress":
        out.append(c.rnd.choice(CT_SETS)(c, t, fam))
    elif r < 0.26:
        out.append(c.rnd.choice(WRITES[fam] + WRITES_ANY)(c, t, fam))
    elif r < 0.31:
        out.append(s_dynset(c, t, fam))
    elif r < 0.39:
        out.append(s_map(c, t, fam))
    elif r < 0.44:
        out.append(s_object(c, t, fam))
    elif r < 0.46:
        out.append(c.rnd.choice(gen_more.STATEMENTS[1:2] if hook == "ingress" else gen_more.STATEMENTS)(c, t, fam))
    return [x for x in out if not (x[0] == "set ct zone" and hook != "raw")]


def scarce_rule(c, t, fam, hook, chains):
    """What random rules seldom come to decide by, alone in its rule."""
    end = c.rnd.choice([("accept", "accept"), ("drop", "drop")])
    r = c.rnd.random()
    if r < 0.5:
        return Rule([scarce(c, t, fam, hook)], [end])
    if r < 0.65:
        return Rule([], [s_object(c, t, fam, True), end])
    if r < 0.8:
        return Rule([], [s_map(c, t, fam), end])
    if r < 0.9:
        return Rule([], [s_dynset(c, t, fam), end])
    return Rule([], [s_vmap(c, t, fam, chains)])


def rule(c, t, fam, hook, chains):
    n = c.rnd.choice([0, 1, 1, 1, 1, 2, 2, 3])
    proto = c.rnd.choice(["tcp"] * 5 + ["udp"])
    conds = [condition(c, t, fam, hook, proto) for _ in range(n)]
    if c.rnd.random() < 0.015 and hook != "ingress":
        return Rule([c.rnd.choice(gen_more.ALONE[fam])(c, t, fam)], [("accept", "accept")])
    does = statements(c, t, fam, hook) + terminal(c, t, fam, hook, chains)
    if not conds and c.rnd.random() < 0.7:
        conds = [condition(c, t, fam, hook, proto)]
    does = [d for d in does if suits(d[1], t.family, fam, proto)]
    if hook == "prerouting-raw" and c.rnd.random() < 0.15:
        does = [("notrack", "notrack")] + does
    return Rule(conds, does)


def nat_rule(c, t, fam):
    conds = [condition(c, t, fam, "prerouting") for _ in range(c.rnd.choice([0, 1, 1]))]
    conds = [x for x in conds if "udp" not in x[1]]
    to4 = ["203.0.113.10", "172.17.0.2", "172.17.0.3", "172.17.0.1"]
    to = c.rnd.choice(to4 if fam == 4 else ["2001:db8:1::10", "fd00:17::2"])
    ip = "" if t.family in ("ip", "ip6") else ("ip " if fam == 4 else "ip6 ")
    at = to if fam == 4 else f"[{to}]"
    forms = [
        ("dnat", f"dnat {ip}to {to}"),
        ("dnat port", f"tcp dport {c.port()} dnat {ip}to {at}:{c.port()}"),
        ("dnat port", f"meta l4proto tcp dnat {ip}to {at}:{c.port()}"),
        ("redirect", f"tcp dport {c.port()} redirect to :{c.port()}"),
        ("redirect", "redirect"),
        ("redirect map", "redirect to :tcp dport map { 80 : 8080, 443 : 8443 }"),
        ("dnat map", f"dnat {ip}to tcp dport map {{ 80 : {to}, 443 : {to} }}"),
        ("accept", "accept"),
        ("drop", "drop"),
        ("return", "return"),
        ("set mark", "meta mark set 0x10"),
    ]
    return Rule(conds, [c.rnd.choice(forms)])


def chain_bases(c, family):
    """(hook for conditions, base line) of a few base chains."""
    policy = lambda: c.rnd.choice(["accept", "accept", "drop"])  # noqa: E731
    prio = c.rnd.choice([-300, -150, -1, 0, 0, 0, 1, 10, 50, 150])
    out = [("input", f"type filter hook input priority {prio}; policy {policy()};")]
    if family == "netdev":
        return [("ingress", f'type filter hook ingress device "h0" priority {c.rnd.choice([-10, 0, 5])}; policy {policy()};')]
    r = c.rnd.random()
    if r < 0.25:
        p = c.rnd.choice([-400, -300, -250])
        out.append(("prerouting-raw", f"type filter hook prerouting priority {p}; policy accept;"))
    elif r < 0.5:
        p = c.rnd.choice([-199, -150, -100, -90, 0])
        out.append(("prerouting", f"type filter hook prerouting priority {p}; policy {c.rnd.choice(['accept'] * 5 + ['drop'])};"))
    if c.rnd.random() < 0.3:
        p = c.rnd.choice([-100, -100, -110, -90])
        out.append(("nat", f"type nat hook prerouting priority {p}; policy accept;"))
        if c.rnd.random() < 0.6:
            out.append(("forward", f"type filter hook forward priority {c.rnd.choice([-1, 0, 10])}; policy {policy()};"))
    if c.rnd.random() < 0.1:
        out.append(("input", f"type filter hook input priority {c.rnd.choice([prio, 20])}; policy {policy()};"))
    if family == "inet" and c.rnd.random() < 0.08:
        out.append(("ingress", f'type filter hook ingress device "h0" priority 0; policy {policy()};'))
    if c.rnd.random() < 0.04:
        out.append(("nat-input", "type nat hook input priority 100; policy accept;"))
    return out


def table(c, family, fam):
    t = Table(family, c.name("t"), "flags dormant" if c.rnd.random() < 0.03 else "")
    subs = [Chain(c.name("c")) for _ in range(c.rnd.choice([0, 1, 1, 2, 3]))]
    bases = []
    for hook, base in chain_bases(c, family):
        ch = Chain(c.name("b"), base)
        bases.append(ch)
        plain = "ingress" if hook == "ingress" or any("ingress" in b.base for b in bases) else hook
        for _ in range(c.rnd.choice([0, 1, 2, 3, 4, 5])):
            if hook == "nat":
                ch.rules.append(nat_rule(c, t, fam))
            elif hook == "nat-input":
                snat = f"snat {'' if family != 'inet' else 'ip ' if fam == 4 else 'ip6 '}to {'203.0.113.99' if fam == 4 else '2001:db8:1::99'}"
                end = c.rnd.choice([("accept", "accept"), ("snat", snat)])
                ch.rules.append(Rule([condition(c, t, fam, "prerouting")], [end]))
            else:
                use = [] if plain == "ingress" and family == "inet" else subs
                ch.rules.append(rule(c, t, fam, hook, use))
        if not hook.startswith("nat") and c.rnd.random() < 0.4:
            ch.rules.insert(0, scarce_rule(c, t, fam, hook, [] if plain == "ingress" else subs))
    # chains may be reached from several hooks: conditions that suit all of them
    only = "ingress" if family == "netdev" else "prerouting"
    for k, ch in enumerate(subs):
        for _ in range(c.rnd.choice([0, 1, 2, 3])):
            ch.rules.append(rule(c, t, fam, only, subs[k + 1:]))
    t.chains = bases + subs
    return t


def packets(c, rs, fams, n=20):
    """A few kinds of packets, each from a few sources."""
    for _ in range(4):
        fam = c.rnd.choice(fams)
        proto = c.rnd.choice([6, 6, 6, 6, 17])
        port, sport = c.port(), c.rnd.randrange(1024, 65536)
        pairs = [x for x in c.pairs if x[0] == fam]
        if pairs and c.rnd.random() < 0.5:
            port = c.rnd.choice(pairs)[2]
        sources = [str(a) for _, a, p in pairs if p == port]
        for k in range(n // 4):
            own = sources and c.rnd.random() < 0.4
            rs.packets.append((c.rnd.choice(sources) if own else str(c.source(fam)), HOST[fam], proto, port, sport))


def ruleset(rnd, name):
    c = Context(rnd)
    rs = Ruleset(name)
    fams = []
    for _ in range(rnd.choice([1, 1, 1, 2, 2, 3])):
        family = rnd.choice(["inet"] * 4 + ["ip"] * 3 + ["ip6"] * 2 + ["netdev"])
        fam = {"ip": 4, "ip6": 6}.get(family) or rnd.choice([4, 4, 6])
        fams.append(fam)
        rs.tables.append(table(c, family, fam))
    packets(c, rs, fams + ([4, 6] if rnd.random() < 0.2 else []))
    return rs
