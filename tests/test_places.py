"""The finder of places: certain, or all candidates, or none; never a wrong one."""

import csv
import pickle
from collections import defaultdict
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.reading.identity.gazetteer import Gazetteer, Region, RegionName, build_gazetteer
from build_scripts.reading.identity.places import PlaceMatch, level_of_name, locate_agency

CODELISTS = Path(__file__).parents[1] / "datapackage" / "codelists"


def read_rows(name: str) -> list[dict[str, str]]:
    with (CODELISTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def to_year(text: str) -> int | None:
    return int(text) if text else None


REGIONS = [
    Region(row["code"], row["label_zh"], row["level"], row["parent"], to_year(row["to_year"]))
    for row in read_rows("regions.csv")
]
NAMES = [
    RegionName(row["region_code"], row["name"], row["kind"], to_year(row["from_year"]), to_year(row["to_year"]))
    for row in read_rows("region_names.csv")
]
BODIES = [row["label_zh"] for row in read_rows("national_bodies.csv")]
GAZETTEER = build_gazetteer(REGIONS, NAMES, BODIES)
BY_CODE = {region.code: region for region in REGIONS}


@pytest.mark.parametrize(
    ("name", "code", "printed", "rest"),
    [
        ("互助县教育局", "630223", "互助县", "教育局"),
        ("互助土族自治县教育局", "630223", "互助土族自治县", "教育局"),
        ("西工区人民政府", "410303", "西工区", "人民政府"),
        ("卫辉市城市管理局", "410781", "卫辉市", "城市管理局"),
        ("信阳市人民政府", "411500", "信阳市", "人民政府"),
        ("河南省信阳市浉河区财政局", "411502", "河南省信阳市浉河区", "财政局"),
        ("重庆市铜梁区城市管理局", "500151", "重庆市铜梁区", "城市管理局"),
        ("重庆铜梁区教育局", "500151", "重庆铜梁区", "教育局"),
        ("济宁市兖州区自然资源局", "370812", "济宁市兖州区", "自然资源局"),
        ("济宁兖州区自然资源局", "370812", "济宁兖州区", "自然资源局"),
        ("新疆伊犁州财政局", "654000", "新疆伊犁州", "财政局"),
        ("伊犁州塔城地区教育局", "654200", "伊犁州塔城地区", "教育局"),
        ("湘西自治州教育局", "433100", "湘西自治州", "教育局"),
        ("恩施州人民政府", "422800", "恩施州", "人民政府"),
        ("内蒙古兴安盟行政公署", "152200", "内蒙古兴安盟", "行政公署"),
        ("北京市朝阳区审计局", "110105", "北京市朝阳区", "审计局"),
        ("武江区龙归镇人民政府", "440203", "武江区", "龙归镇人民政府"),
        ("双塔区前进街道", "211302", "双塔区", "前进街道"),
        ("西安市公安局", "610100", "西安市", "公安局"),
        ("海南省教育厅", "460000", "海南省", "教育厅"),
        ("海南州教育局", "632500", "海南州", "教育局"),
        ("海南区教育局", "150303", "海南区", "教育局"),
        ("吉林市卫生健康委员会", "220200", "吉林市", "卫生健康委员会"),
        ("吉林省卫生健康委员会", "220000", "吉林省", "卫生健康委员会"),
        ("通化县财政局", "220521", "通化县", "财政局"),
        ("通化市财政局", "220500", "通化市", "财政局"),
        ("大连市财政局", "210200", "大连市", "财政局"),
        ("重庆市市场监督管理局机关", "500000", "重庆市", "市场监督管理局机关"),
        ("天津市政工程局", "120000", "天津", "市政工程局"),
        ("天津市政府办公厅", "120000", "天津市", "政府办公厅"),
        ("滨海新区司法局", "120116", "滨海新区", "司法局"),
        ("公安县公安局", "421022", "公安县", "公安局"),
        ("湖北省公安厅", "420000", "湖北省", "公安厅"),
        ("桃江县乡村振兴局", "430922", "桃江县", "乡村振兴局"),
        ("东莞市虎门镇人民政府", "441900", "东莞市", "虎门镇人民政府"),
        ("中山市西区街道办事处", "442000", "中山市", "西区街道办事处"),
        ("仙桃市教育局", "429004", "仙桃市", "教育局"),
        ("南京市江北新区管理委员会", "320100", "南京市", "江北新区管理委员会"),
        ("铜梁县财政局", "500151", "铜梁县", "财政局"),
        ("襄樊市教育局", "420600", "襄樊市", "教育局"),
        ("莱芜市莱城区教育局", "371202", "莱芜市莱城区", "教育局"),
        ("大同市矿区教育局", "140203", "大同市矿区", "教育局"),
        ("莱芜市教育局", "371200", "莱芜市", "教育局"),
        ("福建省沙县人民政府", "350405", "福建省沙县", "人民政府"),
        ("沙县教育局", "350405", "沙县", "教育局"),
        ("赣州市赣县财政局", "360704", "赣州市赣县", "财政局"),
        ("梅县财政局", "441403", "梅县", "财政局"),
        ("郑州市高新区管理委员会", "410100", "郑州市", "高新区管理委员会"),
        ("岳阳市南湖风景区管理委员会", "430600", "岳阳市", "南湖风景区管理委员会"),
        ("日照市山海天旅游度假区管理委员会", "371100", "日照市", "山海天旅游度假区管理委员会"),
        ("北京市城市管理委员会", "110000", "北京市", "城市管理委员会"),
        ("宁夏自治区教育厅", "640000", "宁夏", "自治区教育厅"),
        ("江西省老区建设办公室", "360000", "江西省", "老区建设办公室"),
        ("深圳市区域合作办公室", "440300", "深圳市", "区域合作办公室"),
        ("安阳市红旗渠灌区管理处", "410500", "安阳市", "红旗渠灌区管理处"),
        ("岳阳市新市镇人民政府", "430600", "岳阳市", "新市镇人民政府"),
        ("北京市十八里店地区办事处", "110000", "北京市", "十八里店地区办事处"),
    ],
)
def test_names_that_hold_one_place(name, code, printed, rest):
    assert locate_agency(name, GAZETTEER) == PlaceMatch((code,), printed, rest)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("朝阳区教育局", ("110105", "220104")),
        ("西安区人民政府", ("220403", "231005")),
        ("市中区教育局", ("370103", "370402", "511002", "511102")),
        ("城中区教育局", ("450202", "630103")),
        ("六安市寿县教育局", ("340422", "341500")),
        ("鄂州市自然资源和规划局鄂城分局", ("420700", "420704")),
        ("河南省郑州航空港经济综合实验区管委会", ("410000", "410100")),
        ("新疆生产建设兵团第八师石河子市教育局", ("650000", "659001")),
    ],
)
def test_names_that_fit_several_places_give_all(name, codes):
    assert locate_agency(name, GAZETTEER).codes == codes


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("上海市黄埔区人民政府", "上海市"),
        ("广州市黄浦区财政局", "广州市"),
        ("河南省卫辉县人民政府", "河南省"),
        ("湖北省襄阳市襄洲区人民政府", "湖北省襄阳市"),
        ("呼伦贝尔市牙克石旗人民政府", "呼伦贝尔市"),
        ("云南省双江拉祜族自治县教育局", "云南省"),
        ("贵州省黔东地区教育局", "贵州省"),
        ("江苏省张家巷市财政局", "江苏省"),
        ("山东省石岛管理区管理委员会", "山东省"),
        ("北京经济技术开发区管理委员会", "北京"),
        ("国家税务总局上海市黄埔区税务局", ""),
        ("中国烟草总公司河南省卫辉县公司", ""),
    ],
)
def test_a_county_that_no_list_knows_does_not_become_the_place_above_it(name, printed):
    assert locate_agency(name, GAZETTEER) == PlaceMatch((), printed, name.removeprefix(printed))


