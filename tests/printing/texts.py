"""Section texts of realistic length and wording, varied enough that no two reports are alike.

Comes in: a `random.Random`, agency, year, number of requests. Goes out: the paragraphs of the sections 0 to 6.
"""

from __future__ import annotations

from random import Random

FIELDS = (
    "财政预决算", "重大建设项目", "公共资源配置", "社会救助", "义务教育", "医疗卫生", "生态环境", "食品药品监管",
    "征地补偿", "城市综合执法", "公共文化服务", "就业创业", "养老服务", "安全生产", "农村危房改造", "保障性住房",
    "行政处罚", "优化营商环境",
)  # fmt: skip
CHANNELS = (
    "政府门户网站", "政务公开栏", "微信公众号", "政务微博", "电子显示屏", "便民服务中心", "新闻发布会", "政府公报",
    "档案馆查阅点", "12345热线", "移动客户端",
)  # fmt: skip
ACTIONS = (
    "健全工作制度", "明确责任分工", "强化业务培训", "完善考核机制", "规范审查流程", "加强督促检查", "优化栏目设置",
    "拓宽公开渠道", "压实主体责任", "做好政策解读", "及时回应关切", "推进平台整合",
)  # fmt: skip
FAULTS = (
    "主动公开意识有待增强", "公开内容不够全面", "信息更新不够及时", "政策解读形式较为单一",
    "工作人员业务水平有待提高", "公开渠道还需进一步拓宽", "长效机制还需进一步完善", "基层公开力量较为薄弱",
    "公众参与度不高",
)  # fmt: skip
SENTENCES = (
    "{year}年，{agency}坚持以公开为常态、不公开为例外，围绕{field}和{field2}等重点领域，{action}，{action2}。",
    "全年通过{channel}主动公开政府信息{n}条，其中{field}类信息{m}条、{field2}类信息{k}条。",
    "依托{channel}和{channel2}发布信息{n}条，答复群众咨询{m}件，办结率达{p}%。",
    "制定《{field}领域基层政务公开标准目录》，梳理公开事项{k}项，{action}。",
    "召开专题会议{d}次，研究部署{field}信息公开工作，{action}、{action2}。",
    "严格执行“谁公开、谁审查、谁负责”的原则和“三审三校”制度，全年审查拟公开信息{n}条，未发生失泄密问题。",
    "组织业务培训{d}次，参训{m}人次，进一步提高了工作人员的政策水平。",
    "对{channel}历史信息进行清理，规范发布{k}条，撤除失效信息{d}条。",
    "聚焦{field}，采取图解、问答等方式发布政策解读{k}篇，让群众看得懂、用得上。",
    "将政务公开纳入年度综合考核，占比{d}分，对{field}公开不及时的单位予以通报。",
    "通过{channel2}开展“政府开放日”活动{d}次，邀请企业和群众代表{k}人参加。",
    "截至{year}年底，{channel}关注人数达{n}人，累计阅读量{m}万次。",
)
HEADS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
Paragraphs = tuple[str, ...]


def write_sections(rng: Random, agency: str, year: int, received: int) -> tuple[Paragraphs, ...]:
    """Paragraphs of the sections 0 to 6; 2 to 4 hold tables and mostly no text."""
    return (
        _foreword(rng, agency, year),
        _overview(rng, agency, year, received),
        (),
        (),
        (),
        _problems(rng, agency, year),
        _others(rng, year),
    )


def _foreword(rng: Random, agency: str, year: int) -> Paragraphs:
    if rng.random() < 0.6:
        return ()
    return (
        f"根据《中华人民共和国政府信息公开条例》（国务院令第711号）的规定，现公布{agency}{year}年度政府信息公开工作情况。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    )


def _overview(rng: Random, agency: str, year: int, received: int) -> Paragraphs:
    law = "《中华人民共和国政府信息公开条例》"
    opening = f"{year}年，{agency}认真贯彻落实{law}，{rng.choice(ACTIONS)}，现将有关情况报告如下。"
    style = rng.choice(("inline", "own_line", "plain"))
    paragraphs = [opening]
    for number, head in enumerate(HEADS):
        text = _sentences(rng, agency, year, rng.randint(1, 4))
        if head == "依申请公开":
            text = f"{year}年共收到政府信息公开申请{received}件。" + text
        mark = f"（{'一二三四五'[number]}）{head}"
        if style == "own_line":
            paragraphs += [mark, text]
        else:
            paragraphs.append(f"{mark}。{text}" if style == "inline" else text)
    return tuple(paragraphs)


def _problems(rng: Random, agency: str, year: int) -> Paragraphs:
    faults, actions = rng.sample(FAULTS, 3), rng.sample(ACTIONS, 3)
    first = "存在的问题：" + "；".join(f"{n}是{fault}" for n, fault in zip("一二三", faults, strict=True)) + "。"
    then = "下一步，我们将：" + "；".join(f"{n}是{act}" for n, act in zip("一二三", actions, strict=True)) + "。"
    return (first, then + _sentences(rng, agency, year, rng.randint(0, 3)))


def _others(rng: Random, year: int) -> Paragraphs:
    return (rng.choice(("无", "无。", f"{year}年度未收取信息处理费。", "本年度没有其他需要报告的事项。")),)


def _sentences(rng: Random, agency: str, year: int, count: int) -> str:
    return "".join(_sentence(rng, agency, year) for _ in range(count))


def _sentence(rng: Random, agency: str, year: int) -> str:
    field, field2 = rng.sample(FIELDS, 2)
    channel, channel2 = rng.sample(CHANNELS, 2)
    action, action2 = rng.sample(ACTIONS, 2)
    return rng.choice(SENTENCES).format(
        year=year, agency=agency, field=field, field2=field2, channel=channel, channel2=channel2, action=action,
        action2=action2, n=rng.randint(100, 9999), m=rng.randint(10, 999), k=rng.randint(2, 99), d=rng.randint(2, 9),
        p=rng.randint(90, 100),
    )  # fmt: skip
