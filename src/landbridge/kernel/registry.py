"""Typed registries: how rooms that may not import each other still meet.

The owner of a question makes a registry; rooms fill it in `AppConfig.ready`; the owner asks it. Filling the same key
twice is an error, so that two rooms cannot silently fight over a name.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Named things of one type, in the order they were added."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, Item] = {}

    def add(self, key: str, item: Item) -> Item:
        """Register `item` under `key`; ValueError if the key is taken."""
        if key in self._items:
            raise ValueError(f"{self.what}: {key} is registered twice")
        self._items[key] = item
        return item

    def __getitem__(self, key: str) -> Item:
        return self._items[key]

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
