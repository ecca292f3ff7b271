"""Whatever is sent to the API, it answers as its own description says, and never with a bug of ours."""

from collections.abc import Mapping

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from visiting import Served

from pipeline.model.actor import Scope
from pipeline.model.identity import ActorId
from services.access import SYSTEM

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 8
"""Requests a route; the suite is part of the fast tests."""
MOST_SECONDS = 60
"""An answer takes no longer, however busy the machine."""


@pytest.fixture(scope="module")
def described(shared: Served) -> schemathesis.BaseSchema:
    """Read the description as a program would."""
    return schemathesis.openapi.from_url(f"{shared.address}/api/v1/openapi.json", timeout=MOST_SECONDS)


@pytest.fixture(scope="module")
def authorization(shared: Served) -> Mapping[str, str]:
    """Return the token of one who may do most."""
    tokens = shared.app.state.door.application.tokens
    scopes = (Scope.READ, Scope.SUBMIT, Scope.WORK)
    made = tokens.make(SYSTEM, ActorId("caseworker"), title="fuzz", scopes=scopes)
    return {"Authorization": f"Bearer {made.secret}"}


def test_the_description_is_kept(described: schemathesis.BaseSchema, authorization: Mapping[str, str]) -> None:
    """Each answer of each route has a status, a type and a body that the description allows."""
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:

        @hypothesis.given(case=operation.as_strategy())
        @hypothesis.settings(
            max_examples=EXAMPLES,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        def keeps_to_it(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=dict(authorization), checks=CHECKS, timeout=MOST_SECONDS)

        keeps_to_it()
