//! Addresses of the server, as people need them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

/// The site's address at `ip` and `port`.
pub(super) fn url(ip: IpAddr, port: u16) -> String {
    format!("http://{}/", SocketAddr::new(ip, port))
}

/// An address this computer can open when the server listens on `host`.
pub(super) fn reachable_from_here(host: IpAddr) -> IpAddr {
    match host {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        IpAddr::V4(_) | IpAddr::V6(_) => host,
    }
}

/// This computer's address on the local network, if it is on one.
pub(super) fn on_the_network() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // Connecting a datagram socket sends nothing; it only chooses the interface.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

/// Said explicitly, and in colours no theme changes: many readers fail on a light code.
const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";

/// A QR code of `text` for a terminal, dark on light whatever the terminal's colours.
pub(super) fn qr(text: &str) -> String {
    let code = QrCode::new(text.as_bytes()).expect("an address fits into a QR code");
    let drawn = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Dark)
        .light_color(Dense1x2::Light)
        .build();
    drawn
        .lines()
        .map(|line| format!("{BLACK_ON_WHITE}{line}\x1b[0m\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_ones_a_browser_takes() {
        assert_eq!(url(Ipv4Addr::LOCALHOST.into(), 80), "http://127.0.0.1:80/");
        assert_eq!(url(Ipv6Addr::LOCALHOST.into(), 8080), "http://[::1]:8080/");
        assert_eq!(
            reachable_from_here(Ipv4Addr::UNSPECIFIED.into()),
            IpAddr::from(Ipv4Addr::LOCALHOST)
        );
        assert_eq!(
            reachable_from_here(Ipv6Addr::UNSPECIFIED.into()),
            IpAddr::from(Ipv6Addr::LOCALHOST)
        );
    }

    #[test]
    fn the_qr_code_is_square_with_its_quiet_zone() {
        let drawn = qr("http://192.168.1.20:43210/");
        let lines: Vec<&str> = drawn.lines().collect();
        // 26 characters are a version 2 code: 25 modules and 4 of quiet zone on each side, two a line.
        assert_eq!(lines.len(), 17);
        for line in &lines {
            let line = line
                .strip_prefix(BLACK_ON_WHITE)
                .unwrap()
                .strip_suffix("\x1b[0m")
                .unwrap();
            assert_eq!(line.chars().count(), 33);
        }
        // Dark modules are drawn, light ones are the ground: the finder's edge tells which.
        assert!(lines[2].contains("    █▀▀▀▀▀█ "), "{}", lines[2]);
    }
}