@pytest.mark.parametrize(
    "name",
    [
        "杨林寨乡人民政府",
        "东大街街道办事处",
        "市民政局",
        "县教育局",
        "应急管理局",
        "城关镇人民政府",
        "和平街道办事处",
        "城区街道办事处",
        "湖南路街道办事处",
        "恩平市场监督管理局",
        "江北新区管理委员会",
        "苏州工业园区教育局",
        "",
    ],
)
def test_names_that_hold_no_place(name):
    assert locate_agency(name, GAZETTEER) == PlaceMatch((), "", name)


@pytest.mark.parametrize(
    "name",
    [
        "财政部",
        "教育部办公厅",
        "海关总署",
        "海关总署（本级机关）",
        "海关系统",
        "公安部",
        "中国气象局",
        "国土资源部",
        "国务院办公厅",
        "国务院扶贫办",
        "中华人民共和国财政部",
        "国家发展和改革委员会",
        "全国老龄工作委员会",
    ],
)
def test_central_bodies_are_national(name):
    assert locate_agency(name, GAZETTEER) == PlaceMatch(("100000",), "", name)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("国家税务总局卫辉市税务局", ("410781",)),
        ("国家税务总局北京市朝阳区税务局", ("110105",)),
        ("中华人民共和国上海海关", ("310000",)),
        ("上海海关", ("310000",)),
        ("黄浦海关", ("310101",)),
        ("国家统计局重庆调查总队", ("500000",)),
        ("国家统计局吉林调查总队", ("220000",)),
        ("国家统计局中山调查队", ("210202", "442000")),
        ("国家统计局朝阳调查队", ("110105", "211300", "211321", "220104")),
        ("中国人民银行郑州中心支行", ("410100",)),
        ("中国证监会河南监管局", ("410000",)),
        ("中国（上海）自由贸易试验区管理委员会", ("310000",)),
        ("国家税务总局江北新区税务局", ()),
        ("水利部黄河水利委员会", ()),
        ("中国民用航空华东地区管理局", ()),
    ],
)
def test_local_offices_of_central_bodies_belong_where_their_name_says(name, codes):
    assert locate_agency(name, GAZETTEER) == PlaceMatch(codes, "", name)


