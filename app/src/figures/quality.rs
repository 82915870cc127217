use super::{About, Drawn, Raw, short};
use crate::charts::Figure;
use crate::charts::figure::{Caption, DotRow, Dots, Estimate, Numbers, Order, Reference, Shown};
use crate::locale::analysis::Analysis;
use crate::locale::quality::Quality as Say;
use crate::worker::protocol::{Effect, Estimated, Interviewers};

/// Beyond this p value nothing stands out.
const ERROR: f64 = 0.05;

/// How much answers depend on who asked: a dot with its interval for each question. None without
/// any.
pub fn effects(about: &About, it: &Interviewers) -> Option<Drawn> {
    if it.items.is_empty() {
        return None;
    }
    let say = |message: Say| about.locale.say(message).to_string();
    let of = it.items.len();
    let title = match it.items.iter().filter(|it| it.p < ERROR).count() {
        0 => Say::IccNone { of },
        k => Say::IccSome { k, of },
    };
    let caption = about.caption(Analysis::TabQuality, say(Say::IccRule), Vec::new());
    let mut notes = vec![
        say(Say::IccNote),
        say(if it.by_area {
            Say::ByArea
        } else {
            Say::NotByArea
        }),
    ];
    notes.extend(caption.notes);
    let row = |it: &Effect| DotRow {
        label: format!("{} {}", it.name, short(&it.label, 40)),
        group: None,
        shown: Shown::Value(Estimate {
            value: it.icc,
            interval: Some(it.interval),
        }),
        n: it.n,
    };
    let raw = |it: &Effect| Raw {
        key: it.name.clone(),
        estimate: Some(Estimated {
            value: it.icc,
            interval: Some(it.interval),
            n: it.n,
        }),
    };
    let figure = Figure::Dots(Dots {
        caption: Caption {
            title: say(title),
            notes,
            ..caption
        },
        heads: crate::charts::figure::EstimateHeads {
            value: say(Say::HeadIcc),
            ..about.heads(Analysis::HeadItem, Analysis::HeadValue)
        },
        numbers: Numbers::plain(2),
        group_head: String::new(),
        groups: Vec::new(),
        rows: it.items.iter().map(row).collect(),
        reference: Some(Reference {
            label: say(Say::NoEffect),
            value: 0.0,
        }),
        domain: None,
        order: Order::Given,
    });
    Some(Drawn {
        key: "quality:icc".to_owned(),
        figure,
        raw: it.items.iter().map(raw).collect(),
    })
}
