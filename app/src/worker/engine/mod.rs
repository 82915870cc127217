//! The worker's mind: every loaded response, arranged for lists and for analysis.
//!
//! No browser in here: bytes come in, bytes go out, and [`Pace`] says when to let others have
//! their turn. So it runs in the worker, on the page where there is no worker, and in tests.

mod analyse;
mod areas;
mod arrange;
mod check;
mod cross;
mod drivers;
mod export;
mod figures;
mod import;
mod list;
mod load;
mod open;
mod outline;
mod pace;
mod quality;
mod reproduce;
mod table;
#[cfg(test)]
mod tests;
mod weights;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use survey_core::base::AreaTree;
use survey_core::format::dataset::by_version;
use survey_core::format::{areas as area_format, profile, survey};
use survey_core::questionnaire::Questionnaire;
use survey_core::response::{Bundle, Digest, Part, Record};
use survey_core::simulate::Profile;

use super::protocol::{Ask, Holdings, Said, SourceId};
use arrange::{Arranged, Brief};
pub use pace::{Pace, Stopped};

/// Everything that is loaded.
#[derive(Default)]
pub struct Engine {
    bundle: Bundle,
    /// What each source brought, sorted.
    sources: BTreeMap<SourceId, Vec<Digest>>,
    arranged: Arranged,
    /// By digest.
    forms: BTreeMap<String, Form>,
    areas: Arc<AreaTree>,
    /// The tree that was handed over at the start, for exports.
    area_document: Option<serde_json::Value>,
    /// What is known of the people of a simulated campaign.
    profile: Profile,
    /// Bytes of the records' texts.
    bytes: u64,
    /// Why documents are not used: of the site, and of the files that were read.
    faults: [BTreeSet<String>; 2],
}

/// Who brought a document; the place of its faults.
#[derive(Clone, Copy)]
enum Giver {
    Site,
    File,
}

struct Form {
    form: Arc<Questionnaire>,
    document: serde_json::Value,
}

/// Bytes that go with an answer.
pub type Chunks = Vec<Vec<u8>>;

impl Engine {
    /// Makes questionnaires and areas known; damaged documents are left out and named among the
    /// problems of the holdings.
    pub fn learn(&mut self, surveys: &[String], area_document: Option<&str>) {
        for text in surveys {
            self.learn_survey(text, Giver::Site);
        }
        if let Some(text) = area_document {
            self.area_document = serde_json::from_str(text).ok();
            self.learn_areas(text, Giver::Site);
        }
    }

    fn fault(&mut self, from: Giver, what: &str, why: impl std::fmt::Display) {
        self.faults[from as usize].insert(format!("{what}: {why}"));
    }

    /// Whether the survey is new.
    fn learn_survey(&mut self, text: &str, from: Giver) -> bool {
        let read = match survey::read(text) {
            Ok(read) => read,
            Err(problems) => {
                self.fault(from, "survey", problems);
                return false;
            }
        };
        let digest = read.questionnaire.digest.clone();
        if self.forms.contains_key(&digest) {
            return false;
        }
        let form = Form {
            form: Arc::new(read.questionnaire),
            document: read.document,
        };
        self.forms.insert(digest, form);
        true
    }

    /// Adds the areas of a tree that are not known; whether there were any.
    fn learn_areas(&mut self, text: &str, from: Giver) -> bool {
        let tree = match area_format::read(text) {
            Ok(tree) => tree,
            Err(problems) => {
                self.fault(from, "areas", problems);
                return false;
            }
        };
        let unknown = tree
            .areas()
            .iter()
            .filter(|it| self.areas.get(&it.code).is_none());
        let mut all = self.areas.areas().to_vec();
        all.extend(unknown.cloned());
        if all.len() == self.areas.areas().len() {
            return false;
        }
        match AreaTree::build(all) {
            Ok(both) => {
                self.areas = Arc::new(both);
                true
            }
            Err(problem) => {
                self.fault(from, "areas", problem);
                false
            }
        }
    }

    /// Learns what an export brought along; whether anything is new.
    fn learn_documents(&mut self) -> bool {
        let texts = |part| -> Vec<String> {
            let documents = self.bundle.documents(part);
            documents.values().map(|it| it.to_string()).collect()
        };
        let (surveys, trees) = (texts(Part::Survey), texts(Part::Areas));
        self.faults[Giver::File as usize].clear();
        let mut is_new = false;
        for text in surveys {
            is_new |= self.learn_survey(&text, Giver::File);
        }
        for text in trees {
            is_new |= self.learn_areas(&text, Giver::File);
        }
        is_new
    }

