//! What is said on the screens of analysis, and around figures.

use super::responses::grouped;
use super::{messages, plural, weights};

messages! {
    /// On the screens of analysis.
    Analysis;
    Title => "分析", "Analysis";
    Empty => "还没有可以分析的答卷", "Nothing to analyse yet";
    EmptyHelp =>
        "有了答卷，这里会显示图表。可以导入文件、开始访问，或先看看模拟调查。",
        "Charts appear here once there are responses. Import files, start an interview, or try a simulated campaign.";
    GoResponses => "去导入答卷", "Import responses";
    Preparing => "正在准备……", "Preparing…";
    SimulatedStamp => "模拟数据", "Simulated data";
    SimulatedBanner { n: u32, of: u32 } =>
        if n == of {
            "以下全部是模拟数据，由程序编造，不说明任何真实情况。".to_owned()
        } else {
            format!("其中 {} 份是模拟答卷，由程序编造；图表不说明真实情况。", grouped(n))
        },
        if n == of {
            "Everything below is simulated: made up by a program, it says nothing about real people.".to_owned()
        } else {
            format!("{} of these responses are simulated, made up by a program; the charts say nothing about real people.", grouped(n))
        };
    Survey => "问卷", "Survey";
    N { n: u32, of: u32 } =>
        if n == of { format!("{} 份访问", grouped(n)) } else { format!("{} / {} 份访问", grouped(n), grouped(of)) },
        if n == of { format!("{} {}", grouped(n), plural(n as usize, "interview", "interviews")) } else { format!("{} of {} interviews", grouped(n), grouped(of)) };

    Filter => "筛选", "Filter";
    ClearAll => "全部清除", "Clear all";
    Any { what: String } => format!("{what}：全部"), format!("{what}: all");
    Without { what: String } => format!("去掉“{what}”"), format!("Remove “{what}”");
    Apply => "完成", "Done";
    NobodyLeft => "没有符合条件的访问，请放宽筛选。", "No interview matches the filter. Widen it.";
    FacetStreet => "街道", "Street";
    FacetCommunity => "社区", "Community";
    FacetMode => "方式", "Mode";
    FacetWave => "批次", "Wave";
    FacetDay => "日期", "Day";
    FacetAge => "年龄", "Age";
    FacetSex => "性别", "Sex";
    FacetInterviewer => "调查员", "Interviewer";

    TabOverview => "概况", "Overview";
    TabQuestions => "逐题", "Questions";
    TabCommunities => "社区比较", "Communities";
    TabBatteries => "题组", "Batteries";
    TabCross => "交叉表", "Cross-table";
    TabDrivers => "影响因素", "Drivers";
    TabWeights => "加权", "Weights";
    TabQuality => "质量", "Quality";
    DriversOutcome => "与什么相关", "What goes with";
    DriversBattery => "比较哪组题", "Among the questions of";
    DriversCaution =>
        "相关不等于因果：这里说明哪些方面的评价与结果同高同低，不说明改进其中一项会让结果提高多少。",
        "Association is not effect: this shows which ratings rise and fall with the outcome, not how much improving one of them would raise it.";
    DriversFew { complete: u64 } =>
        format!("各题都答全的只有 {complete} 人，或答案全都一样，不足以比较重要性。每道题至少要 15 人。请放宽筛选，或换一组题。"),
        format!("Only {complete} {} answered every question, or all gave the same answers: too little to compare importance, which takes at least 15 people for each question. Widen the filter or choose another set of questions.", plural(complete as usize, "person", "people"));
    NoDrivers =>
        "这份问卷没有可以比较的题：需要一道计分的结果题，以及一组共用同一量表的题。",
        "Nothing to compare: this takes a scored question as the outcome and a set of questions that share a scale.";
    ChooseQuestion => "选一道题", "Choose a question";
    ChooseMeasure => "比较什么", "Compare on";
    MeasureConstructs => "指标", "Constructs";
    MeasureQuestions => "题目", "Questions";
    CrossDown => "行", "Rows";
    CrossAcross => "列", "Columns";
    CrossSwap => "行列互换", "Swap rows and columns";
    Previous => "上一题", "Previous";
    Next => "下一题", "Next";
    NoBatteries => "这份问卷没有共用同一量表的题组。", "This survey has no questions that share a scale.";
    NoAreas => "答卷没有写明区域，不能比较社区。", "The responses name no area, so communities cannot be compared.";

    ShowTable => "显示为表格", "Show as table";
    ShowChart => "显示为图", "Show as chart";
    SaveSvg => "下载 SVG", "Download SVG";
    SavePng => "下载 PNG", "Download PNG";
    SaveCsv => "下载 CSV", "Download CSV";
    Reproduce => "用 R 复算", "Reproduce in R";
    ReproduceHelp => "下载 R（survey 包）脚本和数据，可得到同样的数字。数据含每份答卷的这道题，请勿公开。", "A script for R (package survey) and its data, which give the same numbers. The data hold this answer of every response: do not publish them.";
    SaveFailed { why: String } => format!("没有存成：{why}"), format!("That could not be saved: {why}");

    HeadAnswer => "回答", "Answer";
    HeadShare => "占比", "Share";
    HeadInterval => "95% 区间", "95% interval";
    HeadN => "人数", "n";
    HeadCommunity => "社区", "Community";
    HeadStreet => "街道", "Street";
    HeadValue => "数值", "Value";
    HeadResponses => "答卷", "Responses";
    HeadTarget => "目标", "Target";
    HeadDay => "日期", "Day";
    HeadAll => "合计", "All";
    HeadItem => "题目", "Item";
    HeadNoAnswer => "没有有效回答", "No valid answer";
    HeadDisposition => "结果", "Outcome";
    HeadMeasure => "指标", "Measure";
    HeadMean => "均值", "Mean";
    HeadImportance => "重要性", "Importance";
    HeadScore => "得分", "Score";
    AxisScore => "得分（0–100）→", "Score (0–100) →";
    AxisImportance => "↑ 重要性（在可解释差异中的份额）", "↑ Importance (share of what is explained)";
    DriversItems { n: usize } => format!("逐题选择（已选 {n} 题）"), format!("Choose questions one by one ({n} chosen)");
    DriversItemsHelp => "至少选两题。换一组题会恢复成整组。", "Choose at least two. Another set of questions replaces these.";
    RuleQuadrants { outcome: String, complete: String } =>
        format!("与“{outcome}”的关联程度和各题得分，n = {complete}"),
        format!("How closely each question goes with “{outcome}”, and its score, n = {complete}");
    NoteBars => "竖线是重要性的 95% 区间（分组刀切法）。", "Upright lines are 95% intervals of importance (delete-a-group jackknife).";
    FindNothingPressing => "没有哪题既重要、得分又低", "No question is both important and low in score";
    FindPerhapsPressing { what: String } =>
        format!("“{what}”得分低，也许重要：其区间跨过平均线"),
        format!("“{what}” is low in score and may be important: its interval crosses the average");
    FindPressing { what: String } => format!("重要而得分低的是“{what}”"), format!("“{what}” is important and low in score");
    FindPressingTwo { one: String, other: String } =>
        format!("重要而得分低的是“{one}”和“{other}”"), format!("“{one}” and “{other}” are important and low in score");
    FindPressingMany { one: String, n: usize } =>
        format!("重要而得分低的有“{one}”等 {} 题", n + 1), format!("“{one}” and {n} more are important and low in score");
    HeadQuadrant => "类别", "Kind";
    QuadrantImprove => "优先改进（重要、得分低）", "Improve first (important, low score)";
    QuadrantKeep => "继续保持（重要、得分高）", "Keep up (important, high score)";
    QuadrantLater => "稍后考虑（次要、得分低）", "Later (less important, low score)";
    QuadrantEnough => "已经足够（次要、得分高）", "Enough done (less important, high score)";
    DriverScored { label: String, score: String } => format!("{label}（{score} 分）"), format!("{label} (score {score})");
    EvenShare { value: String } => format!("平均 {value}"), format!("Average {value}");
    HeadAsked => "问到", "Asked";
    ShareIn { row: String } => format!("占{row}的比例"), format!("Share within {row}");
    TooFew => "不到 10 人", "n < 10";
    Nobody => "无人", "nobody";
    MissingTitle { asked: String } => format!("没有有效回答（占问到的 {asked} 人）"), format!("No valid answer (of {asked} asked)");

    Top2Strict => "满意率（前两档）", "Top 2 (strict)";
    Top3Lenient => "含中间档（前三档）", "Top 3 (lenient)";
    Mean100 => "均值（0–100 分）", "Mean (0–100)";
    MeanPoints { from: String, to: String } => format!("均值（{from}–{to} 分）"), format!("Mean ({from}–{to})");
    MeanNumber => "均值", "Mean";
    Median => "中位数", "Median";
    Quartiles => "四分位", "Quartiles";
    Sd => "标准差", "Standard deviation";
    Valid => "有效回答", "Valid answers";
    WholeDistrict { value: String } => format!("全部 {value}"), format!("All {value}");
    KeyFigures => "关键数字", "Key figures";
    Said => "居民的话", "In their words";

    RuleShares { n: String } => format!("占有效回答的比例，n = {n}"), format!("Shares of valid answers, n = {n}");
    RuleSharesEach => "占有效回答的比例", "Shares of valid answers";
    RuleTop2 { n: String } => format!("前两档占有效回答的比例（严格口径），n = {n}"), format!("Top two of the scale among valid answers (strict rule), n = {n}");
    RuleMean { n: String } => format!("0–100 分的平均分，n = {n}"), format!("Mean score, 0–100, n = {n}");
    RulePoints { from: String, to: String, n: String } =>
        format!("{from}–{to} 分的平均分，n = {n}"), format!("Mean on a scale of {from}–{to}, n = {n}");
    RuleRate { n: String } => format!("达到条件者的比例，n = {n}"), format!("Share that meets the rule, n = {n}");
    RuleNumber { n: String } => format!("平均数，n = {n}"), format!("Mean, n = {n}");
    NoteInterval { weighted: bool, clusters: Option<String>, strata: Option<String> } =>
        weights::note_zh(weighted, clusters.as_deref(), strata.as_deref()),
        weights::note_en(weighted, clusters.as_deref(), strata.as_deref());
    NoteMarked =>
        "“高于”“低于”指与其余社区合计相比，差异经多重比较校正（Holm，5%）后仍显著。",
        "“Above” and “below” compare with all other communities together and hold after correction for many comparisons (Holm, 5%).";
    RuleDrivers { outcome: String, r2: String, complete: String, answered: String } =>
        format!("与“{outcome}”的关联：各题在可解释差异中的份额（R² = {r2}），n = {complete}（该题共 {answered} 人回答）"),
        format!("What goes with “{outcome}”: share of the explained variance (R² = {r2}), n = {complete} of {answered} who answered it");
    NoteImportance { mean_gain: bool, weighted: bool } =>
        format!("重要性按{}计算；误差线是 95% 区间，由轮流去掉一部分样本得出（分组刀切法），{}。", if mean_gain { "所有进入次序的平均贡献（LMG / Shapley）" } else { "相对权重（Johnson）" }, if weighted { "已加权" } else { "未加权" }),
        format!("Importance is {}; lines are 95% intervals from leaving out one part of the sample at a time (delete-a-group jackknife), {}.", if mean_gain { "the mean gain over all orders of entry (LMG, Shapley)" } else { "Johnson's relative weights" }, if weighted { "weighted" } else { "not weighted" });
    NoteQuadrants =>
        "高低以各题的平均重要性和平均得分（0–100）为界；区间跨过平均线的题，归类并不确定。",
        "High and low are told apart at the average importance and the average score (0–100); where an interval crosses the line, the kind is uncertain.";
    NoteComplete =>
        "只用各题都有有效回答的人；“说不清”等不计分。",
        "Only people with a valid answer to every question are used; “don't know” and the like have no score.";
    NoteLeftOut { n: u32 } =>
        format!("有 {n} 道题回答的人不到一半，没有列入。"),
        format!("{n} {} answered by fewer than half and left out.", if n == 1 { "question was" } else { "questions were" });
    NoteSuppressed => "不到 10 人的数字不公布。", "Figures on fewer than 10 people are withheld.";
    NoteSimulated => "模拟数据，由程序编造。", "Simulated data, made up by a program.";
    NoteFilter { what: String } => format!("筛选：{what}"), format!("Filter: {what}");
    NoteTest { p: String, v: String } =>
        format!("Rao–Scott 检验 {p}，Cramér V = {v}。"), format!("Rao–Scott test {p}, Cramér's V = {v}.");

    FindTop2 { labels: String, share: String, interval: String } =>
        top2_zh(&labels, &share, &interval), top2_en(&labels, &share, &interval);
    FindMost { label: String, share: String, interval: String } =>
        format!("选“{label}”的最多：{share}（95% 区间 {interval}）"),
        format!("“{label}” is the most frequent answer: {share} (95% interval {interval})");
    FindTie { one: String, other: String, shares: String } =>
        format!("“{one}”和“{other}”最多（{shares}），两者分不出先后"),
        format!("“{one}” and “{other}” are the most frequent answers ({shares}) and cannot be told apart");
    FindMostTicked { label: String, share: String, interval: String } =>
        format!("提到最多的是“{label}”：{share}（95% 区间 {interval}）"),
        format!("“{label}” is mentioned most: {share} (95% interval {interval})");
    FindTieTicked { one: String, other: String, shares: String } =>
        format!("提到最多的是“{one}”和“{other}”（{shares}），两者分不出先后"),
        format!("“{one}” and “{other}” are mentioned most ({shares}) and cannot be told apart");
    FindMean { mean: String, interval: String } =>
        format!("平均 {mean}（95% 区间 {interval}）"), format!("The mean is {mean} (95% interval {interval})");
    FindWords { n: String } => format!("{n} 人写了自己的话"), format!("{n} people wrote something");
    FindTooFew => "回答的人不到 10 人，不公布", "Fewer than 10 people answered, so nothing is shown";
    FindNobody => "还没有人回答这一题", "Nobody has answered this yet";
    FindAreas { above: usize, below: usize, same: usize } => areas_zh(above, below, same), areas_en(above, below, same);
    FindAreasFew => "各社区的人数都太少，不公布", "Too few people in every community to show figures";
    FindBattery { best: String, best_share: String, worst: String, worst_share: String } =>
        format!("“{best}”最好（前两档 {best_share}），“{worst}”最差（{worst_share}）"),
        format!("“{best}” does best (top 2: {best_share}), “{worst}” worst ({worst_share})");
    FindBatteryTie { low: String, high: String } =>
        format!("各题前两档在 {low} 到 {high} 之间，分不出高低"),
        format!("The top 2 lie between {low} and {high} and cannot be told apart");
    FindRelated { down: String, across: String, strength: Strength } =>
        format!("“{down}”与“{across}”有关联（{}）", strength.zh()),
        format!("“{down}” and “{across}” are related ({})", strength.en());
    FindUnrelated { down: String, across: String } =>
        format!("看不出“{down}”与“{across}”有关联"),
        format!("No relation between “{down}” and “{across}” can be seen");
    FindDriver { one: String, share: String } =>
        format!("与结果关联最强的是“{one}”（占 {share}）"),
        format!("“{one}” goes with the outcome most ({share} of what is explained)");
    FindDriversTie { one: String, other: String } =>
        format!("“{one}”和“{other}”与结果的关联最强，两者分不出先后"),
        format!("“{one}” and “{other}” go with the outcome most and cannot be told apart");
    FindUntested { down: String, across: String } =>
        format!("“{across}”，按“{down}”分"), format!("“{across}” by “{down}”");
    FindAnswered { n: u64, interviews: u64 } =>
        format!("共 {} 份答卷，其中 {} 份是有效访问", grouped(n as u32), grouped(interviews as u32)),
        format!("{} {}, of which {} are interviews", grouped(n as u32), plural(n as usize, "response", "responses"), grouped(interviews as u32));
    FindCounts { low: u64, high: u64, n: usize } =>
        if low == high { format!("{n} 个社区各有 {low} 份答卷") } else { format!("{n} 个社区都有答卷，每个 {low} 到 {high} 份") },
        if low == high { format!("Each of {n} communities has {low} responses") } else { format!("All {n} communities have responses, {low} to {high} each") };
    FindCountsGaps { without: usize, n: usize } =>
        format!("{n} 个社区中还有 {without} 个没有答卷"),
        format!("{without} of {n} communities {} no responses yet", if without == 1 { "has" } else { "have" });
    FindCountsMany { without: usize, with: usize } =>
        format!("{with} 个社区有答卷，{without} 个还没有"), format!("{with} communities have responses, {without} have none yet");
    FindDays { day: String, count: String, days: usize } =>
        if days == 1 { format!("都在 {day} 收到：{count} 份") } else { format!("{days} 天里，{day} 最多：{count} 份") },
        if days == 1 { format!("All came on {day}: {count}") } else { format!("Over {days} days, {day} brought most: {count}") };
    FindMissing { label: String, share: String } =>
        format!("缺答最多的是“{label}”：{share} 没有有效回答"),
        format!("“{label}” is left open most: {share} gave no valid answer");
    FindMissingNone => "每道题都有有效回答", "Every question asked has a valid answer";
    CardMinutes => "访问时长（中位，分钟）", "Minutes, median";
    CardQuartiles { q1: String, q3: String } => format!("中间一半 {q1}–{q3}"), format!("middle half {q1}–{q3}");
    CardInterviews => "有效访问", "Interviews";
    CardResponses => "答卷", "Responses";
    CardMissing => "没有有效回答", "No valid answer";
    CardOfAsked => "占问到的全部题次", "of everything asked";
    OverviewAreas => "各社区答卷数", "Responses by community";
    OverviewDays => "每天的答卷数", "Responses by day";
    OverviewDispositions => "结果", "Outcomes";
    OverviewMissing => "缺答最多的题", "Questions most often left open";
    MissingRule => "占问到的人的比例：说不清、不愿回答、不适用、跳过", "Share of those asked: don't know, refused, not applicable, skipped";
}

