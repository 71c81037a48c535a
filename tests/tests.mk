# SPDX-License-Identifier: GPL-2.0-or-later
# The rings of tests. A new test is a new file: no line here.

UNIT := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
FAKE := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/fake_*.c))

$(BUILD)/tests/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -Itests -MMD -MP -c -o $@ $<

$(BUILD)/tests/unit/test_%: $(BUILD)/tests/unit/test_%.o $(FAKE) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka

unit-build: $(UNIT)
-include $(UNIT:=.d)
.PHONY: unit-build
