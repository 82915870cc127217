//! Colours.
//!
//! Every pair that must be told apart is tested: text 4.5 to 1 against what it
//! stands on, marks 3 to 1 against the background. Scales run from light to
//! dark, so they survive a grey copy; the diverging one runs from orange over
//! grey to blue, which the common kinds of colour blindness keep apart.

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// On what a figure is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Screen, light.
    #[default]
    Light,
    /// Screen, dark.
    Dark,
    /// Paper: white, with somewhat darker lines.
    Print,
}

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Behind everything.
    pub background: Rgb,
    /// Titles, labels, whiskers.
    pub ink: Rgb,
    /// Subtitles, notes, axis labels.
    pub muted: Rgb,
    /// Gridlines; decoration, so it may be faint.
    pub grid: Rgb,
    /// The zero line and other lines that carry meaning.
    pub axis: Rgb,
    /// Bars and dots.
    pub accent: Rgb,
    /// Outline of bars that stand for no valid answer.
    pub missing: Rgb,
    /// Their inside.
    pub missing_fill: Rgb,
    /// Parts of a stacked column, bottom first.
    pub series: [Rgb; 4],
    /// Up to six groups.
    pub groups: [Rgb; 6],
    /// Ends, middles and centre of an ordered scale: orange, grey, blue.
    pub diverging: [Rgb; 5],
    /// Ends of the tint of a table.
    pub tint: (Rgb, Rgb),
}

const LIGHT: Palette = Palette {
    background: Rgb(0xff, 0xff, 0xff),
    ink: Rgb(0x1b, 0x21, 0x28),
    muted: Rgb(0x56, 0x60, 0x6b),
    grid: Rgb(0xe3, 0xe7, 0xeb),
    axis: Rgb(0x5f, 0x6a, 0x76),
    accent: Rgb(0x3f, 0x88, 0xc5),
    missing: Rgb(0x7d, 0x87, 0x92),
    missing_fill: Rgb(0xee, 0xf0, 0xf2),
    series: [
        Rgb(0x17, 0x4f, 0x8a),
        Rgb(0x52, 0x93, 0xcb),
        Rgb(0x8a, 0x92, 0x9a),
        Rgb(0xc0, 0x5a, 0x00),
    ],
    groups: [
        Rgb(0x1f, 0x6f, 0xb5),
        Rgb(0xc0, 0x5a, 0x00),
        Rgb(0x0b, 0x84, 0x76),
        Rgb(0x8a, 0x4f, 0xb0),
        Rgb(0x5a, 0x63, 0x6d),
        Rgb(0xb0, 0x3a, 0x74),
    ],
    diverging: [
        Rgb(0x9a, 0x4a, 0x06),
        Rgb(0xcf, 0x79, 0x26),
        Rgb(0x8a, 0x92, 0x9a),
        Rgb(0x52, 0x93, 0xcb),
        Rgb(0x17, 0x55, 0x93),
    ],
    tint: (Rgb(0xee, 0xf4, 0xfa), Rgb(0x12, 0x4a, 0x82)),
};

const DARK: Palette = Palette {
    background: Rgb(0x16, 0x1a, 0x1f),
    ink: Rgb(0xed, 0xf0, 0xf3),
    muted: Rgb(0xa6, 0xb0, 0xbb),
    grid: Rgb(0x2c, 0x33, 0x3b),
    axis: Rgb(0x93, 0x9e, 0xaa),
    accent: Rgb(0x3d, 0x80, 0xbd),
    missing: Rgb(0x84, 0x8f, 0x9b),
    missing_fill: Rgb(0x26, 0x2c, 0x33),
    series: [
        Rgb(0x3d, 0x80, 0xbd),
        Rgb(0x9c, 0xcd, 0xf7),
        Rgb(0x84, 0x8f, 0x9b),
        Rgb(0xf0, 0x9c, 0x4a),
    ],
    groups: [
        Rgb(0x6f, 0xb4, 0xee),
        Rgb(0xf0, 0x9c, 0x4a),
        Rgb(0x45, 0xc0, 0xae),
        Rgb(0xc5, 0x9c, 0xe6),
        Rgb(0xc2, 0xca, 0xd2),
        Rgb(0xf0, 0x84, 0xb4),
    ],
    diverging: [
        Rgb(0xf2, 0xa6, 0x5a),
        Rgb(0xb8, 0x6a, 0x1e),
        Rgb(0x72, 0x7c, 0x86),
        Rgb(0x3d, 0x80, 0xbd),
        Rgb(0x8c, 0xc4, 0xf4),
    ],
    tint: (Rgb(0x1d, 0x2b, 0x3a), Rgb(0x8c, 0xc4, 0xf4)),
};

