#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random rulesets and packets: the engine's verdict against the running kernel's.

difftest.py --program P [--seed S] [--from I] [--count N] [--seconds T] [--kinds nft,ipt,leg]
            [--way veth|bridge|tun|lo|rpf] [--xdp] [--keep DIR] [--table] [--one I]

Each SYN goes over the wire and is injected as well, by both methods: the kernel must do the
same with all three. --xdp: a generic XDP program drops all, of which the engine says that it
does not know; and what is forged on lo the kernel takes for a martian, which it does not of the
connects that the engine judges. In these two the injector alone is held against the wire.
"""
import argparse
import collections
import copy
import os
import random
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import coverage  # noqa: E402
import gen_base  # noqa: E402
import gen_ipt  # noqa: E402
import gen_rules  # noqa: E402
from model import IptTable, Judge, Table  # noqa: E402

WRONG = ("wrong-fate", "wrong-rule", "wrong-reply", "wrong-way", "no-answer")
SLOTS = 5  # judges side by side
LEAST_INJECTED = 20  # of a slice of the tests: less proves nothing
GENERATORS = {"nft": gen_rules.ruleset, **gen_ipt.GENERATORS, **gen_base.GENERATORS}


def is_wrong(p):
    return p["status"] in WRONG or p["any"] == "wrong"


def engine_counts(opts):
    return not opts.xdp and opts.way != "lo"


def first_wrong(ans, opts):
    """Of a packet or of what was injected; None when all is right."""
    if engine_counts(opts):
        for k, p in enumerate(ans["packets"]):
            if is_wrong(p):
                return k, p
    for k, word in enumerate(ans.get("second", [])):
        if word.startswith("wrong"):
            return None, {"status": "second", "any": word}
    return None


class Tally:
    def __init__(self):
        self.rulesets = self.packets = self.failed_loads = 0
        self.of_kind = collections.Counter()  # judged, not refused
        self.status = collections.Counter()
        self.any = collections.Counter()
        self.reasons = collections.Counter()
        self.cells = collections.defaultdict(lambda: [0, 0, 0])
        self.errors = collections.Counter()
        self.second = collections.Counter()  # what was injected

    def take(self, rs, ans):
        self.rulesets += 1
        if ans["error"]:
            self.failed_loads += 1
            self.errors[ans["error"][:150]] += 1
            return
        self.of_kind[rs.kind] += 1
        for word in ans.get("second", []):
            self.second[word if word.startswith("skip") else word.split(":")[0]] += 1
        for p in ans["packets"]:
            self.packets += 1
            self.status[p["status"]] += 1
            self.any[p["any"]] += 1
            if p["any"] == "vague":
                for r in set(p["all"]["reasons"]):
                    self.reasons["any only: " + r] += 1
            if p["status"] == "vague":
                for r in set(p["engine"]["reasons"]):
                    self.reasons[p["engine"]["fate"] + ": " + r] += 1
        self.count(rs, ans)

    def count(self, rs, ans):
        """Cells: kind x (matched, not matched, decided), by the kernel's own counters."""
        deciders = collections.Counter()
        for p in ans["packets"]:
            deciders[p["kernel"]["by"]] += 1
        word = {"1": "inet", "2": "ip", "5": "netdev", "10": "ip6"}
        for t in rs.tables:
            for ch in t.chains:
                key = f"{t.key()} {t.name} {ch.name}"
                got = ans["chains"].get(key)
                step = 2 if isinstance(t, IptTable) else 1
                if got is None or len(got) != step * len(ch.rules):
                    continue
                for k, rule in enumerate(ch.rules):
                    handle, counts = got[step * k + step - 1]
                    if step == 2:
                        seen = got[2 * k][1]
                        counts = [seen[0] if seen else 0] + counts
                    self.rule(rule, counts, step)
                    fam = word.get(str(t.key()).lstrip("l"), "?")
                    n = deciders.get(f"{fam} {t.name} {ch.name} {handle}", 0)
                    for kind in rule.kinds():
                        self.cells[kind][2] += n

    def rule(self, rule, counts, step):
        if step == 2:  # only the whole rule is counted
            if len(counts) < 2:
                return
            for kind, _ in rule.conds:
                self.cells[kind][0] += counts[1]
                if len(rule.conds) == 1 or kind != "proto":
                    self.cells[kind][1] += max(0, counts[0] - counts[1])
            for kind, _ in rule.does:
                self.cells[kind][0] += counts[1]
            return
        for k, (kind, _) in enumerate(rule.conds):
            if k + 1 < len(counts):
                self.cells[kind][0] += counts[k + 1]
                self.cells[kind][1] += counts[k] - counts[k + 1]
        if counts:
            for kind, _ in rule.does:
                self.cells[kind][0] += counts[len(rule.conds)] if len(rule.conds) < len(counts) else 0


