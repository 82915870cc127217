//! One lifelike figure of each kind in both languages, shared by the tests and
//! the gallery.

use minyi_app::charts::figure::*;

/// A language of the samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    Zh,
    En,
}

impl Lang {
    fn pick(self, zh: &str, en: &str) -> String {
        match self {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        }
    }
}

/// Every kind of figure, with a name for files and messages.
pub(crate) fn all(lang: Lang) -> Vec<(&'static str, Figure)> {
    vec![
        ("distribution", distribution(lang)),
        ("dots", dots(lang)),
        ("dots-plain", means(lang)),
        ("stacked", stacked(lang)),
        ("two-way", two_way(lang)),
        ("two-way-wide", wide_two_way(lang)),
        ("timeline", timeline(lang)),
        ("counts", counts(lang)),
    ]
}

fn caption(lang: Lang, title: (&str, &str), subtitle: (&str, &str)) -> Caption {
    Caption {
        lang: lang.pick("zh-Hans", "en"),
        title: lang.pick(title.0, title.1),
        subtitle: lang.pick(subtitle.0, subtitle.1),
        notes: vec![
            lang.pick(
                "细线为95%置信区间：若重复抽样，约95%的区间会包含真实值。区间重叠时，差别可能只是抽样造成的。",
                "Whiskers are 95% confidence intervals: in repeated samples about 95% of them \
                 would contain the true value. Where they overlap, the difference may be chance.",
            ),
            lang.pick("模拟数据，不代表任何真实社区。", "Simulated data, not about any real community."),
        ],
    }
}

fn heads(lang: Lang, zh: &str, en: &str) -> EstimateHeads {
    EstimateHeads {
        label: lang.pick(zh, en),
        value: lang.pick("比例", "Share"),
        interval: lang.pick("95%区间", "95% interval"),
        n: String::from("n"),
    }
}

fn share(value: f64, half: f64) -> Shown {
    let interval = Some(((value - half).max(0.0), (value + half).min(1.0)));
    Shown::Value(Estimate { value, interval })
}

pub(crate) fn distribution(lang: Lang) -> Figure {
    let bar = |zh, en, value, half, n| OptionBar {
        label: lang.pick(zh, en),
        shown: share(value, half),
        n,
    };
    Figure::Distribution(Distribution {
        caption: caption(
            lang,
            (
                "六成居民对社区服务表示满意，每八人中有一人不满意",
                "Three in five residents are satisfied with community services; one in eight is not",
            ),
            (
                "总的来说，过去一年，您对本社区提供的服务满意还是不满意？有效回答2,514份，按年龄、性别和社区规模加权。",
                "Overall, over the past year, how satisfied or dissatisfied are you with the \
                 services provided by this community? 2,514 valid answers, weighted by age, sex \
                 and community size.",
            ),
        ),
        numbers: Numbers::percent(),
        heads: heads(lang, "回答", "Answer"),
        valid: vec![
            bar("非常满意", "Very satisfied", 0.184, 0.017, 462),
            bar("比较满意", "Fairly satisfied", 0.412, 0.022, 1036),
            bar(
                "说不上满意还是不满意",
                "Neither satisfied nor dissatisfied",
                0.281,
                0.02,
                706,
            ),
            bar("比较不满意", "Fairly dissatisfied", 0.089, 0.013, 224),
            bar("非常不满意", "Very dissatisfied", 0.034, 0.008, 86),
        ],
        missing_title: lang.pick(
            "没有有效回答（占全部受访者）",
            "No valid answer (of all asked)",
        ),
        missing: vec![
            bar("不清楚", "Don't know", 0.061, 0.01, 172),
            bar("不愿回答", "Refused", 0.023, 0.006, 65),
            bar(
                "不适用，没有接触过这类服务",
                "Does not apply: no contact with it",
                0.018,
                0.005,
                51,
            ),
            bar("跳过", "Skipped", 0.006, 0.003, 18),
        ],
    })
}

const STREETS: [(&str, &str); 6] = [
    ("滨江街道", "Binjiang"),
    ("新华街道", "Xinhua"),
    ("东湖街道", "Donghu"),
    ("柳泉镇", "Liuquan"),
    ("石桥镇", "Shiqiao"),
    ("南山乡", "Nanshan"),
];

