//! Rows that are looked up are the rows that looking through all of them finds.

use serde_json::json;

use super::super::Interview;
use super::{begin_document, document};
use crate::expr::Expr;

/// A list of 60 places in six regions, among them rows whose region is blank, missing, a number and
/// a date.
fn interview(filter: &str, region: &str) -> Interview {
    let mut document = document(json!([
        {"type": "calculate", "name": "region", "calculation": format!("'{region}'")},
        {"type": "select_one", "name": "place", "label": "Place", "choices": "places",
         "choice_filter": filter},
    ]));
    let regions = ["a", "b", "", "7", "2026-03-01", "a b"];
    let places = (0..60).map(|idx| {
        let region = regions[idx % 6];
        let properties = match idx {
            59 => json!({"size": "3"}),
            _ => json!({"region": region, "size": format!("{}", idx % 4)}),
        };
        json!({"name": format!("p{idx}"), "label": format!("Place {idx}"), "properties": properties})
    });
    document["choices"]["places"] = places.collect();
    begin_document(document)
}

#[test]
fn filters_offer_the_same_choices_with_and_without_looking_up() {
    for region in ["a", "b", "", "7", "7.0", "2026-03-01", "a b", "c"] {
        for (quick, slow) in [
            ("region = ${region}", "region = normalize-space(${region})"),
            ("${region} = region", "normalize-space(${region}) = region"),
            (
                "region = /data/region and size = '1'",
                "size = '1' and region = normalize-space(${region})",
            ),
            (
                "size > 1 and (region = ${region})",
                "region = normalize-space(${region}) and size > 1",
            ),
            ("region = 7", "number(region) = 7"),
            (
                "region = '2026-03-01'",
                "region = normalize-space('2026-03-01')",
            ),
        ] {
            let (quick_one, slow_one) = (interview(quick, region), interview(slow, region));
            let offered = quick_one.choices_at("place");
            assert_eq!(offered, slow_one.choices_at("place"), "{quick}, `{region}`");
        }
    }
    assert_eq!(
        interview("region = ${region}", "a")
            .choices_at("place")
            .len(),
        10
    );
}

#[test]
fn paths_find_the_same_rows_with_and_without_looking_up() {
    let value = |interview: &Interview, source: &str| {
        let expr = Expr::parse(source).unwrap();
        interview.evaluate(&expr, "place").unwrap()
    };
    for region in ["a", "b", "", "7", "2026-03-01", "c"] {
        let interview = interview("true()", region);
        for (quick, slow) in [
            (
                "[region = ${region}]",
                "[region = normalize-space(${region})]",
            ),
            (
                "[region = ${region}][2]",
                "[region = normalize-space(${region})][2]",
            ),
            (
                "[region = current()/../region and size = 2]",
                "[size = 2 and region = normalize-space(${region})]",
            ),
            (
                "[region = ${region} and position() < 9]",
                "[position() < 9 and region = normalize-space(${region})]",
            ),
            (
                "[no_such = ${region}]",
                "[no_such = normalize-space(${region})]",
            ),
        ] {
            let ask = |predicate: &str| {
                let rows = format!("join(' ', instance('places')/root/item{predicate}/name)");
                value(&interview, &rows)
            };
            assert_eq!(ask(quick), ask(slow), "{quick}, `{region}`");
        }
    }
}

#[test]
fn many_nodes_on_the_other_side_are_looked_up_in_order() {
    let interview = interview("true()", "a");
    let source = "join(' ', instance('places')/root/item[name = \
                  instance('places')/root/item[position() > 57 or position() = 1]/name]/name)";
    let expr = Expr::parse(source).unwrap();
    assert_eq!(
        interview.evaluate(&expr, "place").unwrap(),
        "p0 p57 p58 p59"
    );
}
