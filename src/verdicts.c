/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdicts.h"

#include "evidence.h"

const char *const fate_words[FATE__MAX] = {
	[FATE_ACCEPT] = "accept",
	[FATE_DROP] = "drop",
	[FATE_REJECT] = "reject",
	[FATE_MAYBE] = "maybe",
	[FATE_UNKNOWN] = "unknown",
};

static const struct field decider_fields[] = {
	F_STR(struct decider, stage),
	F_STR(struct decider, hook),
	F_STR(struct decider, family),
	F_STR(struct decider, table),
	F_STR(struct decider, chain),
	F_INT(struct decider, handle),
	F_BOOL(struct decider, legacy),
	F_STR(struct decider, rule),
	F_STR(struct decider, owner),
	F_STR(struct decider, comment),
	F_STRS(struct decider, path),
	F_STR(struct decider, detail),
	F_IP(struct decider, sent_to),
	F_INT(struct decider, sent_port),
};
const struct shape shape_decider = SHAPE(decider, decider_fields);

const char *const proof_words[PROOF__MAX] = {
	[PROOF_NOT_INJECTED] = "not-injected",
	[PROOF_REFUSED] = "refused",
	[PROOF_AGREES] = "agrees",
	[PROOF_SAMPLE] = "sample",
	[PROOF_SETTLES] = "settles",
	[PROOF_DIFFERS] = "differs",
};

static const struct field proof_fields[] = {
	F_ENUM(struct proof, state, proof_words),
	F_STR(struct proof, why),
	F_ENUM(struct proof, verdict, fate_words),
	F_PTR(struct proof, by, shape_decider),
	F_STR(struct proof, where),
	F_STR(struct proof, listener),
	F_INT(struct proof, generation),
	F_ENUM(struct proof, computed, fate_words),
	F_PTR(struct proof, engine, shape_decider),
	F_STR(struct proof, report),
};
static const struct shape shape_proof = SHAPE(proof, proof_fields);

static const struct field packet_verdict_fields[] = {
	F_IP(struct packet_verdict, from),
	F_STR(struct packet_verdict, list),
	F_IP(struct packet_verdict, to),
	F_STR(struct packet_verdict, interface),
	F_INT(struct packet_verdict, port),
	F_STR(struct packet_verdict, proto),
	F_ENUM(struct packet_verdict, verdict, fate_words),
	F_STRUCT(struct packet_verdict, by, shape_decider),
	F_PTR(struct packet_verdict, nearly, shape_decider),
	F_STRS(struct packet_verdict, reasons),
	F_IP(struct packet_verdict, last),
	F_PTR(struct packet_verdict, proof, shape_proof),
};
const struct shape shape_packet_verdict = SHAPE(packet_verdict, packet_verdict_fields);

static const struct field space_range_fields[] = {
	F_IP(struct space_range, from),
	F_IP(struct space_range, to),
	F_ENUM(struct space_range, verdict, fate_words),
	F_INT(struct space_range, by),
	F_STRS(struct space_range, reasons),
};
static const struct shape shape_space_range = SHAPE(space_range, space_range_fields);
static const struct field space_look_fields[] = {
	F_IP(struct space_look, to),
	F_STR(struct space_look, interface),
	F_INT(struct space_look, port),
	F_STR(struct space_look, proto),
	F_INT(struct space_look, family),
	F_VEC(struct space_look, deciders, shape_decider),
	F_VEC(struct space_look, ranges, shape_space_range),
	F_VEC(struct space_look, samples, shape_packet_verdict),
};
const struct shape shape_space_look = SHAPE(space_look, space_look_fields);

static const struct field packet_program_fields[] = {
	F_STR(struct packet_program, kind),
	F_STR(struct packet_program, where),
	F_STR(struct packet_program, detail),
};
static const struct shape shape_packet_program =
	SHAPE(packet_program, packet_program_fields);

static const struct field idle_rule_fields[] = {
	F_STRUCT(struct idle_rule, rule, shape_decider),
	F_IP(struct idle_rule, to),
	F_STR(struct idle_rule, interface),
	F_INT(struct idle_rule, port),
	F_STR(struct idle_rule, proto),
	F_STR(struct idle_rule, why),
};
static const struct shape shape_idle_rule = SHAPE(idle_rule, idle_rule_fields);

const char *const boot_state_words[BOOT__MAX] = {
	[BOOT_LOADED] = "loaded",
	[BOOT_FAILED] = "failed",
	[BOOT_DISABLED] = "disabled",
	[BOOT_NOT_RUN] = "not-run",
};
static const struct field boot_load_fields[] = {
	F_STR(struct boot_load, unit),
	F_STR(struct boot_load, command),
	F_STR(struct boot_load, file),
	F_ENUM(struct boot_load, state, boot_state_words),
	F_STR(struct boot_load, detail),
};
const struct shape shape_boot_load = SHAPE(boot_load, boot_load_fields);

static const struct field verdicts_fields[] = {
	F_STRUCT(struct verdicts, obs, shape_obs),
	F_VEC(struct verdicts, all, shape_packet_verdict),
	F_VEC(struct verdicts, spaces, shape_space_look),
	F_VEC(struct verdicts, programs, shape_packet_program),
	F_INT(struct verdicts, rules),
	F_STRS(struct verdicts, unread),
	F_VEC(struct verdicts, idle, shape_idle_rule),
	F_VEC(struct verdicts, loads, shape_boot_load),
	F_STRS(struct verdicts, remakers),
	F_STR(struct verdicts, method),
	F_STR(struct verdicts, unproved),
};
const struct shape shape_verdicts = SHAPE(verdicts, verdicts_fields);

static const struct field ask_port_fields[] = {
	F_INT(struct ask_port, port),
	F_INT(struct ask_port, proto),
};
static const struct shape shape_ask_port = SHAPE(ask_port, ask_port_fields);
static const struct field ask_source_fields[] = {
	F_IP(struct ask_source, ip),
	F_STR(struct ask_source, list),
	F_IP(struct ask_source, last),
};
static const struct shape shape_ask_source = SHAPE(ask_source, ask_source_fields);
static const struct field ask_verdicts_fields[] = {
	F_VEC(struct ask_verdicts, from, shape_ask_source),
	F_BOOL(struct ask_verdicts, any4),
	F_BOOL(struct ask_verdicts, any6),
	F_IPS(struct ask_verdicts, to),
	F_STR(struct ask_verdicts, interface),
	F_VEC(struct ask_verdicts, ports, shape_ask_port),
	F_BOOL(struct ask_verdicts, output),
	F_BOOL(struct ask_verdicts, idle),
	F_BOOL(struct ask_verdicts, after_reboot),
	F_BOOL(struct ask_verdicts, anyway),
};
const struct shape shape_ask_verdicts = SHAPE(ask_verdicts, ask_verdicts_fields);
