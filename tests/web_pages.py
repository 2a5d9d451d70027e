"""Web pages as sites, Word and old editors write them: a report between navigation, side columns and a footer.

Each page prints the same article, `ARTICLE`; what stands around it is written as the sites' systems write it.
"""

from __future__ import annotations

TITLE = "卫辉市城市管理局2023年政府信息公开工作年度报告"
OPENING = "根据《中华人民共和国政府信息公开条例》第五十条的规定，现公布我局2023年政府信息公开工作年度报告。"
PROSE = "2023年，我局认真贯彻落实条例，主动公开政府信息56条，办理依申请公开3件，均在法定期限内答复。"
ISSUES = "存在的主要问题：一是公开的内容还不够全面；二是队伍还需要加强。下一步将加强培训，改进工作。"
OTHER = "本年度没有发出收费通知，没有收取信息处理费。"
SIGNED = "卫辉市城市管理局"
SIGNED_ON = "2024年1月18日"

DISCLOSURES = (
    "第二十条第（一）项\t\t\t",
    "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
    "规章\t0\t0\t0",
    "行政规范性文件\t2\t1\t14",
    "第二十条第（五）项\t\t\t",
    "信息内容\t本年处理决定数量\t\t",
    "行政许可\t1036\t\t",
)
ARTICLE = (
    OPENING,
    "一、总体情况",
    PROSE,
    "二、主动公开政府信息情况",
    *DISCLOSURES,
    "三、收到和处理政府信息公开申请情况",
    "本年度收到申请3件。",
    "五、存在的主要问题及改进情况",
    ISSUES,
    "六、其他需要报告的事项",
    OTHER,
    SIGNED,
    SIGNED_ON,
)

TABLE = """<table border="1" cellspacing="0" width="100%"><tbody>
<tr><td colspan="4" align="center">第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发<br/>件数</td><td>本年废止<br/>件数</td><td><p>现行有效</p><p>件数</p></td></tr>
<tr><td>规章</td><td align="right">0</td><td>0</td><td>&nbsp;0&nbsp;</td></tr>
<tr><td>行政规范性文件</td><td>2</td><td>1</td><td><span style="font-family:宋体">14</span></td></tr>
<tr><td colspan="4">第二十条第（五）项</td></tr>
<tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr>
<tr><td>行政许可</td><td colspan="3">1036</td></tr>
</tbody></table>"""


def write_body(paragraph: str = "<p>{}</p>") -> str:
    """The article's body, each paragraph in the given markup."""

    def lines(*texts: str) -> str:
        return "\n".join(paragraph.format(text) for text in texts)

    return "\n".join(
        [
            lines(OPENING, "一、总体情况", PROSE, "二、主动公开政府信息情况"),
            TABLE,
            lines("三、收到和处理政府信息公开申请情况", "本年度收到申请3件。", "五、存在的主要问题及改进情况", ISSUES),
            lines("六、其他需要报告的事项", OTHER, SIGNED, SIGNED_ON),
        ]
    )


