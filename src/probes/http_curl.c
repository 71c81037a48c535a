/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

enum { TOO_LARGE = 100 }; /* CURLE_TOO_LARGE of curl 8.6 and later */

struct http_curl { /* curl's multi handle on our loop */
	CURLM *multi;
	struct loop *loop;
	struct loop_timer *timer;
};

struct transfer {
	struct fetching *all;
	CURL *easy;
	struct curl_slist *connect_to;
	struct http_answer answer;
	struct http_tls tls;
	int fd;             /* -1 once curl owns it */
	bool wrong_address; /* curl asked for another one than it was given */
	char error[CURL_ERROR_SIZE];
	transfer_fn done;
	void *arg;
};

/* -- the multi handle and the loop --------------------------------------------------- */

static void check_done(struct http_curl *c);

static void act(struct http_curl *c, curl_socket_t fd, int events)
{
	int running;
	curl_multi_socket_action(c->multi, fd, events, &running);
	check_done(c);
}

static void on_fd(void *arg, int fd, int events)
{
	/* after a hang-up reading tells what happened */
	int bits = (events & (LOOP_READ | LOOP_HANGUP) ? CURL_CSELECT_IN : 0) |
		   (events & LOOP_WRITE ? CURL_CSELECT_OUT : 0);
	act(arg, (curl_socket_t)fd, bits);
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *watch)
{
	struct http_curl *c = arg;
	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		loop_unwatch(watch);
		curl_multi_assign(c->multi, fd, NULL);
		return 0;
	}
	int events = (what & CURL_POLL_IN ? LOOP_READ : 0) |
		     (what & CURL_POLL_OUT ? LOOP_WRITE : 0);
	if (watch)
		loop_rewatch(watch, events);
	else
		curl_multi_assign(
			c->multi, fd, loop_watch(c->loop, (int)fd, events, on_fd, c));
	return 0;
}

static void on_time(void *arg)
{
	struct http_curl *c = arg;
	c->timer = NULL;
	act(c, CURL_SOCKET_TIMEOUT, 0);
}

static int on_timer(CURLM *multi, long ms, void *arg)
{
	struct http_curl *c = arg;
	(void)multi;
	loop_cancel(c->timer);
	c->timer = ms < 0 ? NULL : loop_after(c->loop, ms, on_time, c);
	return 0;
}

static struct http_curl *curl_of(struct fetching *f)
{
	if (f->curl)
		return f->curl;
	struct http_curl *c = ARENA_NEW(f->look->arena, struct http_curl);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return NULL;
	c->loop = f->look->loop;
	c->multi = curl_multi_init();
	f->curl = c;
	if (!c->multi)
		return c;
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETDATA, c);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERDATA, c);
	return c;
}

void http_curl_free(struct fetching *f)
{
	if (!f->curl)
		return;
	curl_multi_cleanup(f->curl->multi);
	loop_cancel(f->curl->timer);
	f->curl = NULL;
	curl_global_cleanup();
}

/* -- one transfer -------------------------------------------------------------------- */

static size_t on_header(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	return http_answer_header(&t->answer, p, size * n) ? size * n : 0;
}

static size_t on_body(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	return http_answer_body(&t->answer, p, size * n) ? size * n : 0;
}

static struct ip address_of(const struct curl_sockaddr *a)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	if (a->family == AF_INET && a->addrlen >= sizeof(v4)) {
		memcpy(&v4, &a->addr, sizeof(v4));
		return ip_from4(&v4.sin_addr);
	}
	if (a->family == AF_INET6 && a->addrlen >= sizeof(v6)) {
		/* it is longer than the member that stands for it */
		memcpy(&v6, (const char *)a + offsetof(struct curl_sockaddr, addr),
			sizeof(v6));
		return ip_from6(&v6.sin6_addr);
	}
	return (struct ip){0};
}

