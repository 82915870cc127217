//! Dates: with the browser's calendar, or part by part where the author asks for that or for no
//! day at all.

use std::rc::Rc;

use survey_core::base::Value;
use survey_core::interview::QuestionView;
use survey_core::questionnaire::{Calendar, DateParts};

use super::fields::moment;
use super::{Ink, Said, Scene};
use crate::dom::{el, el_of};
use crate::locale::special::Special;

/// A date in the parts that are asked for; those that are not are the first of the year or month.
pub(super) fn date(block: Ink, scene: Scene, view: &QuestionView, text: &str) -> Ink {
    let block = block.with_some(calendar(scene, view));
    let parts = view.look.date.parts;
    if parts == DateParts::Day {
        return block.with(moment(view, "date", text));
    }
    // What is not a whole date yet is no answer, unless there was one before.
    let draft = match scene.sought_in(&view.place) {
        "" => text,
        sought => sought,
    };
    let mut given = draft.splitn(3, '-').map(str::to_owned);
    let mut next = || given.next().unwrap_or_default();
    let given = Rc::new(Given {
        parts: [next(), next(), next()],
        asked: parts,
        place: view.place.clone(),
        had_answer: !text.is_empty(),
    });
    let mut row = el_of("div", "date-parts").with(year(scene, view, &given));
    if parts != DateParts::Year {
        let months = (1..=12).map(|it| {
            (
                it,
                scene.locale.words(Special::Month { n: it }).into_owned(),
            )
        });
        row = row.with(part(scene, view, &given, 1, Special::MonthName, months));
    }
    if parts == DateParts::DayTyped {
        let days = (1..=31).map(|it| (it, it.to_string()));
        row = row.with(part(scene, view, &given, 2, Special::DayName, days));
    }
    block.with(row)
}

/// Which calendar the author had in mind, if another one.
pub(super) fn calendar(scene: Scene, view: &QuestionView) -> Option<Ink> {
    let name = match view.look.date.calendar? {
        Calendar::Ethiopian => Special::CalendarEthiopian,
        Calendar::Coptic => Special::CalendarCoptic,
        Calendar::Islamic => Special::CalendarIslamic,
        Calendar::BikramSambat => Special::CalendarNepal,
        Calendar::Myanmar => Special::CalendarMyanmar,
        Calendar::Persian => Special::CalendarPersian,
        Calendar::Buddhist => Special::CalendarBuddhist,
    };
    let name = scene.locale.words(name).into_owned();
    let words = scene.locale.words(Special::OtherCalendar { name });
    Some(el_of("p", "hint").words(words))
}

/// The parts so far: year, month and day as they were given.
struct Given {
    parts: [String; 3],
    asked: DateParts,
    place: String,
    had_answer: bool,
}

impl Given {
    /// What is said when one part is given, or is being typed.
    fn with(&self, part: usize, words: &str, is_typing: bool) -> Said {
        let mut parts = self.parts.clone();
        parts[part] = words.trim().to_owned();
        let n_asked = match self.asked {
            DateParts::Day | DateParts::DayTyped => 3,
            DateParts::Month => 2,
            DateParts::Year => 1,
        };
        let draft = parts.join("-");
        for part in &mut parts[n_asked..] {
            *part = "1".to_owned();
        }
        let numbers = parts.iter().map(|it| it.parse::<u32>().ok());
        let numbers: Option<Vec<u32>> = numbers.collect();
        let asked = &parts[..n_asked];
        match numbers.as_deref() {
            Some([year, month, day]) if parts[0].len() == 4 => {
                let date = format!("{year:04}-{month:02}-{day:02}");
                Said::value(&self.place, Value::Text(date))
            }
            _ if asked.iter().all(String::is_empty) && self.had_answer => Said::clear(&self.place),
            // All was given and is no date: the interview says so, rather than that it is lost.
            _ if self.had_answer || !is_typing && asked.iter().all(|it| !it.is_empty()) => {
                Said::Typing(self.place.clone(), draft)
            }
            _ => Said::Sought(self.place.clone(), draft),
        }
    }

    fn number(&self, part: usize) -> String {
        let number = self.parts[part].get(..2).unwrap_or(&self.parts[part]);
        number
            .parse::<u32>()
            .map(|it| it.to_string())
            .unwrap_or_default()
    }
}

fn year(scene: Scene, view: &QuestionView, given: &Rc<Given>) -> Ink {
    let (typing, told) = (given.clone(), given.clone());
    let field = el_of("input", "field date-year")
        .set("type", "text")
        .set("inputmode", "numeric")
        .set("autocomplete", "off")
        .set("maxlength", "4")
        .set("data-part", "year")
        .flag("readonly", view.read_only)
        .value(&given.parts[0])
        .typed(
            Some(Rc::new(move |it| typing.with(0, &it, true))),
            Some(Rc::new(move |it| told.with(0, &it, false))),
        );
    named(scene, Special::YearName, field)
}

fn part(
    scene: Scene,
    view: &QuestionView,
    given: &Rc<Given>,
    number: usize,
    name: Special,
    options: impl Iterator<Item = (u32, String)>,
) -> Ink {
    let told = given.clone();
    let option =
        |(it, words): (u32, String)| el("option").attr("value", it.to_string()).words(words);
    let list = el_of("select", "field date-part")
        .flag("disabled", view.read_only)
        .set("data-part", if number == 1 { "month" } else { "day" })
        .with(el("option").set("value", "").words("–"))
        .with_all(options.map(option))
        .value(&given.number(number))
        .typed(None, Some(Rc::new(move |it| told.with(number, &it, false))));
    named(scene, name, list)
}

fn named(scene: Scene, name: Special, field: Ink) -> Ink {
    let name = el_of("span", "part-name").words(scene.locale.words(name));
    el_of("label", "date-field").with(name).with(field)
}
