//! `minyi`: see the library of the same folder.

use std::process::ExitCode;

fn main() -> ExitCode {
    minyi_cli::main()
}
