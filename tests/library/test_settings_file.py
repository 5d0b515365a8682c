"""The file that `init` writes, and the check of what stands in it."""

import re
from pathlib import Path

import pytest

from paperlist import Library
from paperlist.errors import ConfigError
from paperlist.library.settings import Settings
from paperlist.library.settings_file import NEW_FILE, check, with_words
from paperlist.sources.settings import Sources
from paperlist.store.toml import parse_toml

PATH = Path("paperlist.toml")


def settings(text: str) -> Settings:
    return Settings.parse(parse_toml(PATH, text), PATH, text)


def test_the_new_file_sets_nothing_and_shows_every_setting() -> None:
    """Its comments are the settings that there are, and are right once their marks are removed."""
    assert settings(NEW_FILE) == Settings()
    shown = re.sub(r'^# (?=\[|\w+ = |")', "", NEW_FILE, flags=re.M)
    assert settings(shown).model_fields_set == Settings.model_fields.keys()
    assert settings(shown).sources == Sources()
    assert settings(shown).misplaced(shown) == []


def test_a_line_below_the_new_file_is_a_setting() -> None:
    """People add lines at the end of a file."""
    assert settings(f'{NEW_FILE}export = "PAGE.md"\n').export == "PAGE.md"


def test_a_setting_below_a_table_is_named_each_time(library: Library) -> None:
    """Until it is moved; the right file is then known to be right."""
    said: list[str] = []
    file = library.root / "paperlist.toml"
    file.write_text('[aliases]\nexport = "PAGE.md"\n')
    for times in (1, 2):
        check(library.root, said.append)
        assert len(said) == times
        assert said[0].startswith(f"{file}:2: 'export' stands below [aliases]")
    file.write_text('export = "PAGE.md"\n[aliases]\nexport = "Exports"\n')
    check(library.root, said.append)
    assert len(said) == 2


def test_a_wrong_value_below_a_table_is_no_setting_either() -> None:
    """Not "should be a valid string", which helps nobody to find it."""
    with pytest.raises(ConfigError, match=r"toml:3: 'summary' stands below \[aliases\]"):
        settings("[aliases]\nx = 'y'\nsummary = true\n")


@pytest.mark.parametrize(
    "text",
    [NEW_FILE, "", "toc = true\n", "[aliases]\na = 'b'\n", "month_format = '''\n[x]'''\n"],
)
def test_an_import_adds_settings_above_all_tables(library: Library, text: str) -> None:
    """So they stay settings if somebody makes a table of the comments."""
    (library.root / "paperlist.toml").write_text(text)
    after = with_words(library.root, settings(text), "My list", "[Words] of mine.")
    assert after is not None
    for each in (after, re.sub(r'^# (?=\[|")', "", after, flags=re.M)):
        assert settings(each).title == "My list"
        assert settings(each).introduction.strip() == "[Words] of mine."
