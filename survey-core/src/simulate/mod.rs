//! Simulated responses: people who do not exist answer a questionnaire, through the interview
//! machine that asks people who do, so every response follows a path that the questionnaire
//! allows. Marked as simulated, always.
//!
//! What makes them plausible: streets and communities differ; a person's answers to the items of
//! one construct hang together, and all of them a little; margins and the leanings of groups come
//! from a [`Profile`]; interviewers tinge answers slightly; people refuse, break off, skip, say
//! "don't know"; the field work takes two weeks of evenings and weekends. What follows from a
//! construct, a score or a profile is modelled; nothing else is, so numbers mean nothing.
//!
//! Response `i` depends on the seed and `i` alone, so any part can be made anywhere.

mod answer;
mod field;
mod person;
mod profile;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::{Area, AreaTree, Date, Seed};
use crate::interview::{Event, Interview, JournalEntry, Layout, Start};
use crate::questionnaire::{Mode, Questionnaire};
use crate::response::{Response, SurveyRef};
use person::Person;
pub use profile::{Margin, Profile};

/// What to simulate.
#[derive(Clone, Debug)]
pub struct Options {
    /// Decides everything.
    pub seed: u64,
    /// How many responses, spread evenly over the areas.
    pub n: usize,
    /// The level of the areas that responses are spread over; they belong to the areas without
    /// parts inside these. An unknown level means all areas without parts.
    pub level: String,
    /// The wave.
    pub wave: Option<String>,
    /// The first day of field work.
    pub first_day: Date,
    /// How many days it takes.
    pub n_days: u32,
    /// Minutes east of UTC.
    pub offset: i16,
    /// Optional sets of questions that are asked.
    pub packs: BTreeSet<String>,
    /// What is known of people.
    pub profile: Profile,
}

impl Options {
    /// `n` responses from the communities, in the two weeks from Monday, 2 March 2026, with the
    /// packs that are on.
    pub fn new(form: &Questionnaire, seed: u64, n: usize) -> Options {
        let on = form.packs.iter().filter(|it| it.1.on);
        Options {
            seed,
            n,
            level: "community".to_owned(),
            wave: Some("2026".to_owned()),
            first_day: Date::new(2026, 3, 2).expect("the day exists"),
            n_days: 14,
            offset: 480,
            packs: on.map(|it| it.0.clone()).collect(),
            profile: Profile::default(),
        }
    }
}

/// Makes responses one by one; an iterator, and a function of the response's number.
#[derive(Clone, Debug)]
pub struct Simulation {
    form: Arc<Questionnaire>,
    areas: Arc<AreaTree>,
    options: Options,
    sites: Vec<Site>,
    next: usize,
}

/// Where responses come from.
#[derive(Clone, Debug)]
struct Site {
    /// The area and what it lies in, from the inside out.
    around: Vec<String>,
    /// The areas without parts in it, or itself.
    leaves: Vec<String>,
}

impl Simulation {
    /// A simulation of a questionnaire in the areas of a tree, which may be empty.
    pub fn new(form: Arc<Questionnaire>, areas: Arc<AreaTree>, options: Options) -> Simulation {
        let sites = sites(&areas, &options.level);
        Simulation {
            form,
            areas,
            options,
            sites,
            next: 0,
        }
    }

    /// Response number `at`.
    pub fn response(&self, at: usize) -> Response {
        let options = &self.options;
        let mut seed = Seed::from_text(&format!("{}/{at}", options.seed));
        let site_idx = at * self.sites.len() / options.n.max(1);
        let site = self.sites.get(site_idx);
        let mode = self.mode(&mut seed);
        let interviewer = site
            .filter(|_| mode == Mode::Interviewer)
            .map(|it| field::interviewer(it, &mut seed));
        let begun = field::begin(options, mode, &mut seed);
        let area = site.map(|it| it.leaves[seed.below(it.leaves.len())].clone());
        let start = Start {
            id: seed.uuid(begun),
            survey: SurveyRef {
                id: self.form.id.clone(),
                version: self.form.version.clone(),
                digest: self.form.digest.clone(),
            },
            mode,
            language: self.language(&mut seed),
            area,
            wave: options.wave.clone(),
            interviewer: interviewer.clone(),
            device: interviewer.as_ref().map(|it| format!("tablet-{it}")),
            packs: options.packs.iter().cloned().collect(),
            seed: options.seed ^ at as u64,
            offset: options.offset,
            layout: Layout::Section,
            simulated: true,
        };
        let around = site.map_or(&[][..], |it| &it.around);
        let person = Person::new(options, around, interviewer.as_deref(), seed);
        self.interview(start, begun, person)
    }

    fn interview(&self, start: Start, begun: i64, person: Person) -> Response {
        let entry = JournalEntry {
            at: begun,
            event: Event::Start(Box::new(start)),
        };
        let interview = Interview::start(self.form.clone(), entry);
        let interview = interview.expect("the start names its own questionnaire");
        answer::Respondent::new(interview, person, &self.areas, begun).finish()
    }

    /// Mostly interviewers where the questionnaire is made for them, mostly the person otherwise.
    fn mode(&self, seed: &mut Seed) -> Mode {
        let share = |mode: &Mode| match mode {
            Mode::Interviewer => 0.82,
            Mode::SelfCompletion => 0.12,
            Mode::Kiosk => 0.03,
            Mode::PaperEntry => 0.03,
        };
        let shares: Vec<f64> = self.form.modes.iter().map(share).collect();
        self.form.modes[person::pick(&shares, seed)]
    }

    fn language(&self, seed: &mut Seed) -> String {
        let languages = &self.form.languages;
        let other = seed.unit() < 0.03;
        let at = if other {
            seed.below(languages.len())
        } else {
            0
        };
        let found = languages.get(at).unwrap_or(&self.form.default_language);
        found.clone()
    }
}

impl Iterator for Simulation {
    type Item = Response;

    fn next(&mut self) -> Option<Response> {
        let at = self.next;
        (at < self.options.n).then(|| {
            self.next += 1;
            self.response(at)
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.options.n - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Simulation {}

fn sites(areas: &AreaTree, level: &str) -> Vec<Site> {
    let is_leaf = |it: &Area| areas.children(Some(&it.code)).next().is_none();
    let of_level = |it: &&Area| it.level == level;
    let known = areas.areas().iter().any(|it| it.level == level);
    let chosen = areas
        .areas()
        .iter()
        .filter(|it| if known { of_level(it) } else { is_leaf(it) });
    let site = |area: &Area| {
        let inside = |it: &Area| areas.ancestors(&it.code).any(|up| up.code == area.code);
        let leaves = areas.areas().iter().filter(|it| is_leaf(it) && inside(it));
        let around = areas.ancestors(&area.code);
        Site {
            around: around.map(|it| it.code.clone()).collect(),
            leaves: leaves.map(|it| it.code.clone()).collect(),
        }
    };
    chosen.map(site).collect()
}
