# SPDX-License-Identifier: GPL-2.0-or-later
# Plans that open the firewall, for tests/net/test_fix_firewall*.
$(BUILD)/tests/net/show_fix: $(BUILD)/tests/net/show_fix.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_fix
-include $(BUILD)/tests/net/show_fix.d
.SECONDARY: $(BUILD)/tests/net/show_fix.o

# make check-fix N=2000 SEED=1: random broken rulesets, opened and closed again.
check-fix:
	@.ci/deps test
	+@$(SUBMAKE) $(DIFF) $(BUILD)/tests/net/show_fix
	@/usr/bin/python3 tests/net/diff/fixtest.py --program $(BUILD)/tests/net/diff/diff \
		--show $(BUILD)/tests/net/show_fix --seed $(SEED) --count $(N)

.PHONY: check-fix

# Hostile questions to the change verb, for tests/net/test_fix_break.
$(BUILD)/tests/net/change_evil: $(BUILD)/tests/net/change_evil.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/change_evil
-include $(BUILD)/tests/net/change_evil.d
.SECONDARY: $(BUILD)/tests/net/change_evil.o
