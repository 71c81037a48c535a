# SPDX-License-Identifier: GPL-2.0-or-later
# The rings of tests. A new test is a new file: no line here.
#   tests/check-*                 gates: mechanical rules
#   tests/unit/test_*.c           cmocka; no root, no network
#   tests/cli/test_*              the binary on fixtures
#   tests/net/test_*              network namespaces (root)
#   tests/scenarios/test_*        the lab: whole diagnoses against their expectations (root)
#   tests/fuzz/fuzz_*.c           LLVMFuzzerTestOneInput; seeds in tests/fuzz/corpus/*

UNIT := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
FAKE := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fake_*.c))
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
programs = $(shell find $(wildcard $(1)) -maxdepth 0 -perm -100 -type f 2>/dev/null)
GATES = $(call programs,tests/check-*)
CLI = $(call programs,tests/cli/test_*)
NET = $(call programs,tests/net/test_* tests/scenarios/test_*)

# The fuzzer wants the whole library instrumented, by clang.
FUZZ_BUILD := build/fuzz
FUZZ_FLAGS := -O1 -g -Werror -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
FUZZ_SECONDS ?= 60
SAN_BUILD := build/san
SAN_FLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined

$(BUILD)/tests/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -Itests -MMD -MP -c -o $@ $<

$(BUILD)/tests/unit/test_%: $(BUILD)/tests/unit/test_%.o $(FAKE) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka

$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(UNIT)
fuzz-objects: $(FUZZ:%=$(BUILD)/tests/fuzz/%)
fuzz-build:
	+@$(SUBMAKE) BUILD=$(FUZZ_BUILD) CC=clang CFLAGS='$(FUZZ_FLAGS)' fuzz-objects

# What a test needs to know.
RUN_TESTS = PKIREADY=$(abspath $(or $(2),$(BIN))) BUILD=$(abspath $(or $(1),$(BUILD))) tests/run-tests

# Everything, on a bare machine too: as root it installs first what is missing. What it tests is
# built apart, by gcc, where no warning passes; the fuzz targets are, by clang.
CHECK_BUILD := build/check
check:
	@.ci/deps test
	+@$(SUBMAKE) BUILD=$(CHECK_BUILD) CFLAGS='$(CFLAGS) -Werror' all unit-build
	+@$(SUBMAKE) fuzz-build
	@$(call RUN_TESTS,$(CHECK_BUILD),$(CHECK_BUILD)/pkiready) -j $(JOBS) \
		tests/check-builds $(filter-out tests/check-builds,$(GATES)) \
		$(UNIT:$(BUILD)/%=$(CHECK_BUILD)/%) $(NET) $(CLI) $(FUZZ:%='tests/fuzz/smoke % 3')

# What a memory checker can see: the sanitizers on all that needs no lab, valgrind on the unit
# ring and on one whole diagnosis.
check-san:
	@.ci/deps test
	+@$(SUBMAKE) all unit-build
	+@$(SUBMAKE) BUILD=$(SAN_BUILD) CFLAGS='$(SAN_FLAGS)' all unit-build
	+@$(SUBMAKE) fuzz-build
	@$(call RUN_TESTS,$(SAN_BUILD),$(SAN_BUILD)/pkiready) -j $(JOBS) $(UNIT:$(BUILD)/%=$(SAN_BUILD)/%) \
		$(CLI) $(UNIT:%='tests/valgrind %') 'tests/lab/valgrind-diagnose $(abspath $(BIN))' $(FUZZ:%='tests/fuzz/smoke % 5')

fuzz: fuzz-build
	@$(RUN_TESTS) -j $(JOBS) --limit $$(($(FUZZ_SECONDS) + 60)) \
		$(FUZZ:%='tests/fuzz/smoke % $(FUZZ_SECONDS)')

bench:
	@.ci/deps test
	+@$(SUBMAKE) all $(BENCH_PROGRAMS)
	@PKIREADY=$(abspath $(BIN)) tests/bench/bench
	@PKIREADY=$(abspath $(BIN)) tests/bench/dns
	+@$(SUBMAKE) $(BUILD)/tests/net/show_inject
	@PKIREADY=$(abspath $(BIN)) tests/bench/prove
	@PKIREADY=$(abspath $(BIN)) tests/bench/rehearse
	+@$(SUBMAKE) $(BUILD)/tests/net/show_fix
	@PKIREADY=$(abspath $(BIN)) BUILD=$(abspath $(BUILD)) tests/bench/fix
	@PKIREADY=$(abspath $(BIN)) BUILD=$(abspath $(BUILD)) tests/bench/firewall

-include $(UNIT:=.d) $(FAKE:.o=.d) $(FUZZ:%=$(BUILD)/tests/fuzz/%.d) $(wildcard tests/*/*.mk tests/*/*/*.mk)
.PHONY: check check-san fuzz bench unit-build fuzz-build fuzz-objects
.SECONDARY: $(UNIT:=.o) $(FAKE) $(FUZZ:%=$(BUILD)/tests/fuzz/%.o)
