"""How to cite the whole data in English: the same elements as the Chinese citations, in the words of the English title.

Comes in: the context, the English title. Goes out: plain text. Refuses to know: single reports and agencies, whose
titles are Chinese and are cited as they are printed.
"""

from __future__ import annotations

from build_scripts.packaging.descriptor import LICENCE, PROJECT_NAME_EN
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.machine.citation_files import write_bibtex, write_cff
from build_scripts.publishing.machine.citations import Citations
from build_scripts.publishing.offers import NAME

_WHOLE = "compiled from the annual reports that Chinese public authorities publish"
_MESSAGE = "Name the agency first, then this site and the data version."


def cite_package_english(context: SiteContext, title: str) -> Citations:
    """The citations of the whole data under its English title, with version and day."""
    address, unreleased = context.absolute(""), "" if context.released else ", unreleased build"
    version = f"version {context.version} ({context.date}{unreleased})"
    made = f"Version {context.version}{unreleased}. {PROJECT_NAME_EN}, {context.version[:4]}({context.date})."
    fields = {
        "author": PROJECT_NAME_EN,
        "title": title,
        "year": context.version[:4],
        "date": context.date,
        "publisher": PROJECT_NAME_EN,
        "version": context.version,
        "note": f"Data {version}, {_WHOLE}",
        "url": address,
    }
    described = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": title,
        "authors": [{"name": PROJECT_NAME_EN}],
        "version": context.version,
        "date-released": context.date,
        "license": LICENCE,
        **({"url": address} if address else {}),
    }
    return Citations(
        inline=f"Data from “{title}”, {version}, {_WHOLE}.",
        gbt7714=f"{PROJECT_NAME_EN}. {title}[DS/OL]. {made}{f' {address}.' if address else ''}",
        bibtex=write_bibtex("misc", f"{NAME}-{context.version}", fields),
        cff=write_cff(described),
    )
