//! What a device is like: its screen and its network.

use serde_json::{Value, json};

/// A screen, in CSS pixels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Viewport {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Whether it is touched, and pages are laid out as on a mobile device.
    pub mobile: bool,
}

impl Viewport {
    /// A phone held upright.
    pub const PHONE: Viewport = Viewport {
        width: 390,
        height: 844,
        mobile: true,
    };
    /// A tablet held sideways.
    pub const TABLET: Viewport = Viewport {
        width: 1024,
        height: 768,
        mobile: true,
    };
    /// A laptop.
    pub const DESKTOP: Viewport = Viewport {
        width: 1440,
        height: 900,
        mobile: false,
    };

    pub(super) fn metrics(self) -> Value {
        let Viewport {
            width,
            height,
            mobile,
        } = self;
        let scale = if mobile { 2 } else { 1 };
        json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile })
    }
}

/// A network as the browser is made to see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Network {
    /// No network at all.
    pub offline: bool,
    /// Time a request takes before anything comes back, in milliseconds.
    pub latency_ms: f64,
    /// Bytes a second towards the browser; none is as fast as it goes.
    pub down: Option<f64>,
    /// Bytes a second from the browser; none is as fast as it goes.
    pub up: Option<f64>,
}

impl Network {
    /// None.
    pub const OFFLINE: Network = Network {
        offline: true,
        latency_ms: 0.0,
        down: None,
        up: None,
    };
    /// As fast as this computer.
    pub const LOCAL: Network = Network {
        offline: false,
        latency_ms: 0.0,
        down: None,
        up: None,
    };
    /// A crowded 3G cell: 1.6 Mbit/s down, 750 kbit/s up, 150 ms.
    pub const SLOW_3G: Network = Network {
        offline: false,
        latency_ms: 150.0,
        down: Some(200_000.0),
        up: Some(93_750.0),
    };

    pub(super) fn conditions(self) -> Value {
        json!({
            "offline": self.offline,
            "latency": self.latency_ms,
            "downloadThroughput": self.down.unwrap_or(-1.0),
            "uploadThroughput": self.up.unwrap_or(-1.0),
        })
    }
}
