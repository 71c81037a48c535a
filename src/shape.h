/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plain structs described as data: for each struct one const table of its fields. From it
 * come the broker's wire format (wire.h), the JSON and kv form of the evidence
 * (report/), and the generic test that runs every check on all-denied evidence.
 */
#ifndef PKIREADY_SHAPE_H
#define PKIREADY_SHAPE_H

#include <stddef.h>

enum field_kind {
	FIELD_BOOL,   /* bool */
	FIELD_INT,    /* int64_t */
	FIELD_ENUM,   /* an enum; its words are names[0..names_n-1] */
	FIELD_STR,    /* const char *, NULL allowed */
	FIELD_BYTES,  /* struct bytes */
	FIELD_IP,     /* struct ip */
	FIELD_STRUCT, /* a struct of shape, embedded */
	FIELD_PTR,    /* a pointer to one struct of shape, NULL allowed */
	FIELD_VEC,    /* VEC(struct of shape) */
	FIELD_STRS,   /* strs */
	FIELD_IPS,    /* VEC(struct ip) */
};

struct field {
	const char *name; /* as in JSON */
	enum field_kind kind;
	size_t offset;
	const struct shape *shape;  /* STRUCT, PTR, VEC */
	const char *const *names;   /* ENUM */
	size_t names_n;
};

struct shape {
	const char *name;
	size_t size;
	const struct field *fields;
	size_t fields_n;
};

/* Field rows: F_STR(struct listener, program). The JSON name is the member's name. */
#define F_PLAIN_(type, member, k) \
	{.name = #member, .kind = (k), .offset = offsetof(type, member)}
#define F_BOOL(type, member) F_PLAIN_(type, member, FIELD_BOOL)
#define F_INT(type, member) F_PLAIN_(type, member, FIELD_INT)
#define F_STR(type, member) F_PLAIN_(type, member, FIELD_STR)
#define F_BYTES(type, member) F_PLAIN_(type, member, FIELD_BYTES)
#define F_IP(type, member) F_PLAIN_(type, member, FIELD_IP)
#define F_STRS(type, member) F_PLAIN_(type, member, FIELD_STRS)
#define F_IPS(type, member) F_PLAIN_(type, member, FIELD_IPS)
#define F_ENUM(type, member, table) \
	{.name = #member, .kind = FIELD_ENUM, .offset = offsetof(type, member), \
		.names = (table), .names_n = sizeof(table) / sizeof((table)[0])}
#define F_OF_(type, member, k, s) \
	{.name = #member, .kind = (k), .offset = offsetof(type, member), .shape = &(s)}
#define F_STRUCT(type, member, s) F_OF_(type, member, FIELD_STRUCT, s)
#define F_PTR(type, member, s) F_OF_(type, member, FIELD_PTR, s)
#define F_VEC(type, member, s) F_OF_(type, member, FIELD_VEC, s)

#define SHAPE(type, table) \
	{.name = #type, .size = sizeof(struct type), .fields = (table), \
		.fields_n = sizeof(table) / sizeof((table)[0])}

#endif
