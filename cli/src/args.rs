//! The command line: one variant a command, its options beside its code.

use clap::{Parser, Subcommand};

use crate::{check, data, estimate, eval, export, import, merge, run, serve, simulate, tabulate};

/// Resident surveys: check, ask, merge and tabulate; the same code as in the browser.
#[derive(Debug, Parser)]
#[command(name = "minyi", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What `minyi` can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check documents: questionnaires, trees of areas, exports
    Check(check::Options),
    /// Bring in data of other programs: tables as CSV or workbooks
    Data(data::Options),
    /// Compute the statistics of case files, and compare with what they expect
    Estimate(estimate::Options),
    /// Evaluate expressions: NDJSON in, NDJSON out
    Eval(eval::Options),
    /// Export responses for other programs
    Export(export::Options),
    /// Import forms of other programs: XLSForm workbooks and XForms
    Import(import::Options),
    /// Merge exports into one
    Merge(merge::Options),
    /// Drive an interview with a script: NDJSON in, NDJSON out
    Run(run::Options),
    /// Serve the built site on this computer, or on the local network
    Serve(serve::Options),
    /// Make responses of people who do not exist
    Simulate(simulate::Options),
    /// Tabulate one question, with intervals
    Tabulate(tabulate::Options),
}
