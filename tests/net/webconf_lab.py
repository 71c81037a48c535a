# SPDX-License-Identifier: GPL-2.0-or-later
"""A web server against what pkiready says of its configuration: see test_webconf."""
import http.client
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUILD = Path(os.environ.get("BUILD", "build/linux"))
SHOW = BUILD / "tests/net/show_webconf"
SEED, COUNT = int(os.environ.get("SEED", "1")), int(os.environ.get("N", "60"))
ADDRESSES = ["127.0.0.1", "127.0.0.2", "::1"]
PORTS = [80, 81]
HOSTS = ["a.example", "www.a.example", "b.example", "x.b.example", "c.test", "y.c.test", "other"]
PATHS = ["/", "/.well-known/pki-validation/fileauth.txt", "/.well-known/acme-challenge/x",
         "/a", "/a/b", "/a/b.txt", "/b/", "/b/c.php", "/img/x.png", "/old/1", "/deep/er/z"]


def enter_namespace():
    """Again as root of a network and mount namespace of its own."""
    if os.environ.get("WEBCONF_INSIDE"):
        return
    os.environ["WEBCONF_INSIDE"] = "1"
    os.execvp("unshare", ["unshare", "-n", "-m", "--propagation", "private", sys.executable,
                          *sys.argv])


def real(address, port, host, path):
    """(status, Location, body), or None where nothing listens."""
    try:
        c = http.client.HTTPConnection(address, port, timeout=3)
        c.request("GET", path, headers={"Host": host, "User-Agent": "lab"})
        answer = c.getresponse()
        body = answer.read().decode()
        c.close()
        return answer.status, answer.getheader("Location"), body
    except ConnectionRefusedError:
        return None


def wait_for_pid(path):
    deadline = time.monotonic() + 10
    while not path.exists() or not path.read_text().strip():
        if time.monotonic() > deadline:
            raise SystemExit("not ok - the web server did not start")
        time.sleep(0.005)


def compare(kind, config, root, rng, server, agrees):
    """Complaints, requests, and how many had a definite answer. server: its command."""
    process = subprocess.Popen(server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    show = subprocess.Popen([SHOW, kind, str(config), root], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    complaints, requests, definite = [], 0, 0
    try:
        wait_for_pid(Path(root) / "pid")
        for _ in range(30):
            address, port = rng.choice(ADDRESSES), rng.choice(PORTS)
            host, path = rng.choice(HOSTS), rng.choice(PATHS)
            show.stdin.write(f"http {address} {port} {host} {path}\n")
            show.stdin.flush()
            said, seen = show.stdout.readline().rstrip("\n"), real(address, port, host, path)
            good, sure = agrees(seen, said, port)
            requests += 1
            definite += sure
            if not good:
                complaints.append(f"{address} {port} {host} {path}: said {said}, seen {seen}")
    finally:
        process.terminate()
        process.wait()
        show.stdin.close()
        show.wait()
    return complaints, requests, definite


def show_config(config):
    for extra in sorted(config.parent.rglob(".htaccess")):
        print(f"  {extra}:", *extra.read_text().splitlines(), sep="\n      ")
    for i, line in enumerate(config.read_text().splitlines(), 1):
        print(f"  {i:3} {line}")


def campaign(program, write, check, run, sentence):
    """write(rng, root) gives the main file; check(config, root) says whether it loads."""
    if not shutil.which(program):
        sys.exit(f"not ok - {program} is missing")
    enter_namespace()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    loaded = requests = definite = 0
    wrong = []
    for seed in range(SEED, SEED + COUNT):
        rng = random.Random(seed)
        with tempfile.TemporaryDirectory() as root:
            os.chmod(root, 0o755)
            os.mkdir(root + "/www")
            config = write(rng, root)
            if not check(config, root):
                continue
            loaded += 1
            complaints, asked, sure = run(config, root, rng)
            requests += asked
            definite += sure
            if complaints and not wrong:
                show_config(config)
            wrong += [f"  seed {seed}: {c}" for c in complaints]
    print("\n".join(wrong[:20]))
    print(f"  {loaded} of {COUNT} configurations loaded, {requests} requests,"
          f" {definite} with a definite answer")
    bad = wrong or loaded < COUNT / 3 or definite < requests * 0.75
    print("not ok" if bad else "ok", "-", sentence)
    sys.exit(bool(bad))
