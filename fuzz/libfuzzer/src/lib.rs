//! What every target under libFuzzer shares.

use std::sync::Once;
use std::time::Duration;

use cpu_time::ThreadTime;

/// The most processor time that one input may take.
const MOST: Duration = Duration::from_millis(100);

/// Other work on the machine makes processor time longer too, so a slow input gets more tries.
const N_TRIES: usize = 4;

/// libFuzzer's hook ends the process at every panic, also at those of the spreadsheet reader that
/// the importer catches and tells. What nobody catches still ends it.
fn let_panics_be_caught() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let within_reader = |it: &std::panic::Location| it.file().contains("/calamine-");
            if !info.location().is_some_and(within_reader) {
                eprintln!("{info}");
            }
        }));
    });
}

/// Runs a target over one input and panics if it took too long. Inputs of 64 kB and more may take
/// longer.
pub fn run(name: &str, input: &[u8]) {
    let_panics_be_caught();
    let target = minyi_fuzz::target(name);
    let time = |_| {
        let before = ThreadTime::now();
        (target.run)(input);
        before.elapsed()
    };
    let is_slow = |it: &Duration| input.len() < 1 << 16 && *it > MOST;
    let times: Vec<Duration> = (0..N_TRIES).map(time).take_while(is_slow).collect();
    assert!(times.len() < N_TRIES, "took {times:?}");
}
