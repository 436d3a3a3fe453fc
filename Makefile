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
PYTEST     ?= pytest
PYTEST_JOBS ?= 4
DEPS       ?= tests/deps.sh

# A prefix of the system shares /etc and /var with it; any other has its own.
OWN_ROOT    := $(filter-out /usr /usr/local,$(PREFIX:%/=%))
BINDIR      ?= $(PREFIX)/bin
MANDIR      ?= $(PREFIX)/share/man
DATADIR     ?= $(PREFIX)/share/integrad
SYSCONFDIR  ?= $(OWN_ROOT)/etc/integrad
STATEDIR    ?= $(OWN_ROOT)/var/lib/integrad
RUNDIR      ?= $(if $(OWN_ROOT),$(OWN_ROOT)/var)/run/integrad

# $(call systemd_dir,VARIABLE,FOLDER): of the system's own prefix, what its systemd says; else below PREFIX
systemd_dir  = $(or $(if $(filter /usr,$(PREFIX:%/=%)),$(shell $(PKG_CONFIG) --silence-errors \
	--variable=$(1) systemd)),$(PREFIX)/lib/$(2))
UNITDIR     ?= $(call systemd_dir,systemd_system_unit_dir,systemd/system)
SYSUSERSDIR ?= $(call systemd_dir,sysusers_dir,sysusers.d)
TMPFILESDIR ?= $(call systemd_dir,tmpfiles_dir,tmpfiles.d)
PRESETDIR   ?= $(call systemd_dir,systemd_system_preset_dir,systemd/system-preset)
CATALOGDIR  ?= $(call systemd_dir,catalog_dir,systemd/catalog)
BASHDIR     ?= $(or $(if $(filter /usr,$(PREFIX:%/=%)),$(shell $(PKG_CONFIG) --silence-errors \
	--variable=completionsdir bash-completion)),$(PREFIX)/share/bash-completion/completions)
# Debian's zsh has a folder of its own for what packages bring.
ZSHDIR      ?= $(PREFIX)/share/zsh/$(if $(and $(filter /usr,$(PREFIX:%/=%)),$(wildcard \
	/etc/debian_version)),vendor-completions,site-functions)

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
SAN    := $(if $(SANITIZE),-DSANITIZED -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)

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

# $(call libs,FLOOR): the floor and what is beneath it, in the order of linking
libs       = $(foreach f,$(1) $(BELOW_$(1)),$(BUILD)/lib/$(f).a)
LOWER_LIBS = $(BELOW_main:%=$(BUILD)/lib/%.a)
LINK       = $(CC) $(ALL_LDFLAGS) -o $@

$(BUILD)/integrad: $(call libs,main) $(BUILD)/stamp/link
	@echo "  LINK    $@"
	@$(LINK) $(filter %.a,$^) $(LIBS)

# The undefined name brings daemon/ctl/lazy_curl.c in, which stands in libcurl's place.
$(BUILD)/integractl: $(call libs,ctl) $(BUILD)/stamp/link
	@echo "  LINK    $@"
	@$(LINK) -Wl,--undefined=curl_global_init $(filter %.a,$^) $(LIBS)

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

# --- the simulation: tests/sim/test_*.c are programs, the other .c files there the world they live in

