# SPDX-License-Identifier: MPL-2.0
# make          builds the command, the host and the extension's package
# make demo     tries the whole journey in a throw-away Firefox profile
# make screenshots: takes pictures of every page in every state, below build/
# make deb      builds the Debian packages; make dist: the source archive of a release
# make check    all tests; make asan, coverage, lint, faults, fuzz, bench: see .github/CONTRIBUTING.md
# make format   puts the C sources into the one style that lint checks
# make po       brings the translations in nss-helper/po up to date with the sources
# The extension's manifest is the only place that has the version and the extension's id.
EXTENSION_ID := $(shell sed -n 's/^      "id": "\(.*\)",$$/\1/p' extension/manifest.json)
VERSION := $(shell sed -n 's/^  "version": "\(.*\)",$$/\1/p' extension/manifest.json)

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBEXEC ?= $(PREFIX)/libexec/nss-helper
MANDIR  ?= $(PREFIX)/share/man
LOCALEDIR ?= $(PREFIX)/share/locale
# Firefox looks for system-wide hosts in this folder and in no other.
HOSTDIR ?= /usr/lib/mozilla/native-messaging-hosts
UNITDIR ?= $(PREFIX)/lib/systemd/user
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
WEBEXTDIR ?= $(PREFIX)/share/webext/nss-helper
# From this folder Firefox installs extensions for all users; the settings are for Debian's Firefox ESR.
EXTDIR  ?= /usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}
PREFDIR ?= /etc/firefox-esr
INSTALLED ?= $(if $(filter 0,$(shell id -u)),/var/lib,$(HOME)/.local/share)/nss-helper/installed

CC     ?= cc
CFLAGS ?= -O2 -g
B      ?= build

PKG_CONFIG ?= pkg-config
NSS_CFLAGS    = $(shell $(PKG_CONFIG) --cflags nss)
NSS_LIBS      = $(shell $(PKG_CONFIG) --libs nss)
NSS_LIBDIR    = $(shell $(PKG_CONFIG) --variable=libdir nss)
CJSON_CFLAGS  = $(shell $(PKG_CONFIG) --cflags libcjson)
CJSON_LIBS    = $(shell $(PKG_CONFIG) --libs libcjson)
ASSUAN_CFLAGS = $(shell $(PKG_CONFIG) --cflags libassuan gpg-error)
ASSUAN_LIBS   = $(shell $(PKG_CONFIG) --libs libassuan gpg-error)
CURL_CFLAGS   = $(shell $(PKG_CONFIG) --cflags libcurl openssl)
PORTAL_CFLAGS = $(shell $(PKG_CONFIG) --cflags libmicrohttpd gnutls openssl sqlite3)
PORTAL_LIBS   = $(shell $(PKG_CONFIG) --libs libmicrohttpd gnutls openssl sqlite3)
EXPAT_CFLAGS  = $(shell $(PKG_CONFIG) --cflags expat)
EXPAT_LIBS    = $(shell $(PKG_CONFIG) --libs expat)
OUR_LIB_CFLAGS = $(NSS_CFLAGS) $(CJSON_CFLAGS) $(ASSUAN_CFLAGS) $(EXPAT_CFLAGS) $(CURL_CFLAGS)
# libcurl is loaded when it is needed, with its OpenSSL.
OUR_LIBS       = $(NSS_LIBS) $(CJSON_LIBS) $(ASSUAN_LIBS) $(EXPAT_LIBS)
CMOCKA_LIBS   = $(shell $(PKG_CONFIG) --libs cmocka)

ifdef CI
WERROR ?= -Werror
endif
# gdb finds the stack by the data of -g; the programs themselves unwind nothing.
ifndef INSTRUMENT
# A level of _FORTIFY_SOURCE in a distribution's CFLAGS or CPPFLAGS stays. Otherwise it is the highest
# one that compiler and C library have.
ifeq ($(findstring _FORTIFY_SOURCE,$(CFLAGS) $(CPPFLAGS)),)
FORTIFY := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(shell $(CC) -O2 -D_FORTIFY_SOURCE=3 -include features.h \
	-E -dM -x c /dev/null | sed -n 's|^.define __USE_FORTIFY_LEVEL ||p')
