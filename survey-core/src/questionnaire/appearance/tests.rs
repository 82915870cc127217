use super::{Appearance, Calendar, DateParts, Outside, RangeShape, SelectLayout, TableRow, Word};
use crate::questionnaire::{Bounds, Kind, TextField};

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn select(text: &str) -> Appearance {
    Appearance::read(&Kind::SelectOne(Default::default()), &words(text))
}

#[test]
fn every_word_is_read_as_itself_in_any_case() {
    for word in Word::ALL {
        let text = word.text();
        let read = Word::read(&text.to_ascii_uppercase()).map(|it| it.0);
        assert_eq!(read, Some(*word), "{text}");
    }
    assert_eq!(Word::read("Columns-3"), Some((Word::ColumnsN, Some(3))));
    assert_eq!(Word::read("w10"), Some((Word::Width, Some(10))));
    assert_eq!(Word::read("ex:org.app(x=1)"), Some((Word::Ex, None)));
    assert_eq!(Word::read("column"), None);
}

#[test]
fn words_about_choices() {
    for (text, layout) in [
        ("minimal", SelectLayout::Minimal),
        ("Minimal Autocomplete", SelectLayout::Search),
        (
            "search('towns', 'matches', 'a', ${b})",
            SelectLayout::Search,
        ),
        ("columns", SelectLayout::Columns(None)),
        ("horizontal", SelectLayout::Columns(None)),
        ("no-buttons columns-4", SelectLayout::Columns(Some(4))),
        ("compact-99", SelectLayout::Columns(Some(10))),
        ("columns-pack", SelectLayout::Pack),
        ("list-nolabel", SelectLayout::Table(TableRow::Plain)),
        ("w4 likert", SelectLayout::Likert),
        ("unheard-of", SelectLayout::Rows),
    ] {
        assert_eq!(select(text).select.layout, layout, "{text}");
    }
    let quick = select("quick w3");
    assert!(quick.select.quick && !quick.select.no_buttons);
    assert_eq!(quick.width, Some(3));
    assert!(select("quickcompact-2").select.no_buttons);
    let several = Appearance::read(
        &Kind::SelectMultiple(Default::default()),
        &words("quick likert"),
    );
    assert_eq!(several, Appearance::default());
}

#[test]
fn a_word_on_another_kind_means_nothing() {
    let number = Kind::Integer(Bounds::default());
    let read = Appearance::read(&number, &words("minimal rating year multiline"));
    assert_eq!(read, Appearance::default());
    let text = Kind::Text(TextField {
        max_length: None,
        rows: 1,
    });
    let read = Appearance::read(&text, &words("ex:org.app(a, 'masked') numbers"));
    assert_eq!(read.outside, Some(Outside::App));
    assert!(read.text.numbers && !read.text.masked);
}

#[test]
fn words_about_dates_and_groups() {
    let read = |text| Appearance::read(&Kind::Date, &words(text));
    assert_eq!(read("month-year no-calendar").date.parts, DateParts::Month);
    assert_eq!(read("no-calendar").date.parts, DateParts::DayTyped);
    assert_eq!(read("Persian").date.calendar, Some(Calendar::Persian));
    let group = Appearance::read(&Kind::Group, &words("Table-List"));
    assert!(group.group.field_list && group.group.table_list);
}

#[test]
fn words_about_lines_ask_for_a_line() {
    let range = crate::questionnaire::Range {
        start: 0.0,
        end: 10.0,
        step: 1.0,
        start_label: Default::default(),
        end_label: Default::default(),
    };
    let read = |text| Appearance::read(&Kind::Range(range.clone()), &words(text)).range;
    assert_eq!(read("vertical").shape, RangeShape::Line);
    assert_eq!(read("rating vertical").shape, RangeShape::Rating);
    assert_eq!(read("").shape, RangeShape::Auto);
}
