# SPDX-License-Identifier: GPL-2.0-or-later
"""What ufw and firewalld made, with more rules of the same kinds put in, and random sources."""
import glob
import os

from cases import read
from gen_ipt import IptContext, match, target
from gen_nft import condition
from gen_rules import packets
from model import Rule, Ruleset, Table

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


GENERATORS = {"ufw": ufw, "fwd": firewalld}
