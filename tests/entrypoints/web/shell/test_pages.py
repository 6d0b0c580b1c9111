"""Home, preferences and error pages, as an anonymous visitor meets them."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from landbridge.entrypoints import web
from landbridge.entrypoints.web.shell import errors, preferences
from landbridge.ground.models import Installation
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.kernel.transitions import IllegalMove
from landbridge.network.models import Account

pytestmark = pytest.mark.django_db
STATIC = Path(web.__file__).parent / "static" / "landbridge"


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    return rf.get("/somewhere/")


def test_home_is_open_to_a_visitor(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert 'lang="en"' in response.content.decode()


def test_home_speaks_chinese(client: Client) -> None:
    response = client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert '<html lang="zh-CN"' in response.content.decode()


def test_no_page_brings_style_or_script_of_its_own(client: Client) -> None:
    page = client.get("/").content.decode()
    assert re.findall(r"<style|\sstyle=|<script>|\son\w+=", page) == []
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_htmx_may_not_evaluate_nor_leave(client: Client) -> None:
    page = client.get("/").content.decode()
    assert '"allowEval":false,"selfRequestsOnly":true,"includeIndicatorStyles":false' in page


def test_the_theme_is_kept_in_a_cookie_and_set_by_the_server(client: Client) -> None:
    response = client.post("/preferences/theme/", {"theme": "dark", "next": "/?a=1"})
    assert (response.status_code, response["Location"]) == (302, "/?a=1")
    assert '<html lang="en" data-theme="dark">' in client.get("/").content.decode()
    client.post("/preferences/theme/", {"theme": ""})
    assert "data-theme" not in client.get("/").content.decode()


def test_the_language_is_kept(client: Client) -> None:
    client.post("/preferences/language/", {"language": "zh-hans", "next": "/"})
    assert '<html lang="zh-CN"' in client.get("/").content.decode()
    client.post("/preferences/language/", {"language": "xx", "next": "/"})
    assert '<html lang="zh-CN"' in client.get("/").content.decode()


def test_an_account_keeps_its_choices_for_other_devices(client: Client) -> None:
    account = Account.objects.create_user("li@example.org", name="Li Na", zone="Asia/Shanghai")
    client.force_login(account)
    client.post("/preferences/theme/", {"theme": "dark"})
    client.post("/preferences/language/", {"language": "zh-hans"})
    account.refresh_from_db()
    assert (account.theme, account.language, account.zone) == ("dark", "zh-hans", "Asia/Shanghai")
    other = Client()
    other.force_login(account)
    assert '<html lang="zh-CN" data-theme="dark">' in other.get("/").content.decode()
    other.cookies["django_language"] = "en"
    assert '<html lang="en" data-theme="dark">' in other.get("/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_one_is_never_sent_elsewhere(client: Client, target: str) -> None:
    assert client.post("/preferences/theme/", {"theme": "dark", "next": target})["Location"] == "/"


@pytest.mark.parametrize("path", ["/preferences/theme/", "/preferences/language/"])
def test_preferences_are_not_changed_by_a_link(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "cannot be used that way" in response.content.decode()


def test_a_damaged_form_changes_nothing() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/preferences/theme/", {"theme": "dark"})
    assert response.status_code == 403
    assert "theme" not in strict.cookies
    assert "You may not do this" in response.content.decode()


@pytest.mark.parametrize("status", sorted(errors.PAGES))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_error_page_says_what_to_do(rf: RequestFactory, status: int, language: str) -> None:
    response = errors.page(rf.get("/x/"), status)
    assert response.status_code == status
    assert 'href="/"' in response.content.decode()


def test_missing_pages(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_too_much_is_413(request_: HttpRequest) -> None:
    assert errors.bad_request(request_, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(request_, ValueError()).status_code == 400


def test_a_break_needs_no_database(request_: HttpRequest) -> None:
    response = errors.broken(request_)
    assert response.status_code == 500
    assert "Something broke" in response.content.decode()


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (Missing(), 404, "There is no such page"),
        (NotAllowed(), 403, "You may not do this"),
        (IllegalMove(frm="a", to="b", allowed=()), 409, "not possible now"),
    ],
)
def test_an_uncaught_refusal_is_a_page(request_: HttpRequest, refusal: Exception, status: int, words: str) -> None:
    response = errors.ErrorPages(lambda _request: HttpResponse()).process_exception(request_, refusal)
    assert response is not None
    assert response.status_code == status
    assert words in response.content.decode()


def test_other_exceptions_are_not_swallowed(request_: HttpRequest) -> None:
    pages = errors.ErrorPages(lambda _request: HttpResponse())
    assert pages.process_exception(request_, ValueError()) is None


def test_a_bare_429_keeps_its_header(request_: HttpRequest) -> None:
    response = errors.ErrorPages(lambda _r: HttpResponse(status=429, headers={"Retry-After": "60"}))(request_)
    assert response["Retry-After"] == "60"
    assert "Too many tries" in response.content.decode()


def test_the_api_keeps_its_own_answers(rf: RequestFactory) -> None:
    response = errors.ErrorPages(lambda _r: HttpResponse(b"{}", status=405))(rf.get("/api/x"))
    assert response.content == b"{}"


def test_back_is_home_without_a_word(rf: RequestFactory) -> None:
    assert preferences.back(rf.post("/")) == "/"


def test_the_first_view_on_a_phone_is_small(client: Client) -> None:
    Installation.objects.update_or_create(pk=1, defaults={"demonstration_since": datetime(2020, 1, 1, tzinfo=UTC)})
    page = client.get("/styleguide/phone/").content.decode()
    files = re.findall(r'(?:href|src)="/static/landbridge/([^"]+)"', page)
    assert len(files) == 10
    assert sum((STATIC / name).stat().st_size for name in files) + len(page.encode()) < 100_000