# -- shrinking -----------------------------------------------------------------------------------


def smaller(rs):
    """One step smaller, each way, as long as there is a way."""
    for k in range(len(rs.tables)):
        if getattr(rs.tables[k], "tool", "").startswith("leg"):
            continue  # a table that is not written stays as it was
        new = copy.deepcopy(rs)
        del new.tables[k]
        yield new
    for k, t in enumerate(rs.tables):
        for m, ch in enumerate(t.chains):
            if not (isinstance(t, IptTable) and ch.name.isupper()):
                new = copy.deepcopy(rs)
                del new.tables[k].chains[m]
                yield new
            for r in range(len(ch.rules)):
                new = copy.deepcopy(rs)
                del new.tables[k].chains[m].rules[r]
                yield new
        for m in range(len(getattr(t, "things", []))):
            new = copy.deepcopy(rs)
            del new.tables[k].things[m]
            yield new
    for k, t in enumerate(rs.tables):
        for m, ch in enumerate(t.chains):
            for r, rule in enumerate(ch.rules):
                for part in ("conds", "does"):
                    for i in range(len(getattr(rule, part))):
                        new = copy.deepcopy(rs)
                        del getattr(new.tables[k].chains[m].rules[r], part)[i]
                        yield new
    for part in ("before", "after"):
        for k in range(len(getattr(rs, part))):
            new = copy.deepcopy(rs)
            del getattr(new, part)[k]
            yield new
        for k, (kind, text) in enumerate(getattr(rs, part)):
            for line in [x for x in text.split("\n") if x.startswith(("-I", "-A", "add rule", "insert"))]:
                new = copy.deepcopy(rs)
                getattr(new, part)[k] = (kind, text.replace(line + "\n", "", 1))
                yield new


def fails(judge, rs, want):
    ans = judge.ask(rs)
    if ans["error"]:
        return None
    if want["status"] == "second":
        what = want["any"].split(":")[1]
        return next(((0, {"status": "second", "any": w}) for w in ans["second"]
                     if w.startswith("wrong:" + what)), None)
    for k, p in enumerate(ans["packets"]):
        if p["status"] == want["status"] and p["any"] == want["any"]:
            return k, p
    return None


def shrink(judge, rs, want, index):
    best = copy.deepcopy(rs)
    for k in range(len(rs.packets)) if index is None else [index]:
        one = copy.deepcopy(rs)
        one.packets = [rs.packets[k]]
        if fails(judge, one, want):
            best = one
            break
    again = True
    while again:
        again = False
        for new in smaller(best):
            if fails(judge, new, want):
                best, again = new, True
                break
    return best


def show(rs, p):
    out = []
    for kind, text in rs.loads():
        out.append(f"#! load {kind}\n{text}")
    for packet in rs.packets:
        out.append("#! packet %s %s %d %d %d\n" % packet)
    out.append(f"# {p}\n")
    return "".join(out)


# -- running ----------------------------------------------------------------------------------------


def make(opts, i):
    kinds = opts.kinds.split(",")
    rnd = random.Random(f"{opts.seed}-{i}")
    kind = kinds[i % len(kinds)]
    rs = GENERATORS[kind](rnd, f"r{i}")
    rs.kind = kind
    if opts.xdp:
        rs.after.append(("xdp", "generic"))
    return rs


def report(tally, opts, took, twice):
    print(f"{tally.rulesets} rulesets ({tally.failed_loads} refused by their tools), "
          f"{tally.packets} packets, {took:.1f} s, {tally.rulesets / took:.1f} rulesets/s")
    for kind, n in sorted(tally.of_kind.items()):
        print(f"  {n:7d} of {kind}")
    print(f"  {twice:7d} asked twice")
    print("verdicts:", dict(tally.status), "address space:", dict(tally.any))
    print("injected as well, by both methods:", dict(tally.second))
    for what, n in tally.reasons.most_common():
        print(f"  {n:7d} {100 * n / max(1, tally.packets):6.3f}%  {what}")
    for what, n in tally.errors.most_common(8 if not opts.table else 40):
        print(f"  refused {n}: {what}")
    if opts.table:
        coverage.table(tally.cells)


