#!/bin/sh
# Runs unit-test programs one after the other, from the top of the tree. Of one
# that passes it shows cmocka's closing lines, of another all it said. V=1 shows
# everything.
set -u
programs=0
passed=0
failed=0
skipped=0
failures=

# count WORD OUTPUT: sums the numbers of cmocka's lines "[  WORD  ] 12 test(s)…"
count() {
	printf '%s\n' "$2" | awk -v word="$1" '
		$1 == "[" && $2 == word && match($0, /[0-9]+ test\(s\)/) { sum += substr($0, RSTART) }
		END { print sum + 0 }'
}

for program; do
	name=${program##*tests/unit/}
	echo "$name"
	output=$(timeout -k 5 "${UNIT_SECONDS:-120}" "$program" 2>&1)
	status=$?
	programs=$((programs + 1))
	ours=$(count PASSED "$output")
	left_out=$(count SKIPPED "$output")
	passed=$((passed + ours))
	skipped=$((skipped + left_out))
	if [ $status -eq 0 ] && [ $((ours + left_out)) -gt 0 ]; then
		[ -z "${V:-}" ] || printf '%s\n' "$output"
		[ -n "${V:-}" ] || printf '%s\n' "$output" | grep -aE '^\[  (PASSED |SKIPPED) +\] [0-9]+ test'
		continue
	fi

	printf '%s\n' "$output"
	case $status in
	0) echo "$name FAILED: it ran no test" ;;
	124 | 137) echo "$name FAILED: it took too long" ;;
	*) echo "$name FAILED: exit status $status" ;;
	esac
	theirs=$(count FAILED "$output")
	[ "$theirs" -gt 0 ] || theirs=1
	failed=$((failed + theirs))
	failures="$failures $name"
done

echo "units: $passed passed, $failed failed, $skipped skipped in $programs programs"
[ -z "$failures" ] || echo "units: look at$failures"
[ -z "$failures" ]
