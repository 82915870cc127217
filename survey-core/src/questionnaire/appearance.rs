//! How questions ask to be drawn: XLSForm's appearance words, read once into what they mean for
//! the kind at hand, so that a word on the wrong kind of question means nothing anywhere.

use super::Kind;

macro_rules! vocabulary {
    ($($(#[$note:meta])* $word:ident $text:literal;)+) => {
        /// A word of XLSForm's appearance column.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $($(#[$note])* #[doc = $text] $word,)+ }

        impl Word {
            /// Every word that is known.
            pub const ALL: &[Word] = &[$(Word::$word),+];

            /// The word as it is written, with `n` for a number.
            pub fn text(self) -> &'static str {
                match self { $(Word::$word => $text),+ }
            }
        }
    };
}

vocabulary! {
    Multiline "multiline";
    Numbers "numbers";
    ThousandsSep "thousands-sep";
    Url "url";
    Masked "masked";
    Printer "printer";
    Ex "ex:";
    HiddenAnswer "hidden-answer";
    Counter "counter";
    Bearing "bearing";
    Minimal "minimal";
    Search "search";
    Autocomplete "autocomplete";
    Quick "quick";
    Columns "columns";
    ColumnsPack "columns-pack";
    ColumnsN "columns-n";
    NoButtons "no-buttons";
    List "list";
    ListNolabel "list-nolabel";
    Label "label";
    Likert "likert";
    ImageMap "image-map";
    Map "map";
    Compact "compact";
    CompactN "compact-n";
    QuickCompact "quickcompact";
    Horizontal "horizontal";
    HorizontalCompact "horizontal-compact";
    NoCalendar "no-calendar";
    MonthYear "month-year";
    Year "year";
    Ethiopian "ethiopian";
    Coptic "coptic";
    Islamic "islamic";
    BikramSambat "bikram-sambat";
    Myanmar "myanmar";
    Persian "persian";
    Buddhist "buddhist";
    Vertical "vertical";
    NoTicks "no-ticks";
    Picker "picker";
    Rating "rating";
    Distress "distress";
    AnalogScale "analog-scale";
    Maps "maps";
    PlacementMap "placement-map";
    HideInput "hide-input";
    Signature "signature";
    Draw "draw";
    Annotate "annotate";
    New "new";
    NewFront "new-front";
    FieldList "field-list";
    TableList "table-list";
    NoCollapse "no-collapse";
    Width "w1";
    PageBreak "page-break";
    NoPrint "no-print";
}

impl Word {
    /// The word that `text` is, in any case, with its number if it has one.
    pub fn read(text: &str) -> Option<(Word, Option<u32>)> {
        let text = text.to_ascii_lowercase();
        if let Some(word) = Word::ALL.iter().find(|it| it.text() == text) {
            let number = (*word == Word::Width).then_some(1);
            return Some((*word, number));
        }
        if text.starts_with("ex:") {
            return Some((Word::Ex, None));
        }
        if text.starts_with("search(") {
            return Some((Word::Search, None));
        }
        for (before, word) in [
            ("columns-", Word::ColumnsN),
            ("quickcompact-", Word::QuickCompact),
            ("compact-", Word::CompactN),
            ("w", Word::Width),
        ] {
            let number = text.strip_prefix(before).and_then(|it| it.parse().ok());
            if let Some(number) = number {
                return Some((word, Some(number)));
            }
        }
        None
    }
}

/// How an item asks to be drawn. What its kind cannot be is as if nothing had been said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Selects.
    pub select: SelectLook,
    /// Words.
    pub text: TextLook,
    /// Numbers.
    pub number: NumberLook,
    /// Dates.
    pub date: DateLook,
    /// Scales.
    pub range: RangeLook,
    /// Groups and repeats.
    pub group: GroupLook,
    /// Tenths of the width, where there is room: 1 to 10.
    pub width: Option<u8>,
    /// What else would be needed to answer as the author meant it.
    pub outside: Option<Outside>,
}

/// How choices are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SelectLook {
    /// Where they stand.
    pub layout: SelectLayout,
    /// Whether choosing one goes on to the next screen.
    pub quick: bool,
    /// Whether they are shown without circles and boxes.
    pub no_buttons: bool,
}

/// Where choices stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SelectLayout {
    /// One below the other.
    #[default]
    Rows,
    /// Folded away until they are asked for.
    Minimal,
    /// Found by typing.
    Search,
    /// In columns of one width: as many as this, or as there is room for.
    Columns(Option<u8>),
    /// Side by side, each as wide as its words.
    Pack,
    /// Points of one line.
    Likert,
    /// Parts of a picture.
    ImageMap,
    /// Places on a map.
    Map,
    /// A row of a table with others of its group.
    Table(TableRow),
}

