//! The built site, served by the real server.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::from_environment;

/// A running `minyi serve`, ended when dropped.
#[derive(Debug)]
pub struct Site {
    server: Child,
    address: String,
}

impl Site {
    /// Serves the built site on a free port.
    ///
    /// # Panics
    /// When the site or the server is not built, or the server does not start.
    pub fn start() -> Site {
        let dist = from_environment("MINYI_DIST", "dist");
        let mut server = Command::new(from_environment("MINYI_BIN", "target/native/minyi"))
            .arg("serve")
            .arg("--dir")
            .arg(dist)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("minyi serve starts");
        let output = server.stdout.take().expect("the output is piped");
        let mut lines = BufReader::new(output).lines();
        let line = lines
            .next()
            .expect("the server says where it is")
            .expect("it says so in text");
        let address = line
            .split_whitespace()
            .last()
            .expect("the line has an address")
            .to_owned();
        // Reads on, so that the server never waits for somebody to listen.
        std::thread::spawn(move || lines.for_each(drop));
        Site { server, address }
    }

    /// The address of a path, such as `answer/#s=resident-qr-short`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
