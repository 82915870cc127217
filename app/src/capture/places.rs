//! Places on earth: read, written, collected into lines, and sketched without a map.

use survey_core::base::Map;
use survey_core::expr::number_to_text;
use survey_core::questionnaire::Geo;

/// Metres at which a place is good enough, where the form does not say.
const GOOD: f64 = 5.0;
/// Metres beyond which a place deserves a warning, where the form does not say.
const POOR: f64 = 100.0;
/// More places than anybody takes on one walk.
const MOST: usize = 10_000;

/// A place that was measured or typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres above the ellipsoid; 0 if unknown, as ODK's clients write it.
    pub altitude: f64,
    /// Metres within which it lies with 68 %; 0 if unknown.
    pub accuracy: f64,
}

impl Fix {
    /// Reads `latitude longitude altitude accuracy`, the last two if known, with blanks or commas
    /// between.
    pub fn read(text: &str) -> Option<Fix> {
        let numbers: Option<Vec<f64>> = text
            .split(|it: char| it.is_whitespace() || matches!(it, ',' | '，' | '、'))
            .filter(|it| !it.is_empty())
            .map(|it| it.trim_end_matches('°').parse().ok())
            .collect();
        let numbers = numbers?;
        let (&[latitude, longitude], rest) = numbers.split_first_chunk::<2>()?;
        let sound = numbers.iter().all(|it| it.is_finite()) && rest.len() <= 2;
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let (altitude, accuracy) = (rest.first(), rest.get(1));
        (sound && on_earth).then_some(Fix {
            latitude,
            longitude,
            altitude: altitude.copied().unwrap_or(0.0),
            accuracy: accuracy.copied().unwrap_or(0.0).abs(),
        })
    }

    /// As ODK stores it; degrees to a centimetre, metres to a centimetre.
    pub fn text(&self) -> String {
        let rounded = |it: f64, digits: f64| number_to_text((it * digits).round() / digits);
        let (latitude, longitude) = (rounded(self.latitude, 1e7), rounded(self.longitude, 1e7));
        let (altitude, accuracy) = (rounded(self.altitude, 1e2), rounded(self.accuracy, 1e2));
        format!("{latitude} {longitude} {altitude} {accuracy}")
    }

    fn is_at(&self, other: &Fix) -> bool {
        self.latitude == other.latitude && self.longitude == other.longitude
    }
}

/// How good a place must be: what the author of the form asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// Metres at which it is taken without being asked.
    pub good: f64,
    /// Metres beyond which the person is warned.
    pub poor: f64,
    /// Whether the author asked for a map.
    pub map: bool,
}

impl Aim {
    /// Reads a question's appearance and parameters.
    pub fn read(appearance: &[String], parameters: &Map<String, String>) -> Aim {
        let metres = |name: &str| {
            let metres = parameters.get(name)?.parse().ok();
            metres.filter(|it: &f64| it.is_finite() && *it >= 0.0)
        };
        let maps = ["maps", "placement-map"];
        Aim {
            good: metres("capture_accuracy").unwrap_or(GOOD),
            poor: metres("warning_accuracy").unwrap_or(POOR),
            map: appearance
                .iter()
                .any(|it| maps.iter().any(|map| it.eq_ignore_ascii_case(map))),
        }
    }

    /// Whether a place is good enough to stop.
    pub fn is_met(&self, fix: &Fix) -> bool {
        fix.accuracy > 0.0 && fix.accuracy <= self.good
    }

    /// Whether a place is so poor that the person is told.
    pub fn is_missed(&self, fix: &Fix) -> bool {
        fix.accuracy > self.poor
    }
}

/// Places in their order. The border of an area closes by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    geo: Geo,
    fixes: Vec<Fix>,
}

impl Places {
    /// Reads an answer; what is no place is left out.
    pub fn read(geo: Geo, text: &str) -> Places {
        let mut fixes: Vec<Fix> = text.split(';').filter_map(Fix::read).take(MOST).collect();
        let closed = match (fixes.first(), fixes.last()) {
            (Some(first), Some(last)) => fixes.len() > 3 && first.is_at(last),
            (_, _) => false,
        };
        if geo == Geo::Shape && closed {
            fixes.pop();
        }
        Places { geo, fixes }
    }

    /// Another place at the end. Of a point there is one.
    pub fn add(&mut self, fix: Fix) {
        if self.geo == Geo::Point {
            self.fixes.clear();
        }
        if self.fixes.len() < MOST {
            self.fixes.push(fix);
        }
    }

    /// Takes a place out.
    pub fn remove(&mut self, idx: usize) {
        if idx < self.fixes.len() {
            self.fixes.remove(idx);
        }
    }

    /// The places, without the one that closes a border.
    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// How many are still needed before they are an answer.
    pub fn n_missing(&self) -> usize {
        let needed = match self.geo {
            Geo::Point => 1,
            Geo::Trace => 2,
            Geo::Shape => 3,
        };
        usize::saturating_sub(needed, self.fixes.len())
    }

    /// The answer; a border ends where it began as soon as it has three corners.
    pub fn text(&self) -> String {
        let mut texts: Vec<String> = self.fixes.iter().map(Fix::text).collect();
        if self.geo == Geo::Shape
            && texts.len() >= 3
            && let Some(first) = texts.first().cloned()
        {
            texts.push(first);
        }
        texts.join(";")
    }

