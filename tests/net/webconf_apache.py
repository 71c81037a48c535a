# SPDX-License-Identifier: GPL-2.0-or-later
"""Random configurations of Apache: see test_webconf_apache."""
import os
import subprocess
from pathlib import Path

import webconf_lab as lab

MODULES = "/usr/lib/apache2/modules"


class Config:
    """A random configuration, with .htaccess files."""

    def __init__(self, rng, root):
        self.rng, self.root, self.lines = rng, root, []

    def put(self, text):
        self.lines.append(text.replace("@", str(len(self.lines) + 1)))

    def redirect(self):
        r = self.rng
        self.put(r.choice(["Redirect 301 /a https://r.test/@", "Redirect /old https://r.test/@",
                           "Redirect permanent /.well-known https://r.test/@", "Redirect 307 / https://r.test/@",
                           "RedirectMatch 302 ^/(b|img)/(.*)$ https://r.test/@/$2",
                           "RedirectMatch gone ^/deep", "RedirectPermanent /a/b https://r.test/@",
                           "Redirect 302 /b /moved/@", "RedirectMatch 403 /\\."]))

    def rewrite(self, inside):
        r = self.rng
        self.put("RewriteEngine " + r.choice(["On", "on", "on", "Off"]))
        for _ in range(r.randint(1, 3)):
            for _ in range(r.choice([0, 0, 1, 1, 2])):
                self.put(r.choice(["RewriteCond %{HTTPS} off", "RewriteCond %{HTTPS} !=on",
                                   "RewriteCond %{HTTP_HOST} ^www\\. [NC]", "RewriteCond %{HTTP_HOST} =a.example [OR]",
                                   "RewriteCond %{REQUEST_URI} !^/\\.well-known/", "RewriteCond %{HTTP_HOST} ^(.*)\\.example$",
                                   "RewriteCond %{HTTP_USER_AGENT} LAB [NC]", "RewriteCond %{SERVER_PORT} !^81$",
                                   "RewriteCond %{QUERY_STRING} ^$", "RewriteCond %{REQUEST_FILENAME} !-f"]))
            slash = "" if inside else "/"
            self.put(r.choice([f"RewriteRule ^{slash}old/(.*)$ /a/$1 [L]", "RewriteRule ^ https://w.test/@%{REQUEST_URI} [R=301,L]",
                               "RewriteRule (.*) https://w.test/@ [L,R]", f"RewriteRule ^{slash}a - [F]",
                               "RewriteRule \\.png$ - [G]", "RewriteRule ^ https://%{HTTP_HOST}/@%{REQUEST_URI} [R=308,L]",
                               f"RewriteRule ^{slash}(img|deep)/(.*)$ https://w.test/@/$1/$2 [R=302,L,NE]",
                               "RewriteRule ^ - [L]", "RewriteRule ^ https://c.test/@/%1 [R,L]",
                               "RewriteRule !well-known https://w.test/@ [R=303,L]"]))

    def require(self):
        r = self.rng
        self.put(r.choice(["Require all granted", "Require all denied", "Require all granted", "Require ip 127.0.0.0/8 ::1",
                           "Require ip 192.0.2.0/24"]))
        if r.random() < 0.15:
            self.put(r.choice(["Order allow,deny", "Order deny,allow"]))
            self.put(r.choice(["Allow from all", "Deny from all"]))

    def section(self):
        r = self.rng
        name, arg = r.choice([("Directory", self.root + "/www"), ("Directory", self.root + "/www/a"),
                              ("DirectoryMatch", "/\\."), ("Directory", self.root + "/*/b"), ("Files", "*.txt"),
                              ("FilesMatch", "\\.(png|php)$"), ("Location", "/.well-known/"), ("Location", "/a"),
                              ("LocationMatch", "^/(b|deep)"), ("Location", "/.well-known/acme-challenge"),
                              ("Files", ".ht*"), ("Directory", self.root + "/www/.well-known")])
        self.put(f'<{name} "{arg}">')
        if r.random() < 0.7:
            self.require()
        elif name == "Directory":
            self.put("AllowOverride " + r.choice(["All", "None"]))
        elif name.startswith("Location"):
            self.put(r.choice(["Redirect 302 https://l.test/@", "Require all granted"]))
        if name == "Directory" and r.random() < 0.3:
            self.rewrite(True)
        self.put(f"</{name}>")

    def host(self):
        r = self.rng
        self.put("<VirtualHost " + r.choice(["*:80", "*:80", "127.0.0.1:80", "*:81", "127.0.0.2:80 [::1]:81", "_default_:80", "*"]) + ">")
        if r.random() < 0.9:
            self.put("ServerName " + r.choice(["a.example", "b.example", "www.a.example:80", "C.test"]))
        if r.random() < 0.5:
            self.put("ServerAlias " + r.choice(["*.b.example", "www.* x.b.example", "?.c.test", "*.example other"]))
        self.put(f"DocumentRoot {self.root}/www")
        for _ in range(r.choice([0, 0, 1, 2])):
            self.redirect()
        if r.random() < 0.4:
            self.rewrite(False)
        if r.random() < 0.3:
            self.put(r.choice([f"Alias /.well-known {self.root}/www/a", f"AliasMatch ^/b/(.*) {self.root}/www/a/$1"]))
        for _ in range(r.choice([0, 1, 2])):
            self.section()
        self.put("</VirtualHost>")

    def htaccess(self, where):
        r = self.rng
        outer, self.lines = self.lines, []
        if r.random() < 0.5:
            self.redirect()
        if r.random() < 0.5:
            self.rewrite(True)
        if r.random() < 0.3:
            self.require()
        where.mkdir(parents=True, exist_ok=True)
        (where / ".htaccess").write_text("\n".join(self.lines) + "\n")
        self.lines = outer

    def write(self):
        r, root = self.rng, self.root
        for m in "mpm_event authz_core authz_host access_compat dir mime alias rewrite setenvif".split():
            self.put(f"LoadModule {m}_module {MODULES}/mod_{m}.so")
        for line in [f"ServerRoot {root}", "ServerName main.test", "User root" if os.getuid() else "User www-data", "Group www-data",
                     f"PidFile {root}/pid", f"Mutex file:{root} default", f"ErrorLog {root}/error", "Listen 80", "Listen 127.0.0.1:81",
                     f"TypesConfig /etc/mime.types", f"DocumentRoot {root}/www", "<Directory />", "AllowOverride None",
                     "Require all denied", "</Directory>", f'<Directory "{root}/www">', "AllowOverride " + r.choice(["All", "All", "None"]),
                     "Require all granted", "</Directory>", "<IfModule mod_rewrite.c>", "Define HAVE yes", "</IfModule>", "<IfDefine !HAVE>",
                     "Redirect / https://never.test/", "</IfDefine>"]:
            self.put(line)
        for _ in range(r.choice([0, 0, 1])):
            self.redirect()
        for _ in range(r.choice([0, 1])):
            self.section()
        for _ in range(r.randint(0, 4)):
            self.host()
        www = Path(root) / "www"
        for d in ["a", ".well-known/pki-validation", ".well-known/acme-challenge", "b", "img", "deep/er",
                  "a/pki-validation", "a/acme-challenge"]:
            (www / d).mkdir(parents=True, exist_ok=True)
        for where in [www, www / "a", www / ".well-known"]:
            if r.random() < 0.4:
                self.htaccess(where)
        path = Path(root) / "httpd.conf"
        path.write_text("\n".join(self.lines) + "\n")
        return path


def agrees(seen, said, port):
    """Whether the computed answer is the observed one; and whether it is definite."""
    end, status, _line, _block, target, _path, unsure, access = said.split("\t")
    if seen is None:
        return end == "no-server", True
    code, location, _body = seen
    if int(access) and code == 403:
        return True, False
    if end == "unknown" or int(unsure):
        return True, False
    if end == "redirect":
        if location and port != 80:
            location = location.replace(f":{port}/", "/")
        return code == int(status) and location == target, True
    if end in ("status", "denied"):
        return code == int(status), True
    if end == "file":
        # nothing is on disk but directories; an access list may refuse
        return code in ((403, 404, 301) if int(access) else (404, 301, 403)), not int(access)
    return False, True


def check(config, root):
    return subprocess.run(["apache2", "-t", "-f", str(config)], capture_output=True).returncode == 0


def run(config, root, rng):
    return lab.compare("apache", config, root, rng, ["apache2", "-DFOREGROUND", "-f", str(config)], agrees)
