use std::io::{Cursor, Write as _};

use survey_core::format::foreign;
use survey_core::format::xform::Attachments;
use zip::write::SimpleFileOptions;

/// Before the name of each part, where the input is the parts of a workbook in plain text.
const PART: &str = "%% ";

/// Any file that looks like a workbook is refused with a finding or becomes a form. What lies
/// behind the compression is reached by inputs that are its parts, each after a line with its name.
pub(crate) fn run(bytes: &[u8]) {
    let packed = match std::str::from_utf8(bytes) {
        Ok(text) if text.starts_with(PART) => pack(text),
        _ => bytes.to_vec(),
    };
    let form = foreign::read(&packed, "form.xlsx", &Attachments::new());
    assert!(
        form.survey.is_some() || form.errors().next().is_some(),
        "refused without a reason"
    );
}

fn pack(text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in text.split(PART).skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        // Of two parts with one name the second is left out.
        if archive
            .start_file(name, SimpleFileOptions::default())
            .is_ok()
        {
            archive
                .write_all(content.as_bytes())
                .expect("memory takes everything");
        }
    }
    let file = archive.finish().expect("memory takes everything");
    file.into_inner()
}

pub(crate) const WORDS: &[&str] = &[
    "%% xl/workbook.xml\n",
    "%% xl/sharedStrings.xml\n",
    "%% xl/styles.xml\n",
    "%% xl/worksheets/sheet1.xml\n",
    "%% xl/_rels/workbook.xml.rels\n",
    "%% [Content_Types].xml\n",
    "<row r=\"1\">",
    "<row r=\"1048576\">",
    "</row>",
    "<c r=\"A1\" t=\"s\"><v>0</v></c>",
    "<c r=\"XFD1048576\" t=\"s\"><v>4294967295</v></c>",
    "<c r=\"B2\" t=\"inlineStr\"><is><t>label</t></is></c>",
    "<c r=\"C3\" s=\"1\"><v>44276.75</v></c>",
    "<c t=\"e\"><v>#N/A</v></c>",
    "<c t=\"b\"><v>1</v></c>",
    "<dimension ref=\"A1:XFD1048576\"/>",
    "<sheet name=\"choices\" sheetId=\"2\" r:id=\"rId2\"/>",
    "<si><t>select_one l</t></si>",
    "<si><r><t xml:space=\"preserve\"> rich </t></r></si>",
    "count=\"4294967295\"",
    "<mergeCell ref=\"A1:B9\"/>",
    "&#0;",
    "&amp;",
    "-1",
];
