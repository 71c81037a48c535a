/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A web server's configuration as a tree of directives, each with the file, line and
 * bytes that it stands in. Pure: files come in as bytes; an include that is not among
 * them comes back as a need, so that the platform can read it and ask again. Text from
 * configuration files may be anything: every loop is bounded.
 */
#ifndef PKIREADY_WEBCONF_CONF_H
#define PKIREADY_WEBCONF_CONF_H

#include "arena.h"
#include "shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CONF_FILES_MAX = 1024,
	CONF_BYTES_MAX = 16 * 1024 * 1024, /* of all files */
	CONF_NODES_MAX = 200000,
	CONF_DEPTH_MAX = 32,   /* of blocks, and of includes */
	CONF_WORD_MAX = 65536, /* bytes of one word */
	CONF_ARGS_MAX = 4096,  /* words of one directive */
};

struct conf_file {
	const char *path;   /* absolute */
	struct bytes bytes;
};
struct conf_include { /* what a pattern (absolute, maybe with *, ?, []) led to */
	const char *pattern;
	strs paths;         /* sorted; empty: nothing fits */
};
struct conf_set { /* all that was read */
	const char *main;   /* path of the main file */
	const char *base;   /* directory that relative includes start from */
	VEC(struct conf_file) files;
	VEC(struct conf_include) includes;
	/* Apache: what is defined at the start ("SSL"), and "NAME=VALUE" for ${NAME} */
	strs defines, variables;
};
extern const struct shape shape_conf_set;

struct conf_node {
	const char *name;   /* nginx: as written; Apache: in lower case. "": the root */
	strs args;          /* quotes and escapes taken away */
	const struct conf_file *file;
	int64_t line;       /* from 1 */
	/* bytes of the file: from the name to behind its ';', '}' or newline */
	size_t begin, end;
	size_t body;        /* a block's first byte behind its opening; 0 no block */
	bool block;
	const struct conf_node *parent;
	VEC(struct conf_node) kids; /* what included files hold stands among them */
};

struct conf_tree {
	struct conf_node *root;
	strs needs;         /* patterns and paths that the set does not hold */
	/* "FILE:LINE: unexpected }": the rest of that file is not in the tree */
	strs errors;
	/* Apache: the .htaccess files of the set, each a block with its directory */
	VEC(struct conf_node) per_directory;
};

/* nginx: ngx_conf_file.c of 1.22. */
void conf_nginx_read(struct arena *a, const struct conf_set *set, struct conf_tree *out);
void conf_apache_read(struct arena *a, const struct conf_set *set, struct conf_tree *out);

const struct conf_file *conf_find(const struct conf_set *set, const char *path);
/* NULL when the set does not hold that pattern. */
const struct conf_include *conf_included(
	const struct conf_set *set, const char *pattern);
/* path itself when absolute, else below base. */
const char *conf_absolute(struct arena *a, const char *base, const char *path);
/* Equal, ASCII case aside. */
bool conf_same(const char *a, const char *b);
/* The first n bytes, ASCII letters in lower case. */
const char *conf_lower(struct arena *a, const char *s, size_t n);
/* The i-th argument, "" when there are not so many. */
const char *conf_arg(const struct conf_node *n, size_t i);
/* The directive itself on one line, a block by its head alone: "location ~ /\. {". */
const char *conf_text(struct arena *a, const struct conf_node *n);
/* The last kid by that name, NULL none. */
const struct conf_node *conf_kid(const struct conf_node *n, const char *name);
/* The nearest directive by that name, here or in a block around. */
const struct conf_node *conf_inherited(const struct conf_node *n, const char *name);

/* -- for the readers of both languages ----------------------------------------- */
struct conf_reading {
	struct arena *a;
	const struct conf_set *set;
	struct conf_tree *out;
	size_t nodes;
};
/* Apache: what is known while reading. */
struct conf_apache {
	const char *root;   /* ServerRoot */
	strs modules;       /* "rewrite" */
	strs defines, variables;
};
/* The value of the last "NAME=VALUE" by that name; NULL none. */
const char *conf_variable(struct arena *a, const strs *pairs, const char *name);
/* NULL: too many, which was said. */
struct conf_node *conf_add(struct conf_reading *r, struct conf_node *parent);
void conf_error(struct conf_reading *r, const struct conf_file *f, int64_t line,
	const char *what);
void conf_need(struct conf_reading *r, const char *pattern);

#endif
