#!/bin/sh
# All checks of `make lint`, one after the other: each says what it found, and
# the last line which of them failed. From the top of the tree:
#
#     tests/lint/lint.sh [CHECK…]      all of them where none is named
set -u
MAKE=${MAKE:-make}
BUILD=${BUILD:-build}
JOBS=$(nproc)

clang_format=$(command -v clang-format-14 || echo clang-format)
c_files=$(find include daemon tests/unit tests/sim tests/faults tests/fuzz tests/bench -name '*.[ch]' 2>/dev/null | sort)
headers=$(find include -name '*.h' | sort)

# Floors, homes, twins, banned functions, lengths, options.
check_tree() {
	python3 tests/lint/tree.py
}

# A check that cannot fail is worth nothing: bad trees, each with one finding.
check_itself() {
	PYTHONDONTWRITEBYTECODE=1 "${PYTEST:-pytest}" -q -p no:cacheprovider tests/lint
}

check_format() {
	status=0
	for file in $c_files; do
		"$clang_format" --dry-run -Werror "$file" 2>/dev/null && continue
		echo "$file: not in the form of .clang-format; make format gives it"
		status=1
	done
	return $status
}

# Each public header says itself what it needs.
check_headers() {
	status=0
	for header in $headers; do
		for compiler in gcc clang; do
			# shellcheck disable=SC2046
			"$compiler" -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Iinclude \
				$(pkg-config --cflags libxml-2.0) -fsyntax-only -include "$header" -x c /dev/null || status=1
		done
	done
	return $status
}

check_gcc() {
	$MAKE -j"$JOBS" -k objects
}

check_clang() {
	$MAKE -j"$JOBS" -k BUILD="$BUILD/clang" CC=clang objects
}

check_cppcheck() {
	cppcheck --quiet --error-exitcode=1 -j "$JOBS" --cppcheck-build-dir="$(make_dir cppcheck)" \
		--std=c11 '-DTAILQ_HEAD(name,type)=struct type *' --enable=warning,performance,portability --inline-suppr \
		--suppressions-list=tests/lint/cppcheck.txt --template=gcc -D_GNU_SOURCE -Iinclude daemon
}

# gcc follows the paths of each function. Its use-of-uninitialized-value is left
# out: gcc 12 takes the copy of a struct with padding for one.
analyzer='-O1 -fanalyzer -fdiagnostics-path-format=none -Wno-analyzer-use-of-uninitialized-value'
check_analyzer() {
	$MAKE -j"$JOBS" -k BUILD="$BUILD/analyzer" CFLAGS="$analyzer" daemon-objects
}

check_scripts() {
	status=0
	for script in tests/*.sh tests/*/*.sh; do
		sh -n "$script" || status=1
	done
	bash -n .ci/run || status=1
	find tests config -name '*.py' -exec python3 -c '
import sys
for name in sys.argv[1:]:
    compile(open(name, "rb").read(), name, "exec")
' {} + || status=1
	return $status
}

make_dir() {
	mkdir -p "$BUILD/$1" && echo "$BUILD/$1"
}

[ $# -gt 0 ] || set -- tree itself format headers scripts gcc clang cppcheck analyzer
failed=
for check; do
	echo "lint: $check"
	"check_$check" || failed="$failed $check"
done

if [ -n "$failed" ]; then
	echo "lint: failed:$failed"
	exit 1
fi
echo "lint: all clean"
