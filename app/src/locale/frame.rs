//! What is said by the frame of the workspace, the library, drafts and settings.

use super::{messages, plural};

messages! {
    /// In the frame and on the screens that are about the device.
    Frame;
    Product => "民意", "Minyi";
    Tagline => "居民调查工具", "Resident surveys";
    SkipToContent => "跳到正文", "Skip to content";
    Sections => "主导航", "Sections";
    Surveys => "问卷", "Surveys";
    Interviews => "访问", "Interviews";
    Responses => "答卷", "Responses";
    Analysis => "分析", "Analysis";
    Settings => "设置", "Settings";
    Loading => "正在打开……", "Opening…";
    Retry => "再试一次", "Try again";
    Cancel => "取消", "Cancel";
    Close => "关闭", "Close";
    Undo => "撤销", "Undo";

    LibraryLead =>
        "选一份问卷，开始访问。", "Choose a survey and start an interview.";
    LibraryFailed => "问卷没有载入成功。", "The surveys could not be loaded.";
    LibraryEmpty => "这里还没有问卷。", "There are no surveys here yet.";
    LibraryEmptyHelp =>
        "把问卷文件放进 surveys 文件夹，并写入 index.json。",
        "Put survey files into the folder surveys and name them in index.json.";
    SurveyBroken { file: String } => format!("{file} 有错误，未列出"), format!("{file} has mistakes and is left out");
    Minutes { n: String } => format!("约 {n} 分钟"), format!("About {n} minutes");
    Questions { n: usize } => format!("{n} 题"), format!("{n} {}", plural(n, "question", "questions"));
    Version { version: String } => format!("版本 {version}"), format!("Version {version}");
    StartInterview => "开始访问", "Start an interview";
    ModeInterviewer => "调查员询问", "Interviewer asks";
    ModeSelf => "居民自填", "Resident fills in";
    ModeKiosk => "现场平板自助", "Shared tablet";
    ModePaper => "录入纸质问卷", "Enter a paper form";

    SetupTitle => "开始访问", "Start an interview";
    SetupMode => "方式", "How";
    SetupArea => "社区", "Community";
    SetupAreaHelp => "答卷归入这个社区的统计。", "The response counts for this community.";
    SetupAreaMissing => "请先选一个社区。", "Please choose a community first.";
    SetupWave => "批次", "Wave";
    SetupWaveHelp => "例如 2026 或 2026-春。同一批次的答卷一起分析。",
        "Such as 2026 or 2026-spring. Responses of one wave are analysed together.";
    SetupInterviewer => "调查员代码", "Interviewer code";
    SetupInterviewerHelp => "只写代码，不写姓名。", "A code, never a name.";
    SetupLanguage => "语言", "Language";
    SetupPacks => "附加题组", "Additional questions";
    SetupGo => "开始", "Start";
    SetupRemembered => "这些选择会记住，下次不必再填。", "These choices are remembered for the next time.";

    DraftsLead => "没有做完的访问，随时可以接着做。", "Unfinished interviews, ready to be resumed at any time.";
    DraftsEmpty => "没有未完成的访问。", "There are no unfinished interviews.";
    DraftsEmptyHelp => "从“问卷”开始一次访问；中途离开，它会留在这里。",
        "Start one under Surveys; if you leave in the middle, it stays here.";
    DraftsGo => "去选问卷", "Choose a survey";
    Resume => "继续", "Resume";
    Delete => "删除", "Delete";
    DeleteSure => "删除这次访问？其中的答案会一起删除。", "Delete this interview and all its answers?";
    DeleteDo => "删除", "Delete";
    Deleted => "已删除一次访问。", "An interview was deleted.";
    TouchedAt { at: String } => format!("最后修改 {at}"), format!("Last changed {at}");
    GoneTitle => "这台设备上没有这次访问", "This interview is not on this device";
    GoneHelp => "它可能已被删除，或在另一台设备、另一个浏览器上。",
        "It may have been deleted, or it is on another device or in another browser.";
    CannotResume { why: String } => format!("这次访问无法继续：{why}"), format!("This interview cannot go on: {why}");

    MemoryOnly =>
        "这个浏览器不允许保存（可能是无痕窗口）。访问可以做，但关闭页面后答案会丢失。",
        "This browser does not allow saving (perhaps a private window). Interviews work, but closing the page loses the answers.";
    StorageTrouble { why: String } => format!("存储出错：{why}"), format!("Storage failed: {why}");

    SettingsLead => "只影响这台设备。", "For this device only.";
    SettingsLanguage => "界面语言", "Language of the interface";
    SettingsTheme => "外观", "Appearance";
    ThemeAuto => "跟随系统", "As the system";
    ThemeLight => "浅色", "Light";
    ThemeDark => "深色", "Dark";
    SettingsText => "字号", "Text size";
    SettingsLayout => "访问时每屏内容", "In interviews, on each screen";
    SettingsDevice => "设备代码", "Device code";
    SettingsDeviceHelp => "写在答卷里，用来区分平板。只用字母和数字。",
        "Written into responses to tell tablets apart. Letters and digits only.";

    LostTitle => "没有这个页面", "There is no such page";
    LostHelp => "地址可能写错了，或来自别的版本。", "The address may be mistyped, or from another version.";
    LostGo => "回到问卷", "Back to surveys";
    NextInterview => "下一位", "Next interview";
    ToDrafts => "返回访问列表", "Back to interviews";
    BreakOff => "提前结束访问", "End the interview early";
    BreakOffSure =>
        "提前结束后，已有的答案会作为未完成的答卷保存，不能再修改。",
        "What was answered so far is kept as a partial response and cannot be changed any more.";
    BreakOffDo => "提前结束", "End early";
    KeepGoing => "继续访问", "Keep going";
    Menu => "更多", "More";
    OneByOne => "一题一屏", "One question a screen";
    BySection => "一部分一屏", "One section a screen";
    LayoutAuto => "自动", "Automatic";
    Layout => "每屏内容", "On each screen";
}
