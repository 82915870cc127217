//! `minyi serve`: the smallest useful server, the built site and nothing else.

mod address;
mod site;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use tokio::net::TcpListener;

/// What `minyi serve` takes.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  minyi serve                  on this computer, on any free port
  minyi serve --lan            for tablets on the same network, with a QR code to scan
  minyi serve --dir dist --port 8080")]
pub(crate) struct Options {
    /// Folder of the built site
    #[arg(long, default_value = "dist", value_name = "FOLDER")]
    dir: PathBuf,
    /// Port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    host: IpAddr,
    /// Listen on every interface, and print a QR code of the address
    #[arg(long, conflicts_with = "host")]
    lan: bool,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

/// Serves until interrupted.
///
/// # Errors
/// When the folder holds no site or the address cannot be listened on.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    if !options.dir.join("index.html").is_file() {
        let dir = options.dir.display();
        bail!("{dir}: found no index.html, expected a built site; `cargo xtask serve` builds one");
    }
    let runtime = tokio::runtime::Runtime::new().context("starting the server")?;
    runtime.block_on(serve(options))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(options: &Options) -> anyhow::Result<()> {
    let host = if options.lan {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED)
    } else {
        options.host
    };
    let wanted = SocketAddr::new(host, options.port);
    let listener = TcpListener::bind(wanted)
        .await
        .with_context(|| format!("listening on {wanted}"))?;
    let port = listener.local_addr().context("asking for the port")?.port();
    announce(host, port, options.open);
    axum::serve(listener, site::router(&options.dir))
        .with_graceful_shutdown(interrupted())
        .await
        .context("serving")
}

/// Prints where the site is, and opens it where there is a screen.
fn announce(host: IpAddr, port: u16, open: bool) {
    let here = address::url(address::reachable_from_here(host), port);
    println!("Minyi is at {here}");
    if host.is_unspecified() {
        match address::on_the_network() {
            Some(ip) => {
                let there = address::url(ip, port);
                println!("On this network: {there}\n{}", address::qr(&there));
                println!(
                    "Anybody on this network can open it, and the connection is not encrypted."
                );
            }
            None => println!("This computer is on no network that a tablet could use."),
        }
    }
    println!("Ctrl-C ends it.");
    if open && has_a_screen() {
        // The address is on the terminal already, so not being able to open it is no error.
        let _ = open::that_detached(here);
    }
}

/// Whether a browser could show itself; only Unix desktops say so in the environment.
fn has_a_screen() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

async fn interrupted() {
    // Where the signal cannot be heard, the system's default action ends the program anyway.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
