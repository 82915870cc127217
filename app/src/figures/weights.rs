use super::{About, Drawn, value};
use crate::charts::Figure;
use crate::charts::figure::{CountRow, Counts, CountsHeads, Numbers, Order};
use crate::locale::analysis::Analysis;
use crate::locale::weights::Weights;
use crate::worker::protocol::Weighed;

/// Interviews by their weight.
pub fn weights(about: &About, it: &Weighed) -> Drawn {
    let say = |message: Weights| about.locale.say(message).to_string();
    let number = |it: f64| value(it, &Numbers::plain(2));
    let (low, high) = it.range;
    let finding = if high - low < 1e-9 {
        Weights::FindPlain
    } else {
        let (low, high) = (number(low), number(high));
        Weights::FindRange { low, high }
    };
    let used = |at: &usize| it.classes[*at].1 > 0;
    let first = (0..it.classes.len()).find(used).unwrap_or(0);
    let last = (0..it.classes.len()).rfind(used).unwrap_or(0);
    let row = |at: usize| {
        let (end, count) = it.classes[at];
        let before = at.checked_sub(1).and_then(|it_at| it.classes[it_at].0);
        let label = match (before, end) {
            (Some(low), Some(high)) => Weights::Between {
                low: end_of(low),
                high: end_of(high),
            },
            (Some(low), None) => Weights::Above { low: end_of(low) },
            (None, high) => Weights::Upto {
                high: high.map_or_else(String::new, end_of),
            },
        };
        CountRow {
            label: say(label),
            count,
            target: None,
        }
    };
    let mut caption = about.caption(Analysis::HeadResponses, String::new(), Vec::new());
    caption.title = say(finding);
    caption.subtitle = say(Weights::HeadClass);
    let figure = Figure::Counts(Counts {
        caption,
        heads: CountsHeads {
            label: say(Weights::HeadClass),
            count: about.say(Analysis::HeadResponses),
            target: about.say(Analysis::HeadTarget),
        },
        rows: (first..=last).map(row).collect(),
        order: Order::Given,
    });
    Drawn::plain("weights", figure)
}

fn end_of(it: f64) -> String {
    format!("{it}")
}

/// What a variable is called in notes: its words, or its name.
pub(super) fn named(about: &About, name: &str) -> String {
    super::cross::variable(name).map_or_else(|| super::short(name, 24), |words| about.say(words))
}

/// How people were weighted.
pub(super) fn note(about: &About) -> String {
    let say = |message: Weights| about.locale.say(message).to_string();
    let recipe = &about.recipe;
    let item = recipe.weight.clone().map(|item| Weights::HowItem { item });
    let to: Vec<String> = recipe
        .targets
        .iter()
        .map(|it| named(about, &it.var))
        .collect();
    let raked = (!to.is_empty()).then(|| Weights::HowRaked {
        to: to.join(" × ")
    });
    let capped = recipe.cap.map(|times| Weights::HowCapped { times });
    let how: Vec<String> = [item, raked, capped]
        .into_iter()
        .flatten()
        .map(say)
        .collect();
    say(Weights::NoteWeighted {
        how: how.join("; "),
    })
}
