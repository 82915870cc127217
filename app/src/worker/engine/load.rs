//! Sources come and go.

use std::cell::RefCell;
use std::rc::Rc;

use survey_core::format::export::DamageKind;
use survey_core::format::{export, gzip, response};
use survey_core::response::{Bundle, Digest, Record};
use survey_core::simulate::{Options, Simulation};

use super::pace::{Pace, Stopped};
use super::{Engine, arrange};
use crate::worker::protocol::{Damaged, Harm, Merged, Progress, Said, SourceId, Stage};

/// Of this survey the simulated campaign consists.
const SIMULATED: &str = "annual-resident";
/// Responses from each community.
const PER_COMMUNITY: usize = 60;
/// The most bytes a compressed file may become: what a worker's memory takes.
const MAX_INFLATED: usize = 1 << 30;
/// Damages that are described one by one; the rest is counted.
const DESCRIBED: usize = 20;

/// Reads a file. If it is stopped, everything is as before.
pub(super) async fn load(
    engine: &Rc<RefCell<Engine>>,
    source: SourceId,
    bytes: Vec<u8>,
    pace: &impl Pace,
) -> Result<Said, Stopped> {
    let start = pace.millis();
    let (bytes, fault) = inflated(bytes);
    let total = bytes.len() as u64;
    let reading = {
        let mut scan = export::Scan::new(&bytes);
        while scan.step() {
            let done = scan.position() as u64;
            let stage = Stage::Reading;
            pace.pause(Progress { stage, done, total }).await?;
        }
        scan.finish()
    };
    drop(bytes);
    let mut report = Merged {
        identical: reading.repeated as u32,
        damaged: (reading.damages.len() + reading.more_damages) as u32,
        damages: reading
            .damages
            .iter()
            .take(DESCRIBED)
            .map(damaged)
            .collect(),
        ..Merged::default()
    };
    if let Some(fault) = fault {
        report.damaged += 1;
        let damage = Damaged {
            harm: Harm::Cut,
            place: "gzip".to_owned(),
            text: fault,
        };
        report.damages.insert(0, damage);
    }
    take(engine, source, reading.bundle, report, (pace, start)).await
}

fn damaged(it: &export::Damage) -> Damaged {
    let bytes = format!("{}–{}", it.at.start, it.at.end);
    Damaged {
        harm: match it.kind {
            DamageKind::Cut => Harm::Cut,
            DamageKind::Altered => Harm::Altered,
            DamageKind::Unreadable => Harm::Unreadable,
            DamageKind::Missing => Harm::Missing,
        },
        place: match &it.id {
            Some(id) => format!("{bytes} · {id}"),
            None => bytes,
        },
        text: it.text.clone(),
    }
}

/// The bytes of a compressed file, as far as it is whole; other files as they are.
fn inflated(bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
    if gzip::is_gzip(&bytes) {
        let inflated = gzip::inflate(&bytes, MAX_INFLATED);
        (inflated.bytes, inflated.fault)
    } else {
        (bytes, None)
    }
}

/// Makes the simulated campaign.
pub(super) async fn simulate(
    engine: &Rc<RefCell<Engine>>,
    source: SourceId,
    seed: u64,
    pace: &impl Pace,
) -> Result<Said, Stopped> {
    let start = pace.millis();
    let (form, areas, profile) = {
        let engine = engine.borrow();
        let form = engine.versions(SIMULATED).pop();
        (form, engine.areas.clone(), engine.profile.clone())
    };
    let Some(form) = form else {
        return Ok(Said::Failed(format!(
            "the survey `{SIMULATED}` is not here"
        )));
    };
    let communities = areas.areas().iter().filter(|it| it.level == "community");
    let n = communities.count().max(1) * PER_COMMUNITY;
    let options = Options {
        profile,
        ..Options::new(&form, seed, n)
    };
    let simulation = Simulation::new(form, areas, options);
    let total = simulation.len() as u64;
    let mut records: Vec<Record> = Vec::new();
    for (done, made) in simulation.enumerate() {
        // The interview machine makes nothing that the format refuses.
        records.extend(response::record(&made));
        let (stage, done) = (Stage::Simulating, done as u64);
        pace.pause(Progress { stage, done, total }).await?;
    }
    let (bundle, _) = Bundle::of_records(records);
    take(engine, source, bundle, Merged::default(), (pace, start)).await
}

/// Merges what a source brought and arranges the whole.
async fn take(
    engine: &Rc<RefCell<Engine>>,
    source: SourceId,
    bundle: Bundle,
    mut report: Merged,
    (pace, start): (&impl Pace, f64),
) -> Result<Said, Stopped> {
    let headers = || bundle.records().iter().map(Record::header);
    report.simulated = headers().filter(|it| it.simulated).count() as u32;
    let mut brought: Vec<Digest> = headers().map(|it| it.digest).collect();
    brought.sort_unstable();
    {
        let mut engine = engine.borrow_mut();
        let merged = engine.bundle.absorb(bundle);
        report.new = merged.new as u32;
        report.identical += merged.identical as u32;
        report.newer = merged.newer as u32;
        report.older = merged.older as u32;
        report.conflicting = merged.conflicts.len() as u32;
        engine.sources.insert(source, brought);
        if engine.learn_documents() || report.newer + report.conflicting > 0 {
            engine.arranged.reset();
        }
    }
    if arrange::arrange(engine, pace).await.is_err() {
        drop_source(engine, source);
        arrange::at_once(engine);
        return Err(Stopped);
    }
    report.millis = (pace.millis() - start) as u32;
    let holdings = engine.borrow().holdings();
    Ok(Said::Loaded {
        source,
        report,
        holdings,
    })
}

/// Forgets a source.
pub(super) async fn forget(
    engine: &Rc<RefCell<Engine>>,
    source: SourceId,
    pace: &impl Pace,
) -> Said {
    drop_source(engine, source);
    // Too late to stop: half-arranged columns would be wrong.
    if arrange::arrange(engine, pace).await.is_err() {
        arrange::at_once(engine);
    }
    Said::Forgotten(engine.borrow().holdings())
}

fn drop_source(engine: &Rc<RefCell<Engine>>, source: SourceId) {
    let mut engine = engine.borrow_mut();
    let gone = engine.only_from(source);
    engine.sources.remove(&source);
    if !gone.is_empty() {
        engine
            .bundle
            .retain(|it| !gone.contains(&it.header().digest));
        engine.arranged.forget(&gone);
    }
}
