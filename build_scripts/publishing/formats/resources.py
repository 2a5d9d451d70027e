"""The tables of the package as its descriptor names them, each path safe to read and write.

Comes in: the loaded package. Goes out: the descriptor's resources. Refuses to know: what a table is about, formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from build_scripts.files import FilesError
from build_scripts.packaging.package import Package


def list_resources(package: Package) -> Sequence[Mapping[str, object]]:
    """The descriptor's resources; raises FilesError for a path that leads out of the package."""
    resources = package.descriptor.get("resources")
    found = [resource for resource in resources if isinstance(resource, dict)] if isinstance(resources, list) else []
    for resource in found:
        path = str(resource["path"])
        if ".." in path.split("/") or path.startswith("/"):
            raise FilesError(f"{package.folder / 'datapackage.json'}: path {path!r} leads out of the package")
    return found
