"""A headless Chromium for the tests: what it shows, what it complains of, what it asks for."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1200,900",
)  # fmt: skip


@contextmanager
def browser(profile: Path) -> Iterator[Chrome]:
    """Chromium with an empty profile; the test is skipped where none is installed, but in CI."""
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    driver = shutil.which("chromedriver")
    if not found or driver is None:
        said = "no browser was found: install chromium and chromium-driver"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    # Selenium looks for browsers and drivers to download, unless told where they are.
    os.environ["SE_OFFLINE"] = "true"
    options = ChromeOptions()
    options.binary_location = found[0]
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


def appear(chrome: Chrome, *, dark: bool = False, width: int = 1200, height: int = 900) -> None:
    """Show pages as on a screen of this size, in the dark or not."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def complaints(chrome: Chrome) -> list[str]:
    """What the console says: errors, warnings, what the page's policy refused."""
    log: Any = chrome.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in log]


def requests(chrome: Chrome) -> list[str]:
    """The addresses that the browser asked for since the last call, data: among them."""
    log: Any = chrome.get_log("performance")  # type: ignore[no-untyped-call]
    messages = [json.loads(entry["message"])["message"] for entry in log]
    return [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