def trs_page() -> str:
    """As TRS WCM publishes: head with metas, a list of document facts, `TRS_Editor` in the middle, a long footer."""
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="SiteName" content="卫辉市人民政府"><meta name="ArticleTitle" content="{TITLE}">
<meta name="PubDate" content="2024-01-20 10:05"><title>{TITLE}_卫辉市人民政府</title>
<style>.TRS_Editor P{{margin:1em 0}} .h{{display:none}}</style>
<script>var doc = "<p>一、脚本</p>"; function f(){{ if (1<2 && 2>1) return; }}</script></head>
<body><noscript>请开启JavaScript。</noscript>
<div class="top"><div class="logo"><a href="/"><img src="logo.png" alt="卫辉市人民政府"></a></div>
<div class="tool">今天是2024年1月20日 星期六 <a href="/login">登录</a> | <a href="/reg">注册</a></div>
<ul class="nav">
<li><a href="/">首页</a></li><li><a href="https://www.example.gov.cn/zwgk">政务公开</a></li>
<li><a href="/bsfw">办事服务</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt;
<a href="https://www.example.gov.cn/zwgk">政务公开</a> &gt;
<a href="/nb">政府信息公开年报</a></div>
<div class="main"><div class="left"><h3>公开年报</h3><ul>
<li><a href="https://www.example.gov.cn/2022">卫辉市城市管理局2022年政府信息公开工作年度报告</a></li>
<li><a href="https://www.example.gov.cn/2021">卫辉市城市管理局2021年政府信息公开工作年度报告</a></li>
</ul></div><div class="right"><ul class="facts"><li><b>索 引 号：</b>005184531/2024-00012</li>
<li><b>发布机构：</b>卫辉市城市管理局</li>
<li><b>发布日期：</b>2024-01-20</li></ul>
<h1>{TITLE}</h1>
<div class="info"><span>来源：城市管理局</span
><span>字号：[<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>]</span>
<span>浏览次数：<i id="hits">128</i></span></div>
<div class="content"><div class="TRS_Editor">{write_body('<p style="text-indent:2em">{}</p>')}</div></div>
<div class="bdsharebuttonbox">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<p>上一篇：<a href="/a">关于占道经营的通告</a></p><p>下一篇：<a href="/b">城市管理局2024年预算</a></p></div></div>
<div class="foot"><p>主办：卫辉市人民政府办公室　承办：卫辉市政务服务和大数据管理局</p>
<p>豫ICP备05002111号 豫公网安备41078102000001号 网站标识码：4107810001</p>
<p>地址：卫辉市健康路　邮编：453100。</p>
<p>本网站建议使用1024*768以上分辨率浏览，未经许可不得转载、镜像本站的任何内容。</p></div>
<script>var more = '<p>六、脚本</p>';</script></body></html>"""


def table_layout_page() -> str:
    """As sites of the 2000s write: GB2312, upper-case tags, the page and the article laid out by nested tables, end
    tags left out."""
    paragraphs = write_body("<P>　　{}").replace("<p>现行有效</p><p>件数</p>", "现行有效件数")
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">
<TITLE>卫辉市城市管理局 - {TITLE}</TITLE></HEAD>
<BODY topmargin=0><CENTER><TABLE width=1003 border=0><TR><TD><IMG src=top.jpg width=1003 height=150></TD></TR>
</TABLE>
<TABLE width=1003><TR><TD><A href=index.asp>首页</A><TD><A href=a.asp>机构概况</A>
<TD><A href=b.asp>政务公开</A></TR></TABLE>
<TABLE width=1003><TR><TD width=200 valign=top><TABLE><TR><TD>栏目导航<TR><TD><A href=1.asp>通知公告</A><TR><TD>
<A href=2.asp>信息公开年报</A></TABLE><TD valign=top>
<TABLE width=780><TR><TD>您现在的位置：<A href=/>首页</A>&gt;&gt;信息公开年报</TD></TR>
<TR><TD align=center><FONT size=5><B>{TITLE}</B></FONT></TD></TR>
<TR><TD align=center>发布时间：2024-1-20 &nbsp; 点击数：<SCRIPT src=hits.asp></SCRIPT></TD></TR>
<TR><TD>{paragraphs}</TD></TR>
<TR><TD align=right>【<A href=javascript:window.print()>打印本页</A>】
【<A href=javascript:window.close()>关闭窗口</A>】</TD></TR>
</TABLE></TD></TR></TABLE>
<TABLE width=1003><TR><TD align=center>版权所有：卫辉市城市管理局　豫ICP备05002111号<BR>技术支持：某某网络
</TD></TR></TABLE></CENTER></BODY></HTML>"""


def section_divs_page() -> str:
    """As systems of the 2020s write: no tables around, one element for each section, facts in a table above, the
    signature in an element of its own, side column behind the article."""
    head, first, rest = write_body().partition("<p>一、总体情况</p>")
    first_part, second, tail = rest.partition("<p>三、收到和处理政府信息公开申请情况</p>")
    body, third, end = tail.partition(f"<p>{SIGNED}</p>")
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>年度报告</title></head><body>
<header role="banner"><nav><a href="/">首页</a><span>政务公开</span></nav></header>
<div id="container"><table class="facts"><tr><th>索引号</th><td>005184531/2024-00012</td>
<th>发布日期</th><td>2024-01-20</td></tr>
<tr><th>文件名称</th><td colspan="3">{TITLE}</td></tr></table>
<div class="title"><span>{TITLE}</span></div><div class="article"><div class="lead">{head}</div>
<div class="part">{first}{first_part}</div><div class="part">{second}{body}</div></div>
<div class="sign">{third}{end}</div></div>
<div class="side"><h3>热门推荐</h3><ul><li><a href="1">城市管理局召开会议</a></li></ul>
<p>城市管理局近日召开会议，部署全年的工作，要求各单位提高认识、压实责任、狠抓落实，确保各项任务按期完成。</p></div>
<footer><p>版权所有 卫辉市人民政府</p></footer></body></html>"""


def word_page() -> str:
    """As Word saves a filtered page: classes Mso…, numbers in spans of their own language, lists by hand, empty
    paragraphs, comments for other programs."""
    span = '<span style=\'font-family:"仿宋","serif"\'>{}</span>'
    paragraph = f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>{span}</p>"
    body = (
        write_body(paragraph)
        .replace("56条", "<span lang=EN-US>56</span>条")
        .replace("<p>现行有效</p>", "<p>现行有效<o:p></o:p></p>")
    )
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0cm;}} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1>
<p class=MsoNormal align=center><b>{span.format("卫辉市城市管理局")}</b><b><span lang=EN-US><o:p></o:p></span></b></p>
<p class=MsoNormal align=center><b><span lang=EN-US>2023</span>{span.format("年政府信息公开工作年度报告")}</b></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
{body}
<p class=MsoNormal style='display:none;mso-hide:all'>三、隐藏的文字</p>
<p class=MsoListParagraph><![if !supportLists]><span lang=EN-US>1.
<span style='font:7.0pt "Times New Roman"'>&nbsp;</span></span><![endif]>附件说明</p>
</div></body></html>"""
