"""A draft as a web page: an article of a government site, a page saved by Word, a layout of tables, a bare page.

Comes in: a `Draft`. Goes out: its HTML, in its encoding. Navigation, breadcrumb, side lists and footer are those of
such sites: words of the form stand in them too. Refuses to know: what is promised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from random import Random

from tests.printing.formats.blocks import Block, Box, Piece, Row
from tests.printing.formats.draft import Draft, Setup

STACK = '"Noto Serif CJK SC", SimSun, serif'
MENU = ("首页", "新闻中心", "政务公开", "办事服务", "互动交流", "专题专栏")
OPEN_MENU = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")
END_TAGS = re.compile(r"</(?:td|th|tr|p|tbody|thead)>")
LOOKS = {
    "hidden": ('<span style="display:none">', "</span>"),
    "struck": ("<s>", "</s>"),
    "raised": ("<sup>", "</sup>"),
    "added": ("<ins>", "</ins>"),
    "removed": ("<del>", "</del>"),
}
Paragraph = Callable[[str, str], str]


def to_page(draft: Draft) -> bytes:
    """The page in the draft's encoding and markup."""
    rng = Random(f"{draft.seed}/page")
    page = {"article": _article, "word": _word, "layout": _layout, "bare": _bare, "fragment": _fragment}[
        draft.setup.markup
    ](draft, rng)
    if not draft.setup.end_tags:
        page = END_TAGS.sub("", page)
    return page.encode(draft.setup.codec)


def _charset(setup: Setup) -> str:
    return setup.charset or {"gb18030": "gb2312", "utf-8-sig": "utf-8"}.get(setup.codec, setup.codec)


# — whole pages —


def _bare(draft: Draft, rng: Random) -> str:
    """A plain page, as it is printed to PDF too."""
    setup = draft.setup
    size = f"{setup.paper} {'landscape' if setup.landscape else 'portrait'}"
    style = (
        f"@page{{size:{size};margin:20mm 18mm}}body{{font:10.5pt/1.7 {STACK}}}table{{border-collapse:collapse;"
        f"width:100%;margin:6pt 0}}td,th{{{_rules(setup)}padding:{7 if setup.spacious else 2}pt 2pt;text-align:center}}"
        "h1{font-size:18pt;text-align:center}p{text-indent:2em;margin:0}td p{text-indent:0}.r{text-align:right}"
        f"thead{{display:{'table-header-group' if setup.repeat_heads else 'table-row-group'}}}"
    )
    head = f'<meta charset="{_charset(setup)}"><title>{escape(draft.title)}</title><style>{style}</style>'
    body = "\n".join(_blocks(draft, lambda kind, text: _simple(kind, text, rng)))
    return f'<!DOCTYPE html>\n<html lang="zh"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def _rules(setup: Setup) -> str:
    if setup.rules == "all":
        return "border:0.6pt solid #000;"
    return "border-bottom:0.6pt solid #000;" if setup.rules == "horizontal" else "border:0;"


def _fragment(draft: Draft, rng: Random) -> str:
    """The article as a content system hands it over: paragraphs and tables with styles in their tags."""
    return "".join(_blocks(draft, _styled))


def _article(draft: Draft, rng: Random) -> str:
    """A page of a government site around the article."""
    agency = escape(draft.facts.place.agency)
    frame = rng.choice(('<div class="TRS_Editor">', '<div id="UCAP-CONTENT">', '<div class="article-con" id="zoom">'))
    crumbs = " &gt; ".join(f'<a href="#">{name}</a>' for name in ("首页", "政务公开", "政府信息公开年报"))
    menu = "".join(f'<li><a href="#">{name}</a></li>' for name in MENU)
    side = "".join(f'<li><a href="#">{name}</a></li>' for name in OPEN_MENU)
    year, now = draft.facts.year, draft.facts.published
    others = "".join(
        f'<li><a href="#" title="">{agency}{one}年政府信息公开工作年度报告</a></li>' for one in (year - 1, year - 2)
    )
    when = f"<span>发布日期：{now}</span><span>来源：{agency}</span>" if now else f"<span>来源：{agency}</span>"
    body = "\n".join(_blocks(draft, _styled, titles=False))
    titles = "<br>".join(escape(block.text) for block in draft.blocks if block.kind == "title")
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{_charset(draft.setup)}">
<meta name="ArticleTitle" content="{escape(draft.title)}"><meta name="SiteName" content="{agency}">
<title>{escape(draft.title)}_{agency}</title>
<style>.nav li{{display:inline}} td{{border:1px solid #000}} .hide{{display:none}}</style>
<script>var siteId = 7; document.title = document.title; if (1 < 2) {{ var a = "<p>一、总体情况</p>"; }}</script></head>
<body><div class="header"><div class="logo"><a href="/">{agency}</a></div><form action="/search">
<input type="hidden" name="siteId" value="7"><input type="text" value="请输入关键字"><button>搜索</button></form>
<div class="nav"><ul>{menu}</ul></div></div>
<div class="crumbs">当前位置：{crumbs} &gt; 正文</div>
<div class="wrap"><div class="side"><h3>政府信息公开</h3><ul>{side}</ul></div>
<div class="main"><h1 class="title">{titles}</h1>
<div class="info">{when}<span>字体：[<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>]</span></div>
{frame}
{body}
</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="near"><p>上一篇：<a href="#">{agency}{year - 1}年政府信息公开工作年度报告</a></p>
<p>下一篇：没有了</p></div>
<div class="related"><h3>相关链接</h3><ul>{others}</ul></div></div></div>
<div class="footer"><p>版权所有：{agency}　主办：{agency}办公室</p>
<p>网站标识码：4100000001　备案序号：豫ICP备05000001号-1</p>
<p>联系电话：0371-60000000</p></div>
</body></html>
"""


def _layout(draft: Draft, rng: Random) -> str:
    """A page of the times when tables were used to lay out pages."""
    agency = escape(draft.facts.place.agency)
    side = "".join(f"<tr><td><a href=#>{name}</a></td></tr>" for name in OPEN_MENU)
    body = "\n".join(_blocks(draft, _styled, titles=False))
    titles = "<br>".join(escape(block.text) for block in draft.blocks if block.kind == "title")
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset={_charset(draft.setup)}">
<title>{escape(draft.title)}</title></head><body topmargin="0">
<table width="960" align="center" cellpadding="0"><tr><td colspan="2">{agency}</td></tr>
<tr><td width="180" valign="top"><table width="100%">{side}</table></td>
<td valign="top"><table width="100%"><tr><td align="center"><font size="5"><b>{titles}</b></font></td></tr>
<tr><td>{body}</td></tr></table></td></tr>
<tr><td colspan="2" align="center">版权所有：{agency}</td></tr></table></body></html>
"""


def _word(draft: Draft, rng: Random) -> str:
    """A page as Word writes it when asked for a filtered web page, with traces of the unfiltered one."""

    def paragraph(kind: str, text: str) -> str:
        align = {"title": " align=center", "signature": " align=right"}.get(kind, "")
        style = "text-indent:21.0pt;mso-char-indent-count:2.0" if kind == "paragraph" else "line-height:28.0pt"
        runs = "".join(
            f"<span lang=EN-US>{escape(run)}</span>"
            if run.isascii()
            else f"<span style='font-family:宋体'>{escape(run)}</span>"
            for run in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]+", text)
        )
        return f"<p class=MsoNormal{align} style='{style}'>{runs}<span lang=EN-US><o:p></o:p></span></p>"

    body = "\n\n".join(_blocks(draft, paragraph, word=True))
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset={_charset(draft.setup)}">
<meta name=Generator content="Microsoft Word 15 (filtered)"><title>{escape(draft.title)}</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0cm; text-align:justify}} --></style></head>
<body lang=ZH-CN style='text-justify-trim:punctuation'>
<div class=WordSection1 style='layout-grid:15.6pt'>

