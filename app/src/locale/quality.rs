//! What is said of the responses' quality.

use super::responses::grouped;
use super::{messages, plural};

messages! {
    /// Of signs of carelessness, interviewers and missing answers.
    Quality;
    Supervisor =>
        "本页供督导人员内部使用，会显示单份答卷和调查员编号，请勿外传或公开。",
        "For supervisors of the field work only: this page shows single responses and codes of interviewers. Do not pass it on or publish it.";
    Caution =>
        "标记只是“值得看一眼”的理由，不是结论：认真作答的人也会偶尔碰上。请先打开答卷、回访或听录音，再下判断。",
        "A sign is a reason to look, never a verdict: careful people show one now and then. Open the response, call back or listen in before you conclude anything.";
    Signs => "可疑标记", "Signs to look at";
    Fast => "答得过快", "Too fast";
    Run => "连续同一答案", "Same answer in a row";
    Against => "与众相反", "Against everybody";
    Unlikely => "少见的组合", "Unlikely combination";
    Match => "答案雷同", "Near-duplicate";
    FastHelp => "用时不到同一方式中位用时的多少倍", "Time below this part of the median time of the same mode";
    RunHelp => "同一题组中，连续这么多题选同一答案（无回答的题跳过）", "So many questions of one battery in a row with the same answer (unanswered ones are passed over)";
    AgainstHelp { items: u32 } =>
        format!("个人—总体相关系数低于此值：{items} 道计分题上，别人评价高的此人评价低"),
        format!("Person-total correlation below this, over {items} scored questions: low where others are high");
    UnlikelyHelp { items: u32 } =>
        format!("马氏距离的尾概率低于此值（{items} 道计分题，卡方近似）"),
        format!("Tail probability of the Mahalanobis distance below this ({items} scored questions, chi-squared approximation)");
    MatchHelp { items: u32 } =>
        format!("{items} 道题中，与同一调查员（自填则为同一社区）另一份答卷相同的比例达到此值"),
        format!("Share of {items} questions with the same answer as another response of the same interviewer (or community, if self-completed) at least this");
    Limit => "界限", "Limit";
    LimitFast { value: String } => format!("中位用时的 {value} 倍"), format!("{value} of the median");
    LimitRun { n: String } => format!("{n} 题"), format!("{n} questions");
    OfAssessed { share: String, n: String } => format!("{share}，共判断 {n} 份"), format!("{share} of {n} that could be judged");
    NotAssessed => "无法判断：题目或答卷太少，或没有记录用时", "Cannot be judged: too few questions or responses, or no times";
    ShowList => "查看这些答卷", "Show these responses";
    Counts { none: String, one: String, more: String, n: String } =>
        format!("共 {n} 份访问：没有标记 {none} 份，一个标记 {one} 份，两个及以上 {more} 份。未加权。"),
        format!("{n} interviews: {none} without a sign, {one} with one, {more} with two or more. Unweighted.");

    Single => "单份答卷", "Single responses";
    Which => "哪些答卷", "Which responses";
    WithAny => "有任一标记", "With any sign";
    All => "全部", "All";
    Who => "调查员", "Interviewer";
    Everybody => "所有人", "Everybody";
    Total { n: u32 } => format!("{} 份", grouped(n)), format!("{} {}", grouped(n), plural(n as usize, "response", "responses"));
    Nothing => "没有这样的答卷。", "There are no such responses.";
    Minutes { n: String } => format!("{n} 分钟"), format!("{n} min");
    By { code: String } => format!("调查员 {code}"), format!("interviewer {code}");
    NoInterviewer => "自填", "no interviewer";
    ValueFast { x: String } => format!("中位用时的 {x} 倍"), format!("{x} of the median time");
    ValueRun { x: String } => format!("连续 {x} 题"), format!("{x} in a row");
    ValueAgainst { x: String } => format!("相关 {x}"), format!("correlation {x}");
    ValueUnlikely { x: String } => format!("概率 {x}"), format!("probability {x}");
    ValueMatch { x: String } => format!("{x} 相同"), format!("{x} the same");
    Twin => "打开雷同的那一份", "Open the other one";
    Previous => "上一页", "Previous";
    Next => "下一页", "Next";
    Range { from: u32, to: u32, total: u32 } => format!("第 {from}–{to} 份，共 {} 份", grouped(total)), format!("{from} to {to} of {}", grouped(total));

    Interviewers => "调查员效应", "Interviewer effects";
    NoInterviewers => "这些答卷没有调查员编号。", "These responses have no interviewers.";
    ByArea =>
        "只在同一社区内比较调查员，社区之间的差别不算在他们头上；同一社区内分到哪些住户仍可能不同。",
        "Interviewers are compared within communities only, so differences between communities are not put down to them; the households they were given may still differ.";
    NotByArea =>
        "答卷没有社区，调查员直接互相比较：他们去的地方不同，差别可能来自那里。",
        "The responses have no communities, so interviewers are compared with each other as they are: differences may come from where they worked.";
    WholeIcc { icc: String, low: String, high: String, deff: String, m: String } =>
        format!("各题平均得分的组内相关 ICC = {icc}（95% 区间 {low} 至 {high}）；按每名调查员约 {m} 份计，设计效应 {deff}。未加权。"),
        format!("Intraclass correlation of the mean score: {icc} (95% interval {low} to {high}); with about {m} interviews each, a design effect of {deff}. Unweighted.");
    NoIcc => "没有哪个社区有两名以上调查员，无法估计调查员效应。", "No community has two interviewers, so their effect is not estimable.";
    IccSome { k: usize, of: usize } =>
        format!("{of} 道题中有 {k} 道的答案因调查员而异"),
        format!("On {k} of {of} questions answers depend on who asked");
    IccNone { of: usize } =>
        format!("{of} 道题中没有一道能看出调查员的影响"),
        format!("On none of {of} questions an effect of the interviewer shows");
    IccRule => "组内相关（ICC），同一社区内，单因素方差分析", "Intraclass correlation (ICC) within communities, analysis of variance";
    IccNote =>
        "误差线是 95% 区间（Searle）。负值表示看不出影响。“因调查员而异”按 Holm 法对所有题校正（5%）。",
        "Bars are 95% intervals (Searle). Negative values mean no effect shows. “Depend on who asked” holds after correction over all questions (Holm, 5%).";
    HeadIcc => "ICC", "ICC";
    NoEffect => "无影响", "No effect";
    People { k: usize, of: usize } =>
        if k == 0 { format!("{of} 名调查员中，没有人与同社区的同事有超出偶然的差别。") } else { format!("{of} 名调查员中，{k} 名与同社区的同事有超出偶然的差别，排在最前。原因可能在住户、时段、地点，也可能在做法：请先了解情况。") },
        if k == 0 { format!("None of {of} interviewers differs from colleagues in the same communities beyond chance.") } else { format!("{k} of {of} {} from colleagues in the same communities beyond chance, and {} first. Households, hours, places or ways of asking may be behind it: ask before you judge.", plural(k, "interviewers differs", "interviewers differ"), plural(k, "stands", "stand")) };
    PeopleNote =>
        "每格：本人／同社区同事。“有差别”按 Holm 法对所有调查员和所有列校正（5%）：标记用精确检验，其余用置换检验的正态近似。",
        "Each cell: own / colleagues in the same communities. “Differs” holds after correction over all interviewers and columns (Holm, 5%): an exact test for signs, the normal approximation of a permutation test for the rest.";
    AspectSigns => "有标记", "With a sign";
    AspectMissing => "无回答", "Unanswered";
    AspectMinutes => "分钟", "Minutes";
    AspectScore => "平均得分", "Mean score";
    Differs { p: String } => format!("有差别，p = {p}"), format!("differs, p = {p}");
    DiffersSmall => "有差别，p < 0.001", "differs, p < 0.001";
    NotEstimable => "无法估计", "not estimable";
    HeadInterviews => "访问", "Interviews";

    Missing => "无回答", "Unanswered questions";
    MissingByQuestion => "按题目", "By question";
    MissingByInterviewer => "按调查员", "By interviewer";
    MissingNote =>
        "“无回答”＝不知道、拒答与空白，占被问到的比例；“不适用”和“没问到”不算在内。未加权。",
        "“Unanswered” is don't know, refused and blank, of those who were asked; “does not apply” and “not asked” do not count. Unweighted.";
    HeadQuestion => "题目", "Question";
    HeadAsked => "问到", "Asked";
    HeadOpen => "无回答", "Unanswered";
    HeadDontKnow => "不知道", "Don't know";
    HeadRefused => "拒答", "Refused";
    HeadBlank => "空白", "Blank";
    HeadNotApplicable => "不适用", "Does not apply";
    HeadNotAsked => "没问到", "Not asked";
    OfQuestion => "哪道题", "Question";
    AllQuestions => "所有题合计", "All questions together";
}
