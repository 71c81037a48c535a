# SPDX-License-Identifier: GPL-2.0-or-later
# Each rule of a namespace in words, for tests/net/test_names.
$(BUILD)/tests/net/show_rules: $(BUILD)/tests/net/show_rules.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_rules
-include $(BUILD)/tests/net/show_rules.d
.SECONDARY: $(BUILD)/tests/net/show_rules.o
