#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Breaks the evaluator, one place after the other, and runs the tests that must notice.

mutants.py [--rows] [--operators] [--only WORD] [--seconds T] [--known]

A mutant is a function of src/verdict that never matches, or always does; with --rows each row of
the tables of expressions, matches and targets that runs another's function; with --operators each
comparison turned around. Each is built in a copy of the tree and judged by the unit tests, the
written cases (and no more with --known) and random rulesets until one fails. Prints the
survivors; exits 1 if there are any.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../.."))
FILES = re.compile(r"src/verdict/(expr_|xt|hooks|regs)\w*\.c$")
HEAD = re.compile(r"^(?:static )?enum step (\w+)\((?:[^;{]*)\)\n\{\n", re.M)
SWAPS = [(" == ", " != "), (" != ", " == "), (" <= ", " < "), (" >= ", " > "), (" && ", " || ")]
NOT_A_CASE = {"step_where", "step_if", "put", "fits", "pass", "end", "written", "either"}


def function_mutants(text):
    """(name, new text) for each evaluating function."""
    for m in HEAD.finditer(text):
        if m.group(1) in NOT_A_CASE:
            continue
        for step in ("STEP_BREAK", "STEP_CONTINUE"):
            yield f"{m.group(1)} returns {step}", text[: m.end()] + f"\treturn {step};\n" + text[m.end():]


ROW = re.compile(r'^\t\{("\w+"(?:, \d+)*), (\w+)\},$', re.M)
OTHERS = {"expr_table.c": ("expr_pass", "expr_xfrm"), "xt_table.c": ("xt_comment", "xt_absent"), "xt_target.c": ("pass", "drop")}


def row_mutants(path, text):
    """Each row with a function that goes on, and with one that does not."""
    for m in ROW.finditer(text):
        for other in OTHERS.get(os.path.basename(path), ()):
            if other != m.group(2) and {other, m.group(2)} != {"xt_absent", "xt_never"}:
                yield f"{m.group(1)} runs {other}", text[: m.start(2)] + other + text[m.end(2):]


def operator_mutants(text):
    for n, line in enumerate(text.split("\n")):
        for old, new in SWAPS:
            if old in line and not line.lstrip().startswith(("*", "/*", "//")):
                lines = text.split("\n")
                lines[n] = line.replace(old, new, 1)
                yield f"line {n + 1}: {line.strip()[:60]} ->{new}", "\n".join(lines)


class Lab:
    """A copy of the tree in which one file is broken at a time."""

    def __init__(self, seconds, known):
        self.known = known
        self.dir = tempfile.mkdtemp(prefix="mutants-")
        self.seconds = str(seconds)
        for name in ("Makefile", "src", "platform", ".ci"):
            src, dst = os.path.join(ROOT, name), os.path.join(self.dir, name)
            (shutil.copytree if os.path.isdir(src) else shutil.copy)(src, dst)
        for name in ("net/diff", "fuzz", "unit"):
            shutil.copytree(os.path.join(ROOT, "tests", name), os.path.join(self.dir, "tests", name))
        shutil.copy(os.path.join(ROOT, "tests/tests.mk"), os.path.join(self.dir, "tests"))
        self.build = os.path.join(self.dir, "build")
        self.diff = os.path.join(self.build, "tests/net/diff/diff")
        self.unit = [os.path.join(self.build, "tests/unit/test_verdict_" + n) for n in ("engine", "exprs", "matches", "targets")]

    def make(self):
        """False when the broken text does not compile."""
        p = subprocess.run(
            ["make", "-s", f"-j{os.cpu_count()}", f"BUILD={self.build}", "CFLAGS=-O1 -w", self.diff] + self.unit,
            cwd=self.dir, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        self.said = p.stderr
        return p.returncode == 0

    def commands(self):
        here = os.path.join(self.dir, "tests/net/diff")
        known = [os.path.join(here, d, f) for d in ("experiments", "fixtures")
                 for f in sorted(os.listdir(os.path.join(here, d))) if f.endswith(".nft")]
        for unit in self.unit:
            yield [unit]
        yield [sys.executable, os.path.join(here, "cases.py"), self.diff] + known
        for kind in () if self.known else ("nft", "ipt", "leg"):
            yield [sys.executable, os.path.join(here, "difftest.py"), "--program", self.diff, "--kinds", kind,
                   "--seed", "mutants", "--seconds", self.seconds, "--fails", "1", "--no-shrink", "--tap"]

    def notices(self):
        """The command that fails, by its number; None when all pass."""
        for n, command in enumerate(self.commands()):
            try:
                p = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
            except subprocess.TimeoutExpired:
                return n
            if p.returncode:
                return n
        return None


def mutants(opts):
    for name in sorted(os.listdir(os.path.join(ROOT, "src/verdict"))):
        path = os.path.join("src/verdict", name)
        if not FILES.search(path):
            continue
        text = open(os.path.join(ROOT, path)).read()
        found = list(row_mutants(path, text)) if opts.rows else list(function_mutants(text))
        if opts.operators:
            found += list(operator_mutants(text))
        for what, new in found:
            if not opts.only or opts.only in f"{path} {what}":
                yield path, text, what, new


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--operators", action="store_true")
    a.add_argument("--rows", action="store_true")
    a.add_argument("--known", action="store_true")
    a.add_argument("--only")
    a.add_argument("--seconds", type=int, default=20)
    opts = a.parse_args()
    lab, survivors, total = Lab(opts.seconds, opts.known), [], 0
    if not lab.make() or lab.notices() is not None:
        sys.exit("the tree as it is does not build or does not pass:\n" + lab.said)
    for path, text, what, new in mutants(opts):
        with open(os.path.join(lab.dir, path), "w") as f:
            f.write(new)
        if lab.make():
            total += 1
            by = lab.notices()
            if by is None:
                survivors.append(f"{path}: {what}")
            print(f"{'SURVIVES' if by is None else 'noticed'} {path}: {what}", flush=True)
        with open(os.path.join(lab.dir, path), "w") as f:
            f.write(text)
    shutil.rmtree(lab.dir)
    print(f"{total} mutants, {len(survivors)} survive")
    for s in survivors:
        print("  " + s)
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
