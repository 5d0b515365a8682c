"""Makes the pictures of the sample library in docs/: `python -m tests.screenshots`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from selenium.webdriver.common.by import By

from paperlist import Library
from paperlist.library.counting import count_papers
from paperlist.library.plotting import draw
from tests.browser import appear, browser

ROOT = Path(__file__).parents[1]


def main() -> None:
    """The counts of `stats`; the web page light, dark with words typed, and as wide as a phone."""
    counts = count_papers(Library(ROOT).papers()).limited_to(10)
    (ROOT / "docs" / "stats.svg").write_bytes(draw(counts, "svg"))
    with TemporaryDirectory() as folder, browser(Path(folder) / "profile") as chrome:
        library = Library(ROOT)
        page = Path(folder) / "page.html"
        page.write_text("".join(library.exported(library.papers(), "html")), encoding="utf-8")
        chrome.get(page.as_uri())
        box = chrome.find_element(By.CSS_SELECTOR, "input[type=search]")
        appear(chrome, width=1000, height=760)
        chrome.find_element(By.TAG_NAME, "summary").click()
        chrome.save_screenshot(str(ROOT / "docs" / "page-light.png"))
        appear(chrome, width=400, height=760)
        chrome.save_screenshot(str(ROOT / "docs" / "page-narrow.png"))
        chrome.find_element(By.TAG_NAME, "summary").click()
        appear(chrome, dark=True, width=1000, height=760)
        box.send_keys("memory video")
        chrome.save_screenshot(str(ROOT / "docs" / "page-dark.png"))


if __name__ == "__main__":
    main()
