#!/bin/sh
# Runs unit-test programs one after the other, from the top of the tree: one
# line for each that passes, the whole output of each that does not.
# V=1 shows all output.
failed=
ran=0

for program; do
	name=${program##*/tests/unit/}
	output=$(timeout -k 5 "${UNIT_SECONDS:-120}" "$program" 2>&1)
	status=$?
	ran=$((ran + 1))
	if [ $status -eq 0 ]; then
		[ -z "$V" ] || printf '%s\n' "$output"
		closing=$(printf '%s\n' "$output" | grep -a '^\[  PASSED  \]')
		printf '%-28s %s\n' "$name" "$closing"
		continue
	fi
	printf '%s\n' "$output"
	case $status in
	124 | 137) why="took too long" ;;
	*) why="exit status $status" ;;
	esac
	printf '%-28s FAILED: %s\n' "$name" "$why"
	failed="$failed $name"
done

if [ -n "$failed" ]; then
	echo "Unit-test programs that failed:$failed"
	exit 1
fi
echo "Unit-test programs: $ran, all passed"
