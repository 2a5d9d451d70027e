"""What the three tables of the form are called where a page or a file shows them.

Comes in: nothing. Goes out: titles by table. Refuses to know: what is in the tables.
"""

from __future__ import annotations

TABLE_TITLES = {
    "disclosures": "表一　主动公开政府信息情况",
    "applications": "表二　收到和处理政府信息公开申请情况",
    "remedies": "表三　政府信息公开行政复议、行政诉讼情况",
}
