//! Functions of places, on a sphere with the Earth's equatorial radius, rounded to hundredths,
//! as ODK's clients compute them.

use super::call::Call;
use super::eval::Evaluated;
use super::numbers::round_decimal;
use super::value::XValue;

/// Metres.
const RADIUS: f64 = 6_378_100.0;

/// Latitude and longitude in degrees.
#[derive(Clone, Copy, PartialEq)]
struct Point {
    lat: f64,
    lon: f64,
}

impl Call<'_> {
    /// The points of all arguments from `first` on; none where a text is no list of points.
    fn points(&self, first: usize) -> Evaluated<Option<Vec<Point>>> {
        let texts = self.texts(first)?;
        let parts = texts.iter().flat_map(|text| text.split(';'));
        let parts = parts.map(str::trim).filter(|it| !it.is_empty());
        Ok(parts.map(point).collect())
    }

    /// Leaflet's formula for the area of a small polygon on a sphere.
    pub(super) fn area(&self) -> Evaluated<XValue> {
        let Some(points) = self.points(0)? else {
            return Ok(f64::NAN.into());
        };
        let sum: f64 = edges(&points, true)
            .map(|(a, b)| {
                let sines = libm::sin(a.lat.to_radians()) + libm::sin(b.lat.to_radians());
                (b.lon - a.lon).to_radians() * (2.0 + sines)
            })
            .sum();
        Ok(round_decimal((sum * RADIUS * RADIUS / 2.0).abs(), 2).into())
    }

    /// The great circle along all points (haversine formula).
    pub(super) fn distance(&self) -> Evaluated<XValue> {
        let Some(points) = self.points(0)?.filter(|it| !it.is_empty()) else {
            return Ok(f64::NAN.into());
        };
        let metres: f64 = edges(&points, false).map(|(a, b)| metres(a, b)).sum();
        Ok(round_decimal(metres, 2).into())
    }

    /// Whether a point lies in a polygon, by counting the edges that a ray crosses.
    pub(super) fn geofence(&self) -> Evaluated<XValue> {
        let point = point(self.text(0)?.trim());
        let (Some(at), Some(shape)) = (point, self.points(1)?) else {
            return Ok(false.into());
        };
        let crossings = edges(&shape, true).filter(|(a, b)| {
            (a.lat > at.lat) != (b.lat > at.lat)
                && at.lon < (b.lon - a.lon) * (at.lat - a.lat) / (b.lat - a.lat) + a.lon
        });
        Ok((crossings.count() % 2 == 1).into())
    }

    pub(super) fn intersects(&self) -> Evaluated<XValue> {
        let Some(points) = self.points(0)? else {
            return Ok(false.into());
        };
        let edges: Vec<_> = edges(&points, false).collect();
        self.eval.spend(edges.len() * edges.len(), self.at)?;
        let crosses = |i: usize| {
            // Neighbours share a point; so do the first and last edge of a closed line.
            let closed = i == 0 && points.first() == points.last();
            let end = edges.len() - usize::from(closed);
            edges
                .iter()
                .take(end)
                .skip(i + 2)
                .any(|it| cross(edges[i], *it))
        };
        Ok((0..edges.len()).any(crosses).into())
    }
}

/// `latitude longitude [altitude [accuracy]]`
fn point(text: &str) -> Option<Point> {
    let parts: Option<Vec<f64>> = text
        .split_ascii_whitespace()
        .map(|it| it.parse().ok().filter(|it: &f64| it.is_finite()))
        .collect();
    let parts = parts.filter(|it| (2..=4).contains(&it.len()))?;
    let (lat, lon) = (parts[0], parts[1]);
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(Point { lat, lon })
}

/// Pairs of neighbours, and the way back to the first point if `closed`.
fn edges(points: &[Point], closed: bool) -> impl Iterator<Item = (Point, Point)> {
    let back = if closed {
        points.last().zip(points.first())
    } else {
        None
    };
    points
        .windows(2)
        .map(|it| (it[0], it[1]))
        .chain(back.map(|(a, b)| (*a, *b)))
}

fn metres(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let half_lat = libm::sin((lat_b - lat_a) / 2.0);
    let half_lon = libm::sin((b.lon - a.lon).to_radians() / 2.0);
    let chord = half_lat * half_lat + libm::cos(lat_a) * libm::cos(lat_b) * half_lon * half_lon;
    2.0 * RADIUS * libm::asin(chord.sqrt().min(1.0))
}

/// Which side of the line a–b the point c lies on: 1, -1, or 0 on it.
fn side(a: Point, b: Point, c: Point) -> i8 {
    let cross = (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
    i8::from(cross > 0.0) - i8::from(cross < 0.0)
}

/// Whether c, which lies on the line through a and b, lies between them.
fn between(a: Point, b: Point, c: Point) -> bool {
    let inside = |a: f64, b: f64, c: f64| c >= a.min(b) && c <= a.max(b);
    inside(a.lat, b.lat, c.lat) && inside(a.lon, b.lon, c.lon)
}

fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let sides = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
    (sides[0] != sides[1] && sides[2] != sides[3])
        || (sides[0] == 0 && between(a, b, c))
        || (sides[1] == 0 && between(a, b, d))
        || (sides[2] == 0 && between(c, d, a))
        || (sides[3] == 0 && between(c, d, b))
}
