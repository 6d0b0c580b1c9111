"""The matcher measured: `python -m bench.matching [deals|meaning|speed|real ...]` prints its table, hardware and seeds.

Data under `shared/data` beside the checkout is read where it is; what needs it is left out, and says so, where it is
not. Everything is seeded (0); the fits of the deals take some minutes of CPU.
"""

import argparse
import json
import platform
import sys
from pathlib import Path

from bench import matching_deals, matching_meaning, matching_speed
from landbridge.engines import matching
from landbridge.engines.matching import Listing, Need, Offer
from landbridge.engines.matching.encoders import best_encoder

PARTS = ("speed", "meaning", "real", "deals")


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
    ranking = matching.rank(offers, needs, encoder=best_encoder(), listing=Listing.NEED, top=1)
    titles = {offer.id: offer.title for offer in offers}
    for need in needs:
        (best,) = ranking.of(need.id)
        print(f"{best.score:.2f}  {need.title[:80]}\n      <- {titles[best.offer_id][:90]}", flush=True)


def main() -> int:
    """Print the chosen tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("parts", nargs="*", default=["speed", "meaning"], metavar="PART", help=", ".join(PARTS))
    parts = parser.parse_args().parts
    print(f"{platform.machine()}, Python {platform.python_version()}, {platform.system()}; seeds 0")
    data = shared()
    if data is None:
        print("no shared/data beside this checkout: deals, real and the 26 given needs are left out", file=sys.stderr)
    if "speed" in parts:
        matching_speed.main()
    if "meaning" in parts:
        matching_meaning.main(data / "needs_offers.json" if data else None)
    if "real" in parts and data:
        real(data)
    if "deals" in parts and data:
        matching_deals.main(data / "deals")
    return 0


if __name__ == "__main__":
    sys.exit(main())
