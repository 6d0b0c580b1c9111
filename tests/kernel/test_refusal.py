import pytest

from landbridge.kernel.refusal import Finding, InputRefused, Missing, NotAllowed, Refusal


def test_a_refusal_carries_its_code_and_its_data() -> None:
    refusal = Missing(identifier="x")
    assert (refusal.code, dict(refusal.data), str(refusal)) == (
        "missing",
        {"identifier": "x"},
        "missing(identifier='x')",
    )


def test_a_refusal_with_much_to_say_says_it_in_order() -> None:
    refusal = NotAllowed(role="hub_manager", of="hub")
    assert str(refusal) == "not_allowed(role='hub_manager', of='hub')"
    assert refusal.args == ("not_allowed",)


def test_its_data_does_not_change() -> None:
    with pytest.raises(TypeError):
        NotAllowed(role="hub_manager").data["role"] = "visitor"  # type: ignore[index]


def test_all_findings_travel_together() -> None:
    findings = (Finding("too_long", row=2, field="name", data={"limit": 5}), Finding("empty"))
    refused = InputRefused(*findings, file="people.csv")
    assert isinstance(refused, Refusal)
    assert refused.findings == findings
    assert refused.data["file"] == "people.csv"
    assert str(refused) == "input_refused(too_long name {'limit': 5}; empty  {})"
