//! The DevTools protocol's transport: numbered commands, and events in between.

use std::io;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::PATIENCE;

/// A connection to the browser or to one page.
pub(super) struct Wire {
    socket: WebSocket<TcpStream>,
    n_sent: u64,
    /// What the browser told in the meantime, oldest first.
    events: Vec<Event>,
}

/// Something the browser told.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) method: String,
    pub(super) params: Value,
}

impl Wire {
    /// Connects to `ws://127.0.0.1:<port><path>`.
    pub(super) fn connect(port: u16, path: &str) -> Wire {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("the browser listens");
        // Short, so that waiting for an event can be given up in time.
        stream
            .set_read_timeout(Some(Duration::from_millis(50)))
            .expect("a timeout can be set");
        stream
            .set_nodelay(true)
            .expect("delays can be switched off");
        let url = format!("ws://127.0.0.1:{port}{path}");
        let mut handshake = tungstenite::client(&url, stream);
        let (mut socket, _) = loop {
            match handshake {
                Ok(connected) => break connected,
                Err(tungstenite::HandshakeError::Interrupted(half)) => handshake = half.handshake(),
                Err(error) => panic!("{url}: {error}"),
            }
        };
        // Screenshots and exports come in one message.
        socket.set_config(|config| {
            config.max_message_size = None;
            config.max_frame_size = None;
        });
        Wire {
            socket,
            n_sent: 0,
            events: Vec::new(),
        }
    }

    /// Sends a command and gives its result, or what the browser has against it.
    pub(super) fn try_call(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.n_sent += 1;
        let id = self.n_sent;
        let text = json!({ "id": id, "method": method, "params": params }).to_string();
        self.socket
            .send(Message::text(text))
            .map_err(|error| format!("{method}: {error}"))?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let Some(mut answer) = self.read().map_err(|error| format!("{method}: {error}"))?
            else {
                continue;
            };
            if answer["id"] == id {
                return match answer.get("error") {
                    Some(error) => Err(format!("{method}: {error}")),
                    None => Ok(answer["result"].take()),
                };
            }
        }
        Err(format!("{method}: no answer in {} s", PATIENCE.as_secs()))
    }

    /// Sends a command whose answer cannot come, as the one that ends the page.
    pub(super) fn send(&mut self, method: &str, params: Value) {
        self.n_sent += 1;
        let text = json!({ "id": self.n_sent, "method": method, "params": params }).to_string();
        // The page may be gone before the socket notices.
        let _ = self.socket.send(Message::text(text));
    }

    /// Sends a command that must succeed.
    pub(super) fn call(&mut self, method: &str, params: Value) -> Value {
        self.try_call(method, params)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Everything told so far.
    pub(super) fn events(&mut self) -> &[Event] {
        // A command and its answer push everything told before them through the connection.
        let _ = self.try_call("Browser.getVersion", json!({}));
        &self.events
    }

    /// Reads one message; keeps it if it is an event.
    fn read(&mut self) -> Result<Option<Value>, tungstenite::Error> {
        let message = match self.socket.read() {
            Ok(message) => message,
            Err(tungstenite::Error::Io(error)) if is_timeout(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        let Message::Text(text) = message else {
            return Ok(None);
        };
        let mut value: Value = serde_json::from_str(&text).expect("the browser speaks JSON");
        let Some(method) = value["method"].as_str().map(str::to_owned) else {
            return Ok(Some(value));
        };
        self.events.push(Event {
            method,
            params: value["params"].take(),
        });
        Ok(None)
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}
