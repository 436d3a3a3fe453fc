#!/bin/sh
# tests/fuzz.sh BUILD SECONDS NAME…: runs each fuzzer for that long, beginning
# with tests/hostile/ and tests/fuzz/seeds/NAME/; what it learns stays in BUILD.
set -u
build=$1
seconds=$2
shift 2
failed=

for name; do
	learnt=$build/corpus/$name
	mkdir -p "$learnt"
	set -- "$learnt"
	for seeds in "tests/fuzz/seeds/$name" tests/hostile; do
		[ -d "$seeds" ] && set -- "$@" "$seeds"
	done
	echo "fuzz_$name: $seconds s"
	"$build/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
		-artifact_prefix="$build/$name-" -verbosity=0 -print_final_stats=1 "$@" || failed="$failed $name"
done

[ -z "$failed" ] || echo "Fuzzers that found something:$failed"
[ -z "$failed" ]
