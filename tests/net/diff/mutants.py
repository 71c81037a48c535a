#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Breaks the evaluator, one place after the other, and runs the tests that must notice.

mutants.py [--only WORD] [--each N] [--list]

A mutant is a function of src/verdict that never matches, or always does, or a row of the tables
of expressions, matches and targets that runs another's function. All are built into one copy of
the tree, each behind a switch that also tells whether a test came by; so a mutant is judged by
those tests alone that reach it, the quickest first: the unit tests, the written cases, and N
random rulesets of each kind (100). Prints the survivors; exits 1 if there are any.
"""
import argparse
import mmap
import os
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../../.."))
sys.path.insert(0, HERE)
import cases  # noqa: E402
import difftest  # noqa: E402
from model import Judge  # noqa: E402

UNITS = ["engine", "exprs", "matches", "targets", "effects", "single", "ready"]
FILES = re.compile(r"(clock|count|expr_|xt|hooks|regs)\w*\.c$")
HEAD = re.compile(r"^(?:static )?enum step (\w+)\((?:[^;{]*)\)\n\{\n", re.M)
ROW = re.compile(r'^\t\{("\w+"(?:, \d+)*), (\w+)\},$', re.M)
NOT_A_CASE = {"step_where", "step_if", "put", "fits", "pass", "end", "written", "either"}
# the table's file: how a row is given back, its struct, its function's member, and two functions
TABLES = {
    "expr_table.c": ("return &rows[i]", "return %s", "expr_row", "eval", ("expr_pass", "expr_xfrm")),
    "xt_table.c": ("return &matches[i]", "return %s", "xt_match_row", "match", ("xt_comment", "xt_absent")),
    "xt_target.c": ("return targets[i].run(", "return (%s)->run(", "target_row", "run", ("pass", "drop")),
}
# functions that cannot be told from each other
SAME = ({"xt_absent", "xt_never"}, {"expr_tunnel", "expr_xfrm"})
# a function that does no more than its mutant
WHOLE = re.compile(r"(?:\t\(void\)\w+;\n)*\treturn (\w+);\n\}")
WAIT = 60  # seconds for one ruleset
HOOK = """
#include <stdbool.h>
extern volatile unsigned *mutant_page; /* the one that is on; then one a mutant: reached */
static inline bool mutant(unsigned n)
{
	mutant_page[n] = 1;
	return mutant_page[0] == n;
}
"""
PAGE = """
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
volatile unsigned *mutant_page;
__attribute__((constructor)) static void open_page(void)
{
	int fd = open(getenv("MUTANT_PAGE"), O_RDWR);
	mutant_page = mmap(NULL, 4 * %d, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (mutant_page == MAP_FAILED)
		abort();
}
"""


class Mutants:
    """All of them, by number from 1, and the texts that hold them."""

    def __init__(self):
        self.names = [None]
        self.texts = {}
        for name in sorted(os.listdir(os.path.join(ROOT, "src/verdict"))):
            if FILES.match(name):
                with open(os.path.join(ROOT, "src/verdict", name)) as f:
                    self.texts[name] = HOOK + self.rows(name, self.functions(name, f.read()))

    def add(self, what):
        self.names.append(what)
        return len(self.names) - 1

    def functions(self, name, text):
        def broken(m):
            whole = WHOLE.match(text, m.end())
            does = whole.group(1) if whole else None
            return m.group(0) + "".join(
                f"\tif (mutant({self.add(f'{name}: {m.group(1)} returns {step}')}))\n\t\treturn {step};\n"
                for step in ("STEP_BREAK", "STEP_CONTINUE") if step != does and m.group(1) not in NOT_A_CASE)
        return HEAD.sub(broken, text)

    def rows(self, name, text):
        if name not in TABLES:
            return text
        back, instead, struct_, member, others = TABLES[name]
        found = ROW.findall(text)
        if len(found) != len(re.findall(r'^\t\{"', text, re.M)) or text.count(back) != 1:
            sys.exit(f"{name}: its table is not understood")
        arms = ""
        for k, (row, own) in enumerate(found):
            for other in others:
                if other != own and {other, own} not in SAME:
                    n = self.add(f"{name}: {row} runs {other}")
                    arms += f"i == {k} && mutant({n}) ? (other = {other}, 1) : "
        table = re.search(r"(\w+)\[i\]", back).group(1)
        row = f"__extension__ ({{ static struct {struct_} twin; __typeof__(twin.{member}) other; " \
              f"bool on = {arms}0; if (on) {{ twin = {table}[i]; twin.{member} = other; }} " \
              f"on ? (const struct {struct_} *)&twin : &{table}[i]; }})"
        return text.replace(back, instead % row)


class Tree:
    """A copy of the tree that holds all mutants, and the page of their switches."""

    def __init__(self, mutants):
        self.n = len(mutants.names)
        self.dir = tempfile.mkdtemp(prefix="mutants-")
        for name in ("Makefile", "src", "platform", ".ci"):
            src, dst = os.path.join(ROOT, name), os.path.join(self.dir, name)
            (shutil.copytree if os.path.isdir(src) else shutil.copy)(src, dst)
        shutil.copytree(os.path.join(ROOT, "tests"), os.path.join(self.dir, "tests"))
        for name, text in {**mutants.texts, "mutant_page.c": PAGE % self.n}.items():
            with open(os.path.join(self.dir, "src/verdict", name), "w") as f:
                f.write(text)
        page = os.path.join(self.dir, "page")
        with open(page, "wb") as f:
            f.write(bytes(4 * self.n))
        os.environ["MUTANT_PAGE"] = page
        with open(page, "r+b") as f:
            self.page = mmap.mmap(f.fileno(), 4 * self.n)
        build = os.path.join(self.dir, "build")
        self.diff = os.path.join(build, "tests/net/diff/diff")
        self.units = [os.path.join(build, "tests/unit/test_verdict_" + n) for n in UNITS]

    def make(self):
        ccache = "ccache " if shutil.which("ccache") else ""
        subprocess.run(
            ["make", "-s", f"-j{os.cpu_count()}", f"CC={ccache}gcc", "BUILD=build", "CFLAGS=-O1 -w",
             "LDFLAGS=-Wl,-u,mutant_page"] + [os.path.relpath(p, self.dir) for p in [self.diff, *self.units]],
            cwd=self.dir, check=True)

    def only(self, n):
        """Mutant n is on (0: none), and none was reached yet."""
        self.page[:] = struct.pack("I", n) + bytes(4 * (self.n - 1))

    def reached(self):
        return {k for k, v in enumerate(struct.unpack(f"{self.n}I", self.page[:])) if k and v}


class Kernel:
    """The judging program, begun anew when a mutant ended it."""

    def __init__(self, program):
        self.program, self.judge, self.sets = program, None, 0

    def ask(self, rs, fresh=False):
        """The answer; None when the program ended or gave none in time."""
        judge = self.judge = self.judge or Judge(self.program)
        try:
            self.sets += any(k == "ipset" for k, _ in rs.before)
            if fresh or self.sets > 30:
                judge.fresh()
                self.sets = 0
            rs.send(judge.p.stdin)
            if select.select([judge.p.stdout], [], [], WAIT)[0]:
                ans = judge.answer()
                if fresh:
                    judge.fresh()
                return ans
        except (OSError, SystemExit):
            pass
        judge.p.kill()
        judge.p.wait()
        self.judge = None
        return None


class Unit:
    def __init__(self, program):
        self.program, self.name = program, os.path.basename(program)

    def passes(self, _):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        try:
            return subprocess.run([self.program], timeout=WAIT, check=False, **quiet).returncode == 0
        except subprocess.TimeoutExpired:
            return False


class Case:
    def __init__(self, path):
        self.rs, self.wants, self.fresh, self.name = cases.read(path)

    def passes(self, kernel):
        ans = kernel.ask(self.rs, self.fresh)
        if not ans or ans["error"]:
            return False
        return not any(cases.complaint(p, want, len(packet) > 5)
                       for p, want, packet in zip(ans["packets"], self.wants, self.rs.packets))


class Random:
    xdp = False  # as difftest's options

    def __init__(self, kind, i):
        self.kinds, self.seed, self.i, self.name = kind, "mutants", i, f"{kind} {i}"

    def passes(self, kernel):
        ans = kernel.ask(difftest.make(self, self.i))
        return bool(ans) and (bool(ans["error"]) or not any(map(difftest.is_wrong, ans["packets"])))


def fails(test, kernel):
    """Twice: conntrack of the last ruleset may still have been on."""
    if test.passes(kernel):
        return False
    time.sleep(0.1)
    return not test.passes(kernel)


def measured(tree, kernel, each):
    """(test, what it reaches), the quickest first; those that fail as it is are no help."""
    tests = [Unit(p) for p in tree.units]
    for d in ("experiments", "fixtures"):
        tests += [Case(os.path.join(HERE, d, f)) for f in sorted(os.listdir(os.path.join(HERE, d)))]
    tests += [Random(kind, i) for kind in difftest.GENERATORS for i in range(each)]
    out = []
    for test in tests:
        tree.only(0)
        began = time.time()
        if not fails(test, kernel):
            out.append((time.time() - began, test, tree.reached()))
        elif not isinstance(test, Random):
            sys.exit(f"{test.name}: fails with no mutant on")
    return [(test, reached) for _, test, reached in sorted(out, key=lambda x: x[0])]


def judged(tree, kernel, tests, n):
    """The test that notices mutant n, or why there is none."""
    reach = [test for test, reached in tests if n in reached]
    for test in reach:
        tree.only(n)
        if fails(test, kernel):
            return True, test.name
    return False, f"{len(reach)} tests reach it"


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--only", default="")
    a.add_argument("--each", type=int, default=100)
    a.add_argument("--list", action="store_true")
    opts = a.parse_args()
    mutants = Mutants()
    chosen = [n for n, what in enumerate(mutants.names) if what and opts.only in what]
    if opts.list:
        return print(*(mutants.names[n] for n in chosen), sep="\n")
    tree = Tree(mutants)
    try:
        tree.make()
        kernel = Kernel(tree.diff)
        tests = measured(tree, kernel, opts.each)
        survivors = []
        for n in chosen:
            noticed, by = judged(tree, kernel, tests, n)
            print(f"{'noticed' if noticed else 'SURVIVES'} {mutants.names[n]} ({by})", flush=True)
            if not noticed:
                survivors.append(f"{mutants.names[n]} ({by})")
    finally:
        shutil.rmtree(tree.dir)
    print(f"{len(chosen)} mutants, {len(survivors)} survive", *survivors, sep="\n  ")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
