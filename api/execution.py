"""One GraphQL request from text to answer, with a stable code on every error."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)
from graphql.execution.values import get_variable_values

from api.limits import Limits, check
from api.request import Exhausted, Request
from api.schema import schema
from itspm_graph.errors import InvalidInput, ItspmError
from itspm_graph.session import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A GraphQL request. `reads_only`: it came in a way in which nothing may be written."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation: str | None = None
    reads_only: bool = False


class RequestError(Exception):
    """The request as a whole can't be answered, so that there is no data."""

    def __init__(self, *errors: GraphQLError, status: int = 400) -> None:
        super().__init__(*errors)
        self.errors = errors
        self.status = status


@dataclass(frozen=True)
class Answered:
    """The body of an answer, and its HTTP status where the client takes one."""

    body: dict[str, Any]
    status: int = 200


def answer(session: Session, asked: Asked, limits: Limits) -> Answered:
    """What a request comes to: data with the errors of single fields, or errors alone."""
    try:
        document = _document(asked, limits)
        operation = _operation(document, asked)
        check(limits, schema(), document, operation, asked.variables)
        result = _execute(session, asked, document, operation, limits)
    except RequestError as error:
        return refusal(*error.errors, status=error.status)
    except ItspmError as error:
        return refusal(GraphQLError(str(error), original_error=error))
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [described(error) for error in result.errors]
    return Answered(body)


def refusal(*errors: GraphQLError, status: int = 400) -> Answered:
    """An answer without data."""
    return Answered({"errors": [described(error) for error in errors]}, status)


def problem(message: str, code: str) -> GraphQLError:
    """An error with its code."""
    return GraphQLError(message, extensions={"code": code})


def _document(asked: Asked, limits: Limits) -> DocumentNode:
    try:
        document = parse(asked.query, max_tokens=limits.tokens)
    except GraphQLError as error:
        raise RequestError(_with_code(error, "syntax-error")) from error
    except RecursionError as error:
        raise RequestError(problem("the query is nested too deep", "limit-exceeded")) from error
    errors = validate(schema(), document)
    if errors:
        raise RequestError(*(_with_code(error, "invalid-query") for error in errors))
    return document


def _with_code(error: GraphQLError, code: str) -> GraphQLError:
    """The error with a code; GraphQL says in words where it gave up on a query that is too much."""
    gave_up = error.message.endswith(("aborted.", "depth exceeded"))
    error.extensions = {"code": "limit-exceeded" if gave_up else code, **(error.extensions or {})}
    return error


def _operation(document: DocumentNode, asked: Asked) -> OperationDefinitionNode:
    operation = get_operation_ast(document, asked.operation)
    if operation is None:
        message = (
            f"the query has no operation {asked.operation!r}"
            if asked.operation
            else "the query has several operations: say which one by operationName"
        )
        raise RequestError(problem(message, "unknown-operation"))
    if asked.reads_only and operation.operation is not OperationType.QUERY:
        raise RequestError(problem("send mutations by POST", "method-not-allowed"), status=405)
    given = get_variable_values(
        schema(), operation.variable_definitions or (), dict(asked.variables), max_errors=20
    )
    if isinstance(given, list):
        raise RequestError(*(_with_code(error, "invalid-variables") for error in given))
    return operation


def _execute(
    session: Session,
    asked: Asked,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    limits: Limits,
) -> ExecutionResult:
    reading = operation.operation is OperationType.QUERY
    try:
        return execute_sync(
            schema(),
            document,
            context_value=Request(session, limits.fields if reading else None),
            variable_values=dict(asked.variables),
            operation_name=asked.operation,
        )
    except Exhausted:
        message = f"the answer has more than {limits.fields} fields: ask for less at once"
        raise RequestError(problem(message, "limit-exceeded")) from None


def described(error: GraphQLError) -> dict[str, Any]:
    """An error as clients get it; what went wrong inside is told to the log alone."""
    shown: dict[str, Any] = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, ItspmError):
        shown["extensions"] = _extensions(cause)
    elif cause is None or isinstance(cause, GraphQLError):
        shown["extensions"] = {"code": "invalid-value", **(error.extensions or {})}
    else:
        log.error("a field could not be answered: %s", error.path, exc_info=cause)
        shown["message"] = "the server failed to answer; its log says why"
        shown["extensions"] = {"code": "internal"}
    return shown


def _extensions(error: ItspmError) -> dict[str, Any]:
    if isinstance(error, InvalidInput):
        problems = [asdict(each) for each in error.problems]
        for each in problems:
            del each["skippable"]
        return {"code": error.code, "problems": problems}
    return {"code": error.code}
