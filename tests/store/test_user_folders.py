"""The user's own folders: the same as those of platformdirs, which a search does not import."""

from pathlib import Path

import platformdirs
import pytest

from paperlist.store.user_folders import cache_folder, config_file, state_folder


@pytest.mark.parametrize("value", ["", " ", "/somewhere/else", "/with blanks/in it"])
def test_the_folders_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """With and without the variables of the XDG specification."""
    for kind in ("CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", value)
    assert cache_folder() == platformdirs.user_cache_path("paperlist", appauthor=False)
    assert state_folder() == platformdirs.user_state_path("paperlist", appauthor=False)
    config = platformdirs.user_config_path("paperlist", appauthor=False)
    assert config_file() == config / "config.toml"


def test_a_relative_path_is_ignored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the index would lie in whatever folder the command runs in."""
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert cache_folder() == home / ".cache" / "paperlist"


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_other_systems_ask_platformdirs(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    """Their folders have other names."""
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: Path("/asked"))
    assert (cache_folder() == Path("/asked")) is (platform != "linux")
