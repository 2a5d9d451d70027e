"""Why nothing came from an address, in words for people.

Comes in: a reason, what was found. Goes out: a `FetchError`. Refuses to know: how the fetching is done.
"""

from __future__ import annotations

from build_scripts.fetching import FetchError

REASONS = {
    "not_http": ("只取 http 和 https 网址", "only http and https addresses are fetched"),
    "bad_address": ("网址不合用", "the address cannot be used"),
    "private_address": (
        "这个网址指向内部网络，不去取",
        "the address leads into a private network and is not fetched",
    ),
    "robots": (
        "网站的 robots.txt 不让程序取这一页（或者现在读不到它）；请用浏览器另存这一页，再添加存下的文件",
        "robots.txt keeps programs from this page, or cannot be read now; save the page in a browser and add that file",
    ),
    "too_large": ("太大，超过上限", "larger than the limit"),
    "too_slow": ("太慢，超过时限；请晚些再试", "slower than the limit of time; try again later"),
    "too_many_redirects": ("转来转去，次数太多", "too many redirects"),
    "not_found": ("网站说没有这一页", "the site says there is no such page"),
    "refused": (
        "网站不让程序取（不等于没有）；请用浏览器另存这一页，再添加存下的文件",
        "the site refuses programs, which does not mean the page is gone; save it in a browser and add that file",
    ),
    "server": ("网站答错了，请晚些再试", "the site answered wrongly; try again later"),
    "unreachable": (
        "连不上（不等于没有；许多网站在境外打不开）；请用浏览器另存这一页，再添加存下的文件",
        "no connection, which does not mean the page is gone: many sites do not answer abroad; save the page in a "
        "browser and add that file",
    ),
}


def refuse(reason: str, found: str = "", status: int = 0) -> FetchError:
    """The exception for a reason, with what was found: what a host sends is never taken into the words as it is.

    >>> str(refuse("too_large", "30 MB"))
    '太大，超过上限：30 MB / larger than the limit: 30 MB'
    """
    zh, en = REASONS[reason]
    shown = "".join(char if char.isprintable() else "?" for char in found)[:200]
    said = (f"{zh}：{shown}", f"{en}: {shown}") if shown else (zh, en)
    return FetchError(reason, " / ".join(said), said, status)
