"""The body of an act as the API takes it: each noun adds what its acts need."""

from pydantic import BaseModel, ConfigDict


class Act(BaseModel):
    """An act and why it is done; the reason is kept in the history."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str = ""
