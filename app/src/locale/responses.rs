//! What is said about responses: the list, files, merging.

use super::{messages, plural};

messages! {
    /// On the screens of responses.
    Responses;
    Title => "答卷", "Responses";
    Count { n: u32 } => format!("{} 份", grouped(n)), format!("{} {}", grouped(n), plural(n as usize, "response", "responses"));
    CountSimulated { n: u32 } => format!("其中模拟 {} 份", grouped(n)), format!("{} simulated", grouped(n));
    CountConflicts { n: u32 } => format!("{} 份有冲突", grouped(n)), format!("{} in conflict", grouped(n));

    Empty => "还没有答卷", "No responses yet";
    EmptyHelp =>
        "做完一次访问，答卷会出现在这里；也可以导入别的设备导出的文件，或先看看模拟调查。",
        "Finish an interview and its response appears here. You can also import files exported on other devices, or try a simulated campaign.";
    GoInterview => "开始访问", "Start an interview";
    Import => "导入文件", "Import files";
    ImportHelp => "也可以把文件拖到这一页的任何地方。", "Or drop files anywhere on this page.";
    DropHere => "松手即可导入", "Drop to import";
    Simulate => "模拟调查", "Simulated campaign";
    SimulateHelp =>
        "6 个街道、47 个社区、2,820 份虚构答卷，用来熟悉每个页面；随时可以移除。",
        "2,820 invented responses from 47 communities of 6 streets, to get to know every screen. Remove them at any time.";
    SimulatedBanner { n: u32 } =>
        format!("这里有 {} 份模拟答卷。它们由程序编造，不说明任何真实情况。", grouped(n)),
        format!("{} of these responses are simulated: made up by a program, they say nothing about real people.", grouped(n));
    RemoveSimulated => "移除模拟答卷", "Remove simulated responses";
    Direct =>
        "此浏览器不能在后台计算，大文件会慢一些。",
        "This browser cannot compute in the background, so large files take longer.";

    Problems { n: u32 } =>
        format!("读入时有 {n} 处内容没能使用，其余不受影响。"),
        format!("{n} {} could not be used; everything else is unaffected.", plural(n as usize, "thing in what was read", "things in what was read"));

    Sources => "来源", "Sources";
    OriginDevice => "本机的访问", "Interviews on this device";
    OriginSimulated => "模拟调查", "Simulated campaign";
    Waiting => "排队等待", "Waiting";
    Reading { percent: u32 } => format!("正在读取 {percent}%"), format!("Reading {percent}%");
    Simulating { done: String, total: String } =>
        format!("正在生成 {done} / {total}"), format!("Making {done} of {total}");
    Arranging { done: String, total: String } =>
        format!("正在整理 {done} / {total}"), format!("Arranging {done} of {total}");
    Writing { percent: u32 } => format!("正在写出 {percent}%"), format!("Writing {percent}%");
    Stop => "停止", "Stop";
    Remove => "移除", "Remove";
    RemoveNamed { name: String } => format!("移除“{name}”"), format!("Remove “{name}”");
    Removed { name: String } => format!("已移除“{name}”。"), format!("“{name}” was removed.");
    Undo => "撤销", "Undo";
    Dismiss => "知道了", "Dismiss";
    CouldNotRead { name: String } => format!("“{name}”没有读成"), format!("“{name}” could not be read");
    NotKept { name: String } =>
        format!("浏览器没有地方保存“{name}”：它只在这个标签页里，关闭后需要重新导入。"),
        format!("The browser has no room to keep “{name}”: it is in this tab only and must be imported again after closing.");
    Crashed =>
        "后台计算中断了，可能是内存不够。重新打开本页，已保存的文件会再读入。",
        "The work in the background has stopped, perhaps for want of memory. Reload the page; kept files are read again.";
    Failed { why: String } => format!("没有成功：{why}"), format!("That did not work: {why}");

    ReportTitle { name: String } => format!("“{name}”已合并"), format!("“{name}” was merged");
    ReportNew => "新增", "New";
    ReportIdentical => "相同", "Identical";
    ReportNewer => "较新修订", "Newer revision";
    ReportOlder => "较旧修订", "Older revision";
    ReportConflicting => "冲突", "Conflicting";
    ReportDamaged => "损坏", "Damaged";
    NothingNew => "文件里的答卷这里都有，没有任何变化。", "Everything in the file was here already; nothing has changed.";
    ConflictHelp =>
        "编号和修订相同而内容不同的答卷，两份都保留并标出。",
        "Responses with the same number and revision but other content are both kept and marked.";
    DamagedHelp { n: u32 } =>
        format!("{n} 处无法读取，其余答卷完整。"),
        format!("{n} {} could not be read; every other response is whole.", plural(n as usize, "piece", "pieces"));
    DamagedMore { n: u32 } => format!("另有 {n} 处"), format!("and {n} more");
    DamagedWhere => "位置", "Place";
    DamagedWhy => "原因", "Reason";
    HarmCut => "文件在这里中断，后面的部分没有了", "The file breaks off here; what follows is gone";
    HarmAltered => "内容与摘要不一致：被改动过或损坏了", "The content does not match its digest: altered or damaged";
    HarmUnreadable => "读不懂，不是导出的内容", "Cannot be read as part of an export";
    HarmMissing => "该有的内容不在文件里", "Something that should be there is missing";
    Took { seconds: String } => format!("用时 {seconds} 秒"), format!("took {seconds} s");

    Filter => "筛选", "Filter";
    AllOf { what: String } => format!("全部{what}"), format!("All {what}");
    FilterSurvey => "问卷", "surveys";
    FilterArea => "区域", "areas";
    FilterMode => "方式", "modes";
    FilterWave => "批次", "waves";
    FilterDay => "日期", "days";
    FilterText => "编号或回执码", "Number or receipt code";
    Clear => "清除筛选", "Clear filter";
    NothingMatches => "没有符合条件的答卷。", "No response matches the filter.";
    Showing { from: u32, to: u32, total: u32 } =>
        format!("第 {}–{} 份，共 {} 份", grouped(from), grouped(to), grouped(total)),
        format!("{}–{} of {}", grouped(from), grouped(to), grouped(total));
    Newer => "较新", "Newer";
    Older => "较旧", "Older";
    ListLabel => "答卷列表", "List of responses";

    When => "时间", "When";
    Survey => "问卷", "Survey";
    Area => "区域", "Area";
    Mode => "方式", "Mode";
    Language => "语言", "Language";
    Disposition => "结果", "Outcome";
    Source => "来源", "Source";
    Marks => "标记", "Marks";
    Simulated => "模拟", "Simulated";
    Conflict => "冲突", "Conflict";
    Revision { n: u32 } => format!("修订 {n}"), format!("Revision {n}");
    NoArea => "未填区域", "No area";
    SelectRow { id: String } => format!("选择 {id}"), format!("Select {id}");
    SelectPage => "选择本页", "Select this page";
    Selected { n: u32 } => format!("已选 {} 份", grouped(n)), format!("{} selected", grouped(n));
    SelectNone => "取消选择", "Clear selection";

    Export => "导出", "Export";
    ExportJson => "导出 JSON", "Export JSON";
    ExportZip => "连同文件保存（.zip）", "Save with files (.zip)";
    ExportNdjson => "导出 NDJSON", "Export NDJSON";
    ExportOdkXml => "ODK XML（.zip）", "ODK XML (.zip)";
    ExportCentralCsv => "ODK Central CSV（.zip）", "ODK Central CSV (.zip)";
    ExportWhat => "导出哪些", "Which responses";
    ExportAll { n: u32 } => format!("全部 {} 份", grouped(n)), format!("All {}", grouped(n));
    ExportFiltered { n: u32 } => format!("筛选出的 {} 份", grouped(n)), format!("The {} filtered", grouped(n));
    ExportSelected { n: u32 } => format!("选中的 {} 份", grouped(n)), format!("The {} selected", grouped(n));
    ExportHelp =>
        "JSON 是一个自足的文件，适合交接和存档；NDJSON 每行一份，适合很大的数据。这两种都可以再导入。两种 ZIP 供为 ODK 写的脚本使用，不含分数、未答原因等 ODK 没有的内容。",
        "JSON is one self-contained file, good for handing over and archives. NDJSON has one response a line, good for large data. Both of these can be imported again. The ZIPs are for scripts written for ODK; they lack what ODK has no place for, such as reasons for not answering.";

    OpenTitle => "答卷", "Response";
    Close => "关闭", "Close";
    Id => "编号", "Number";
    Wave => "批次", "Wave";
    Interviewer => "调查员", "Interviewer";
    Device => "设备", "Device";
    Receipt => "回执码", "Receipt code";
    Started => "开始", "Started";
    Ended => "结束", "Ended";
    Digest => "摘要", "Digest";
    DigestHolds => "与内容一致", "matches the content";
    DigestBroken => "与内容不一致：这份答卷被改动过", "does not match: this response was altered";
    Answers => "回答", "Answers";
    Paradata => "作答过程", "How it went";
    BackSteps => "返回次数", "Steps back";
    Changes => "修改次数", "Changes";
    Pauses => "暂停次数", "Pauses";
    Seconds => "用时（秒）", "Seconds";
    RawJson => "原始 JSON", "Raw JSON";
    NoSurvey =>
        "这份答卷所用的问卷不在这里，所以只显示名称和代码。",
        "The survey of this response is not here, so names and codes are shown.";

    ModeInterviewer => "调查员询问", "Interviewer";
    ModeSelf => "自填", "Self-completion";
    ModeKiosk => "现场平板", "Shared tablet";
    ModePaper => "纸质录入", "Paper form";
    MissingNotAsked => "未问", "Not asked";
    MissingSkipped => "跳过", "Skipped";
    MissingNotApplicable => "不适用", "Not applicable";
    MissingDontKnow => "说不清", "Don't know";
    MissingRefused => "不愿回答", "Refused";
    MissingSuppressed => "不予公布", "Withheld";
    DispComplete => "完成", "Complete";
    DispPartial => "部分完成", "Partial";
    DispRefused => "拒访", "Refused";
    DispBreakOff => "中断", "Break-off";
    DispNonContact => "未联系上", "Non-contact";
    DispOther => "其他未访成", "Other non-interview";
    DispUnknown => "资格不明", "Eligibility unknown";
    DispNotEligible => "不合格", "Not eligible";
}

