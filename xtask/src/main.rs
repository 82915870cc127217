//! The project's chores: `cargo xtask serve`, `cargo xtask test` and what they need.

mod browser;
mod progress;
mod r;
mod serve;
mod shell;
mod site;
mod tally;
mod test;
mod tools;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask <COMMAND>

Commands:
  serve [--lan] [--port N] [--no-open] [--debug]
      Set up what is missing, build the site into dist/, serve it and open it.
      --lan      listen for tablets on the same network too, with a QR code to scan
      --port N   listen on this port; without it, on any that is free
      --no-open  only print the address
      --debug    build quickly instead of small

  test [--only native|wasm|e2e] [FILTER]
      Set up what is missing and run every test, or those whose name contains FILTER.

  setup
      Only get the tools: the wasm target, trunk, wasm-bindgen and wasm-opt.

  finish-site
      What trunk runs after a build; see Trunk.toml.

Environment:
  MINYI_TOOLS  where built tools are kept (default: the user's cache folder)";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let result = match command.as_str() {
        "serve" => serve::run(&rest),
        "test" => test::run(&rest),
        "setup" => tools::set_up().map(|_| ExitCode::SUCCESS),
        "finish-site" => site::finish::run().map(|()| ExitCode::SUCCESS),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        unknown => Err(anyhow::anyhow!("unknown command `{unknown}`\n\n{HELP}")),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
