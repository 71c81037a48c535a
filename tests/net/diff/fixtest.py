#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random broken rulesets: the planned steps let the packet in, each is needed, undo restores.

fixtest.py --program DIFF --show SHOW_FIX [--seed S] [--from I] [--count N] [--seconds T]
           [--kinds nft,ipt,leg] [--tap] [--one I]
"""
import argparse
import collections
import difflib
import json
import os
import random
import re
import shlex
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import gen_base  # noqa: E402
import gen_ipt  # noqa: E402
import gen_rules  # noqa: E402
from model import Judge, Ruleset  # noqa: E402

GENERATORS = {"nft": gen_rules.ruleset, **gen_ipt.GENERATORS, **gen_base.GENERATORS}
SPORT = 40383  # what the engine's first packet has
LISTS = ("nft -s list ruleset", "iptables-legacy-save", "ip6tables-legacy-save")


CHAINS = {
    "filter": "INPUT FORWARD OUTPUT", "nat": "PREROUTING INPUT OUTPUT POSTROUTING",
    "mangle": "PREROUTING INPUT FORWARD OUTPUT POSTROUTING", "raw": "PREROUTING OUTPUT",
    "security": "INPUT FORWARD OUTPUT",
}
# the legacy tables that there are, emptied: the laboratory keeps them
EMPTY = "for v in '' 6; do for t in $(cat /proc/net/ip${v}_tables_names); do case $t in\n"
for table, chains in CHAINS.items():
    EMPTY += f"{table}) printf '*{table}\\n"
    EMPTY += "".join(f":{c} ACCEPT\\n" for c in chains.split()) + "COMMIT\\n';;\n"
EMPTY += "esac; done | ip${v}tables-legacy-restore; done\n"


def plain(s):
    """What an escaped form stands for."""
    form = r"\\\\|\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}"
    return re.sub(form, lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else "\\", s)


def state(path):
    """Handles and counters aside."""
    saves = [f"{c} 2>/dev/null | sed '/^#/d; s/\\[[0-9:]*\\]//'" for c in LISTS]
    saves.append("ipset save | sed 's/ timeout [0-9]*//' | sort")
    return "{ " + "; ".join(saves) + f"; }} >{path} || :\n"


def command(c):
    line = " ".join(shlex.quote(plain(w)) for w in c["argv"])
    if c["input"] is not None:
        line = f"printf %s {shlex.quote(plain(c['input']))} | {line}"
    return line


def undo(step):
    mark = step["mark"]
    if mark["family"] is None:
        return command(step["undo"])
    chain = f"{mark['family']} {mark['table']} {mark['chain']}"
    handle = f"$(nft -a list chain {chain} | sed -n 's/.*{mark['comment']}\".* handle //p')"
    return " ".join(handle if w == "{handle}" else shlex.quote(plain(w)) for w in step["undo"]["argv"])


def test(step):
    mark = step["mark"]
    if mark["family"] is None:
        end = step["test"].get("code", 0)
        return f"{{ {command(step['test'])} && e=0 || e=$?; }} 2>/dev/null; [ $e = {end} ]" if step["test"]["argv"] else ":"
    return f"nft list chain {mark['family']} {mark['table']} {mark['chain']} | grep -q '{mark['comment']}\"'"


class Case:
    def __init__(self, opts, judge, i):
        self.opts, self.judge, self.i = opts, judge, i
        kinds = opts.kinds.split(",")
        rnd = random.Random(f"fix-{opts.seed}-{i}")
        self.kind = kinds[i % len(kinds)]
        self.rs = GENERATORS[self.kind](rnd, f"r{i}")
        self.scope = rnd.choice(["-c", "-a", "", "-c -i h0", "-i h0"])
        seen = {(p[0], p[1], p[2], p[3]) for p in self.rs.packets}
        self.packets = [p + (SPORT,) for p in sorted(seen, key=str)]
        rnd.shuffle(self.packets)

    def ask(self, packets, *loads):
        rs = Ruleset(self.rs.name)
        rs.before = [("sh", EMPTY)] + self.rs.loads() + [("sh", x) for x in loads]
        rs.packets = packets
        return self.judge.ask(rs)

    def stopped(self):
        """A packet that the kernel drops, as the engine knows, with no other before it."""
        ans = self.ask(self.packets)
        for packet, p in zip(self.packets, ans["packets"]):
            if self.is_stopped(p):
                alone = self.ask([packet])
                return packet if self.is_stopped(alone["packets"][0]) else None
        return None

    @staticmethod
    def is_stopped(p):
        return {p["kernel"]["fate"], p["engine"]["fate"]} <= {"drop", "reject"}

    def plan(self, packet, steps=()):
        """With these steps made before."""
        src, to, proto, port, _ = packet
        name = os.path.join(self.opts.tmp, "plan")
        open(name, "w").close()
        made = "".join(command(s["redo"]) + "\n" for s in steps)
        ans = self.ask([], f"{made}{self.opts.show} -x zz_lab {self.scope} -f {src} -t {to} {port}{'/udp' if proto == 17 else ''} >{name}\n")
        text = open(name).read()
        if ans["error"] or not text:
            raise SystemExit(f"case {self.i}: no plan: {ans['error']}")
        return json.loads(text)["plan"]

    def needed(self, packet, steps, k):
        """Without that step this packet is stopped, or another one that was asked for."""
        rest = steps[:k] + steps[k + 1:]
        kernel, engine = self.fate(packet, rest)
        if kernel != "accept" or engine in ("maybe", "unknown"):
            return True
        again = self.plan(packet, rest)
        return bool(again["steps"] or again["refused"])

    def fate(self, packet, steps):
        lines = []
        for s in steps:
            if s["trial"]["argv"]:
                lines.append(command(s["trial"]) + " >/dev/null")
            lines += [command(s["redo"]), test(s)]
        ans = self.ask([packet], "\n".join(lines) + "\n")
        if ans["error"]:
            return "error: " + ans["error"][:200], "error"
        p = ans["packets"][0]
        return p["kernel"]["fate"], p["engine"]["fate"]

    def restored(self, steps):
        a, b = (os.path.join(self.opts.tmp, x) for x in "ab")
        lines = state(a) + "\n".join(command(s["redo"]) for s in steps) + "\n"
        lines += "\n".join(undo(s) for s in reversed(steps)) + "\n" + state(b)
        ans = self.ask([], lines)
        if ans["error"]:
            return "undo failed: " + ans["error"][:200]
        a, b = open(a).read().splitlines(), open(b).read().splitlines()
        lines = list(difflib.unified_diff(a, b, "before", "after", lineterm="", n=2))
        return "undo does not restore\n" + "\n".join(lines[:20]) if lines else None

    def judge_it(self):
        """(word, what is wrong)"""
        packet = self.stopped()
        if not packet:
            return "nothing stopped", None
        plan = self.plan(packet)
        steps = [s for s in plan["steps"] if s["runtime"]]
        # with everyone (-a), few may stay out while the others come in
        if plan["refused"] and not ("-a" in self.scope and steps):
            return "refused: " + plan["refused"][0]["why"], None if not steps else "steps and a refusal"
        if not steps:
            return "no steps", f"{packet} is dropped, and nothing is planned"
        kernel, engine = self.fate(packet, steps)
        if kernel != "accept":
            if "Segmentation fault" in kernel:  # of nft 1.0.6, on maps of objects
                return "nft itself crashed", None
            if engine in ("maybe", "unknown"):
                return "vague afterwards", None
            return "wrong", f"{packet} with all steps: kernel {kernel}, engine {engine}"
        for k in range(len(steps)):
            if not self.needed(packet, steps, k):
                return "wrong", f"{packet}: step {k + 1} of {len(steps)} is not needed"
        wrong = self.restored(steps)
        return f"opened by {len(steps)}", wrong


def parse():
    ap = argparse.ArgumentParser()
    ap.add_argument("--program", required=True)
    ap.add_argument("--show", required=True)
    ap.add_argument("--seed", default="1")
    ap.add_argument("--from", dest="first", type=int, default=0)
    ap.add_argument("--count", type=int, default=10**9)
    ap.add_argument("--seconds", type=float, default=10**9)
    ap.add_argument("--kinds", default="nft,ipt,leg")
    ap.add_argument("--tap", action="store_true")
    ap.add_argument("--one", type=int)
    return ap.parse_args()


def short(word):
    """A refusal without its names and numbers."""
    return " ".join(w for w in word.split() if not any(c.isdigit() for c in w))[:110]


def main():
    opts = parse()
    opts.program, opts.show = os.path.abspath(opts.program), os.path.abspath(opts.show)
    tally, wrong, began, i = collections.Counter(), [], time.monotonic(), opts.first
    if opts.one is not None:
        opts.first = i = opts.one
        opts.count = 1
    with tempfile.TemporaryDirectory() as opts.tmp:
        judge, fixed = Judge(opts.program), 0
        while i < opts.first + opts.count and time.monotonic() - began < opts.seconds:
            case = Case(opts, judge, i)
            word, why = case.judge_it()
            tally[short(word) if word.startswith("refused") else word] += 1
            fixed += word.startswith("opened") and not why
            if why:
                wrong.append((i, why))
                print(f"# case {i} ({case.kind}, {case.scope or 'no scope'}): {why}", flush=True)
            i += 1
            if i % 100 == 0:
                print(f"# {i}: {fixed} opened", file=sys.stderr, flush=True)
            if i % 200 == 0:
                judge.close()
                judge = Judge(opts.program)
        judge.close()
    for word, n in tally.most_common():
        print(f"# {n:6} {word}")
    print(f"{'not ok' if wrong or not fixed else 'ok'} - {opts.kinds}: {fixed} of {i - opts.first} "
          f"random rulesets opened, each step needed, each undone ({len(wrong)} wrong)")
    return 1 if wrong or not fixed else 0


if __name__ == "__main__":
    sys.exit(main())
