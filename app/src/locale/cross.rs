//! What is said of variables crossed.

use super::messages;

messages! {
    /// Around tables of variables crossed.
    Cross;
    Nest => "行内再分", "Inside each row";
    NoNest => "不再分", "Nothing";
    Shows => "单元格显示", "Cells show";
    ShowRow => "行百分比", "Row %";
    ShowColumn => "列百分比", "Column %";
    ShowTable => "总百分比", "Total %";
    ShowCount => "人数", "People";
    Intervals => "显示 95% 区间", "Show 95% intervals";
    Marks => "标出偏离", "Mark deviations";
    Variables => "全部变量：拖到“行”“行内再分”或“列”上", "All variables: drag one to rows, inside each row or columns";
    DragHint => "拖动可换位置", "Drag to another place";
    All => "合计", "All";
    N => "人数", "n";
    WithheldCell => "不公布", "withheld";
    NotEstimable => "无法估计", "not estimable";
    More => "多于预期", "more than expected";
    FarMore => "明显多于预期", "clearly more than expected";
    Less => "少于预期", "fewer than expected";
    FarLess => "明显少于预期", "clearly fewer than expected";

    RuleRow { row: String, n: String } =>
        format!("占同一“{row}”的比例，n = {n}"), format!("Shares of each row (“{row}”), n = {n}");
    RuleColumn { column: String, n: String } =>
        format!("占同一“{column}”的比例，n = {n}"), format!("Shares of each column (“{column}”), n = {n}");
    RuleTable { n: String } => format!("占表中全部人的比例，n = {n}"), format!("Shares of everybody in the table, n = {n}");
    RuleCount { n: String } => format!("人数（未加权），n = {n}"), format!("People, not weighted, n = {n}");
    NoteWeights { weighted: bool } =>
        if weighted { "比例与检验已加权；人数未加权。" } else { "未加权。" },
        if weighted { "Shares and the test are weighted; numbers of people are not." } else { "Not weighted." };
    NoteIntervals =>
        "区间是 95% 置信区间：Wilson 法，用有效样本量和 t 分布。",
        "Intervals are 95% confidence intervals: Wilson's, with the effective sample size and Student's t.";
    NoteMarks =>
        "＋、− 表示比行列无关时多、少（调整残差超过 ±1.96，已按抽样设计修正）；＋＋、−− 表示对全部单元格作 Holm 校正后仍成立。",
        "+ and − mark more and fewer people than if rows and columns had nothing to do with each other (adjusted residual beyond ±1.96, corrected for the design); ++ and −− hold after Holm's correction for all cells.";
    NoteNoMarks => "表格太大，不计算偏离。", "The table is too large to work out deviations.";
    NoteWithheld =>
        "不到 5 人的单元格、不到 10 人的行或列不公布；为防止由合计推算，另有一些单元格一并不公布。",
        "Cells with fewer than 5 people, and rows or columns with fewer than 10, are withheld, and others with them so that nothing follows from the totals.";
    Test { f: String, df1: String, df2: String, p: String, v: String } =>
        format!("Rao–Scott 二阶校正 F({df1}, {df2}) = {f}，{p}；Cramér V = {v}"),
        format!("Rao–Scott second-order F({df1}, {df2}) = {f}, {p}; Cramér's V = {v}");
    TestIn { group: String, test: String } => format!("{group}：{test}"), format!("{group}: {test}");
    NoTest => "不能检验：人数太少，或表格太大。", "No test: too few people, or too large a table.";
    Outside { n: String } => format!("不在表中的有 {n} 人"), format!("Not in the table: {n}");
    OutsideFor { what: String, why: String, n: String } =>
        format!("{what}：{why} {n}"), format!("{what}: {why} {n}");
    NoGroup => "没有记录", "not recorded";
    NoWeight => "没有权重", "No weight";
    EverybodyInside => "没有人缺答：全部访问都在表中。", "Nobody is missing: every interview is in the table.";
    Table => "交叉表", "Cross-table";
    SaveXlsx => "下载 XLSX", "Download XLSX";

    SheetTable => "交叉表", "Table";
    SheetEstimates => "估计值", "Estimates";
    SheetNotes => "说明", "Notes";
    Column => "列", "Column";
    Row => "行", "Row";
    Inner => "行内", "Inside";
    Share => "比例", "Share";
    Low => "95% 下限", "95% low";
    High => "95% 上限", "95% high";
    Base => "基数（人）", "Base (people)";
    Residual => "调整残差", "Adjusted residual";
    P => "p 值", "p value";
    Adjusted => "p 值（Holm）", "p value (Holm)";
    Status => "状态", "Status";
    Shown => "公布", "shown";
}
