/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to do, as exact as the evidence allows; NULL leaves the table's general advice. */
#include "judge.h"

static const char *directory(const struct judging *j)
{
	const char *path = j->target->path ? j->target->path : j->profile->dir;
	const char *end = path ? strrchr(path, '/') : NULL;
	return end ? judge_s(j, "%.*s", (int)(end - path + 1), path) : "/.well-known/";
}

static const char *url_path(const struct judging *j)
{
	return j->target->path ? j->target->path : directory(j);
}

static const char *webroot(const struct judging *j)
{
	return j->target->webroot ? j->target->webroot : "/var/www/html";
}

static const char *unit_of(const struct judging *j, const struct place *p)
{
	const struct listener *l =
		port_listener(j, &p->addr->ip, scheme_port(p->scheme), true);
	return l && l->unit ? l->unit : "nginx";
}

/* A server block, or line, that listens as the place needs it. */
static const char *listen_lines(const struct judging *j, const struct place *p)
{
	bool tls = p->scheme == SCHEME_HTTPS;
	return judge_s(j,
		"nginx: \"listen %d%s; listen [::]:%d%s;\"; Apache: \"Listen %d\". Then: "
		"nginx -t && systemctl reload nginx (apachectl configtest && systemctl "
		"reload apache2).",
		scheme_port(p->scheme), tls ? " ssl" : "", scheme_port(p->scheme),
		tls ? " ssl" : "", scheme_port(p->scheme));
}

static const char *start_server(const struct judging *j, const struct place *p)
{
	const struct listeners *l = &j->evidence->listeners;
	if (l->stopped_web_units.n)
		return judge_s(j,
			"%s is installed but does not run: systemctl start %s\nIf it "
			"does not stay up: journalctl -u %s -n 30",
			l->stopped_web_units.v[0], l->stopped_web_units.v[0],
			l->stopped_web_units.v[0]);
	return judge_s(j, "Start the web server, or let it listen on this port too. %s",
		listen_lines(j, p));
}

static const char *serve_https(const struct judging *j, const struct place *p)
{
	bool plain = p->end.hop && p->end.hop->tls && p->end.hop->tls->plain_http;
	if (j->profile->schemes == SCHEMES_BOTH_OR_REFUSED)
		return judge_s(j,
			"Either serve the file on 443 with TLS (%sany certificate, also "
			"a self-signed one), or stop listening on 443 until the "
			"certificate is issued: remove the listen line, systemctl reload "
			"%s.",
			plain ? "nginx: \"listen 443 ssl;\" instead of \"listen 443;\", "
			      : "",
			unit_of(j, p));
	return judge_s(j, "Serve TLS on 443%s, or stop listening there.",
		plain ? " (nginx: \"listen 443 ssl;\" instead of \"listen 443;\")" : "");
}

static const char *exempt_location(
	const struct judging *j, const struct place *p, const char *what)
{
	const char *dir = directory(j), *root = webroot(j);
	return judge_s(j,
		"%s\nnginx, in each server block of the name, for 80 and 443:\n"
		"    location ^~ %s { root %s; default_type text/plain; try_files $uri "
		"=404; }\n"
		"and let the redirect stand in \"location / { return 301 …; }\", not in "
		"the server block itself.\n"
		"Apache, before other RewriteRules: RewriteRule ^/?%s - [END]\n"
		"Then reload, and look: curl -si %s://%s%s",
		what, dir, root, dir[0] == '/' ? dir + 1 : dir, scheme_str(p->scheme),
		p->named->name->ascii, url_path(j));
}

static const char *redirect_missing_slash(const struct judging *j, const struct place *p)
{
	return judge_s(j,
		"Write the slash: nginx \"return 301 https://$host$request_uri;\", "
		"Apache \"Redirect permanent / https://%s/\". Better, leave %s out of "
		"the redirect.",
		p->named->name->ascii, directory(j));
}

