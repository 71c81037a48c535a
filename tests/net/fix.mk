# SPDX-License-Identifier: GPL-2.0-or-later
# Plans that open the firewall, for tests/net/test_fix_firewall*.
$(BUILD)/tests/net/show_fix: $(BUILD)/tests/net/show_fix.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_fix
-include $(BUILD)/tests/net/show_fix.d
.SECONDARY: $(BUILD)/tests/net/show_fix.o
