//! The column `parameters`: `key=value` pairs, and what each type makes of them.

use super::super::import::Finding;
use super::form::{Form, Item};
use super::headers::{Cell, Dict};
use super::survey::{Read, at, refuse};
use super::tokens::{is_element_name, is_reference};
use super::types::yes_no;

type Pairs = Vec<(String, String)>;

fn wrong<T>(row: usize, text: impl Into<String>) -> Read<T> {
    refuse("parameter-value", at(row, "parameters"), text)
}

/// Reads the pairs of a cell. Keys are in lower case; so are values, but those of `label` and
/// `value`, which name columns of files.
pub(super) fn read(row: usize, text: &str) -> Read<Pairs> {
    let broken = || {
        let text = format!("found `{text}`, expected `key=value` pairs");
        refuse("parameter-broken", at(row, "parameters"), text)
    };
    let mut words: Vec<&str> = Vec::new();
    for part in text.split(|it: char| it.is_whitespace() || matches!(it, ',' | ';')) {
        for (idx, word) in part.split('=').enumerate() {
            if idx > 0 {
                words.push("=");
            }
            if !word.is_empty() {
                words.push(word);
            }
        }
    }
    let mut pairs = Pairs::new();
    for chunk in words.chunks(3) {
        let &[key, "=", value] = chunk else {
            return broken();
        };
        if key == "=" || value == "=" {
            return broken();
        }
        let key = key.to_lowercase();
        let value = if matches!(&*key, "label" | "value") {
            value.to_owned()
        } else {
            value.to_lowercase()
        };
        pairs.retain(|it| it.0 != key);
        pairs.push((key, value));
    }
    Ok(pairs)
}

fn get<'p>(pairs: &'p Pairs, key: &str) -> Option<&'p str> {
    pairs.iter().find(|it| it.0 == key).map(|it| &*it.1)
}

fn only(row: usize, pairs: &Pairs, known: &[&str]) -> Read<()> {
    match pairs.iter().find(|it| !known.contains(&&*it.0)) {
        Some((key, _)) => {
            let text = format!("found the parameter `{key}`, expected {}", known.join(", "));
            refuse("parameter-unknown", at(row, "parameters"), text)
        }
        None => Ok(()),
    }
}

fn whole(row: usize, pairs: &Pairs, key: &str) -> Read<Option<i64>> {
    match get(pairs, key) {
        None => Ok(None),
        Some(value) => match value.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => wrong(
                row,
                format!("found {key} `{value}`, expected a whole number"),
            ),
        },
    }
}

fn number(row: usize, pairs: &Pairs, key: &str) -> Read<()> {
    match get(pairs, key) {
        Some(value) if value.parse::<f64>().is_err() => {
            wrong(row, format!("found {key} `{value}`, expected a number"))
        }
        Some(_) | None => Ok(()),
    }
}

fn one_of<'p>(row: usize, pairs: &'p Pairs, key: &str, known: &[&str]) -> Read<Option<&'p str>> {
    match get(pairs, key) {
        Some(value) if !known.contains(&value) => {
            let text = format!("found {key} `{value}`, expected {}", known.join(", "));
            wrong(row, text)
        }
        found => Ok(found),
    }
}

const TRUTH: &[&str] = &["true", "false"];

/// Checks the parameters of a select.
pub(super) fn check_select(row: usize, from_file: bool, item: &Item) -> Read<()> {
    let pairs = &item.parameters;
    if from_file {
        only(row, pairs, &["label", "randomize", "seed", "value"])?;
        for key in ["value", "label"] {
            if let Some(name) = get(pairs, key).filter(|it| !is_element_name(it)) {
                let text = format!("found {key} `{name}`, expected a column's name");
                return refuse("name-characters", at(row, "parameters"), text);
            }
        }
    } else {
        only(row, pairs, &["randomize", "seed"])?;
    }
    let randomize = one_of(row, pairs, "randomize", TRUTH)?;
    match get(pairs, "seed") {
        Some(_) if randomize.is_none() => wrong(row, "`seed` needs `randomize=true`"),
        Some(seed) if !is_reference(seed) && seed.parse::<f64>().is_err() => wrong(
            row,
            format!("found seed `{seed}`, expected a number or a reference"),
        ),
        Some(_) | None => Ok(()),
    }
}

