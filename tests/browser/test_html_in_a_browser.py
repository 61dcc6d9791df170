"""The HTML report in a real browser: accessible, at any width, in both schemes, on paper.

Needs the packages playwright and axe-playwright-python and a Chromium in the path.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from live_run import GOOD, NS1, case, run
from live_run import KEY as SELECTOR
from report_fixture import DOUBLED, FIRST, KEY, RESULT
from test_report_hostile import PAYLOADS, _poisoned

from senderlint.lint.model import Result, Verdict
from senderlint.reports import render
from senderlint.reports.as_code import octodns, terraform

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("not run: no Chromium", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="not run: no playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="not run: no axe")

ONE = RESULT._replace(domains=(FIRST,), findings=(DOUBLED,), skipped=())
CALM = ONE._replace(verdict=Verdict.READY, findings=(), observations=())
# Name servers and resolvers that differ: the matrix and the time line of a real live check.
LIVE = run(
    case(
        (GOOD, f"as {NS1}", "timeout"),
        (GOOD, GOOD.replace(SELECTOR, "s1._domainkey 86000 CNAME old.example.\n"), "servfail"),
    )
).result
PAGES = {"several": RESULT, "one": ONE, "calm": CALM, "live": LIVE}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


def _file(folder: Path, result: Result) -> str:
    path = folder / "report.html"
    path.write_text("".join(render("html", result)), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 360, 1280, 2560, 3840])
@pytest.mark.parametrize("name", PAGES)
def test_asks_for_nothing_and_fits(browser: Any, tmp_path: Path, name: str, width: int) -> None:
    address = _file(tmp_path, PAGES[name])
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked, said = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.on("dialog", lambda d: said.append(d.message))
    page.goto(address)
    assert asked == [address]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_is_accessible(browser: Any, tmp_path: Path, name: str, width: int, scheme: str) -> None:
    # The checker is a script of its own, which the page's policy would rightly refuse.
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(_file(tmp_path, PAGES[name]))
    for opened in (False, True):
        page.evaluate("o => document.querySelectorAll('details').forEach(d => d.open = o)", opened)
        violations = axe.Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations] == []
    context.close()


def test_is_complete_without_scripts(browser: Any, tmp_path: Path) -> None:
    address = _file(tmp_path, RESULT)
    texts = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(address)
        assert page.locator("button.copy").first.is_visible() is scripts
        texts.append(page.locator("body").text_content())
        context.close()
    assert texts[0] == texts[1]


def test_copies_exactly_what_is_to_be_pasted(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(_file(tmp_path, ONE))
    buttons = page.locator(".first .change.add .copy")
    for index, (what, expected) in enumerate((("name", "s1._domainkey"), ("value", KEY))):
        buttons.nth(index).click()
        playwright.expect(buttons.nth(index)).to_have_text(f"Copied the {what}")
        assert page.evaluate("navigator.clipboard.readText()") == expected
    context.close()


def test_selecting_a_line_by_hand_leaves_its_sign_out(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(_file(tmp_path, ONE))
    line = page.locator(".diff .plus").first
    line.evaluate("e => getSelection().selectAllChildren(e)")
    assert page.evaluate("getSelection().toString()").startswith("s1._domainkey TXT ")
    page.close()


def test_paper_shows_what_the_screen_folds(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(_file(tmp_path, RESULT))
    cell = page.locator(".evidence td").first
    assert not cell.is_visible()
    page.emulate_media(media="print")
    assert cell.is_visible()
    assert not page.locator("button.copy").first.is_visible()
    page.close()


def test_an_anchor_marks_its_finding(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(_file(tmp_path, RESULT) + "#" + DOUBLED.fingerprint)
    target = page.locator(":target")
    assert DOUBLED.message in target.text_content()
    assert target.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.close()


def test_every_button_copies_exactly_what_stands_beside_it(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(_file(tmp_path, RESULT))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    buttons = page.locator("button.copy")
    copied = set()
    for index in range(buttons.count()):
        buttons.nth(index).click()
        text = page.evaluate("navigator.clipboard.readText()")
        assert text == buttons.nth(index).evaluate("b => b.previousElementSibling.textContent")
        copied.add(text)
    codes = {octodns(c, "example.org") for c in DOUBLED.changes if c.action == "add"}
    assert copied >= {KEY, "s1._domainkey", *codes}
    context.close()


def test_printed_page_is_complete(browser: Any, tmp_path: Path) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("not run: no pdftotext")
    page = browser.new_page()
    page.goto(_file(tmp_path, ONE))
    page.pdf(path=tmp_path / "report.pdf")
    done = subprocess.run(
        [pdftotext, "-raw", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True
    )
    printed = _squeezed(done.stdout.decode())
    (fix,) = [c for c in DOUBLED.changes if c.action == "add"]
    for text in (
        *("Fix needed", "Do this now", "Why it matters", DOUBLED.message),
        *("What DNS answered", "No Reachable Authority", "inbound.mail.example.com"),
        *terraform(fix, "example.org", "cloudflare"),
        octodns(fix, "example.org"),
    ):
        assert _squeezed(text) in printed, text


def _squeezed(text: str) -> str:
    """Without blanks: a printed page breaks lines and columns where it likes."""
    return "".join(text.split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_data_does_nothing(browser: Any, tmp_path: Path, payload: str) -> None:
    address = _file(tmp_path, _poisoned(payload))
    page = browser.new_page(viewport={"width": 320, "height": 800})
    asked, said = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.on("dialog", lambda d: said.append(d.message))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert (asked, said) == ([address], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_keyboard_reaches_every_control(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(_file(tmp_path, ONE))
    wanted = page.evaluate(
        "[...document.querySelectorAll('a, button, summary, [tabindex]')]"
        ".filter(e => e.checkVisibility()).length"
    )
    reached = set()
    for _ in range(wanted + 2):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        )
    assert len(reached) >= wanted
    page.close()