endif
SMALL   = -fno-asynchronous-unwind-tables
endif
# Those of these flags that the compiler knows: some are only for one processor or compiler.
KNOWN := $(shell for flag in -fcf-protection -mbranch-protection=standard -ftrivial-auto-var-init=zero; do \
	$(CC) -Werror $$flag -x c -c /dev/null -o /dev/null 2>/dev/null && echo $$flag; done)
WARN   = -Wall -Wextra -Wmissing-prototypes -Wshadow -Wvla -Wformat=2 $(WERROR)
HARDEN = -fPIE -fstack-protector-strong -fstack-clash-protection $(KNOWN) $(FORTIFY)
OUR_CFLAGS = -std=gnu11 -D_GNU_SOURCE -MMD -MP $(WARN) $(HARDEN) $(SMALL) -ffunction-sections -fdata-sections $(INSTRUMENT) -DNH_NSS_LIBDIR='"$(NSS_LIBDIR)"' -DNH_VERSION='"$(VERSION)"' \
	-DNH_EXTENSION_ID='"$(EXTENSION_ID)"' \
	-Inss-helper -Inative-messaging
LINK = $(CC) $(CFLAGS) $(INSTRUMENT) -pie -Wl,-z,relro,-z,now,-z,noexecstack,--gc-sections $(LDFLAGS)

ifneq ($(V),1)
Q   = @
say = @printf '  %-7s %s\n' $(1) $(2)
endif

