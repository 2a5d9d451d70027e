"""The text of a body's reports: much of it shared with its province, its office and its own report of the year before.

Comes in: a `random.Random` of the body, what the ledger says, habits. Goes out: paragraphs of the sections 0 to 6.
Refuses to know: tables as printed, files.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.printing.country.atlas import Body
from tests.printing.country.ledger import Year
from tests.printing.texts import ACTIONS, CHANNELS, FAULTS, FIELDS, HEADS, SENTENCES

Paragraphs = tuple[str, ...]
FORMULAS = (
    "坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党中央、国务院关于全面推进政务公开工作的决策部署。",
    "坚持以人民为中心的发展思想，以公开促落实、促规范、促服务，切实保障人民群众的知情权、参与权、表达权和监督权。",
    "进一步健全政府信息公开工作机制，明确分管领导和责任科室，形成主要领导亲自抓、分管领导具体抓、科室合力抓的工作格局。",
    "严格落实信息发布“三审三校”制度，坚持先审后发，确保发布的信息准确、权威、及时。",
    "严格按照法定时限和程序办理政府信息公开申请，不断规范受理、审核、答复、归档等各环节工作。",
    "加强政府网站和政务新媒体建设，及时更新栏目内容，定期开展自查，发现问题立行立改。",
    "加强对政府信息公开工作的监督检查，畅通投诉举报渠道，自觉接受社会监督，未发生因信息公开引发的责任追究情况。",
    "建立健全政府信息动态调整机制，对已公开的信息定期清理，做到应公开尽公开、应调整尽调整。",
    "把政府信息公开工作纳入年度目标管理，与业务工作同部署、同检查、同考核。",
)
"""Sentences that stand in many reports of a portal."""
OWN = (
    "在{field}方面，通过{channel}公布办事指南{n}项，接受咨询{m}人次。",
    "围绕{field}编印便民手册{m}册，发放到{k}个社区（村）。",
    "全年在{channel}发布{field}动态{n}条，同比{way}{p}条。",
    "组织{field}专题培训{d}次，{m}人参加；{action}。",
    "对群众关注的{field}问题，在{channel}集中回应{k}次。",
)
SCOPES = (
    "本报告统计数据仅包括本机关。",
    "本报告数据包括局机关及所属事业单位。",
    "本报告数据包括本级政府各部门和各乡镇政府。",
)
_NO_FEES = ("{year}年度未收取信息处理费。", "本年度没有其他需要报告的事项。", "无。")


class Writer:
    """Writes a body's reports; it keeps the sentences it uses every year, and each section as it was last year."""

    def __init__(self, rng: Random, body: Body, seed: int) -> None:
        self._rng, self._body = rng, body
        taste = Random(f"{seed}/{body.province}/{body.function}")
        self._formulas = taste.sample(FORMULAS, 5)
        self._standing = [self._fill(rng, sentence, 2020) for sentence in rng.sample(OWN, 2)]
        self._faults = [_list_faults(taste), _list_faults(rng)]
        self._copies = rng.random() < 0.25
        self._scope = rng.choice(SCOPES[:2]) if rng.random() < 0.35 else ""
        if body.place.agency.endswith("人民政府") and rng.random() < 0.4:
            self._scope = SCOPES[2]
        self._remarks = rng.random()
        self._problems: Paragraphs = ()

    def write(self, year: int, ledger: Year, told_otherwise: bool) -> tuple[Paragraphs, ...]:
        """Paragraphs of the sections 0 to 6 of a report; with `told_otherwise` a number differs from the table's."""
        if not (self._copies and self._problems):
            self._problems = self._write_problems(year)
        return (
            self._open(year),
            tuple(self._overview(year, ledger, told_otherwise)),
            (),
            (),
            (),
            self._problems,
            (self._rng.choice(_NO_FEES).format(year=year),),
        )

    def _open(self, year: int) -> Paragraphs:
        lines: list[str] = []
        if self._remarks < 0.15:
            lines.append(f"索引号：{self._body.place.region_code}01/{year + 1}-{self._rng.randint(1, 99):05}")
        elif self._remarks < 0.25:
            lines.append(f"政公开〔{year + 1}〕{self._rng.randint(1, 40)}号")
        agency = self._body.place.agency
        if self._remarks < 0.6:
            lines.append(
                f"根据《中华人民共和国政府信息公开条例》（国务院令第711号）的规定，现公布{agency}{year}年度政府信息公开"
                f"工作情况。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。{self._scope}"
            )
        return tuple(lines)

    def _overview(self, year: int, ledger: Year, told_otherwise: bool) -> list[str]:
        rng, formulas = self._rng, self._formulas
        yield_ = [f"{year}年，{self._body.place.agency}{formulas[0]}"]
        texts = (
            formulas[1] + self._standing[0] + self._own(year) + self._tell_documents(ledger),
            self._tell_requests(year, ledger, told_otherwise) + formulas[2],
            formulas[3] + (self._own(year) if rng.random() < 0.5 else ""),
            self._fill(rng, rng.choice(SENTENCES), year) + self._standing[1],
            formulas[4],
        )
        for number, (head, text) in enumerate(zip(HEADS, texts, strict=True)):
            yield_.append(f"（{'一二三四五'[number]}）{head}。{text}")
        return yield_

    def _tell_requests(self, year: int, ledger: Year, told_otherwise: bool) -> str:
        received, concluded = ledger.received, ledger.requests["concluded_total", "total"]
        if told_otherwise:
            received += self._rng.choice((-2, 1, 3, 10)) if received > 2 else 2
        if not received:
            return f"{year}年，未收到政府信息公开申请。"
        told = f"{year}年共收到政府信息公开申请{received}件，办结{concluded}件。"
        reviews = ledger.remedies["reconsideration", "total"]
        if reviews and self._remarks < 0.5:
            told += f"全年因政府信息公开被申请行政复议{reviews}件。"
        return told

    def _tell_documents(self, ledger: Year) -> str:
        issued, licences = ledger.documents["normative_document", "issued"], ledger.decisions["licence"]
        told = f"全年制发行政规范性文件{issued}件。" if issued and self._remarks > 0.4 else ""
        return told + (f"本年作出行政许可决定{licences}件。" if licences and self._remarks > 0.7 else "")

    def _write_problems(self, year: int) -> Paragraphs:
        first, then = self._faults[year % 2]
        return (first, then + self._own(year)) if self._rng.random() < 0.6 else (first, then)

    def _own(self, year: int) -> str:
        return self._fill(self._rng, self._rng.choice(OWN), year)

    def _fill(self, rng: Random, sentence: str, year: int) -> str:
        field, field2 = rng.sample(FIELDS, 2)
        channel, channel2 = rng.sample(CHANNELS, 2)
        action, action2 = rng.sample(ACTIONS, 2)
        return sentence.format(
            year=year, agency=self._body.place.agency, field=field, field2=field2, channel=channel, channel2=channel2,
            action=action, action2=action2, n=rng.randint(100, 9999), m=rng.randint(10, 999), k=rng.randint(2, 99),
            d=rng.randint(2, 9), p=rng.randint(90, 100), way=rng.choice(("增加", "减少")),
        )  # fmt: skip


def _list_faults(rng: Random) -> tuple[str, str]:
    faults, actions = rng.sample(FAULTS, 3), rng.sample(ACTIONS, 3)
    return (
        "存在的问题：" + "；".join(f"{n}是{fault}" for n, fault in zip("一二三", faults, strict=True)) + "。",
        "下一步，我们将：" + "；".join(f"{n}是{act}" for n, act in zip("一二三", actions, strict=True)) + "。",
    )


def join_without_tables(sections: Sequence[Paragraphs], title: str, year: int) -> str:
    """A report of the years before the form: numbered headings and text, no table."""
    heads = ("一、概述", "二、主动公开政府信息的情况", "三、依申请公开政府信息的情况")
    rest = ("四、存在的主要问题及改进情况", "五、其他需要报告的事项")
    overview = sections[1]
    parts = [overview[:1], overview[1:2], overview[2:], sections[5], sections[6]]
    lines = [title, "", *(line for paragraph in sections[0] for line in (paragraph, ""))]
    for head, paragraphs in zip((*heads, *rest), parts, strict=True):
        lines += [head, "", *(line for paragraph in paragraphs for line in (paragraph, ""))]
    return "\n".join([*lines, f"{year + 1}年3月12日", ""])
