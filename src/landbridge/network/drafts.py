"""What somebody says about a person or an organisation, tidied and checked before it becomes a record.

Pure: the same rules hold for a form, the API and a row of a file. Nothing here knows a language; findings are data.
"""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from landbridge.kernel.codes import SCHEMES, CodeFault
from landbridge.kernel.names import Name
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.network.states import OrganisationKind
from landbridge.network.tables import is_country, is_language

CODE_FIELDS = ("uscc", "lei", "ror", "gbt_4754", "nace_2_1")
LIMITS = {
    "name_latin": 200,
    "name_chinese": 200,
    "place": 100,
    "website": 200,
    "email": 254,
    "phone": 40,
    "wechat": 60,
    "language": 10,
}
_EMAIL = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"().]+(\.[^@\s,;<>\"().]+)+")
_PHONE = re.compile(r"\+?[\d\s().\-/]{5,40}(\s*(ext|转)\.?\s*\d{1,6})?", re.ASCII)
_WEBSITE = re.compile(r"https?://[^\s/]+\.[^\s]+")
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What drafts of people and organisations share."""

    name_latin: str = ""
    name_chinese: str = ""
    country: str = ""
    place: str = ""
    note: str = ""

    @property
    def name(self) -> Name:
        """The name in both scripts."""
        return Name(latin=self.name_latin, chinese=self.name_chinese)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDraft(Draft):
    """What is said about an organisation. Codes may be typed with spaces or hyphens."""

    kind: str = OrganisationKind.COMPANY
    website: str = ""
    uscc: str = ""
    lei: str = ""
    ror: str = ""
    gbt_4754: str = ""
    nace_2_1: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft(Draft):
    """What is said about a person."""

    email: str = ""
    phone: str = ""
    wechat: str = ""
    language: str = ""


AnyDraft = TypeVar("AnyDraft", bound=Draft)


def fields_of(draft: Draft) -> dict[str, Any]:
    """The draft as columns of its record."""
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


def checked(draft: AnyDraft) -> AnyDraft:
    """The draft, tidied; or `InputRefused` with every fault it has."""
    tidy = tidied(draft)
    if found := tuple(findings(tidy)):
        raise InputRefused(*found)
    return tidy


def tidied(draft: AnyDraft) -> AnyDraft:
    """The draft with superfluous space, case and separators removed, and `www.` made an address."""
    return cast("AnyDraft", _tidied(draft))


@lru_cache(maxsize=16_384)
def _tidied(draft: Draft) -> Draft:
    """A row of a file is asked for the same draft by each check, so the answer is kept a while."""
    fields = {name: _SPACES.sub(" ", value).strip() for name, value in fields_of(draft).items()}
    for name in CODE_FIELDS:
        if fields.get(name):
            fields[name] = SCHEMES[name].tidy(fields[name])
    fields["country"] = fields["country"].upper()
    if "email" in fields:
        fields["email"] = fields["email"].lower()
    if fields.get("website") and "://" not in fields["website"]:
        fields["website"] = f"https://{fields['website']}"
    return dataclasses.replace(draft, **fields)


def findings(draft: Draft) -> Iterator[Finding]:
    """Every fault of a tidied draft, by field, with what was found and what is expected."""
    fields = fields_of(draft)
    if not draft.name_latin and not draft.name_chinese:
        yield Finding("name_missing", field="name_latin")
    for name, limit in LIMITS.items():
        if len(fields.get(name, "")) > limit:
            yield Finding("too_long", field=name, data={"found": len(fields[name]), "expected": limit})
    if draft.country and not is_country(draft.country):
        yield Finding("country_unknown", field="country", data={"found": draft.country})
    if isinstance(draft, OrganisationDraft):
        yield from _of_organisation(draft, fields)
    if isinstance(draft, PersonDraft):
        yield from _of_person(draft)


def _of_organisation(draft: OrganisationDraft, fields: dict[str, Any]) -> Iterator[Finding]:
    if draft.kind not in set(OrganisationKind):
        yield Finding("kind_unknown", field="kind", data={"found": draft.kind, "expected": ", ".join(OrganisationKind)})
    if draft.website and not _WEBSITE.fullmatch(draft.website):
        yield Finding("website_malformed", field="website", data={"found": draft.website})
    for name in CODE_FIELDS:
        code, scheme = fields[name], SCHEMES[name]
        fault = scheme.fault(code) if code else None
        if fault is not None:
            kind = "code_malformed" if fault is CodeFault.FORM else "code_check_wrong"
            yield Finding(kind, field=name, data={"found": code, "expected": scheme.example})


def _of_person(draft: PersonDraft) -> Iterator[Finding]:
    if draft.email and not _EMAIL.fullmatch(draft.email):
        yield Finding("email_malformed", field="email", data={"found": draft.email})
    if draft.phone and not _PHONE.fullmatch(draft.phone):
        yield Finding("phone_malformed", field="phone", data={"found": draft.phone})
    if draft.language and not is_language(draft.language):
        yield Finding("language_unknown", field="language", data={"found": draft.language})
