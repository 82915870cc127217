//! Workbooks (XLSX): plain cells in, the bytes of a file out.

use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, XlsxError};

/// A workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// Whether its words are Chinese, which decides the font.
    pub lang_is_chinese: bool,
    /// Its sheets; their names differ.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name; what a name may not hold is left out.
    pub name: String,
    /// Rows and columns that stay in sight.
    pub frozen: (u32, u16),
    /// Widths of the first columns, in characters.
    pub widths: Vec<f64>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words; never a formula, whatever they begin with.
    Text(String, Look),
    /// A number; one that is not finite is left out.
    Number(f64, Look, Tint),
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    Plain,
    /// A title.
    Title,
    /// A head.
    Head,
    /// A long text, on several lines.
    Wrapped,
    /// Words in the place of a number.
    Withheld,
    /// A share as a percentage with one digit after the point.
    Share,
    /// A number with four digits after the point.
    Exact,
    /// A number of people.
    People,
}

/// The ground of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// None.
    None,
    /// More than expected: blue. The sign stands beside the number.
    More,
    /// Clearly more.
    FarMore,
    /// Fewer than expected: orange.
    Less,
    /// Clearly fewer.
    FarLess,
}

/// A sheet of a workbook has no more rows and columns.
const MOST: (usize, usize) = (1_048_576, 16_384);
/// Characters of a sheet's name.
const MOST_NAME: usize = 31;
/// Characters of a cell.
const MOST_TEXT: usize = 32_767;

/// The file.
///
/// # Errors
/// If a sheet is too large for the format, or two have the same name.
pub fn write(book: &Book) -> Result<Vec<u8>, String> {
    let mut workbook = Workbook::new();
    for sheet in &book.sheets {
        add(&mut workbook, book, sheet).map_err(|why| format!("sheet `{}`: {why}", sheet.name))?;
    }
    workbook.save_to_buffer().map_err(|why| why.to_string())
}

fn add(workbook: &mut Workbook, book: &Book, sheet: &Sheet) -> Result<(), XlsxError> {
    let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    if sheet.rows.len() > MOST.0 || columns > MOST.1 {
        return Err(XlsxError::RowColumnLimitError);
    }
    let out = workbook.add_worksheet();
    out.set_name(name(&sheet.name))?;
    for (at, width) in sheet.widths.iter().enumerate() {
        out.set_column_width(at as u16, *width)?;
    }
    out.set_freeze_panes(sheet.frozen.0, sheet.frozen.1)?;
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let at = (row as u32, column as u16);
            match cell {
                Cell::Empty => {}
                Cell::Text(text, look) => {
                    let text: String = text.chars().take(MOST_TEXT).collect();
                    let format = format(book, *look, Tint::None);
                    out.write_string_with_format(at.0, at.1, text, &format)?;
                }
                Cell::Number(number, look, tint) if number.is_finite() => {
                    let format = format(book, *look, *tint);
                    out.write_number_with_format(at.0, at.1, *number, &format)?;
                }
                Cell::Number(..) => {}
            }
        }
    }
    Ok(())
}

fn name(text: &str) -> String {
    let allowed = text.chars().filter(|it| !"[]:*?/\\".contains(*it));
    let name: String = allowed.take(MOST_NAME).collect();
    // A quote may stand inside a name, but not at its ends.
    name.trim_matches('\'').to_owned()
}

fn format(book: &Book, look: Look, tint: Tint) -> Format {
    let font = if book.lang_is_chinese {
        "Microsoft YaHei"
    } else {
        "Calibri"
    };
    let format = Format::new().set_font_name(font);
    let format = match look {
        Look::Plain => format,
        Look::Title => format.set_bold().set_font_size(13.0),
        Look::Head => format
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top),
        Look::Wrapped => format.set_text_wrap().set_align(FormatAlign::Top),
        Look::Withheld => format.set_italic().set_align(FormatAlign::Right),
        Look::Share => format.set_num_format(share_format(tint)),
        Look::Exact => format.set_num_format("0.0000"),
        Look::People => format.set_num_format(people_format(tint)),
    };
    match tint {
        Tint::None => format,
        Tint::More => format.set_background_color(Color::RGB(0xD6_E6_F5)),
        Tint::FarMore => format.set_background_color(Color::RGB(0x9C_C4_E8)),
        Tint::Less => format.set_background_color(Color::RGB(0xFB_E3_C8)),
        Tint::FarLess => format.set_background_color(Color::RGB(0xF2_B9_78)),
    }
}

/// The sign is part of the number's format, so the number stays one.
fn share_format(tint: Tint) -> &'static str {
    match tint {
        Tint::None => "0.0%",
        Tint::More => "0.0%\" +\"",
        Tint::FarMore => "0.0%\" ++\"",
        Tint::Less => "0.0%\" \u{2212}\"",
        Tint::FarLess => "0.0%\" \u{2212}\u{2212}\"",
    }
}

fn people_format(tint: Tint) -> &'static str {
    match tint {
        Tint::None => "#,##0",
        Tint::More => "#,##0\" +\"",
        Tint::FarMore => "#,##0\" ++\"",
        Tint::Less => "#,##0\" \u{2212}\"",
        Tint::FarLess => "#,##0\" \u{2212}\u{2212}\"",
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn one(rows: Vec<Vec<Cell>>) -> Book {
        let sheet = Sheet {
            name: "a/b 表".into(),
            frozen: (1, 1),
            widths: vec![20.0],
            rows,
        };
        Book {
            lang_is_chinese: true,
            sheets: vec![sheet],
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = |it: &str| Cell::Text(it.into(), Look::Plain);
        let number = |it: f64| Cell::Number(it, Look::Share, Tint::FarMore);
        let bytes = write(&one(vec![
            vec![text("=1+1"), text("满意")],
            vec![Cell::Empty, number(0.125), number(f64::NAN)],
        ]));
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes.expect("a file"))).expect("a workbook");
        assert_eq!(read.sheet_names(), ["ab 表"]);
        assert!(read.worksheet_formula("ab 表").expect("a sheet").is_empty());
        let cells = read.worksheet_range("ab 表").expect("a sheet");
        assert_eq!(cells.get_value((0, 0)), Some(&Data::String("=1+1".into())));
        assert_eq!(cells.get_value((0, 1)), Some(&Data::String("满意".into())));
        assert_eq!(cells.get_value((1, 1)), Some(&Data::Float(0.125)));
        assert!(matches!(cells.get_value((1, 2)), None | Some(Data::Empty)));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let wide = vec![Cell::Text("x".into(), Look::Plain); 16_385];
        assert!(
            write(&one(vec![wide]))
                .expect_err("too wide")
                .contains("a/b")
        );
        let twice = Book {
            sheets: vec![one(vec![]).sheets[0].clone(); 2],
            ..one(vec![])
        };
        assert!(write(&twice).is_err());
    }
}
