"""The book of troubles is one that can be read: both languages, as many troubles in each, every technology once."""

import csv
from pathlib import Path

BOOK = Path(__file__).parents[2] / "bench" / "troubles.tsv"


def test_every_technology_stands_once_with_the_same_troubles_in_both_languages() -> None:
    with BOOK.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = [row["technology_en"].split(",")[0].casefold() for row in rows]
    assert len(rows) > 2_000
    assert len(set(names)) == len(names)
    for row in rows:
        english, chinese = row["troubles_en"].split(" | "), row["troubles_zh"].split(" | ")
        assert len(english) == len(chinese) >= 1, row["technology_en"]
        assert all(text.strip() for text in (*english, *chinese, row["technology_zh"])), row["technology_en"]
