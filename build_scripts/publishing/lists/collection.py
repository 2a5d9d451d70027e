"""A list's description for machines: a schema.org CollectionPage that names its first agencies, never all.

Comes in: title, description, agencies. Goes out: JSON text for a script element. Refuses to know: HTML.
"""

from __future__ import annotations

from collections.abc import Sequence

from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address
from build_scripts.publishing.lists.directory import Listed
from build_scripts.publishing.machine.json_ld import write_json_ld

MOST_ITEMS = 20


def describe_list(title: str, description: str, address: str, agencies: Sequence[Listed], context: SiteContext) -> str:
    """The page as a CollectionPage; how many it has in all, the first MOST_ITEMS by name."""
    items = []
    for at, one in enumerate(agencies[:MOST_ITEMS], 1):
        item: dict[str, object] = {"@type": "ListItem", "position": at, "name": one.agency["name"]}
        if url := context.absolute(agency_address(one.agency["agency_id"])):
            item["url"] = url
        items.append(item)
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": title,
        "description": description,
        "inLanguage": "zh-Hans",
        "isPartOf": {"@type": "DataCatalog", "name": context.settings.site_name},
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(agencies), "itemListElement": items},
    }
    if url := context.absolute(address):
        described["url"] = url
    return write_json_ld(described)
