"""Every refusal, finding and code has words, and the words fit the data."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

import landbridge
from landbridge.evidence import phrases as evidence_phrases
from landbridge.evidence.trail_events import EvidenceEvent
from landbridge.kernel.refusal import Refusal
from landbridge.network import phrases, refusals
from landbridge.network.drafts import OrganisationDraft, PersonDraft, findings
from landbridge.network.duplicates import Why
from landbridge.network.imports import refusals as file_refusals
from landbridge.network.imports.rates import RATES
from landbridge.network.imports.tables import ORGANISATIONS, PEOPLE
from landbridge.network.states import HubKind, ImportState, LegalBasis, OrganisationKind, RecordState, Role
from landbridge.network.trail_events import NetworkEvent

ROOM = Path(landbridge.__file__).parent / "network"


def test_every_refusal_has_a_sentence_and_no_sentence_is_idle() -> None:
    codes = {
        refusal.code
        for module in (refusals, file_refusals)
        for refusal in vars(module).values()
        if isinstance(refusal, type) and issubclass(refusal, Refusal) and refusal is not Refusal
    }
    assert set(phrases.REFUSALS) == codes


def test_every_finding_has_a_sentence_and_no_sentence_is_idle() -> None:
    source = "\n".join(path.read_text() for path in ROOM.rglob("*.py"))
    written = set(re.findall(r'(?:Finding|CellRefused)\(\s*"(\w+)"', source)) | {"code_malformed", "code_check_wrong"}
    written |= {f"address_{reason}" for reason in re.findall(r'reason="(\w+)"', source)}
    assert set(phrases.FINDINGS) == written


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (Role, phrases.ROLES),
        (HubKind, phrases.HUB_KINDS),
        (OrganisationKind, phrases.ORGANISATION_KINDS),
        (LegalBasis, phrases.LEGAL_BASES),
        (RecordState, phrases.RECORD_STATES),
        (ImportState, phrases.IMPORT_STATES),
        (Why, phrases.REASONS),
        (NetworkEvent, phrases.EVENTS),
        (EvidenceEvent, evidence_phrases.EVENTS),
    ],
)
def test_every_code_has_a_word(codes: type[StrEnum], words: dict[str, object]) -> None:
    assert set(words) == {code.value for code in codes}


def test_every_column_of_an_import_has_a_word() -> None:
    assert set(phrases.COLUMNS) == {
        column.key for schema in (PEOPLE, ORGANISATIONS, RATES) for column in schema.columns
    }


def test_sentences_fit_the_data_of_drafts() -> None:
    faulty = (
        OrganisationDraft(
            name_latin="x" * 201, country="ZZ", kind="club", website="x", uscc="1", lei="506700GE1G29325QX364"
        ),
        PersonDraft(email="x", phone="x", language="x"),
    )
    for draft in faulty:
        for finding in findings(draft):
            assert str(phrases.FINDINGS[finding.code]) % {"row": None, "field": finding.field, **finding.data}
