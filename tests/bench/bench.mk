# SPDX-License-Identifier: GPL-2.0-or-later
# What the benchmark of rulesets measures with.
BENCH_PROGRAMS := $(BUILD)/tests/bench/dump $(BUILD)/tests/bench/evaluate
$(BENCH_PROGRAMS): %: %.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BENCH_PROGRAMS)
-include $(BENCH_PROGRAMS:=.d)
.SECONDARY: $(BENCH_PROGRAMS:=.o)
