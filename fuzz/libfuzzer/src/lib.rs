//! What every target under libFuzzer shares.

use std::time::Duration;

use cpu_time::ThreadTime;

/// The most processor time that one input may take.
const MOST: Duration = Duration::from_millis(100);

/// Runs a target over one input and panics if it took too long. Inputs of 64 kB and more may take
/// longer.
pub fn run(name: &str, input: &[u8]) {
    let before = ThreadTime::now();
    (minyi_fuzz::target(name).run)(input);
    let taken = before.elapsed();
    assert!(input.len() >= 1 << 16 || taken < MOST, "took {taken:?}");
}
