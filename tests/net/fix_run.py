# SPDX-License-Identifier: GPL-2.0-or-later
"""fix_run.py do|undo PLAN.json DIR: runs a plan's steps as the journal does: each is tested
behind its command, and undo puts the files back that commands rewrote, byte for byte."""
import json
import os
import re
import subprocess
import sys


def plain(s):
    """What an escaped form stands for."""
    form = r"\\\\|\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}"
    return re.sub(form, lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else "\\", s)


def handle(mark):
    """Of the step's own rule."""
    rules = subprocess.run(["nft", "-a", "list", "chain", mark["family"], mark["table"], mark["chain"]],
                           capture_output=True, text=True, check=False).stdout
    found = re.search(re.escape(f'"{mark["comment"]}"') + r".* handle (\d+)", rules)
    return found.group(1) if found else None


def run(c, what, mark):
    argv = [plain(w) for w in c["argv"]]
    argv = [handle(mark) if w == "{handle}" else w for w in argv]
    end = subprocess.run(argv, input=plain(c["input"] or ""), capture_output=True, text=True, check=False)
    if end.returncode != (int(c["code"]) if what == "test" else 0):
        sys.exit(f"{what}: {' '.join(argv)} ended with {end.returncode}: {end.stdout}{end.stderr}")


def stands(s):
    """Exits unless the step's test says that it stands."""
    if s["mark"]["comment"]:
        if not handle(s["mark"]):
            sys.exit(f"no rule with {s['mark']['comment']}")
    elif s["test"]["argv"]:
        run(s["test"], "test", s["mark"])


def keep(kept, path):
    if path not in kept:
        kept[path] = open(path, encoding="latin-1").read() if os.path.exists(path) else None


def put_back(kept):
    for path, text in kept.items():
        if text is None:
            if os.path.exists(path):
                os.unlink(path)
        elif open(path, encoding="latin-1").read() != text:
            with open(path, "w", encoding="latin-1") as f:
                f.write(text)


def do(steps, kept):
    for s in steps:
        if s["kind"] == "put":
            keep(kept, s["put"]["path"])
            with open(s["put"]["path"], "w", encoding="utf-8") as f:
                f.write(plain(s["put"]["bytes"]))
            continue
        for path in s["files"]:
            keep(kept, path)
        if s["trial"]["argv"]:
            run(s["trial"], "trial", s["mark"])
        run(s["redo"], "redo", s["mark"])
        stands(s)


def main():
    what, plan, directory = sys.argv[1:]
    steps = json.load(open(plan, encoding="utf-8"))["plan"]["steps"]
    store = directory + "/kept.json"
    if what == "do":
        kept = {}
        do(steps, kept)
        json.dump(kept, open(store, "w", encoding="utf-8"))
        return
    for s in reversed(steps):
        if s["kind"] == "run":
            run(s["undo"], "undo", s["mark"])
    put_back(json.load(open(store, encoding="utf-8")))


main()