const PRINT: Palette = Palette {
    ink: Rgb(0x00, 0x00, 0x00),
    muted: Rgb(0x40, 0x48, 0x50),
    grid: Rgb(0xd0, 0xd5, 0xda),
    axis: Rgb(0x40, 0x48, 0x50),
    missing: Rgb(0x60, 0x68, 0x70),
    missing_fill: Rgb(0xff, 0xff, 0xff),
    ..LIGHT
};

impl Theme {
    /// The colours of this theme.
    pub fn palette(self) -> Palette {
        match self {
            Theme::Light => LIGHT,
            Theme::Dark => DARK,
            Theme::Print => PRINT,
        }
    }
}

impl Palette {
    /// The colour of level `idx` of `n_levels`, from the least favourable.
    pub(super) fn level(&self, idx: usize, n_levels: usize) -> Rgb {
        if n_levels < 2 {
            return self.diverging[4];
        }
        let at = idx as f64 / (n_levels - 1) as f64 * 4.0;
        let below = (at as usize).min(3);
        self.diverging[below].mix(self.diverging[below + 1], at - below as f64)
    }

    /// The tint for `share` of the way from the least to the most.
    pub(super) fn tinted(&self, share: f64) -> Rgb {
        let share = if share.is_finite() {
            share.clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.tint.0.mix(self.tint.1, share)
    }

    /// Ink or its opposite, whichever reads better on `ground`.
    pub(super) fn ink_on(&self, ground: Rgb) -> Rgb {
        [Rgb(0, 0, 0), Rgb(0xff, 0xff, 0xff)]
            .into_iter()
            .max_by(|a, b| a.contrast(ground).total_cmp(&b.contrast(ground)))
            .expect("two inks")
    }
}

impl Rgb {
    /// As `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    fn mix(self, other: Rgb, share: f64) -> Rgb {
        let part =
            |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Rgb(
            part(self.0, other.0),
            part(self.1, other.1),
            part(self.2, other.2),
        )
    }

    /// Contrast ratio of WCAG 2.2, 1 to 21.
    pub fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |it: u8| {
            let it = f64::from(it) / 255.0;
            if it <= 0.04045 {
                it / 12.92
            } else {
                ((it + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEMES: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

    #[track_caller]
    fn check(theme: Theme, what: &str, a: Rgb, b: Rgb, at_least: f64) {
        let found = a.contrast(b);
        assert!(
            found >= at_least,
            "{theme:?} {what}: {found:.2} is below {at_least}"
        );
    }

    #[test]
    fn text_reads_on_its_ground() {
        for theme in THEMES {
            let it = theme.palette();
            check(theme, "ink", it.ink, it.background, 7.0);
            check(theme, "muted", it.muted, it.background, 4.5);
            for n_levels in 2..=7 {
                for idx in 0..n_levels {
                    let ground = it.level(idx, n_levels);
                    check(theme, "in a segment", it.ink_on(ground), ground, 4.5);
                }
            }
            for step in 0..=20 {
                let ground = it.tinted(f64::from(step) / 20.0);
                check(theme, "in a cell", it.ink_on(ground), ground, 4.5);
            }
        }
    }

    #[test]
    fn marks_stand_out() {
        for theme in THEMES {
            let it = theme.palette();
            let marks = [it.axis, it.accent, it.missing];
            for mark in marks
                .into_iter()
                .chain(it.series)
                .chain(it.groups)
                .chain(it.diverging)
            {
                check(theme, "mark", mark, it.background, 3.0);
            }
            check(theme, "whisker on bar", it.ink, it.accent, 3.0);
        }
    }

    #[test]
    fn the_tint_darkens_steadily_in_grey() {
        for theme in THEMES {
            let it = theme.palette();
            let greys: Vec<f64> = (0..=10)
                .map(|step| it.tinted(f64::from(step) / 10.0).luminance())
                .collect();
            let falling = greys.windows(2).all(|pair| pair[0] > pair[1]);
            let rising = greys.windows(2).all(|pair| pair[0] < pair[1]);
            assert!(falling || rising, "{theme:?}: {greys:?}");
        }
    }
}
