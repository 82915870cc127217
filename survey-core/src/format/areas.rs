//! Trees of areas, `minyi-areas/1`.

use serde_json::Value;

use super::json;
use super::shape::{self, Object, Shape, optional, required};
use crate::base::{Area, AreaTree, Problems, Text};

/// The format's name.
pub const FORMAT: &str = "minyi-areas/1";

/// Kinds of areas, the largest first.
const LEVELS: &[&str] = &[
    "district",
    "street",
    "community",
    "village",
    "compound",
    "building",
    "entrance",
];

static AREA: Object = Object {
    name: "area",
    fields: &[
        required(
            "code",
            Shape::Str,
            "Stable over the years, unique in the tree.",
        ),
        required("name", Shape::Text, "What people call it."),
        required("level", Shape::Word(LEVELS), "What kind of area it is."),
        optional(
            "parent",
            Shape::Str,
            "The code of the area it lies in; none for a root.",
        ),
        optional(
            "kind",
            Shape::Str,
            "A finer distinction within the level, such as `urban`.",
        ),
    ],
};

static AREAS: Object = Object {
    name: "areas",
    fields: &[
        optional("$schema", Shape::Str, "The address of the schema."),
        required(
            "format",
            Shape::Word(&[FORMAT]),
            "The format's name and version.",
        ),
        required("id", Shape::Str, "Unique among trees."),
        optional("title", Shape::Text, "What the tree is called."),
        required(
            "areas",
            Shape::List(&Shape::Object(&AREA)),
            "The areas, parents in any order.",
        ),
    ],
};

/// The most areas that one tree may hold.
const MAX_AREAS: usize = 200_000;

/// Reads a tree of areas.
///
/// # Errors
/// Every problem of the document at once, each with its JSON pointer.
pub fn read(text: &str) -> Result<AreaTree, Problems> {
    match json::parse(text) {
        Ok(document) => from_value(&document),
        Err(error) => {
            let mut problems = Problems::default();
            problems.push("", format!("not JSON: {error}"));
            Err(problems)
        }
    }
}

/// Reads a tree that is parsed already, such as one out of an export.
///
/// # Errors
/// As [`read`].
pub fn from_value(document: &Value) -> Result<AreaTree, Problems> {
    let mut problems = Problems::default();
    shape::check(document, Shape::Object(&AREAS), "", &mut problems);
    let areas = document
        .get("areas")
        .and_then(Value::as_array)
        .map(Vec::as_slice);
    let areas = areas.unwrap_or_default();
    if areas.len() > MAX_AREAS {
        let text = format!("found {} areas, expected at most {MAX_AREAS}", areas.len());
        problems.push("/areas", text);
    }
    for (idx, area) in areas.iter().enumerate() {
        if let Some("") = area.get("code").and_then(Value::as_str) {
            problems.push(
                &format!("/areas/{idx}/code"),
                "found an empty code, expected a code",
            );
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    AreaTree::build(areas.iter().map(area).collect())
}

/// The JSON Schema of trees of areas.
#[cfg(feature = "authoring")]
pub fn schema() -> Value {
    AREAS.document("Minyi areas, minyi-areas/1")
}

/// An area of the right shape.
fn area(area: &Value) -> Area {
    let word = |key: &str| area.get(key).and_then(Value::as_str).map(str::to_owned);
    let name = match &area["name"] {
        Value::Object(map) => Text::from_pairs(
            map.iter()
                .filter_map(|(lang, it)| Some((lang.clone(), it.as_str()?.to_owned()))),
        ),
        // A name without a language is found for every language.
        name => Text::new("und", name.as_str().unwrap_or_default()),
    };
    Area {
        code: word("code").unwrap_or_default(),
        name,
        level: word("level").unwrap_or_default(),
        parent: word("parent"),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_the_example() {
        let tree = read(include_str!("../../../surveys/areas-example.json")).expect("sound");
        let street = tree
            .at_level("90-01-001-01", "street")
            .expect("there is one");
        assert_eq!(street.name.get("zh", "en"), "柳岸街道");
        assert_eq!(tree.children(None).count(), 1);
    }

    #[test]
    fn a_plain_name_serves_every_language() {
        let text = r#"{"format":"minyi-areas/1","id":"a",
            "areas":[{"code":"1","name":"Nord","level":"street"}]}"#;
        let tree = read(text).expect("sound");
        assert_eq!(tree.areas()[0].name.get("zh", "en"), "Nord");
    }

    #[test]
    fn names_every_problem() {
        let text = r#"{"format":"minyi-areas/1","id":"a","areas":[
            {"code":"","name":"A","level":"stret"},
            {"code":"2","nam":"B","level":"street"}]}"#;
        assert_eq!(
            read(text).expect_err("wrong").to_string(),
            "/areas/0/level: found `stret`, expected one of district, street, community, village, \
             compound, building, entrance (did you mean `street`?)\n\
             /areas/1/nam: there is no field of area `nam` (did you mean `name`?)\n\
             /areas/1: `name` is missing, words, or an object of words by language\n\
             /areas/0/code: found an empty code, expected a code"
        );
        let text = r#"{"format":"minyi-areas/1","id":"a","areas":[
            {"code":"1","name":"A","level":"street","parent":"2"},
            {"code":"2","name":"B","level":"street"},
            {"code":"2","name":"C","level":"street","parent":"9"}]}"#;
        assert_eq!(
            read(text).expect_err("wrong").to_string(),
            "/areas/2/code: the code `2` stands twice\n\
             /areas/2/parent: there is no area `9` (did you mean `1`?)"
        );
        let text = r#"{"format":"minyi-areas/1","id":"a","areas":[
            {"code":"1","name":"A","level":"street","parent":"2"},
            {"code":"2","name":"B","level":"street","parent":"1"}]}"#;
        assert_eq!(
            read(text).expect_err("wrong").to_string(),
            "/areas/0/parent: the area `1` lies in itself or too deep\n\
             /areas/1/parent: the area `2` lies in itself or too deep"
        );
        assert!(read("[").is_err());
    }
}
