//! The mathematics, checked on this device.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{Ask, Desk, Effect, Picked, Progress, Request, SaveAs, Ticket};
use crate::worker::protocol::Checked;

/// How far a check is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    /// How far it is.
    pub stage: CheckStage,
    /// The case files of the site, once they were fetched.
    site: Option<CaseFiles>,
}

/// The stages of a check.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CheckStage {
    /// None was begun, or it was stopped.
    #[default]
    Idle,
    /// The files are on their way.
    Gathering,
    /// The site has none, or the network is away.
    Unreachable(String),
    /// Cases are being computed.
    Running(Ticket, Option<Progress>),
    /// It is done.
    Done(Rc<Certificate>),
    /// The worker could not do it.
    Failed(String),
}

/// Which case files.
#[derive(Clone, Debug, PartialEq)]
pub enum Cases {
    /// Those of the site.
    Site,
    /// These, with their data.
    Files(Vec<Picked>),
}

/// Case files and their data, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFiles {
    /// Whether they came with the site.
    pub of_site: bool,
    /// Their names and how many bytes each has.
    pub names: Vec<(String, u64)>,
    /// Their bytes.
    pub blob: web_sys::Blob,
}

/// What was checked, where and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    /// What the cases came to.
    pub checked: Checked,
    /// How the browser describes itself and the machine.
    pub machine: String,
    /// When it was done, RFC 3339.
    pub at: String,
    /// Whether the page computed by itself, without a worker.
    pub direct: bool,
}

/// The version of Minyi.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Desk {
    /// Begins a check, in place of any that runs.
    pub(super) fn start_check(&mut self, cases: Cases) -> Vec<Effect> {
        let mut effects = self.stop_check();
        match (&cases, self.check.site.clone()) {
            (Cases::Site, Some(files)) => effects.extend(self.run_check(files)),
            (Cases::Site, None) | (Cases::Files(_), _) => {
                self.check.stage = CheckStage::Gathering;
                effects.push(Effect::GatherCases(cases));
            }
        }
        effects
    }

    pub(super) fn gathered(&mut self, files: Result<CaseFiles, String>) -> Vec<Effect> {
        if self.check.stage != CheckStage::Gathering {
            return Vec::new();
        }
        match files {
            Ok(files) => {
                if files.of_site {
                    self.check.site = Some(files.clone());
                }
                self.run_check(files)
            }
            Err(why) => {
                self.check.stage = CheckStage::Unreachable(why);
                Vec::new()
            }
        }
    }

    fn run_check(&mut self, files: CaseFiles) -> Vec<Effect> {
        let ticket = self.ticket();
        self.check.stage = CheckStage::Running(ticket, None);
        let ask = Ask::Check { files: files.names };
        vec![Effect::Ask(Request { ticket, ask }, Some(files.blob))]
    }

    pub(super) fn stop_check(&mut self) -> Vec<Effect> {
        match std::mem::take(&mut self.check.stage) {
            CheckStage::Running(ticket, _) => vec![self.request(Ask::Stop(ticket)).1],
            CheckStage::Idle
            | CheckStage::Gathering
            | CheckStage::Unreachable(_)
            | CheckStage::Done(_)
            | CheckStage::Failed(_) => Vec::new(),
        }
    }

    fn checks(&self, ticket: Ticket) -> bool {
        matches!(self.check.stage, CheckStage::Running(it, _) if it == ticket)
    }

    pub(super) fn checking(&mut self, ticket: Ticket, progress: Progress) -> bool {
        let ours = self.checks(ticket);
        if ours {
            self.check.stage = CheckStage::Running(ticket, Some(progress));
        }
        ours
    }

    /// The cases are done; who computed them, and when, the browser knows.
    pub(super) fn checked(&mut self, ticket: Ticket, checked: Checked) -> Vec<Effect> {
        if self.checks(ticket) {
            vec![Effect::Certify(Box::new(checked))]
        } else {
            Vec::new()
        }
    }

    pub(super) fn certified(&mut self, mut certificate: Certificate) {
        certificate.direct = self.direct;
        self.check.stage = CheckStage::Done(Rc::new(certificate));
    }

    pub(super) fn check_failed(&mut self, ticket: Ticket, why: &str) -> bool {
        let ours = self.checks(ticket);
        if ours {
            self.check.stage = CheckStage::Failed(why.to_owned());
        }
        ours
    }

    pub(super) fn save_check(&self) -> Vec<Effect> {
        let CheckStage::Done(certificate) = &self.check.stage else {
            return Vec::new();
        };
        let digest: String = certificate.checked.digest.chars().take(8).collect();
        let name = format!("minyi-mathematics-{digest}.json");
        vec![Effect::Save(name, SaveAs::Json(certificate.document()))]
    }
}

impl Certificate {
    /// Whether every case that was tried is as expected.
    pub fn holds(&self) -> bool {
        self.checked.sum(|it| it.failed) == 0 && self.checked.sum(|it| it.passed) > 0
    }

    /// The certificate as a JSON document, with the outcome of every case.
    pub fn document(&self) -> String {
        let lines = self.checked.lines.lines();
        let cases: Vec<Value> = lines
            .filter_map(|it| serde_json::from_str(it).ok())
            .collect();
        let document = json!({
            "minyi": VERSION,
            "machine": self.machine,
            "at": self.at,
            "millis": self.checked.millis,
            "sha256": self.checked.digest,
            "groups": self.checked.groups,
            "unread": self.checked.unread,
            "cases": cases,
        });
        format!("{document:#}\n")
    }
}
