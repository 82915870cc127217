//! What is said about responses.

use super::{messages, plural};

messages! {
    /// On the screens of responses.
    Responses;
    Title => "答卷", "Responses";
    Count { n: usize } =>
        format!("本机有 {n} 份完成的答卷"),
        format!("{n} finished {} on this device", plural(n, "response", "responses"));
    Empty => "还没有完成的答卷。", "There are no finished responses yet.";
    EmptyHelp =>
        "完成一次访问后，答卷会出现在这里。",
        "Finish an interview and its response appears here.";
}
