"""The municipality's colour becomes a theme that everybody can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.appearance import theme

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_every_colour_gives_a_theme_with_enough_contrast(colour):
    assert theme.problems(colour) == []


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffee00", "#808080", "#12507b"])
def test_the_hardest_colours_give_enough_contrast(colour):
    assert theme.problems(colour) == []


def test_steps_have_the_luminance_of_designsystemet_whatever_the_hue():
    steps = theme.scale("#b00020")

    found = {name: theme.luminance(theme.parse(steps[name])) for name in theme.LIGHT}
    assert found == pytest.approx(theme.LIGHT, abs=0.01)


@given(colours)
def test_phases_darken_step_by_step(colour):
    steps = theme.phase_steps(colour)

    found = [theme.luminance(theme.parse(steps[f"--ph{n}"])) for n in range(1, 6)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 5


@given(colours)
def test_text_on_a_phase_is_readable_in_light_and_dark(colour):
    for dark in (False, True):
        steps = theme.phase_steps(colour, dark=dark)
        ratios = [
            theme.contrast(
                theme.luminance(theme.parse(steps[f"--ph{n}"])),
                theme.luminance(theme.parse(steps[f"--ph{n}-ink"])),
            )
            for n in range(1, 6)
        ]
        assert [ratio for ratio in ratios if ratio < 4.5] == []


@pytest.mark.parametrize("text", ["", "#fff", "12507", "#12507g", "red", "#12507b;}", "#١٢٣٤٥٦"])
def test_what_is_not_a_colour_is_refused(text):
    with pytest.raises(ValueError, match="#rrggbb"):
        theme.parse(text)


def test_the_name_of_a_theme_changes_with_its_content():
    assert theme.digest("#12507b") != theme.digest("#12507c")
