"""A Chromium of the tests' own, and what it is asked."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: Ids of the rows that are shown, in the order of the page.
SHOWN = """
const data = JSON.parse(document.getElementById('data').textContent);
return [...document.querySelectorAll('#table tr[id]')]
  .filter((row) => row.checkVisibility())
  .map((row) => data.rows[Number(row.id.slice(1))].id);
"""


class Browser:
    """One window of Chromium, which keeps what it was told to download."""

    def __init__(self, driver: webdriver.Chrome, downloads: Path) -> None:
        self.driver = driver
        self.downloads = downloads

    def open(self, page: Path, link: str = "") -> None:
        """Load a page anew, and wait until its script has run, or has nothing to run."""
        self.driver.get("about:blank")
        self.complaints()
        self.driver.get(f"{page.as_uri()}{link}")

    def run(self, script: str, *arguments: object) -> Any:
        """What a script answers in the page."""
        return self.driver.execute_script(script, *arguments)

    def shown(self) -> tuple[str, ...]:
        """Ids of the rows that can be seen."""
        return tuple(self.run(SHOWN))

    def text(self, selector: str) -> str:
        """What an element of the page says."""
        script = "return document.querySelector(arguments[0]).textContent"
        return str(self.run(script, selector)).strip()

    def texts(self, selector: str) -> list[str]:
        """What several elements say."""
        script = (
            "return [...document.querySelectorAll(arguments[0])]"
            ".filter((each) => each.checkVisibility()).map((each) => each.textContent.trim())"
        )
        return list(self.run(script, selector))

    def ask(self, **question: Any) -> tuple[str, ...]:
        """Set every control of the form as a person would, and tell what is shown.

        Args:
            question: ticked slugs by facet, and texts by control.
        """
        self.run(ASK, json.dumps(question))
        return self.shown()

    def tap(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def focused(self) -> str:
        """The accessible name, or else the text, of what has the focus."""
        return str(
            self.run(
                "const e = document.activeElement;"
                "return e.ariaLabel ?? (e.labels?.[0] ?? e).textContent.trim()"
            )
        )

    def look(self, width: int, *, dark: bool = False, height: int = 900) -> None:
        """Show the page at a width, light or dark."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def complaints(self) -> list[str]:
        """What the console says of errors and refusals since it was last asked."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        ]

    def downloaded(self, name: str) -> Path:
        """A file that the page saved, once it is whole."""
        path = self.downloads / name
        for _ in range(100):
            # The browser may make the file before it writes anything into it.
            if path.exists() and path.stat().st_size:
                return path
            time.sleep(0.05)
        msg = f"no {name} among {[each.name for each in self.downloads.iterdir()]}"
        raise AssertionError(msg)


# Each control gets its value and says so once, as it does to a person's hand.
ASK = """
const question = JSON.parse(arguments[0]);
const form = document.getElementById('question');
for (const control of form.elements) {
  const { name, type, value } = control;
  const asked = question[name];
  if (type === 'checkbox') control.checked = (asked ?? []).includes(value);
  else if (type === 'radio') control.checked = (asked ?? 'certainly') === value;
  else if (name) control.value = asked ?? '';
}
form.dispatchEvent(new Event('input', { bubbles: true }));
"""


@contextmanager
def chromium(directory: Path, *, arguments: Sequence[str] = ()) -> Iterator[Browser]:
    """A fresh Chromium that writes below a directory, and is gone at the end."""
    downloads = directory / "downloads"
    downloads.mkdir()
    options = Options()
    options.binary_location = shutil.which("chromium") or "chromium"
    for argument in (*ARGUMENTS, *arguments, f"--user-data-dir={directory / 'profile'}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = Service(shutil.which("chromedriver") or "chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield Browser(driver, downloads)
    finally:
        driver.quit()
