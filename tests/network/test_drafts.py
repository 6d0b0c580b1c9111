import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from landbridge.kernel.refusal import InputRefused
from landbridge.network.drafts import OrganisationDraft, PersonDraft, checked, fields_of, findings, tidied
from landbridge.network.tables import countries, country_codes_by_name, country_name, is_country, is_language

TEXTS = st.text(max_size=20)
DRAFTS = st.one_of(
    st.builds(OrganisationDraft, **dict.fromkeys(OrganisationDraft.__dataclass_fields__, TEXTS)),
    st.builds(PersonDraft, **dict.fromkeys(PersonDraft.__dataclass_fields__, TEXTS)),
)


def codes(draft: OrganisationDraft | PersonDraft) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in findings(tidied(draft))]


@pytest.mark.parametrize(
    ("tag", "known"),
    [("zh", True), ("yue", True), ("zh-hans", True), ("zh-Hant-TW", True), ("pt-BR", True), ("es-419", True),
     ("", False), ("ZH", False), ("xx", False), ("english", False), ("zh-", False), ("zh-hans-", False),
     ("zh-anything", False), ("z1", False), ("中文", False), ("zh\x00", False)],
)  # fmt: skip
def test_one_judge_says_what_a_language_is(tag: str, known: bool) -> None:
    assert is_language(tag) is known


def test_what_was_typed_is_tidied() -> None:
    draft = checked(
        OrganisationDraft(
            name_latin="  Acme \t Ltd ", country="cn", website="www.acme.example", uscc="9144 0300 7152 6726 xg",
            gbt_4754="c2761", ror="https://ror.org/03CVE4549", note="one\n\ntwo ",
        )
    )  # fmt: skip
    assert draft == OrganisationDraft(
        name_latin="Acme Ltd", country="CN", website="https://www.acme.example", uscc="9144030071526726XG",
        gbt_4754="C2761", ror="03cve4549", note="one\n\ntwo",
    )  # fmt: skip
    assert (
        checked(PersonDraft(name_chinese="张三", email=" Ada@Example.ORG ", phone="+86 21 6485 0000 转 12")).email
        == "ada@example.org"
    )


@given(DRAFTS)
@example(OrganisationDraft(nace_2_1="ǭ"))
@example(OrganisationDraft(uscc="O-\u0304"))
@example(OrganisationDraft(ror="https://ror.org/https://ror.org/03cve4549"))
def test_tidying_twice_changes_nothing_more_and_any_draft_is_judged(draft: OrganisationDraft | PersonDraft) -> None:
    once = tidied(draft)
    assert tidied(once) == once
    assert {finding.field for finding in findings(once)} <= set(fields_of(draft))


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (OrganisationDraft(), [("name_missing", "name_latin")]),
        (OrganisationDraft(name_latin="x" * 201), [("too_long", "name_latin")]),
        (OrganisationDraft(name_latin="A", country="EU"), [("country_unknown", "country")]),
        (OrganisationDraft(name_latin="A", kind="club"), [("kind_unknown", "kind")]),
        (OrganisationDraft(name_latin="A", website="ftp://a.example"), [("website_malformed", "website")]),
        (OrganisationDraft(name_latin="A", uscc="123"), [("code_malformed", "uscc")]),
        (OrganisationDraft(name_latin="A", lei="506700GE1G29325QX364"), [("code_check_wrong", "lei")]),
        (PersonDraft(name_latin="A", email="a@b"), [("email_malformed", "email")]),
        (PersonDraft(name_latin="A", email="a@b.example, c@d.example"), [("email_malformed", "email")]),
        (PersonDraft(name_latin="A", phone="call me"), [("phone_malformed", "phone")]),
        (PersonDraft(name_latin="A", language="klingon"), [("language_unknown", "language")]),
        (PersonDraft(name_latin="A", language="zh-hans", country="HK"), []),
    ],
)
def test_every_fault_is_named(draft: OrganisationDraft | PersonDraft, expected: list[tuple[str, str]]) -> None:
    assert codes(draft) == expected


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(InputRefused) as refused:
        checked(PersonDraft(email="a", phone="b", country="Z"))
    assert [finding.field for finding in refused.value.findings] == ["name_latin", "country", "email", "phone"]


def test_countries_have_names_in_both_languages() -> None:
    assert (country_name("DE", "en"), country_name("DE", "zh-hans"), country_name("??", "en")) == (
        "Germany",
        "德国",
        "??",
    )
    assert len(countries("en")) == len(countries("zh-hans")) == 249
    assert (is_country("CN"), is_country("EU"), is_country("cn"), is_language("zh"), is_language("xx")) == (
        True,
        False,
        False,
        True,
        False,
    )
    names = country_codes_by_name()
    assert [names[name] for name in ("de", "germany", "德国", "usa", "中国大陆")] == ["DE", "DE", "DE", "US", "CN"]
    assert set(names.values()) <= set(countries("en"))
