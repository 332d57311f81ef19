"""Each page: what it says in ordinary and in odd cases."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from scoreline.errors import MartError
from tests.web.fake import FakeWorkspace

ANNA, HA, FARID, HUGO, JONAS = (f"/member/person/demo/p{number:02}/?period=2026-10" for number in (0, 3, 5, 7, 9))
PAGES = [
    "/", "/?kind=team", "/?period=2026-Q3", ANNA, "/member/team/demo/t1/", "/company/", "/kpis/", "/kpi/revenue/",
    "/kpi/sales_cycle/?by=team", "/?group=process", "/kpis/?group=customer", "/kpi/exit_rate/", "/kpi/quote_to_close_cohort/",
    "/why/win_rate/?member=person:demo:p00&period=2026-10", "/why/revenue/", "/history/",
    "/goals/?period=2026-Q3", "/period/?period=2026-08&version=1",
    "/agreement/?member=person:demo:p00&period=2026-10", "/pending/?period=2026-09", "/audit/?check=1", "/standing/", "/disputes/",
]  # fmt: skip


def text(client: Client, address: str, status: int = 200) -> str:
    """What a page says, without its tags."""
    response = client.get(address)
    assert response.status_code == status, address
    body = re.sub(r"<(style|script|title|desc)[^>]*>.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def source(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_with_a_strict_policy_and_nothing_inline(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert not re.findall(r"<[^>]+\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", page)
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("language", ["en", "zh-hans", "vi", "ru"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_in_every_language(client: Client, address: str, language: str) -> None:
    response = client.get(address, HTTP_ACCEPT_LANGUAGE=language)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_ids_and_chart_names_are_unique_enough(client: Client, address: str) -> None:
    page = source(client, address)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for picture in re.findall(r'<svg[^>]*role="img"[^>]*>(.{0,9})', page):
        assert picture.startswith("<title>")


def test_the_overview_ranks_members_by_total(client: Client) -> None:
    page = source(client, "/")
    totals = [float(found) for found in re.findall(r'class="n total"><a[^>]*>([\d.]+)<', page)]
    assert len(totals) == 24
    assert totals == sorted(totals, reverse=True)


def test_the_overview_can_be_narrowed_to_a_team(client: Client) -> None:
    page = source(client, "/?team=demo:t1")
    assert page.count('<th scope="row">') == 6


def test_a_filter_that_matches_nothing_says_so_and_offers_a_way_out(client: Client, workspace: FakeWorkspace) -> None:
    workspace.seats = {}
    page = source(client, "/?team=demo:t1")
    assert "Nobody in this team has a matrix" in page
    assert page.count('class="button"') == 1


def test_an_empty_workspace_says_what_to_do(client: Client, workspace: FakeWorkspace) -> None:
    workspace.empty = True
    found = text(client, "/")
    assert "No data yet" in found
    assert "scoreline load DIR --mapping NAME" in found


def test_a_workspace_without_matrices_says_what_to_do(client: Client, workspace: FakeWorkspace) -> None:
    workspace.agreed = False
    assert "scoreline matrix apply matrix.yaml" in text(client, "/")


def test_a_member_without_a_matrix_is_offered_the_newest(client: Client) -> None:
    found = text(client, ANNA.replace("2026-10", "2025-03"))
    assert "Anna Snelling has no matrix for March 2025" in found
    assert "Show October 2026" in found


def test_a_capped_index_says_from_what(client: Client) -> None:
    found = text(client, ANNA)
    assert re.search(r"150\.0 capped from 1[5-9]\d\.\d", found)


def test_a_missing_fact_makes_the_total_provisional_and_shows_the_part(client: Client) -> None:
    found = text(client, FARID)
    assert "on 85% of the weight provisional" in found
    assert "31 so far" in found
    assert "Missing: the data does not cover the whole period" in found
    assert "provisional, because facts are missing for Activities" in found


def test_an_undefined_fact_is_said_and_its_weight_handed_on(client: Client) -> None:
    found = text(client, HA)
    assert "Undefined: nothing to divide by" in found
    assert "The other weights are scaled to 1" in found
    assert "counts 43.8%" in found  # .35 / .80


def test_zero_is_a_figure_and_not_a_dash(client: Client) -> None:
    row = re.search(r"New customers How many.*?Ineffective", text(client, HUGO))
    assert row
    assert " 0 " in row[0]


def test_not_applicable_is_said(client: Client) -> None:
    assert "Not applicable" in text(client, JONAS)


def test_every_figure_of_the_matrix_leads_to_why(client: Client) -> None:
    links = re.findall(r'href="(/why/[^"]+)"', source(client, ANNA))
    assert len(links) == 6
    for link in links:
        assert "Anna Snelling, October 2026" in text(client, unescape(link)).replace(" ,", ",")


def test_why_shows_the_formula_with_values_and_pages_of_rows(client: Client) -> None:
    address = "/why/win_rate/?member=person:demo:p00&period=2026-10"
    first = text(client, address)
    assert "100 × won deals ÷ closed deals" in first
    assert "100 × 63 ÷ 150" in first
    assert "Rows 1 to 20 of 63" in first
    last = text(client, f"{address}&page0=4")
    assert "Rows 61 to 63 of 63" in last
    assert "Rows 1 to 20 of 150" in last


def test_rows_are_escaped(client: Client) -> None:
    page = source(client, "/why/win_rate/")
    assert "<b>Customer" not in page
    assert "&lt;b&gt;Customer" in page


def test_columns_without_values_are_left_out(client: Client) -> None:
    assert '<th scope="col">note</th>' not in source(client, "/why/win_rate/")


def test_a_kpi_says_its_message_and_shows_its_figures_as_a_table(client: Client) -> None:
    page = text(client, "/kpi/revenue/?period=2026-10")
    assert re.search(r"Revenue in October 2026: \$[\d,]+, [+−][\d.]+% against September 2026", page)
    assert re.search(r"Highest in \w+ 202\d with \$", page)
    assert "How much did our customers buy from us" in page


def test_changes_of_percentages_are_in_points(client: Client) -> None:
    assert re.search(r"Win rate in October 2026: [\d.]+%, [+−][\d.]+ points", text(client, "/kpi/win_rate/?period=2026-10"))


def test_a_kpi_without_data_says_what_to_add(client: Client) -> None:
    found = text(client, "/kpi/collection_rate/")
    assert "This data does not allow the KPI yet" in found
    assert "quotes.sent_at" in found


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/kpi/revenu/", 'Did you mean "revenue"?'),
        ("/member/person/demo/p99/", 'There is no person "p99"'),
        ("/?period=2026-13", "is not a period"),
        ("/?kind=customer", "is not a choice for kind"),
        ("/kpi/revenue/?by=product", "is not a choice for by"),
        ("/kpi/revenue/?per=foo", "is not a choice for per"),
        ("/kpi/revenue.csv?per=foo", "is not a choice for per"),
        ("/?as_of=x", "is not a data version"),
        ("/?team=demo:none", 'There is no team "demo:none"'),
        ("/why/revenue/?member=person:demo:zz", 'There is no person "zz"'),
        ("/nowhere/", "There is no such page"),
    ],
)
def test_mistakes_get_a_page_with_one_way_on(client: Client, address: str, said: str) -> None:
    assert said in text(client, address, 404)
    assert client.get(address).content.decode().count('class="button"') == 1


def test_an_unknown_version_is_refused_without_the_folder_of_this_machine(client: Client, workspace: FakeWorkspace) -> None:
    said = text(client, "/?as_of=99", 400)
    assert "There is no data version 99. See scoreline history." in said
    assert str(workspace.path) not in said


def test_a_place_in_the_data_is_said(client: Client, workspace: FakeWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: FakeWorkspace) -> None:
        raise MartError("It is broken.", where="orders, row 3", do="Mend it.")

    monkeypatch.setattr(FakeWorkspace, "history", broken)
    assert "orders, row 3: It is broken. Mend it." in text(client, "/history/", 400)


@pytest.mark.parametrize(("per", "period"), [("quarter", "Q4 2026"), ("year", "2026"), ("", "October 2026")])
def test_a_length_stands_for_the_last_whole_period_of_it(client: Client, per: str, period: str) -> None:
    select = source(client, f"/kpi/revenue/?per={per}").partition('name="period"')[2].partition("</select>")[0]
    assert re.findall(r"<option[^>]* selected[^>]*>([^<]+)", select) == [period]


def test_what_fails_says_so_and_offers_another_try(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: FakeWorkspace) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(FakeWorkspace, "history", broken)
    client.raise_request_exception = False
    found = text(client, "/history/", 500)
    assert "This page failed" in found
    assert "disk on fire" not in found
    assert "Try again" in found


@pytest.mark.parametrize("address", [page for page in PAGES if "?" not in page])
def test_an_earlier_version_is_announced_and_kept_in_every_link(client: Client, address: str) -> None:
    page = source(client, f"{address}?as_of=3")
    assert "data version 3 of 7" in page
    main = page[page.index("<main") : page.index("</main>")]
    links = [unescape(link) for link in re.findall(r'<a [^>]*href="([^"]+)"', main)]
    strays = [link for link in links if "as_of=" not in link]
    assert strays == ([] if address != "/history/" else ["/"])


def test_a_newer_version_is_seen_at_the_next_request(client: Client, workspace: FakeWorkspace) -> None:
    assert "Data version 7" in text(client, "/")
    workspace.version = 8
    (workspace.path / "scoreline.toml").write_text("# published\n")
    assert "Data version 8" in text(client, "/")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "scoreline.local:8000"])
def test_other_host_names_are_refused(client: Client, host: str) -> None:
    response = client.get("/", HTTP_HOST=host)
    assert response.status_code == 400
    assert "Anna" not in response.content.decode()


def test_the_language_switch_sets_a_cookie_and_returns(client: Client) -> None:
    response = client.post("/language/", {"language": "ru", "next": "/kpis/"})
    assert (response.status_code, response["Location"]) == (302, "/kpis/")
    assert "Обзор" in text(client, "/")


def test_the_language_switch_does_not_lead_elsewhere(client: Client) -> None:
    response = client.post("/language/", {"language": "ru", "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_the_language_switch_is_guarded_against_forged_requests(workspace: FakeWorkspace) -> None:
    guarded = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    assert guarded.post("/language/", {"language": "ru"}).status_code == 403


def test_numbers_follow_the_language(client: Client) -> None:
    found = text(Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_LANGUAGE="ru"), ANNA)
    assert re.search(r"\d{3} \d{3} \$", found)
    assert "35 %" in found
