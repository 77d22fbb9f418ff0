#!/usr/bin/env python3
"""What a running panel costs while nothing happens: bench/idle PID [SECONDS]. CPU of the process and all its children,
as a share of one core, and proportional memory (PSS)."""
import os
import pathlib
import sys
import time

TICKS = os.sysconf("SC_CLK_TCK")


def tree(root):
    parents = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(folder.name)] = int(fields[1])
    found, grew = {root}, True
    while grew:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found |= more
        grew = bool(more)
    return found


def cpu_seconds(pid):
    # utime, stime and those of children that have ended and been waited for
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / TICKS


def pss(pid):
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0


def main():
    root, seconds = int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 60
    before = {pid: cpu_seconds(pid) for pid in tree(root)}
    time.sleep(seconds)
    pids = tree(root)
    used = sum(cpu_seconds(pid) - before.get(pid, 0) for pid in pids)
    print(f"cpu {100 * used / seconds:.2f} % of a core over {seconds:.0f} s; PSS {sum(map(pss, pids)):.0f} MB in {len(pids)} processes")


if __name__ == "__main__":
    main()