{body}

</div>
</body>
</html>
"""


# — paragraphs and tables —


def _blocks(draft: Draft, paragraph: Paragraph, titles: bool = True, word: bool = False) -> Iterable[str]:
    for block in draft.blocks:
        if block.kind == "table":
            yield _table(block, draft.setup, word)
        elif titles or block.kind != "title":
            yield paragraph(block.kind, block.text)


def _simple(kind: str, text: str, rng: Random) -> str:
    if kind == "title":
        return f"<h1>{escape(text)}</h1>"
    if kind == "heading":
        return f"<p><b>{escape(text)}</b></p>" if rng.random() < 0.5 else f"<h2>{escape(text)}</h2>"
    return f"<p{' class=r' if kind == 'signature' else ''}>{escape(text)}</p>"


def _styled(kind: str, text: str) -> str:
    """A paragraph with its looks in its tag; the text in two runs, as editors leave it."""
    if kind == "title":
        return f'<p style="text-align: center;"><strong>{escape(text)}</strong></p>'
    if kind == "heading":
        return f'<p style="text-indent: 2em;"><strong>{escape(text)}</strong></p>'
    if kind == "signature":
        return f'<p style="text-align: right;">{escape(text)}</p>'
    half = len(text) // 2
    return (
        f'<p style="text-indent: 2em;"><span style="font-size: 16px;">{escape(text[:half])}</span>'
        f'<span style="font-size: 16px;">{escape(text[half:])}</span></p>'
    )


def _table(block: Block, setup: Setup, word: bool) -> str:
    heads = next((at for at, row in enumerate(block.rows) if not row.head), len(block.rows))
    heads = heads if setup.repeat_heads else 0
    rows = [_row(row, setup, word) for row in block.rows]
    parts = [f"<thead>{''.join(rows[:heads])}</thead>" if heads else "", f"<tbody>{''.join(rows[heads:])}</tbody>"]
    look = " class=MsoNormalTable border=1 cellspacing=0 cellpadding=0" if word else ""
    table = f"<table{look}>{''.join(parts)}</table>"
    return f"<table><tr><td>{table}</td></tr></table>" if setup.framed else table


def _row(row: Row, setup: Setup, word: bool) -> str:
    hidden = ' style="display:none"' if row.hidden else ""
    return f"<tr{hidden}>{''.join(_box(box, setup, word) for box in row.boxes)}</tr>\n"


def _box(box: Box, setup: Setup, word: bool) -> str:
    spans = (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (
        f' colspan="{box.columns}"' if box.columns > 1 else ""
    )
    if box.vertical == "turned":
        spans += ' style="writing-mode:vertical-rl"'
    text = "".join(_piece(piece, box.vertical) for piece in box.pieces)
    if not text and setup.hard_blanks:
        text = "&nbsp;"
    if word:
        text = f"<p class=MsoNormal align=center><span lang=EN-US>{text or '<o:p>&nbsp;</o:p>'}</span></p>"
    return f"<td{spans}>{text}</td>"


def _piece(piece: Piece, vertical: str) -> str:
    if piece.look == "break":
        return "<br>"
    if vertical == "stacked":
        return "<br>".join(map(escape, piece.text))
    begin, end = LOOKS.get(piece.look, ("", ""))
    return begin + escape(piece.text) + end
