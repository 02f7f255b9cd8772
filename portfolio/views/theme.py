"""The municipality's colour as a stylesheet."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.appearance import theme


@login_not_required
@require_safe
def stylesheet(request):
    """Answer the theme of the colour in the address. Public, and the same for ever."""
    try:
        css = theme.css("#" + request.GET.get("colour", "").lower())
    except ValueError as error:
        raise Http404(str(error)) from error
    return HttpResponse(
        css,
        content_type="text/css",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
