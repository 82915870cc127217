//! `minyi`: everything the browser computes, from the command line.
//!
//! The library is there for tests, which run scripts of `minyi run` in large numbers.

mod args;
mod check;
mod data;
mod estimate;
mod eval;
mod export;
mod exports;
mod files;
mod import;
mod merge;
pub mod run;
mod serve;
mod simulate;
mod tabulate;

use std::process::ExitCode;

use clap::Parser;

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let result = match args::Cli::parse().command {
        args::Command::Check(options) => check::run(&options),
        args::Command::Data(options) => data::run(&options),
        args::Command::Estimate(options) => estimate::run(&options),
        args::Command::Eval(options) => eval::run(&options),
        args::Command::Export(options) => export::run(&options),
        args::Command::Import(options) => import::run(&options),
        args::Command::Merge(options) => merge::run(&options),
        args::Command::Run(options) => run::run(&options),
        args::Command::Serve(options) => serve::run(&options),
        args::Command::Simulate(options) => simulate::run(&options),
        args::Command::Tabulate(options) => tabulate::run(&options),
    };
    result.unwrap_or_else(|error| {
        eprintln!("minyi: {error:#}");
        ExitCode::from(2)
    })
}
