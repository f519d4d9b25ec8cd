"""One run in a process of its own: prints one line of JSON with seconds, peak memory and hashes of the results.

python -m benchmarks.child MEMBERS HOURS THREADS [KEEP]
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

BEGAN = time.perf_counter()


def peak_kb() -> int:
    """Peak of this process. Where Linux tells it by process; ``ru_maxrss`` still knows the size of the parent."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(status.partition("VmHWM:")[2].split()[0])
    except (OSError, IndexError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    members, hours, threads = (int(text) for text in sys.argv[1:4])
    keep = sys.argv[4] if len(sys.argv) > 4 else "quantiles"
    from benchmarks.full import camp, digests, run  # noqa: PLC0415

    site = camp(Path(sys.argv[5]) if len(sys.argv) > 5 else None)
    first = time.perf_counter()
    result = run(site, members, hours, threads=threads, keep=keep)
    ended = time.perf_counter()
    kept = sum(array.nbytes for array in (*result.quantiles.values(), *result.outputs.values()))
    print(
        json.dumps(
            {
                "run_s": ended - first,
                "whole_s": ended - BEGAN,
                "peak_kb": peak_kb(),
                "result_bytes": kept + sum(array.nbytes for array in result.event_times.values()),
                "digests": digests(result),
            }
        )
    )


if __name__ == "__main__":
    main()
