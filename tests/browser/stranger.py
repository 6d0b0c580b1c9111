"""Somebody who never saw the site before: reads words in one language, presses what they say, brings files of their own."""

import csv
import gc
import io
import threading
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.core.management import call_command
from django.db import connections
from django.utils import translation
from openpyxl import Workbook
from playwright.sync_api import Locator, Page

FIELDS = ("robotics", "batteries", "medical devices", "chips")
KINDS = {"en": ("company", "fund", "bank"), "zh-hans": ("公司", "基金", "银行")}
DELEGATION_HEADER = {
    "en": ("Venture", "Summary", "Country", "Fields", "TRL", "Ask", "Currency", "Company", "President", "Email"),
    "zh-hans": ("创业团队", "简介", "国家", "领域", "成熟度", "融资额", "币种", "公司", "总裁", "邮箱"),
}
"""The first column is called by a word that no guess knows, so that the organiser has to say what it holds."""
GUESTS_HEADER = {
    "en": ("Company", "Type", "Contact", "Title", "Email", "WeChat"),
    "zh-hans": ("公司", "类型", "姓名", "职务", "邮箱", "微信"),
}


@dataclass
class Stranger:
    """A page and the language its reader reads."""

    page: Page
    language: str

    def word(self, english: str, **data: object) -> str:
        """What the site says for it."""
        with translation.override(self.language):
            return str(translation.gettext(english)) % data

    def button(self, english: str, within: Locator | None = None, **data: object) -> Locator:
        """The button with these words."""
        return (within or self.page.locator("main")).get_by_role("button", name=self.word(english, **data)).first

    def press(self, english: str, within: Locator | None = None, **data: object) -> None:
        """Press the button with these words and wait for what comes."""
        self.button(english, within, **data).click()
        self.page.wait_for_load_state()

    def follow(self, english: str, **data: object) -> None:
        """Follow the link with these words."""
        self.page.get_by_role("link", name=self.word(english, **data)).first.click()
        self.page.wait_for_load_state()

    def step(self, number: int) -> None:
        """Go to one of the five steps of the road show."""
        self.page.locator("nav.steps a").nth(number).click()
        self.page.wait_for_load_state()

    def fill(self, **fields: object) -> None:
        """Type into fields by their names."""
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]').fill(str(value))

    def tab_into(self, selector: str, most: int = 80) -> None:
        """Press Tab until the focus is inside what the selector names."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => !!document.activeElement.closest(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached by the keyboard")

    def focused_id(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))


def delegation_csv(language: str) -> bytes:
    """Sixteen projects with their presidents; the Chinese file is written as Windows in China writes it."""
    chinese = language != "en"
    rows = [
        (
            f"北美项目{n}" if chinese else f"Venture {n}",
            "为仓库和医院开发的智能系统" if chinese else "Systems for warehouses and hospitals",
            "美国" if chinese else "United States", FIELDS[n % 4], 4 + n % 5, 1_000_000 + 250_000 * n, "USD",
            f"北美公司{n}" if chinese else f"Venture {n} Inc.", f"总裁{n}" if chinese else f"President {n}",
            f"president{n}@example.org",
        )
        for n in range(1, 17)
    ]  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows([DELEGATION_HEADER[language], *rows])
    return text.getvalue().encode("gb18030" if chinese else "utf-8")


def guests_xlsx(language: str) -> bytes:
    """Sixty-four companies, funds and banks, each with a representative of Chinese name."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(GUESTS_HEADER[language])
    company, fund, bank = KINDS[language]
    for n in range(1, 65):
        kind = bank if n > 56 else fund if n > 44 else company
        sheet.append((f"江畔{n}号有限公司", kind, f"李{n}", "", f"guest{n}@example.org", f"wx{n}"))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def tomorrow(today: date) -> tuple[str, str]:
    """The first and last day of a road show of two days, as a date field takes them."""
    return (today + timedelta(days=1)).isoformat(), (today + timedelta(days=2)).isoformat()


class Worker:
    """The worker at its work while the browser waits: runs in a thread of its own, as Playwright has this one's loop."""

    def __init__(self) -> None:
        self._thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        call_command("procrastinate", "worker", "--one-shot")
        connections.close_all()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(60)
        assert not self._thread.is_alive()
        gc.collect()  # the worker's own threads have ended: their connections go with them