/// `12,345`
pub fn grouped(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The words for a mode's name; none for a mode that is not known.
pub fn mode(name: &str) -> Option<Responses> {
    match name {
        "interviewer" => Some(Responses::ModeInterviewer),
        "self" => Some(Responses::ModeSelf),
        "kiosk" => Some(Responses::ModeKiosk),
        "paper_entry" => Some(Responses::ModePaper),
        _ => None,
    }
}

/// The words for a reason's name; none for a reason that is not known.
pub fn missing(name: &str) -> Option<Responses> {
    use survey_core::base::Missing;
    Missing::from_name(name).map(|it| match it {
        Missing::NotAsked => Responses::MissingNotAsked,
        Missing::Skipped => Responses::MissingSkipped,
        Missing::NotApplicable => Responses::MissingNotApplicable,
        Missing::DontKnow => Responses::MissingDontKnow,
        Missing::Refused => Responses::MissingRefused,
        Missing::Suppressed => Responses::MissingSuppressed,
    })
}

/// The words for an AAPOR final disposition (Standard Definitions, 10th edition); none for codes
/// outside the scheme.
pub fn disposition(code: &str) -> Option<Responses> {
    let words = match code {
        it if it.starts_with("1.1") => Responses::DispComplete,
        it if it.starts_with("1.2") => Responses::DispPartial,
        it if it.starts_with("2.12") => Responses::DispBreakOff,
        it if it.starts_with("2.1") => Responses::DispRefused,
        it if it.starts_with("2.2") => Responses::DispNonContact,
        it if it.starts_with("2.") => Responses::DispOther,
        it if it.starts_with("3.") => Responses::DispUnknown,
        it if it.starts_with("4.") => Responses::DispNotEligible,
        _ => return None,
    };
    Some(words)
}