SIMS      := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/sim/test_*.c))
SIM_WORLD := $(patsubst %.c,$(BUILD)/%.o,$(filter-out tests/sim/test_%,$(wildcard tests/sim/*.c)))

$(BUILD)/tests/sim/%.o: tests/sim/%.c $(BUILD)/stamp/flags
	@echo "  CC      $<"
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -Idaemon -MMD -MP -c -o $@ $<

# The world comes first, and so takes the place of what it is a world of.
$(SIMS): %: %.o $(SIM_WORLD) $(LOWER_LIBS) $(BUILD)/stamp/link
	@$(LINK) $(filter %.o %.a,$^) $(LIBS) $(CMOCKA)

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

# The rules of extraction are known by what their sources hold, so that no change can keep an old version:
# those of the floor, and of the lower ones what they include, with the code that a header is the contract of
# (it includes its own header first).
define READ_INCLUDES
FNR == 1 { own = FILENAME ~ /[.]c$$/; known[FILENAME] = 1; dir = FILENAME; sub(/[^\/]*$$/, "", dir) }
/^#include "/ {
	path = (index($$2, "/") ? "include/" : dir) substr($$2, 2, length($$2) - 2)
	leads[FILENAME] = leads[FILENAME] " " path
	if (own)
		leads[path] = leads[path] " " FILENAME
	own = 0
}
function take(path,   list, i, n)
{
	if (!(path in known) || path in taken)
		return
	taken[path] = 1
	n = split(leads[path], list, " ")
	for (i = 1; i <= n; i++)
		take(list[i])
}
END {
	for (path in known)
		if (path ~ /\/extract\//)
			take(path)
	for (path in taken)
		print path
}
endef
RULES_FLOORS  := extract $(BELOW_extract)
RULES_SOURCES := $(sort $(shell awk '$(READ_INCLUDES)' $(wildcard $(RULES_FLOORS:%=daemon/%/*.[ch]) \
	$(RULES_FLOORS:%=include/%/*.h))))
RULES         := $(shell sha256sum $(RULES_SOURCES) | sha256sum | cut -c1-8)
$(eval $(call stamp,rules,RULES))
$(BUILD)/daemon/extract/lexicon.o: $(BUILD)/stamp/rules
$(BUILD)/daemon/extract/lexicon.o: ALL_CFLAGS += -DEXTRACT_RULES='"$(RULES)"'

-include $(shell find $(BUILD)/daemon $(BUILD)/tests -name '*.d' 2>/dev/null)

# --- goals for people

# A goal that installs packages first and then starts make anew, so that it finds them.
JOBS  = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
AGAIN = $(MAKE) --no-print-directory $(JOBS)

.PHONY: run
run: ## builds and runs the daemon on config/, with its state in ./var
	@$(DEPS) build
	@$(AGAIN) all
	@mkdir -p var
	@exec $(BUILD)/integrad --foreground --config config/integrad.yaml --state-dir var

.PHONY: deps
deps: ## installs the packages that are missing (Debian 12, Ubuntu 24.04)
	@$(DEPS) build check lint

.PHONY: check
check: ## runs all tests: the units, then the built programs
	@$(DEPS) build check
	@status=0; $(AGAIN) units || status=1; $(AGAIN) sim || status=1; $(AGAIN) system || status=1; exit $$status

.PHONY: check-asan
check-asan: ## the same under the address, undefined-behaviour and leak sanitizers
	@ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1 \
	UBSAN_OPTIONS=print_stacktrace=1 UNIT_SECONDS=600 \
	$(MAKE) --no-print-directory BUILD=$(BUILD)/asan SANITIZE=address,undefined check

.PHONY: units
units: $(UNITS) ## runs the unit tests; unit-FLOOR runs those of one floor
	@tests/units.sh $^

# The daemon with faults planted in its reader, and a wall clock that tests set; never installed.
FAULTY := $(BUILD)/test/integrad

$(BUILD)/tests/faults/%.o: tests/faults/%.c $(BUILD)/stamp/flags
	@echo "  CC      $<"
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(FAULTY): $(BUILD)/tests/faults/reader.o $(BUILD)/tests/faults/clock.o $(call libs,main) $(BUILD)/stamp/link
	@echo "  LINK    $@"
	@mkdir -p $(@D)
	@$(LINK) -Wl,--wrap=reader_run,--wrap=clock_gettime $(filter %.o %.a,$^) $(LIBS)

.PHONY: sim
sim: $(SIMS) ## simulates a year of polling hundreds of sites, in seconds
	@tests/units.sh $^

.PHONY: system
# Most of a test's time is waiting: four at once need a third of the time. PYTEST_JOBS= for one
# after the other (and for a pytest without xdist).
system: all $(FAULTY) ## runs the tests of the built programs (PYTEST_ARGS='-k story')
	@$(if $(wildcard tests/system/test_*.py),INTEGRAD_BUILD=$(abspath $(BUILD)) PYTHONDONTWRITEBYTECODE=1 \
		$(PYTEST) -q -p no:cacheprovider $(if $(PYTEST_JOBS),-n $(PYTEST_JOBS) --dist loadgroup) $(PYTEST_ARGS) tests/system,echo "tests/system: no tests yet")

FUZZ_SECONDS ?= 20
FUZZERS = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

.PHONY: fuzz
fuzz: ## runs each fuzzer for FUZZ_SECONDS, 20 by default (needs clang)
	@$(DEPS) build lint
	@$(AGAIN) CC=clang BUILD=$(BUILD)/fuzz SANITIZE=fuzzer-no-link,address,undefined run-fuzzers

.PHONY: run-fuzzers
run-fuzzers: $(FUZZERS:%=$(BUILD)/fuzz_%)
	@tests/fuzz.sh $(BUILD) $(FUZZ_SECONDS) $(FUZZERS)

$(BUILD)/tests/fuzz/%.o: tests/fuzz/%.c $(BUILD)/stamp/flags
	@echo "  CC      $<"
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -Idaemon -MMD -MP -c -o $@ $<

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(LOWER_LIBS) $(BUILD)/stamp/link
	@$(LINK) -fsanitize=fuzzer $(filter %.o %.a,$^) $(LIBS)

# A bench is a program: tests/bench/x.c, its helpers are in tests/bench/x_parts/, linked with all floors,
# or an executable script there. What one compares with may be missing: 'tests/deps.sh bench' installs it.
BENCHES    = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c))
BENCH_PKGS = $(shell for p in libpcre2-8 expat; do $(PKG_CONFIG) --exists $$p && echo $$p; done)

.PHONY: bench
bench: all $(BENCHES) ## measures what tests/bench has a measure for
	@for bench in $(BENCHES) $(wildcard tests/bench/*.sh tests/bench/*.py); do \
		echo "$$bench"; INTEGRAD_BUILD=$(abspath $(BUILD)) $$bench || exit 1; done

$(BUILD)/tests/bench/%.o: tests/bench/%.c $(BUILD)/stamp/flags
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) $(foreach p,$(BENCH_PKGS),-DHAVE_$(shell echo $(p) | tr a-z- A-Z_)) -Idaemon \
		$(shell $(PKG_CONFIG) --cflags libxml-2.0) -MMD -MP -c -o $@ $<

# $(call bench_rule,PROGRAM,HELPERS)
define bench_rule
$(1): $(1).o $(2:%.c=$(BUILD)/%.o) $(LOWER_LIBS) $(BUILD)/stamp/link
	@$$(LINK) $$(filter %.o %.a,$$^) $(LIBS) $$(if $$(BENCH_PKGS),$$(shell $(PKG_CONFIG) --libs $$(BENCH_PKGS)))
endef
$(foreach b,$(BENCHES),$(eval $(call bench_rule,$(b),$(wildcard $(b:$(BUILD)/%=%)_parts/*.c))))

# All that is compiled, for the compilers' opinion alone.
.PHONY: objects
objects: $(patsubst %.c,$(BUILD)/%.o,$(wildcard daemon/*/*.c tests/unit/*/*.c tests/sim/*.c tests/faults/*.c \
	tests/fuzz/*.c tests/bench/*.c \
	tests/bench/*/*.c))

.PHONY: daemon-objects
daemon-objects: $(patsubst %.c,$(BUILD)/%.o,$(wildcard daemon/*/*.c))

.PHONY: lint
lint: ## checks floors, headers, names, lengths, form; compiles with gcc and clang
	@$(DEPS) build check lint
	@MAKE='$(MAKE) --no-print-directory' BUILD=$(BUILD) tests/lint/lint.sh

.PHONY: format
format: ## gives all C the form that make lint asks for
	@$(or $(shell command -v clang-format-14),clang-format) -i $(wildcard include/*/*.h daemon/*/*.[ch] \
		tests/unit/*/*.[ch] tests/sim/*.[ch] tests/faults/*.c tests/fuzz/*.[ch] tests/bench/*.[ch] \
		tests/bench/*/*.[ch])

.PHONY: clean
clean: ## removes all that was built
	rm -rf $(BUILD)

# --- installing: a list of FILE=PLACE

# $(call to,FOLDER,PLACE,FILES): files below FOLDER, to the same place below PLACE
to = $(foreach f,$(3),$(f)=$(2)/$(patsubst $(1)/%,%,$(f)))

UNITFILES := $(patsubst %,$(BUILD)/%,$(wildcard systemd/*.service systemd/*.timer systemd/*.socket))
CATALOGS  := $(wildcard systemd/*.catalog)
MANUALS   := $(wildcard daemon/*/*.[1-8] config/*.[1-8])
DATA      := $(sort $(shell find config/packages config/lexicon config/history config/contrib -type f 2>/dev/null))
INSTALLED := $(call to,$(BUILD),$(BINDIR),$(PROGRAMS)) \
	$(call to,config,$(DATADIR),$(DATA)) \
	$(call to,$(BUILD)/systemd,$(UNITDIR),$(UNITFILES)) \
	$(foreach m,$(MANUALS),$(m)=$(MANDIR)/man$(subst .,,$(suffix $(m)))/$(notdir $(m))) \
	$(call to,systemd,$(CATALOGDIR),$(CATALOGS)) \
	systemd/sysusers.conf=$(SYSUSERSDIR)/integrad.conf \
	systemd/tmpfiles.conf=$(TMPFILESDIR)/integrad.conf \
	systemd/preset.conf=$(PRESETDIR)/50-integrad.preset \
	daemon/ctl/complete.bash=$(BASHDIR)/integractl \
	daemon/ctl/complete.zsh=$(ZSHDIR)/_integractl
EDITABLE  := $(call to,config,$(SYSCONFDIR),$(wildcard config/*.yaml config/sources.d/*))

# $(call each,LIST): the head of a shell loop over a list
each = set -e; for pair in $(1); do from=$${pair%%=*} to='$(DESTDIR)'$${pair\#*=};

.PHONY: install
install: all $(UNITFILES) ## with PREFIX=/usr/local DESTDIR=; edited configuration is kept
	@$(call each,$(INSTALLED)) \
		mode=644; [ ! -x $$from ] || mode=755; install -D -m $$mode $$from "$$to"; done
	@$(call each,$(EDITABLE)) \
		if [ -e "$$to" ] && ! cmp -s $$from "$$to"; then \
			echo "$$to was edited and is kept; ours is beside it, with .new"; to=$$to.new; fi; \
		install -D -m 644 $$from "$$to"; done
	@echo "Installed below '$(DESTDIR)$(PREFIX)' and in '$(DESTDIR)$(SYSCONFDIR)'"

.PHONY: uninstall
uninstall: ## the reverse; leaves no file but configuration that was edited
	@$(call each,$(INSTALLED)) rm -f "$$to"; done
	@$(call each,$(EDITABLE)) rm -f "$$to.new"; \
		if cmp -s $$from "$$to"; then rm -f "$$to"; \
		elif [ -e "$$to" ]; then echo "kept, since it was edited: $$to"; fi; done
	@for dir in '$(DESTDIR)$(DATADIR)' '$(DESTDIR)$(SYSCONFDIR)'; do \
		[ ! -d "$$dir" ] || find "$$dir" -depth -type d -empty -delete; done

# Units are written for PREFIX=/usr.
$(BUILD)/systemd/%: systemd/% $(BUILD)/stamp/paths
	@mkdir -p $(@D)
	@sed 's|/usr/bin/|$(BINDIR)/|g; s|/etc/integrad|$(SYSCONFDIR)|g' $< >$@

# --- handing it on

TARBALL := $(BUILD)/integrad-$(VERSION).tar.gz

# Names, modes and times are the commit's, so it gives the same bytes wherever it is made.
.PHONY: dist
dist: ## makes build/integrad-VERSION.tar.gz of what is committed
	@mkdir -p $(BUILD)
	@git -c tar.umask=0022 archive --format=tar --prefix=integrad-$(VERSION)/ -o $(TARBALL:.gz=) HEAD
	@gzip -9nf $(TARBALL:.gz=)
	@echo "$(TARBALL), of commit $$(git rev-parse --short HEAD)"

.PHONY: deb
deb: ## makes the Debian package of what is committed, build/integrad_VERSION-1_ARCHITECTURE.deb
	@$(DEPS) build package
	@$(AGAIN) dist
	@systemd/debian/build.sh $(TARBALL) $(VERSION) $(BUILD)/deb
	@mv $(BUILD)/deb/integrad_*.deb $(BUILD)
	@ls $(BUILD)/integrad_$(VERSION)-1_*.deb

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
