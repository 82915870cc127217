//! Counts tests from what `cargo test` prints.

use std::collections::BTreeMap;

use crate::progress::without_colours;

/// The kind of a test, by where it lies.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Kind {
    /// Beside the code.
    Unit,
    /// In a `tests` folder, native.
    Integration,
    /// In the documentation.
    Doc,
    /// In a browser's wasm.
    Wasm,
    /// A person's way through the built site, in a real browser.
    EndToEnd,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Unit => "unit",
            Kind::Integration => "integration",
            Kind::Doc => "documentation",
            Kind::Wasm => "wasm in the browser",
            Kind::EndToEnd => "end to end",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Count {
    n_passed: u32,
    n_failed: u32,
    n_ignored: u32,
    seconds: f64,
}

/// What ran so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    kinds: BTreeMap<Kind, Count>,
    running: String,
    kind: Option<Kind>,
    slowest: Option<(String, f64)>,
}

impl Tally {
    /// Takes note of one line; `native` tells what kind of tests this run has.
    pub(crate) fn note(&mut self, line: &str, fixed: Option<Kind>) {
        let line = without_colours(line);
        let line = line.trim();
        // The browser's runner says "Running headless tests in …", which names no target.
        if let Some(target) = line
            .strip_prefix("Running ")
            .filter(|it| it.contains("deps/"))
        {
            let unit = target.starts_with("unittests");
            self.start(
                target,
                fixed.unwrap_or(if unit { Kind::Unit } else { Kind::Integration }),
            );
        } else if let Some(krate) = line.strip_prefix("Doc-tests ") {
            self.start(&format!("documentation of {krate}"), Kind::Doc);
        } else if let Some((kind, count)) = self.kind.zip(result(line)) {
            if self
                .slowest
                .as_ref()
                .is_none_or(|(_, seconds)| count.seconds > *seconds)
            {
                self.slowest = Some((self.running.clone(), count.seconds));
            }
            let sum = self.kinds.entry(kind).or_default();
            sum.n_passed += count.n_passed;
            sum.n_failed += count.n_failed;
            sum.n_ignored += count.n_ignored;
            sum.seconds += count.seconds;
        }
    }

    fn start(&mut self, target: &str, kind: Kind) {
        // `tests/it/main.rs (target/debug/deps/it-0f…)`: the program tells which crate it is of.
        let program = target
            .split_once("deps/")
            .map(|(_, rest)| rest.trim_end_matches(')'));
        let krate = program
            .and_then(|it| it.rsplit_once('-'))
            .map(|(krate, _)| krate);
        let source = target.split(" (").next().unwrap_or(target);
        self.running = krate.map_or(source.to_owned(), |krate| format!("{krate} ({source})"));
        self.kind = Some(kind);
    }

    /// The table at the end.
    pub(crate) fn table(&self) -> String {
        let mut text = format!(
            "{:<22}{:>8}{:>8}{:>10}\n",
            "tests", "passed", "failed", "seconds"
        );
        let mut total = Count::default();
        for (kind, count) in &self.kinds {
            text += &row(kind.name(), count);
            total.n_passed += count.n_passed;
            total.n_failed += count.n_failed;
            total.n_ignored += count.n_ignored;
            total.seconds += count.seconds;
        }
        text += &row("all", &total);
        if total.n_ignored > 0 {
            text += &format!("{} ignored\n", total.n_ignored);
        }
        if let Some((name, seconds)) = &self.slowest {
            text += &format!("slowest: {name}, {seconds:.2} s\n");
        }
        text
    }
}

fn row(name: &str, count: &Count) -> String {
    let Count {
        n_passed,
        n_failed,
        n_ignored: _,
        seconds,
    } = count;
    format!("{name:<22}{n_passed:>8}{n_failed:>8}{seconds:>10.2}\n")
}

/// Reads `test result: ok. 8 passed; 0 failed; 0 ignored; …; finished in 0.01s`.
fn result(line: &str) -> Option<Count> {
    let rest = line.strip_prefix("test result: ")?;
    let number = |word: &str| -> Option<u32> {
        let before = rest.split(word).next()?;
        before.trim_end().rsplit(' ').next()?.parse().ok()
    };
    let seconds = rest
        .rsplit_once("finished in ")
        .map(|(_, it)| it.trim_end_matches('s'));
    Some(Count {
        n_passed: number(" passed")?,
        n_failed: number(" failed")?,
        n_ignored: number(" ignored")?,
        seconds: seconds.and_then(|it| it.parse().ok()).unwrap_or(0.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
     Running unittests src/lib.rs (target/debug/deps/survey_core-0123)
running 2 tests
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.25s
\x1b[1m\x1b[92m     Running\x1b[0m tests/it/main.rs (target/debug/deps/it-4567)
test result: \x1b[31mFAILED\x1b[0m. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s
   Doc-tests survey_core
test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.05s";

    #[test]
    fn tests_are_counted_by_kind() {
        let mut tally = Tally::default();
        OUTPUT.lines().for_each(|line| tally.note(line, None));
        let table = tally.table();
        let squeezed: Vec<String> = table
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let expected = [
            "tests passed failed seconds",
            "unit 2 0 0.25",
            "integration 3 1 1.50",
            "documentation 4 0 0.05",
            "all 9 1 1.80",
            "1 ignored",
            "slowest: it (tests/it/main.rs), 1.50 s",
        ];
        assert_eq!(squeezed, expected);
    }

    #[test]
    fn runs_of_one_kind_say_which() {
        let mut tally = Tally::default();
        let line = "Running e2e/main.rs (target/debug/deps/e2e-89ab)";
        tally.note(line, Some(Kind::EndToEnd));
        tally.note(
            "test result: ok. 1 passed; 0 failed; 0 ignored; finished in 9.00s",
            None,
        );
        assert!(tally.table().contains("end to end"));
        assert!(!tally.table().contains("integration"));
        assert!(tally.table().contains("slowest: e2e (e2e/main.rs)"));
    }
}
