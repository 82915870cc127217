//! What is said on the page that shows every chart.

use super::messages;

/// A case that could break a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// None: six categories.
    Usual,
    /// One category.
    One,
    /// Forty categories.
    Many,
    /// Long labels.
    Long,
    /// Nobody answered.
    Missing,
    /// Fewer people than may be shown.
    Suppressed,
    /// No interval.
    NotEstimable,
    /// Values near zero.
    Tiny,
    /// Values near one, or in millions.
    Large,
}

impl Case {
    /// All of them.
    pub const ALL: [Case; 9] = [
        Case::Usual,
        Case::One,
        Case::Many,
        Case::Long,
        Case::Missing,
        Case::Suppressed,
        Case::NotEstimable,
        Case::Tiny,
        Case::Large,
    ];

    /// The name in markup.
    pub fn name(self) -> &'static str {
        match self {
            Case::Usual => "usual",
            Case::One => "one",
            Case::Many => "many",
            Case::Long => "long",
            Case::Missing => "missing",
            Case::Suppressed => "suppressed",
            Case::NotEstimable => "not-estimable",
            Case::Tiny => "tiny",
            Case::Large => "large",
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Case::Usual => "一般情况",
            Case::One => "只有一类",
            Case::Many => "四十类",
            Case::Long => "很长的标签",
            Case::Missing => "无人作答",
            Case::Suppressed => "人数太少，不公布",
            Case::NotEstimable => "区间无法估计",
            Case::Tiny => "很小的数",
            Case::Large => "很大的数",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Case::Usual => "as usual",
            Case::One => "one category",
            Case::Many => "forty categories",
            Case::Long => "long labels",
            Case::Missing => "nobody answered",
            Case::Suppressed => "too few people to show",
            Case::NotEstimable => "interval not estimable",
            Case::Tiny => "very small values",
            Case::Large => "very large values",
        }
    }
}

messages! {
    /// On the page that shows every chart.
    Gallery;
    Heading => "全部图表", "Every chart";
    Lead =>
        "每种图表在容易出错的情况下是什么样：数字都是编造的。",
        "Every kind of chart in the cases that break charts. All numbers are made up.";
    SettingsHelp => "查看每种图表在各种极端情况下的样子。", "See every kind of chart at its extremes.";
    Open => "查看图表", "See the charts";
    Back => "返回设置", "Back to settings";
    Of { case: Case } => case.zh(), case.en();
    Title { kind: String, case: String } => format!("{kind}：{case}"), format!("{kind}: {case}");
    Subtitle => "编造的数字，n = 2,048，未加权", "Made-up numbers, n = 2,048, not weighted";
    Note => "误差线是 95% 置信区间。", "Lines are 95% confidence intervals.";
    Distribution => "分布", "Distribution";
    Dots => "点图", "Dots";
    Stacked => "堆积条", "Stacked bars";
    TwoWay => "交叉表", "Two-way table";
    Timeline => "时间", "Timeline";
    Counts => "计数", "Counts";
    Scatter => "散点", "Scatter";
    HeadScore => "得分", "Score";
    Item { n: usize } => format!("第 {n} 类"), format!("Category {n}");
    HeadItem => "类别", "Category";
    HeadShare => "占比", "Share";
    HeadInterval => "95% 区间", "95% interval";
    HeadN => "人数", "n";
    HeadGroup => "组", "Group";
    HeadDay => "日期", "Day";
    HeadAll => "合计", "All";
    HeadTarget => "目标", "Target";
    NoAnswer => "没有有效回答", "No valid answer";
    Whole => "全部", "All";
    TooFew => "不到 10 人", "n < 10";
    Nobody => "无人", "nobody";
}
