"""Spreads attention: no need is on more lists than it can look at, and no offer goes without a list.

Best scores alone put the same three famous names on every list. Here each need has places for `cap` offers and keeps
those that fit it best; whoever is turned away tries the next on its own list (deferred acceptance, Gale and Shapley
1962), so that no offer and no need that are not paired would both rather be. An offer that ends with fewer than
`floor` gets its best ones all the same, over the cap, and that is counted.
"""

import heapq
from collections import Counter, deque
from dataclasses import dataclass

from landbridge.engines.matching.kinds import Listing
from landbridge.engines.matching.ranking import Ranking


@dataclass(frozen=True)
class Spread:
    """Lists after spreading, offer by offer, and what that cost.

    `kept` is the share of the score of the unspread lists that is left. `crowded` are the appearances of the three most
    shown needs before and after; `over` counts places given beyond the cap for the floor; `short` names the offers
    whose own list was too short to reach the floor.
    """

    lists: dict[str, tuple[tuple[str, float], ...]]
    kept: float
    crowded: tuple[int, int]
    over: int
    short: tuple[str, ...]


def spread(ranking: Ranking, *, top: int, cap: int, floor: int) -> Spread:
    """Lists of at most `top` needs per offer with every need on at most `cap` lists, the floor aside.

    The ranking must be by offer and longer than `top` for there to be anything to turn to. ValueError where the
    numbers make no sense.
    """
    if ranking.listing is not Listing.OFFER or not (0 <= floor <= top and cap >= 1):
        raise ValueError("spreading needs a ranking by offer, 0 <= floor <= top and a cap of 1 or more")
    wanted = {offer.id: list(ranking.brief(offer.id)) for offer in ranking.offers}
    held = _accepted(wanted, top, cap)
    lists: dict[str, dict[str, float]] = {offer: {} for offer in wanted}
    for need, offers in held.items():
        for score, _, offer in offers:
            lists[offer][need] = score
    over = _to_the_floor(lists, wanted, floor)
    plain = {offer: dict(line[:top]) for offer, line in wanted.items()}
    best = sum(sum(line.values()) for line in plain.values())
    return Spread(
        lists={
            offer: tuple(sorted(line.items(), key=lambda item: (-item[1], item[0]))) for offer, line in lists.items()
        },
        kept=sum(sum(line.values()) for line in lists.values()) / best if best else 1.0,
        crowded=(_of_three(plain), _of_three(lists)),
        over=over,
        short=tuple(offer for offer, line in lists.items() if len(line) < floor),
    )


def _accepted(
    wanted: dict[str, list[tuple[str, float]]], top: int, cap: int
) -> dict[str, list[tuple[float, int, str]]]:
    """Who each need holds in the end: (score, minus the order of the offer, offer)."""
    held: dict[str, list[tuple[float, int, str]]] = {}
    order = {offer: -number for number, offer in enumerate(wanted)}
    at, have = dict.fromkeys(wanted, 0), dict.fromkeys(wanted, 0)
    waiting = deque(wanted)
    while waiting:
        offer = waiting.popleft()
        while have[offer] < top and at[offer] < len(wanted[offer]):
            need, score = wanted[offer][at[offer]]
            at[offer] += 1
            places = held.setdefault(need, [])
            heapq.heappush(places, (score, order[offer], offer))
            have[offer] += 1
            if len(places) > cap:
                turned_away = heapq.heappop(places)[2]
                have[turned_away] -= 1
                if turned_away != offer:
                    waiting.append(turned_away)
    return held


def _to_the_floor(lists: dict[str, dict[str, float]], wanted: dict[str, list[tuple[str, float]]], floor: int) -> int:
    over = 0
    for offer, line in lists.items():
        missing = [(need, score) for need, score in wanted[offer] if need not in line]
        for need, score in missing[: max(0, floor - len(line))]:
            line[need] = score
            over += 1
    return over


def _of_three(lists: dict[str, dict[str, float]]) -> int:
    shown = Counter(need for line in lists.values() for need in line)
    return sum(number for _, number in shown.most_common(3))
