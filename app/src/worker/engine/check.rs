//! The mathematics, checked on this device: case files through the code of `minyi estimate`.

use std::collections::BTreeMap;

use survey_core::format::cases::{self, CaseFile, Report, Verdict};

use super::import::parts;
use super::pace::{Pace, Stopped};
use crate::worker::protocol::{Checked, CheckedGroup, CheckedTrouble, Progress, Said, Stage};

/// Runs every case file among the files; the others are their data.
pub(super) async fn check(
    files: &[(String, u64)],
    bytes: &[u8],
    pace: &impl Pace,
) -> Result<Said, Stopped> {
    let begin = pace.millis();
    let parts = match parts(files, bytes) {
        Ok(parts) => parts,
        Err(why) => return Ok(Said::Failed(why)),
    };
    let mut checked = Checked::default();
    let (mut data, mut asked) = (BTreeMap::new(), Vec::new());
    for (name, bytes) in parts {
        let text = String::from_utf8_lossy(bytes);
        if !name.to_lowercase().ends_with(".json") {
            data.insert(name, text);
            continue;
        }
        match CaseFile::read(&text) {
            Ok(file) => asked.push((name, file)),
            Err(why) => checked.unread.push((name.to_owned(), why)),
        }
    }
    asked.sort_by_key(|it| it.0);
    let load = |name: &str| data.get(name).map(|it| it.to_string());
    let total = asked.iter().map(|it| it.1.len() as u64).sum();
    let (mut reports, mut done) = (Vec::new(), 0);
    for (_, file) in &asked {
        let mut report = Report::new(&file.topic);
        for outcome in file.outcomes(&load) {
            report.add(&outcome);
            checked.lines.push_str(&outcome.line());
            checked.lines.push('\n');
            done += 1;
            let stage = Stage::Checking;
            pace.pause(Progress { stage, done, total }).await?;
        }
        checked.groups.push(group(&report));
        reports.push(report);
    }
    checked.digest = cases::digest(&reports);
    checked.millis = (pace.millis() - begin) as u32;
    Ok(Said::Checked(Box::new(checked)))
}

fn group(report: &Report) -> CheckedGroup {
    let troubles = report.troubles.iter().map(|it| CheckedTrouble {
        id: it.id.clone(),
        failed: it.verdict == Verdict::Failed,
        reason: it.reason.clone(),
    });
    CheckedGroup {
        topic: report.topic.clone(),
        passed: report.passed as u32,
        failed: report.failed as u32,
        skipped: report.skipped as u32,
        computed: report.computed as u32,
        largest: report.largest,
        digest: report.digest(),
        troubles: troubles.collect(),
    }
}
