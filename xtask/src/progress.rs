//! Runs long commands and says how they are getting on.

use std::io::{self, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// How often a line is written where the last one cannot be replaced.
const QUIET: Duration = Duration::from_secs(20);

/// Runs `command` and keeps its output back, showing one line of where it is;
/// prints all of it when the command fails.
///
/// # Errors
/// When the command cannot start or does not succeed.
pub(crate) fn run(label: &str, command: &mut Command) -> anyhow::Result<()> {
    let (reader, writer) = io::pipe().context("opening a pipe")?;
    let both = writer.try_clone().context("opening a pipe")?;
    command.stdin(Stdio::null()).stdout(both).stderr(writer);
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .spawn()
        .with_context(|| format!("{label}: starting {program}"))?;
    // The command holds the pipe's other end; ours must close for the pipe to end.
    command.stdout(Stdio::null()).stderr(Stdio::null());

    let mut status = Status::new(label);
    let log = follow(reader, &mut status);
    let outcome = child
        .wait()
        .with_context(|| format!("{label}: waiting for {program}"))?;
    if !outcome.success() {
        status.end("failed");
        eprint!("{log}");
        bail!("{label}: {program} ended with {outcome}");
    }
    status.end("done");
    Ok(())
}

fn follow(reader: io::PipeReader, status: &mut Status) -> String {
    let (sender, lines) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        for_each_line(reader, |line| {
            // The receiver lives as long as we do.
            let _ = sender.send(line);
        });
    });
    let mut log = String::new();
    loop {
        match lines.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                status.note(&line);
                log.push_str(&line);
                log.push('\n');
            }
            Err(RecvTimeoutError::Timeout) => status.show(),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    thread.join().expect("reading lines does not panic");
    log
}

/// Calls `each` with every line, ended by a line feed or a carriage return.
pub(crate) fn for_each_line(reader: impl Read, mut each: impl FnMut(String)) {
    let mut line = Vec::new();
    for byte in BufReader::new(reader).bytes() {
        let Ok(byte) = byte else { break };
        if byte != b'\n' && byte != b'\r' {
            line.push(byte);
        } else if !line.is_empty() || byte == b'\n' {
            each(String::from_utf8_lossy(&line).into_owned());
            line.clear();
        }
    }
    if !line.is_empty() {
        each(String::from_utf8_lossy(&line).into_owned());
    }
}

/// One line about one command.
struct Status {
    label: String,
    start: Instant,
    shown: Instant,
    n_crates: usize,
    last: String,
    terminal: bool,
}

impl Status {
    fn new(label: &str) -> Status {
        let now = Instant::now();
        let terminal = io::stderr().is_terminal();
        if !terminal {
            eprintln!("{label} …");
        }
        let label = label.to_owned();
        Status {
            label,
            start: now,
            shown: now,
            n_crates: 0,
            last: String::new(),
            terminal,
        }
    }

    fn note(&mut self, line: &str) {
        let line = line.trim();
        if let Some(krate) = line.strip_prefix("Compiling ") {
            self.n_crates += 1;
            let name = krate.split(" (").next().unwrap_or(krate);
            self.last = format!("compiling {name} ({})", self.n_crates);
        } else if !line.is_empty() {
            self.last = line.to_owned();
        }
        if self.shown.elapsed() > Duration::from_millis(100) {
            self.show();
        }
    }

    fn show(&mut self) {
        let seconds = self.start.elapsed().as_secs();
        if self.terminal {
            let line = format!("{} … {seconds} s  {}", self.label, self.last);
            let line: String = line.chars().take(100).collect();
            eprint!("\r\x1b[K{line}");
            // A status line that does not come through is no reason to stop.
            let _ = io::stderr().flush();
            self.shown = Instant::now();
        } else if self.shown.elapsed() > QUIET {
            eprintln!("  {seconds} s  {}", self.last);
            self.shown = Instant::now();
        }
    }

    fn end(&self, word: &str) {
        let clear = if self.terminal { "\r\x1b[K" } else { "" };
        eprintln!(
            "{clear}{}: {word} in {:.1} s",
            self.label,
            self.start.elapsed().as_secs_f64()
        );
    }
}
