# SPDX-License-Identifier: GPL-2.0-or-later
"""A network namespace of its own, with servers that do as they are told.

    from http_world import *
    enter()                       re-executes the test in a namespace (root), or skips it
    up("81.2.69.10", …)           addresses of this host, on lo
    serve("81.2.69.10", 80, f)    a thread calls f(conn) for each connection
    e = show("a.example=…")       the probes' evidence, as nested dicts and lists
    is_(got, wanted, "it is so")  one TAP case
    done()

Every server counts its connections: server.hits, and keeps the requests' heads: server.heads.
"""
import ctypes
import os
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

BUILD = os.environ.get("BUILD", "build/linux")
WORK = "/run/http"
PATH = "/.well-known/pki-validation/fileauth.txt"
TOOL = "pkiready/"
cases = failed = 0


def enter():
    """One unshare: whatever ends the test leaves no process, namespace or file."""
    if os.environ.get("HTTP_WORLD") == WORK:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        run("mount", "-t", "tmpfs", "tmpfs", "/run")
        os.makedirs(WORK, exist_ok=True)
        run("ip", "link", "set", "lo", "up")
        return
    if os.geteuid() != 0:
        print("ok - %s # SKIP network namespaces need root" % os.path.basename(sys.argv[0]))
        sys.exit(0)
    os.environ["HTTP_WORLD"] = WORK
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    os.execvp("unshare", ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child",
                          "--mount-proc", sys.executable] + sys.argv)


def run(*argv, **kw):
    subprocess.run(argv, check=True, **kw)


def up(*addresses):
    for a in addresses:
        if ":" in a:
            run("ip", "-6", "addr", "add", a + "/128", "dev", "lo", "nodad")
        else:
            run("ip", "addr", "add", a + "/32", "dev", "lo")


def nft(rules):
    run("nft", "-f", "-", input=rules.encode())


def counted(name):
    """Packets of a named counter in the table inet t."""
    out = subprocess.run(["nft", "list", "counter", "inet", "t", name], check=True,
                         capture_output=True, text=True).stdout
    return int(out.split("packets", 1)[1].split()[0])


def far(rules, *addresses):
    """Another host, on a wire, with these addresses and these packet filter rules."""
    run("ip", "netns", "add", "far")
    run("ip", "link", "add", "wire", "type", "veth", "peer", "name", "eth0", "netns", "far")
    for where, dev, a4, a6 in (((), "wire", "198.18.0.1", "fd00::1"), (("-n", "far"), "eth0", "198.18.0.2", "fd00::2")):
        run("ip", *where, "link", "set", dev, "up")
        run("ip", *where, "addr", "add", a4 + "/24", "dev", dev)
        run("ip", *where, "-6", "addr", "add", a6 + "/64", "dev", dev, "nodad")
    for a in addresses:
        six = ":" in a
        run("ip", "-n", "far", *(["-6"] if six else []), "addr", "add", a + ("/128" if six else "/32"),
            "dev", "eth0", *(["nodad"] if six else []))
        run("ip", *(["-6"] if six else []), "route", "add", a, "via", "fd00::2" if six else "198.18.0.2", "dev", "wire")
    run("ip", "-n", "far", "route", "add", "default", "via", "198.18.0.1")
    run("ip", "-n", "far", "-6", "route", "add", "default", "via", "fd00::1")
    # link-local addresses of the wire want no duplicate address detection either
    time.sleep(0.1)
    run("ip", "netns", "exec", "far", "nft", "-f", "-", input=rules.encode())


# -- servers ---------------------------------------------------------------------------------

class Server:
    def __init__(self, address, port, handler, context=None):
        self.handler, self.context = handler, context
        self.hits, self.heads, self.now, self.most = 0, [], 0, 0
        self.lock = threading.Lock()
        self.sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind((address, port))
        self.sock.listen(256)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            conn, self.peer = self.sock.accept()
            with self.lock:
                self.hits += 1
                self.now += 1
                self.most = max(self.most, self.now)
            threading.Thread(target=self.talk, args=(conn,), daemon=True).start()

    def talk(self, conn):
        try:
            if self.context:
                conn = self.context.wrap_socket(conn, server_side=True)
            self.handler(self, conn)
        except OSError:
            pass  # the client went away, as it may
        finally:
            with self.lock:
                self.now -= 1
            conn.close()


def serve(address, port, handler, context=None):
    return Server(address, port, handler, context)


