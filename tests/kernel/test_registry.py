import pytest

from landbridge.kernel.registry import Registry


def test_things_are_found_by_key_in_the_order_they_were_added() -> None:
    registry: Registry[int] = Registry("numbers")
    assert registry.add("two", 2) == 2
    registry.add("one", 1)
    assert (list(registry), registry["one"], len(registry), "two" in registry, "three" in registry) == (
        ["two", "one"],
        1,
        2,
        True,
        False,
    )


def test_a_key_is_taken_once() -> None:
    registry: Registry[int] = Registry("numbers")
    registry.add("one", 1)
    with pytest.raises(ValueError, match="numbers: one"):
        registry.add("one", 1)
    assert registry["one"] == 1
