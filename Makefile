# integrad. `make help` lists the goals. GNU make 4.2 or later.
#
# Nothing is listed twice: floors and libraries come from daemon/FLOORS, sources
# and tests from their folders. A new file needs no line here.

VERSION := 0.1.0

BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=

ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin AR),default)
AR := ar
endif
PKG_CONFIG ?= pkg-config
PYTEST     ?= python3 -m pytest

# A prefix of the system shares /etc and /var with it; any other has its own.
OWN_ROOT    := $(filter-out /usr /usr/local,$(PREFIX:%/=%))
BINDIR      ?= $(PREFIX)/bin
MANDIR      ?= $(PREFIX)/share/man
DATADIR     ?= $(PREFIX)/share/integrad
SYSCONFDIR  ?= $(OWN_ROOT)/etc/integrad
STATEDIR    ?= $(OWN_ROOT)/var/lib/integrad
RUNDIR      ?= $(if $(OWN_ROOT),$(OWN_ROOT)/var)/run/integrad
UNITDIR     ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# --- daemon/FLOORS, read into FLOORS, BELOW_<floor>, PKGS_<floor>, NEEDED, OPTIONAL

comma := ,
define READ_FLOORS
$$1 == "floor" {
	for (i = 2; i <= NF; i++) {
		for (j = 1; j <= above; j++)
			below[floors[j]] = below[floors[j]] "," $$i
		floors[++n] = $$i
	}
	above = n
}
$$1 == "library" {
	package = $$3
	print (sub(/\?/, "", package) ? "OPTIONAL+=" : "NEEDED+=") package
	for (i = 4; i <= NF; i++) {
		sub(/\/.*/, "", $$i)
		print ($$i == "anywhere" ? "PKGS+=" : "PKGS_" $$i "+=") package
	}
}
END {
	for (j = 1; j <= n; j++)
		print "FLOORS+=" floors[j] "\nBELOW_" floors[j] ":=" below[floors[j]]
}
endef
$(foreach line,$(shell awk '$(READ_FLOORS)' daemon/FLOORS),$(eval $(subst $(comma), ,$(line))))

# --- flags

MISSING := $(strip $(foreach p,$(NEEDED),$(shell $(PKG_CONFIG) --exists $(p) 2>&1 || echo $(p))))
FOUND   := $(strip $(foreach p,$(OPTIONAL),$(shell $(PKG_CONFIG) --exists $(p) && echo $(p))))
ifeq ($(MISSING),)
LIBS := $(shell $(PKG_CONFIG) --libs $(NEEDED) $(FOUND))
endif

WARN   := -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wswitch-enum -Wvla \
	-Wstrict-prototypes -Wmissing-prototypes
WERROR ?= -Werror
HARDEN := -fstack-protector-strong -fPIE
CFLAGS ?= -O2 -g $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2)
# SANITIZE=address,undefined: what check-asan and fuzz set
SAN    := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)

ALL_CFLAGS  := -std=c17 -D_GNU_SOURCE $(WARN) $(WERROR) $(HARDEN) -ffile-prefix-map=$(CURDIR)/= \
	-Iinclude $(CFLAGS) $(SAN) $(CPPFLAGS) -DINTEGRAD_VERSION='"$(VERSION)"' \
	$(foreach p,$(FOUND),-DHAVE_$(shell echo $(p) | tr a-z- A-Z_))
ALL_LDFLAGS := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SAN) $(LDFLAGS)

# Only these floors know where things are installed, so another PREFIX rebuilds little.
PATH_FLOORS := main ctl server config
PATHS       := -DINTEGRAD_SYSCONFDIR='"$(SYSCONFDIR)"' -DINTEGRAD_DATADIR='"$(DATADIR)"' \
	-DINTEGRAD_STATEDIR='"$(STATEDIR)"' -DINTEGRAD_RUNDIR='"$(RUNDIR)"'

# A floor is given the libraries at home in it, and no other.
$(foreach f,$(FLOORS),$(eval CFLAGS_$(f) := $(if $(MISSING),,$(shell $(PKG_CONFIG) --cflags \
	$(PKGS) $(filter $(NEEDED) $(FOUND),$(PKGS_$(f)))))))

# --- programs and floors