/// What a select is in a table of selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRow {
    /// The labels over the columns; it is not answered.
    Head,
    /// A row of its own labels.
    Labelled,
    /// A row below labels that stand over it.
    Plain,
}

/// How words are typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextLook {
    /// On several lines.
    pub multiline: bool,
    /// Digits and their signs only; still words.
    pub numbers: bool,
    /// With blanks between thousands.
    pub thousands: bool,
    /// An address to open.
    pub url: bool,
    /// What is typed cannot be read over the shoulder.
    pub masked: bool,
    /// The answer is not shown.
    pub hidden: bool,
}

/// How numbers are typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberLook {
    /// With signs between thousands.
    pub thousands: bool,
    /// With buttons for one more and one less.
    pub counter: bool,
    /// Degrees from north.
    pub bearing: bool,
}

/// How dates are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateLook {
    /// Which parts are asked for.
    pub parts: DateParts,
    /// Another calendar than the Gregorian.
    pub calendar: Option<Calendar>,
}

/// Which parts of a date are asked for; the others are the first of the month or the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateParts {
    /// A day, on a calendar.
    #[default]
    Day,
    /// A day, part by part.
    DayTyped,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// Calendars that ODK's clients know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Ethiopia's.
    Ethiopian,
    /// The Coptic church's.
    Coptic,
    /// The Islamic one.
    Islamic,
    /// Nepal's.
    BikramSambat,
    /// Myanmar's.
    Myanmar,
    /// Iran's and Afghanistan's.
    Persian,
    /// The Buddhist one.
    Buddhist,
}

/// How a scale is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RangeLook {
    /// What it looks like.
    pub shape: RangeShape,
    /// Whether it stands upright.
    pub vertical: bool,
    /// Whether there are no marks along it.
    pub no_ticks: bool,
}

/// What a scale looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RangeShape {
    /// Points if they are few, a line if they are many.
    #[default]
    Auto,
    /// A line to slide along.
    Line,
    /// A list that opens.
    Picker,
    /// Stars.
    Rating,
    /// A thermometer.
    Distress,
    /// A line with its numbers.
    AnalogScale,
}

/// How groups are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupLook {
    /// On one screen.
    pub field_list: bool,
    /// As a table of the selects in it.
    pub table_list: bool,
}

/// What a browser does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Another app on the device.
    App,
    /// A printer for labels.
    Printer,
}

impl Appearance {
    /// What the words of an item of this kind mean.
    pub fn read(kind: &Kind, words: &[String]) -> Appearance {
        let mut read = Appearance::default();
        // The resident's page draws the plain kinds only.
        if !cfg!(feature = "authoring") {
            return read;
        }
        for (word, number) in whole_words(words).iter().filter_map(|it| Word::read(it)) {
            read.take(kind, word, number);
        }
        read
    }

    fn take(&mut self, kind: &Kind, word: Word, number: Option<u32>) {
        if word == Word::Width {
            self.width = number.map(|it| it.clamp(1, 10) as u8);
        }
        match kind {
            Kind::SelectOne(_) => self.select(true, word, number),
            Kind::SelectMultiple(_) => self.select(false, word, number),
            Kind::Text(_) => self.text(word),
            Kind::Integer(_) | Kind::Decimal(_) => self.number(word),
            Kind::Date | Kind::DateTime => self.date(word),
            Kind::Range(_) => self.range(word),
            Kind::Group | Kind::Repeat(_) => {
                self.group.table_list |= word == Word::TableList;
                self.group.field_list |= matches!(word, Word::FieldList | Word::TableList);
            }
            Kind::Note
            | Kind::Consent(_)
            | Kind::Time
            | Kind::Area(_)
            | Kind::Calculate
            | Kind::Rank(_)
            | Kind::Geo(_)
            | Kind::File(_)
            | Kind::Barcode
            | Kind::Acknowledge
            | Kind::Hidden
            | Kind::Metadata(_) => {}
        }
    }

