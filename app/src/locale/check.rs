//! What is said of checking the mathematics.

use super::{messages, plural};

messages! {
    /// Of checking the mathematics on this device.
    Check;
    Title => "在本机核对计算", "Check the mathematics on this device";
    SettingsHelp =>
        "用 R 的 survey 软件包算好的数，检验这台设备、这个浏览器算出的每一个统计量。",
        "Compares what this device and this browser compute with numbers from R's package survey.";
    Open => "去核对", "Check the mathematics";
    Lead =>
        "民意的统计结果都在您的设备上计算。这里让本机把一批例题重算一遍，与 R 算出的数逐一比较。",
        "Minyi computes on your device. Here it works out a set of cases once more and compares every number with what R found.";
    Start => "开始核对", "Start the check";
    Again => "再核对一次", "Check again";
    Own => "核对自己的例题文件", "Check case files of your own";
    OwnHelp =>
        "选择例题（.json）及其数据（.csv），格式与 minyi estimate 相同。文件不会离开本机。",
        "Choose case files (.json) together with their data (.csv), as minyi estimate takes them. They stay on this device.";
    Gathering => "正在取例题……", "Fetching the cases…";
    Running { done: u64, total: u64 } => format!("已算 {done} 例，共 {total} 例"), format!("{done} of {total} cases");
    Stop => "停止", "Stop";
    Unreachable { why: String } =>
        format!("取不到例题文件：没有网络，或者这个网站没有附带例题。联网后再试，或选择自己的例题文件。（{why}）"),
        format!("The case files cannot be reached: there is no network, or this site came without them. Try again with the network, or choose case files of your own. ({why})");
    Failed { why: String } => format!("没有核对成：{why}"), format!("The check did not work: {why}");
    Holds { n: u32 } => format!("全部一致：{n} 例都与 R 相符"), format!("Everything agrees: {n} {} as R has {}", plural(n as usize, "case is", "cases are"), plural(n as usize, "it", "them"));
    Differs { n: u32 } => format!("有 {n} 例与预期不符"), format!("{n} {} not as expected", plural(n as usize, "case is", "cases are"));
    NothingChecked => "没有可以核对的例题", "There was nothing to check";
    Group => "内容", "About";
    TopicMeans => "均值、总量、比例、比率、子总体与对比", "Means, totals, shares, ratios, domains and contrasts";
    TopicTests => "区间、分位数、列联表、检验与回归", "Intervals, quantiles, tables, tests and regressions";
    Passed => "相符", "Passed";
    WasFailed => "不符", "Failed";
    Skipped => "未算", "Skipped";
    Computed => "无预期值", "Only computed";
    Largest => "最大相对差", "Largest difference (relative)";
    All => "合计", "All";
    Troubles => "不符与未算的例题", "Cases that failed or were skipped";
    Unread => "这些文件不是例题：", "These files are no case files:";
    Machine => "设备与浏览器", "Device and browser";
    Version => "民意版本", "Version of Minyi";
    At => "核对时间", "Checked at";
    Took { ms: u32 } => format!("用时 {ms} 毫秒"), format!("in {ms} ms");
    Digest => "全部结果的摘要（SHA-256）", "Digest over all results (SHA-256)";
    DigestHelp =>
        "两台设备核对同样的文件，摘要相同就说明每一位都相同。命令行 minyi estimate --digest 也给出它。",
        "Two devices that check the same files and show the same digest agree in every bit. On the command line, minyi estimate --digest prints it.";
    Direct => "这个浏览器没有后台线程，由页面自己计算。", "This browser has no background worker; the page computed by itself.";
    Save => "下载结果（JSON）", "Download the result (JSON)";
    Print => "打印证明", "Print the certificate";
    Back => "返回设置", "Back to settings";
}
