//! The sheet a figure is laid out on: margins, caption, text, columns.

use super::Look;
use super::figure::Caption;
use super::scene::{Anchor, Mark, Point, Scene};
use super::text::{Font, Measure, clean, wrap};
use super::theme::{Palette, Rgb};

/// Space left free at either side, in pixels.
pub(super) const PAD: i32 = 16;

/// Where the first baseline lies below the middle of a line, in em; fits
/// digits, capitals and Han characters alike.
const MIDDLE_TO_BASELINE: f64 = 0.36;

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Subtitle,
    Label,
    Value,
    Strong,
    Small,
}

/// A figure in the making.
pub(super) struct Sheet<'a> {
    look: Look,
    measure: &'a dyn Measure,
    pub(super) palette: Palette,
    marks: Vec<Mark>,
    /// The first pixel row that is still free.
    pub(super) y: i32,
}

/// Lines of one text with their common font.
pub(super) struct Lines {
    pub(super) lines: Vec<String>,
    pub(super) font: Font,
    line_height: i32,
}

impl Lines {
    pub(super) fn height(&self) -> i32 {
        self.lines.len() as i32 * self.line_height
    }
}

impl<'a> Sheet<'a> {
    pub(super) fn new(look: Look, measure: &'a dyn Measure) -> Sheet<'a> {
        let palette = look.theme.palette();
        Sheet {
            look,
            measure,
            palette,
            marks: Vec::new(),
            y: PAD,
        }
    }

    /// Whether labels fit beside bars rather than above them.
    pub(super) fn is_wide(&self) -> bool {
        f64::from(self.look.width) / self.look.text_scale >= 560.0
    }

    pub(super) fn left(&self) -> i32 {
        PAD
    }

    pub(super) fn right(&self) -> i32 {
        self.look.width as i32 - PAD
    }

    pub(super) fn inner(&self) -> i32 {
        self.right() - self.left()
    }

    /// `pixels` that grow with the text.
    pub(super) fn scaled(&self, pixels: f64) -> i32 {
        (pixels * self.look.text_scale).round() as i32
    }

    pub(super) fn font(&self, role: Role) -> Font {
        let (size, bold) = match role {
            Role::Title if self.is_wide() => (19.0, true),
            Role::Title => (17.0, true),
            Role::Subtitle | Role::Label => (14.0, false),
            Role::Value => (13.0, false),
            Role::Strong => (13.0, true),
            Role::Small => (12.0, false),
        };
        Font {
            size: size * self.look.text_scale,
            bold,
        }
    }

    /// Width of `text` in whole pixels, rounded up.
    pub(super) fn width(&self, text: &str, role: Role) -> i32 {
        self.measure.width(text, self.font(role)).ceil() as i32
    }

    /// `text` broken into at most `max_lines` lines of `width` pixels.
    pub(super) fn wrap(&self, text: &str, role: Role, width: i32, max_lines: usize) -> Lines {
        let font = self.font(role);
        let width = f64::from(width.max(self.scaled(24.0)));
        let line_height = (font.size * if role == Role::Title { 1.3 } else { 1.38 }).round();
        Lines {
            lines: wrap(text, font, width, max_lines, self.measure),
            font,
            line_height: line_height as i32,
        }
    }

    /// As [`Sheet::wrap`], with a new line wherever the text has one.
    fn wrap_parts(&self, text: &str, role: Role, width: i32, max_lines: usize) -> Lines {
        let mut all = self.wrap("", role, width, max_lines);
        for part in text.split('\n') {
            all.lines
                .extend(self.wrap(part, role, width, max_lines).lines);
        }
        all
    }

    /// Draws lines from `top` on, aligned at `x`.
    pub(super) fn lines(&mut self, lines: &Lines, x: i32, top: i32, anchor: Anchor, colour: Rgb) {
        for (idx, line) in lines.lines.iter().enumerate() {
            let middle = top + idx as i32 * lines.line_height + lines.line_height / 2;
            self.text_at((x, middle), anchor, line.clone(), lines.font, colour);
        }
    }

    /// Draws one line whose middle is at height `middle`.
    pub(super) fn text(
        &mut self,
        text: &str,
        role: Role,
        (x, middle): Point,
        anchor: Anchor,
        colour: Rgb,
    ) {
        let font = self.font(role);
        self.text_at((x, middle), anchor, clean(text), font, colour);
    }

    fn text_at(&mut self, at: Point, anchor: Anchor, text: String, font: Font, colour: Rgb) {
        let baseline = at.1 + (font.size * MIDDLE_TO_BASELINE).round() as i32;
        self.marks.push(Mark::Text {
            at: (at.0, baseline),
            anchor,
            text,
            font,
            colour,
        });
    }

    pub(super) fn rect(&mut self, from: Point, to: Point, fill: Rgb) {
        if from.0 < to.0 && from.1 < to.1 {
            self.marks.push(Mark::Rect { from, to, fill });
        }
    }

    /// A rectangle with an outline of one pixel inside its edges.
    pub(super) fn outlined(&mut self, from: Point, to: Point, stroke: Rgb, fill: Rgb) {
        self.rect(from, to, stroke);
        self.rect((from.0 + 1, from.1 + 1), (to.0 - 1, to.1 - 1), fill);
    }

    /// A line one pixel wide, on the pixel grid.
    pub(super) fn horizontal(&mut self, x: (i32, i32), y: i32, colour: Rgb) {
        self.rect((x.0, y), (x.1, y + 1), colour);
    }

    /// A line one pixel wide, on the pixel grid.
    pub(super) fn vertical(&mut self, x: i32, y: (i32, i32), colour: Rgb) {
        self.rect((x, y.0), (x + 1, y.1), colour);
    }

    pub(super) fn push(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// An interval: a line two pixels wide, with caps where it is `capped`.
    pub(super) fn whisker(&mut self, x: (i32, i32), middle: i32, colour: Rgb, capped: bool) {
        self.rect((x.0, middle - 1), (x.1.max(x.0 + 1), middle + 1), colour);
        if capped {
            let half = self.scaled(4.0);
            self.rect((x.0, middle - half), (x.0 + 1, middle + half), colour);
            self.rect((x.1 - 1, middle - half), (x.1, middle + half), colour);
        }
    }

    /// Title and subtitle.
    pub(super) fn open(&mut self, caption: &Caption) {
        let (ink, muted) = (self.palette.ink, self.palette.muted);
        self.paragraph(&caption.title, Role::Title, ink, 8);
        self.y += 4;
        self.paragraph(&caption.subtitle, Role::Subtitle, muted, 8);
        self.y += self.scaled(14.0);
    }

    /// Notes, and the finished scene.
    pub(super) fn close(mut self, caption: &Caption) -> Scene {
        let muted = self.palette.muted;
        if caption.notes.iter().any(|it| !it.trim().is_empty()) {
            self.y += self.scaled(12.0);
        }
        for note in &caption.notes {
            self.paragraph(note, Role::Small, muted, 12);
            self.y += 3;
        }
        Scene {
            width: self.look.width,
            height: (self.y + PAD).max(1) as u32,
            background: self.palette.background,
            marks: self.marks,
        }
    }

    fn paragraph(&mut self, text: &str, role: Role, colour: Rgb, max_lines: usize) {
        // Long lines are hard to read, and a wide chart is no reason for them.
        let measure = self.scaled(if role == Role::Title { 820.0 } else { 720.0 });
        let lines = self.wrap(text, role, self.inner().min(measure), max_lines);
        let (left, top) = (self.left(), self.y);
        self.lines(&lines, left, top, Anchor::Start, colour);
        self.y += lines.height();
    }
}

/// A column of right-aligned values at the right edge.
pub(super) struct Column {
    /// The right end of its texts.
    pub(super) right: i32,
    pub(super) head: Lines,
}

/// Space between columns.
const COLUMN_GAP: f64 = 18.0;

impl Sheet<'_> {
    /// Places columns at the right edge, the last one outermost; the second
    /// value is where the space left of them ends.
    pub(super) fn columns(&self, columns: &[(&str, Vec<&str>)]) -> (Vec<Column>, i32) {
        let mut right = self.right();
        let mut placed = Vec::new();
        for (head, cells) in columns.iter().rev() {
            let cells = cells
                .iter()
                .map(|it| self.width(it, Role::Value))
                .max()
                .unwrap_or(0);
            // A head may be a little wider than its column, but not much.
            let longest = head.split('\n').map(|it| self.width(it, Role::Small)).max();
            let head_width = longest.unwrap_or(0).min(self.scaled(84.0));
            let width = cells.max(head_width);
            let head = self.wrap_parts(head, Role::Small, width + 1, 3);
            placed.push(Column { right, head });
            right -= width + self.scaled(COLUMN_GAP);
        }
        placed.reverse();
        (placed, right)
    }

    /// Names gridlines from the left; a name that would touch the one before
    /// it is left out.
    pub(super) fn tick_labels(&mut self, labels: impl Iterator<Item = (i32, String)>, middle: i32) {
        let muted = self.palette.muted;
        let mut taken = 0;
        for (x, label) in labels {
            let half = self.width(&label, Role::Small) / 2 + 1;
            if x - half >= taken {
                self.text(&label, Role::Small, (x, middle), Anchor::Middle, muted);
                taken = x + half + self.scaled(6.0);
            }
        }
    }

    /// Draws the heads of `columns`, ending at `bottom`.
    pub(super) fn column_heads(&mut self, columns: &[Column], bottom: i32) {
        let muted = self.palette.muted;
        for column in columns {
            let top = bottom - column.head.height();
            self.lines(&column.head, column.right, top, Anchor::End, muted);
        }
    }
}