@pytest.mark.parametrize(
    ("name", "year", "codes"),
    [
        ("日喀则市财政局", None, ("540200",)),
        ("日喀则市财政局", 2013, ("540200", "540202")),
        ("日喀则市财政局", 2020, ("540200",)),
        ("巢湖市财政局", 2010, ("340181", "341400")),
        ("巢湖市财政局", 2020, ("340181",)),
        ("江北区教育局", 2022, ("330205", "500105")),
        ("桥东区教育局", 2024, ("130702",)),
        ("桥东区教育局", 2021, ("130502", "130702")),
        ("桥东区教育局", 2014, ("130103", "130502", "130702")),
        ("铜梁县财政局", 2024, ("500151",)),
    ],
)
def test_a_former_name_counts_beside_a_present_one_only_while_it_was_printed(name, year, codes):
    assert locate_agency(name, GAZETTEER, year).codes == codes


def test_a_place_that_was_merged_keeps_its_own_code_so_that_two_agencies_do_not_become_one():
    yubei = locate_agency("重庆市渝北区城市管理局", GAZETTEER, 2022)
    jiangbei = locate_agency("重庆市江北区城市管理局", GAZETTEER, 2022)
    assert yubei == PlaceMatch(("500112",), "重庆市渝北区", "城市管理局")
    assert jiangbei == PlaceMatch(("500105",), "重庆市江北区", "城市管理局")
    assert locate_agency("重庆市两江新区城市管理局", GAZETTEER, 2026).codes == ("500157",)


def test_every_county_alone_gives_exactly_its_homonyms():
    homonyms = defaultdict(set)
    for row in NAMES:
        if row.kind in ("full", "short"):
            homonyms[row.name].add(row.region_code)
    for region in REGIONS:
        if region.level == "county" and not region.to_year:
            match = locate_agency(region.name + "教育局", GAZETTEER)
            assert match == PlaceMatch(tuple(sorted(homonyms[region.name])), region.name, "教育局")


def test_every_short_name_alone_gives_its_place():
    for row in NAMES:
        if row.kind == "short":
            assert row.region_code in locate_agency(row.name + "教育局", GAZETTEER).codes, row


BODY = st.sampled_from(
    [
        "财政局",
        "人民政府",
        "城市管理局",
        "市场监督管理局",
        "民政局",
        "政务服务和数据管理局",
        "公安局",
        "乡村振兴局",
    ]
)


def print_chain(region: Region) -> str:
    """Print a place with all places above it: 河南省信阳市浉河区."""
    above = print_chain(BY_CODE[region.parent]) if region.parent != "100000" else ""
    return above + region.name


PLACES = [region for region in REGIONS if region.level != "national" and not region.to_year]


def test_every_place_named_with_all_above_it_is_certain():
    for region in PLACES:
        printed = print_chain(region)
        assert locate_agency(printed + "财政局", GAZETTEER) == PlaceMatch((region.code,), printed, "财政局")


@given(st.sampled_from(PLACES), BODY, st.none() | st.integers(2019, 2026))
def test_a_whole_chain_is_certain_for_any_body_and_year(region, body, year):
    printed = print_chain(region)
    assert locate_agency(printed + body, GAZETTEER, year) == PlaceMatch((region.code,), printed, body)


@given(st.text("省市县区州镇乡街道局中国家和平新华朝阳城关南京北京海西安", max_size=12))
def test_any_text_is_cut_without_loss(name):
    match = locate_agency(name, GAZETTEER)
    assert name.startswith(match.printed)
    assert name.endswith(match.rest)
    assert len(match.printed) + len(match.rest) >= len(name)
    assert list(match.codes) == sorted(set(match.codes))


@pytest.mark.parametrize(
    "rest",
    [
        "龙归镇人民政府",
        "前进街道",
        "东大街街道办事处",
        "小关乡人民政府",
        "白马民族乡",
        "巴音苏木人民政府",
        "前进街道办",
    ],
)
def test_towns_and_streets_are_townships(rest):
    assert level_of_name(rest, "county") == "township"


@pytest.mark.parametrize(
    "rest", ["城镇管理局", "乡镇企业局", "乡村振兴局", "住房和城乡建设局", "人民政府", "城乡规划局", ""]
)
def test_other_bodies_have_the_level_of_their_region(rest):
    assert level_of_name(rest, "prefecture") == "prefecture"


def test_a_gazetteer_goes_to_other_processes():
    assert pickle.loads(pickle.dumps(GAZETTEER)) == GAZETTEER
    assert isinstance(GAZETTEER, Gazetteer)


def test_locating_costs_far_less_than_reading():
    names = ["重庆市铜梁区城市管理局", "诸暨市民政局", "国家税务总局卫辉市税务局", "杨林寨乡人民政府"] * 50
    spent = []
    for _ in range(5):
        start = process_time()
        for name in names:
            locate_agency(name, GAZETTEER, 2022)
        spent.append((process_time() - start) / len(names))
    assert min(spent) < 50e-6  # measured: 7 µs; the bound leaves room for a busy machine
