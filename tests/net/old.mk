# SPDX-License-Identifier: GPL-2.0-or-later
# A kernel that lacks this and that, for tests/net/test_old_kernels.
$(BUILD)/tests/net/old_kernel.so: tests/net/old_kernel.c Makefile
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -Wno-pedantic -fPIC -shared -o $@ $< -ldl

unit-build: $(BUILD)/tests/net/old_kernel.so
