//! A figure as a file: SVG, PNG, CSV.

#[cfg(target_arch = "wasm32")]
mod png;

#[cfg(target_arch = "wasm32")]
pub use png::png;

use super::{Figure, Look, Measure, draw};

/// `figure` as an SVG document of its own size, with an XML declaration and
/// nothing that has to be fetched.
pub fn standalone(figure: &Figure, look: Look, measure: &dyn Measure) -> String {
    let svg = draw(figure, look, measure);
    let size = size(&svg).map(|(width, height)| format!("width=\"{width}\" height=\"{height}\""));
    let svg = match size {
        Some(size) => svg.replacen("width=\"100%\"", &size, 1),
        None => svg,
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{svg}")
}

/// Width and height in pixels of an SVG text that [`draw`] wrote.
pub fn size(svg: &str) -> Option<(u32, u32)> {
    let (_, rest) = svg.split_once("viewBox=\"0 0 ")?;
    let (numbers, _) = rest.split_once('"')?;
    let (width, height) = numbers.split_once(' ')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

/// `table` as CSV of RFC 4180, with a byte order mark, without which
/// spreadsheet programs misread Chinese.
///
/// Cells that a spreadsheet would run as a formula get an apostrophe.
pub fn csv(table: &[Vec<String>]) -> String {
    let mut out = String::from("\u{feff}");
    for row in table {
        let cells: Vec<String> = row.iter().map(|it| cell(it)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_quotes_and_disarms() {
        let table = [
            vec![String::from("a,b"), String::from("=1+1")],
            vec![String::from("say \"x\""), String::from("1,234")],
        ];
        assert_eq!(
            csv(&table),
            "\u{feff}\"a,b\",'=1+1\r\n\"say \"\"x\"\"\",\"1,234\"\r\n"
        );
    }
}