static const char *for_status(const struct judging *j, const struct place *p)
{
	int64_t status = p->end.hop ? p->end.hop->status : 0;
	const char *dir = directory(j);
	if (status == 401 || status == 403)
		return judge_s(j,
			"Find what denies it: a \"deny\" or dotfile rule (location ~ "
			"/[.]), \"Require\", .htaccess, file mode, or a security module. "
			"nginx: location ^~ %s { allow all; root %s; default_type "
			"text/plain; }; check: namei -l %s%s",
			dir, webroot(j), webroot(j), url_path(j));
	if (status == 404 || status == 410)
		return judge_s(j,
			"Put the file under the document root of the server block that "
			"answers for the name: %s%s. Which one that is: nginx -T | grep "
			"-E \"server_name|root|listen\" (apachectl -S). Then: curl -si "
			"%s://%s%s",
			webroot(j), url_path(j), scheme_str(p->scheme),
			p->named->name->ascii, url_path(j));
	if (status >= 500)
		return "The server fails behind its front: read its error log "
		       "(/var/log/nginx/error.log, journalctl -u UNIT), and serve the "
		       "path as a static file, without the application behind it.";
	return NULL;
}

static const char *replace_file(const struct judging *j, const struct place *p)
{
	const char *source = j->target->expect_source;
	return judge_s(j,
		"Upload the file as the CA gave it, in binary mode, without opening it "
		"in an editor%s%s%s: cp FILE %s%s. Then purge caches in front, and "
		"compare: curl -s %s://%s%s | cmp - FILE",
		source ? " (expected: " : "", source ? source : "", source ? ")" : "",
		webroot(j), url_path(j), scheme_str(p->scheme), p->named->name->ascii,
		url_path(j));
}

static const char *purge_cdn(const struct judging *j, const struct place *p)
{
	const char *by, *cdn = cdn_of(j, p, &by);
	return judge_s(j,
		"In the console of %s: purge the URL %s, let %s go to the origin "
		"uncached, and put the file on the origin; or switch the CDN off for "
		"this name until issuance (Alibaba Cloud: also for regions outside "
		"China). If you do not control it, cancel the application and validate "
		"by DNS.",
		cdn ? cdn : "the CDN", url_path(j), directory(j));
}

static const char *for_disk(const struct judging *j, enum finding_id id)
{
	const struct webroot_look *w = &j->evidence->webroot;
	const char *path =
		w->path ? w->path : judge_s(j, "%s%s", webroot(j), url_path(j));
	const char *end = strrchr(path, '/');
	const char *dir = end ? judge_s(j, "%.*s", (int)(end - path), path) : ".";
	switch (id) {
	case FINDING_FILE_NOT_ON_DISK:
		return judge_s(j, "mkdir -p '%s' && cp FILE '%s' && chmod 644 '%s'", dir,
			path, path);
	case FINDING_FILE_RENAMED:
		return judge_s(j,
			"Give it its name back, exactly as downloaded: mv "
			"'%s'/WRONG-NAME '%s'",
			dir, path);
	case FINDING_FILE_UNREADABLE:
		return judge_s(j,
			"chmod o+r '%s', and o+x on each directory above; see: namei -l "
			"'%s'; with SELinux: restorecon -Rv '%s'",
			path, path, dir);
	default:
		return NULL;
	}
}

static const char *for_name(const struct judging *j, const struct place *p)
{
	const char *name = p->named->name->ascii;
	return judge_s(j,
		"Name every host in the server block that has the file: nginx "
		"\"server_name %s;\", Apache \"ServerName/ServerAlias %s\", for port 80 "
		"and for 443. Who answers now: nginx -T | grep -n server_name (apachectl "
		"-S).",
		name, name);
}

