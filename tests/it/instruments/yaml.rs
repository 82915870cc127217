//! The instruments as JSON values, so that both sides of a comparison are of one kind.

use std::collections::BTreeMap;

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Value};

const SOURCE: &str = include_str!("../../fixtures/instruments.yaml");

/// The blocks and instruments by name.
pub(super) fn read() -> BTreeMap<String, Value> {
    let documents = Yaml::load_from_str(SOURCE).expect("the fixture is YAML");
    let named = documents.iter().map(|document| {
        let document = to_json(document);
        let name = document.get("block").or(document.get("instrument"));
        (
            name.and_then(Value::as_str).expect("a name").to_owned(),
            document,
        )
    });
    named.collect()
}

fn to_json(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(it)) => (*it).into(),
        Yaml::Value(Scalar::Integer(it)) => (*it).into(),
        Yaml::Value(Scalar::FloatingPoint(it)) => it.into_inner().into(),
        Yaml::Value(Scalar::String(it)) => it.as_ref().into(),
        Yaml::Sequence(list) => list.iter().map(to_json).collect(),
        Yaml::Mapping(map) => {
            let mut object = Map::new();
            for (key, value) in map {
                let key = text(&to_json(key));
                let old = object.insert(key.clone(), to_json(value));
                assert!(old.is_none(), "the key {key} stands twice");
            }
            object.into()
        }
        Yaml::Representation(..) | Yaml::Tagged(..) | Yaml::Alias(_) | Yaml::BadValue => {
            panic!("not used in the instruments: {yaml:?}")
        }
    }
}

/// A code or word as text: `4` and `"4"` are the same code.
pub(super) fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
