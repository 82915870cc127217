//! `cargo xtask serve`: from a fresh clone to the site on the screen.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};

use crate::site::Profile;
use crate::{progress, shell, site, tools};

#[derive(Debug, Default, Eq, PartialEq)]
struct Options {
    lan: bool,
    port: u16,
    no_open: bool,
    debug: bool,
}

/// Sets up, builds, serves and opens the site; returns when the server ends.
///
/// # Errors
/// When an option is unknown or a step fails.
pub(crate) fn run(args: &[String]) -> anyhow::Result<ExitCode> {
    let options = parse(args)?;
    let tools = tools::set_up()?;
    site::build(
        &tools,
        if options.debug {
            Profile::Debug
        } else {
            Profile::Release
        },
    )?;
    let mut server = Command::new(build_minyi()?);
    server
        .arg("serve")
        .arg("--dir")
        .arg(site::dist())
        .args(["--port", &options.port.to_string()]);
    if options.lan {
        server.arg("--lan");
    }
    if !options.no_open {
        server.arg("--open");
    }
    let outcome = server.status().context("starting the server")?;
    Ok(if outcome.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Builds the command line at full speed and says where it is.
///
/// # Errors
/// When it does not build.
pub(crate) fn build_minyi() -> anyhow::Result<PathBuf> {
    let mut build = shell::cargo();
    build.args(["build", "--profile", "native", "--package", "minyi"]);
    progress::run("Building the command line", &mut build)?;
    Ok(shell::target_dir().join("native").join(shell::exe("minyi")))
}

fn parse(args: &[String]) -> anyhow::Result<Options> {
    let mut options = Options::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--lan" => options.lan = true,
            "--no-open" => options.no_open = true,
            "--debug" => options.debug = true,
            "--port" => {
                let port = args
                    .next()
                    .context("--port: found nothing, expected a number")?;
                options.port = port
                    .parse()
                    .with_context(|| format!("--port: found `{port}`, expected 0 to 65535"))?;
            }
            unknown => {
                bail!("unknown option `{unknown}`, expected --lan, --port N, --no-open or --debug")
            }
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> anyhow::Result<Options> {
        parse(
            &line
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn options_are_read_in_any_order() {
        let all = Options {
            lan: true,
            port: 8080,
            no_open: true,
            debug: true,
        };
        assert_eq!(parsed("--debug --port 8080 --no-open --lan").unwrap(), all);
        assert_eq!(parsed("").unwrap(), Options::default());
    }

    #[test]
    fn wrong_options_are_named() {
        let error = |line| format!("{:#}", parsed(line).unwrap_err());
        assert!(error("--prot 80").contains("`--prot`"));
        assert!(error("--port").contains("expected a number"));
        assert!(error("--port 70000").contains("`70000`"));
    }
}
