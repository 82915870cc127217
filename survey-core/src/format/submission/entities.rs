//! Entities: what a submission creates or updates, in the `meta` of what it is about.
//!
//! After the ODK entities specification, <https://getodk.github.io/xforms-spec/entities>.

use serde_json::Value as Json;

use super::Maker;
use crate::expr::Expr;
use crate::format::canonical;
use crate::format::instance::Element;

/// A row of the `entities` sheet.
#[derive(Debug)]
pub(super) struct Entity {
    list: String,
    /// The group or repeat that it is made of; the whole form without one.
    pub(super) within: Option<String>,
    /// Which entity is meant; without it one is made.
    id: Option<Expr>,
    create: Option<Expr>,
    update: Option<Expr>,
    pub(super) label: Option<Expr>,
    /// What of the entity's record goes along with an update, by attribute.
    base: Vec<(&'static str, Expr)>,
}

/// The entities that a questionnaire's document declares. Expressions that cannot be read are
/// left out, as the importer said.
pub(super) fn of(document: &Json) -> Vec<Entity> {
    let rows = document.get("entities").and_then(Json::as_array);
    rows.into_iter().flatten().filter_map(entity).collect()
}

fn entity(row: &Json) -> Option<Entity> {
    let text = |key: &str| row.get(key).and_then(Json::as_str);
    let expr = |key: &str| text(key).and_then(|it| Expr::parse(it).ok());
    let list = text("list_name").or_else(|| text("dataset"))?;
    let mut base = Vec::new();
    if let Some(id) = text("entity_id") {
        for (attribute, column) in [
            ("baseVersion", "__version"),
            ("trunkVersion", "__trunkVersion"),
            ("branchId", "__branchId"),
        ] {
            // A choice list that is not there has no such record.
            let source = format!("instance('{list}')/root/item[name = string({id})]/{column}");
            if let Ok(expr) = Expr::parse(&source) {
                base.push((attribute, expr));
            }
        }
    }
    Some(Entity {
        list: list.to_owned(),
        within: text("repeat").or_else(|| text("group")).map(str::to_owned),
        id: expr("entity_id"),
        create: expr("create_if"),
        update: expr("update_if"),
        label: expr("label"),
        base,
    })
}

impl Maker<'_> {
    /// The element of an entity, as seen from the place of its group or repeat.
    pub(super) fn entity(&self, entity: &Entity, place: &str) -> Element {
        let value = |expr: &Expr| {
            let found = self.interview.map(|it| it.evaluate(expr, place));
            found.and_then(Result::ok).unwrap_or_default()
        };
        let condition = |expr: &Option<Expr>| expr.as_ref().map_or("1".to_owned(), value);
        let mut attributes = vec![("dataset".to_owned(), entity.list.clone())];
        if entity.id.is_none() || entity.create.is_some() {
            attributes.push(("create".to_owned(), condition(&entity.create)));
        }
        if entity.id.is_some() {
            attributes.push(("update".to_owned(), condition(&entity.update)));
            for (name, expr) in &entity.base {
                attributes.push(((*name).to_owned(), value(expr)));
            }
        }
        let id = match &entity.id {
            Some(id) => value(id),
            None => self.new_id(&entity.list, place),
        };
        attributes.push(("id".to_owned(), id));
        let label = entity.label.as_ref();
        Element {
            attributes,
            children: label
                .map(|it| Element::leaf("label", &value(it)))
                .into_iter()
                .collect(),
            ..Element::leaf("entity", "")
        }
    }

    /// The id of an entity that is made: a UUID that follows from the response, so that the same
    /// response makes the same entity however often it is exported.
    fn new_id(&self, list: &str, place: &str) -> String {
        let parts = ["minyi-entity", &self.response.id, list, place];
        let parts = parts.map(|it| format!("{}:{it}", it.len()));
        let digest = canonical::digest_of(&parts.each_ref().map(|it| it.as_bytes())).to_string();
        // Version 8, whose bits their maker decides on.
        format!(
            "{}-{}-8{}-a{}-{}",
            &digest[..8],
            &digest[8..12],
            &digest[13..16],
            &digest[17..20],
            &digest[20..32]
        )
    }
}
