"""The pages over a real state, in a file and in PostgreSQL: every step that is taken shows at the next request."""

from __future__ import annotations

from pathlib import Path

from django.test import Client, override_settings

from scoreline.workspace import Workspace
from tests.web.test_pages import source, text
from tests.workspace.conftest import acme, agree, made, server
from tests.workspace.test_restating import late

__all__ = ["acme", "made", "server"]

JANUARY = "?period=2024-01"
ANN = "member=person:crm:ann&period=2024-01"


def test_every_step_shows_at_the_next_request(web: None, acme: Workspace, tmp_path: Path) -> None:
    with override_settings(WORKSPACE=acme.path):
        pages = Client(HTTP_HOST="127.0.0.1")
        assert "Draft 2 Agreed 0 Running 0 Closed 0 Restated 0" in text(pages, f"/goals/{JANUARY}")
        assert "scoreline period propose --member Ann --period 2024-01 --as MANAGER" in text(pages, f"/agreement/?{ANN}")

        acme.life.propose(acme.member("Ann"), "2024-01", by="Kate")
        assert "It waits for: Ann, Kate" in text(pages, f"/agreement/?{ANN}")

        agree(acme, "2024-01")
        assert "Draft 0 Agreed 0 Running 2" in text(pages, f"/period/{JANUARY}")
        assert "scoreline period close --period 2024-01 --as NAME" in text(pages, f"/period/{JANUARY}")

        acme.life.close("2024-01", by="Olga")
        assert "Version 1, frozen on" in text(pages, f"/period/{JANUARY}")
        assert "Ann Closed 122.5 Kate Ann, Kate – Read" in text(pages, f"/period/{JANUARY}")
        assert "Nothing is pending" in text(pages, f"/pending/{JANUARY}")

        ws = late(acme, tmp_path, "2024-01-31", "12.34")
        found = text(pages, f"/pending/{JANUARY}")
        assert "2 frozen figures are others today." in found
        assert "Ann Revenue €130.00 €142.34 +€12.34 1 late row" in found

        ws.disputes.open(ws.member("Ann"), "2024-01", "revenue", missing="order 7", by="Ann")
        assert "in dispute" in text(pages, f"/member/person/crm/ann/{JANUARY}")
        assert "A record is missing: order 7 · the figure was €130.00 (version 1)" in text(pages, "/disputes/")

        ws.life.restate("2024-01", reason="invoice came late", by="Olga")
        assert "Nothing is pending" in text(pages, f"/pending/{JANUARY}")
        assert "Ann Restated" in text(pages, f"/period/{JANUARY}")
        assert "Closed on" in text(pages, f"/member/person/crm/ann/{JANUARY}&version=1")
        assert "€130" in text(pages, f"/member/person/crm/ann/{JANUARY}&version=1")

        found = text(pages, "/audit/?kind=restatement&check=1")
        assert "Restatement the period 2024-01" in found and "invoice came late" in found
        assert f"All {ws.trail.entries(1)[0].number} entries hold together." in found
        assert "Where Ann stands" in text(pages, "/standing/?member=person:crm:ann")
        assert 'href="/period/?period=2024-01&amp;version=1"' in source(pages, f"/pending/{JANUARY}")
