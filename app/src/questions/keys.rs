//! Digits choose.

use survey_core::base::Value;
use survey_core::interview::{Control, Event, Input, QuestionView, RangeView};

/// The answer that a digit gives to a question: the choice with that number, 0 being the tenth;
/// on a scale the point itself, and 10 for a 0 soon after a 1.
pub fn choose_by_digit(view: &QuestionView, digit: u32, soon: bool) -> Option<Event> {
    let number = if digit == 0 { 10 } else { digit as usize };
    let value = match &view.control {
        Control::Consent(choices) | Control::SelectOne(choices) => {
            Value::Text(choices.get(number - 1)?.name.clone())
        }
        Control::SelectMultiple {
            choices,
            max,
            n_ticks,
        } => {
            let choice = choices.get(number - 1)?;
            if !choice.chosen && !choice.exclusive && max.is_some_and(|max| *n_ticks >= max) {
                return None;
            }
            let ticked = choices
                .iter()
                .filter(|it| it.chosen != (it.name == choice.name));
            Value::Many(ticked.map(|it| it.name.clone()).collect())
        }
        Control::Range(RangeView { points, .. }) => {
            let is_one = points
                .iter()
                .any(|(point, chosen)| *chosen && *point == 1.0);
            let wanted = if digit == 0 && soon && is_one {
                10.0
            } else {
                f64::from(digit)
            };
            points
                .iter()
                .find(|it| it.0 == wanted)
                .map(|it| Value::Number(it.0))?
        }
        Control::Note
        | Control::Seek(_)
        | Control::Number { .. }
        | Control::Text { .. }
        | Control::Date(_)
        | Control::Time(_)
        | Control::Area { .. }
        | Control::Rank { .. }
        | Control::DateTime(_)
        | Control::Geo { .. }
        | Control::File { .. }
        | Control::Barcode(_)
        | Control::Acknowledge(_)
        | Control::Repeat(_) => return None,
    };
    (!view.read_only).then(|| Event::Answer {
        place: view.place.clone(),
        input: Input::Value(value),
    })
}
