from pathlib import Path

import numpy as np
import pytest

from landbridge.engines import matching

NACE = {"A": "A", "01": "A", "01.1": "A", "01.11": "A", "01.12": "A", "02": "A", "C": "C", "26": "C"}


def test_industry_codes_become_a_tree() -> None:
    tree = matching.from_sections(NACE, scheme="nace")
    assert tree.path("nace:01.11") == ("nace:A", "nace:01", "nace:01.1", "nace:01.11")
    assert tree.nearness("nace:01.11", "nace:01.12") == 0.75
    assert tree.nearness("nace:01.11", "nace:02") == 0.25
    assert tree.nearness("nace:01.11", "nace:26") == 0


def test_a_table_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("code,section\nC,C\n39,C\n397,C\n3971,C\n", encoding="utf-8-sig")
    assert matching.from_table(file, scheme="gbt").path("gbt:3971") == ("gbt:C", "gbt:39", "gbt:397", "gbt:3971")


def test_links_join_two_schemes_in_both_directions() -> None:
    both = matching.joined(
        matching.tags(["ai"]), matching.from_sections(NACE, scheme="nace"), links={("ai", "nace:26"): 0.6}
    )
    np.testing.assert_allclose(both.table(["ai", "nace:26"], ["nace:26", "ai"]), [[0.6, 1], [1, 0.6]])


def test_tags_are_near_to_themselves_only() -> None:
    flat = matching.tags(["web", "mobile"])
    assert (flat.nearness("web", "web"), flat.nearness("web", "mobile")) == (1, 0)
    assert "web" in flat
    assert "moon" not in flat


@pytest.mark.parametrize("parents", [{"a": "b"}, {"a": "b", "b": "a"}])
def test_orphans_and_circles_are_errors(parents: dict[str, str | None]) -> None:
    with pytest.raises(ValueError, match=r"circle|not a code"):
        matching.Taxonomy(parents)


@pytest.mark.parametrize(
    ("trl", "stage"), [(1, "research"), (4, "prototype"), (7, "pilot"), (8, "market"), (9, "growth")]
)
def test_readiness_levels(trl: int, stage: str) -> None:
    assert matching.Stage.of_trl(trl) == stage
    with pytest.raises(ValueError, match="1 to 9"):
        matching.Stage.of_trl(trl + 9)
