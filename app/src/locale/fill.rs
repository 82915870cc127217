//! What is said around questions, by the workspace and by the resident's page.

use super::{messages, plural};

messages! {
    /// Around a question.
    Fill;
    Next => "下一题", "Next";
    NextSection => "下一部分", "Next section";
    ToReview => "检查答案", "Check answers";
    Back => "上一步", "Back";
    FirstOpen => "第一道未答题", "First open question";
    Review => "查看全部答案", "All answers";
    FinishHere => "完成", "Finish";
    Clear => "清除", "Clear";
    Required => "必答", "Needed";
    NotRead => "以下不读出", "Do not read these aloud";
    Guidance => "调查员提示", "For the interviewer";
    Card { card: String } => format!("出示卡片 {card}"), format!("Show card {card}");
    Progress { screen: usize, of: usize } =>
        format!("第 {screen} 屏，共 {of} 屏"), format!("Screen {screen} of {of}");
    Answered { n: usize, of: usize } =>
        format!("已答 {n} / {of}"), format!("{n} of {of} answered");
    Language => "语言", "Language";
    TextSize => "字号", "Text size";
    TextNormal => "标准", "Normal";
    TextLarge => "大", "Large";
    TextElder => "特大", "Extra large";
    Saving => "正在保存……", "Saving…";
    /// `max` ticks at most; `n` so far.
    AtMost { max: u32, n: u32 } =>
        format!("最多选 {max} 项，已选 {n} 项"), format!("Choose up to {max}; {n} chosen");
    AnyNumber => "可以选多项", "Choose all that apply";
    Characters { n: usize, max: u32 } => format!("{n} / {max} 字"), format!("{n} of {max} characters");
    LooksPersonal =>
        "这里好像有电话号码或证件号码。请不要填写个人信息，删去后再继续。",
        "This looks like a phone or ID number. Please leave personal details out.";
    NumberBetween { min: String, max: String } =>
        format!("{min} 到 {max} 之间"), format!("Between {min} and {max}");
    NumberFrom { min: String } => format!("不小于 {min}"), format!("{min} or more");
    NumberTo { max: String } => format!("不大于 {max}"), format!("{max} or less");
    PleaseAnswer => "这一题还需要您回答一下。", "Please answer this one.";
    PleaseAnswerOrReason =>
        "请选一个答案；如果说不清或不想回答，请选最后的选项。",
        "Please choose an answer. If you do not know or would rather not say, choose that at the end.";
    PleaseCheck => "请再看看这个答案。", "Please look at this answer again.";
    PleaseNumber => "请填一个数字，例如 12。", "Please type a number, such as 12.";
    PleaseWhole => "请填整数，不带小数点。", "Please type a whole number.";
    TooSmall { min: String } => format!("请填不小于 {min} 的数。"), format!("Please type {min} or more.");
    TooLarge { max: String } => format!("请填不大于 {max} 的数。"), format!("Please type {max} or less.");
    TooLong { max: u32 } =>
        format!("写得有点长，请缩短到 {max} 个字以内。"),
        format!("That is a little long. Please keep it to {max} characters.");
    TooFew { min: u32 } => format!("请至少选 {min} 项。"), format!("Please choose at least {min}.");
    TooMany { max: u32 } => format!("最多选 {max} 项，请去掉一些。"), format!("Please keep to {max} at most.");
    PleaseDate => "请填写完整的日期。", "Please give a whole date.";
    PleaseTime => "请填写完整的时间。", "Please give a time.";
    PleasePlace =>
        "请填写纬度和经度，例如 30.66 104.06。", "Please give a latitude and a longitude, such as 30.66 104.06.";
    Unranked { n: u32 } => format!("还有 {n} 项没有排序。"), format!("{n} still to be put in order.");
    RankHint => "按顺序点选，最看重的先点。", "Choose in order, the first one first.";
    RankUp { name: String } => format!("{name}：上移"), format!("Move up: {name}");
    RankDown { name: String } => format!("{name}：下移"), format!("Move down: {name}");
    RankOut { name: String } => format!("{name}：取消排序"), format!("Take out: {name}");
    GeoPoint => "纬度 经度（海拔 精度可不填）", "Latitude and longitude; altitude and accuracy if known";
    GeoLine =>
        "每个地点写纬度和经度，地点之间用分号隔开。",
        "Latitude and longitude of each place, with semicolons between places.";
    NoFilesHere =>
        "这个页面还不能拍照、录音或上传文件。请跳过这一题，另行保存。",
        "Pictures, recordings and files cannot be taken on this page. Please skip this one and keep them elsewhere.";
    TypeCode => "请输入条码上的数字或文字。", "Please type what the code says.";
    Confirm => "已确认", "Confirmed";
    AreaSearch => "输入名称查找", "Type to search";
    AreaNone => "没有找到", "Nothing found";
    Choose => "请选择……", "Choose…";
    AreaChange => "更改", "Change";
    AddAnother => "再加一个", "Add another";
    Remove { n: usize } => format!("删除第 {n} 个"), format!("Remove number {n}");
    RemoveSure { n: usize } => format!("确认删除第 {n} 个"), format!("Yes, remove number {n}");
    RemoveLead => "其中的答案会一起删除。", "What was answered in it goes as well.";
    Instance { label: String, n: usize, of: usize } =>
        format!("{label} 第 {n} 个，共 {of} 个"), format!("{label} {n} of {of}");
    NoInstances => "还没有添加", "None added yet";
    ReviewTitle => "检查答案", "Check the answers";
    ReviewLead => "点任何一行可以回去修改。", "Choose any line to go back and change it.";
    ReviewOpen { n: usize } =>
        format!("还有 {n} 题没有回答"),
        format!("{n} {} without an answer", plural(n, "question", "questions"));
    ReviewAll => "全部题目都已回答", "Every question is answered";
    NotAnswered => "未回答", "No answer";
    ThankYou => "谢谢您！", "Thank you!";
    Stopped => "访问到此结束", "The interview ends here";
    StoppedThanks => "谢谢您的时间。", "Thank you for your time.";
    Receipt => "回执码", "Receipt code";
    ReceiptHelp =>
        "凭这个码可以要求查看、更正或删除这份答卷。不记下来也没有关系。",
        "With this code you may ask to see, correct or delete your answers. You need not write it down.";
    KeptHere => "答卷已完整保存在这台设备上。", "The answers are safely kept on this device.";
    KeptNot =>
        "这个浏览器不允许保存。请现在就下载答卷文件，关闭页面后答卷会丢失。",
        "This browser does not allow saving. Please download the file now; closing the page loses the answers.";
    SaveFailed =>
        "刚才的答案没能保存到本机。请保持本页打开，检查存储空间后再试。",
        "The last answer could not be saved on this device. Keep this page open, check the storage space and try again.";
    TryAgain => "再试一次", "Try again";
    OpenElsewhere =>
        "这份访问在另一个窗口里继续了。为了不弄乱答案，这里停下了。",
        "This interview went on in another window. To keep the answers in order, this window stopped.";
    LoadHere => "在这里继续", "Go on here";
    Opening => "正在打开问卷……", "Opening the survey…";
    NoSuchSurvey =>
        "这个地址里的问卷不存在。请重新扫描二维码，或向调查员求助。",
        "The survey in this address does not exist. Please scan the code again or ask the survey worker.";
    NoSurveyNamed =>
        "这个地址没有写明是哪份问卷。请重新扫描二维码。",
        "This address does not say which survey. Please scan the code again.";
    NoSuchArea =>
        "二维码里的地点不在名单上。请向社区工作人员反映，暂时不要填写。",
        "The place in this code is not on the list. Please tell the community staff before filling it in.";
    CannotLoad =>
        "问卷没有下载成功。请检查网络后再试。",
        "The survey could not be downloaded. Please check the network and try again.";
    BadSurvey => "这份问卷的文件有错误，无法打开。", "The file of this survey has mistakes and cannot be opened.";
    SaveFile => "保存答卷文件", "Save the answers as a file";
    SaveFileHelp =>
        "目前答卷只在这台设备上，还没有传给任何人。请保存文件，交给社区的调查负责人。",
        "The answers are on this device only and have not been sent to anyone. Save the file and hand it to the survey's organisers.";
    InWechat =>
        "目前答卷只在这台设备上，还没有传给任何人。微信里不能保存文件：请点右上角“···”，选“在浏览器打开”，再保存文件。",
        "The answers are on this device only and have not been sent to anyone. WeChat cannot save files: open this page in the browser from the menu at the top right, then save the file.";
    StartAgain => "再填一份", "Fill in another";
    Place { name: String } => format!("地点：{name}"), format!("Place: {name}");
}
