//! `minyi`: everything the browser computes, from the command line.

mod args;
mod eval;
mod files;
mod run;
mod serve;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let result = match args::Cli::parse().command {
        args::Command::Eval(options) => eval::run(&options),
        args::Command::Run(options) => run::run(&options),
        args::Command::Serve(options) => serve::run(&options),
    };
    result.unwrap_or_else(|error| {
        eprintln!("minyi: {error:#}");
        ExitCode::from(2)
    })
}
