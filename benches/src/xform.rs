use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::form::{Body, Dialect, Form, Item, List};

const HEAD: &str = r#"<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
"#;

/// The form as XForm XML, in the way XLSForm converters write it.
pub fn xform(form: &Form) -> String {
    let mut writer = Writer {
        ways: BTreeMap::new(),
        instance: String::new(),
        binds: String::new(),
        body: String::new(),
    };
    writer.learn(&form.items, &["data".to_owned()], None);
    writer.items(&form.items);
    let (id, title) = (form.id, form.title);
    let mut out = format!("{HEAD}<h:head><h:title>{title}</h:title><model>\n");
    let meta = "<orx:meta><orx:instanceID/></orx:meta>";
    let instance = &writer.instance;
    put(
        &mut out,
        format_args!(
            "<instance><data id=\"{id}\" version=\"1\">\n{instance}{meta}</data></instance>\n"
        ),
    );
    for list in &form.lists {
        out.push_str(&secondary(list));
    }
    out.push_str(&writer.binds);
    out.push_str("<bind nodeset=\"/data/orx:meta/orx:instanceID\" type=\"string\" readonly=\"true()\" jr:preload=\"uid\"/>\n");
    out.push_str("</model></h:head>\n<h:body>\n");
    out.push_str(&writer.body);
    out.push_str("</h:body>\n</h:html>\n");
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes everything");
}

fn secondary(list: &List) -> String {
    let mut out = format!("<instance id=\"{}\"><root>\n", list.name);
    for choice in &list.choices {
        let (name, label) = (&choice.name, &choice.label);
        put(
            &mut out,
            format_args!("<item><name>{name}</name><label>{label}</label>"),
        );
        if let Some(parent) = &choice.parent {
            put(&mut out, format_args!("<parent>{parent}</parent>"));
        }
        out.push_str("</item>\n");
    }
    out.push_str("</root></instance>\n");
    out
}

/// Where an item is: the names of the elements from the root, and how many of them lead to the
/// repeat it stands in.
#[derive(Clone)]
struct Way {
    steps: Vec<String>,
    repeat: Option<usize>,
}

struct Writer {
    ways: BTreeMap<String, Way>,
    instance: String,
    binds: String,
    body: String,
}

impl Writer {
    fn learn(&mut self, items: &[Item], above: &[String], repeat: Option<usize>) {
        for item in items {
            let mut steps = above.to_vec();
            steps.push(item.name.clone());
            let inside = match &item.body {
                Body::Repeat { .. } => Some(steps.len()),
                _ => repeat,
            };
            self.learn(item.body.items(), &steps, inside);
            self.ways.insert(item.name.clone(), Way { steps, repeat });
        }
    }

    fn path(&self, name: &str) -> String {
        format!("/{}", self.ways[name].steps.join("/"))
    }

    /// A reference as converters write it: relative where both stand in the same repeat.
    fn reference(&self, from: &str, name: &str) -> String {
        let (from, to) = (&self.ways[from], &self.ways[name]);
        match (from.repeat, to.repeat) {
            (Some(one), Some(other)) if from.steps[..one] == to.steps[..other] => {
                let up = "../".repeat(from.steps.len() - one);
                format!("{up}{}", to.steps[one..].join("/"))
            }
            _ => format!("/{}", to.steps.join("/")),
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.bind(item);
            let (name, path) = (&item.name, self.path(&item.name));
            match &item.body {
                Body::Group(inside) => {
                    put(&mut self.instance, format_args!("<{name}>\n"));
                    put(
                        &mut self.body,
                        format_args!("<group ref=\"{path}\"><label>{}</label>\n", item.label),
                    );
                    self.items(inside);
                    put(&mut self.instance, format_args!("</{name}>\n"));
                    self.body.push_str("</group>\n");
                }
                Body::Repeat { count, items } => self.repeat(item, *count, items),
                Body::Calculate(_) => put(&mut self.instance, format_args!("<{name}/>\n")),
                Body::Text
                | Body::Integer
                | Body::Decimal
                | Body::Date
                | Body::One { .. }
                | Body::Many(_) => {
                    put(&mut self.instance, format_args!("<{name}/>\n"));
                    let control = self.control(item);
                    self.body.push_str(&control);
                }
            }
        }
    }

    fn repeat(&mut self, item: &Item, count: Option<usize>, items: &[Item]) {
        let (name, path) = (&item.name, self.path(&item.name));
        let mut jr_count = String::new();
        if let Some(count) = count {
            put(&mut self.instance, format_args!("<{name}_count/>\n"));
            put(
                &mut self.binds,
                format_args!(
                    "<bind nodeset=\"{path}_count\" type=\"string\" readonly=\"true()\" calculate=\"{count}\"/>\n"
                ),
            );
            jr_count = format!(" jr:count=\"{path}_count\" jr:noAddRemove=\"true()\"");
        }
        // The template, and the first instance of a repeat that people lengthen.
        let before = std::mem::take(&mut self.instance);
        put(
            &mut self.body,
            format_args!(
                "<group ref=\"{path}\"><label>{}</label><repeat nodeset=\"{path}\"{jr_count}>\n",
                item.label
            ),
        );
        self.items(items);
        self.body.push_str("</repeat></group>\n");
        let inside = std::mem::replace(&mut self.instance, before);
        put(
            &mut self.instance,
            format_args!("<{name} jr:template=\"\">\n{inside}</{name}>\n"),
        );
        if count.is_none() {
            put(
                &mut self.instance,
                format_args!("<{name}>\n{inside}</{name}>\n"),
            );
        }
    }

    fn bind(&mut self, item: &Item) {
        let kind = match &item.body {
            Body::Group(_) | Body::Repeat { .. } if item.relevant.is_none() => return,
            Body::Group(_) | Body::Repeat { .. } => "",
            Body::Text | Body::Calculate(_) | Body::One { .. } | Body::Many(_) => {
                " type=\"string\""
            }
            Body::Integer => " type=\"int\"",
            Body::Decimal => " type=\"decimal\"",
            Body::Date => " type=\"date\"",
        };
        let name = |it: &str| self.reference(&item.name, it);
        let dialect = Dialect {
            name: &name,
            has: &|it, code| format!("selected({}, '{code}')", name(it)),
            choose: "if",
            total: &|_, question| format!("sum({})", name(question)),
        };
        let mut made = format!("<bind nodeset=\"{}\"{kind}", self.path(&item.name));
        if let Some(relevant) = &item.relevant {
            put(
                &mut made,
                format_args!(" relevant=\"{}\"", escape(&relevant.write(&dialect))),
            );
        }
        if let Body::Calculate(calculation) = &item.body {
            put(
                &mut made,
                format_args!(" calculate=\"{}\"", escape(&calculation.write(&dialect))),
            );
        }
        made.push_str("/>\n");
        self.binds.push_str(&made);
    }

    fn control(&self, item: &Item) -> String {
        let (path, label) = (self.path(&item.name), &item.label);
        let (element, list, under) = match &item.body {
            Body::One { list, under } => ("select1", list, under.as_ref()),
            Body::Many(list) => ("select", list, None),
            _ => return format!("<input ref=\"{path}\"><label>{label}</label></input>\n"),
        };
        let filter = under.map(|it| format!("[parent = {}]", self.reference(&item.name, it)));
        let filter = filter.unwrap_or_default();
        format!(
            "<{element} ref=\"{path}\"><label>{label}</label>\
             <itemset nodeset=\"instance('{list}')/root/item{filter}\">\
             <value ref=\"name\"/><label ref=\"label\"/></itemset></{element}>\n"
        )
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
