"""The matcher measured: `python -m bench.matching [--all | PART ...]` prints its tables, hardware and seeds.

Data under `shared/data` beside the checkout is read where it is; what needs it is left out, and says so, where it is
not. Everything is seeded (0). Without arguments the quick parts run; `--all` adds `scale` and `deals`. `meaning` first
reads the book of troubles, once, for forty minutes; its vectors are kept in the data folder.
OPENBLAS_NUM_THREADS=1 before it measures one core: a second thread that waits for a busy machine counts as work.
"""

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from bench import matching_deals, matching_meaning, matching_scale, matching_speed
from landbridge.engines import matching
from landbridge.engines.matching import Listing, Need, Offer, SignalName

QUICK = ("speed", "meaning", "real")
SLOW = ("scale", "deals")


def shared() -> Path | None:
    """The folder `shared/data` beside the checkout or above it."""
    folders = (parent / "shared" / "data" for parent in Path(__file__).resolve().parents)
    return next((folder for folder in folders if folder.is_dir()), None)


def real(data: Path, number: int = 20) -> None:
    """Real offers against real calls: the best offer of every thirtieth call, to be read and judged."""
    offers = []
    for line in (data / "nasa_t2_software_technologies.jsonl").read_text(encoding="utf-8").splitlines()[:400]:
        row = json.loads(line)
        offers.append(Offer(id=str(row["url"]), title=str(row["name"]), texts={"en": str(row["description"])[:600]}))
    needs = []
    for line in (data / "eu_open_calls_compact.jsonl").read_text(encoding="utf-8").splitlines()[::30][:number]:
        row = json.loads(line)
        needs.append(Need(id=str(row["topicId"]), title=str(row["title"]), texts={"en": str(row["description"])[:600]}))
    ranking = matching.rank(offers, needs, encoder=matching_meaning.reader(), listing=Listing.NEED, top=1)
    titles = {offer.id: offer.title for offer in offers}
    for need in needs:
        (best,) = ranking.of(need.id)
        print(f"{best.score:.2f}  {need.title[:80]}\n      <- {titles[best.offer_id][:90]}", flush=True)
        seen = next((one.seen for one in best.readings if one.signal == SignalName.TROUBLE and one.seen), {})
        print(f"      by {seen.get('technology_en')}: “{seen.get('trouble_en')}”", flush=True)


def hardware() -> str:
    """The machine, its processor and how busy it was: figures of a busy machine are not those of a quiet one."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    load = os.getloadavg()[0]
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "all")
    return (
        f"{model or platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, {threads} threads for linear algebra, "
        f"Python {platform.python_version()}"
    )


def main() -> int:
    """Print the chosen tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join((*QUICK, *SLOW)))
    parser.add_argument("--all", action="store_true", help="the slow parts too: " + ", ".join(SLOW))
    options = parser.parse_args()
    parts = options.parts or ((*QUICK, *SLOW) if options.all else QUICK)
    unknown = set(parts) - {*QUICK, *SLOW}
    if unknown:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    print(f"# python -m bench.matching {' '.join(parts)}\n# {hardware()}; seeds 0", flush=True)
    data = shared()
    if data is None:
        print("no shared/data beside this checkout: deals, real and the 26 given needs are left out", file=sys.stderr)
    if "speed" in parts:
        matching_speed.main()
    if "meaning" in parts:
        matching_meaning.main(data / "needs_offers.json" if data else None)
    if "real" in parts and data:
        real(data)
    if "scale" in parts:
        matching_scale.main()
    if "deals" in parts and data:
        matching_deals.main(data / "deals")
    return 0


if __name__ == "__main__":
    sys.exit(main())
