//! The interview that a script drives: its time, its journal, and what it begins with.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use survey_core::base::DateTime;
use survey_core::format::instance::{self, Element};
use survey_core::format::journal;
use survey_core::interview::{Effect, Event, Interview, JournalEntry};
use survey_core::questionnaire::Questionnaire;

/// An interview in the hands of a script. It begins by itself, as late as it can.
pub(super) struct Session {
    form: Arc<Questionnaire>,
    now: DateTime,
    /// The time of the last event.
    at: i64,
    /// What the script says about the beginning.
    begin: Map<String, Value>,
    interview: Option<Interview>,
    pub(super) journal: Vec<JournalEntry>,
}

impl Session {
    pub(super) fn new(form: Arc<Questionnaire>, now: DateTime) -> Session {
        Session {
            form,
            now,
            at: now.unix_millis(),
            begin: Map::new(),
            interview: None,
            journal: Vec::new(),
        }
    }

    /// Whether it has begun.
    pub(super) fn has_begun(&self) -> bool {
        self.interview.is_some()
    }

    /// Sets something about the beginning.
    pub(super) fn prepare(&mut self, key: &str, value: Value) -> Result<(), String> {
        if self.has_begun() {
            return Err(format!("`{key}` is for before the interview begins"));
        }
        self.begin.insert(key.to_owned(), value);
        Ok(())
    }

    /// The moment of the next event.
    pub(super) fn set_now(&mut self, now: DateTime) {
        if self.has_begun() {
            self.at = now.unix_millis() - 1000;
        } else {
            self.now = now;
            self.at = now.unix_millis();
        }
    }

    /// The moment that the script has come to.
    pub(super) fn moment(&self) -> DateTime {
        DateTime::from_unix_millis(self.at, self.now.offset).unwrap_or(self.now)
    }

    /// Begins, filling in what the script leaves out.
    pub(super) fn start(&mut self, given: &Map<String, Value>) -> Result<(), String> {
        if self.has_begun() {
            return Err("the interview has begun already".to_owned());
        }
        let form = &self.form;
        let mode = form.modes.first().map_or("self", |it| it.name());
        let on = form.packs.iter().filter(|it| it.1.on);
        let packs: Vec<&String> = on.map(|it| it.0).collect();
        let mut whole = json!({
            "do": "start",
            "at": self.at,
            "id": "00000000-0000-7000-8000-000000000001",
            "survey": {"id": form.id, "version": form.version, "digest": form.digest},
            "mode": mode,
            "language": form.default_language,
            "packs": packs,
            "seed": "1",
            "offset": self.now.offset,
        });
        if let Some(whole) = whole.as_object_mut() {
            whole.extend(self.begin.clone());
            whole.extend(given.clone());
        }
        let entry = journal::read(&whole.to_string())?;
        self.at = entry.at;
        self.journal.push(entry.clone());
        self.interview = Some(Interview::start(form.clone(), entry)?);
        Ok(())
    }

    /// The interview, begun if it was not.
    pub(super) fn interview(&mut self) -> Result<&mut Interview, String> {
        if self.interview.is_none() {
            self.start(&Map::new())?;
        }
        self.interview
            .as_mut()
            .ok_or_else(|| "the interview has not begun".to_owned())
    }

    /// Applies an event, a second after the last one or at its own time.
    pub(super) fn apply(&mut self, event: Event, at: Option<i64>) -> Result<Vec<Effect>, String> {
        self.interview()?;
        let at = at.unwrap_or(self.at + 1000);
        self.at = at;
        let effects = self.interview()?.apply(JournalEntry { at, event });
        for effect in &effects {
            match effect {
                Effect::Store(entry) => self.journal.push(entry.clone()),
                Effect::Refused(why) => return Err(why.clone()),
                Effect::Moved | Effect::Focus(_) | Effect::Finished(_) => {}
            }
        }
        Ok(effects)
    }

    /// As after a crash: only what was written down is left. True if nothing differs.
    pub(super) fn replay(&mut self) -> Result<bool, String> {
        let lines = self.journal.iter().map(journal::write);
        let read: Result<Vec<JournalEntry>, String> = lines.map(|it| journal::read(&it)).collect();
        let read = read?;
        let interview = self.interview()?;
        let again = Interview::replay(interview.form().clone(), read)?;
        let same = again.response() == interview.response() && again.view() == interview.view();
        *interview = again;
        Ok(same)
    }

    /// Opens a saved instance; gives the paths of elements that the form does not have.
    pub(super) fn restore(&mut self, xml: &str) -> Result<Vec<String>, String> {
        let saved = instance::places(&self.form, &Element::read(xml)?)?;
        let answers = saved.answers;
        self.apply(Event::Restore { answers }, None)?;
        Ok(saved.unknown)
    }

    /// The place that a reference means; a place that is not there yet stays as it is.
    pub(super) fn place(&mut self, reference: &str) -> Result<String, String> {
        self.interview()?.place_of(reference)
    }

    /// The same, after adding the instances of repeats that the reference counts on.
    pub(super) fn place_made(&mut self, reference: &str) -> Result<String, String> {
        for (end, _) in reference.match_indices(']') {
            let Some((row, number)) = reference[..end].rsplit_once('[') else {
                continue;
            };
            let (Ok(number), Ok((place, n))) =
                (number.parse::<usize>(), self.interview()?.repeat_of(row))
            else {
                continue;
            };
            for _ in n..number {
                let place = place.clone();
                self.apply(Event::AddRepeat { place }, None)?;
            }
        }
        self.place(reference)
    }
}
