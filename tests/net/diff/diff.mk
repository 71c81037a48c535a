# SPDX-License-Identifier: GPL-2.0-or-later
# The verdict engine against the running kernel.
#   make check-diff N=20000 SEED=1    a long run, with its coverage table
#   make check-mutants                breaks the evaluator line by line; the suite must notice
DIFF := $(BUILD)/tests/net/diff/diff
DIFF_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/net/diff/*.c))

$(DIFF): $(DIFF_OBJ) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS) -ldl

unit-build: $(DIFF)
-include $(DIFF_OBJ:.o=.d)
.SECONDARY: $(DIFF_OBJ)

# Kinds run side by side: most of the time goes into waiting for the kernel.
N ?= 20000
SEED ?= 1
check-diff:
	@.ci/deps test
	+@$(SUBMAKE) $(DIFF)
	@/usr/bin/python3 tests/net/diff/difftest.py --program $(DIFF) --seed $(SEED) --count $(N) \
		--table --fails 20
	@for way in bridge tun lo rpf; do \
		echo "by $$way, injected as well:"; \
		/usr/bin/python3 tests/net/diff/difftest.py --program $(DIFF) --seed $(SEED) \
			--count $$(($(N) / 20)) --way $$way --fails 20 || exit 1; \
	done
	@/usr/bin/python3 tests/net/diff/difftest.py --program $(DIFF) --seed $(SEED) \
		--count $$(($(N) / 100)) --xdp --fails 20

check-mutants:
	@.ci/deps test
	+@$(SUBMAKE) $(DIFF)
	@/usr/bin/python3 tests/net/diff/mutants.py
	@/usr/bin/python3 tests/net/diff/mutants.py --rows

.PHONY: check-diff check-mutants

SHOW_VERDICT := $(BUILD)/tests/net/show_verdict
$(SHOW_VERDICT): $(SHOW_VERDICT).o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(SHOW_VERDICT)
-include $(SHOW_VERDICT).d
.SECONDARY: $(SHOW_VERDICT).o
