# SPDX-License-Identifier: GPL-2.0-or-later
"""Rulesets as things that can be taken apart again, and the program that judges them."""
import json
import os
import subprocess


class Rule:
    """conds: [(kind, text)]; does: [(kind, text)]. Each condition stands between two
    counters, so that the kernel itself counts how often it held."""

    def __init__(self, conds, does):
        self.conds = conds
        self.does = does

    def text(self):
        parts = ["counter"]
        for _, t in self.conds:
            parts += [t, "counter"]
        return " ".join(parts + [t for _, t in self.does])

    def kinds(self):
        return [k for k, _ in self.conds + self.does]


class Chain:
    def __init__(self, name, base=None):
        self.name = name
        self.base = base
        self.rules = []

    def text(self):
        lines = [f"\tchain {self.name} {{"]
        if self.base:
            lines.append("\t\t" + self.base)
        lines += ["\t\t" + r.text() for r in self.rules]
        return "\n".join(lines + ["\t}"])


class Table:
    """things: [(name, text)] of sets, maps and objects."""

    def __init__(self, family, name, flags=""):
        self.family = family
        self.name = name
        self.flags = flags
        self.things = []
        self.chains = []

    def text(self):
        # jumps look back: all chains are declared before their rules
        out = [f"table {self.family} {self.name} {{"]
        if self.flags:
            out.append("\t" + self.flags)
        out += [f"\tchain {c.name} {{ }}" for c in self.chains if not c.base]
        out += [t for _, t in self.things]
        out += [c.text() for c in self.chains]
        return "\n".join(out + ["}", ""])

    def key(self):
        return {"inet": 1, "ip": 2, "netdev": 5, "ip6": 10}[self.family]


class IptTable:
    """One table of iptables-restore; tool: ipt4 ipt6 leg4 leg6. Before each rule stands one
    without a match: what it counts is how often the next one was looked at."""

    def __init__(self, tool, name):
        self.tool = tool
        self.name = name
        self.policies = {}
        self.chains = []

    def text(self):
        out = ["*" + self.name]
        for c in self.chains:
            out.append(f":{c.name} {self.policies.get(c.name, '-')} [0:0]")
        for c in self.chains:
            for r in c.rules:
                out.append(f"-A {c.name}")
                out.append(" ".join([f"-A {c.name}"] + [t for _, t in r.conds + r.does]))
        return "\n".join(out + ["COMMIT", ""])

    def key(self):
        legacy = "l" if self.tool.startswith("leg") else ""
        return legacy + ("2" if self.tool.endswith("4") else "10")


class Ruleset:
    """before: [(kind, text)] loads that come first (ipsets, base configurations)."""

    def __init__(self, name):
        self.name = name
        self.before = []
        self.tables = []
        self.packets = []  # (from, to, proto, port, sport)
        self.after = []

    def loads(self):
        out = list(self.before)
        nft = "".join(t.text() for t in self.tables if isinstance(t, Table))
        if nft:
            out.append(("nft", nft))
        for tool in ("ipt4", "ipt6", "leg4", "leg6"):
            text = "".join(
                t.text() for t in self.tables if isinstance(t, IptTable) and t.tool == tool
            )
            if text:
                out.append((tool, text))
        return out + self.after

    def send(self, pipe):
        out = [f"ruleset {self.name}\n"]
        for kind, text in self.loads():
            out.append(f"load {kind} {len(text.encode())}\n{text}")
        for p in self.packets:
            out.append("packet %s\n" % " ".join(str(x) for x in p))
        pipe.write("".join(out + ["go\n"]))
        pipe.flush()


class Judge:
    """The program tests/net/diff/diff, which asks engine and kernel."""

    def __init__(self, program, cpu=None, way="veth"):
        pin = None if cpu is None else lambda: os.sched_setaffinity(0, {cpu})
        self.p = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=pin
        )
        self.way = way
        if way != "veth":
            self.fresh()
        self.waiting = None  # the ruleset that was sent and not answered yet
        self.done = self.sets = 0

    def ask(self, ruleset):
        ruleset.send(self.p.stdin)
        return self.answer()

    def answer(self):
        line = self.p.stdout.readline()
        if not line:
            raise SystemExit("the judging program ended: %s" % self.p.wait())
        return json.loads(line)

    def fresh(self):
        self.p.stdin.write(f"fresh {self.way}\n")
        self.p.stdin.flush()

    def close(self):
        self.p.stdin.close()
        self.p.wait()
