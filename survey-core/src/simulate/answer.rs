//! Answering: the person goes through the questionnaire in order and answers what is asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::person::{Person, pick, unit};
use crate::base::{AreaTree, Date, DateTime, Missing, Time, Value};
use crate::interview::{Effect, Event, Input, Interview, JournalEntry, Stage};
use crate::questionnaire::{Bounds, Choice, Geo, Item, ItemId, Kind, Questionnaire, Range, Select};
use crate::response::Response;

const REFUSES: f64 = 0.07;
const BREAKS_OFF: f64 = 0.025;
/// How often an answer is tried before a constraint that no answer meets is given up.
const N_TRIES: usize = 12;
const MOST_INSTANCES: usize = 6;

/// A person in an interview.
pub(super) struct Respondent<'a> {
    form: Arc<Questionnaire>,
    interview: Interview,
    person: Person<'a>,
    areas: &'a AreaTree,
    now: i64,
    seconds: BTreeMap<String, f64>,
    /// Questions until the person breaks off.
    patience: usize,
    response: Option<Response>,
}

impl<'a> Respondent<'a> {
    pub(super) fn new(
        interview: Interview,
        mut person: Person<'a>,
        areas: &'a AreaTree,
        now: i64,
    ) -> Respondent<'a> {
        let form = interview.form().clone();
        let breaks_off = person.seed.unit() < BREAKS_OFF;
        let patience = if breaks_off {
            1 + person.seed.below(form.items().len())
        } else {
            usize::MAX
        };
        Respondent {
            form,
            interview,
            person,
            areas,
            now,
            seconds: BTreeMap::new(),
            patience,
            response: None,
        }
    }

    /// The response the interview comes to.
    pub(super) fn finish(mut self) -> Response {
        let form = self.form.clone();
        self.walk(form.root(), "");
        if self.interview.stage() == Stage::Asking {
            self.tell(Event::Finish);
        }
        // A questionnaire may demand what no random answer gives; then the person gives up.
        if self.response.is_none() {
            self.tell(Event::BreakOff { disposition: None });
        }
        let response = self.response.unwrap_or_else(|| self.interview.response());
        let mut response = response;
        response.paradata.seconds = self.seconds.into_iter().collect();
        response
    }

    fn tell(&mut self, event: Event) {
        let at = self.now;
        for effect in self.interview.apply(JournalEntry { at, event }) {
            match effect {
                Effect::Finished(response) => self.response = Some(*response),
                Effect::Store(_) | Effect::Moved | Effect::Focus(_) | Effect::Refused(_) => {}
            }
        }
    }

    fn walk(&mut self, holder: ItemId, within: &str) {
        let form = self.form.clone();
        for child in &form.item(holder).children {
            if self.response.is_some() {
                return;
            }
            let item = form.item(*child);
            let place = format!("{within}{}", item.name);
            match &item.kind {
                Kind::Note | Kind::Calculate | Kind::Hidden | Kind::Metadata(_) => {}
                Kind::Group => self.walk(*child, within),
                Kind::Repeat(_) => self.repeat(*child, &place, item.kind.is_open()),
                Kind::Consent(_)
                | Kind::SelectOne(_)
                | Kind::SelectMultiple(_)
                | Kind::Integer(_)
                | Kind::Decimal(_)
                | Kind::Range(_)
                | Kind::Text(_)
                | Kind::Date
                | Kind::Time
                | Kind::Area(_)
                | Kind::Rank(_)
                | Kind::DateTime
                | Kind::Geo(_)
                | Kind::File(_)
                | Kind::Barcode
                | Kind::Acknowledge => self.ask(item, &place),
            }
        }
    }

    fn repeat(&mut self, repeat: ItemId, place: &str, open: bool) {
        let wanted = if open {
            1 + self.person.seed.below(3)
        } else {
            usize::MAX
        };
        for number in 1..=wanted.min(MOST_INSTANCES.max(usize::from(!open) * 1_000)) {
            let instance = format!("{place}[{number}]");
            if open && number > 1 {
                let place = place.to_owned();
                self.tell(Event::AddRepeat { place });
            }
            if !self.interview.is_relevant(&instance) {
                return;
            }
            self.walk(repeat, &format!("{instance}/"));
        }
    }

    fn ask(&mut self, item: &Item, place: &str) {
        if !self.interview.is_relevant(place) {
            return;
        }
        if self.patience == 0 {
            self.tell(Event::BreakOff { disposition: None });
            return;
        }
        self.patience -= 1;
        let length = item.label.pairs().map(|it| it.1.chars().count()).min();
        let haste = libm::exp(0.4 * self.person.seed.normal());
        let seconds = self.person.pace * haste * (4.0 + 0.16 * length.unwrap_or(0) as f64);
        self.now += (seconds * 1000.0) as i64;
        // To a tenth: nobody measures reading time better than that.
        let spent = self.seconds.entry(item.name.clone()).or_default();
        *spent += libm::round(seconds * 10.0) / 10.0;
        for _ in 0..N_TRIES {
            let Some(input) = self.input(item, place) else {
                break;
            };
            let place = place.to_owned();
            self.tell(Event::Answer {
                place: place.clone(),
                input,
            });
            if self.interview.complaint_at(&place).is_none() {
                return;
            }
        }
        let place = place.to_owned();
        let input = match item.missing.last() {
            Some(missing) => Input::Missing(missing.reason),
            None => Input::Clear,
        };
        self.tell(Event::Answer { place, input });
    }

    /// What the person says; none to leave the question open.
    fn input(&mut self, item: &Item, place: &str) -> Option<Input> {
        match self.reason(item) {
            Some(Missing::Skipped) => return Some(Input::Clear),
            Some(reason) => return Some(Input::Missing(reason)),
            None => {}
        }
        let value = self.value(item, place)?;
        Some(Input::Value(value))
    }

    fn value(&mut self, item: &Item, place: &str) -> Option<Value> {
        match &item.kind {
            Kind::Consent(select) => Some(Value::Text(self.consent(select))),
            Kind::SelectOne(select) => {
                let choices = self.offered(select, place);
                self.one(item, &choices).map(Value::Text)
            }
            Kind::SelectMultiple(select) => {
                let choices = self.offered(select, place);
                let most = select.max.unwrap_or(u32::MAX) as usize;
                Some(Value::Many(self.many(item, &choices, most)))
            }
            Kind::Integer(bounds) => Some(Value::Number(libm::round(self.number(item, *bounds)))),
            Kind::Decimal(bounds) => {
                let number = self.number(item, *bounds);
                Some(Value::Number(libm::round(number * 10.0) / 10.0))
            }
            Kind::Range(range) => Some(Value::Number(self.point(item, range))),
            Kind::Text(_) => self.words(item).map(Value::Text),
            Kind::Date => {
                let day = self.now.div_euclid(86_400_000) - self.person.seed.below(365) as i64;
                Date::from_days(day).map(|it| Value::Text(it.to_string()))
            }
            Kind::Time => {
                let minute = self.person.seed.below(24 * 60) as u32;
                Time::from_millis(minute * 60_000).map(|it| Value::Text(it.to_string()))
            }
            Kind::Area(level) => self.area(level.as_deref()).map(Value::Text),
            Kind::Rank(select) => {
                let mut names = self.interview.choices_at(place);
                self.person.seed.shuffle(&mut names);
                Some(Value::Many(names)).filter(|_| !select.choices.is_empty())
            }
            Kind::DateTime => {
                DateTime::from_unix_millis(self.now, 0).map(|it| Value::Text(it.to_string()))
            }
            Kind::Geo(geo) => Some(Value::Text(self.places(*geo))),
            Kind::Barcode => {
                let digits = self.person.seed.below(900_000_000) + 100_000_000;
                Some(Value::Text(digits.to_string()))
            }
            Kind::Acknowledge => Some(Value::Text("OK".to_owned())),
            // Nobody is there to be photographed.
            Kind::File(_)
            | Kind::Note
            | Kind::Calculate
            | Kind::Group
            | Kind::Repeat(_)
            | Kind::Hidden
            | Kind::Metadata(_) => None,
        }
    }

    /// Places in a square of about a kilometre.
    fn places(&mut self, geo: Geo) -> String {
        let n_places = match geo {
            Geo::Point => 1,
            Geo::Trace => 3,
            Geo::Shape => 4,
        };
        let mut places: Vec<String> = (0..n_places)
            .map(|_| {
                let (north, east) = (self.person.seed.unit(), self.person.seed.unit());
                format!(
                    "{:.6} {:.6} 0 10",
                    30.0 + north / 100.0,
                    104.0 + east / 100.0
                )
            })
            .collect();
        if let (Geo::Shape, Some(first)) = (geo, places.first().cloned()) {
            places.push(first);
        }
        places.join("; ")
    }

    /// Why the person gives no answer, if so.
    fn reason(&mut self, item: &Item) -> Option<Missing> {
        let known = self.person.profile.missing.get(&item.name);
        let required = item.required.is_some();
        for reason in Missing::ALL {
            let usual = match reason {
                Missing::NotAsked | Missing::Suppressed => continue,
                Missing::Skipped if required => continue,
                Missing::Skipped if matches!(item.kind, Kind::Text(_)) => 0.7,
                Missing::Skipped => 0.010,
                Missing::NotApplicable => 0.05,
                Missing::DontKnow => 0.030,
                Missing::Refused => 0.008,
            };
            let offered =
                reason == Missing::Skipped || item.missing.iter().any(|it| it.reason == reason);
            let share = known.and_then(|it| it.get(reason.name())).copied();
            let varied = usual * (0.4 + 1.2 * unit(0, reason.name(), &item.name));
            let chance = share.unwrap_or(varied) * self.person.reticence;
            if offered && self.person.seed.unit() < chance {
                return Some(reason);
            }
        }
        None
    }

    fn consent(&mut self, select: &Select) -> String {
        let refuses = self.person.seed.unit() < REFUSES;
        let side: Vec<&str> = select
            .choices
            .iter()
            .filter(|it| it.end == refuses)
            .map(|it| it.name.as_str())
            .collect();
        let side = if side.is_empty() {
            select.choices.iter().map(|it| it.name.as_str()).collect()
        } else {
            side
        };
        let shares: Vec<f64> = (0..side.len()).map(|it| 1.0 / (1.0 + it as f64)).collect();
        side[pick(&shares, &mut self.person.seed)].to_owned()
    }

    /// The choices that the select's filter lets through.
    fn offered<'c>(&self, select: &'c Select, place: &str) -> Vec<&'c Choice> {
        let all = select.choices.iter();
        if select.filter.is_none() {
            return all.collect();
        }
        let offered = self.interview.choices_at(place);
        all.filter(|it| offered.contains(&it.name)).collect()
    }

    fn one(&mut self, item: &Item, choices: &[&Choice]) -> Option<String> {
        if let Some(settled) = self.person.settled.get(item.name.as_str())
            && choices.iter().any(|it| it.name == *settled)
        {
            return Some(settled.clone());
        }
        let mut scored: Vec<(f64, &str)> = choices
            .iter()
            .filter_map(|it| Some((it.score?, it.name.as_str())))
            .collect();
        if scored.len() >= 2 && scored.len() == choices.len() {
            scored.sort_by(|a, b| a.0.total_cmp(&b.0));
            let quality = self.quality(item);
            let grade = grade(quality, scored.len());
            return Some(scored[grade].1.to_owned());
        }
        let share = |(at, it): (usize, &&Choice)| {
            // An answer that ends the interview is rare after the consent.
            let rare = if it.end || it.other { 0.15 } else { 1.0 };
            rare * self.person.share(&item.name, &it.name, at)
        };
        let shares: Vec<f64> = choices.iter().enumerate().map(share).collect();
        let at = (!shares.is_empty()).then(|| pick(&shares, &mut self.person.seed))?;
        Some(choices[at].name.clone())
    }

    fn many(&mut self, item: &Item, choices: &[&Choice], most: usize) -> Vec<String> {
        let mut ticked: Vec<(f64, String)> = Vec::new();
        let mut nearest: Option<(f64, String)> = None;
        for (at, choice) in choices.iter().enumerate() {
            let rare = if choice.other { 0.2 } else { 1.0 };
            let share = rare * self.person.share(&item.name, &choice.name, at);
            let luck = self.person.seed.unit();
            if choice.exclusive {
                if luck < share.min(0.35) {
                    return vec![choice.name.clone()];
                }
                continue;
            }
            let margin = share - luck;
            if nearest.as_ref().is_none_or(|it| it.0 < margin) {
                nearest = Some((margin, choice.name.clone()));
            }
            if margin > 0.0 {
                ticked.push((margin, choice.name.clone()));
            }
        }
        if ticked.is_empty() {
            ticked.extend(nearest);
        }
        ticked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ticked.truncate(most);
        ticked.into_iter().map(|it| it.1).collect()
    }

    fn number(&mut self, item: &Item, bounds: Bounds) -> f64 {
        let low = bounds.min.unwrap_or(0.0);
        let high = bounds.max.unwrap_or(low + 100.0);
        let middle = 0.3 + 0.3 * unit(0, "middle", &item.name);
        let at = middle + 0.18 * self.person.seed.normal();
        low + (high - low) * at.clamp(0.0, 1.0)
    }

    fn point(&mut self, item: &Item, range: &Range) -> f64 {
        let points: Vec<f64> = range.points().collect();
        let score = |at: usize| item.score_of(&crate::expr::number_to_text(points[at]));
        let falls = score(0) > score(points.len() - 1);
        let quality = self.quality(item);
        let share = (0.71 + 0.19 * quality).clamp(0.0, 1.0);
        let share = if falls { 1.0 - share } else { share };
        let at = libm::round(share * (points.len() - 1) as f64) as usize;
        points[at]
    }

    fn quality(&mut self, item: &Item) -> f64 {
        let construct = item.construct.as_deref().unwrap_or("");
        self.person.quality(&item.name, construct)
    }

    fn words(&mut self, item: &Item) -> Option<String> {
        let language = self.interview.language();
        let known = self.person.profile.words.get(&item.name);
        let said = known
            .and_then(|it| it.get(language))
            .filter(|it| !it.is_empty());
        Some(match said {
            Some(all) => all[self.person.seed.below(all.len())].clone(),
            None if language.starts_with("zh") => "模拟回答".to_owned(),
            None => "simulated answer".to_owned(),
        })
    }

    fn area(&mut self, level: Option<&str>) -> Option<String> {
        let fits = |it: &&crate::base::Area| level.is_none_or(|level| it.level == level);
        let all: Vec<&str> = self
            .areas
            .areas()
            .iter()
            .filter(fits)
            .map(|it| it.code.as_str())
            .collect();
        (!all.is_empty()).then(|| all[self.person.seed.below(all.len())].to_owned())
    }
}

/// The grade, counted from the worst, of an answer of some quality: cut points at the normal
/// quantiles of (j/k)^2.5, which gives shares of 2, 8, 18, 29 and 43 % for five grades.
fn grade(quality: f64, n_grades: usize) -> usize {
    let below = crate::stats::special::normal_upper(-quality);
    (1..n_grades)
        .filter(|it| {
            let cut = *it as f64 / n_grades as f64;
            below > cut * cut * libm::sqrt(cut)
        })
        .count()
}
