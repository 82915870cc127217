//! Time and chance. The rest of the program gets both as values.

use gloo_timers::callback::Timeout;

/// Milliseconds since 1970-01-01T00:00Z.
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Minutes east of UTC, now.
pub fn offset() -> i16 {
    -js_sys::Date::new_0().get_timezone_offset() as i16
}

/// An id (UUIDv7) and a seed that nobody can guess.
pub fn draw() -> (String, u64) {
    let mut bytes = [0_u8; 18];
    let crypto = web_sys::window().and_then(|it| it.crypto().ok());
    let drawn = crypto.and_then(|it| it.get_random_values_with_u8_array(&mut bytes).ok());
    if drawn.is_none() {
        // Engines without `crypto` are older than the baseline; ids still must not collide.
        bytes
            .iter_mut()
            .for_each(|it| *it = (js_sys::Math::random() * 256.0) as u8);
    }
    let (id, seed) = bytes.split_at(10);
    let seed = seed.iter().fold(0, |sum, it| sum << 8 | u64::from(*it));
    (uuid(now(), id), seed)
}

/// A UUIDv7 (RFC 9562 §5.7): 48 bits of time, then 74 random ones.
fn uuid(at: i64, random: &[u8]) -> String {
    let mut bytes = [0_u8; 16];
    bytes[..6].copy_from_slice(&at.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random[..10]);
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut id = String::with_capacity(36);
    for (idx, byte) in bytes.iter().enumerate() {
        if matches!(idx, 4 | 6 | 8 | 10) {
            id.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            id.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    id
}

/// A delay that starts again whenever it is armed.
#[derive(Default)]
pub struct Pause {
    armed: Option<Timeout>,
}

impl Pause {
    /// Calls back after `millis`, unless armed again before.
    pub fn arm(&mut self, millis: u32, callback: impl FnOnce() + 'static) {
        self.armed = Some(Timeout::new(millis, callback));
    }
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn ids_are_uuids_of_version_7() {
        // The example of RFC 9562, appendix A.6.
        let random = [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
        assert_eq!(
            uuid(0x017F_22E2_79B0, &random),
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
        );
    }
}
