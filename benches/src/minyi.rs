use serde_json::{Map, Value, json};

use crate::form::{Body, Dialect, Form, Item, List};

/// The form as a document `minyi-survey/1`.
pub fn minyi(form: &Form) -> Value {
    let lists = form.lists.iter().map(|it| (it.name.to_owned(), list(it)));
    json!({
        "format": "minyi-survey/1",
        "id": form.id,
        "version": "1",
        "title": form.title,
        "languages": ["en"],
        "default_language": "en",
        "modes": ["interviewer", "self"],
        "choices": lists.collect::<Map<_, _>>(),
        "items": items(&form.items),
    })
}

const DIALECT: Dialect<'static> = Dialect {
    name: &|it| format!("${{{it}}}"),
    has: &|name, code| format!("selected(${{{name}}}, '{code}')"),
    choose: "if",
    total: &|_, question| format!("sum(${{{question}}})"),
};

fn list(list: &List) -> Value {
    let choices = list.choices.iter().map(|it| match &it.parent {
        Some(parent) => {
            json!({"name": it.name, "label": it.label, "properties": {"parent": parent}})
        }
        None => json!({"name": it.name, "label": it.label}),
    });
    choices.collect()
}

fn items(items: &[Item]) -> Value {
    items.iter().map(item).collect()
}

fn item(item: &Item) -> Value {
    let mut made = json!({"name": item.name});
    let kind = match &item.body {
        Body::Text => "text",
        Body::Integer => "integer",
        Body::Decimal => "decimal",
        Body::Date => "date",
        Body::One { list, under } => {
            made["choices"] = json!(list);
            if let Some(under) = under {
                made["choice_filter"] = json!(format!("parent = ${{{under}}}"));
            }
            "select_one"
        }
        Body::Many(list) => {
            made["choices"] = json!(list);
            "select_multiple"
        }
        Body::Calculate(calculation) => {
            made["calculation"] = json!(calculation.write(&DIALECT));
            "calculate"
        }
        Body::Group(inside) => {
            made["items"] = items(inside);
            "group"
        }
        Body::Repeat {
            count,
            items: inside,
        } => {
            made["items"] = items(inside);
            if let Some(count) = count {
                made["repeat_count"] = json!(count.to_string());
            }
            "repeat"
        }
    };
    made["type"] = json!(kind);
    if !item.label.is_empty() {
        made["label"] = json!(item.label);
    }
    if let Some(relevant) = &item.relevant {
        made["relevant"] = json!(relevant.write(&DIALECT));
    }
    made
}
