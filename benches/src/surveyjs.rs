use serde_json::{Value, json};

use crate::form::{Body, Choice, Dialect, Form, Item};

/// The form as JSON of SurveyJS: a page a section, calculations as its calculated values (in
/// repeats, where those cannot stand, as hidden expressions).
pub fn surveyjs(form: &Form) -> Value {
    let (mut pages, mut loose, mut calculated) = (Vec::new(), Vec::new(), Vec::new());
    for item in &form.items {
        let mut own = elements(form, std::slice::from_ref(item), None, &mut calculated);
        match &item.body {
            Body::Group(_) => {
                let inside = own.first_mut().map(|it| it["elements"].take());
                pages.push(json!({"name": item.name, "title": item.label, "elements": inside}));
            }
            _ => loose.append(&mut own),
        }
    }
    if !loose.is_empty() {
        pages.push(json!({"name": "page", "elements": loose}));
    }
    json!({"title": form.title, "pages": pages, "calculatedValues": calculated})
}

fn dialect<'d>(name: &'d dyn Fn(&str) -> String) -> Dialect<'d> {
    Dialect {
        name,
        has: &|name, code| format!("{{{name}}} contains '{code}'"),
        choose: "iif",
        total: &|repeat, question| format!("sumInArray({{{repeat}}}, '{question}')"),
    }
}

/// Elements for items that stand in a repeat or in none.
fn elements(
    form: &Form,
    items: &[Item],
    repeat: Option<&[Item]>,
    calculated: &mut Vec<Value>,
) -> Vec<Value> {
    let inside = |name: &str| repeat.is_some_and(|it| it.iter().any(|own| own.name == name));
    let name = |name: &str| match inside(name) {
        true => format!("{{panel.{name}}}"),
        false => format!("{{{name}}}"),
    };
    let dialect = dialect(&name);
    let mut made = Vec::new();
    for item in items {
        if let (Body::Calculate(calculation), None) = (&item.body, repeat) {
            let expression = calculation.write(&dialect);
            calculated.push(json!({"name": item.name, "expression": expression}));
            continue;
        }
        let mut element = element(form, item, &dialect, calculated);
        element["name"] = json!(item.name);
        if !item.label.is_empty() {
            element["title"] = json!(item.label);
        }
        if let Some(relevant) = &item.relevant {
            element["visibleIf"] = json!(relevant.write(&dialect));
        }
        made.push(element);
    }
    made
}

fn element(form: &Form, item: &Item, dialect: &Dialect<'_>, calculated: &mut Vec<Value>) -> Value {
    match &item.body {
        Body::Text => json!({"type": "text"}),
        Body::Integer | Body::Decimal => json!({"type": "text", "inputType": "number"}),
        Body::Date => json!({"type": "text", "inputType": "date"}),
        Body::One { list, under } => {
            let (choices, below) = choices(form, list, under.as_deref());
            // Long lists are drawn as a drop-down, as people who make such forms do.
            let long = choices.as_array().is_some_and(|it| it.len() > 20);
            let mut made =
                json!({"type": if long { "dropdown" } else { "radiogroup" }, "choices": choices});
            if let Some(below) = below {
                made["choicesVisibleIf"] = json!(below);
            }
            made
        }
        Body::Many(list) => json!({"type": "checkbox", "choices": choices(form, list, None).0}),
        Body::Calculate(calculation) => {
            let expression = calculation.write(dialect);
            json!({"type": "expression", "expression": expression, "visible": false})
        }
        Body::Group(items) => {
            json!({"type": "panel", "elements": elements(form, items, None, calculated)})
        }
        Body::Repeat { count, items } => {
            let inside = elements(form, items, Some(items), calculated);
            let mut made = json!({"type": "paneldynamic", "templateElements": inside});
            made["panelCount"] = json!(count.unwrap_or(1));
            if let Some(count) = count {
                made["minPanelCount"] = json!(count);
                made["maxPanelCount"] = json!(count);
            }
            made
        }
    }
}

/// The choices of a list, and what decides about all of them where their codes begin with that of
/// the choice above them; else each decides for itself.
fn choices(form: &Form, list: &str, under: Option<&str>) -> (Value, Option<String>) {
    let found = form.lists.iter().find(|it| it.name == list);
    let choices = found.map_or(&[][..], |it| &it.choices);
    let begins = |it: &Choice| {
        let parent = it.parent.as_ref();
        parent.is_none_or(|parent| it.name.starts_with(parent))
    };
    let below = under.filter(|_| choices.iter().all(begins));
    let made = choices.iter().map(|it| {
        let mut made = json!({"value": it.name, "text": it.label});
        if let (Some(under), Some(parent), None) = (under, &it.parent, below) {
            made["visibleIf"] = json!(format!("{{{under}}} = '{parent}'"));
        }
        made
    });
    let below = below.map(|it| format!("{{item}} contains {{{it}}}"));
    (made.collect(), below)
}
