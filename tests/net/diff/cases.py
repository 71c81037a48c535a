#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Replays rulesets whose verdicts are written down: engine and kernel must both say so.

A file: "#! load KIND" before each ruleset, "#! fresh" for a laboratory of its own, and
"#! packet FROM TO PROTO PORT SPORT [badsum|programs] = FATE [FAMILY TABLE CHAIN HANDLE]
[~ ENGINE'S FATE]". With badsum or programs the kernel decides by what the modelled packet, or a
ruleset, does not have: the rule named is the kernel's, and the two may differ.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from model import Judge, Ruleset  # noqa: E402


def read(path):
    """(ruleset, what is expected of each packet, whether it wants a fresh laboratory)"""
    rs, wants, fresh, title, kind = Ruleset("case"), [], False, os.path.basename(path), None
    for line in open(path):
        if line.startswith("#! load "):
            kind = line.split()[2]
            rs.before.append((kind, ""))
        elif line.startswith("#! fresh"):
            fresh = True
        elif line.startswith("#! packet "):
            packet, _, want = line[10:].partition(" = ")
            p = packet.split()
            rs.packets.append((p[0], p[1], int(p[2]), int(p[3]), int(p[4]), *p[5:]))
            wants.append(want.strip())
        elif line.startswith("# ") and kind is None:
            title = line[2:].strip()
        elif kind and not line.startswith("# "):
            k, text = rs.before[-1]
            rs.before[-1] = (k, text + line)
    return rs, wants, fresh, title


def complaint(p, want, apart):
    """What is wrong with one packet's verdicts; None when nothing is."""
    head, _, engine = want.partition("~")
    words = head.split()
    if words and p["kernel"]["fate"] != words[0]:
        return f"the kernel says {p['kernel']['fate']}, expected {words[0]}"
    fate = engine.strip() or (words[0] if words else p["kernel"]["fate"])
    if p["engine"] is None or p["engine"]["fate"] != fate:
        return f"the engine says {p['engine']}, expected {fate}"
    if apart:
        by = " ".join(words[1:]) or "   0"
        return None if p["kernel"]["by"] == by else f"the kernel blames {p['kernel']['by']}, expected {by}"
    if len(words) == 5 and p["engine"]["by"] != " ".join(words[1:]):
        return f"the engine blames {p['engine']['by']}, expected {' '.join(words[1:])}"
    if p["status"] not in ("ok", "vague", "several") or p["any"] == "wrong":
        return f"{p['status']}, address space {p['any']}: {p}"
    return None


def main():
    judge, failed = Judge(sys.argv[1]), 0
    print("TAP version 13")
    for path in sys.argv[2:]:
        rs, wants, fresh, title = read(path)
        if fresh:
            judge.fresh()
        ans = judge.ask(rs)
        why = ans["error"] or (None if wants else "no packet in it")
        for p, want, packet in zip(ans["packets"], wants, rs.packets):
            why = why or complaint(p, want, len(packet) > 5)
        print(f"{'not ok' if why else 'ok'} - {title}")
        if why:
            failed += 1
            print(f"# {path}: {why}")
        if fresh:
            judge.fresh()
    judge.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
