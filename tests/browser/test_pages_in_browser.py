"""Every page in a real browser: clean, accessible, usable by keyboard and on a small screen."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
PAGES = [
    "/",
    "/?kind=team",
    "MEMBER",
    "TEAM",
    "/company/",
    "/?group=process",
    "/kpis/",
    "/kpis/?group=customer",
    "/kpi/revenue/",
    "/kpi/lead_conversion_cohort/",
    "/kpi/sales_by_contact_method/",
    "/kpi/win_rate/?by=team",
    "WHY",
    "/why/revenue/",
    "/history/",
    "/goals/",
    "/period/",
    "AGREEMENT",
    "/audit/?check=1",
    "/standing/",
    "/explain/?by=category",
    "/quotas/?by=role",
    "/pay/",
    "/backtest/?start=2025-12&period=2025-12&kpi=revenue&weight=0.6",
    "/plan/",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(params=WIDTHS)
def sized(request: pytest.FixtureRequest, watched: Watched) -> Watched:
    """The page at each width."""
    width, height = WIDTHS[request.param]
    watched.page.set_viewport_size({"width": width, "height": height})
    return watched


def go(watched: Watched, path: str) -> Page:
    """Open a page; MEMBER, TEAM and WHY are found by following links from the overview, AGREEMENT from the matrices of the month."""
    if path == "AGREEMENT":
        page = watched.open("/period/")
        page.get_by_role("link", name="Read").first.click()
        expect(page.locator("table.agreed")).to_be_visible()
        return page
    if path not in ("MEMBER", "TEAM", "WHY"):
        return watched.open(path)
    page = watched.open("/?kind=team" if path == "TEAM" else "/")
    page.locator("table.grid tbody tr").first.locator("th a").click()
    expect(page.locator("table.matrix").first).to_be_visible()
    if path == "WHY":
        page.locator("a.fact").first.click()
        expect(page.locator(".sum .figure")).to_be_visible()
    return page


SMALL = """() => [...document.querySelectorAll('a, button, select, input, summary')].filter(found => {
    const box = found.getBoundingClientRect()
    const inSentence = found.closest('p.lede, dd, .foot, .notice, .skip') || found.matches('.skip')
    return box.width && !inSentence && (box.width < 23.5 || box.height < 23.5)
}).map(found => found.outerHTML.slice(0, 100))"""
"""Whatever can be pressed and is smaller than 24 by 24 pixels; links inside a sentence excepted, as in WCAG 2.2."""


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_nothing_sticks_out_and_targets_are_large(sized: Watched, path: str) -> None:
    page = go(sized, path)
    assert page.evaluate(SMALL) == []
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(item["id"], [node["html"][:120] for node in item["nodes"][:3]]) for item in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("language", ["zh-hans", "vi", "ru"])
def test_axe_finds_nothing_in_other_languages(watched: Watched, language: str) -> None:
    watched.page.context.add_cookies([{"name": "scoreline-language", "value": language, "url": watched.address}])
    for path in ("/", "MEMBER", "/kpi/revenue/"):
        page = go(watched, path)
        assert page.locator("html").get_attribute("lang") == language
        assert [item["id"] for item in Axe().run(page, options=RULES).response["violations"]] == []


def test_a_group_is_chosen_without_loading_the_page_anew(watched: Watched) -> None:
    page = watched.open("/kpis/")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Process", exact=True).click()
    expect(page.locator(".groups a[aria-current]")).to_have_text("Process")
    assert page.evaluate("window.same") is True
    assert page.url.endswith("/kpis/?group=process")
    expect(page.locator(".catalogue h3 a", has_text="Win rate").first).to_be_visible()
    expect(page.locator(".catalogue h3 a", has_text="Revenue growth")).to_have_count(0)


def test_a_number_can_be_followed_to_its_rows(watched: Watched) -> None:
    page = watched.open("/")
    row = page.locator("table.grid tbody tr").first
    name = row.locator("th a").inner_text()
    row.locator("th a").click()
    expect(page.locator("h1")).to_have_text(name)
    line = page.locator("table.matrix tbody tr", has=page.locator('a[href*="/kpi/revenue/"]')).first
    shown = line.locator("a.fact").inner_text()
    line.locator("a.fact").click()
    expect(page.locator("h1")).to_have_text("Revenue")
    expect(page.locator(".sum .figure")).to_have_text(shown)
    sold = page.locator("#part-0")
    amounts = [float(re.sub("[^0-9.]", "", text.replace("−", "-"))) for text in sold.locator("tbody td:first-child").all_inner_texts()]
    assert amounts
    total = int(re.sub("[^0-9]", "", sold.locator(".pages p").inner_text().rpartition("of")[2]))
    while sold.get_by_role("link", name="Next").count():
        before = sold.locator(".pages p").inner_text()
        sold.get_by_role("link", name="Next").click()
        expect(sold.locator(".pages p")).not_to_have_text(before)
        amounts += [float(re.sub("[^0-9.]", "", text)) for text in sold.locator("tbody td:first-child").all_inner_texts()]
    assert len(amounts) == total
    heading = float(re.sub("[^0-9.]", "", sold.locator("h2 .n").inner_text()))
    assert sum(amounts) == pytest.approx(heading, abs=0.005)


def test_the_period_changes_in_place_and_goes_back(watched: Watched) -> None:
    page = watched.open("/")
    page.evaluate("window.unchanged = true")
    first = page.locator("h1").inner_text()
    page.locator("#period").focus()
    page.locator("#period").select_option(index=2)
    expect(page.locator("h1")).not_to_have_text(first)
    assert page.evaluate("window.unchanged")
    assert "period=" in page.url
    assert page.evaluate("document.activeElement.id") == "period"
    second = page.locator("h1").inner_text()
    assert page.title().startswith("Overview, ")
    page.go_back()
    expect(page.locator("h1")).to_have_text(first)
    page.go_forward()
    expect(page.locator("h1")).to_have_text(second)


def test_people_and_teams_switch_in_place(watched: Watched) -> None:
    page = watched.open("/")
    page.get_by_role("radio", name="Teams").check()
    expect(page.locator("h1")).to_contain_text("Teams in")
    expect(page.locator("table.grid").first.locator("thead th").first).to_have_text("Team")


def test_a_kpi_is_cut_in_place(watched: Watched) -> None:
    page = watched.open("/kpi/revenue/")
    page.locator("#by").select_option("team")
    expect(page.locator("#cut")).to_contain_text("Team")
    assert "by=team" in page.url


def test_pages_work_without_script(browser, server: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server)
    first = page.locator("h1").inner_text()
    page.locator("#period").select_option(index=1)
    page.get_by_role("button", name="Show").click()
    assert page.locator("h1").inner_text() != first
    assert "period=" in page.url
    context.close()


def test_the_keyboard_reaches_everything_and_focus_is_seen(watched: Watched) -> None:
    page = go(watched, "MEMBER")
    page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const at = document.activeElement, style = getComputedStyle(at)
                       return [at.tagName, at.outerHTML.slice(0, 90), style.outlineStyle, parseFloat(style.outlineWidth)] }"""
        )
        if found[0] == "BODY":
            break
        reached.append(found[1])
        assert found[2] != "none", found[1]
        assert found[3] >= 2, found[1]
    assert reached[0].startswith('<a class="skip"')
    wanted = page.locator("main a:visible, main select:visible, main summary:visible").count()
    assert len(reached) > wanted


def test_the_first_key_skips_to_the_content(watched: Watched) -> None:
    page = watched.open("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page"


def test_the_language_is_switched_by_keyboard_and_kept(watched: Watched) -> None:
    page = watched.open("/kpis/")
    page.locator(".languages summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    assert page.url.endswith("/kpis/")
    watched.open("/history/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_print_is_landscape_without_controls(watched: Watched) -> None:
    page = go(watched, "MEMBER")
    page.emulate_media(media="print")
    assert page.locator(".controls").is_hidden()
    assert page.locator("nav").first.is_hidden()
    assert page.locator("table.matrix").first.is_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    assert float(box[1]) > float(box[2])


def test_the_page_can_be_read_before_scripts_run(watched: Watched) -> None:
    """Numbers are in the first HTML."""
    html = watched.page.request.get(f"{watched.address}/").text()
    assert re.search(r'class="n total"><a[^>]*>[\d.]+</a>', html)