#[rustfmt::skip]
const AREAS: [(&str, &str); 47] = [
    ("滨江社区", "Binjiang"), ("望江楼社区", "Wangjianglou"), ("锦绣花园社区", "Jinxiu Garden"),
    ("码头社区", "Matou"), ("江南里社区", "Jiangnanli"), ("北岸社区", "Bei'an"),
    ("渡口社区", "Dukou"), ("临江苑社区", "Linjiangyuan"), ("新华社区", "Xinhua"),
    ("文庙社区", "Wenmiao"), ("钟楼社区", "Zhonglou"), ("府前街社区", "Fuqian Street"),
    ("人民路社区", "Renmin Road"), ("书院社区", "Shuyuan"), ("纺织厂第二生活区社区", "Textile Mill Second Living Quarter"),
    ("铁路新村社区", "Railway New Village"), ("东湖社区", "Donghu"), ("荷塘社区", "Hetang"),
    ("湖滨社区", "Hubin"), ("翠屏社区", "Cuiping"), ("学府社区", "Xuefu"),
    ("科技园社区", "Science Park"), ("开元社区", "Kaiyuan"), ("金桂社区", "Jingui"),
    ("梧桐社区", "Wutong"), ("柳泉村", "Liuquan"), ("上柳村", "Shangliu"),
    ("下柳村", "Xialiu"), ("清水塘村", "Qingshuitang"), ("白马村", "Baima"),
    ("王家坝村", "Wangjiaba"), ("新民村", "Xinmin"), ("前进村", "Qianjin"),
    ("石桥村", "Shiqiao"), ("大石坪村", "Dashiping"), ("三岔河村", "Sanchahe"),
    ("李家沟村", "Lijiagou"), ("竹园村", "Zhuyuan"), ("茶园村", "Chayuan"),
    ("双龙村", "Shuanglong"), ("南山村", "Nanshan"), ("云峰村", "Yunfeng"),
    ("杨梅岭村", "Yangmeiling"), ("古井村", "Gujing"), ("松林村", "Songlin"),
    ("红旗村", "Hongqi"), ("桃花源村", "Taohuayuan"),
];

/// A number between 0 and 1 that looks random and never changes.
fn noise(idx: usize, salt: usize) -> f64 {
    ((idx * 7919 + salt * 104_729 + 37) * 2_654_435_761 % 1_000_003) as f64 / 1_000_003.0
}

fn street_of(idx: usize) -> usize {
    match idx {
        0..8 => 0,
        8..16 => 1,
        16..25 => 2,
        25..33 => 3,
        33..40 => 4,
        _ => 5,
    }
}

pub(crate) fn dots(lang: Lang) -> Figure {
    let row = |(idx, (zh, en)): (usize, &(&str, &str))| {
        let n = 34 + (noise(idx, 1) * 40.0) as u64;
        let value = 0.42 + 0.4 * noise(idx, 2) + 0.02 * street_of(idx) as f64;
        let half = 1.96 * (value * (1.0 - value) / n as f64).sqrt();
        let withheld = idx % 19 == 11;
        DotRow {
            label: lang.pick(zh, en),
            group: Some(street_of(idx)),
            shown: if withheld {
                Shown::Withheld(String::from("n < 10"))
            } else {
                share(value, half)
            },
            n: if withheld { 7 } else { n },
        }
    };
    Figure::Dots(Dots {
        caption: caption(
            lang,
            (
                "社区之间差别不小，但只有少数社区与全区水平有明确差别",
                "Communities differ, but only a few differ clearly from the district",
            ),
            (
                "对社区服务“非常满意”或“比较满意”的比例，47个社区和村，每处约60份。",
                "Share very or fairly satisfied with community services; 47 communities and \
                 villages, about 60 responses each.",
            ),
        ),
        numbers: Numbers::percent(),
        heads: heads(lang, "社区", "Community"),
        group_head: lang.pick("街道", "Street"),
        groups: STREETS.iter().map(|(zh, en)| lang.pick(zh, en)).collect(),
        rows: AREAS.iter().enumerate().map(row).collect(),
        reference: Some(Reference {
            label: lang.pick("全区 67%", "District 67%"),
            value: 0.67,
        }),
        domain: None,
        order: Order::Descending,
    })
}

