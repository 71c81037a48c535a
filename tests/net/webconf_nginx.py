# SPDX-License-Identifier: GPL-2.0-or-later
"""Random configurations of nginx: see test_webconf."""
import subprocess
from pathlib import Path

import webconf_lab as lab


class Config:
    """A random configuration; says(n) leaves the line's own number in the answer."""

    def __init__(self, rng):
        self.rng, self.lines = rng, []

    def put(self, text):
        self.lines.append(text.replace("@LINE@", str(len(self.lines) + 1)))

    def names(self):
        r = self.rng
        kinds = ["a.example", "www.a.example", "b.example", ".b.example", "*.b.example", "*.example",
                 "www.a.*", "x.b.*", "~^y\\.", "~^(?<sub>\\w+)\\.c\\.test$", "_", "c.test", "A.Example"]
        return " ".join(r.sample(kinds, r.randint(1, 3)))

    def listens(self, defaults):
        r = self.rng
        for where in r.sample(["80", "127.0.0.1:80", "*:80", "[::]:80", "81", "127.0.0.2", "[::1]:81"],
                              r.randint(1, 3)):
            key = {"80": "*:80", "81": "*:81", "127.0.0.2": "127.0.0.2:80"}.get(where, where)
            if key in self.mine:
                continue
            self.mine.add(key)
            mark = ""
            if key not in defaults and r.random() < 0.3:
                defaults.add(key)
                mark = " default_server"
            self.put(f"listen {where}{mark};")

    def value(self):
        return self.rng.choice(["https://$host$request_uri", "$scheme://z.test$uri", "http://n.test/",
                                "https://$sub.test/$1", "$mapped", "https://$server_name$request_uri"])

    def action(self, deep):
        r = self.rng
        kind = r.choice(["return", "redirect", "rewrite", "if", "set", "deny", "allow", "last", "break",
                         "file", "auth"] + (["nest"] if deep < 2 else []))
        if kind == "return":
            self.put('return 200 "L@LINE@";')
        elif kind == "redirect":
            code = r.choice(["301 ", "302 ", "303 ", "307 ", "308 ", "403;", "404;", "410;", ""])
            if code.endswith(";"):
                self.put(f"return {code}")
            elif code:
                self.put(f"return {code}{self.value()};")
            else:
                self.put("return https://s.test$uri;")
        elif kind == "rewrite":
            self.put(r.choice(["rewrite ^/old/(.*)$ /a/$1 last;", "rewrite ^/a(/.*)?$ https://r.test$1 permanent;",
                               "rewrite ^ https://q.test/ redirect;", "rewrite /b/(.*) http://w.test/$1;",
                               "rewrite ^/deep/(?<rest>.*) /img/$rest;"]))
        elif kind == "last":
            self.put("rewrite ^/a/b$ /b/ last;")
        elif kind == "break":
            self.put(r.choice(["break;", "rewrite ^/img/ /none break;"]))
        elif kind == "set":
            self.put(r.choice(["set $v 1;", "set $v $host;", "set $v 0;", 'set $v "";']))
        elif kind == "if":
            cond = r.choice(["$v", "$v = 1", "$host = a.example", "$host != a.example", "$scheme = http",
                             "$request_uri ~ ^/a", "$request_uri !~* WELL", "$http_cookie", "$mapped ~ example",
                             "$uri ~ ^/(b|img)/(.*)$", "$http_user_agent ~* LAB", "$args = ''",
                             "$request_method = POST", "$remote_addr = 127.0.0.1"])
            self.put(f"if ({cond}) {{")
            self.put(r.choice(['return 200 "L@LINE@";', "return 403;", "return 301 https://i.test/$1;",
                               "rewrite ^ /b/ last;", "set $v 1;"]))
            self.put("}")
        elif kind in ("deny", "allow"):
            self.put(r.choice(["deny all;", "deny 10.0.0.0/8;", "allow all;", "allow 127.0.0.0/8;"]))
        elif kind == "auth":
            self.put('auth_basic off;')
        elif kind == "nest":
            self.location(deep + 1)

    def location(self, deep, prefix=""):
        r = self.rng
        head = r.choice(["/", "= /", "/a", "/a/", "/a/b", "= /a", "^~ /.well-known/", "/.well-known/",
                         "= /.well-known/acme-challenge/x", "~ /\\.", "~* \\.TXT$", "~ \\.php$", "^~ /img/",
                         "~ ^/(a|b)/(.*)$", "/b/", "~* ^/old", "/deep", "~ \\.(png|txt)$"])
        if deep:
            outer = self.heads[-1]
            if outer[0] in "~=" or head in self.seen[-1]:
                return
            if head[0] not in "~":
                head = "/" + head.split("/", 1)[1]
                base = "/" + outer.split("/", 1)[1]
                head = base.rstrip("/") + "/" + r.choice(["b", "b.txt", "pki-validation/", "x"])
        if head in self.seen[-1]:
            return
        self.seen[-1].add(head)
        self.put(f"location {head} {{")
        self.heads.append(head)
        self.seen.append(set())
        for _ in range(r.randint(0, 3)):
            self.action(deep + 1 if head[0] not in "=" else 2)
        self.seen.pop()
        self.heads.pop()
        self.put("}")

    def write(self, root):
        r = self.rng
        for line in ["daemon off;", "user root;", "worker_processes 1;", f"pid {root}/pid;", f"error_log {root}/error;",
                     "events { worker_connections 64; }", "http {", "access_log off;", f"root {root}/www;",
                     "default_type text/plain;", "server_names_hash_bucket_size 128;",
                     "map $host $mapped {", "default https://d.test/;", "a.example https://ma.test$uri;",
                     "~^(?<mm>x|y)\\. https://$mm.test/;", "}", "client_body_temp_path tmp;"]:
            self.put(line)
        defaults = set()
        for _ in range(r.randint(1, 4)):
            self.put("server {")
            self.mine, self.heads, self.seen = set(), [], [set()]
            self.listens(defaults)
            if r.random() < 0.9:
                self.put(f"server_name {self.names()};")
            self.put('set $v "";')
            if not any("~^(?<sub>" in line for line in self.lines):
                self.put("set $sub none;")
            for _ in range(r.choice([0, 0, 0, 1, 2])):
                self.action(2)
            for _ in range(r.randint(0, 5)):
                self.location(0)
            self.put("}")
        self.put("}")
        path = Path(root) / "nginx.conf"
        path.write_text("\n".join(self.lines) + "\n")
        return path


def agrees(seen, said, port):
    """Whether the computed answer is the observed one; and whether it is definite."""
    end, status, line, _block, target, path, unsure, access = said.split("\t")
    if seen is None:
        return end == "no-server", True
    code, location, body = seen
    if end == "unknown" or int(unsure):
        return True, False
    if end == "redirect":
        if target != "-" and location and port != 80:
            location = location.replace(f":{port}/", "/")
        return code == int(status) and (target == "-" or location == target), True
    if end == "status" and code == 200:
        return int(status) == 200 and body == "L" + line, True
    if end in ("status", "denied"):
        return code == int(status), True
    if end == "file":
        # nothing is on disk; an access list may come before
        return code in (404, 403, 301) if int(access) or path.endswith("/") else code == 404, True
    return False, True


def check(config, root):
    return subprocess.run(["nginx", "-t", "-q", "-p", root, "-c", str(config)],
                          capture_output=True).returncode == 0


def run(config, root, rng):
    return lab.compare("nginx", config, root, rng, ["nginx", "-p", root, "-c", str(config)], agrees)