/* curl gets the one connection that was made for it, or none. */
static curl_socket_t on_open(
	void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *t = arg;
	struct ip wanted = address_of(address);
	int fd = t->fd;
	if (purpose != CURLSOCKTYPE_IPCXN || fd < 0 ||
		!ip_equal(&wanted, &t->answer.hop->ip)) {
		t->wrong_address = true;
		return CURL_SOCKET_BAD;
	}
	t->fd = -1;
	return (curl_socket_t)fd;
}

static int on_sockopt(void *arg, curl_socket_t fd, curlsocktype purpose)
{
	(void)arg;
	(void)fd;
	(void)purpose;
	return CURL_SOCKOPT_ALREADY_CONNECTED;
}

static CURLcode on_ssl_ctx(CURL *easy, void *ctx, void *arg)
{
	struct transfer *t = arg;
	(void)easy;
	return http_tls_prepare(&t->tls, ctx) ? CURLE_OK : CURLE_SSL_CERTPROBLEM;
}

/* What the other side did, by what curl says. */
static enum http_stop stop_of(const struct transfer *t, CURLcode code)
{
	long error = 0;
	switch (code) {
	case CURLE_OK:
	case CURLE_WRITE_ERROR: /* a callback had enough */
		return STOP_DONE;
	case CURLE_OPERATION_TIMEDOUT:
		return STOP_TIMEOUT;
	case CURLE_RECV_ERROR: /* of the socket, or of what was read: a bad chunk */
		curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &error);
		return error || !t->answer.headers_done ? STOP_BROKEN : STOP_MALFORMED;
	case CURLE_COULDNT_CONNECT: /* the connection that it was given is broken */
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_PARTIAL_FILE:
		return t->wrong_address ? STOP_FAILED : STOP_BROKEN;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_BAD_CONTENT_ENCODING:
	case CURLE_FILESIZE_EXCEEDED:
		return STOP_MALFORMED;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
		return http_tls_broke(t->error) ? STOP_BROKEN : STOP_TLS;
	case CURLE_OUT_OF_MEMORY: /* what 7.88 says of a header line above 100 kB */
		return STOP_TOO_LONG;
	default:
		return (int)code == TOO_LARGE ? STOP_TOO_LONG : STOP_FAILED;
	}
}

/* That the answer came from the address asked is asserted, not assumed. curl may not know
 * the address of a connection that broke at once. */
static bool right_address(const struct transfer *t)
{
	const char *text = NULL;
	struct ip ip;
	bool answered = t->answer.status_line || t->answer.hop->body_bytes;
	if (t->wrong_address ||
		curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &text) != CURLE_OK)
		return false;
	if (!text || !*text)
		return !answered;
	return ip_parse(text, &ip) == ERR_OK && ip_equal(&ip, &t->answer.hop->ip);
}

static void transfer_free(struct transfer *t)
{
	curl_multi_remove_handle(t->all->curl->multi, t->easy);
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->connect_to);
	if (t->fd >= 0)
		dial_close(t->fd);
	t->easy = NULL;
	t->connect_to = NULL;
	t->fd = -1;
}

static void end_tls(struct transfer *t, enum http_stop stop, const char *words)
{
	struct tls_look *tls = t->answer.hop->tls;
	if (!tls || tls->ok || tls->error)
		return;
	tls->error = stop == STOP_TIMEOUT ? "no answer to the handshake in time"
					  : http_tls_words(t->all->look->arena, words);
}

static void transfer_end(struct transfer *t, CURLcode code)
{
	enum http_stop stop = stop_of(t, code);
	const char *words = t->error[0] ? t->error : curl_easy_strerror(code);
	if (code == CURLE_COULDNT_CONNECT && stop == STOP_BROKEN)
		words = "the connection was reset at once";
	if (stop != STOP_FAILED && !right_address(t)) {
		stop = STOP_FAILED;
		words = "the connection did not lead to the address that was asked";
	}
	if (code == CURLE_OK || code == CURLE_WRITE_ERROR)
		words = NULL;
	end_tls(t, stop, words ? words : "");
	if (t->answer.hop->tls && !t->answer.hop->tls->ok && stop != STOP_FAILED)
		words = t->answer.hop->tls->error;
	http_answer_end(
		&t->answer, stop, words ? arena_str(t->all->look->arena, words) : NULL);
	transfer_free(t);
	t->done(t->arg);
}

