-- received_by_year | 一个年度收到最多申请的报告（统计范围相同的排在一起）| reports that received most requests in a year, by scope
-- 范围不同的不可比，也不可相加；没有印数的排在各组最后。填年度，如 2023。
SELECT scope, report_id, name, received, received_state, carried_in, concluded_total, carried_out
FROM received_decided
WHERE year = :year
ORDER BY scope, received IS NULL, received DESC, report_id;

-- refused_as_queries | 一个年度以“属于行政查询事项”不予公开的件数 | requests refused as administrative queries in a year
-- 统计范围相同的排在一起，多的在前；没有数的排在各组最后，带着它的状态。件数多，可能只是申请多。填年度，如 2023。
SELECT r.scope, r.report_id, a.name, c.state, c.count
FROM applications c
JOIN reports r ON r.report_id = c.report_id
JOIN agencies a ON a.agency_id = r.agency_id
WHERE r.year = :year AND c.outcome = 'refused_administrative_query' AND c.applicant = 'total'
ORDER BY r.scope, c.count IS NULL, c.count DESC, r.report_id;

-- carry_over | 哪些报告的“上年结转”与上一年的“结转下年度”不符 | reports whose carried-in differs from last year’s carried-out
-- 不符只是两份报告的数不等：可能更正了口径，也可能是印错或我们读错；用以前先看两份原文。
SELECT report_id, name, year, scope AS applicant, "left" AS carried_in, "right" AS carried_out_before, difference
FROM checks_differ
WHERE rule = 'carry_over'
ORDER BY report_id, scope;

-- licences_by_function | 各职能作出多少件行政许可决定（2021 年版，只加本机关的报告）| licences by function, reports of one organ only
-- 有数的几份、没有数的几份，合计是有数的几份之和；一份也没有数的，合计是空值。
SELECT r.year, f.label_zh AS "function", count(*) AS reports, count(c.value) AS with_number,
       count(*) - count(c.value) AS without_number, sum(c.value) AS total
FROM disclosures c
JOIN reports r ON r.report_id = c.report_id
JOIN agencies a ON a.agency_id = r.agency_id
LEFT JOIN functions f ON f.code = a."function"
WHERE r.form = '2021' AND r.scope = 'organ' AND c.item = 'licence' AND c.measure = 'decisions'
GROUP BY r.year, a."function"
ORDER BY r.year, a."function";

-- agency_years | 一个机关历年收到、办结、结转多少申请 | one agency over the years
-- 填机关编号，如 410781-chengshiguanliju。表格换版以后（form）有的行含义不同。
SELECT report_id, year, form, scope, received, received_state, carried_in, concluded_total, carried_out
FROM received_decided
WHERE agency_id = :agency_id
ORDER BY year;

-- no_number | 哪些报告的依申请公开表一个数也没有 | reports without a single number in the table of requests
-- 没有印数不等于没有申请。
SELECT report_id, sum(state = 'blank') AS blank, sum(state = 'dash') AS dash,
       sum(state = 'absent') AS absent, sum(state = 'unreadable') AS unreadable
FROM applications
GROUP BY report_id
HAVING sum(state = 'reported') = 0
ORDER BY report_id;

-- text_search | 正文里写到几个字的部分 | sections whose text has these characters
-- 填要找的字，如 互联网；正文暂不公布的找不到。
SELECT s.report_id, l.name, l.year, s.section, s.heading,
       substr(s.text, max(1, instr(s.text, :words) - 40), 120) AS around
FROM sections s
JOIN report_list l ON l.report_id = s.report_id
WHERE :words <> '' AND instr(s.text, :words) > 0
ORDER BY s.report_id, s.section;
