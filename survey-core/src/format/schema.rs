//! Shapes as JSON Schema (2020-12).

use serde_json::{Map, Value, json};

use super::shape::{Object, Shape};

const NAME_PATTERN: &str = r"^[\p{L}_][\p{L}\p{N}_.\-]*$";

impl Shape {
    /// The shape as JSON Schema (2020-12); objects go to `definitions` once each.
    pub fn schema(self, definitions: &mut Map<String, Value>) -> Value {
        match self {
            Shape::Any => json!({}),
            Shape::Text => json!({
                "description": "Words in the default language, or words by BCP 47 language.",
                "anyOf": [
                    {"type": "string"},
                    {"type": "object", "additionalProperties": {"type": "string"}},
                ]
            }),
            Shape::Str => json!({"type": "string"}),
            Shape::Name => json!({"type": "string", "pattern": NAME_PATTERN}),
            Shape::Expr => json!({"type": "string", "description": "An expression."}),
            Shape::Condition => json!({"type": ["boolean", "string"]}),
            Shape::Bool => json!({"type": "boolean"}),
            Shape::Number => json!({"type": "number"}),
            Shape::Count => json!({"type": "integer", "minimum": 0, "maximum": u32::MAX}),
            Shape::Word(words) => json!({"enum": words}),
            Shape::List(inner) => {
                json!({"type": "array", "items": inner.schema(definitions)})
            }
            Shape::Map(inner) => {
                json!({"type": "object", "additionalProperties": inner.schema(definitions)})
            }
            Shape::Either(shapes) => {
                let any: Vec<Value> = shapes.iter().map(|it| it.schema(definitions)).collect();
                json!({"anyOf": any})
            }
            Shape::Object(object) => {
                if !definitions.contains_key(object.name) {
                    // Stands in while the fields are written, since objects may hold themselves.
                    definitions.insert(object.name.to_owned(), Value::Null);
                    let schema = object.schema(definitions);
                    definitions.insert(object.name.to_owned(), schema);
                }
                json!({"$ref": format!("#/$defs/{}", object.name)})
            }
        }
    }
}

impl Object {
    fn schema(&self, definitions: &mut Map<String, Value>) -> Value {
        let mut properties = Map::new();
        for field in self.fields {
            let mut schema = field.shape.schema(definitions);
            if let Some(map) = schema.as_object_mut() {
                map.insert("description".into(), field.doc.into());
            }
            properties.insert(field.name.to_owned(), schema);
        }
        let required: Vec<&str> = self
            .fields
            .iter()
            .filter(|it| it.required)
            .map(|it| it.name)
            .collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    /// A whole schema document for files of this shape.
    pub fn document(&'static self, title: &str) -> Value {
        let mut definitions = Map::new();
        let root = Shape::Object(self).schema(&mut definitions);
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            "$ref": root["$ref"],
            "$defs": definitions,
        })
    }
}
