//! One interview on a screen: core's machine, what of it is stored already, and what is shown.
//!
//! Pure: writing, time and focus are asked for as [`Need`]s. A new screen is shown only after
//! everything that led to it is stored.

#[cfg(test)]
mod tests;

use std::rc::Rc;
use std::sync::Arc;

use survey_core::base::Text;
use survey_core::interview::{
    Effect, Event, Input, Interview, JournalEntry, Layout, Progress, ReviewSection, Stage, Start,
    View,
};
use survey_core::questionnaire::Questionnaire;
use survey_core::response::{Mode, Response, SurveyRef};

/// What a session asks of the world around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// Store this durably and answer with [`Session::stored`].
    Write(Box<Write>),
    /// After drawing, put the focus there.
    Focus(Focus),
    /// Answer with [`Session::paused`] after a short pause in which nobody does anything.
    AwaitPause,
}

/// Where the focus goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The heading of a new screen, which is also scrolled to its top.
    Heading,
    /// A question that needs attention.
    Question(String),
}

/// One entry of the journal and what is stored in the same transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// The entry's number, from 0.
    pub seq: u32,
    /// What happened.
    pub entry: JournalEntry,
    /// The interview as lists show it after the entry.
    pub draft: Draft,
    /// The finished response, if the entry ended the interview.
    pub finished: Option<Box<Response>>,
}

/// An unfinished interview as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The response's id.
    pub id: String,
    /// The questionnaire, pinned.
    pub survey: SurveyRef,
    /// The questionnaire's title.
    pub title: Text,
    /// Who holds the pen.
    pub mode: Mode,
    /// The language now.
    pub language: String,
    /// The code of the area.
    pub area: Option<String>,
    /// When it began, in milliseconds since 1970.
    pub started: i64,
    /// When it was last touched.
    pub updated: i64,
    /// Questions with an answer or a reason.
    pub answered: usize,
    /// Questions on the path.
    pub n_questions: usize,
}

/// Why storing does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser could not write.
    Failed,
    /// Another window wrote to the same journal.
    Elsewhere,
}

/// One interview on a screen.
#[derive(Clone, Debug)]
pub struct Session {
    interview: Interview,
    shown: Rc<View>,
    review: Rc<Vec<ReviewSection>>,
    typed: Option<(String, String)>,
    focus: Option<Focus>,
    /// Written but not yet known to be stored, oldest first.
    pending: Vec<Write>,
    n_entries: u32,
    /// Whether the interview is on another screen than the one that is shown.
    is_ahead: bool,
    /// Whether storing takes so long that the person should know.
    is_slow: bool,
    trouble: Option<Trouble>,
    last_at: i64,
}

impl Session {
    /// A new interview.
    ///
    /// # Errors
    /// As [`Interview::start`].
    pub fn begin(
        form: Arc<Questionnaire>,
        start: Start,
        at: i64,
    ) -> Result<(Session, Vec<Need>), String> {
        let entry = JournalEntry {
            at,
            event: Event::Start(Box::new(start)),
        };
        let mut session = Session::new(Interview::start(form, entry.clone())?, at);
        let progress = session.shown.progress;
        let mut needs = session.write(entry, None, progress);
        needs.push(Need::Focus(Focus::Heading));
        Ok((session, needs))
    }

    /// An interview that was left open. Time away is not counted as time on the question.
    ///
    /// # Errors
    /// As [`Interview::replay`].
    pub fn resume(
        form: Arc<Questionnaire>,
        journal: Vec<JournalEntry>,
        at: i64,
    ) -> Result<(Session, Vec<Need>), String> {
        let last_at = journal.iter().map(|it| it.at).max().unwrap_or(at);
        let n_entries = journal.len() as u32;
        let mut session = Session::new(Interview::replay(form, journal)?, last_at);
        session.n_entries = n_entries;
        let mut needs = session.perform(Event::Pause, last_at);
        needs.extend(session.perform(Event::Resume, at));
        needs.push(Need::Focus(Focus::Heading));
        Ok((session, needs))
    }

    fn new(interview: Interview, at: i64) -> Session {
        let shown = interview.view();
        let review = match shown.stage {
            Stage::Review => interview.answers_for_review(),
            Stage::Asking | Stage::Finished | Stage::BrokenOff => Vec::new(),
        };
        Session {
            shown: Rc::new(shown),
            review: Rc::new(review),
            interview,
            typed: None,
            focus: None,
            pending: Vec::new(),
            n_entries: 0,
            is_ahead: false,
            is_slow: false,
            trouble: None,
            last_at: at,
        }
    }

    /// Lets something happen. Words that were being typed count as answered before it.
    pub fn ask(&mut self, event: Event, at: i64) -> Vec<Need> {
        let mut needs = self.flush(at);
        needs.extend(self.perform(event, at));
        needs
    }

    /// Keeps words that are still being typed.
    pub fn typing(&mut self, place: String, text: String, at: i64) -> Vec<Need> {
        let mut needs = match &self.typed {
            Some((other, _)) if *other != place => self.flush(at),
            Some(_) | None => Vec::new(),
        };
        self.typed = Some((place, text));
        needs.push(Need::AwaitPause);
        needs
    }

    /// Turns words that were typed into an answer.
    pub fn flush(&mut self, at: i64) -> Vec<Need> {
        let Some((place, text)) = self.typed.take() else {
            return Vec::new();
        };
        let input = Input::Value(survey_core::base::Value::Text(text));
        self.perform(Event::Answer { place, input }, at)
    }

