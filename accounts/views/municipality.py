"""The settings of the municipality."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import policies
from accounts.actions.municipality import edit_municipality
from accounts.appearance import theme
from accounts.forms.municipality import MunicipalityForm
from accounts.views.guards import require, tabs
from accounts.views.outcomes import INVALID, NO_ATTEMPT, attempt, respond


@require_http_methods(["GET", "HEAD", "POST"])
def municipality(request):
    """Change language, colour and what reports include; ``preview`` only shows the colour."""
    require(policies.can_manage_municipality(request.user))
    own = request.user.municipality
    current_values = {name: getattr(own, name) for name in MunicipalityForm.base_fields}
    form = MunicipalityForm(
        request.POST if request.method == "POST" else None, initial=current_values
    )
    context, outcome = {"tabs": tabs(request.user), "form": form}, NO_ATTEMPT
    if form.is_bound:
        if not form.is_valid():
            outcome = INVALID
        elif "preview" in request.POST:
            context |= _preview_context(form.cleaned_data["colour"])
        else:
            outcome = attempt(
                lambda: edit_municipality(by=request.user, changes=form.cleaned_data), form
            )
            if outcome.is_done:
                messages.success(request, _("The choices are saved."))
                return redirect("municipality")
    return respond(request, "accounts/municipality.html", context, outcome)


def _preview_context(colour):
    """Return a colour that is not saved yet, and which texts it makes hard to read."""
    address = f"{reverse('theme')}?colour={colour.removeprefix('#')}&v={theme.digest(colour)}"
    return {"previewed": colour, "theme_url": address, "problems": theme.problems(colour)}
