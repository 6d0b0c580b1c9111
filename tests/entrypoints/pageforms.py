"""The forms of a page as a browser would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser


@dataclass
class PageForm:
    """Where a form goes and what it sends as it stands: name and value of each field, in order."""

    action: str
    method: str = "get"
    fields: list[tuple[str, str]] = field(default_factory=list)
    offered: set[str] = field(default_factory=set)

    def with_value(self, place: int, value: str) -> "PageForm":
        """The same with one field changed."""
        changed = list(self.fields)
        changed[place] = (changed[place][0], value)
        return replace(self, fields=changed)

    def data(self) -> dict[str, list[str]]:
        """As the test client sends it."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        return sent


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: list[PageForm] = []
        self.inside: PageForm | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = PageForm(given.get("action") or self.address, given.get("method", "get").lower())
            self.found.append(self.inside)
        if self.inside is None:
            return
        if tag == "select":
            self.select = given.get("name", "")
        elif tag == "option" and self.select:
            self._offer(self.select, given.get("value", ""))
        elif tag == "textarea" and given.get("name"):
            self.inside.fields.append((given["name"], "Words"))
        elif tag in {"input", "button"} and given.get("name"):
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        assert self.inside is not None
        kind = given.get("type", "")
        if kind in {"checkbox", "radio"}:
            self._offer(given["name"], given.get("value", "on"))
        else:
            self.inside.fields.append((given["name"], given.get("value", "") or ("Words" if kind == "text" else "")))

    def _offer(self, name: str, value: str) -> None:
        """The first choice that says something is sent."""
        assert self.inside is not None
        if value and name not in self.inside.offered:
            self.inside.offered.add(name)
            self.inside.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = ""


def forms_of(html: str, address: str) -> Iterator[PageForm]:
    """The forms of the page that change something."""
    reader = _Reader(address)
    reader.feed(html)
    return (form for form in reader.found if form.method == "post")