/// Means on a scale from 0 to 10, without groups.
pub(crate) fn means(lang: Lang) -> Figure {
    let row = |idx: usize| DotRow {
        label: lang.pick(STREETS[idx].0, STREETS[idx].1),
        group: None,
        shown: Shown::Value(Estimate {
            value: 6.1 + 1.7 * noise(idx, 5),
            interval: Some((5.9 + 1.7 * noise(idx, 5), 6.3 + 1.7 * noise(idx, 5))),
        }),
        n: 420 + idx as u64,
    };
    let mut heads = heads(lang, "街道", "Street");
    heads.value = lang.pick("平均分", "Mean");
    Figure::Dots(Dots {
        caption: caption(
            lang,
            (
                "各街道居民的生活满意度都在6分以上",
                "Life satisfaction is above 6 in every street",
            ),
            (
                "平均分，0分完全不满意，10分完全满意。",
                "Means; 0 is not at all, 10 is completely satisfied.",
            ),
        ),
        numbers: Numbers::plain(1),
        heads,
        group_head: String::new(),
        groups: Vec::new(),
        rows: (0..6).map(row).collect(),
        reference: Some(Reference {
            label: lang.pick("全区 6.9", "District 6.9"),
            value: 6.9,
        }),
        domain: Some((0.0, 10.0)),
        order: Order::Descending,
    })
}

pub(crate) fn stacked(lang: Lang) -> Figure {
    #[rustfmt::skip]
    let items: [(&str, &str, [f64; 5], f64, u64); 8] = [
        ("社区听取居民意见的情况", "How the community listens to residents", [0.06, 0.14, 0.31, 0.36, 0.13], 0.11, 2494),
        ("在社区办事（如开证明、办手续）", "Handling errands at the community (certificates, formalities)", [0.02, 0.06, 0.17, 0.49, 0.26], 0.19, 2270),
        ("小区的环境卫生", "Cleanliness of your compound", [0.05, 0.13, 0.22, 0.41, 0.19], 0.01, 2781),
        ("小区的治安", "Public security in your compound", [0.01, 0.03, 0.15, 0.47, 0.34], 0.02, 2760),
        ("在家附近买菜、看病、出行等日常生活的方便程度", "Convenience of everyday life near home (shopping, clinic, transport)", [0.03, 0.09, 0.21, 0.43, 0.24], 0.01, 2790),
        ("社区的文化体育活动", "Cultural and sports activities of the community", [0.04, 0.11, 0.38, 0.34, 0.13], 0.16, 2361),
        ("社区对有困难居民的帮助", "Help given to residents in difficulty", [0.03, 0.07, 0.29, 0.42, 0.19], 0.34, 1862),
        ("小区里邻里之间的关系", "Relations between neighbours in your compound", [0.01, 0.04, 0.26, 0.48, 0.21], 0.03, 2733),
    ];
    let row = |(zh, en, levels, missing, n): (&str, &str, [f64; 5], f64, u64)| StackedRow {
        label: lang.pick(zh, en),
        shares: StackedShares::Shown {
            levels: levels.to_vec(),
            missing,
        },
        n,
    };
    let mut rows: Vec<StackedRow> = items.map(row).into();
    rows.push(StackedRow {
        label: lang.pick("物业公司的服务", "Services of the property company"),
        shares: StackedShares::Withheld(String::from("n < 10")),
        n: 6,
    });
    Figure::Stacked(Stacked {
        caption: caption(
            lang,
            (
                "居民最满意治安和办事，最不满意的是听取意见",
                "Residents are happiest with security and errands, least with being listened to",
            ),
            (
                "对下列各项满意还是不满意？以中间一档为中心；比例以有效回答为基数。",
                "How satisfied or dissatisfied are you with…? Centred on the middle answer; \
                 shares of valid answers.",
            ),
        ),
        numbers: Numbers::percent(),
        heads: StackedHeads {
            label: lang.pick("项目", "Item"),
            missing: lang.pick("不清楚或拒答", "Don't know or refused"),
            n: String::from("n"),
        },
        levels: vec![
            lang.pick("非常不满意", "Very dissatisfied"),
            lang.pick("比较不满意", "Fairly dissatisfied"),
            lang.pick("说不上", "Neither"),
            lang.pick("比较满意", "Fairly satisfied"),
            lang.pick("非常满意", "Very satisfied"),
        ],
        neutral: Some(2),
        rows,
        order: Order::Descending,
    })
}

