/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence_capture.h"

const char *const attempt_stage_words[ATTEMPT__MAX] = {
	[ATTEMPT_SYN] = "syn",
	[ATTEMPT_REFUSED] = "refused",
	[ATTEMPT_SYN_ACK] = "syn-ack",
	[ATTEMPT_CONNECTED] = "connected",
	[ATTEMPT_REQUEST] = "request",
	[ATTEMPT_BROKEN] = "broken",
	[ATTEMPT_ANSWERED] = "answered",
};

static const struct field arrival_fields[] = {
	F_STRUCT(struct arrival, obs, shape_obs),
	F_IP(struct arrival, from),
	F_IP(struct arrival, to),
	F_INT(struct arrival, from_port),
	F_INT(struct arrival, port),
	F_STR(struct arrival, interface),
	F_BOOL(struct arrival, own),
	F_STR(struct arrival, ca),
	F_STR(struct arrival, ca_by),
	F_ENUM(struct arrival, stage, attempt_stage_words),
	F_BOOL(struct arrival, good),
	F_INT(struct arrival, syns),
	F_STR(struct arrival, request),
	F_STR(struct arrival, host),
	F_STR(struct arrival, user_agent),
	F_BOOL(struct arrival, tls),
	F_STR(struct arrival, sni),
	F_INT(struct arrival, status),
	F_STR(struct arrival, end),
	F_INT(struct arrival, ms),
};
const struct shape shape_arrival = SHAPE(arrival, arrival_fields);

static const struct field crossing_fields[] = {
	F_STRUCT(struct crossing, obs, shape_obs),
	F_IP(struct crossing, to),
	F_INT(struct crossing, port),
	F_BOOL(struct crossing, over_lo),
	F_STR(struct crossing, left_by),
	F_INT(struct crossing, syns),
	F_INT(struct crossing, answers),
	F_INT(struct crossing, refusals),
	F_BOOL(struct crossing, came_back),
	F_STR(struct crossing, back_by),
	F_IP(struct crossing, back_from),
	F_IP(struct crossing, back_to),
	F_BOOL(struct crossing, back_answered),
	F_BOOL(struct crossing, back_refused),
};
const struct shape shape_crossing = SHAPE(crossing, crossing_fields);

static const struct field capture_seen_fields[] = {
	F_STRUCT(struct capture_seen, obs, shape_obs),
	F_VEC(struct capture_seen, crossings, shape_crossing),
	F_VEC(struct capture_seen, arrivals, shape_arrival),
	F_INT(struct capture_seen, waited),
	F_INT(struct capture_seen, packets),
	F_INT(struct capture_seen, dropped),
	F_INT(struct capture_seen, evicted),
	F_INT(struct capture_seen, omitted),
};
const struct shape shape_capture_seen = SHAPE(capture_seen, capture_seen_fields);

static const struct field counters_fields[] = {
	F_STRUCT(struct counters, obs, shape_obs),
	F_INT(struct counters, listen_overflows),
	F_INT(struct counters, listen_drops),
	F_INT(struct counters, conntrack_entries),
	F_INT(struct counters, conntrack_max),
	F_INT(struct counters, conntrack_drops),
};
const struct shape shape_counters = SHAPE(counters, counters_fields);

static const struct field counters_seen_fields[] = {
	F_STRUCT(struct counters_seen, before, shape_counters),
	F_STRUCT(struct counters_seen, after, shape_counters),
};
const struct shape shape_counters_seen = SHAPE(counters_seen, counters_seen_fields);