static void check_done(struct http_curl *c)
{
	int left;
	for (CURLMsg *m = curl_multi_info_read(c->multi, &left); m;
		m = curl_multi_info_read(c->multi, &left)) {
		struct transfer *t = NULL;
		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
		transfer_end(t, m->data.result);
	}
}

static void set_target(struct transfer *t, const struct url *u)
{
	char buf[IP_TEXT_MAX];
	struct arena *a = t->all->look->arena;
	const struct ip *ip = &t->answer.hop->ip;
	const char *open = u->ip.family == 6 ? "[" : "",
		   *close = u->ip.family == 6 ? "]" : "";
	curl_easy_setopt(t->easy, CURLOPT_URL,
		arena_printf(a, "%s://%s%s%s:%d/", u->scheme_text, open, u->host, close,
			u->port));
	/* the path goes out as it came: curl neither squashes nor encodes it */
	curl_easy_setopt(t->easy, CURLOPT_REQUEST_TARGET,
		arena_printf(a, "%s%s%s", u->path, u->query ? "?" : "",
			u->query ? u->query : ""));
	ip_format(ip, buf);
	t->connect_to = curl_slist_append(NULL,
		arena_printf(a, ip->family == 6 ? "::[%s]:%d" : "::%s:%d", buf, u->port));
	curl_easy_setopt(t->easy, CURLOPT_CONNECT_TO, t->connect_to);
}

/* curl does what it is told and nothing that an environment or a server tells it. */
static void set_limits(CURL *easy, int64_t timeout_ms)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	curl_easy_setopt(
		easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(
		easy, CURLOPT_HTTP09_ALLOWED, 1L); /* to see what answers instead */
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	/* http_tls.c verifies and records; curl would stop */
	curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
}

static void set_callbacks(struct transfer *t)
{
	CURL *easy = t->easy;
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, (char *)t);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_sockopt);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_ssl_ctx);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, t);
}

static void on_no_curl(void *arg)
{
	struct transfer *t = arg;
	dial_close(t->fd);
	http_answer_end(&t->answer, STOP_FAILED, "curl gave no handle");
	t->done(t->arg);
}

struct transfer *http_transfer(struct fetching *f, const struct url *url, struct hop *hop,
	int fd, int64_t timeout_ms, transfer_fn done, void *arg)
{
	struct arena *a = f->look->arena;
	struct http_curl *c = curl_of(f);
	struct transfer *t = ARENA_NEW(a, struct transfer);
	*t = (struct transfer){.all = f, .fd = fd, .done = done, .arg = arg};
	t->answer = (struct http_answer){.arena = a, .hop = hop};
	t->easy = c && c->multi ? curl_easy_init() : NULL;
	if (!t->easy) {
		loop_after(f->look->loop, 0, on_no_curl, t);
		return NULL;
	}
	if (url->scheme == SCHEME_HTTPS) {
		hop->tls = ARENA_NEW(a, struct tls_look);
		t->tls = (struct http_tls){.arena = a,
			.roots = f->roots,
			.look = hop->tls,
			.host = url->host,
			.host_ip = url->ip};
	}
	set_target(t, url);
	set_limits(t->easy, timeout_ms);
	set_callbacks(t);
	curl_easy_setopt(t->easy, CURLOPT_USERAGENT, hop->user_agent);
	curl_multi_add_handle(c->multi, t->easy);
	return t;
}

void http_transfer_cancel(struct transfer *t)
{
	if (t && t->easy)
		transfer_free(t);
}