/// How closely two variables are related (Cohen 1988, ch. 7, for Cramér's V with one degree of
/// freedom: 0.1, 0.3, 0.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Below 0.1.
    VeryWeak,
    /// Below 0.3.
    Weak,
    /// Below 0.5.
    Medium,
    /// From 0.5.
    Strong,
}

impl Strength {
    /// The strength that a Cramér's V stands for.
    pub fn of(v: f64) -> Strength {
        if v < 0.1 {
            Strength::VeryWeak
        } else if v < 0.3 {
            Strength::Weak
        } else if v < 0.5 {
            Strength::Medium
        } else {
            Strength::Strong
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Strength::VeryWeak => "很弱",
            Strength::Weak => "较弱",
            Strength::Medium => "中等",
            Strength::Strong => "强",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Strength::VeryWeak => "very weakly",
            Strength::Weak => "weakly",
            Strength::Medium => "moderately",
            Strength::Strong => "strongly",
        }
    }
}

/// The whole tenth that a share stands for: only where the interval holds it and its width is
/// small, so that "eight in ten" is never more than the data say.
fn tenth(share: &str, interval: &str) -> Option<usize> {
    let number = |text: &str| text.trim_end_matches('%').parse::<f64>().ok();
    let (low, high) = interval.trim_end_matches('%').split_once('–')?;
    let (share, low, high) = (number(share)?, number(low)?, number(high)?);
    let tenth = (share / 10.0).round();
    let inside = low <= tenth * 10.0 && tenth * 10.0 <= high;
    let known = (share - tenth * 10.0).abs() <= 1.5 && high - low <= 10.0;
    (inside && known && (1.0..=9.0).contains(&tenth)).then_some(tenth as usize)
}

