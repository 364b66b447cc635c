"""Docker Compose files: services become components, their images vendor products.

Several files are layers of one project, as for `docker compose -f … -f …`: a later one patches
the earlier. Values of environment variables are never kept; there are passwords among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from itspm_graph.errors import InvalidReference, Problem
from itspm_graph.model.elements import Component
from itspm_graph.model.vendors import VendorProduct
from itspm_graph.records import Ref
from itspm_graph.sources import EdgeStatement, NodeStatement, Place, Statements, interpolation
from itspm_graph.sources.documents import Document, Reader
from itspm_graph.sources.files import UnusableFileError, is_there, read_file
from itspm_graph.sources.trees import line_of, shape

_BASE_NAMES = ("compose", "docker-compose")
_UNDERSTOOD = frozenset(("image", "depends_on"))
_USUAL_CONDITION = "service_started"
_NOT_IN_SLUG = re.compile(r"[^a-z0-9._+~/-]+")
_TAG = re.compile(r"[^@]*[^/:@]:(?P<tag>[^/:@]+)(?:@.*)?|[^@]*@(?P<digest>.+)")


def recognises(root: Mapping[str, Any]) -> bool:
    """A Compose file has no mark of its own; its services are a mapping of mappings."""
    services = root.get("services")
    if not isinstance(services, dict) or "format" in root:
        return False
    return all(isinstance(service, dict) or service is None for service in services.values())


def read(documents: Sequence[Document]) -> Statements:
    """What the projects say. Files that were named are one; so are those of each folder walked."""
    projects: dict[Path | None, list[Document]] = {}
    for document in documents:
        folder = document.text.path.parent if document.walked else None
        projects.setdefault(folder, []).append(document)
    result = Statements()
    for folder, layers in projects.items():
        if folder is not None:
            layers.sort(key=lambda layer: layer.text.path.stem not in _BASE_NAMES)
        _Project(layers, result).read()
    return result


@dataclass
class _Dependency:
    place: Place
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Service:
    """One service, as far as the layers read so far say."""

    name: str
    ref: Ref
    place: Place
    image: str | None = None
    image_place: Place | None = None
    built: bool = False
    readable: bool = True
    dependencies: dict[Ref, _Dependency] = field(default_factory=dict)


class _Project:
    """The layers of one project, merged in their order."""

    def __init__(self, layers: Sequence[Document], result: Statements) -> None:
        self.layers = layers
        self.result = result
        self.services: dict[str, _Service] = {}
        self.products: dict[Ref, NodeStatement] = {}
        self.left_out: dict[str, Place] = {}
        self.variables: dict[str, str] = {}

    def read(self) -> None:
        self._read_variables(self.layers[0])
        for layer in self.layers:
            self._layer(layer)
        for service in self.services.values():
            self._state(service)
        self.result.nodes.extend(self.products.values())
        self._note_left_out()

    def _problem(
        self,
        code: str,
        message: str,
        place: Place,
        field: str,
        severity: str = "error",
        skippable: bool = False,
    ) -> None:
        self.result.problems.append(
            Problem(code, message, place.file, place.line, field, severity, skippable)
        )

    def _read_variables(self, first: Document) -> None:
        path = first.text.path.parent / ".env"
        if not first.on_disk or not is_there(path):
            return
        try:
            text = read_file(path)
        except UnusableFileError as error:
            place = Place(error.problem.file, error.problem.line)
            self._problem(error.problem.code, error.problem.message, place, "", "warning")
            return
        self.variables, wrong = interpolation.variables(text.content)
        for line, message in wrong:
            self._problem("bad-variable", message, Place(text.name, line), "", "warning")

    def _layer(self, layer: Document) -> None:
        root = layer.root
        for key in root:
            if key != "services" and not key.startswith("x-"):
                self.left_out.setdefault(key, layer.place(line_of(root, key, layer.line)))
        services = root.get("services")
        if not isinstance(services, dict):
            message = f"takes a mapping of services by name, not {shape(services)}"
            place = layer.place(line_of(root, "services", layer.line))
            self._problem("wrong-shape", message, place, "services")
            return
        for name, body in services.items():
            place = layer.place(line_of(services, name, layer.line))
            if isinstance(body, dict):
                self._service(name, body, place)
            elif body is None:
                self._service(name, {}, place)
            else:
                message = f"a service is a mapping, not {shape(body)}"
                self._problem("wrong-shape", message, place, f"services.{name}", skippable=True)

    def _service(self, name: str, body: dict[str, Any], place: Place) -> None:
        path = f"services.{name}"
        service = self.services.get(name)
        if service is None:
            try:
                ref = Ref.of(Component, name)
            except InvalidReference as error:
                self._problem("invalid-name", str(error), place, path, skippable=True)
                return
            service = self.services[name] = _Service(name, ref, place)
        for key in body:
            if key not in _UNDERSTOOD and not key.startswith("x-"):
                at = Place(place.file, line_of(body, key, place.line))
                self.left_out.setdefault(f"services.*.{key}", at)
        service.built |= "build" in body
        if body.get("image") is not None:
            at = Place(place.file, line_of(body, "image", place.line))
            self._image(service, body["image"], at, f"{path}.image")
        self._depend(service, body, place, f"{path}.depends_on")

    def _image(self, service: _Service, image: Any, place: Place, path: str) -> None:
        if not isinstance(image, str) or not image.strip():
            message = f"an image is a text like postgres:18, not {shape(image)}"
            self._problem("wrong-shape", message, place, path, skippable=True)
            service.readable = False
            return
        try:
            filled = interpolation.fill(image.strip(), self.variables)
        except interpolation.InterpolationError as error:
            self._problem(error.code, str(error), place, path, skippable=True)
            service.readable = False
            return
        for name in filled.unset:
            message = f"{name} is not set in .env beside the first file; left as written"
            self._problem("unset-variable", message, place, path, "warning")
        service.image, service.image_place = filled.text, place

    def _depend(self, service: _Service, body: dict[str, Any], place: Place, path: str) -> None:
        stated = body.get("depends_on")
        at = line_of(body, "depends_on", place.line)
        for name, settings, line in _dependencies(stated, at):
            where = Place(place.file, line)
            try:
                target = Ref.of(Component, name if isinstance(name, str) else "")
            except InvalidReference:
                message = f"takes names of services, not {str(name)[:60]!r}"
                self._problem("invalid-reference", message, where, path, skippable=True)
                service.readable = False
                continue
            dependency = service.dependencies.setdefault(target, _Dependency(where))
            if isinstance(settings, dict):
                dependency.settings |= settings
            elif settings is not None:
                message = f"takes a mapping like {{condition: …}}, not {shape(settings)}"
                self._problem("wrong-shape", message, where, path, skippable=True)
        if stated is not None and not isinstance(stated, list | dict):
            message = f"takes a list or mapping of services, not {shape(stated)}"
            self._problem("wrong-shape", message, Place(place.file, at), path, skippable=True)
            service.readable = False

    def _state(self, service: _Service) -> None:
        """States one service. One without image and build is a patch, and not the whole truth."""
        fields = {"name": service.name, "kind": "service_instance"}
        self.result.nodes.append(NodeStatement(service.ref, fields, service.place))
        for target, dependency in service.dependencies.items():
            self.result.edges.append(
                EdgeStatement(
                    "DEPENDS_ON",
                    service.ref,
                    target,
                    _edge_fields(dependency.settings),
                    dependency.place,
                )
            )
        if service.image is not None and service.image_place is not None:
            self._use(service, service.image, service.image_place)
        if service.readable and (service.image is not None or service.built):
            self.result.complete.setdefault((service.ref, "DEPENDS_ON"), service.place)
            self.result.complete.setdefault((service.ref, "USES_PRODUCT"), service.place)

    def _use(self, service: _Service, image: str, place: Place) -> None:
        try:
            product = Ref.of(VendorProduct, _NOT_IN_SLUG.sub("-", image.lower()).strip("-"))
        except InvalidReference as error:
            path = f"services.{service.name}.image"
            self._problem("invalid-name", str(error), place, path, skippable=True)
            service.readable = False
            return
        fields = {"name": image}
        tag = _TAG.fullmatch(image)
        if tag:
            fields["version"] = tag["tag"] or tag["digest"]
        self.products.setdefault(product, NodeStatement(product, fields, place))
        self.result.edges.append(EdgeStatement("USES_PRODUCT", service.ref, product, {}, place))

    def _note_left_out(self) -> None:
        if self.left_out:
            keys = ", ".join(sorted(self.left_out))
            message = f"left out, since the model has no field for it: {keys}"
            place = next(iter(self.left_out.values()))
            self._problem("dropped", message, place, "", "note")


def _dependencies(stated: Any, line: int) -> Iterator[tuple[Any, Any, int]]:
    """Name, settings and line of each dependency, from either of the two forms."""
    if isinstance(stated, dict):
        for name, settings in stated.items():
            yield name, settings, line_of(stated, name, line)
    elif isinstance(stated, list):
        for index, name in enumerate(stated):
            yield name, None, line_of(stated, index, line)


def _edge_fields(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a dependency says; a service that need not be there is a soft dependency."""
    usual = {"condition": _USUAL_CONDITION, "required": True, "restart": False}
    attributes = {
        key: value
        for key, value in settings.items()
        if key != "required" and value != usual.get(key)
    }
    fields: dict[str, Any] = {"attributes": attributes} if attributes else {}
    if settings.get("required") is False:
        fields["strength"] = "soft"
    return fields


READER = Reader("compose", recognises, read, tags=frozenset(("!reset", "!override")))