pub(crate) fn two_way(lang: Lang) -> Figure {
    let columns = [
        ("18–34岁", "18–34"),
        ("35–59岁", "35–59"),
        ("60岁及以上", "60 and over"),
    ];
    table_of(lang, &columns, (0.022, 0.05))
}

pub(crate) fn wide_two_way(lang: Lang) -> Figure {
    table_of(lang, &STREETS, (0.05, 0.06))
}

fn table_of(lang: Lang, columns: &[(&str, &str)], half: (f64, f64)) -> Figure {
    let rows = [
        ("本地户籍，自有住房", "Registered here, own home"),
        ("本地户籍，租房", "Registered here, renting"),
        ("外来人口", "From elsewhere"),
    ];
    let cell = |row: usize, column: usize| TwoWayCell {
        shown: if (row, column) == (1, columns.len() - 1) {
            Shown::Withheld(String::from("n < 10"))
        } else {
            share(
                0.38 + 0.13 * column as f64 / 2.0 - 0.08 * row as f64 + 0.1 * noise(row, column),
                half.0 + half.1 * noise(column, row),
            )
        },
        n: 60 + (900.0 * noise(row, column + 3)) as u64,
    };
    let row = |(idx, (zh, en)): (usize, &(&str, &str))| TwoWayRow {
        label: lang.pick(zh, en),
        cells: (0..columns.len()).map(|column| cell(idx, column)).collect(),
    };
    Figure::TwoWay(TwoWay {
        caption: caption(
            lang,
            (
                "年长者和有房的居民更满意",
                "Older residents and home owners are more satisfied",
            ),
            (
                "对社区服务“非常满意”或“比较满意”的比例，按居住情况和年龄。",
                "Share very or fairly satisfied with community services, by housing and age.",
            ),
        ),
        numbers: Numbers::percent(),
        corner: lang.pick("居住情况", "Housing"),
        n_head: String::from("n"),
        value_head: lang.pick("比例\n95%区间", "Share\n95% interval"),
        columns: columns.iter().map(|(zh, en)| lang.pick(zh, en)).collect(),
        rows: rows.iter().enumerate().map(row).collect(),
    })
}

pub(crate) fn timeline(lang: Lang) -> Figure {
    let day = |idx: usize| {
        let date = 9 + idx as u32;
        let label = if date <= 31 {
            format!("10-{date:02}")
        } else {
            format!("11-{:02}", date - 31)
        };
        let quiet = if idx.is_multiple_of(7) { 0.0 } else { 1.0 };
        Day {
            label,
            counts: vec![
                (quiet * (20.0 + 90.0 * noise(idx, 8))) as u64,
                (12.0 + 60.0 * noise(idx, 9)) as u64,
                (quiet * 14.0 * noise(idx, 10)) as u64,
            ],
        }
    };
    Figure::Timeline(Timeline {
        caption: caption(
            lang,
            (
                "调查第三周回收最快",
                "Responses came in fastest in the third week",
            ),
            (
                "每天收到的问卷份数，按方式。",
                "Responses received each day, by mode.",
            ),
        ),
        day_head: lang.pick("日期", "Day"),
        total_head: lang.pick("合计", "All"),
        series: vec![
            lang.pick("面访", "Interviewer"),
            lang.pick("扫码自填", "Self-completed by QR code"),
            lang.pick("纸质录入", "Paper entry"),
        ],
        days: (0..29).map(day).collect(),
    })
}

pub(crate) fn counts(lang: Lang) -> Figure {
    let row = |(idx, (zh, en)): (usize, &(&str, &str))| CountRow {
        label: lang.pick(zh, en),
        count: 18 + (noise(idx, 12) * 1600.0) as u64,
        target: Some(1200),
    };
    Figure::Counts(Counts {
        caption: caption(
            lang,
            (
                "两个街道还没有达到目标份数",
                "Two streets are still short of their target",
            ),
            (
                "各街道收到的有效问卷；竖线为目标。",
                "Valid responses by street; the line is the target.",
            ),
        ),
        heads: CountsHeads {
            label: lang.pick("街道", "Street"),
            count: lang.pick("份数", "Responses"),
            target: lang.pick("目标", "Target"),
        },
        rows: STREETS.iter().enumerate().map(row).collect(),
        order: Order::Descending,
    })
}
