# SPDX-License-Identifier: GPL-2.0-or-later
"""Each rule of this namespace as show_rules writes it, held against what nft or iptables-save
lists. Prints the rules that differ, and a line of counts: RULES DIFFER RAW.

names_compare.py SHOW_RULES nft [FAMILY TABLE] | iptables-nft | iptables-legacy | ip6tables-nft | …
"""
import re
import subprocess
import sys


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True, errors="replace", check=True).stdout


def shown(tool):
    """By family, table and chain: handle, whether it is raw, text."""
    out = {}
    for line in run(tool).splitlines():
        family, table, chain, handle, raw, text = line.split("\t")[:6]
        out.setdefault((family, table, chain), []).append((handle, raw == "1", text))
    return out


def of_nft():
    out, where, chain = {}, None, None
    for line in run("nft", "-s", "-a", "list", "ruleset").splitlines():
        if m := re.match(r"table (\S+) (\S+) \{", line):
            where = m.groups()
        elif m := re.match(r"\tchain (\S+) \{", line):
            chain = m.group(1)
        elif line.startswith("\t}"):
            chain = None
        elif chain and (m := re.match(r"\t\t(.*) # handle (\d+)$", line)):
            out.setdefault((*where, chain), []).append((m.group(2), m.group(1)))
    return out


def of_iptables(program):
    family = "ip6" if program.startswith("ip6") else "ip"
    legacy = "legacy-" if program.endswith("legacy") else ""
    out, table = {}, None
    for line in run(program + "-save").splitlines():
        if line.startswith("*"):
            table = line[1:]
        elif m := re.match(r"-A (\S+) ?(.*)$", line):
            out.setdefault((legacy + family, table, m.group(1)), []).append((None, m.group(2)))
    return out


def main():
    tool, what = sys.argv[1:3]
    expected = of_nft() if what == "nft" else of_iptables(what)
    if what == "nft" and len(sys.argv) > 3:
        expected = {k: v for k, v in expected.items() if k[:2] == tuple(sys.argv[3:5])}
    have = shown(tool)
    rules = differ = raw = 0
    for where, lines in expected.items():
        mine = have.get(where, [])
        for i, (handle, text) in enumerate(lines):
            found = [r for r in mine if r[0] == handle] if handle else mine[i:i + 1]
            rules += 1
            raw += bool(found and found[0][1])
            if not found or found[0][2] != text:
                differ += 1
                print(*where, handle or i + 1, "expected:", text)
                print("  got:", found[0][2] if found else "nothing")
    print(rules, differ, raw)


if __name__ == "__main__":
    main()
