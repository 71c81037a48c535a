# SPDX-License-Identifier: GPL-2.0-or-later
# What tests/net/test_fix_crash* preload.
CRASH_INJECT := $(BUILD)/tests/net/crash_inject.so
$(CRASH_INJECT): tests/net/crash_inject.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(filter-out -Wmissing-prototypes,$(WARN)) -Wno-pedantic -O2 -fPIC -shared -o $@ $< -ldl
unit-build: $(CRASH_INJECT)

# N= points of every kind of failure; all: N=0.
check-crash:
	@.ci/deps test
	+@$(SUBMAKE) all $(CRASH_INJECT) $(BUILD)/tests/net/show_inject
	@PKIREADY=$(abspath $(BIN)) BUILD=$(abspath $(BUILD)) N=$(or $(N),0) tests/net/test_fix_crash
	@PKIREADY=$(abspath $(BIN)) BUILD=$(abspath $(BUILD)) N=$(or $(N),0) tests/net/test_fix_crash_kinds
.PHONY: check-crash