/// Applies the parameters of a question; the geometry it refers to, if any.
pub(super) fn apply(
    row: usize,
    kind: &str,
    item: &mut Item,
    form: &Form,
    findings: &mut Vec<Finding>,
) -> Read<Option<String>> {
    let pairs = item.parameters.clone();
    match kind {
        "text" => {
            only(row, &pairs, &["rows"])?;
            if whole(row, &pairs, "rows")?.is_some() {
                let rows = get(&pairs, "rows").unwrap_or_default();
                item.cells.map_mut("control").set_text("rows", rows);
            }
        }
        "photo" => photo(row, &pairs, item, findings)?,
        "audio" | "background-audio" => {
            only(row, &pairs, &["quality"])?;
            let known: &[&str] = if kind == "audio" {
                &["voice-only", "low", "normal", "external"]
            } else {
                &["voice-only", "low", "normal"]
            };
            let quality = one_of(row, &pairs, "quality", known)?;
            if let Some(quality) = quality.filter(|_| kind == "audio") {
                item.cells.map_mut("bind").set_text("odk:quality", quality);
            }
        }
        "geopoint" | "geoshape" | "geotrace" => return geo(row, kind, &pairs, item),
        "range" => range(row, &pairs, item, form)?,
        _ => {}
    }
    Ok(None)
}

fn photo(row: usize, pairs: &Pairs, item: &mut Item, findings: &mut Vec<Finding>) -> Read<()> {
    if let Some(default) = item.cells.text("default").map(str::to_owned)
        && !default.is_empty()
        && !default.contains("jr://images/")
    {
        item.cells
            .set_text("default", format!("jr://images/{default}"));
    }
    only(row, pairs, &["app", "max-pixels"])?;
    match whole(row, pairs, "max-pixels")? {
        Some(_) => {
            let pixels = get(pairs, "max-pixels").unwrap_or_default();
            item.cells
                .map_mut("bind")
                .set_text("orx:max-pixels", pixels);
        }
        None => findings.push(Finding::warning(
            "parameter-advised",
            at(row, "parameters"),
            "without `max-pixels` pictures are sent in full size",
        )),
    }
    if let Some(app) = get(pairs, "app")
        && matches!(item.appearance(), None | Some("annotate"))
    {
        let parts: Vec<&str> = app.split('.').collect();
        let is_part = |it: &&str| {
            it.starts_with(|c: char| c.is_ascii_alphabetic())
                && it.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        if parts.len() < 2 || !parts.iter().all(is_part) {
            return wrong(
                row,
                format!("found app `{app}`, expected an Android package's name"),
            );
        }
        item.cells.map_mut("control").set_text("intent", app);
    }
    Ok(())
}

fn geo(row: usize, kind: &str, pairs: &Pairs, item: &mut Item) -> Read<Option<String>> {
    if kind == "geopoint" {
        let known = [
            "allow-mock-accuracy",
            "capture-accuracy",
            "reference-geometry",
            "warning-accuracy",
        ];
        only(row, pairs, &known)?;
        let thresholds = [
            ("capture-accuracy", "accuracyThreshold"),
            ("warning-accuracy", "unacceptableAccuracyThreshold"),
        ];
        for (key, attribute) in thresholds {
            number(row, pairs, key)?;
            if let Some(value) = get(pairs, key) {
                item.cells.map_mut("control").set_text(attribute, value);
            }
        }
    } else {
        only(
            row,
            pairs,
            &["allow-mock-accuracy", "incremental", "reference-geometry"],
        )?;
        if let Some(value) = get(pairs, "incremental") {
            if yes_no(value) != Some(true) {
                return wrong(row, format!("found incremental `{value}`, expected `true`"));
            }
            item.cells
                .map_mut("control")
                .set_text("incremental", "true");
        }
    }
    if let Some(mock) = one_of(row, pairs, "allow-mock-accuracy", TRUTH)? {
        item.cells
            .map_mut("bind")
            .set_text("odk:allow-mock-accuracy", mock);
    }
    let geometry = get(pairs, "reference-geometry").map(str::to_owned);
    item.itemset.clone_from(&geometry);
    Ok(geometry)
}

/// A number with its decimals as they stand, so that steps add up exactly.
fn decimal(row: usize, pairs: &Pairs, key: &str, otherwise: Option<f64>) -> Read<Option<f64>> {
    match get(pairs, key) {
        None => Ok(otherwise),
        Some(value) => match value.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            Ok(_) | Err(_) => wrong(row, format!("found {key} `{value}`, expected a number")),
        },
    }
}

fn is_multiple(of: f64, step: f64) -> bool {
    let quotient = of / step;
    (quotient - libm::round(quotient)).abs() < 1e-9
}

