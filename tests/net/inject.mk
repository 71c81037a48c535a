# SPDX-License-Identifier: GPL-2.0-or-later
# The injector alone, for tests/net/test_inject*.
$(BUILD)/tests/net/show_inject: $(BUILD)/tests/net/show_inject.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/tests/net/show_inject
-include $(BUILD)/tests/net/show_inject.d
.SECONDARY: $(BUILD)/tests/net/show_inject.o
