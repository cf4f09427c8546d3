# SPDX-License-Identifier: MPL-2.0
# shellcheck shell=bash
# Terminals of any width, for what is sourced after lib.sh.

at() { python3 "$root/tests/cli/onterminal.py" "$1" "$helper" "${@:2}"; } # COLUMNS WORD…: to "tty"
widest() { python3 "$root/tests/cli/onterminal.py"; }
