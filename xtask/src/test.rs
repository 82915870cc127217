//! `cargo xtask test`: set-up, then every test, then what ran.

use std::io;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, bail};

use crate::site::Profile;
use crate::tally::{Kind, Tally};
use crate::tools::Tools;
use crate::{browser, progress, r, serve, shell, site, tools};

const WASM: &str = "wasm32-unknown-unknown";

/// The three runs, in the order of the quickest answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Run {
    Native,
    Wasm,
    EndToEnd,
}

impl Run {
    const ALL: [Run; 3] = [Run::Native, Run::Wasm, Run::EndToEnd];

    fn name(self) -> &'static str {
        match self {
            Run::Native => "native",
            Run::Wasm => "wasm",
            Run::EndToEnd => "e2e",
        }
    }
}

/// Runs the tests; succeeds when all of them do.
///
/// # Errors
/// When an option is unknown.
pub(crate) fn run(args: &[String]) -> anyhow::Result<ExitCode> {
    let (runs, filter) = parse(args)?;
    let mut suite = Suite {
        filter,
        tally: Tally::default(),
        times: Vec::new(),
        failed: false,
    };
    for run in runs {
        let start = Instant::now();
        // Without a browser the rest still says what it found.
        if let Err(error) = suite.run(run) {
            eprintln!("error: {}: {error:#}", run.name());
            suite.failed = true;
        }
        suite
            .times
            .push((run.name(), start.elapsed().as_secs_f64()));
    }
    println!("\n{}", suite.tally.table());
    for (name, seconds) in &suite.times {
        println!("{name}: {seconds:.0} s with building and set-up");
    }
    Ok(if suite.failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

struct Suite {
    filter: Option<String>,
    tally: Tally,
    times: Vec<(&'static str, f64)>,
    failed: bool,
}

impl Suite {
    fn run(&mut self, run: Run) -> anyhow::Result<()> {
        match run {
            Run::Native => {
                if self.filter.is_none() {
                    r::set_up()?;
                }
                let mut cargo = shell::cargo();
                cargo.args(["test", "--workspace", "--no-fail-fast"]);
                self.test(cargo, None, &[])
            }
            Run::Wasm => {
                let tools = tools::set_up()?;
                let cargo = wasm_tests(&tools, &browser::set_up()?)?;
                self.test(cargo, Some(Kind::Wasm), &[])
            }
            Run::EndToEnd => {
                let tools = tools::set_up()?;
                let browser = browser::set_up()?;
                site::build(&tools, Profile::Release)?;
                let minyi = serve::build_minyi()?;
                let mut cargo = shell::cargo();
                // The whole workspace, so that dependencies have the features they had natively.
                cargo.args(["test", "--workspace", "--test", "e2e"]);
                cargo.env("CHROME", browser.chromium);
                cargo
                    .env("MINYI_BIN", minyi)
                    .env("MINYI_DIST", site::dist());
                // Each test has a browser of its own, so two at once fill two cores.
                self.test(cargo, Some(Kind::EndToEnd), &["--test-threads=2"])
            }
        }
    }

    /// Runs one cargo command, showing and counting what it prints.
    fn test(
        &mut self,
        mut cargo: Command,
        kind: Option<Kind>,
        args: &[&str],
    ) -> anyhow::Result<()> {
        cargo.args(&self.filter);
        if !args.is_empty() {
            cargo.arg("--").args(args);
        }
        // One pipe for both, so that results stay behind the names of their targets.
        let (reader, writer) = io::pipe().context("opening a pipe")?;
        cargo
            .stdin(Stdio::null())
            .stderr(writer.try_clone().context("opening a pipe")?);
        let mut child = cargo.stdout(writer).spawn().context("starting cargo")?;
        drop(cargo);
        progress::for_each_line(reader, |line| {
            self.tally.note(&line, kind);
            println!("{line}");
        });
        self.failed |= !child.wait().context("waiting for cargo")?.success();
        Ok(())
    }
}

fn wasm_tests(tools: &Tools, browser: &browser::Browser) -> anyhow::Result<Command> {
    let mut cargo = shell::cargo();
    cargo.args([
        "test",
        "--package",
        "minyi-tests",
        "--test",
        "browser",
        "--target",
        WASM,
    ]);
    cargo
        .env("PATH", tools.path()?)
        .env("CHROMEDRIVER", &browser.driver);
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        "wasm-bindgen-test-runner",
    );
    Ok(cargo)
}

fn parse(args: &[String]) -> anyhow::Result<(Vec<Run>, Option<String>)> {
    let (mut runs, mut filter) = (Run::ALL.to_vec(), None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--only" {
            let name = args.next().map_or("", String::as_str);
            runs.retain(|run| run.name() == name);
            if runs.is_empty() {
                bail!("--only: found `{name}`, expected native, wasm or e2e");
            }
        } else if arg.starts_with('-') {
            bail!("unknown option `{arg}`, expected --only or part of a test's name");
        } else if filter.replace(arg.clone()).is_some() {
            bail!("found a second filter `{arg}`, expected one");
        }
    }
    Ok((runs, filter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> anyhow::Result<(Vec<Run>, Option<String>)> {
        parse(
            &line
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn without_arguments_everything_runs() {
        assert_eq!(parsed("").unwrap(), (Run::ALL.to_vec(), None));
    }

    #[test]
    fn one_run_and_a_filter_can_be_chosen() {
        let expected = (vec![Run::EndToEnd], Some("opens".to_owned()));
        assert_eq!(parsed("--only e2e opens").unwrap(), expected);
        assert!(parsed("--only everything").is_err());
        assert!(parsed("--nocapture").is_err());
        assert!(parsed("a b").is_err());
    }
}