def arguments():
    a = argparse.ArgumentParser()
    a.add_argument("--program", required=True)
    a.add_argument("--seed", default="1")
    a.add_argument("--from", dest="start", type=int, default=0)
    a.add_argument("--count", type=int, default=10**9)
    a.add_argument("--seconds", type=float, default=10**9)
    a.add_argument("--kinds", default="nft," + ",".join(GENERATORS))  # it has the most to cover
    a.add_argument("--way", default="veth")
    a.add_argument("--xdp", action="store_true")
    a.add_argument("--keep")
    a.add_argument("--fails", type=int, default=8)
    a.add_argument("--one", type=int)
    a.add_argument("--table", action="store_true")
    a.add_argument("--tap", action="store_true")
    a.add_argument("--no-shrink", action="store_true")
    return a.parse_args()


class Run:
    """Judges side by side: while one waits for its kernel, the others are sent to."""

    def __init__(self, opts):
        kinds = opts.kinds.split(",")
        cpus = sorted(os.sched_getaffinity(0))
        slots = len(kinds) * max(1, -(-SLOTS // len(kinds)))
        self.opts = opts
        self.judges = [Judge(opts.program, cpus[k % len(cpus)], opts.way)
                       for k in range(slots)]
        self.tally, self.wrong, self.twice, self.stopped = Tally(), 0, 0, False

    def send(self, i):
        judge = self.judges[i % len(self.judges)]
        if judge.waiting:
            self.take(judge)
        rs = make(self.opts, i)
        judge.sets += any(k == "ipset" for k, _ in rs.before)
        if judge.done >= 300 or judge.sets > 30:
            judge.fresh()
            judge.sets = judge.done = 0
        judge.done += 1
        judge.waiting = (i, rs)
        rs.send(judge.p.stdin)

    def take(self, judge):
        (i, rs), judge.waiting = judge.waiting, None
        ans = judge.answer()
        bad = first_wrong(ans, self.opts)
        if bad is not None:  # conntrack of the last ruleset may still have been on
            self.twice += 1
            time.sleep(0.1)
            ans = judge.ask(rs)
            bad = first_wrong(ans, self.opts)
        self.tally.take(rs, ans)
        if self.opts.one is not None:
            print(show(rs, ""), *ans["packets"], *ans["second"], ans["error"], sep="\n")
        if bad is not None:
            self.failed(judge, i, rs, bad[1], bad[0])

    def failed(self, judge, i, rs, p, bad):
        opts = self.opts
        self.wrong += 1
        if not opts.no_shrink:
            rs = shrink(judge, rs, p, bad)
            hit = fails(judge, rs, p)
            p = hit[1] if hit else p
        text = show(rs, p)
        shown = text.replace("\n", "\n# ") if opts.tap else text
        print(f"not ok - ruleset {i} of seed {opts.seed}\n{'# ' * opts.tap}{shown}", flush=True)
        if opts.keep:
            with open(os.path.join(opts.keep, f"{opts.seed}-{i}.nft"), "w") as f:
                f.write(text)

    def stop(self, *_):
        """What was judged so far is still reported."""
        self.stopped = True

    def all(self):
        opts, began = self.opts, time.time()
        numbers = range(opts.start, opts.start + opts.count) if opts.one is None else [opts.one]
        signal.signal(signal.SIGTERM, self.stop)
        for i in numbers:
            if self.stopped or time.time() - began > opts.seconds or self.wrong >= opts.fails:
                break
            self.send(i)
        for judge in self.judges:
            if judge.waiting:
                self.take(judge)
        for judge in self.judges:
            judge.close()
        return time.time() - began


def main():
    opts = arguments()
    run = Run(opts)
    took = run.all()
    tally = run.tally
    if opts.tap and not run.wrong:
        where = f" by {opts.way}{' behind generic XDP' * opts.xdp}"
        if engine_counts(opts):
            print(f"ok - {opts.kinds}{where}: {tally.packets} packets in {tally.rulesets} rulesets "
                  "are judged as the kernel does")
        enough = tally.second["ok"] >= LEAST_INJECTED
        print(f"{'ok' if enough else 'not ok'} - {opts.kinds}{where}: {tally.second['ok']} injected "
              "SYNs fare as those of the wire")
        if not enough:
            print("#", dict(tally.second), dict(tally.errors))
        return 0 if enough else 1
    elif not opts.tap:
        report(tally, opts, took, run.twice)
    return 1 if run.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
