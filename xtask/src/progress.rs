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

/// Calls `each` with every line, ended by a line feed, a carriage return or both.
pub(crate) fn for_each_line(reader: impl Read, mut each: impl FnMut(String)) {
    let (mut line, mut last) = (Vec::new(), b'\n');
    for byte in BufReader::new(reader).bytes() {
        let Ok(byte) = byte else { break };
        match byte {
            b'\n' if last == b'\r' => {}
            b'\n' | b'\r' => {
                each(String::from_utf8_lossy(&line).into_owned());
                line.clear();
            }
            _ => line.push(byte),
        }
        last = byte;
    }
    if !line.is_empty() {
        each(String::from_utf8_lossy(&line).into_owned());
    }
}

/// `line` without the colours it may be told to have.
pub(crate) fn without_colours(line: &str) -> String {
    let mut parts = line.split('\x1b');
    let first = parts.next().unwrap_or_default();
    // A colour is an escape, a bracket, numbers and the letter `m`.
    parts.fold(first.to_owned(), |plain, part| {
        plain + part.split_once('m').map_or("", |(_, after)| after)
    })
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
        let line = without_colours(line);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_off() {
        let line = "\x1b[1m\x1b[92m     Running\x1b[0m unittests src/main.rs (target/deps/a-0)";
        assert_eq!(
            without_colours(line),
            "     Running unittests src/main.rs (target/deps/a-0)"
        );
        assert_eq!(without_colours("plain"), "plain");
    }

    #[test]
    fn lines_end_at_feeds_and_returns() {
        let mut lines = Vec::new();
        for_each_line("one\rtwo\r\n\nlast".as_bytes(), |line| lines.push(line));
        assert_eq!(lines, ["one", "two", "", "last"]);
    }
}
