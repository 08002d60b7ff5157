"""The collector rests while rules load, and is left as it was found."""

import gc

import pytest

from cleanpress.rules.collector import resting_collector
from cleanpress.rules.rulebook import load


@pytest.mark.parametrize("on", [True, False])
def test_it_is_left_as_it_was_found(on: bool) -> None:
    (gc.enable if on else gc.disable)()
    try:
        with pytest.raises(ValueError, match="broken"), resting_collector():
            assert not gc.isenabled()
            raise ValueError("broken rule file")
        assert gc.isenabled() is on
    finally:
        gc.enable()


def test_loading_leaves_it_on() -> None:
    load.cache_clear()
    load()
    assert gc.isenabled()
