# SPDX-License-Identifier: GPL-2.0-or-later
"""Real web servers, and what the fixes make of their files: see test_fix_web."""
import json
import os
import subprocess
import time
from pathlib import Path

import webconf_lab as lab

SHOW = lab.BUILD / "tests/net/show_fix_web"
PATH = "/.well-known/pki-validation/fileauth.txt"
VALUE = b"20261121120000z3k8q1v7m0c4x9w2b6n5t8r1y4u7i0o3p6"
ALL = ("config-redirect,config-deny,redirected,http-status,html-instead,file-not-served,"
       "file-not-on-disk,file-differs")


class Server:
    """A web server's main process, and its workers."""

    def __init__(self, command, pid_file):
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        lab.wait_for_pid(Path(pid_file))
        self.wait(lambda: self.workers())

    def workers(self):
        try:
            return set(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split())
        except OSError:
            return set()

    @staticmethod
    def wait(done):
        deadline = time.monotonic() + 15
        while not done():
            if time.monotonic() > deadline:
                raise SystemExit("not ok - the web server did not come to rest within 15 s")
            time.sleep(0.01)

    def settle(self, before):
        """After a graceful reload: new workers, and the old ones gone."""
        self.wait(lambda: self.workers() and not self.workers() & before)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def show(value, requests, findings=ALL, webroot="-"):
    """The plan for these (scheme, address, name)."""
    words = [w for r in requests for w in r]
    out = subprocess.run([SHOW, findings, value, webroot, PATH, *words], capture_output=True, text=True)
    if out.returncode:
        raise SystemExit(f"not ok - show_fix_web ended with {out.returncode}: {out.stderr}")
    return json.loads(out.stdout)


class Applied:
    """The steps of a plan, made as the journal makes them, and taken back."""

    def __init__(self, plan, server):
        self.plan, self.server, self.kept, self.wrong = plan, server, [], []
        for step in plan["steps"]:
            if step["kind"] == "put":
                self.put(step)
            else:
                self.run(step)

    def put(self, step):
        path = Path(step["path"])
        missing = [p for p in path.parents if not p.exists()]
        before = path.read_bytes() if path.exists() else None
        if (before is None) != step["absent"] or (before or b"") != bytes.fromhex(step["before"]):
            self.wrong.append(f"{path} is not as the plan says that it is")
        self.kept.append((path, before, missing, path.exists() and path.stat()))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes.fromhex(step["bytes"]))
        os.chmod(path, step["mode"])
        os.chown(path, step["uid"], step["gid"])

    def command(self, argv):
        before = self.server.workers()
        done = subprocess.run(argv, capture_output=True, text=True)
        if done.returncode:
            self.wrong.append(f"{' '.join(argv)} ended with {done.returncode}: {done.stderr.strip()}")
        return before

    def run(self, step):
        if step["trial"]:
            self.command(step["trial"])
        before = self.command(step["redo"])
        if step["trial"] and not self.wrong:
            self.server.settle(before)

    def undo(self):
        for path, before, missing, _ in reversed(self.kept):
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)
            for p in missing:
                p.rmdir()
        for step in self.plan["steps"]:
            if step["kind"] == "run" and step["undo"]:
                before = self.command(step["undo"])
                if step["trial"] and not self.wrong:
                    self.server.settle(before)


def answers(requests):
    return {r: lab.real(*r) for r in requests}


def differ(before, after, but=()):
    return [f"{r}: was {before[r]}, is {after[r]}" for r in before if before[r] != after[r] and r not in but]


def served(answer):
    return answer is not None and answer[0] == 200 and answer[2].encode() == VALUE