    /// The versions of a survey, oldest first.
    fn versions(&self, id: &str) -> Vec<Arc<Questionnaire>> {
        let mut all: Vec<&Form> = self.forms.values().filter(|it| it.form.id == id).collect();
        all.sort_by(|a, b| {
            let order = by_version(&a.form.version, &b.form.version);
            order.then(a.form.digest.cmp(&b.form.digest))
        });
        all.into_iter().map(|it| it.form.clone()).collect()
    }

    fn holdings(&self) -> Holdings {
        Holdings {
            count: self.arranged.order.len() as u32,
            simulated: self.arranged.simulated,
            conflicts: self.arranged.conflicts.len() as u32,
            bytes: self.bytes,
            problems: self.problems(),
        }
    }

    /// What came up in reading, with how often.
    fn problems(&self) -> Vec<(String, u32)> {
        let faults = self.faults.iter().flatten();
        let faults = faults.map(|it| (it.clone(), 1));
        faults.chain(self.arranged.problems()).collect()
    }

    /// The record of a row of the list, and what is known of it.
    fn row(&self, row: u32) -> Option<(&Record, &Brief)> {
        let record = self.bundle.records().get(row as usize)?;
        let brief = self.arranged.briefs.get(&record.header().digest)?;
        Some((record, brief))
    }

    /// Answers a request that changes nothing and takes no time to speak of; none for others.
    pub fn answer(&self, ask: &Ask) -> Option<Said> {
        let result = match ask {
            Ask::List {
                filter,
                from,
                len,
                lang,
            } => Ok(Said::Listed(self.list(filter, *from, *len, lang))),
            Ask::Open { which, lang } => {
                self.open(which, lang).map(|it| Said::Opened(Box::new(it)))
            }
            Ask::Analyse { plan, scope, lang } => self
                .analyse(plan, scope, lang)
                .map(|it| Said::Analysed(Box::new(it))),
            Ask::Know { .. }
            | Ask::Load { .. }
            | Ask::Simulate { .. }
            | Ask::Forget(_)
            | Ask::Export { .. }
            | Ask::Import { .. }
            | Ask::Table { .. }
            | Ask::MakeOfTable { .. }
            | Ask::Reproduce { .. }
            | Ask::Check { .. }
            | Ask::Stop(_) => return None,
        };
        Some(result.unwrap_or_else(Said::Failed))
    }

    /// Records that no source but `gone` brought.
    fn only_from(&self, gone: SourceId) -> BTreeSet<Digest> {
        let Some(mine) = self.sources.get(&gone) else {
            return BTreeSet::new();
        };
        let others = || self.sources.iter().filter(|it| *it.0 != gone);
        let kept = |digest: &&Digest| others().any(|it| it.1.binary_search(digest).is_ok());
        mine.iter().filter(|it| !kept(it)).copied().collect()
    }
}

/// A request on its way to an answer, which may come with bytes.
///
/// # Errors
/// If the pace was stopped; nothing has changed then.
pub async fn perform(
    engine: &Rc<RefCell<Engine>>,
    ask: Ask,
    bytes: Option<Vec<u8>>,
    pace: &impl Pace,
) -> Result<(Said, Chunks), Stopped> {
    let said = match ask {
        Ask::Load { source, .. } => {
            load::load(engine, source, bytes.unwrap_or_default(), pace).await?
        }
        Ask::Simulate { source, seed } => load::simulate(engine, source, seed, pace).await?,
        Ask::Forget(source) => load::forget(engine, source, pace).await,
        Ask::Import { files } => import::import(&files, &bytes.unwrap_or_default()),
        Ask::Table { name, plan, lang } => {
            let bytes = bytes.unwrap_or_default();
            engine.borrow().show_table(&name, &plan, &bytes, &lang)
        }
        Ask::MakeOfTable { name, plan } => {
            let bytes = bytes.unwrap_or_default();
            return Ok(engine.borrow().make_of_table(&name, &plan, &bytes));
        }
        Ask::Reproduce { figure, scope } => {
            return Ok(engine.borrow().reproduce(&figure, &scope));
        }
        Ask::Check { files } => check::check(&files, &bytes.unwrap_or_default(), pace).await?,
        Ask::Export { what, format, now } => {
            return Ok(engine.borrow_mut().export(&what, format, &now));
        }
        Ask::Know {
            surveys,
            areas,
            profile,
        } => {
            let mut engine = engine.borrow_mut();
            engine.learn(&surveys, areas.as_deref());
            match profile.map(|it| profile::read(&it)) {
                Some(Ok(read)) => engine.profile = read,
                Some(Err(problems)) => engine.fault(Giver::Site, "profile", problems),
                None => {}
            }
            Said::Known
        }
        Ask::List { .. } | Ask::Open { .. } | Ask::Analyse { .. } | Ask::Stop(_) => {
            engine.borrow().answer(&ask).unwrap_or(Said::Stopped)
        }
    };
    Ok((said, Chunks::new()))
}