fn top2_zh(labels: &str, share: &str, interval: &str) -> String {
    const TENTHS: [&str; 9] = ["一", "两", "三", "四", "五", "六", "七", "八", "九"];
    let words = match tenth(share, interval) {
        Some(5) => "约一半的人".to_owned(),
        Some(at) => format!("约{}成的人", TENTHS[at - 1]),
        None => return format!("{share} 的人选{labels}（95% 区间 {interval}）"),
    };
    format!("{words}选{labels}（{share}，95% 区间 {interval}）")
}

fn top2_en(labels: &str, share: &str, interval: &str) -> String {
    const TENTHS: [&str; 9] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let words = match tenth(share, interval) {
        Some(5) => "About half".to_owned(),
        Some(at) => format!("About {} in ten", TENTHS[at - 1]),
        None => return format!("{share} chose {labels} (95% interval {interval})"),
    };
    format!("{words} chose {labels} ({share}, 95% interval {interval})")
}

fn areas_zh(above: usize, below: usize, same: usize) -> String {
    let all = above + below + same;
    match (above, below) {
        (0, 0) => format!("{all} 个社区分不出高低"),
        (_, 0) => format!("{above} 个社区高于其他社区，其余 {same} 个分不出高低"),
        (0, _) => format!("{below} 个社区低于其他社区，其余 {same} 个分不出高低"),
        (_, _) => format!("{above} 个社区高于其他社区，{below} 个低于，其余 {same} 个分不出高低"),
    }
}