const char *advice_upstream(const struct judging *j)
{
	const struct cloud *c = &j->evidence->cloud;
	if (obs_seen(&c->obs) && c->security_group)
		return judge_s(
			j, "%s: %s", c->name ? c->name : "The cloud", c->security_group);
	return "Allow TCP 80 and 443 from anywhere (0.0.0.0/0 and ::/0) in whatever "
	       "stands in front: security group, network ACL, router, provider's "
	       "firewall. Then let something outside fetch the URL.";
}

static const char *for_dial(const struct judging *j, const struct place *p)
{
	switch ((int)p->end.id) {
	case FINDING_NO_LISTENER:
		return start_server(j, p);
	case FINDING_LOOPBACK_ONLY_LISTENER:
	case FINDING_LISTENER_FAMILY_MISSING:
		return judge_s(j, "Let it listen on all addresses of both families. %s",
			listen_lines(j, p));
	case FINDING_BEHIND_NAT:
		return "Forward TCP 80 and 443 on the router (cloud: bind the public "
		       "address to this host and open its security group). To judge what "
		       "this host itself answers: --hosts NAME=ADDR, with an address of "
		       "its own.";
	case FINDING_CONNECT_TIMEOUT:
		return advice_upstream(j);
	default:
		return NULL;
	}
}

static const char *for_answer(const struct judging *j, const struct place *p)
{
	switch ((int)p->end.id) {
	case FINDING_HTTPS_BROKEN:
		return serve_https(j, p);
	case FINDING_REDIRECTED:
	case FINDING_REDIRECT_LOOP:
	case FINDING_REDIRECT_TOO_MANY:
	case FINDING_REDIRECT_CODE:
	case FINDING_REDIRECT_PORT:
	case FINDING_REDIRECT_SCHEME:
	case FINDING_REDIRECT_RESERVED:
	case FINDING_REDIRECT_TARGET_FAILS:
		return exempt_location(
			j, p, "Leave the validation path out of the redirect.");
	case FINDING_REDIRECT_OFF_DOMAIN:
		return strstr(p->end.what, "slash")
			       ? redirect_missing_slash(j, p)
			       : exempt_location(j, p,
					 "Leave the validation path out of the "
					 "redirect.");
	case FINDING_REDIRECT_NOT_HTTP:
	case FINDING_HTML_INSTEAD:
	case FINDING_FILE_NOT_SERVED:
		return exempt_location(j, p,
			"Let the path be served as a static file, before any application "
			"sees it.");
	case FINDING_HTTP_STATUS:
	case FINDING_FILE_SCHEME_DIFFERS:
		return for_status(j, p);
	case FINDING_FILE_SIBLING_DIFFERS:
	case FINDING_WRONG_VHOST:
		return for_name(j, p);
	case FINDING_FILE_DIFFERS:
	case FINDING_FILE_EDITED:
		return replace_file(j, p);
	case FINDING_CDN_SERVES:
	case FINDING_CDN_STALE:
		return purge_cdn(j, p);
	default:
		return for_disk(j, p->end.id);
	}
}

/* A look that was not made asks for none of these steps. */
static const char *for_unknown(const struct judging *j, const struct place *p)
{
	if (p->end.id == FINDING_FILE_NOT_SERVED && j->target->random)
		return "Give the CA's file with --file (or --expect TEXT, --token T), so "
		       "that what is served can be compared.";
	if (p->end.id == FINDING_FILE_DIFFERS)
		return "Give the CA's file with --file, or its text with --expect.";
	if (p->end.id == FINDING_FILE_NOT_SERVED || p->end.id == FINDING_CONNECT_TIMEOUT)
		return "Run again, with a longer --timeout if it ended too early.";
	return p->dial ? for_dial(j, p) : NULL;
}

const char *advice_for(const struct judging *j, const struct place *p)
{
	const char *advice = p->end.advice;
	if (!advice && p->end.verdict == VERDICT_UNKNOWN)
		advice = for_unknown(j, p);
	else if (!advice)
		advice = p->dial ? for_dial(j, p) : for_answer(j, p);
	return advice ? advice : finding_table[p->end.id].advice;
}
