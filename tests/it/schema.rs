//! The JSON Schemas in `surveys/` are those that the code's own tables give.
//!
//! `UPDATE_EXPECT=1 cargo test -p minyi-tests --test it schema` writes them again.

use std::fs;
use std::path::Path;

use serde_json::Value;
use survey_core::format::survey;

fn check(file: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../surveys")
        .join(file);
    let wanted = serde_json::to_string_pretty(schema).expect("a schema is JSON") + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &wanted).expect("surveys/ can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{file} is out of date: run with UPDATE_EXPECT=1"
    );
}

#[test]
fn the_schema_of_questionnaires_is_current() {
    check("survey.schema.json", &survey::schema());
}
