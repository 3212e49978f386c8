#!/usr/bin/env bash
# Counts the instructions of three fixed jobs with valgrind's callgrind and compares them with baseline.txt beside this file.
# Instructions do not depend on the load of the machine, so this finds what became slower where wall time cannot.
#
#   benches/instructions/guard.sh [BINARY]            compare; default target/debug/capex
#   benches/instructions/guard.sh --record [BINARY]   write the baseline anew
#
# Exit code 1 if a job needs over TOLERANCE percent more than its baseline. A baseline holds for the compiler that built the
# binary; with another one, or without valgrind, the check says that it was skipped.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
TOLERANCE=8

record=false
if [ "${1:-}" = --record ]; then
    record=true
    shift
fi
binary=${1:-target/debug/capex}
if ! command -v valgrind >/dev/null 2>&1; then
    echo "skipped: valgrind is not installed"
    exit 0
fi
compiler=$(rustc --version)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One thread, so that waiting for another one costs no instructions; exit code 1 says that something was found.
count() {
    local job=$1
    shift
    valgrind --tool=callgrind --callgrind-out-file="$work/$job.out" "$binary" "$@" \
        <"${input:-/dev/null}" >/dev/null 2>"$work/$job.log" || [ $? -eq 1 ]
    awk '/^(summary|totals):/ { print $2; exit }' "$work/$job.out"
}

awk 'BEGIN { for (i = 1; i <= 300; i++) print (i * 7 % 900 + 100) "m³高炉" (i % 3 + 1) "座（" i "#）" }' >"$work/phrases"
day=2019-06-30
{
    echo "# compiler: $compiler"
    echo "audit-workbook $(count audit-workbook audit examples/survey.xlsx --as-of $day --jobs 1 --format jsonl)"
    echo "write-workbook $(count write-workbook audit examples/county.csv --as-of $day --jobs 1 -q -o "$work/out.xlsx")"
    echo "match-phrases $(input="$work/phrases" count match-phrases match --as-of $day --format jsonl)"
} >"$work/counts"

if $record; then
    cp "$work/counts" "$here/baseline.txt"
    cat "$here/baseline.txt"
    exit 0
fi
if [ ! -f "$here/baseline.txt" ]; then
    echo "skipped: no baseline is recorded"
    exit 0
fi
if [ "$(head -1 "$here/baseline.txt")" != "# compiler: $compiler" ]; then
    echo "skipped: the baseline is that of$(head -1 "$here/baseline.txt" | cut -d: -f2), this is $compiler"
    exit 0
fi
failed=0
while read -r job before; do
    now=$(awk -v job="$job" '$1 == job { print $2 }' "$work/counts")
    change=$(awk -v now="$now" -v before="$before" 'BEGIN { printf "%+.1f", (now - before) * 100 / before }')
    echo "$job: $now instructions, $change % against $before"
    if awk -v change="$change" -v most="$TOLERANCE" 'BEGIN { exit !(change > most) }'; then
        echo "$job costs over $TOLERANCE % more; find out why, or record it with benches/instructions/guard.sh --record" >&2
        failed=1
    fi
done < <(grep -v '^#' "$here/baseline.txt")
exit $failed
