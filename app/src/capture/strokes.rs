//! What is drawn by hand, line by line.

/// A place on a drawing, as shares of its width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top, also as a share of the width.
    pub y: f64,
}

/// A line from where the pen came down to where it was lifted; one point is a dot.
pub type Stroke = Vec<Point>;

/// Nearer points than this are the same: hands tremble, and pictures are not that fine.
const NEAR: f64 = 0.001;
/// More points than anybody draws.
const MOST: usize = 200_000;

/// A drawing while it is made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strokes {
    lines: Vec<Stroke>,
    /// Whether the pen is down.
    down: bool,
    n_points: usize,
}

impl Strokes {
    /// The pen comes down.
    pub fn begin(&mut self, at: Point) {
        if self.n_points >= MOST {
            return;
        }
        self.lines.push(vec![at]);
        self.n_points += 1;
        self.down = true;
    }

    /// The pen moves; tells whether that changed the drawing.
    pub fn extend(&mut self, to: Point) -> bool {
        let line = match self.lines.last_mut() {
            Some(line) if self.down && self.n_points < MOST => line,
            Some(_) | None => return false,
        };
        let near = |it: &Point| (it.x - to.x).abs() < NEAR && (it.y - to.y).abs() < NEAR;
        if line.last().is_some_and(near) {
            return false;
        }
        line.push(to);
        self.n_points += 1;
        true
    }

    /// The pen is lifted; tells whether it was down.
    pub fn end(&mut self) -> bool {
        std::mem::take(&mut self.down)
    }

    /// Takes the last line back.
    pub fn undo(&mut self) {
        self.down = false;
        let gone = self.lines.pop();
        self.n_points -= gone.map_or(0, |it| it.len());
    }

    /// Takes everything back.
    pub fn clear(&mut self) {
        *self = Strokes::default();
    }

    /// Whether nothing is drawn.
    pub fn is_blank(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines, first to last.
    pub fn lines(&self) -> &[Stroke] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::{Point, Strokes};

    fn at(x: f64) -> Point {
        Point { x, y: 0.5 }
    }

    #[test]
    fn lines_are_drawn_and_taken_back() {
        let mut strokes = Strokes::default();
        assert!(!strokes.extend(at(0.1)), "the pen is not down");
        strokes.begin(at(0.1));
        assert!(strokes.extend(at(0.2)));
        assert!(!strokes.extend(at(0.2001)), "that is the same place");
        assert!(strokes.end());
        assert!(!strokes.end());
        assert!(!strokes.extend(at(0.3)));
        strokes.begin(at(0.6));
        strokes.end();
        assert_eq!(strokes.lines(), [vec![at(0.1), at(0.2)], vec![at(0.6)]]);
        strokes.undo();
        assert_eq!(strokes.lines().len(), 1);
        strokes.undo();
        strokes.undo();
        assert!(strokes.is_blank());
        strokes.begin(at(0.1));
        strokes.clear();
        assert!(strokes.is_blank() && !strokes.extend(at(0.2)));
    }
}
