"""python growth.py CAPEX OUT.svg [--workbook] FILE...: runs `capex audit FILE --format jsonl` on files of growing size, reads rows,
processor time and peak memory of each run, and draws both against the rows. With --workbook a workbook of the whole result is
written too. Needs Python 3 only; Linux, for the peak memory.

The number of rows is that of the records in the result. CAPEX is the binary of the release profile."""

import json
import os
import subprocess
import sys
import tempfile


def run(capex, file, more):
    """Rows, seconds of processor time, MiB at the peak."""
    command = [capex, "audit", file, "--format", "jsonl", "--fail-on", "never", "--as-of", "2019-06-30", *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    last = b""
    for line in process.stdout:
        last = line
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{file}: capex ended with {process.returncode}")
    rows = json.loads(last)["ledger"]["records"]
    return rows, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def panel(left, title, unit, points, most):
    """A curve over the rows, from zero, with its values."""
    width, height, top = 360, 220, 40
    widest = max(rows for rows, _ in points)
    place = lambda rows, value: (left + rows / widest * width, top + height - value / most * height)
    line = " ".join("%.1f,%.1f" % place(rows, value) for rows, value in points)
    parts = [
        f'<text x="{left}" y="20" font-weight="bold">{title}</text>',
        f'<path d="M{left} {top}V{top + height}H{left + width}" fill="none" stroke="#444"/>',
        f'<polyline points="{line}" fill="none" stroke="#1f4e9e" stroke-width="2"/>',
    ]
    for rows, value in points:
        x, y = place(rows, value)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1f4e9e"/>')
        # Above the last point, below the others, where the line does not run.
        anchor, right, down = ("end", 0, -8) if rows > widest / 2 else ("start", 8, 14)
        near = any(abs(place(*other)[0] - x) < 30 for other in points if other[0] > rows)
        if not near:
            parts.append(f'<text x="{x + right:.1f}" y="{y + down:.1f}" text-anchor="{anchor}">{value:.{1 if value < 10 else 0}f} {unit}</text>')
    parts.append(f'<text x="{left + width}" y="{top + height + 18}" text-anchor="end">{widest:,} rows</text>')
    return "\n".join(parts)


def main():
    capex, out, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    kinds = {}
    folder = tempfile.TemporaryDirectory()
    kept = "--workbook" in files
    more = ["-o", os.path.join(folder.name, "result.xlsx")] if kept else []
    into = "workbook" if kept else "JSON Lines"
    for file in [file for file in files if file != "--workbook"]:
        rows, seconds, peak = run(capex, file, more)
        kinds.setdefault(os.path.splitext(file)[1].lstrip("."), []).append((rows, seconds, peak))
        print(f"{file}\t{rows} rows\t{seconds:.1f} s\t{peak:.1f} MiB", flush=True)
    svg, top = [], 0
    for kind, runs in sorted(kinds.items()):
        runs.sort()
        seconds = [(rows, seconds) for rows, seconds, _ in runs]
        peaks = [(rows, peak) for rows, _, peak in runs]
        svg.append(f'<g transform="translate(0 {top})">')
        svg.append(panel(20, f"{kind} into {into}: processor time", "s", seconds, max(value for _, value in seconds) * 1.15))
        svg.append(panel(440, f"{kind} into {into}: peak memory", "MiB", peaks, max(100, max(value for _, value in peaks) * 1.3)))
        svg.append("</g>")
        top += 300
    with open(out, "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="840" height="{top}" font-family="sans-serif" font-size="12">\n')
        file.write('<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(svg) + "\n</svg>\n")


main()