    /// The line on a sheet of `width` by `height`, as SVG's points, north at the top; a degree of
    /// longitude is as long as it is at the places' own latitude.
    pub fn line(&self, width: f64, height: f64) -> Vec<(f64, f64)> {
        let Some(first) = self.fixes.first() else {
            return Vec::new();
        };
        let shrink = first.latitude.to_radians().cos().max(0.01);
        let flat: Vec<(f64, f64)> = self
            .fixes
            .iter()
            .map(|it| {
                (
                    around(it.longitude - first.longitude) * shrink,
                    -it.latitude,
                )
            })
            .collect();
        let bounds = |of: fn(&(f64, f64)) -> f64| {
            let least = flat.iter().map(of).fold(f64::INFINITY, f64::min);
            let most = flat.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
            (least, most - least)
        };
        let ((left, wide), (top, high)) = (bounds(|it| it.0), bounds(|it| it.1));
        // Places that are all the same stand in the middle.
        let scale = (width / wide.max(1e-9)).min(height / high.max(1e-9));
        let (margin_x, margin_y) = ((width - wide * scale) / 2.0, (height - high * scale) / 2.0);
        let placed = flat
            .iter()
            .map(|(x, y)| ((x - left) * scale + margin_x, (y - top) * scale + margin_y));
        placed.collect()
    }
}

/// The shorter way around the earth, in degrees.
fn around(degrees: f64) -> f64 {
    if degrees > 180.0 {
        degrees - 360.0
    } else if degrees < -180.0 {
        degrees + 360.0
    } else {
        degrees
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(latitude: f64, longitude: f64) -> Fix {
        Fix {
            latitude,
            longitude,
            altitude: 0.0,
            accuracy: 4.0,
        }
    }

    #[test]
    fn places_are_read_as_people_type_them() {
        let read = |text: &str| Fix::read(text).map(|it| it.text());
        assert_eq!(read("30.66 104.06").as_deref(), Some("30.66 104.06 0 0"));
        assert_eq!(read("30.66°, 104.06°").as_deref(), Some("30.66 104.06 0 0"));
        assert_eq!(read(" -1，2 3.5 4 ").as_deref(), Some("-1 2 3.5 4"));
        assert_eq!(read("30.123456789 1").as_deref(), Some("30.1234568 1 0 0"));
        for wrong in [
            "",
            "30.66",
            "91 0",
            "0 181",
            "NaN 1",
            "1 2 3 4 5",
            "north",
            "1 inf",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_border_closes_by_itself() {
        let mut places = Places::read(Geo::Shape, "");
        for (n, (latitude, longitude)) in
            [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)].into_iter().enumerate()
        {
            assert_eq!(places.n_missing(), 3 - n);
            places.add(fix(latitude, longitude));
        }
        assert_eq!(places.text(), "0 0 0 4;0 1 0 4;1 1 0 4;0 0 0 4");
        assert!(Geo::Shape.reads(&places.text()));
        assert_eq!(Places::read(Geo::Shape, &places.text()), places);
        places.remove(1);
        places.remove(7);
        assert_eq!((places.fixes().len(), places.n_missing()), (2, 1));
        assert_eq!(places.text(), "0 0 0 4;1 1 0 4");
    }

    #[test]
    fn a_point_is_replaced_and_a_line_grows() {
        let mut point = Places::read(Geo::Point, "1 2 3 4");
        point.add(fix(5.0, 6.0));
        assert_eq!(point.text(), "5 6 0 4");
        let mut line = Places::read(Geo::Trace, "1 2 3 4; nonsense; 5 6");
        assert_eq!((line.fixes().len(), line.n_missing()), (2, 0));
        line.add(fix(1.0, 2.0));
        assert_eq!(line.text(), "1 2 3 4;5 6 0 0;1 2 0 4");
    }

    #[test]
    fn authors_say_how_good_a_place_must_be() {
        let parameters = [("capture_accuracy", "10"), ("warning_accuracy", "junk")];
        let parameters = parameters
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        let aim = Aim::read(&["Placement-map".to_owned()], &parameters);
        assert!(aim.map && aim.is_met(&fix(0.0, 0.0)) && !aim.is_missed(&fix(0.0, 0.0)));
        assert_eq!((aim.good, aim.poor), (10.0, 100.0));
        let unknown = Fix::read("1 2").expect("it is a place");
        assert!(!aim.is_met(&unknown) && !aim.is_missed(&unknown));
    }

    #[test]
    fn sketches_keep_directions_and_cross_the_date_line() {
        let places = Places::read(Geo::Trace, "0 179.5; 0 -179.5; 0.5 -179.5");
        assert_eq!(
            places.line(100.0, 50.0),
            [(0.0, 50.0), (100.0, 50.0), (100.0, 0.0)]
        );
        let still = Places::read(Geo::Trace, "10 10; 10 10");
        assert_eq!(still.line(100.0, 50.0), [(50.0, 25.0), (50.0, 25.0)]);
        assert!(Places::read(Geo::Trace, "").line(10.0, 10.0).is_empty());
    }
}
