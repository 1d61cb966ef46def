"""The API's own description (OpenAPI 3.1), gathered from the views, their parameters and the columns of the files.

Written here and not by a framework: nine addresses that only read need no second way of declaring views, and what
describes a parameter is the very object that reads it, so that the two cannot part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from chungtay.faces.api.open import figures
from chungtay.faces.api.open.answering import Answer, json_answer, machine
from chungtay.results.publishing.opendata.columns import FIGURES, POINTS, Column
from chungtay.results.publishing.opendata.metadata import data_address, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

    from chungtay.faces.api.open.parameters import Parameter

BASE = "/api/cong-khai/v1/"
PATHS: dict[str, tuple[Any, Sequence[Parameter], str]] = {
    "": (figures.index, (), "Index"),
    "publications": (figures.publications, (), "Publications"),
    "publications/{code}": (figures.publication, (), "Publication"),
    "indicators": (figures.indicators, (), "Indicators"),
    "figures": (figures.figures, figures.FIGURES_ASKED, "Figures"),
    "figures/{id}": (figures.figure, (), "Figure"),
    "points": (figures.points, figures.POINTS_ASKED, "Points"),
    "kinds": (figures.kinds, (), "Kinds"),
    "reviews": (figures.reviews, (), "Reviews"),
}
"""Addresses, their views, what may be asked of them, and the name of what they answer."""
_TYPES = {"text": "string", "whole": "integer", "number": "string", "day": "string", "yes": "boolean"}


@machine
def openapi(request: HttpRequest) -> Answer:
    """The description."""
    return json_answer(described())


def described() -> dict[str, Any]:
    """The description as data."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chung Tay: dữ liệu công khai / public data",
            "version": "1",
            "description": "Số liệu đã công bố, chỉ đọc. Lỗi có một dạng. Decimal numbers are texts. "
            "Pages go on with `next`. Conditional requests by ETag.",
            "license": {"name": "CC BY 4.0" if "/by/4.0" in settings.DATA_LICENCE else "Licence"}
            | {"url": settings.DATA_LICENCE},
        },
        "externalDocs": {"url": data_address("danh-muc.jsonld"), "description": "DCAT-AP"},
        "servers": [{"url": f"{site()}{BASE}"}],
        "paths": {f"/{path}": {"get": _operation(path, *rest)} for path, rest in PATHS.items()},
        "components": {"schemas": _schemas()},
    }


def _operation(path: str, view: Any, parameters: Sequence[Parameter], answer: str) -> dict[str, Any]:
    asked = [parameter.schema for parameter in parameters]
    if "{" in path:
        name = path[path.index("{") + 1 : -1]
        schema = {"type": "integer", "minimum": 0} if name == "id" else {"type": "string", "maxLength": 60}
        asked.append({"name": name, "in": "path", "required": True, "schema": schema})
    refused = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Errors"}}}}
    return {
        "operationId": answer[0].lower() + answer[1:],
        "summary": (view.__doc__ or "").strip(),
        "parameters": asked,
        "responses": {
            "200": {
                "description": "OK",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}},
            },
            "304": {"description": "Không đổi / not modified"},
            "400": {"description": "Không đọc được câu hỏi / the question cannot be read", **refused},
            "404": {"description": "Không có, hoặc chưa công bố / nothing, or nothing public", **refused},
        },
    }


def _schemas() -> dict[str, Any]:
    both = {"type": "object", "properties": {"vi": {"type": "string"}, "en": {"type": "string"}}}
    problem = {
        "type": "object",
        "required": ["code", "where", "message"],
        "properties": {"code": {"type": "string"}, "where": {"type": "string"}, "read": {"type": "string"}}
        | dict.fromkeys(("expected", "todo", "message"), both),
    }
    figure = _object(FIGURES, {"id": {"type": "integer"}, "proof": {"type": ["string", "null"]}})
    figure["properties"]["standing"] = {"type": ["integer", "null"]}
    thing = {"type": "object", "required": ["licence"], "additionalProperties": True}
    lists = {"Publications": "Publication", "Indicators": "Indicator", "Figures": "Figure", "Points": "Point"}
    lists |= {"Kinds": "Kind", "Reviews": "Review"}
    plain = {"type": "object", "additionalProperties": True}
    return {
        "Errors": {
            "type": "object",
            "required": ["errors"],
            "properties": {"errors": {"type": "array", "items": problem}},
        },
        "Index": thing,
        "Figure": figure,
        "Point": _object(POINTS, {}),
        **dict.fromkeys(("Publication", "Indicator", "Kind", "Review"), plain),
        **{name: _list_of(item) for name, item in lists.items()},
    }


def _object(columns: Iterable[Column], more: dict[str, Any]) -> dict[str, Any]:
    properties = {column.name: _property(column) for column in columns}
    return {"type": "object", "required": [*properties, *more], "properties": {**more, **properties}}


def _property(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": [_TYPES[column.kind], "null"],
        "description": f"{column.title_vi} / {column.title_en}",
    }
    return told | ({"format": "date"} if column.kind == "day" else {})


def _list_of(item: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["items", "next", "licence"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{item}"}},
            "next": {"type": ["string", "null"]},
            "licence": {"type": "string"},
        },
    }
