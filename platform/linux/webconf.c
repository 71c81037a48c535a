/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration of each web server that listens on the asked ports. */
#include "webconf.h"

#include "apart.h"
#include "verbs.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROUNDS_MAX = CONF_DEPTH_MAX + 1 };

static const char *directory_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return "/";
	return arena_dup(a, path, (size_t)(slash - path));
}

/* As nginx itself: -c, else what it was built with; relative to -p or its prefix. */
static void nginx_main(struct arena *a, const struct web_process *p, struct conf_set *set)
{
	const char *prefix = webconf_option(p, "-p");
	const char *main_file = webconf_option(p, "-c");
	if (!prefix)
		prefix = webconf_built_in(a, p, "--prefix=");
	if (!main_file)
		main_file = webconf_built_in(a, p, "--conf-path=");
	if (!prefix)
		prefix = "/usr/local/nginx";
	if (!main_file)
		main_file = "conf/nginx.conf";
	set->main = conf_absolute(a, prefix, main_file);
	set->base = directory_of(a, set->main);
}

/* As Apache itself: -f and -d, else what it was built with; what envvars exported stands
 * in its environment. */
static void apache_main(
	struct arena *a, const struct web_process *p, struct conf_set *set)
{
	const char *root = webconf_option(p, "-d"), *main_file = webconf_option(p, "-f");
	if (!root)
		root = webconf_built_in(a, p, "-D HTTPD_ROOT=\"");
	if (!main_file)
		main_file = webconf_built_in(a, p, "-D SERVER_CONFIG_FILE=\"");
	set->base = root ? root : "/etc/apache2";
	set->main =
		conf_absolute(a, set->base, main_file ? main_file : "conf/httpd.conf");
	for (size_t i = 1; i < p->args.n; i++) {
		const char *word = p->args.v[i];
		if (strncmp(word, "-D", 2) == 0 && word[2])
			VEC_PUSH(a, &set->defines, word + 2);
		else if (strcmp(word, "-D") == 0 && i + 1 < p->args.n)
			VEC_PUSH(a, &set->defines, p->args.v[++i]);
	}
	set->variables = p->environment;
}

/* The directory's .htaccess, and those on the way to the validation files. */
static void want_htaccess(struct webconf_reader *r, const char *dir)
{
	static const char *const below[] = {"", "/.well-known",
		"/.well-known/pki-validation", "/.well-known/acme-challenge"};
	size_t n = strlen(dir);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	for (size_t i = 0; *dir == '/' && i < sizeof(below) / sizeof(below[0]); i++)
		webconf_read_beside(
			r, arena_printf(r->a, "%.*s%s/.htaccess", (int)n, dir, below[i]));
}

static void read_htaccess(struct webconf_reader *r, const struct conf_node *n, int depth)
{
	for (size_t i = 0; i < n->kids.n && depth < 4; i++) {
		const struct conf_node *k = n->kids.v[i];
		if (strcmp(k->name, "documentroot") == 0)
			want_htaccess(r, conf_arg(k, 0));
		else if (strcmp(k->name, "alias") == 0)
			want_htaccess(r, conf_arg(k, 1));
		if (k->block)
			read_htaccess(r, k, depth + 1);
	}
}

static void say_end(struct arena *a, struct webconf_server *s)
{
	const char *main_file = s->set.main;
	s->obs.source = arena_printf(a, "%s of process %" PRId64, main_file, s->pid);
	if (!conf_find(&s->set, main_file)) {
		s->obs.seen = s->unread.n && strstr(s->unread.v[0], strerror(EACCES))
				      ? SEEN_DENIED
				      : SEEN_FAILED;
		s->obs.excerpt = s->unread.n ? s->unread.v[0] : "could not be read";
		return;
	}
	s->obs.seen = SEEN_YES;
	s->obs.excerpt = arena_printf(a, "%" PRIu64 " files", (uint64_t)s->set.files.n);
}

/* Neither its root directory nor its mounts are those of this process. */
static bool is_apart(struct arena *a, int64_t pid)
{
	struct stat its, own;
	const char *proc = arena_printf(a, "/proc/%" PRId64, pid);
	if (stat(arena_printf(a, "%s/root/.", proc), &its) != 0 ||
		stat("/proc/self/root/.", &own) != 0 || its.st_dev != own.st_dev ||
		its.st_ino != own.st_ino)
		return true;
	return stat(arena_printf(a, "%s/root/etc", proc), &its) == 0 &&
	       stat("/etc", &own) == 0 &&
	       (its.st_dev != own.st_dev || its.st_ino != own.st_ino);
}

static void read_server(
	struct arena *a, const struct web_process *p, struct webconf_server *out)
{
	struct webconf_reader r = {.a = a, .server = out, .process = p};
	out->kind = p->kind;
	out->pid = p->pid;
	out->exe = p->exe;
	out->args = p->args;
	out->apart = is_apart(a, p->pid);
	out->obs.source = "web server configuration";
	const bool nginx = strcmp(p->kind, "nginx") == 0;
	struct conf_tree tree = {0};
	(nginx ? nginx_main : apache_main)(a, p, &out->set);
	r.root = open(arena_printf(a, "/proc/%" PRId64 "/root", p->pid),
		O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (r.root < 0) {
		out->obs.seen =
			errno == EACCES || errno == EPERM ? SEEN_DENIED : SEEN_FAILED;
		out->obs.excerpt = strerror(errno);
		return;
	}
	for (int round = 0; round < ROUNDS_MAX; round++) {
		(nginx ? conf_nginx_read : conf_apache_read)(a, &out->set, &tree);
		size_t before = out->set.includes.n;
		for (size_t i = 0; i < tree.needs.n; i++)
			webconf_read(&r, tree.needs.v[i]);
		if (out->set.includes.n == before)
			break;
	}
	if (!nginx && tree.root)
		read_htaccess(&r, tree.root, 0);
	close(r.root);
	say_end(a, out);
}

static void look(struct arena *a, const void *question, void *answer)
{
	const struct ask_ports *q = question;
	struct webconf_look *out = answer;
	struct web_processes found = {0};
	webconf_find(a, q, &found);
	out->obs.source = "web servers";
	out->obs.seen = found.all.n ? SEEN_YES : found.unknown ? SEEN_DENIED : SEEN_NO;
	if (!found.all.n)
		out->obs.excerpt = found.unknown    ? "whose the listeners are needs root"
				   : found.others.n ? arena_printf(a, "%s listens",
							      found.others.v[0])
						    : "no web server listens";
	for (size_t i = 0; i < found.all.n; i++)
		read_server(a, found.all.v[i],
			VEC_ADD(a, &out->servers, struct webconf_server));
}

void webconf_ask(struct arena *a, const struct ask_ports *q, struct webconf_look *out)
{
	struct webconf_look found = {0};
	enum err err =
		apart_run(a, &shape_webconf_look, look, q, &found, WEBCONF_LIMIT_MS);
	if (err == ERR_OK)
		*out = found;
	else
		out->obs = (struct obs){.seen = SEEN_FAILED,
			.source = "web servers",
			.excerpt = err == ERR_TIMEOUT
					   ? "their files could not be read within 2 s"
					   : err_str(err)};
}
