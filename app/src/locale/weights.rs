//! What is said about weights and how the sample was drawn.

use super::messages;

messages! {
    /// On the screen of weights.
    Weights;
    Design => "样本是怎样抽的", "How the sample was drawn";
    DesignHelp =>
        "同一处抽出的人往往相像。写明抽样的方式，区间才可信；不写，就按简单随机抽样计算。",
        "People drawn from one place tend to be alike. Intervals can be trusted if the design is told; otherwise they are those of a simple random sample.";
    Weight => "已有权数", "Weights from elsewhere";
    Cluster => "整群（先抽中的单位）", "Clusters (drawn first)";
    Strata => "分层（逐层抽取）", "Strata (drawn from one by one)";
    None => "没有", "None";

    Targets => "要与什么相符", "What the interviews are to match";
    TargetsHelp =>
        "填入每一类的人数或占比（如普查数字）。加权后，各类的占比与目标一致（迭代比例拟合）。",
        "Enter the number of people, or the share, of every category, from a census say. Weights then make the shares those of the targets (raking).";
    AddTarget => "加一个变量", "Add a variable";
    Choose => "选一个变量……", "Choose a variable…";
    NoTarget => "还没有目标：每个人算一份。", "No targets yet: everybody counts once.";
    Remove { what: String } => format!("去掉“{what}”"), format!("Remove “{what}”");
    Category => "类别", "Category";
    N => "人数", "n";
    Before => "加权前", "Before";
    Target => "目标", "Target";
    TargetOf { what: String } => format!("“{what}”的目标"), format!("Target of “{what}”");
    TargetShare => "目标占比", "Target share";
    After => "加权后", "After";
    Unknown { n: String } => format!("另有 {n} 份不知属于哪一类，份量不变。"), format!("{n} more in no known category keep their share.");

    Table => "用表格填写", "From a table";
    TableHelp =>
        "表头为 variable,category,count，每类一行。可粘贴或选择 CSV 文件；原有目标会被替换。",
        "Columns variable,category,count, one category a row. Paste it or choose a CSV file; it replaces the targets.";
    UseTable => "填入", "Fill in";
    ChooseTable => "选择 CSV 文件", "Choose a CSV file";
    SaveTable => "下载目标（CSV）", "Download targets (CSV)";

    Cap => "权数上限", "Largest weight";
    CapNone => "不设上限", "No limit";
    CapTimes { times: f64 } => format!("平均的 {times} 倍"), format!("{times} times the mean");
    CapHelp =>
        "截去过大的权数，区间变窄，但目标只能尽量接近。",
        "Trimming large weights narrows intervals, but targets are then met only as far as possible.";

    Outcome => "结果", "What it comes to";
    People => "计入的访问", "Interviews counted";
    Dropped { n: String } => format!("{n} 份没有大于 0 的权数，不计入"), format!("{n} without a weight above 0 are in no figure");
    Effective => "有效样本量（Kish）", "Effective sample size (Kish)";
    EffectiveOf { deff: String } => format!("设计效应 {deff}"), format!("design effect {deff}");
    Range => "权数范围", "Range of weights";
    RangeOf => "平均为 1", "the mean is 1";
    Rounds => "拟合", "Raking";
    RoundsOf { n: u32 } => format!("{n} 轮"), format!("{n} {}", if n == 1 { "round" } else { "rounds" });
    Met => "与目标一致", "Targets met";
    Missed { gap: String } => format!("离目标最远 {gap}"), format!("off by up to {gap}");
    Clusters => "整群 / 层", "Clusters / strata";

    Use => "用于所有图表", "Use in every figure";
    InUse => "所有图表都按此加权", "In use in every figure";
    Stop => "停用权数", "Stop using them";
    NotInUse => "图表现在还没有用这里的权数和抽样方式。", "Figures do not use these weights and this design yet.";
    Chip => "已加权", "Weighted";
    ChipDesign => "按抽样设计", "By design";
    Undo => "撤销", "Undo";

    FindPlain => "每个人算一份", "Everybody counts once";
    FindRange { low: String, high: String } => format!("权数在平均的 {low} 到 {high} 倍之间"), format!("Weights are {low} to {high} times their mean");
    HeadClass => "权数（平均为 1）", "Weight (mean 1)";
    Upto { high: String } => format!("不到 {high}"), format!("up to {high}");
    Between { low: String, high: String } => format!("{low}–{high}"), format!("{low}–{high}");
    Above { low: String } => format!("{low} 以上"), format!("above {low}");

    NoteWeighted { how: String } => format!("加权：{how}。"), format!("Weighted: {how}.");
    HowItem { item: String } => format!("权数取自 {item}"), format!("weights from {item}");
    HowRaked { to: String } => format!("与 {to} 的目标相符"), format!("raked to {to}");
    HowCapped { times: f64 } => format!("最多为平均的 {times} 倍"), format!("at most {times} times the mean");
}

pub(super) fn note_zh(weighted: bool, clusters: Option<&str>, strata: Option<&str>) -> String {
    let drawn = match (strata, clusters) {
        (None, None) => "按简单随机抽样计算".to_owned(),
        (Some(strata), None) => format!("按“{strata}”分层计算"),
        (None, Some(clusters)) => format!("按“{clusters}”整群抽样计算"),
        (Some(strata), Some(clusters)) => {
            format!("按“{strata}”分层、“{clusters}”整群抽样计算")
        }
    };
    let weights = if weighted {
        "已加权（权数视为给定）"
    } else {
        "未加权"
    };
    format!("误差线是 95% 置信区间，{drawn}，{weights}。")
}

pub(super) fn note_en(weighted: bool, clusters: Option<&str>, strata: Option<&str>) -> String {
    let drawn = match (strata, clusters) {
        (None, None) => "as for a simple random sample".to_owned(),
        (Some(strata), None) => format!("for a sample stratified by {strata}"),
        (None, Some(clusters)) => format!("for a sample clustered by {clusters}"),
        (Some(strata), Some(clusters)) => {
            format!("for a sample stratified by {strata} and clustered by {clusters}")
        }
    };
    let weights = if weighted {
        "weighted (weights taken as given)"
    } else {
        "not weighted"
    };
    format!("Lines are 95% confidence intervals, {drawn}, {weights}.")
}
