"""The colours: both dark lists are one, and every pair that components use can be read."""

import re
from pathlib import Path

import pytest

from landbridge.entrypoints import web

CSS = Path(web.__file__).parent / "static" / "landbridge" / "css"
TOKENS = (CSS / "tokens.css").read_text()
GROUNDS = ("bg", "surface", "sunken", "land", "water")
STAGES = tuple(f"stage-{n}" for n in range(1, 11))
SHORES = {"land": (1, 2, 3, 7, 8, 9, 10), "water": (4, 5, 6)}
TEXT = [
    *((text, ground) for text in ("ink", "ink-2", "ink-3", "accent") for ground in (*GROUNDS, "accent-bg")),
    *((meaning, ground) for meaning in ("good", "warn", "bad", "info") for ground in ("bg", "surface", "sunken")),
    *((meaning, f"{meaning}-bg") for meaning in ("good", "warn", "bad", "info")),
    *((text, f"{m}-bg") for text in ("ink", "ink-2", "accent") for m in ("good", "warn", "bad", "info")),
    ("warn", "water"),
    ("warn", "land"),
    ("on-accent", "accent"),
    ("bg", "ink"),
    *(("on-stage", stage) for stage in STAGES),
]
LINES = [
    *(("line-strong", ground) for ground in GROUNDS),
    *(("accent", ground) for ground in ("land", "water", "bg")),
    *((stage, "bg") for stage in STAGES),
    *((f"stage-{n}", ground) for ground, numbers in SHORES.items() for n in numbers),
]


def colours(selector: str) -> dict[str, str]:
    """The colours set in the block of that selector."""
    block = TOKENS[TOKENS.index(selector) :]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block[: block.index("}")]))


LIGHT = colours(":root {")
DARK = colours(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_the_two_dark_lists_are_equal() -> None:
    assert colours(':root:not([data-theme="light"])') == DARK
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_can_be_read(theme: str) -> None:
    found = LIGHT if theme == "light" else DARK
    weak = [(a, b) for a, b in TEXT if contrast(found[a], found[b]) < 4.5]
    weak += [(a, b) for a, b in LINES if contrast(found[a], found[b]) < 3]
    assert weak == []


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sheet", sorted(path.name for path in CSS.glob("*.css") if path.name != "tokens.css"))
def test_colours_come_from_tokens_only(sheet: str) -> None:
    text = (CSS / sheet).read_text()
    codes = {
        "phone.css": {"#fff", "#14161a"},
        "old.css": {"#fff", "#14161a"},
        "forms.css": {"#fff"},
    }  # what cameras read is black on white
    allowed = codes.get(sheet, set())
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) <= allowed


@pytest.mark.parametrize("sheet", sorted(path.name for path in CSS.glob("*.css")))
def test_every_token_used_is_set(sheet: str) -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", (CSS / sheet).read_text()))
    assert used <= set(re.findall(r"--([a-z0-9-]+):", TOKENS)) | {"stage"}
