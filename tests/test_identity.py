"""Title and sidecar → agency, year, place; what fits several places is asked for."""

from __future__ import annotations

import pytest

from build_scripts.reading.identity.identify import identify_report
from build_scripts.reading.identity.titles import Title
from build_scripts.reading.sidecar.sidecars import Sidecar
from tests.printing.readback import known


def identify(name: str, years: tuple[int, ...] = (2023,), /, **said: str) -> tuple[str, int] | list[str]:
    title = Title((1,), "标题", name, years)
    identity, findings = identify_report(title, Sidecar(said), known(), "a.txt")
    return (identity.agency.agency_id, identity.year) if identity else [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("name", "agency_id"),
    [
        ("卫辉市城市管理局", "410781-chengshiguanliju"),
        ("互助县城市管理综合行政执法局", "630223-chengshiguanlizonghexingzhengzhifaju"),
        ("西工区城市管理局", "410303-chengshiguanliju"),
        ("信阳市城市管理局", "411500-chengshiguanliju"),
        ("河南省信阳市城市管理局", "411500-chengshiguanliju"),
    ],
)
def test_the_id_is_the_region_and_the_rest_of_the_name(name: str, agency_id: str) -> None:
    assert identify(name) == (agency_id, 2023)


def test_a_place_is_asked_for_and_never_guessed() -> None:
    assert identify("鼓楼区财政局") == ["region-ambiguous"]
    assert identify("公安局") == ["region-unknown"]
    assert identify("鼓楼区财政局", region_code="350102") == ("350102-caizhengju", 2023)
    assert identify("公安局", region_code="410781") == ("410781-gonganju", 2023)


def test_a_year_is_one_year() -> None:
    assert identify("卫辉市财政局", ()) == ["year-unknown"]
    assert identify("卫辉市财政局", (2019, 2020)) == ["year-unknown"]
    assert identify("卫辉市财政局", (1987,)) == ["year-unknown"]
    assert identify("卫辉市财政局", (2019, 2020), year="2020") == ("410781-caizhengju", 2020)


def test_an_agency_is_asked_for() -> None:
    assert identify("") == ["agency-unknown"]
    assert identify("卫辉市") == ["agency-candidates"]
    assert identify("", agency="卫辉市 财政局") == ("410781-caizhengju", 2023)


def test_without_title_and_sidecar_the_title_is_missed() -> None:
    identity, findings = identify_report(None, Sidecar(), known(), "a.txt")
    assert (identity, [finding.code for finding in findings]) == (None, ["title-missing"])


def test_the_government_of_a_place_is_named_only_by_a_certain_place() -> None:
    def tell(name: str) -> str:
        identity, findings = identify_report(Title((1,), "", name, (2023,), True), Sidecar({}), known(), "a.txt")
        return identity.agency.name if identity else findings[0].code

    assert tell("上海市") == "上海市人民政府"
    assert [tell("鼓楼区"), tell("无此地名镇")] == ["region-ambiguous", "region-unknown"]
    assert identify("上海市") == ["agency-candidates"]
