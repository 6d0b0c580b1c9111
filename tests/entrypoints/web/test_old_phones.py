"""The oldest phones: what a page sends them stays within the floor that docs/pages.md states, Chromium 78 and Safari 13.4.

Scripts: a parser that knows ECMAScript 2017 and nothing later reads every one of them, and each name of the platform they
use is on a list of what the floor has. Styles: without cascade layers a browser reads tokens.css and old.css alone, so these
two use only what the floor has; the others stand in layers, and what came after layers is named with what its lack does.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import esprima
import pytest
import tinycss2

from landbridge.entrypoints import web

ROOM: Final = Path(web.__file__).parent
STATIC: Final = ROOM / "static" / "landbridge"
SCRIPTS: Final = tuple(sorted((STATIC / "js").glob("*.js")))
SHEETS: Final = tuple(sorted((STATIC / "css").glob("*.css")))
OLD: Final = frozenset({"old.css", "tokens.css"})


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Names of the platform, each in Chromium 78 and Safari 13.4 (MDN's compatibility tables).
PLATFORM: Final = _listed("""
    AbortController Boolean CSS DOMParser Date DateTimeFormat Element Error Intl JSON Map Math Number Object Promise RegExp
    Response Set String URL URLSearchParams Uint8Array WeakMap abort abs activeElement add addEventListener allSettled altKey
    append appendChild assign body bottom catch ceil cellIndex checked children classList className clearTimeout click clientWidth clone
    cloneNode close closest concat confirm contains content createElement crypto ctrlKey currentTarget dataset defaultPrevented
    delete document documentElement elements encodeURIComponent escape every fetch filter find findIndex firstElementChild
    flatMap focus forEach form format get getAttribute getBoundingClientRect getElementById getEntriesByType getItem
    getRandomValues getSelection has headers hidden history href id includes indexOf innerHeight innerHTML join json key keys
    lang length localStorage location map match matches max message metaKey method min multiple name normalize now ok onclick
    open options origin padStart parentElement parse parseFromString pathname performance prepend preventDefault
    querySelector querySelectorAll redirect redirected reduce reload remove removeAttribute removeItem replace replaceState
    reportValidity reset round scrollLeft scrollWidth search select selectAllChildren selected selectedOptions self sessionStorage set setAttribute
    setInterval setItem setTimeout signal slice some sort split src startsWith status stopImmediatePropagation stringify
    tabIndex tagName target text textContent then toISOString toLocaleString toLowerCase toString toggle trim type undefined
    url value values
    """)
# Newer, or missing in the browser of an app: each is asked for before it is used.
ASKED_FIRST: Final = {
    "submitter": ("event.submitter ||",),
    "requestSubmit": ("if (form.requestSubmit)",),
    "showModal": ('"showModal" in', "if (dialogs)"),
    "navigation": ("entry ? entry.type", "performance.navigation.type"),
    "clipboard": ("try {", "catch (refused)"),
    "writeText": ("try {", "catch (refused)"),
    "caches": ("if (self.caches)", "!self.caches"),
    "navigator": ('"serviceWorker" in navigator', "navigator.serviceWorker ?", "try {"),
    "put": ("!self.caches",),
    "serviceWorker": ('"serviceWorker" in navigator', "navigator.serviceWorker ?"),
    "getRegistrations": ("navigator.serviceWorker ?",),
    "register": ('"serviceWorker" in navigator',),
    "unregister": ("navigator.serviceWorker ?",),
}
# Only in a service worker, which a browser without one never starts.
WORKER: Final = _listed("claim clients mode put registration request respondWith scope skipWaiting waitUntil caches")
# Names of our own data, and of htmx and allauth, which older phones are not sent.
OURS: Final = _listed("""
    acts age answers attendee_id badge badges beat copy default detail draft elt error event exception here issueRequest label
    live meetings more name_chinese name_latin party_chinese party_latin passkey people ready refusal roster said_at sent sequence
    since standings version words worker yes zone
    """)
NEWER_IN_TEXTS: Final = re.compile(
    r":(?:is|where|has|focus-visible)\b|\(\?<"
)  # selectors and expressions a parser does not see

FLOOR_PROPERTIES: Final = _listed("""
    align-items background border border-bottom border-collapse border-left border-radius border-top box-sizing color
    color-scheme display fill flex flex-wrap font font-family font-size font-weight height left line-height list-style margin
    margin-bottom margin-left margin-right max-width min-height min-width padding padding-top position src stroke stroke-width
    text-align text-decoration unicode-range vertical-align white-space width word-wrap
    """)
FLOOR_WORDS: Final = {
    "function": frozenset({"var", "local"}),
    "unit": frozenset({"px", "rem", "%"}),
    "pseudo": frozenset({"root", "lang", "not"}),
    "at": frozenset({"font-face", "layer", "media", "supports"}),
}
# What came after layers (Chromium 99, Safari 15.4), and what a browser that lacks it shows.
AFTER_LAYERS: Final = {
    "at container": "the journey keeps its wide form and scrolls within itself",
    "property container": "as above",
    "pseudo has": "a line or a tint is missing, nothing that one reads or presses",
    "property rotate": "the arrow of a folded part does not turn",
    "property scrollbar-width": "the usual scroll bar",
    "property text-autospace": "no thin space between Han and Latin",
    "property text-spacing-trim": "full-width marks keep their width",
    "property text-wrap": "headings break where they are full",
    "property translate": "a box of a choice stands a pixel lower",
}
BEFORE_LAYERS: Final = {
    "property": _listed("""
        -webkit-text-size-adjust accent-color align-content align-items align-self animation appearance background
        background-image background-position background-repeat background-size block-size border border-block-end
        border-block-start border-block-start-color border-collapse border-color border-inline-end border-inline-start
        border-radius border-spacing border-style border-width bottom box-shadow box-sizing break-after break-before
        break-inside clear clip-path color column-gap columns content cursor display fill flex flex-basis flex-direction
        flex-wrap float font font-family font-size font-style font-synthesis font-variant-numeric font-weight gap grid-area
        grid-auto-columns grid-auto-flow grid-column grid-row grid-template-columns grid-template-rows height inline-size inset
        inset-block inset-block-end inset-block-start inset-inline inset-inline-end inset-inline-start isolation
        justify-content justify-items justify-self left letter-spacing line-break line-height list-style margin margin-block
        margin-block-end margin-block-start margin-inline margin-inline-end margin-inline-start max-block-size
        max-inline-size min-block-size min-inline-size object-fit opacity order orphans outline outline-color outline-offset
        overflow overflow-wrap overflow-x overflow-y padding padding-block padding-block-end padding-block-start
        padding-inline padding-inline-end padding-inline-start paint-order place-content place-items pointer-events position
        resize right row-gap scroll-behavior scroll-margin-block-start scroll-padding-block-start size stroke
        stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity stroke-width table-layout text-align text-align-last
        text-anchor text-decoration text-decoration-color text-decoration-style text-decoration-thickness text-indent
        text-overflow text-transform text-underline-offset top transform transform-origin transition user-select
        vector-effect vertical-align visibility white-space widows width word-break word-spacing writing-mode z-index
        """),
    "function": _listed(
        "attr calc clamp inset linear-gradient max min minmax repeat rgb rotate scale translate translatex translatey var url"
    ),
    "unit": _listed("% ch deg em fr mm ms px pt rem s vh vw"),
    "pseudo": _listed("""
        -moz-progress-bar -webkit-details-marker -webkit-progress-bar -webkit-progress-value active after backdrop before
        checked disabled empty first-child first-of-type focus focus-visible focus-within hover invalid is lang last-child
        last-of-type not nth-child nth-of-type open-marker placeholder root target visited where
        """),
    "at": frozenset({"font-face", "keyframes", "layer", "media", "page", "supports"}),
}


# ---- scripts


def _parts(node: Any, above: Any = None, key: str = "") -> Iterator[tuple[Any, Any, str]]:
    """Every node of the tree with the one above it and its place there."""
    if isinstance(node, list):
        for one in node:
            yield from _parts(one, above, key)
    elif hasattr(node, "type"):
        yield node, above, key
        for name, value in vars(node).items():
            yield from _parts(value, node, name)


def _bound(pattern: Any) -> Iterator[str]:
    """The names that a parameter or declaration brings."""
    yield from (node.name for node, above, key in _parts(pattern) if node.type == "Identifier" and key != "key")


def _names(tree: Any) -> set[str]:
    """What a script takes from outside: free identifiers and the properties it reads by name."""
    used, made = set[str](), set[str]()
    for node, above, key in _parts(tree):
        if node.type == "Identifier":
            member = above.type == "MemberExpression" and key == "property" and not above.computed
            labels = above.type == "Property" and key == "key" and not above.computed
            if not labels:
                used.add(("." if member else "") + node.name)
        patterns = [getattr(node, "id", None), getattr(node, "param", None), *(getattr(node, "params", None) or [])]
        for pattern in filter(None, patterns):
            made.update(_bound(pattern))
    return {name.removeprefix(".") for name in used - made}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_parser_of_2017_reads_the_script_and_every_name_is_known_to_old_phones(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    names = _names(esprima.parseScript(text))
    known = PLATFORM | OURS | (WORKER if script.name == "desk-worker.js" else frozenset())
    for name in sorted(names - known):
        assert any(guard in text for guard in ASKED_FIRST[name]), name
    assert not NEWER_IN_TEXTS.search(re.sub(r"//.*", "", text))


@pytest.mark.parametrize("later", ["a?.b", "a ?? b", "a ||= b", "class A { #b = 1 }", "try {} catch {}"])
def test_the_parser_refuses_what_came_later(later: str) -> None:
    with pytest.raises(esprima.Error):
        esprima.parseScript(later)


def test_a_page_for_a_hand_loads_only_scripts_of_ours() -> None:
    templates = ROOM / "templates"
    phone = {"phone.html", "personal/base.html"}
    bases = ('{% extends "phone.html" %}', '{% extends "personal/base.html" %}')
    pages = [path for path in templates.rglob("*.html") if path.read_text(encoding="utf-8").startswith(bases)]
    assert len(pages) > 10
    for path in [*pages, *(templates / name for name in phone)]:
        for name in re.findall(r"static '([^']+\.js)'", path.read_text(encoding="utf-8")):
            assert name.startswith("landbridge/js/"), path.name


# ---- styles


def _rules(content: Any, *, layered: bool = False) -> Iterator[tuple[str, str, bool]]:
    """What a sheet uses, as (sort, word, whether in a layer)."""
    for rule in content:
        assert rule.type in {"at-rule", "qualified-rule"}, rule
        if rule.type == "qualified-rule":
            yield from ((*word, layered) for word in _selector(rule.prelude))
            yield from ((*word, layered) for word in _declarations(rule.content))
            continue
        name = rule.lower_at_keyword
        yield "at", name, layered or name == "layer"
        if rule.content is None:
            continue
        if name in {"page", "font-face"}:
            yield from ((*word, layered) for word in _declarations(rule.content))
        else:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(inner, layered=layered or name == "layer")


def _selector(prelude: Any) -> Iterator[tuple[str, str]]:
    colon = False
    for token in prelude:
        if colon and token.type in {"ident", "function"}:
            yield "pseudo", token.lower_value if token.type == "ident" else token.lower_name
        if token.type == "function":
            yield from _selector(token.arguments)
        colon = token.type == "literal" and token.value in {":", "::"}


def _declarations(content: Any) -> Iterator[tuple[str, str]]:
    for line in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        assert line.type == "declaration", f"a rule within a rule: {line}"
        if not line.name.startswith("--"):
            yield "property", line.lower_name
        yield from _values(line.value)


def _values(tokens: Any) -> Iterator[tuple[str, str]]:
    for token in tokens:
        if token.type == "function":
            yield "function", token.lower_name
            yield from _values(token.arguments)
        elif token.type == "dimension":
            yield "unit", token.lower_unit
        elif token.type.endswith("block"):
            yield from _values(token.content)


def _used(sheet: Path) -> set[tuple[str, str, bool]]:
    text = sheet.read_text(encoding="utf-8")
    return set(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_what_old_phones_read_they_know_and_the_rest_stands_in_layers(sheet: Path) -> None:
    used = _used(sheet)
    if sheet.name in OLD:
        known = {**FLOOR_WORDS, "property": FLOOR_PROPERTIES}
        assert sorted((sort, word) for sort, word, _ in used if word not in known[sort]) == []
        return
    assert sorted((sort, word) for sort, word, layered in used if not layered) == []
    later = {f"{sort} {word}" for sort, word, _ in used if word not in BEFORE_LAYERS[sort]}
    assert later <= set(AFTER_LAYERS)


def test_each_excuse_is_still_needed() -> None:
    used = {f"{sort} {word}" for sheet in SHEETS for sort, word, _ in _used(sheet)}
    assert set(AFTER_LAYERS) <= used


def test_the_sheet_for_old_phones_is_read_by_no_browser_with_layers() -> None:
    (rule,) = tinycss2.parse_stylesheet(
        (STATIC / "css" / "old.css").read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True
    )
    # Unprefixed text-emphasis came with layers in Chromium 99, accent-color with layers in Safari 15.4.
    assert tinycss2.serialize(rule.prelude).strip() == "not ((text-emphasis: none) and (accent-color: auto))"
