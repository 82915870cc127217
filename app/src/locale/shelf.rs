//! What is said of surveys that come from files.

use super::{messages, plural};

messages! {
    /// Of surveys that come from files.
    Shelf;
    ImportForm => "导入问卷", "Import a form";
    ImportHint =>
        "可导入 XLSForm（.xlsx、.xls、.csv）、XForm（.xml）、SurveyJS 或民意问卷（.json），问卷用到的表格和图片请一起选。也可以直接拖到这里。",
        "XLSForm (.xlsx, .xls, .csv), XForm (.xml), SurveyJS or Minyi (.json), together with the tables and pictures that the form uses. You can also drop them here.";
    DropHere => "松开，导入问卷", "Drop to import";
    OwnSurveys => "导入的问卷", "Imported surveys";
    SiteSurveys => "自带的问卷", "Surveys of this site";
    Reading { names: String } => format!("正在读取 {names} ……"), format!("Reading {names} …");
    ReadAs { file: String, title: String } =>
        format!("{file} 已导入：{title}"), format!("{file} is in: {title}");
    Refused { file: String } => format!("{file} 不能使用"), format!("{file} cannot be used");
    RefusedHelp =>
        "请按下面列出的位置修改，再导入一次。原来的问卷不受影响。",
        "Mend what is listed below and import it once more. What was here before is untouched.";
    Errors { n: usize } => format!("{n} 处错误"), format!("{n} {}", plural(n, "mistake", "mistakes"));
    Warnings { n: usize } => format!("{n} 条提醒"), format!("{n} {}", plural(n, "remark", "remarks"));
    MissingFiles => "还缺这些文件，请把它们也导入：", "These files are still missing; import them as well:";
    Unused { names: String } =>
        format!("没有问卷用到：{names}"), format!("No form uses {names}.");
    NothingUsed =>
        "这些文件里没有问卷。", "There is no form among these files.";
    FilesNotKept =>
        "浏览器没有保存图片等文件，重新打开后需要再导入。",
        "The browser did not keep pictures and other files; import them again after a restart.";
    ImportFailed { why: String } => format!("导入没有成功：{why}"), format!("The import did not work: {why}");
    Sheet => "工作表", "Sheet";
    Row => "行", "Row";
    Column => "列", "Column";
    Place => "位置", "Place";
    What => "问题", "What is wrong";
    Start => "开始访问", "Start an interview";
    Dismiss => "知道了", "Close";
    From { file: String } => format!("来自 {file}"), format!("From {file}");
    SaveDocument => "存为文件", "Save as a file";
    SaveWorkbook => "存为 XLSForm", "Save as XLSForm";
    WorkbookSaved { file: String } => format!("{file} 已保存"), format!("{file} is saved");
    WorkbookFindings { n: usize } =>
        format!("XLSForm 没有对应功能的地方：{n} 处"),
        format!("{n} {} XLSForm has no counterpart for", plural(n, "thing that", "things that"));
    WorkbookFailed { why: String } => format!("没有存成：{why}"), format!("It could not be saved: {why}");
    Remove => "移除", "Remove";
    Removed { title: String } =>
        format!("“{title}”已从列表移除；答卷和未完成的访问还在。"),
        format!("“{title}” is off the list. Responses and unfinished interviews are kept.");
    OptionalHelp =>
        "可以不选。选了，答卷就归入这个社区。", "Optional. If chosen, the response counts for this community.";
}
