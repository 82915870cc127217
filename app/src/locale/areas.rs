//! What is said of communities: ranks, and one of them beside all others.

use super::messages;

messages! {
    /// Of communities.
    Areas;
    RanksOne { of: usize } =>
        format!("{of} 个社区都在同一档，排不出名次"),
        format!("All {of} communities are in one tier: there is no order among them");
    RanksSome { tiers: usize, of: usize } =>
        format!("{of} 个社区分成 {tiers} 档，同档之内排不出名次"),
        format!("{of} communities fall into {tiers} tiers; there is no order within a tier");
    RanksRule => "名次范围、分档与同时区间", "Places each may have, tiers, simultaneous intervals";
    RanksNote =>
        "括号里是可能的名次范围：两两比较经 Bonferroni 校正，所有名次同时成立的把握是 95%。误差线也是同时成立的 95% 区间，比单个区间宽。同一档里的社区，没有一个能断定不如该档的第一个。",
        "In brackets, the places a community may have: pairwise differences after Bonferroni, so that all places hold together at 95%. Bars are simultaneous 95% intervals, wider than single ones. No community of a tier is worse than the first of that tier beyond doubt.";
    RanksLeft => "没有标准误的社区（人数太少，或答案全都一样）不排名次。", "Communities without a standard error (too few people, or all of one mind) have no place.";
    Tier { n: u32 } => format!("第 {n} 档"), format!("Tier {n}");
    HeadTier => "档次", "Tier";
    Placed { label: String, low: u32, high: u32 } =>
        if low == high { format!("{label}（第 {low}）") } else { format!("{label}（{low}–{high}）") },
        if low == high { format!("{label} ({low})") } else { format!("{label} ({low}–{high})") };
    ShrunkTitle => "收缩估计：人数少的社区向整体靠拢", "Shrunken estimates: small communities are drawn towards the whole";
    ShrunkRule { share: String } =>
        format!("经验贝叶斯（Fay–Herriot，REML），整体平均所占比重中位数 {share}"),
        format!("Empirical Bayes (Fay–Herriot, REML); the mean's median share is {share}");
    ShrunkNote =>
        "这些不是各社区的实测值，而是实测值与总平均的加权：人越少，总平均占得越多。适合预测和初步排序，不适合说某社区“测得多少”。",
        "These are not what was measured: each is a mixture of a community's own figure and the mean of all, the more of the mean the fewer people answered. Good for prediction and a first look, not for saying what a community scored.";
    ShrunkLabel { label: String, share: String } => format!("≈ {label}（收缩 {share}）"), format!("≈ {label} (shrunk {share})");

    Open => "打开一个社区", "Open a community";
    Choose => "请选择……", "Choose…";
    Back => "回到社区比较", "Back to all communities";
    Nobody => "这里没有这个社区的访问。", "There are no interviews from this community.";
    PageNone { label: String } =>
        format!("{label}：没有一道题与其他社区有超出偶然的差别"),
        format!("{label}: on no question different from other communities beyond chance");
    PageSome { label: String, above: usize, below: usize } =>
        match (above, below) {
            (above, 0) => format!("{label}：{above} 道题高于其他社区"),
            (0, below) => format!("{label}：{below} 道题低于其他社区"),
            (above, below) => format!("{label}：{above} 道题高于、{below} 道题低于其他社区"),
        },
        match (above, below) {
            (above, 0) => format!("{label}: above other communities on {above} of the questions"),
            (0, below) => format!("{label}: below other communities on {below} of the questions"),
            (above, below) => format!("{label}: above other communities on {above} and below on {below} of the questions"),
        };
    PageRule { n: String } =>
        format!("各题平均得分（0–100），本社区与其余社区合计并列；本社区 n = {n}"),
        format!("Mean score of each question (0–100), this community beside all others together; n = {n} here");
    PageNote =>
        "▲ 高于、▼ 低于其余社区：按 Holm 法对全部题目校正后仍显著（5%）。人数不足 10 的格子不显示。",
        "▲ above, ▼ below other communities: holds after correction over all questions (Holm, 5%). Cells with fewer than 10 people are not shown.";
    Others => "其余社区合计", "All other communities";
    OthersRow => "其余", "Others";
    NotComparable => "无法比较", "not comparable";
}