PROGRAMS := $(if $(wildcard daemon/main/*.c),$(BUILD)/integrad) \
	$(if $(wildcard daemon/ctl/*.c),$(BUILD)/integractl)

.PHONY: all
all: $(PROGRAMS) ## builds build/integrad and build/integractl

libs = $(foreach f,$(1) $(BELOW_$(1)),$(BUILD)/lib/$(f).a)
LINK  = $(CC) $(ALL_LDFLAGS) -o $@

$(BUILD)/integrad: $(call libs,main) $(BUILD)/stamp/link
	@echo "  LINK    $@"
	@$(LINK) $(filter %.a,$^) $(LIBS)

$(BUILD)/integractl: $(call libs,ctl) $(BUILD)/stamp/link
	@echo "  LINK    $@"
	@$(LINK) $(filter %.a,$^) $(LIBS)

# $(call floor_rules,FLOOR)
define floor_rules
$(BUILD)/lib/$(1).a: $(patsubst %.c,$(BUILD)/%.o,$(wildcard daemon/$(1)/*.c)) $(BUILD)/stamp/list-$(1)
	@mkdir -p $$(@D)
	@rm -f $$@
	@$(AR) rcsD $$@ $$(filter %.o,$$^)

$(BUILD)/daemon/$(1)/%.o: daemon/$(1)/%.c $(BUILD)/stamp/flags $(if $(filter $(PATH_FLOORS),$(1)),$(BUILD)/stamp/paths)
	@echo "  CC      $$<"
	@mkdir -p $$(@D)
	@$(CC) $$(ALL_CFLAGS) $(CFLAGS_$(1)) $(if $(filter $(PATH_FLOORS),$(1)),$$(PATHS)) -MMD -MP -c -o $$@ $$<
endef
$(foreach f,$(FLOORS),$(eval $(call floor_rules,$(f))))

# --- unit tests: tests/unit/<floor>/test_*.c are programs, other .c files there are their helpers

UNIT_FLOORS := $(foreach f,$(FLOORS),$(if $(wildcard tests/unit/$(f)/test_*.c),$(f)))
UNITS       := $(patsubst %.c,$(BUILD)/%,$(wildcard $(FLOORS:%=tests/unit/%/test_*.c)))
CMOCKA       = $(shell $(PKG_CONFIG) --libs cmocka)

# $(call unit_rules,FLOOR)
define unit_rules
HELPERS_$(1) := $$(patsubst %.c,$(BUILD)/%.o,$$(filter-out tests/unit/$(1)/test_%,$$(wildcard tests/unit/$(1)/*.c)))

$(BUILD)/tests/unit/$(1)/%.o: tests/unit/$(1)/%.c $(BUILD)/stamp/flags
	@echo "  CC      $$<"
	@mkdir -p $$(@D)
	@$(CC) $$(ALL_CFLAGS) $(CFLAGS_$(1)) -Idaemon -Itests/unit -MMD -MP -c -o $$@ $$<

$(BUILD)/tests/unit/$(1)/test_%: $(BUILD)/tests/unit/$(1)/test_%.o $$(HELPERS_$(1)) $(call libs,$(1)) $(BUILD)/stamp/link
	@$$(LINK) $$(filter %.o %.a,$$^) $(LIBS) $$(CMOCKA)

.PHONY: unit-$(1)
unit-$(1): $(filter $(BUILD)/tests/unit/$(1)/%,$(UNITS))
	@tests/units.sh $$^
endef
$(foreach f,$(FLOORS),$(eval $(call unit_rules,$(f))))
.SECONDARY:

# --- what was built in another way is built again

# $(call stamp,NAME,VARIABLE): a file that is newer than what was built while VARIABLE was different
define stamp
ifneq ($$(file <$(BUILD)/stamp/$(1)),$$(strip $$($(2))))
.PHONY: $(BUILD)/stamp/$(1)
endif
$(BUILD)/stamp/$(1):
	@$$(if $$(MISSING),echo "Not found: $$(MISSING). 'make deps' installs what is missing." >&2; exit 1)
	@$$(shell mkdir -p $(BUILD)/stamp)$$(file >$$@,$$(strip $$($(2)))):
endef
FLAGS := $(CC) $(ALL_CFLAGS) $(foreach f,$(FLOORS),$(CFLAGS_$(f)))
LINKS := $(CC) $(ALL_LDFLAGS) $(LIBS)
$(eval $(call stamp,flags,FLAGS))
$(eval $(call stamp,link,LINKS))
$(eval $(call stamp,paths,PATHS))
$(foreach f,$(FLOORS),$(eval FILES_$(f) := $(wildcard daemon/$(f)/*.c))$(eval $(call stamp,list-$(f),FILES_$(f))))

-include $(shell find $(BUILD)/daemon $(BUILD)/tests -name '*.d' 2>/dev/null)

# --- goals for people

# A goal that installs packages first and then starts make anew, so that it finds them.
JOBS  = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
AGAIN = $(MAKE) --no-print-directory $(JOBS)

.PHONY: run
run: ## builds and runs the daemon on config/, with its state in ./var
	@tests/deps.sh build
	@$(AGAIN) all
	@mkdir -p var
	@exec $(BUILD)/integrad --foreground --config config/integrad.yaml --state-dir var

.PHONY: deps
deps: ## installs the packages that are missing (Debian 12, Ubuntu 24.04)
	@tests/deps.sh build check lint

.PHONY: check
check: ## runs all tests: the units, then the built programs
	@tests/deps.sh build check
	@$(AGAIN) units
	@$(AGAIN) system

.PHONY: check-asan
check-asan: ## the same under the address, undefined-behaviour and leak sanitizers
	@ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1 \
	UBSAN_OPTIONS=print_stacktrace=1 \
	$(MAKE) --no-print-directory BUILD=$(BUILD)/asan SANITIZE=address,undefined check

.PHONY: units
units: $(UNITS) ## runs the unit tests; unit-FLOOR runs those of one floor
	@tests/units.sh $^

.PHONY: system
system: all ## runs the tests of the built programs (PYTEST_ARGS='-k story')
	@$(if $(wildcard tests/system/test_*.py),INTEGRAD_BUILD=$(abspath $(BUILD)) PYTHONDONTWRITEBYTECODE=1 \
		$(PYTEST) -q -p no:cacheprovider $(PYTEST_ARGS) tests/system,echo "tests/system: no tests yet")

.PHONY: clean
clean: ## removes all that was built
	rm -rf $(BUILD)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
