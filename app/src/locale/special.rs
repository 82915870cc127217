//! What is said where a question is drawn in a way that only forms from elsewhere ask for.

use super::{messages, month_name, plural};

messages! {
    /// In a question that is drawn in a special way.
    Special;
    Enlarge => "放大", "Enlarge";
    NoSuchFile { name: String } =>
        format!("这台设备上没有文件“{name}”"), format!("The file “{name}” is not on this device");
    NoPicture { name: String } =>
        format!("这里应有一张可以点选的图“{name}”，这台设备上没有，请从列表中选。"),
        format!("The picture “{name}” to tap on is not on this device. Please choose from the list.");
    NoPictureNamed =>
        "这一题本应在图上点选，但问卷没有附图，请从列表中选。",
        "The form names no picture to tap on. Please choose from the list.";
    BadPicture { name: String } =>
        format!("图“{name}”无法显示，请从列表中选。"),
        format!("The picture “{name}” cannot be shown. Please choose from the list.");
    TapPicture => "请在图上点选", "Tap a part of the picture";
    FromList => "从列表中选", "Choose from a list";
    NoMap =>
        "这一题本应在地图上选，这里没有地图，请从列表中选。",
        "A map would be shown here, but there is none on this device. Please choose from the list.";
    AnswerFirst { label: String } =>
        format!("请先回答：{label}"), format!("Answer this first: {label}");
    EmptyList { list: String } =>
        format!("列表“{list}”还不在这台设备上：请把它所在的文件和问卷一起导入。"),
        format!("The list “{list}” is not here yet: import the file that it comes in, together with the form.");
    NoneFits =>
        "没有与前面的答案相符的选项，请检查前面的答案。",
        "No choice goes with the answers so far. Please look at the earlier answers again.";
    SeekAll { n: usize } => format!("{n} 项"), format!("{n} {}", plural(n, "choice", "choices"));
    SeekType { n: String } =>
        format!("共 {n} 项，输入文字可以缩小范围"), format!("{n} choices: type to narrow them down");
    SeekMore { shown: usize, more: String } =>
        format!("列出前 {shown} 项，另有 {more} 项，请再输入几个字"),
        format!("The first {shown}; {more} more, so type a little more");
    TakeBack { name: String } => format!("取消：{name}"), format!("Take back: {name}");
    OneMore => "增加", "One more";
    OneLess => "减少", "One less";
    Stars { n: usize, of: usize } => format!("{n} 颗星，共 {of} 颗"), format!("{n} of {of} stars");
    Bearing => "方位角，0 到 360 度，正北为 0", "Degrees from north, 0 to 360";
    NeedsApp =>
        "这一题原本由设备上的另一个应用填写，这里请直接输入。",
        "Another app on the device would fill this in. Please type the answer here.";
    NeedsPrinter =>
        "这一题原本会打印标签，浏览器不能打印，请直接输入。",
        "A label would be printed here, which a browser cannot do. Please type the answer.";
    OpenLink => "打开链接", "Open the link";
    YearName => "年", "Year";
    MonthName => "月", "Month";
    DayName => "日", "Day";
    Month { n: u32 } => format!("{n}月"), month_name(n as u8);
    OtherCalendar { name: String } =>
        format!("问卷要求使用{name}，这里请填写公历日期。"),
        format!("The form asks for a date of the {name}; please give the Gregorian date here.");
    CalendarEthiopian => "埃塞俄比亚历", "Ethiopian calendar";
    CalendarCoptic => "科普特历", "Coptic calendar";
    CalendarIslamic => "伊斯兰历", "Islamic calendar";
    CalendarNepal => "尼泊尔历", "Bikram Sambat calendar of Nepal";
    CalendarMyanmar => "缅甸历", "Myanmar calendar";
    CalendarPersian => "波斯历", "Persian calendar";
    CalendarBuddhist => "佛历", "Buddhist calendar";
}
