//! One of several, any of several: big rows, columns, points of a line, or folded away, with the
//! "other" text under its choice.

use survey_core::base::Value;
use survey_core::interview::{ChoiceView, Control, Event, Input, QuestionView};
use survey_core::questionnaire::SelectLayout;

use super::{IN_FULL, Ink, Said, Scene, complaint, image_map, markup, media, words};
use crate::dom::{el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::locale::special::Special;

/// The choices of a question in the way it asks for.
pub(super) struct List<'a> {
    pub(super) scene: Scene<'a>,
    pub(super) view: &'a QuestionView,
    pub(super) choices: &'a [ChoiceView],
    /// The text that explains the "other" choice.
    pub(super) other: Option<&'a QuestionView>,
    /// Whether several may be chosen.
    pub(super) many: bool,
    /// Whether there may be no more ticks.
    pub(super) is_full: bool,
}

impl List<'_> {
    /// The list, folded away if the author asks for that.
    pub(super) fn ink(&self) -> Ink {
        if !IN_FULL {
            return self.rows();
        }
        match self.view.look.select.layout {
            SelectLayout::Minimal => self.folded(),
            SelectLayout::ImageMap => self.pictured(),
            SelectLayout::Map => {
                let words = self.scene.locale.words(Special::NoMap);
                let sentence = el_of("p", "absent hint").words(words);
                el("div").with(sentence).with(self.rows())
            }
            SelectLayout::Rows
            | SelectLayout::Search
            | SelectLayout::Columns(_)
            | SelectLayout::Pack
            | SelectLayout::Likert
            | SelectLayout::Table(_) => self.rows(),
        }
    }

    /// The picture whose parts are the choices, with the list for those who do not point.
    fn pictured(&self) -> Ink {
        let answer = |it: &ChoiceView| self.answer(it);
        match image_map::picture(self.scene, self.view, self.choices, &answer) {
            Ok(picture) => {
                let words = self.scene.locale.words(Special::FromList);
                let list = el_of("details", "folded")
                    .with(el_of("summary", "field").words(words))
                    .with(self.rows());
                el("div").with(picture).with(list)
            }
            Err(sentence) => el("div").with(sentence).with(self.rows()),
        }
    }

    fn rows(&self) -> Ink {
        let look = self.view.look.select;
        let quick = look.quick && self.scene.alone && !self.view.read_only;
        let mut list = el_of("div", "choices")
            .class_if("no-buttons", look.no_buttons)
            .class_if("quick", quick);
        if let Some(class) = self.layout_class() {
            list = list.class_if(class, true);
        }
        if self.is_long_likert() {
            list = list.class_if("likert-long", true);
        }
        for (idx, choice) in self.choices.iter().enumerate() {
            let row = if quick && !choice.other {
                self.quick_row(choice)
            } else {
                self.row(idx, choice)
            };
            list = list
                .with(row)
                .with_some(other_text(self.scene.locale, choice, self.other));
        }
        list
    }

    fn layout_class(&self) -> Option<&'static str> {
        const COLUMNS: [&str; 10] = [
            "columns-1",
            "columns-2",
            "columns-3",
            "columns-4",
            "columns-5",
            "columns-6",
            "columns-7",
            "columns-8",
            "columns-9",
            "columns-10",
        ];
        match self.view.look.select.layout {
            SelectLayout::Columns(None) => Some("columns"),
            SelectLayout::Columns(Some(n)) => COLUMNS.get(usize::from(n) - 1).copied(),
            SelectLayout::Pack => Some("pack"),
            SelectLayout::Likert => Some("likert"),
            SelectLayout::Rows
            | SelectLayout::Minimal
            | SelectLayout::Search
            | SelectLayout::ImageMap
            | SelectLayout::Map
            | SelectLayout::Table(_) => None,
        }
    }

    /// Whether the points of a line would not stand beside each other on a phone.
    fn is_long_likert(&self) -> bool {
        let wide = |it: &ChoiceView| {
            let words = it.label.split([' ', '-', '/', '(']);
            words.map(width).max().unwrap_or_default() > 8 || width(&it.label) > 24
        };
        self.view.look.select.layout == SelectLayout::Likert
            && (self.choices.len() > 5 || self.choices.iter().any(wide))
    }

    /// The answer after a choice was picked, ticked or unticked.
    fn answer(&self, choice: &ChoiceView) -> Said {
        let value = if self.many {
            Value::Many(toggled(self.choices, &choice.name))
        } else {
            Value::Text(choice.name.clone())
        };
        Said::value(&self.view.place, value)
    }

    fn row(&self, idx: usize, choice: &ChoiceView) -> Ink {
        let full = self.is_full && !choice.chosen && !choice.exclusive;
        let disabled = self.view.read_only || full;
        let input = el("input")
            .set("type", if self.many { "checkbox" } else { "radio" })
            .attr("name", self.view.place.clone())
            .attr("value", choice.name.clone())
            .checked(choice.chosen)
            .flag("disabled", disabled)
            .choose(self.answer(choice));
        let row = el_of("label", "choice")
            .key(&choice.name)
            .class_if("chosen", choice.chosen)
            .class_if("disabled", disabled)
            .attr("data-choice", choice.name.clone())
            .with(input);
        let row = self.content(row, choice);
        if idx >= 10 {
            return row;
        }
        let digit = el_of("span", "digit").set("aria-hidden", "true");
        row.with(digit.words(((idx + 1) % 10).to_string()))
    }

    /// A choice that goes on when it is pressed. No radio: arrow keys choose on their way.
    fn quick_row(&self, choice: &ChoiceView) -> Ink {
        let event = Event::Answer {
            place: self.view.place.clone(),
            input: Input::Value(Value::Text(choice.name.clone())),
        };
        let row = el_of("button", "choice")
            .key(&choice.name)
            .set("type", "button")
            .set("role", "radio")
            .set("aria-checked", if choice.chosen { "true" } else { "false" })
            .class_if("chosen", choice.chosen)
            .attr("data-choice", choice.name.clone())
            .press(Said::Quick(event));
        self.content(row, choice)
    }

    fn content(&self, row: Ink, choice: &ChoiceView) -> Ink {
        row.with_all(media::of_choice(self.scene, &choice.media))
            .with(el_of("span", "choice-label").nodes(markup(&choice.label)))
    }

    /// The device's own list to pick one from; ticks and pictures in a part that opens.
    fn folded(&self) -> Ink {
        let pictured = self.choices.iter().any(|it| !it.media.is_empty());
        let chosen: Vec<&ChoiceView> = self.choices.iter().filter(|it| it.chosen).collect();
        if !self.many && !pictured {
            return self.picker(chosen.first().map_or("", |it| &it.name));
        }
        let names: Vec<&str> = chosen.iter().map(|it| it.label.as_str()).collect();
        let summary = match names.is_empty() {
            true => self.scene.locale.words(Fill::Choose),
            false => names.join(" · ").into(),
        };
        el_of("details", "folded")
            .class_if("chosen", !names.is_empty())
            .with(el_of("summary", "field").words(summary))
            .with(self.rows())
    }

    fn picker(&self, chosen: &str) -> Ink {
        let options = self
            .choices
            .iter()
            .map(|it| (it.name.clone(), it.label.clone()));
        let other = self.choices.iter().find(|it| it.chosen && it.other);
        let other = other.and_then(|it| other_text(self.scene.locale, it, self.other));
        el_of("div", "folded")
            .with(picker(self.scene, self.view, options, chosen, Value::Text))
            .with_some(other)
    }
}

