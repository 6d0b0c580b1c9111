"""What is kept for a moment is made once, and anew after it."""

from concurrent.futures import ThreadPoolExecutor

from landbridge.entrypoints.web.kept import Kept


def test_many_who_ask_at_once_get_one_answer() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    kept: Kept[int] = Kept(60)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _n: kept.get("key", make), range(8))) == {1}
    assert kept.get("other", make) == 2
    kept.clear()
    assert kept.get("key", make) == 3


def test_an_answer_does_not_outlive_its_moment() -> None:
    kept: Kept[object] = Kept(0)
    assert kept.get("key", object) is not kept.get("key", object)
