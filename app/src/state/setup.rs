//! Setting up an interview.

use std::collections::BTreeSet;

use survey_core::interview::{Layout, Start};
use survey_core::questionnaire::{Mode, Questionnaire};
use survey_core::response::SurveyRef;

use super::shelf;
use crate::settings::LastSetup;

/// What an interview is set up with.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The survey, as routes name it.
    pub survey: String,
    /// Whether the survey belongs to a campaign, whose responses count for communities.
    pub needs_area: bool,
    /// Who holds the pen.
    pub mode: Mode,
    /// The code of the community; empty until one is chosen.
    pub area: String,
    /// The wave.
    pub wave: String,
    /// The interviewer's code.
    pub interviewer: String,
    /// The device's code.
    pub device: String,
    /// The language.
    pub language: String,
    /// Names of the packs that are on.
    pub packs: BTreeSet<String>,
    /// Whether the person tried to begin without what is needed.
    pub tried: bool,
}

/// A change of the set-up.
#[derive(Clone, Debug, PartialEq)]
pub enum SetupChange {
    /// Who holds the pen.
    Mode(Mode),
    /// The code of the community.
    Area(String),
    /// The wave.
    Wave(String),
    /// The interviewer's code.
    Interviewer(String),
    /// The language.
    Language(String),
    /// A pack goes on or off.
    Pack(String),
}

impl Setup {
    /// The set-up to begin with: what it was last time, where it fits this survey.
    pub(super) fn new(
        key: &str,
        form: &Questionnaire,
        last: &LastSetup,
        device: &str,
        language: &str,
    ) -> Setup {
        let mode = last
            .mode
            .filter(|it| form.modes.contains(it))
            .unwrap_or(form.modes[0]);
        let wanted = [
            last.language.as_str(),
            language,
            form.default_language.as_str(),
        ];
        let primary = |it: &str| it.split('-').next().unwrap_or_default().to_owned();
        let language = wanted.into_iter().find_map(|wanted| {
            form.languages
                .iter()
                .find(|it| primary(it) == primary(wanted))
        });
        let packs = form
            .packs
            .iter()
            .filter(|(name, pack)| pack.on || last.packs.contains(&format!("{key}/{name}")));
        Setup {
            survey: key.to_owned(),
            needs_area: shelf::id_of(key).is_none(),
            mode,
            area: last.area.clone(),
            wave: last.wave.clone(),
            interviewer: last.interviewer.clone(),
            device: device.to_owned(),
            language: language.unwrap_or(&form.default_language).clone(),
            packs: packs.map(|(name, _)| name.clone()).collect(),
            tried: false,
        }
    }

    pub(super) fn change(&mut self, change: SetupChange) {
        match change {
            SetupChange::Mode(mode) => self.mode = mode,
            SetupChange::Area(area) => self.area = area,
            SetupChange::Wave(wave) => self.wave = wave,
            SetupChange::Interviewer(code) => self.interviewer = code,
            SetupChange::Language(language) => self.language = language,
            SetupChange::Pack(name) => {
                if !self.packs.remove(&name) {
                    self.packs.insert(name);
                }
            }
        }
    }

    /// Whether an interview can begin.
    pub fn is_complete(&self) -> bool {
        !self.needs_area || !self.area.is_empty()
    }

    /// What to remember for the next time; packs of other surveys stay as they are.
    pub(super) fn remember(&self, last: &LastSetup) -> LastSetup {
        let own = format!("{}/", self.survey);
        let others = last
            .packs
            .iter()
            .filter(|it| !it.starts_with(&own))
            .cloned();
        let packs = others
            .chain(self.packs.iter().map(|it| format!("{own}{it}")))
            .collect();
        LastSetup {
            mode: Some(self.mode),
            area: self.area.clone(),
            wave: self.wave.clone(),
            interviewer: self.interviewer.clone(),
            language: self.language.clone(),
            packs,
        }
    }

    /// The interview's beginning, without the id and the seed, which are drawn.
    pub(super) fn start(&self, form: &Questionnaire, offset: i16, layout: Layout) -> Start {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        let asks = match self.mode {
            Mode::Interviewer | Mode::PaperEntry => true,
            Mode::SelfCompletion | Mode::Kiosk => false,
        };
        Start {
            id: String::new(),
            survey: SurveyRef {
                id: form.id.clone(),
                version: form.version.clone(),
                digest: form.digest.clone(),
            },
            mode: self.mode,
            language: self.language.clone(),
            area: some(&self.area),
            wave: some(&self.wave),
            interviewer: some(&self.interviewer).filter(|_| asks),
            device: some(&self.device),
            packs: self.packs.iter().cloned().collect(),
            seed: 0,
            offset,
            layout,
            simulated: false,
        }
    }
}
