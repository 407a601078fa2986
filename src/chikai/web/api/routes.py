"""The API in one place, and its description: OpenAPI 3.1, and a page of it without scripts."""

from __future__ import annotations

import json
from typing import Any, Final

from litestar import Router
from litestar.enums import MediaType
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from chikai.app.envelope_shape import EnvelopeShape
from chikai.web.api import answer, desk, drp, public
from chikai.web.api.answer import MEDIA
from chikai.web.pages import lang_of, render

VERSION: Final = "1"


def _router(path: str, handlers: Any, *, private: bool) -> Router:
    return Router(
        path,
        route_handlers=list(handlers),
        exception_handlers=answer.HANDLERS,
        include_in_schema=True,
        opt={"exclude_from_csrf": True},
        security=[{"token": []}] if private else [],
    )


ROUTERS: Final = (
    _router("/api/desk/{company:str}", desk.HANDLERS, private=True),
    _router("/api/public/{company:str}", public.HANDLERS, private=False),
    _router("/api/drp/{company:str}/v1", drp.HANDLERS, private=False),
)


class _Json(OpenAPIRenderPlugin):
    """The description as JSON."""

    def render(self, request: Any, openapi_schema: dict[str, Any]) -> bytes:
        return json.dumps(described(openapi_schema), ensure_ascii=False).encode()


class _Page(OpenAPIRenderPlugin):
    """The description as a page for people."""

    def render(self, request: Any, openapi_schema: dict[str, Any]) -> bytes:
        deeds = [
            (method.upper(), path, deed)
            for path, methods in described(openapi_schema)["paths"].items()
            for method, deed in methods.items()
        ]
        path = request.url.path
        here = f"{path}?lang="
        page = render("api/docs.html", lang_of(request), deeds=deeds, path=path, here=here, csrf="")
        return page.encode()


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The generated description, with what the generator cannot see: the shape of an envelope,
    its key, and that every refusal is the same kind of answer."""
    made: dict[str, Any] = json.loads(json.dumps(schema))
    shapes = made.setdefault("components", {}).setdefault("schemas", {})
    envelope = EnvelopeShape.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes.update(envelope.pop("$defs", {}))
    shapes["EnvelopeShape"] = envelope
    refused = {
        "description": "Refused; the findings say why.",
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Wrong"}}},
    }
    for path, methods in made["paths"].items():
        for deed in methods.values():
            if "/drp/" not in path:
                deed["responses"]["default"] = refused
            if path.endswith("/envelopes"):
                shape = {"schema": {"$ref": "#/components/schemas/EnvelopeShape"}}
                deed["requestBody"] = {"required": True, "content": {"application/json": shape}}
                deed["parameters"].append(
                    {
                        "name": "Idempotency-Key",
                        "in": "header",
                        "required": True,
                        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{8,60}$"},
                    }
                )
    return made


def _known(response: Any) -> Any:
    """What is not there is said as everywhere else; Litestar would answer with a page."""
    return answer.said(404, "missing") if response.status_code == 404 else response


def openapi() -> OpenAPIConfig:
    scheme = SecurityScheme(type="http", scheme="bearer")
    return OpenAPIConfig(
        title="Chikai",
        version=VERSION,
        description="APPI requests: what a company's programs can ask and do.",
        path="/api",
        openapi_router=Router(
            "/api", route_handlers=[], include_in_schema=False, after_request=_known
        ),
        components=Components(security_schemes={"token": scheme}),
        render_plugins=[
            _Json(path="/openapi.json", media_type=MediaType.JSON),
            _Page(path="/docs", media_type=MediaType.HTML),
        ],
        use_handler_docstrings=True,
    )
