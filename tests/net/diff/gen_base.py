# SPDX-License-Identifier: GPL-2.0-or-later
"""What ufw and firewalld made, with more rules of the same kinds put in, and random sources."""
import glob
import os

from cases import read
from gen_ipt import IptContext, match, target
from gen_nft import PORTS, condition
from gen_rules import packets
from model import Chain, Rule, Ruleset, Table

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "experiments")
UFW = ["ufw-user-input", "ufw-before-input", "ufw-after-input", "ufw-user-limit", "INPUT"]
ZONE = ["pre", "deny", "allow", "post"]


def base(rnd, pattern, name):
    rs = Ruleset(name)
    rs.before = read(rnd.choice(sorted(glob.glob(os.path.join(HERE, pattern)))))[0].before
    return rs


def ufw(rnd, name):
    """Rules as `ufw allow`, `deny` and `limit` write them, and others, at random places."""
    c, rs = IptContext(rnd), base(rnd, "u[0-9].nft", "ufw" + name)
    for fam in (4, 6):
        lines = []
        for _ in range(rnd.choice([0, 1, 2, 4])):
            chain = rnd.choice(UFW if fam == 4 else [u.replace("ufw-", "ufw6-") for u in UFW])
            conds = [match(c, fam, "INPUT", rs)[1]]
            if rnd.random() < 0.5:
                conds = [f"-p tcp -m tcp --dport {c.port()}"]
                conds += [f"-s {c.prefix(fam)}"] if rnd.random() < 0.5 else []
            if rnd.random() < 0.15:
                lines.append(f"-I {chain} {' '.join(conds)} -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 --name DEFAULT --rsource -j DROP")
                lines.append(f"-I {chain} {' '.join(conds)} -m conntrack --ctstate NEW -m recent --set --name DEFAULT --rsource")
            else:
                lines.append(f"-I {chain} {' '.join(conds)} {target(c, fam, 'filter', 'INPUT', [])[1]}")
        if lines:
            rs.after.append((f"ipt{fam}", "\n".join(["*filter"] + lines + ["COMMIT", ""])))
    packets(c, rs, [4, 4, 6])
    return rs


def firewalld(rnd, name):
    """Rules in the chains of a zone, as services, ports, sources and rich rules make them."""
    c, rs = IptContext(rnd), base(rnd, "f[0-9]*.nft", "fwd" + name)
    t, text = Table("inet", "firewalld"), []
    for _ in range(rnd.choice([0, 1, 2, 4])):
        fam = rnd.choice([4, 4, 6])
        chain = "filter_IN_public_" + rnd.choice(ZONE)
        rule = Rule([condition(c, t, fam, "input")], [("x", rnd.choice(["accept", "drop", "reject"]))])
        text.append(f"add rule inet firewalld {chain} {rule.text()}")
    for fam in (4, 6):
        if rnd.random() < 0.4:
            ip = "ip" if fam == 4 else "ip6"
            text.append(f"insert rule inet firewalld filter_INPUT_ZONES {ip} saddr {c.prefix(fam)} goto filter_IN_public")
    things = "".join(thing.strip() + "\n" for _, thing in t.things)
    if things:
        things = "table inet firewalld {\n" + things + "}\n"
    rs.after = [("nft", things + "\n".join(text) + "\n")] if text else []
    packets(c, rs, [4, 4, 6])
    return rs


DOCKER_NAT = """*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d {loop} -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s {net} ! -o d0 -j MASQUERADE
{dnat}COMMIT
"""
DOCKER_FILTER = """*filter
:INPUT {input} [0:0]
:FORWARD {forward} [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-BRIDGE - [0:0]
:DOCKER-CT - [0:0]
:DOCKER-FORWARD - [0:0]
:DOCKER-ISOLATION-STAGE-1 - [0:0]
:DOCKER-ISOLATION-STAGE-2 - [0:0]
:DOCKER-USER - [0:0]
{hand}-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-FORWARD
{open}-A DOCKER ! -i d0 -o d0 -j DROP
-A DOCKER-BRIDGE -o d0 -j DOCKER
-A DOCKER-CT -o d0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A DOCKER-FORWARD -j DOCKER-CT
-A DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1
-A DOCKER-FORWARD -j DOCKER-BRIDGE
-A DOCKER-FORWARD -i d0 -j ACCEPT
-A DOCKER-ISOLATION-STAGE-1 -i d0 ! -o d0 -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-2 -o d0 -j DROP
COMMIT
"""
DOCKER_NFT = """table {ip} docker-bridges {{
	map filter-forward-in-jumps {{ type ifname : verdict; elements = {{ "d0" : jump filter-forward-in__d0 }}; }}
	map nat-prerouting-jumps {{ type ifname : verdict; elements = {{ "h0" : jump nat-prerouting-and-output }}; }}
	chain filter-FORWARD {{
		type filter hook forward priority filter; policy accept;
		oifname vmap @filter-forward-in-jumps
		iifname "d0" accept
	}}
	chain filter-forward-in__d0 {{
		ct state established,related accept
		iifname "d0" accept
		{open}
		drop
	}}
	chain nat-PREROUTING {{
		type nat hook prerouting priority dstnat; policy accept;
		fib daddr type local jump nat-prerouting-and-output
	}}
	chain nat-prerouting-and-output {{
		{dnat}
	}}
	chain raw-PREROUTING {{
		type filter hook prerouting priority raw; policy accept;
		{raw}
	}}
}}
"""