/// The device's own list, closed until it is asked for. Choosing nothing takes the answer back.
pub(super) fn picker(
    scene: Scene,
    view: &QuestionView,
    options: impl Iterator<Item = (String, String)>,
    chosen: &str,
    value: fn(String) -> Value,
) -> Ink {
    let option = |(name, label): (String, String)| el("option").attr("value", name).words(label);
    let none = (String::new(), scene.locale.words(Fill::Choose).into_owned());
    let place = view.place.clone();
    let picked = move |name: String| match name.is_empty() {
        true => Said::clear(&place),
        false => Said::value(&place, value(name)),
    };
    el_of("select", "field field-pick")
        .flag("disabled", view.read_only)
        .attr("aria-labelledby", super::id_of(view, "label"))
        .maybe("aria-describedby", super::described_by(view))
        .with(option(none))
        .with_all(options.map(option))
        .value(chosen)
        .typed(None, Some(std::rc::Rc::new(picked)))
}

/// About how many letters wide words are; a Chinese one is as wide as two.
fn width(words: &str) -> usize {
    let wide = |it: char| if it > '\u{2E7F}' { 2 } else { 1 };
    words.chars().map(wide).sum()
}

/// A box that confirms.
pub(super) fn acknowledge(locale: Locale, view: &QuestionView, ticked: bool) -> Ink {
    let said = if ticked {
        Said::clear(&view.place)
    } else {
        Said::value(&view.place, Value::Text("OK".to_owned()))
    };
    let input = el("input")
        .set("type", "checkbox")
        .attr("name", view.place.clone())
        .checked(ticked)
        .flag("disabled", view.read_only)
        .choose(said);
    let words = el_of("span", "choice-label").words(locale.words(Fill::Confirm));
    let row = el_of("label", "choice")
        .class_if("chosen", ticked)
        .with(input)
        .with(words);
    el_of("div", "choices").with(row)
}

/// What is ticked when `name` is ticked or unticked. Exclusive choices are core's business.
pub(super) fn toggled(choices: &[ChoiceView], name: &str) -> Vec<String> {
    let ticked = choices.iter().filter(|it| it.chosen != (it.name == name));
    ticked.map(|it| it.name.clone()).collect()
}

/// The field beneath the choice it explains.
fn other_text(locale: Locale, choice: &ChoiceView, other: Option<&QuestionView>) -> Option<Ink> {
    let view = other.filter(|_| choice.other && choice.chosen)?;
    let Control::Text {
        text, max_length, ..
    } = &view.control
    else {
        return None;
    };
    let block = el_of("div", "other")
        .key(&["/", &choice.name].concat())
        .attr("data-place", view.place.clone())
        .set("role", "group");
    Some(words(block, locale, view, text, *max_length, 1).with(complaint(locale, view)))
}