    /// Nothing happened for a moment: words that were typed are an answer, and what is still not
    /// stored takes its time.
    pub fn paused(&mut self, at: i64) -> Vec<Need> {
        self.is_slow = !self.pending.is_empty();
        self.flush(at)
    }

    fn perform(&mut self, event: Event, at: i64) -> Vec<Need> {
        if self.trouble == Some(Trouble::Elsewhere) {
            return Vec::new();
        }
        self.last_at = self.last_at.max(at);
        let mut entry = None;
        let mut finished = None;
        for effect in self.interview.apply(JournalEntry {
            at: self.last_at,
            event,
        }) {
            match effect {
                Effect::Store(it) => entry = Some(it),
                Effect::Moved => self.focus = Some(Focus::Heading),
                Effect::Focus(place) => self.focus = Some(Focus::Question(place)),
                Effect::Finished(it) => {
                    self.focus = Some(Focus::Heading);
                    finished = Some(it);
                }
                // The screen is older than the interview, as after a double click.
                Effect::Refused(_) => {}
            }
        }
        let fresh = self.interview.view();
        let write = entry.map(|it| self.write(it, finished, fresh.progress));
        let mut needs = write.unwrap_or_default();
        needs.extend(self.show(fresh));
        needs
    }

    fn write(
        &mut self,
        entry: JournalEntry,
        finished: Option<Box<Response>>,
        progress: Progress,
    ) -> Vec<Need> {
        let write = Write {
            seq: self.n_entries,
            entry,
            draft: self.draft(progress),
            finished,
        };
        self.n_entries += 1;
        self.pending.push(write.clone());
        vec![Need::Write(Box::new(write)), Need::AwaitPause]
    }

    /// Entries up to this one are stored.
    pub fn stored(&mut self, seq: u32) -> Vec<Need> {
        self.pending.retain(|it| it.seq > seq);
        if self.pending.is_empty() {
            self.trouble = None;
            self.is_slow = false;
            if self.is_ahead {
                return self.show(self.interview.view());
            }
        }
        Vec::new()
    }

    /// Storing did not work.
    pub fn failed(&mut self, trouble: Trouble) {
        if self.trouble != Some(Trouble::Elsewhere) {
            self.trouble = Some(trouble);
        }
    }

    /// Everything that is not stored yet, once more.
    pub fn retry(&mut self) -> Vec<Need> {
        self.trouble = None;
        self.pending
            .iter()
            .map(|it| Need::Write(Box::new(it.clone())))
            .collect()
    }

    /// Shows the interview as it is, unless that is another screen and something is not stored.
    fn show(&mut self, fresh: View) -> Vec<Need> {
        self.is_ahead = !self.pending.is_empty() && !same_screen(&fresh, &self.shown);
        if self.is_ahead {
            return Vec::new();
        }
        if fresh != *self.shown {
            if fresh.stage == Stage::Review {
                self.review = Rc::new(self.interview.answers_for_review());
            }
            self.shown = Rc::new(fresh);
        }
        self.focus.take().map(Need::Focus).into_iter().collect()
    }

    /// What to draw.
    pub fn view(&self) -> &Rc<View> {
        &self.shown
    }

    /// All answers, as of the last time the review was shown.
    pub fn review(&self) -> &Rc<Vec<ReviewSection>> {
        &self.review
    }

    /// Whether storing takes so long that the person should know.
    pub fn is_slow(&self) -> bool {
        self.is_slow
    }

    /// Another one wherever something else is to be drawn.
    pub fn look(&self) -> (*const View, Option<Trouble>, bool) {
        (Rc::as_ptr(&self.shown), self.trouble, self.is_slow)
    }

    /// Why storing does not go on.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// The response's id.
    pub fn id(&self) -> &str {
        &self.interview.begun().id
    }

    /// What the interview began with.
    pub fn begun(&self) -> &Start {
        self.interview.begun()
    }

    /// The questionnaire.
    pub fn form(&self) -> &Arc<Questionnaire> {
        self.interview.form()
    }

    /// The response as it would be now.
    pub fn response(&self) -> Response {
        self.interview.response()
    }

    /// Asks for another layout, if this is not the one.
    pub fn lay_out(&mut self, layout: Layout, at: i64) -> Vec<Need> {
        let asking = matches!(self.shown.stage, Stage::Asking | Stage::Review);
        if asking && self.interview.view().layout != layout {
            self.ask(Event::Layout(layout), at)
        } else {
            Vec::new()
        }
    }

    fn draft(&self, progress: Progress) -> Draft {
        let begun = self.interview.begun();
        Draft {
            id: begun.id.clone(),
            survey: begun.survey.clone(),
            title: self.interview.form().title.clone(),
            mode: begun.mode,
            language: self.interview.language().to_owned(),
            area: begun.area.clone(),
            started: self.interview.started_at(),
            updated: self.last_at,
            answered: progress.answered,
            n_questions: progress.n_questions,
        }
    }
}

/// Whether both views show the same screen, perhaps with other answers on it.
fn same_screen(one: &View, other: &View) -> bool {
    // The key ends with the number of parts, which grows when an answer opens a question below.
    let first = |view: &View| view.screen.questions.first().map(|it| it.place.clone());
    one.stage == other.stage && one.layout == other.layout && first(one) == first(other)
}