def published(c):
    """(host's port, container's address number, its port) of a few published ports."""
    return [(p, c.rnd.choice([2, 3]), c.port()) for p in c.rnd.sample(PORTS, c.rnd.choice([1, 2, 3]))]


def docker_iptables(c, rs, fam, tool):
    """As Docker 28 writes it, with hand-made rules in DOCKER-USER, INPUT and FORWARD."""
    here, net, loop = ("172.17.0.", "172.17.0.0/16", "127.0.0.0/8") if fam == 4 else ("fd00:17::", "fd00:17::/64", "::1/128")
    dnat = ports = ""
    for port, host, inner in published(c):
        at = f"{here}{host}:{inner}" if fam == 4 else f"[{here}{host}]:{inner}"
        only = f"-s {c.prefix(fam)} " if c.rnd.random() < 0.1 else ""
        dnat += f"-A DOCKER {only}! -i d0 -p tcp -m tcp --dport {port} -j DNAT --to-destination {at}\n"
        if c.rnd.random() < 0.9:
            ports += f"-A DOCKER -d {here}{host} ! -i d0 -o d0 -p tcp -m tcp --dport {inner} -j ACCEPT\n"
    hand = ""
    for _ in range(c.rnd.choice([0, 1, 2, 3, 5])):
        chain = c.rnd.choice(["DOCKER-USER", "DOCKER-USER", "DOCKER-USER", "INPUT", "FORWARD"])
        conds = [match(c, fam, "INPUT" if chain == "INPUT" else "FORWARD", rs)[1]]
        if c.rnd.random() < 0.4:
            conds.append(c.rnd.choice(["-i h0", "-o d0", "! -o d0", "! -i d0"]))
        if c.rnd.random() < 0.2 and "-m conntrack" not in conds[0] and "-p " not in conds[0]:
            conds.append(f"-p tcp -m conntrack --ctorigdstport {c.port()} --ctdir ORIGINAL")
        if conds[-1][-2:] in ("h0", "d0") and any(w in conds[0].split() for w in ("-i", "-o")):
            conds.pop()
        hand += f"-A {chain} {' '.join(conds)} {target(c, fam, 'filter', chain, [])[1]}\n"
    words = {"net": net, "loop": loop, "dnat": dnat, "open": ports, "hand": hand}
    words.update(input=c.rnd.choice(["ACCEPT", "DROP"]), forward=c.rnd.choice(["DROP", "DROP", "ACCEPT"]))
    rs.after.append((f"{tool}{fam}", DOCKER_NAT.format(**words) + DOCKER_FILTER.format(**words)))


def docker_nftables(c, rs, fam):
    """As Docker 29 writes it for nftables, with a table of the admin's own beside it."""
    ip, here = ("ip", "172.17.0.") if fam == 4 else ("ip6", "fd00:17::")
    dnat, ports, raw = [], [], []
    for port, host, inner in published(c):
        at = f"{here}{host}:{inner}" if fam == 4 else f"[{here}{host}]:{inner}"
        dnat.append(f'iifname != "d0" tcp dport {port} counter dnat to {at} comment "DNAT"')
        ports.append(f"{ip} daddr {here}{host} tcp dport {inner} counter accept")
        raw.append(f'{ip} daddr {here}{host} iifname != "d0" counter drop comment "DROP DIRECT ACCESS"')
    words = {"ip": ip, "dnat": "\n\t\t".join(dnat), "open": "\n\t\t".join(ports), "raw": "\n\t\t".join(raw)}
    rs.before.append(("nft", DOCKER_NFT.format(**words)))
    t = Table("inet", "own")
    for hook in ("forward", "input"):
        ch = Chain(hook + "_own", f"type filter hook {hook} priority {c.rnd.choice([-1, 0, 10])}; policy {c.rnd.choice(['accept', 'drop'])};")
        for _ in range(c.rnd.choice([0, 1, 2, 3])):
            end = c.rnd.choice(["accept", "drop", "reject"])
            ch.rules.append(Rule([condition(c, t, fam, hook)], [(end, end)]))
        t.chains.append(ch)
    rs.after_tables = [t]
    rs.after.append(("nft", t.text()))


def docker(rnd, name):
    c, rs = IptContext(rnd), Ruleset("dkr" + name)
    fam = rnd.choice([4, 4, 4, 6])
    if rnd.random() < 0.6:
        docker_iptables(c, rs, fam, "ipt")
    else:
        docker_nftables(c, rs, fam)
    packets(c, rs, [fam])
    return rs


GENERATORS = {"ufw": ufw, "fwd": firewalld, "dkr": docker}
