# SPDX-License-Identifier: GPL-2.0-or-later
"""fix_plan.py PLAN.json DIR: the plan as lines for people, and its steps as shell scripts."""
import json
import re
import shlex
import sys


def plain(s):
    """What an escaped form stands for."""
    form = r"\\\\|\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}"
    return re.sub(form, lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else "\\", s)


def command(c, handle=None):
    words = [handle if w == "{handle}" else shlex.quote(plain(w)) for w in c["argv"]]
    line = " ".join(words)
    return f"printf %s {shlex.quote(plain(c['input']))} | {line}" if c["input"] is not None else line


def tested(c):
    return f"{{ {command(c)} && e=0 || e=$?; }}; [ $e = {c.get('code', 0)} ]" if c["argv"] else ":"


def chain(mark):
    return f"{mark['family']} {mark['table']} {mark['chain']}"


def handle(mark):
    return f"$(nft -a list chain {chain(mark)} | sed -n 's/.*{mark['comment']}\".* handle //p')"


def write(put, data):
    return f"printf %s {shlex.quote(plain(put[data]))} >{put['path']}"


def main():
    plan = json.load(open(sys.argv[1]))["plan"]
    do, undo, test, trial, out = [], [], [], [], []
    for s in plan["steps"]:
        mark, put = s["mark"], s["put"]
        word = "run" if s["runtime"] else "later"
        if s["kind"] == "put":
            do.append(write(put, "bytes"))
            undo.append(write(put, "before"))
            out.append(f"put {put['path']}: {s['title']}")
        else:
            do.append(command(s["redo"]))
            undo.append(command(s["undo"], handle(mark)))
            test.append(f"nft list chain {chain(mark)} | grep -q '{mark['comment']}\"'" if mark["family"] else tested(s["test"]))
            out.append(f"{word} {' '.join(plain(w) for w in s['redo']['argv'])}")
        if s["trial"]["argv"]:
            trial.append(command(s["trial"]))
    for r in plan["refused"]:
        out.append(f"refused {r['finding']}: {r['why']} -> {r['guide']}")
    out += ["note " + n for n in plan["notes"]] + ["consent " + c for c in plan["consents"]]
    for name, lines in (("do", do), ("undo", undo[::-1]), ("test", test), ("try", trial), ("plan", out)):
        with open(f"{sys.argv[2]}/{name}", "w") as f:
            f.write("".join(line + "\n" for line in lines))


main()
