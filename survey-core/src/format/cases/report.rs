//! What running case files came to, and a digest over every bit of it.

use sha2::{Digest, Sha256};

use super::{Outcome, Verdict};

/// What the cases of one file came to.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the cases are about.
    pub topic: String,
    /// Cases as expected.
    pub passed: usize,
    /// Cases not as expected.
    pub failed: usize,
    /// Cases not tried.
    pub skipped: usize,
    /// Cases of which nothing is expected.
    pub computed: usize,
    /// The largest relative difference of all.
    pub largest: Option<f64>,
    /// What failed or was skipped.
    pub troubles: Vec<Trouble>,
    bits: Sha256,
}

/// A case without the result it should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The case.
    pub id: String,
    /// How it stands.
    pub verdict: Verdict,
    /// What was found and what was expected, or why it was not tried.
    pub reason: String,
}

impl Report {
    /// A report of nothing yet.
    pub fn new(topic: &str) -> Report {
        Report {
            topic: topic.to_owned(),
            passed: 0,
            failed: 0,
            skipped: 0,
            computed: 0,
            largest: None,
            troubles: Vec::new(),
            bits: Sha256::new(),
        }
    }

    /// Counts one more outcome.
    pub fn add(&mut self, outcome: &Outcome) {
        match outcome.verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed => self.failed += 1,
            Verdict::Skipped => self.skipped += 1,
            Verdict::Computed => self.computed += 1,
        }
        if let Some(it) = outcome.difference {
            self.largest = Some(self.largest.map_or(it, |largest| largest.max(it)));
        }
        if matches!(outcome.verdict, Verdict::Failed | Verdict::Skipped) {
            self.troubles.push(Trouble {
                id: outcome.id.clone(),
                verdict: outcome.verdict,
                reason: outcome.reason.clone().unwrap_or_default(),
            });
        }
        // Shortest decimals that read back as the same double: the text has every bit.
        let line = Outcome {
            difference: None,
            ..outcome.clone()
        };
        self.bits.update(line.line());
        self.bits.update("\n");
    }

    /// SHA-256 over the outcomes: ids, verdicts, reasons and every bit of every result.
    pub fn digest(&self) -> String {
        hex(self.bits.clone())
    }
}

/// One digest over several files, in whatever order they were run.
pub fn digest(reports: &[Report]) -> String {
    let mut all: Vec<String> = reports.iter().map(Report::digest).collect();
    all.sort();
    hex(all
        .iter()
        .fold(Sha256::new(), |bits, it| bits.chain_update(it)))
}

fn hex(bits: Sha256) -> String {
    bits.finalize()
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect()
}
