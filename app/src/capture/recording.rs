//! A recording of sound while it is made: what may happen next, and how long it is.

/// How far along a recording is. Moments are milliseconds of any clock that only goes forward.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Recording {
    /// None is made.
    #[default]
    Off,
    /// The person is being asked for the microphone.
    Asking,
    /// It runs.
    Running {
        /// Since when.
        since: f64,
        /// Milliseconds recorded before.
        before: f64,
    },
    /// It waits.
    Paused {
        /// Milliseconds recorded.
        before: f64,
    },
}

impl Recording {
    /// The microphone is there.
    #[must_use]
    pub fn started(self, now: f64) -> Recording {
        match self {
            Recording::Asking => Recording::Running {
                since: now,
                before: 0.0,
            },
            Recording::Off | Recording::Running { .. } | Recording::Paused { .. } => self,
        }
    }

    /// A pause, or the end of one.
    #[must_use]
    pub fn flipped(self, now: f64) -> Recording {
        match self {
            Recording::Running { .. } => Recording::Paused {
                before: self.millis(now),
            },
            Recording::Paused { before } => Recording::Running { since: now, before },
            Recording::Off | Recording::Asking => self,
        }
    }

    /// How long it is by now, in milliseconds.
    pub fn millis(self, now: f64) -> f64 {
        match self {
            Recording::Off | Recording::Asking => 0.0,
            Recording::Running { since, before } => before + (now - since).max(0.0),
            Recording::Paused { before } => before,
        }
    }

    /// Whether there is something to stop.
    pub fn is_on(self) -> bool {
        matches!(self, Recording::Running { .. } | Recording::Paused { .. })
    }
}

/// A length for people: `1:05`, `1:00:05`.
pub fn length_words(millis: f64) -> String {
    let seconds = (millis / 1000.0).max(0.0) as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// How loud a stretch of sound is, from 0 to 1, out of samples around 128: a tenth of full swing
/// is normal speech, so it fills half of the meter.
pub fn loudness(samples: &[u8]) -> f64 {
    let swing = samples.iter().map(|it| it.abs_diff(128)).max().unwrap_or(0);
    (f64::from(swing) / 128.0 * 2.5).sqrt().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_do_not_count() {
        let it = Recording::Asking.started(1000.0);
        assert_eq!(it.millis(3500.0), 2500.0);
        let it = it.flipped(4000.0);
        assert_eq!((it.millis(9000.0), it.is_on()), (3000.0, true));
        let it = it.flipped(10_000.0);
        assert_eq!(it.millis(10_500.0), 3500.0);
        assert_eq!(Recording::Off.started(5.0), Recording::Off);
        assert_eq!(Recording::Off.flipped(5.0), Recording::Off);
        assert_eq!(it.started(11_000.0), it);
    }

    #[test]
    fn lengths_and_levels_are_for_people() {
        assert_eq!(length_words(65_999.0), "1:05");
        assert_eq!(length_words(3_605_000.0), "1:00:05");
        assert_eq!(length_words(-1.0), "0:00");
        assert_eq!(loudness(&[128, 128]), 0.0);
        assert_eq!(loudness(&[]), 0.0);
        assert!(loudness(&[128, 141]) > 0.45 && loudness(&[0, 255]) == 1.0);
    }
}
