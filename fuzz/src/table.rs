use survey_core::format::tables;

/// Any file is refused or becomes a table; the first byte says of what sort the file is.
pub(crate) fn run(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let name = ["t.csv", "t.geojson", "t.xml"][usize::from(*first) % 3];
    match tables::read(name, bytes) {
        Ok(table) => {
            let n_columns = table.columns().len();
            let is_wide = |it: &Vec<String>| it.len() > n_columns;
            assert!(
                !table.rows().iter().any(is_wide),
                "a row is wider than its table"
            );
        }
        Err(why) => assert!(!why.is_empty(), "refused without a reason"),
    }
}

pub(crate) const WORDS: &[&str] = &[
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\r\n",
    "\n",
    "\u{feff}",
    "name",
    "label",
    "geometry",
    "{\"type\": \"FeatureCollection\", \"features\": [",
    "{\"type\": \"Feature\", \"geometry\": ",
    "{\"type\": \"Point\", \"coordinates\": [1, 2]}",
    "\"properties\": {",
    "}",
    "]",
    "null",
    "<root>",
    "</root>",
    "<item>",
    "</item>",
    "<name>",
    "</name>",
    "&amp;",
    "&#x41;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE r [<!ENTITY a \"b\">]>",
    "&a;",
    "xmlns:a=\"b\"",
];
