"""Radicals that text taken from a PDF holds in the place of characters, and which NFKC leaves as they are.

Comes in: nothing. Goes out: a table for `str.translate`. Refuses to know: labels, files.
Source: the names of the CJK Radicals Supplement (Unicode, U+2E80 to U+2EFF); ⼾ and ⾭ NFKC makes 戶 and 靑, forms that
no report in simplified characters prints.
"""

_RADICALS = (
    "⺁⺄⺌⺓⺗⺜⺝⺠⺧⺩⺫⺬⺮⺶⺷⺹⺼⻁⻄⻅⻆⻇⻉⻊⻋⻏⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⼾⾭戶靑"
)
_CHARACTERS = (
    "厂乙小幺心日月民牛王目示竹羊羊老肉虎西见角角贝足车邑长长长门雨青韦页风飞食食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟户青户青"
)
RADICALS = str.maketrans(_RADICALS, _CHARACTERS)
