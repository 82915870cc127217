//! Questions on a screen: what core says is shown, one component a kind of control.

mod area;
mod choices;
mod complaint;
mod fields;
mod grid;
mod keys;
mod markup;
mod missing;
mod range;
mod repeat;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use survey_core::base::{Missing, Value};
use survey_core::interview::{Control, Event, Input, QuestionView};
use yew::prelude::*;

pub use area::{AreaPicker, Areas};
pub use complaint::words as complaint_words;
pub use grid::Grid;
pub(crate) use grid::fit_together;
pub use keys::choose_by_digit;
pub use markup::markup;

use crate::locale::fill::Fill;
use crate::locale::use_locale;
use choices::{Multiple, Single};
use fields::{Moment, Number, Words};
use missing::Reasons;
use range::Points;
use repeat::Instances;

/// What a question tells the interview.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Something happened.
    Event(Event),
    /// These words stand in the field of this place; more may come.
    Typing(String, String),
}

/// The way from a question to the interview; a context.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask(pub Callback<Said>);

impl Ask {
    /// Something happened.
    pub fn event(&self, event: Event) {
        self.0.emit(Said::Event(event));
    }

    /// A value was given.
    pub fn value(&self, place: &str, value: Value) {
        self.event(Event::Answer {
            place: place.to_owned(),
            input: Input::Value(value),
        });
    }

    /// A reason for giving no value was given.
    pub fn missing(&self, place: &str, reason: Missing) {
        self.event(Event::Answer {
            place: place.to_owned(),
            input: Input::Missing(reason),
        });
    }

    /// The answer was taken back.
    pub fn clear(&self, place: &str) {
        self.event(Event::Answer {
            place: place.to_owned(),
            input: Input::Clear,
        });
    }

    /// Words are being typed.
    pub fn typing(&self, place: &str, text: String) {
        self.0.emit(Said::Typing(place.to_owned(), text));
    }
}

/// The way to the interview of the surroundings; silent where there is none, as in tests.
#[hook]
pub fn use_ask() -> Ask {
    use_context::<Ask>().unwrap_or_else(|| Ask(Callback::noop()))
}

/// What a question is drawn from.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct QuestionProps {
    /// The question.
    pub question: QuestionView,
    /// The text that explains its "other" choice, if that is asked.
    #[prop_or_default]
    pub other: Option<QuestionView>,
    /// Whether an interviewer holds the pen.
    #[prop_or_default]
    pub interviewer: bool,
    /// Whether it is the first thing of a new screen, where the focus goes.
    #[prop_or_default]
    pub leads: bool,
}

/// One question or note.
#[component]
pub fn Question(props: &QuestionProps) -> Html {
    let view = &props.question;
    if view.control == Control::Note {
        return html! {
            <div class="note" data-place={view.place.clone()} tabindex="-1" data-heading={props.leads.then_some("")}>
                { markup(&view.label) }
            </div>
        };
    }
    let ids = Ids::of(&view.place);
    let role = match &view.control {
        Control::Consent(_) | Control::SelectOne(_) | Control::Range { .. } => "radiogroup",
        _ => "group",
    };
    html! {
        <div class={classes!("question", view.complaint.is_some().then_some("has-complaint"))}
            data-place={view.place.clone()} {role}
            data-kind={matches!(view.control, Control::Consent(_)).then_some("consent")}
            aria-labelledby={ids.label.clone()} aria-describedby={ids.described_by(view)}>
            <Heading view={view.clone()} leads={props.leads} />
            <Complaint view={view.clone()} />
            <ControlOf view={view.clone()} other={props.other.clone()} interviewer={props.interviewer} />
            <Reasons view={view.clone()} interviewer={props.interviewer} />
        </div>
    }
}

/// Ids of a question's parts, for readers aloud.
pub(crate) struct Ids {
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) complaint: String,
}

