"""Take the README's picture: one person's page of the demo. Run it beside a served demo: python tools/picture.py URL FILE."""

from __future__ import annotations

import os
import sys

from playwright.sync_api import sync_playwright


def take(url: str, file: str) -> None:
    """Save what a browser shows at the address."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=os.environ["SCORELINE_CHROMIUM"], args=options)
        page = browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=1)
        page.goto(url, wait_until="networkidle")
        page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    take(*sys.argv[1:])