    fn select(&mut self, is_one: bool, word: Word, number: Option<u32>) {
        let columns = SelectLayout::Columns(number.map(|it| it.clamp(1, 10) as u8));
        let compact = match number {
            Some(_) => columns,
            None => SelectLayout::Pack,
        };
        let layouts = [
            (Word::Minimal, SelectLayout::Minimal),
            (Word::Search, SelectLayout::Search),
            (Word::Autocomplete, SelectLayout::Search),
            (Word::Columns, columns),
            (Word::ColumnsN, columns),
            (Word::Horizontal, columns),
            (Word::ColumnsPack, SelectLayout::Pack),
            (Word::HorizontalCompact, SelectLayout::Pack),
            (Word::Compact, compact),
            (Word::CompactN, compact),
            (Word::QuickCompact, compact),
            (Word::ImageMap, SelectLayout::ImageMap),
            (Word::Map, SelectLayout::Map),
            (Word::Label, SelectLayout::Table(TableRow::Head)),
            (Word::List, SelectLayout::Table(TableRow::Labelled)),
            (Word::ListNolabel, SelectLayout::Table(TableRow::Plain)),
        ];
        let likert = (is_one && word == Word::Likert).then_some(SelectLayout::Likert);
        // A search says most about a list: it stays whatever else is said.
        if self.select.layout != SelectLayout::Search
            && let Some(layout) = likert.or(meant(&layouts, word))
        {
            self.select.layout = layout;
        }
        self.select.quick |= is_one && matches!(word, Word::Quick | Word::QuickCompact);
        self.select.no_buttons |= matches!(
            word,
            Word::NoButtons | Word::Compact | Word::CompactN | Word::QuickCompact
        );
    }

    fn text(&mut self, word: Word) {
        let look = &mut self.text;
        for (named, flag) in [
            (Word::Multiline, &mut look.multiline),
            (Word::Numbers, &mut look.numbers),
            (Word::ThousandsSep, &mut look.thousands),
            (Word::Url, &mut look.url),
            (Word::Masked, &mut look.masked),
            (Word::HiddenAnswer, &mut look.hidden),
        ] {
            *flag |= named == word;
        }
        self.outside(word);
    }

    fn number(&mut self, word: Word) {
        self.number.thousands |= word == Word::ThousandsSep;
        self.number.counter |= word == Word::Counter;
        self.number.bearing |= word == Word::Bearing;
        self.outside(word);
    }

    fn outside(&mut self, word: Word) {
        let needs = [(Word::Ex, Outside::App), (Word::Printer, Outside::Printer)];
        self.outside = meant(&needs, word).or(self.outside);
    }

    fn date(&mut self, word: Word) {
        let calendars = [
            (Word::Ethiopian, Calendar::Ethiopian),
            (Word::Coptic, Calendar::Coptic),
            (Word::Islamic, Calendar::Islamic),
            (Word::BikramSambat, Calendar::BikramSambat),
            (Word::Myanmar, Calendar::Myanmar),
            (Word::Persian, Calendar::Persian),
            (Word::Buddhist, Calendar::Buddhist),
        ];
        self.date.calendar = meant(&calendars, word).or(self.date.calendar);
        let parts = [
            (Word::NoCalendar, DateParts::DayTyped),
            (Word::MonthYear, DateParts::Month),
            (Word::Year, DateParts::Year),
        ];
        // The coarsest parts win: `month-year no-calendar` asks for no day.
        if let Some(parts) = meant(&parts, word) {
            self.date.parts = self.date.parts.max(parts);
        }
    }

    fn range(&mut self, word: Word) {
        let shapes = [
            (Word::Picker, RangeShape::Picker),
            (Word::Rating, RangeShape::Rating),
            (Word::Distress, RangeShape::Distress),
            (Word::AnalogScale, RangeShape::AnalogScale),
        ];
        if let Some(shape) = meant(&shapes, word) {
            self.range.shape = shape;
        }
        self.range.vertical |= word == Word::Vertical;
        self.range.no_ticks |= word == Word::NoTicks;
        if matches!(word, Word::Vertical | Word::NoTicks) {
            self.lines();
        }
    }

    /// A word about the line asks for one.
    fn lines(&mut self) {
        if self.range.shape == RangeShape::Auto {
            self.range.shape = RangeShape::Line;
        }
    }
}

fn meant<T: Copy>(words: &[(Word, T)], word: Word) -> Option<T> {
    words.iter().find(|it| it.0 == word).map(|it| it.1)
}

/// The words, those with arguments in one: `ex:app(a b)` and `search('file', 'x')`.
fn whole_words(words: &[String]) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    let mut open = 0_i32;
    for word in words {
        match whole.last_mut().filter(|_| open > 0) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => whole.push(word.clone()),
        }
        open += word.matches('(').count() as i32 - word.matches(')').count() as i32;
    }
    whole
}

#[cfg(test)]
mod tests;