fn range(row: usize, pairs: &Pairs, item: &mut Item, form: &Form) -> Read<()> {
    let known = [
        "end",
        "placeholder",
        "start",
        "step",
        "tick_interval",
        "tick_labelset",
    ];
    only(row, pairs, &known)?;
    let appearance = item.appearance().unwrap_or_default().to_owned();
    let has_ticks = pairs
        .iter()
        .any(|it| known[1] == it.0 || it.0.starts_with("tick_"));
    let plain =
        appearance.is_empty() || appearance.contains("vertical") || appearance.contains("no-ticks");
    if has_ticks && !plain {
        return wrong(row, format!("the appearance `{appearance}` takes no ticks"));
    }
    let start = decimal(row, pairs, "start", Some(1.0))?.unwrap_or(1.0);
    let end = decimal(row, pairs, "end", Some(10.0))?.unwrap_or(10.0);
    let step = decimal(row, pairs, "step", Some(1.0))?.unwrap_or(1.0);
    let interval = decimal(row, pairs, "tick_interval", None)?;
    let placeholder = decimal(row, pairs, "placeholder", None)?;
    let (low, high) = (start.min(end), start.max(end));
    for (key, value) in [("step", Some(step)), ("tick_interval", interval)] {
        let Some(value) = value else { continue };
        if value == 0.0 || value > high - low {
            return wrong(
                row,
                format!(
                    "found {key} {value}, expected above 0 and at most {}",
                    high - low
                ),
            );
        }
        if !is_multiple(value, step) {
            return wrong(
                row,
                format!("found {key} {value}, expected a multiple of {step}"),
            );
        }
    }
    if let Some(value) = placeholder
        && (!is_multiple(value - start, step) || value < low || value > high)
    {
        return wrong(
            row,
            format!("found placeholder {value}, expected a point of the range"),
        );
    }
    let labels = get(pairs, "tick_labelset");
    if let Some(list) = labels {
        let between = (start, end, interval.unwrap_or(step));
        tick_labels(row, list, form, between, appearance.contains("no-ticks"))?;
    }
    let whole = [Some(start), Some(end), Some(step), interval, placeholder];
    let has_decimals = whole.into_iter().flatten().any(|it| libm::trunc(it) != it);
    if has_decimals {
        item.cells.map_mut("bind").set_text("type", "decimal");
    }
    let control = item.cells.map_mut("control");
    for (key, otherwise) in [("start", "1"), ("end", "10"), ("step", "1")] {
        control.set_text(key, get(pairs, key).unwrap_or(otherwise));
    }
    for (key, attribute) in [
        ("tick_interval", "odk:tick-interval"),
        ("placeholder", "odk:placeholder"),
    ] {
        if let Some(value) = get(pairs, key) {
            control.set_text(attribute, value);
        }
    }
    item.itemset = labels.map(str::to_owned);
    Ok(())
}

fn tick_labels(
    row: usize,
    list: &str,
    form: &Form,
    (start, end, interval): (f64, f64, f64),
    no_ticks: bool,
) -> Read<()> {
    let Some(list) = form.list(list) else {
        return wrong(
            row,
            format!("found no choice list `{list}` for `tick_labelset`"),
        );
    };
    let mut values = Vec::new();
    for choice in &list.choices {
        let name = choice.text("name").unwrap_or_default();
        let Some(value) = name.parse::<f64>().ok().filter(|it| it.is_finite()) else {
            return wrong(row, format!("found the choice `{name}`, expected a number"));
        };
        let inside = value >= start.min(end) && value <= start.max(end);
        if !inside || !is_multiple(value - start, interval) {
            return wrong(
                row,
                format!("found the choice `{name}`, expected a point of the range"),
            );
        }
        values.push(value);
    }
    let ends = values.iter().all(|it| *it == start || *it == end);
    if no_ticks && !(ends && values.contains(&start) && values.contains(&end)) {
        return wrong(row, "without ticks only the two ends have labels");
    }
    Ok(())
}

/// Applies the parameters of an audit to its bind.
pub(super) fn audit(row: usize, pairs: &Pairs, bind: &mut Dict) -> Read<()> {
    const LOCATION: [&str; 3] = [
        "location-priority",
        "location-min-interval",
        "location-max-age",
    ];
    let known = [
        "identify-user",
        "location-max-age",
        "location-min-interval",
        "location-priority",
        "track-changes",
        "track-changes-reasons",
    ];
    only(row, pairs, &known)?;
    one_of(row, pairs, "track-changes", TRUTH)?;
    one_of(row, pairs, "identify-user", TRUTH)?;
    one_of(row, pairs, "track-changes-reasons", &["on-form-edit"])?;
    if LOCATION.iter().any(|it| get(pairs, it).is_some()) {
        if let Some(missing) = LOCATION.iter().find(|it| get(pairs, it).is_none()) {
            return wrong(
                row,
                format!("found no `{missing}`, which the audit's places need"),
            );
        }
        let priorities = ["no-power", "low-power", "balanced", "high-accuracy"];
        one_of(row, pairs, "location-priority", &priorities)?;
        let interval = whole(row, pairs, "location-min-interval")?.unwrap_or(0);
        let age = whole(row, pairs, "location-max-age")?.unwrap_or(0);
        if interval < 0 || age < interval {
            let text = format!(
                "found interval {interval} and age {age}, expected 0 or more, the age no less"
            );
            return wrong(row, text);
        }
    }
    for (key, value) in pairs {
        bind.set(&format!("odk:{key}"), Cell::Text(value.clone()));
    }
    Ok(())
}
