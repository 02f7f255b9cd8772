"""Is the process alive, and can it serve? For whatever watches over it."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from portfolio.middleware import RETRY_AFTER


@login_not_required
@require_safe
def healthz(request):  # noqa: ARG001 - every view takes the request
    """Say that the process answers. Asks nobody else."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request):  # noqa: ARG001 - every view takes the request
    """Say whether the database answers and has every migration of this version."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return not_ready("the database does not answer")
    if waiting:
        return not_ready(f"{len(waiting)} migrations have not been run")
    return JsonResponse({"status": "ok"})


def not_ready(why):
    return JsonResponse(
        {"status": "not ready", "why": why}, status=503, headers={"Retry-After": RETRY_AFTER}
    )