fn areas_en(above: usize, below: usize, same: usize) -> String {
    let all = above + below + same;
    let stand = |n: usize| if n == 1 { "stands" } else { "stand" };
    match (above, below) {
        (0, 0) => format!("The {all} communities cannot be told apart"),
        (_, 0) => format!(
            "{above} of {all} communities {} above the others; {same} cannot be told apart",
            stand(above)
        ),
        (0, _) => format!(
            "{below} of {all} communities {} below the others; {same} cannot be told apart",
            stand(below)
        ),
        (_, _) => format!(
            "{above} of {all} communities {} above the others, {below} below; {same} cannot be told apart",
            stand(above)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{Analysis, tenth};
    use crate::locale::{Locale, Tongue};

    #[test]
    fn a_tenth_is_named_only_where_the_interval_holds_it() {
        assert_eq!(tenth("80%", "79–82%"), Some(8));
        assert_eq!(tenth("80%", "79–82"), Some(8));
        assert_eq!(tenth("78%", "77–79%"), None);
        assert_eq!(tenth("80%", "60–92%"), None);
        assert_eq!(tenth("99%", "98–100%"), None);
        assert_eq!(tenth("–", "–"), None);
    }

    #[test]
    fn communities_that_cannot_be_told_apart_are_not_ranked() {
        let find = |above, below, same| Analysis::FindAreas { above, below, same };
        assert_eq!(
            Locale(Tongue::Zh).words(find(0, 0, 47)),
            "47 个社区分不出高低"
        );
        assert_eq!(
            Locale(Tongue::En).words(find(1, 2, 44)),
            "1 of 47 communities stands above the others, 2 below; 44 cannot be told apart"
        );
    }
}