# build/nss-helper is the program, so the objects have a folder of their own.
objects = $(patsubst %.c,$(B)/obj/%.o,$(1))
LIB_SRC    = $(filter-out nss-helper/cli/%,$(wildcard nss-helper/*/*.c))
CLI_SRC    = $(wildcard nss-helper/cli/*.c)
HOST_SRC   = $(wildcard native-messaging/*.c)
PORTAL_SRC = $(wildcard tests/portal/*.c)
UNIT_SRC   = $(wildcard tests/unit/*_test.c)
UNIT       = $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SRC))
EXTENSION  = $(shell find extension -type f)

TRANSLATED = $(patsubst nss-helper/po/%.po,$(B)/locale/%/LC_MESSAGES/nss-helper.mo,$(wildcard nss-helper/po/*.po))

all: $(B)/nss-helper $(B)/nss-helper-host $(TRANSLATED) $(B)/nss-helper.xpi $(addprefix $(B)/completion/,bash fish zsh)

$(B)/libnsshelper.a: $(call objects,$(LIB_SRC))
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^
$(B)/nss-helper: $(call objects,$(CLI_SRC)) $(B)/libnsshelper.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(OUR_LIBS)
$(B)/nss-helper-host: $(call objects,$(HOST_SRC)) $(B)/libnsshelper.a
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(OUR_LIBS)
# The programs built again, for tests that write many files under passwords (tests/rounds.c).
QUICK = $(addprefix $(B)/quick/,nss-helper nss-helper-host rounds.so)
$(B)/quick/nss-helper: $(call objects,$(CLI_SRC))
$(B)/quick/nss-helper-host: $(call objects,$(HOST_SRC))
$(B)/quick/nss-helper $(B)/quick/nss-helper-host: $(B)/obj/tests/rounds.o $(B)/libnsshelper.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(LINK) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(OUR_LIBS)
$(B)/quick/rounds.so: tests/rounds.c
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE -fPIC -shared $(WARN) $(NSS_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<
# Saves the memory of a program, for the tests that search it for secrets.
$(B)/memory.so: tests/memory.c
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE -fPIC -shared $(WARN) $(CFLAGS) $(LDFLAGS) -o $@ $<
$(B)/portal: $(call objects,$(PORTAL_SRC))
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^ $(PORTAL_LIBS)
$(B)/hold-lock: $(call objects,tests/e2e/lib/hold-lock.c)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^
$(B)/relay: $(call objects,tests/extension/relay.c)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $^
# The host as a library: the linker takes from it what a unit test uses.
$(B)/libhost.a: $(filter-out $(B)/obj/native-messaging/main.o,$(call objects,$(HOST_SRC)))
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^
$(B)/unit/%: $(B)/obj/tests/unit/%.o $(B)/libhost.a $(B)/libnsshelper.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(LINK) -o $@ $^ $(CMOCKA_LIBS) $(OUR_LIBS)

$(B)/obj/%.o: %.c Makefile
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(CPPFLAGS) $(OUR_CFLAGS) \
		$(if $(filter tests/portal/%,$<),$(PORTAL_CFLAGS),$(OUR_LIB_CFLAGS)) \
		$(CFLAGS) -c -o $@ $<

# The programs find their translations beside themselves, or below their prefix.
$(B)/locale/%/LC_MESSAGES/nss-helper.mo: nss-helper/po/%.po
	$(call say,PO,$@)
	$(Q)mkdir -p $(@D) && msgfmt --check -o $@ $<
# After a text of the programs has changed: brings the translations up to date with the sources.
po:
	$(Q)native-messaging/packaging/po

$(B)/completion/%: $(B)/nss-helper
	$(Q)mkdir -p $(@D) && LC_ALL=C $< completion $* >$@

# Firefox takes any zip file; the order and the dates are fixed, so that the same
# source makes the same package.
$(B)/nss-helper.xpi: $(EXTENSION)
	$(call say,XPI,$@)
	$(Q)mkdir -p $(@D) && native-messaging/packaging/xpi extension $@
# make xpi SITES='https://portal.example https://dl.example', or SITES=@/etc/nss-helper/sites: a package
# in which these sites are on from the first start.
$(B)/nss-helper-sites.xpi: $(EXTENSION) FORCE
	$(call say,XPI,$@)
	$(Q)mkdir -p $(@D) && native-messaging/packaging/xpi extension $@ $(SITES)
xpi: $(B)/nss-helper$(if $(SITES),-sites).xpi
FORCE:

# The programs built again for tests that leave out one durable step (tests/faults/mutant.h).
FORGETFUL = $(B)/faults/nss-helper $(B)/faults/nss-helper-host
mutated = $(patsubst %.c,$(B)/faults/obj/%.o,$(1))
$(B)/faults/nss-helper: $(call mutated,$(CLI_SRC))
$(B)/faults/nss-helper-host: $(call mutated,$(HOST_SRC))
$(FORGETFUL): $(call mutated,$(LIB_SRC)) $(B)/obj/tests/faults/mutant.o
	$(call say,LINK,$@)
	$(Q)$(LINK) -Wl,--wrap=nh_file_write -o $@ $^ $(OUR_LIBS)
$(B)/faults/obj/%.o: %.c tests/faults/mutant.h Makefile
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D) && sed -E -e '1i #line 1 "$<"' -e '/^ +[^*]/s/\b(\w*(sync|rename)\w*)\(/MUTANT(\1)(/g' \
		$< >$(@:.o=.c) && $(CC) $(CPPFLAGS) $(OUR_CFLAGS) $(OUR_LIB_CFLAGS) $(CFLAGS) \
		-iquote $(<D) -include tests/faults/mutant.h -c -o $@ $(@:.o=.c)
$(B)/faults/%.so: tests/faults/%.c tests/faults/preload.h
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE -fPIC -shared $(WARN) $(CFLAGS) $(LDFLAGS) -o $@ $< -ldl
forgetful: $(FORGETFUL) $(B)/faults/power/shim.so
# Witnesses of the tests, which share no code with what they watch.
$(B)/faults/judge: tests/faults/judge.c
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARN) $(NSS_CFLAGS) $(CFLAGS) $(LDFLAGS) \
		-o $@ $< $(NSS_LIBS) -lsqlite3
$(B)/faults/locks: tests/faults/locks.c
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARN) $(CFLAGS) $(LDFLAGS) -o $@ $<
# Measures NSS alone, to compare.
$(B)/bench/bare: tests/bench/bare.c
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARN) $(NSS_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(NSS_LIBS)
FAULTS_PROGRAMS = $(addprefix $(B)/faults/,judge locks shim.so)

# The targets of libFuzzer, which has their main: tests/fuzz. B is a folder of its own for them.
TARGETS = $(patsubst tests/fuzz/%.c,$(B)/targets/%,$(filter-out $(FUZZ_ROOM),$(wildcard tests/fuzz/*.c))) $(B)/lapses
FUZZ_ROOM = $(addprefix tests/fuzz/,room.c fail.c lapses.c)
FUZZ_LINK = $(LINK) -fsanitize=fuzzer -Wl,--wrap=LLVMFuzzerTestOneInput
$(B)/targets/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/room.o $(B)/obj/tests/fuzz/fail.o \
		$(B)/failing/libhost.a $(B)/failing/libnsshelper.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(FUZZ_LINK),--wrap=nh_pbe_check,--wrap=nh_pbe_check_rounds $(WRAP) -o $@ $^ $(OUR_LIBS)
# Our code, of which the calls that can fail lead through tests/fuzz/fail.c.
$(B)/failing/names: $(B)/obj/tests/fuzz/fail.o
	$(Q)mkdir -p $(@D) && nm $< | sed -n 's/.* T failing_\(.*\)/\1 failing_\1/p' >$@
$(B)/failing/%: $(B)/% $(B)/failing/names
	$(Q)mkdir -p $(@D) && objcopy --redefine-syms=$(B)/failing/names $< $@
# A sample with faults that must be found.
$(B)/lapses: $(B)/failing/obj/tests/fuzz/lapses.o $(B)/obj/tests/fuzz/fail.o
	$(call say,LINK,$@)
	$(Q)$(FUZZ_LINK) -o $@ $^ $(OUR_LIBS)
# Wrapped functions accept what a fuzzer can't find, such as a correct MAC, and limit the rounds over a
# password.
$(B)/targets/pkcs12: WRAP = -Wl,--wrap=nh_pfx_open
$(B)/targets/crl: WRAP = -Wl,--wrap=nh_crlsign_end
targets: $(TARGETS)
# Warnings are off here, because the other builds show them.
FUZZED = $(AGAIN) B=build/fuzz CC=clang CFLAGS='-O1 -g' WARN=-w \
	INSTRUMENT='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer' targets

# Objects that contain the version or the id are built again when the manifest changes.
VERSIONED = $(shell grep -srlwE 'NH_VERSION|NH_MANIFEST_EXTENSION' --include='*.c' nss-helper native-messaging tests/unit)
$(call objects,$(VERSIONED)) $(call mutated,$(VERSIONED)): extension/manifest.json

-include $(shell find $(B) -path $(B)/deb -prune -o -name '*.d' -print 2>/dev/null)
.SECONDARY:

clean:
	rm -rf build

# The list INSTALLED has what they have written, so that "make uninstall" needs no PREFIX.
PLACES = B DESTDIR BINDIR LIBEXEC MANDIR LOCALEDIR HOSTDIR UNITDIR BASHDIR FISHDIR ZSHDIR WEBEXTDIR EXTDIR PREFDIR INSTALLED
$(foreach place,$(PLACES),$(eval install uninstall: export $(place) := $$($(place))))
install: all
	$(Q)native-messaging/packaging/install
uninstall:
	$(Q)native-messaging/packaging/install remove

# Debian packages, below build/; the source archive with its checksum.
deb:
	$(Q)tests/setup deb && $(AGAIN) $(B)/deb/built
$(B)/deb/built: Makefile LICENSE README.md .github/README.ja.md .github/CHANGELOG.md $(EXTENSION) $(shell find native-messaging nss-helper -type f)
	$(Q)native-messaging/packaging/deb $(B) && touch $@
dist:
	$(Q)native-messaging/packaging/dist $(B)

# Each of these first installs and builds what it needs.
AGAIN = $(MAKE) --no-print-directory $(if $(filter 1,$(V)),,-s) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
READY = tests/setup check && $(AGAIN) all programs && $(FUZZED)
programs: $(B)/nss-helper $(B)/nss-helper-host $(TRANSLATED) $(B)/portal $(QUICK) $(UNIT) \
	$(B)/hold-lock $(B)/relay $(B)/memory.so $(if $(INSTRUMENT),,$(FAULTS_PROGRAMS) forgetful)
setup:
	$(Q)tests/setup build
demo:
	$(Q)tests/setup demo && $(AGAIN) all $(B)/portal
	$(Q)node tests/e2e/demo.mjs
# make screenshots STATES='panel import': only states whose page or name has one of these words.
screenshots:
	$(Q)tests/setup demo && $(AGAIN) all $(B)/relay
	$(Q)node tests/screens/take.mjs
# make pictures: takes the pictures of the help page anew; they are part of the extension.
pictures:
	$(Q)tests/setup demo && $(AGAIN) all $(B)/relay
	$(Q)node tests/screens/help.mjs
check:
	$(Q)$(READY)
	$(Q)tests/run
# A larger sample than in "make check".
faults: export FAULTS ?= more
lint faults e2e:
	$(Q)$(READY)
	$(Q)tests/run $@
# make fuzz FUZZ_SECONDS=300: each parser gets new inputs for this many seconds, and as long while calls fail.
fuzz:
	$(Q)tests/setup fuzz && $(FUZZED)
	$(Q)node tests/fuzz/run.mjs
# make mutants: the tests must notice each small change of the table; MUTANTS='site.c follow.js': some of them.
mutants:
	$(Q)$(READY)
	$(Q)node tests/mutants/run.mjs $(MUTANTS)
# Measures without a verdict: tests/bench/README.md. BENCH='list files': some of the works; BENCH_RUNS=3.
bench soak:
	$(Q)tests/setup bench && $(AGAIN) all $(B)/bench/bare
	$(Q)$(if $(filter soak,$@),BENCH=soak )node tests/bench/run.mjs
# These need no browser, and no program but themselves.
unit:
	$(Q)tests/setup unit && $(AGAIN) $(TRANSLATED) $(UNIT)
	$(Q)tests/run $@
# The portal judges the other programs, so it shares nothing with them, and has a style of its own.
format:
	$(Q)clang-format -i $$(find nss-helper native-messaging tests/unit tests/faults tests/fuzz tests/bench -name '*.[ch]')
asan: B = build/asan
# faketime's library is loaded before ASan's.
asan: export ASAN_OPTIONS = verify_asan_link_order=0
asan:
	$(Q)tests/setup check && $(AGAIN) B=$(B) programs \
		INSTRUMENT='-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
	$(Q)B=$(B) tests/run unit cli host portal
# make coverage SUITES='unit cli'
coverage: B = build/coverage
coverage:
	$(Q)tests/setup check && $(AGAIN) B=$(B) programs $(B)/nss-helper.xpi INSTRUMENT=--coverage CFLAGS='-O0 -g'
	$(Q)B=$(B) tests/coverage.mjs $(SUITES)

.PHONY: FORCE all po xpi clean install uninstall deb dist programs forgetful mutants targets setup demo screenshots pictures check unit lint faults e2e fuzz bench soak format asan coverage
