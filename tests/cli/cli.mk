# SPDX-License-Identifier: GPL-2.0-or-later
# The whole tool on a machine made of data, and what the documents are made by.

$(BUILD)/completions/%.o: completions/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/completions/generate: $(BUILD)/completions/generate.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

$(BUILD)/pkiready-fake: $(BUILD)/tests/cli/fake_main.o $(FAKE) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(ALL_LIBS)

unit-build: $(BUILD)/pkiready-fake $(BUILD)/completions/generate

# Writes the completions and the manual page's list of findings anew, from the tables.
completions: $(BUILD)/completions/generate
	completions/update $<

-include $(BUILD)/completions/generate.d $(BUILD)/tests/cli/fake_main.d
.PHONY: completions
.SECONDARY: $(BUILD)/completions/generate.o $(BUILD)/tests/cli/fake_main.o