impl Ids {
    pub(crate) fn of(place: &str) -> Ids {
        Ids {
            label: format!("q-{place}-label"),
            hint: format!("q-{place}-hint"),
            complaint: format!("q-{place}-complaint"),
        }
    }

    pub(crate) fn described_by(&self, view: &QuestionView) -> Option<String> {
        let hint = view.hint.is_some().then_some(self.hint.as_str());
        let complaint = view.complaint.is_some().then_some(self.complaint.as_str());
        let ids: Vec<&str> = hint.into_iter().chain(complaint).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

#[derive(PartialEq, Properties)]
struct HeadingProps {
    view: QuestionView,
    leads: bool,
}

#[component]
fn Heading(props: &HeadingProps) -> Html {
    let locale = use_locale();
    let view = &props.view;
    let ids = Ids::of(&view.place);
    let tag = if props.leads { "h1" } else { "h2" };
    let guidance = view.guidance.as_ref().map(|it| {
        html! { <p class="guidance"><b>{ locale.say(Fill::Guidance) }</b>{ markup(it) }</p> }
    });
    let card = view.card.clone().map(|card| {
        html! { <p class="card-badge">{ locale.say(Fill::Card { card }) }</p> }
    });
    html! {
        <>
            <@{tag} class="label" id={ids.label} tabindex="-1" data-heading={props.leads.then_some("")}>
                { markup(&view.label) }
                if view.required {
                    <span class="required">{ locale.say(Fill::Required) }</span>
                }
            </@>
            if let Some(hint) = &view.hint {
                <p class="hint" id={ids.hint}>{ markup(hint) }</p>
            }
            { card }
            { guidance }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct ControlProps {
    view: QuestionView,
    other: Option<QuestionView>,
    interviewer: bool,
}

/// The one match over the kinds of control.
#[component]
fn ControlOf(props: &ControlProps) -> Html {
    let view = props.view.clone();
    let other = props.other.clone();
    match &props.view.control {
        Control::Note => Html::default(),
        Control::Consent(choices) | Control::SelectOne(choices) => {
            html! { <Single choices={choices.clone()} {view} {other} /> }
        }
        Control::SelectMultiple {
            choices,
            max,
            n_ticks,
        } => html! {
            <Multiple choices={choices.clone()} max={*max} n_ticks={*n_ticks} {view} {other} />
        },
        Control::Number {
            text,
            whole,
            min,
            max,
        } => html! {
            <Number text={text.clone()} whole={*whole} min={*min} max={*max} {view} />
        },
        Control::Range {
            points,
            start_label,
            end_label,
        } => html! {
            <Points points={points.clone()} start_label={start_label.clone()}
                end_label={end_label.clone()} {view} />
        },
        Control::Text {
            text,
            max_length,
            rows,
        } => html! {
            <Words text={text.clone()} max_length={*max_length} rows={*rows} {view} />
        },
        Control::Date(text) => html! { <Moment kind="date" text={text.clone()} {view} /> },
        Control::Time(text) => html! { <Moment kind="time" text={text.clone()} {view} /> },
        Control::Area { code, level } => html! {
            <area::AreaControl code={code.clone()} level={level.clone()} {view} />
        },
        Control::Repeat(repeat) => html! { <Instances repeat={repeat.clone()} /> },
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct ViewProps {
    pub(crate) view: QuestionView,
}

#[component]
pub(crate) fn Complaint(props: &ViewProps) -> Html {
    let locale = use_locale();
    let view = &props.view;
    let offers_reasons = !view.missing.is_empty();
    html! {
        <div role="alert" class="complaint-place">
            if let Some(complaint) = &view.complaint {
                <p class="complaint" id={Ids::of(&view.place).complaint}>
                    { complaint::words(locale, complaint, offers_reasons) }
                </p>
            }
            if view.looks_personal {
                <p class="warning">{ locale.say(Fill::LooksPersonal) }</p>
            }
        </div>
    }
}
