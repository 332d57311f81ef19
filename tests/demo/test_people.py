"""People: in a team all the time that they are here, joining, moving and leaving."""

from __future__ import annotations

import datetime as dt

from tests.demo.conftest import Ask, NoRows

EVER = "DATE '9999-12-31'"
ON = "valid_from <= '{day}' AND coalesce(valid_to, DATE '9999-12-31') > '{day}'"


def test_about_sixty_people_at_any_time(ask: Ask) -> None:
    for year in (2023, 2024, 2025):
        ((people,),) = ask(f"SELECT count(DISTINCT person_id) FROM memberships WHERE {ON.format(day=dt.date(year, 7, 1))}")
        assert 52 <= people <= 66


def test_memberships_cover_each_employment_without_gap_or_overlap(ask: Ask) -> None:
    wrong = f"""
        WITH spans AS (
            SELECT p.id, p.hired_on, coalesce(p.left_on, {EVER}) AS gone_on, m.valid_from, coalesce(m.valid_to, {EVER}) AS valid_to,
                lag(coalesce(m.valid_to, {EVER})) OVER (PARTITION BY p.id ORDER BY m.valid_from) AS before,
                lead(m.valid_from) OVER (PARTITION BY p.id ORDER BY m.valid_from) AS after
            FROM people p LEFT JOIN memberships m ON m.person_id = p.id
        )
        SELECT id FROM spans WHERE valid_from IS NULL OR coalesce(before, hired_on) <> valid_from OR coalesce(after, gone_on) <> valid_to
    """
    assert ask(wrong) == []


def test_people_join_move_and_leave(ask: Ask) -> None:
    ((joined, left),) = ask("SELECT count(*) FILTER (WHERE hired_on >= '2023-01-01'), count(left_on) FROM people")
    assert joined >= 8 and left >= 5
    ((moved, promoted),) = ask("""
        SELECT count(*) FILTER (WHERE teams > 1), count(*) FILTER (WHERE roles > 1)
        FROM (SELECT count(DISTINCT team_id) AS teams, count(DISTINCT role) AS roles FROM memberships GROUP BY person_id)
    """)
    assert moved >= 2 and promoted >= 1


def test_the_tree_hangs_together(ask: Ask, no_rows: NoRows) -> None:
    assert ask("SELECT name FROM teams WHERE parent_id IS NULL") == [("Halden & Roth",)]
    no_rows("""
        SELECT t.id
        FROM teams t JOIN teams p ON p.id = t.parent_id WHERE (p.kind, t.kind) NOT IN (('company', 'region'), ('region', 'team'))
    """)
    no_rows("SELECT id FROM teams t WHERE kind = 'team' AND id NOT IN (SELECT team_id FROM memberships)")


def test_names_come_from_many_places(ask: Ask, no_rows: NoRows) -> None:
    for letters in ("[äöüßÄÖÜ]", "[ạảấầẩậắằặẹếềểệịọốồổộớờởợụủứừửựỳỵđĐ]", "[一-鿿]", "[а-яА-Я]", "[łńśźżŁŚŻ]"):
        for table in ("people", "customers"):
            ((found,),) = ask(f"SELECT count(*) FROM {table} WHERE regexp_matches(name, '{letters}')")
            assert found > 0, (table, letters)
    no_rows("SELECT email FROM people WHERE NOT regexp_full_match(email, '[a-z0-9.]+@haldenroth.example')")
    assert ask("SELECT count(*) - count(DISTINCT name), count(*) - count(DISTINCT email) FROM people") == [(0, 0)]


def test_absences_lie_within_employment(ask: Ask, no_rows: NoRows) -> None:
    no_rows(f"""
        SELECT a.id FROM absences a JOIN people p ON p.id = a.person_id
            WHERE a."from" >= a."to" OR a."from" < p.hired_on OR a."to" > coalesce(p.left_on, {EVER})
    """)
    assert ask("SELECT count(DISTINCT counts_as_working) FROM absences") == [(2,)]
