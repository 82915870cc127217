//! What is said about analysis.

use super::messages;

messages! {
    /// On the screens of analysis.
    Analysis;
    Title => "分析", "Analysis";
    Empty => "有了答卷，这里会显示图表。", "Charts appear here once there are responses.";
}