def head(server, conn):
    """Reads a request's head and keeps it."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = conn.recv(4096)
        if not more:
            break
        got += more
    with server.lock:
        server.heads.append(got.decode("latin-1"))
    return got


def answer(raw, hang=0.0):
    """A handler: reads the request, sends raw bytes (or what raw(path) gives), hangs."""
    def handle(server, conn):
        got = head(server, conn)
        path = got.split(b" ")[1].decode("latin-1") if got.count(b" ") > 1 else ""
        data = raw(path) if callable(raw) else raw
        conn.sendall(data)
        if hang:
            time.sleep(hang)
    return handle


def http(status="200 OK", body=b"hello", *headers):
    lines = ["HTTP/1.1 " + status, "Content-Length: %d" % len(body), "Connection: close"]
    return "\r\n".join(lines + list(headers)).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def to(location, status="302 Found"):
    return http(status, b"", "Location: " + location)


def reset(conn):
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.close()


def certificate(name, names, days=30, *more):
    """A self-signed certificate; the paths of its file and its key."""
    crt, key = "%s/%s.pem" % (WORK, name), "%s/%s.key" % (WORK, name)
    san = ["-addext", "subjectAltName=" + names] if names else []
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes", "-keyout", key, "-out", crt, "-days", str(days), "-subj",
        "/O=Lab/CN=" + name, *san, *more, stderr=subprocess.DEVNULL)
    return crt, key


def tls(crt, key, **settings):
    """A server's TLS context; settings are attributes of ssl.SSLContext."""
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ctx.load_cert_chain(crt, key)
    if "minimum_version" in settings:
        ctx.set_ciphers("ALL:@SECLEVEL=0")
    for k, v in settings.items():
        setattr(ctx, k, v)
    return ctx


# -- the probes --------------------------------------------------------------------------------

def tree(text):
    """kv lines as nested dicts; a dict whose keys are numbers becomes a list."""
    root = {}
    for line in text.splitlines():
        path, _, value = line.partition("=")
        keys = path.split(".")
        at = root
        for k in keys[:-1]:
            at = at.setdefault(k, {})
        at[keys[-1]] = value
    return listed(root)


def listed(node):
    if not isinstance(node, dict):
        return node
    if node and all(k.isdigit() for k in node):
        return [listed(node[k]) for k in sorted(node, key=int)]
    return {k: listed(v) for k, v in node.items()}


class Evidence(dict):
    def fetch(self, purpose, name=None, scheme=None, ip=None):
        """The only such fetch."""
        found = self.fetches(purpose, name, scheme, ip)
        return found[0] if len(found) == 1 else {"hops": [{"missing": str(len(found))}]}

    def fetches(self, purpose, name=None, scheme=None, ip=None):
        return [f for f in self.get("fetches", []) if f["purpose"] == purpose and
                name in (None, f["name"]) and scheme in (None, f["scheme"]) and
                ip in (None, f["ip"])]

    def reach(self, ip, port):
        for r in self["reach"]:
            if r["ip"] == ip and r["port"] == str(port):
                return r
        return {}


def show(*args, limit=60):
    """Runs the probes; also: seconds, peak memory in kB, clean (nothing said, nothing left)."""
    began = time.monotonic()
    p = subprocess.Popen([BUILD + "/tests/net/show_http", *args], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True, errors="surrogateescape")
    alarm = threading.Timer(limit, p.kill)
    alarm.start()
    err = []
    reader = threading.Thread(target=lambda: err.append(p.stderr.read()))
    reader.start()
    out = p.stdout.read()
    reader.join()
    _, status, usage = os.wait4(p.pid, 0)
    p.returncode = status
    alarm.cancel()
    if status != 0 or err[0]:
        print("# show_http: %d %s" % (status, err[0]))
    e = Evidence(tree(out))
    e.seconds = time.monotonic() - began
    e.memory = usage.ru_maxrss
    e.clean = status == 0 and not err[0]
    return e


def part(d, *keys):
    """Those members of a dict, as a tuple: to compare many at once."""
    return tuple(d.get(k) for k in keys)


# -- cases -------------------------------------------------------------------------------------

def is_(got, wanted, name):
    ok(got == wanted, name, "got %r, wanted %r" % (got, wanted))


def ok(cond, name, why=""):
    global cases, failed
    cases += 1
    if not cond:
        failed += 1
        print("# " + why)
    print("%sok %d - %s" % ("" if cond else "not ", cases, name), flush=True)


def done():
    print("1..%d" % cases, flush=True)
    os._exit(1 if failed else 0)
