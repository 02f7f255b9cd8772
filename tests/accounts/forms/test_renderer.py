"""A Django form in Designsystemet's markup, with everything tied to its field."""

import re

from django import forms

from accounts.forms.renderer import DayInput


class StatusForm(forms.Form):
    health = forms.ChoiceField(
        label="Health", choices=[("good", "Good"), ("bad", "Bad")], widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label="Summary", help_text="Briefly.", widget=forms.Textarea, max_length=500
    )
    title = forms.CharField(label="Title", max_length=20, required=False)
    due_on = forms.DateField(label="Due", required=False, widget=DayInput)
    sure = forms.BooleanField(label="Sure")


def control(html, name):
    return re.search(rf'<(?:input|textarea|select)[^>]*name="{name}"[^>]*>', html).group(0)


def test_a_field_is_described_by_its_help_its_limit_and_its_error():
    html = str(StatusForm({}))

    assert 'aria-describedby="id_summary_helptext id_summary_error id_summary_limit"' in control(
        html, "summary"
    )
    assert 'aria-invalid="true"' in control(html, "summary")
    ids = re.findall(r'id="(id_summary_\w+)"', html)
    assert ids == ["id_summary_helptext", "id_summary_limit", "id_summary_error"]


def test_the_summary_of_errors_links_to_the_first_control_of_each_field():
    html = str(StatusForm({}))

    summary = html[html.index("data-error-summary") : html.index("</ul>")]
    assert re.findall(r'href="#(\w+)"', summary) == ["id_health_0", "id_summary", "id_sure"]
    assert 'id="id_health_0"' in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = str(StatusForm())

    assert html.count("<fieldset") == 1
    assert re.search(r"<legend[^>]*>\s*Health", html)


def test_only_fields_one_may_leave_empty_say_so():
    html = str(StatusForm())

    labels = re.findall(r'for="id_(\w+)"[^>]*>[^<]*<span class="optional"', html)
    assert labels == ["title", "due_on"]


def test_the_browser_never_cuts_what_is_pasted():
    assert "maxlength" not in str(StatusForm())


def test_a_long_text_says_its_limit_and_a_short_one_does_not():
    assert re.findall(r'data-limit="(\d+)"', str(StatusForm())) == ["500"]


def test_a_day_is_written_in_iso_whatever_the_language():
    form = StatusForm(initial={"due_on": "2026-03-01"})

    assert 'type="date" name="due_on"' in str(form)
    assert 'value="2026-03-01"' in control(str(form), "due_on")


def test_what_was_typed_is_kept_and_escaped():
    html = str(StatusForm({"title": '<b>"Torget"</b>', "summary": "</textarea>"}))

    assert 'value="&lt;b&gt;&quot;Torget&quot;&lt;/b&gt;"' in control(html, "title")
    assert "&lt;/textarea&gt;" in html
