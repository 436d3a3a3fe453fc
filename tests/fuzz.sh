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
	log=$build/fuzz_$name.log
	if "$build/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
		-artifact_prefix="$build/$name-" "$@" >"$log" 2>&1; then
		echo "fuzz_$name: $(tail -n 1 "$log")"
	else
		tail -n 60 "$log"
		echo "fuzz_$name: FAILED, see $log"
		failed="$failed $name"
	fi
done

[ -z "$failed" ] || echo "fuzz: look at$failed"
[ -z "$failed" ]
