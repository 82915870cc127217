//! Instances as ODK writes them: XML whose elements are the items, what is off the path left out.
//!
//! ```xml
//! <data id="household" version="2"><kids><age>7</age></kids><meta>
//! <instanceID>uuid:0192…</instanceID></meta></data>
//! ```
//! A reason for having no value has no place in it and is written as a blank, so an interview
//! that is to be resumed is kept as a journal.

#[cfg(test)]
mod tests;

use std::fmt::{self, Write};

use crate::base::{Map, Time};
use crate::interview::{InstanceNode, Interview};
use crate::questionnaire::{ItemId, Kind, Questionnaire};
use crate::response::{Answers, Entry};

/// Instances nest no deeper; XML from elsewhere that does is refused.
const MAX_DEPTH: usize = 100;
/// The most nodes of a document.
const MAX_NODES: u32 = 2_000_000;

/// An XML element with its text or its children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The name, without its prefix.
    pub name: String,
    /// Attributes without a prefix, in the order they stand.
    pub attributes: Vec<(String, String)>,
    /// The text; blank where there are children.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Element>,
}

impl Element {
    /// An element with text.
    pub fn leaf(name: &str, text: &str) -> Element {
        Element {
            name: name.to_owned(),
            text: text.to_owned(),
            ..Element::default()
        }
    }

    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|it| it.name == name)
    }

    fn child_mut(&mut self, name: &str) -> &mut Element {
        let found = self.children.iter().position(|it| it.name == name);
        let at = found.unwrap_or_else(|| {
            self.children.push(Element::leaf(name, ""));
            self.children.len() - 1
        });
        &mut self.children[at]
    }

    /// Reads a document. What stands between elements beside text is passed over, and so are
    /// prefixes.
    ///
    /// # Errors
    /// That it is not XML, with line and column; or that it is deeper than any instance.
    pub fn read(xml: &str) -> Result<Element, String> {
        let options = roxmltree::ParsingOptions {
            allow_dtd: false,
            nodes_limit: MAX_NODES,
            ..roxmltree::ParsingOptions::default()
        };
        let document = roxmltree::Document::parse_with_options(xml.trim_start(), options);
        let document = document.map_err(|it| format!("not XML: {it}"))?;
        element(document.root_element(), 0)
    }

    /// The first difference from `expected`, by its path, with what was found and expected;
    /// the root's attributes are compared only where `expected` has them.
    pub fn difference(&self, expected: &Element) -> Option<String> {
        if self.name != expected.name {
            let (found, wanted) = (&self.name, &expected.name);
            return Some(format!("found `/{found}`, expected `/{wanted}`"));
        }
        let odd = |it: &&(String, String)| !self.attributes.contains(it);
        if let Some((name, value)) = expected.attributes.iter().find(odd) {
            return Some(format!("`/{}`: expected {name}=\"{value}\"", self.name));
        }
        self.differs_at(expected, &format!("/{}", self.name))
    }

    fn differs_at(&self, expected: &Element, path: &str) -> Option<String> {
        if self.text != expected.text {
            let (found, wanted) = (&self.text, &expected.text);
            return Some(format!("`{path}`: found `{found}`, expected `{wanted}`"));
        }
        let names = |it: &Element| -> Vec<String> {
            it.children.iter().map(|it| it.name.clone()).collect()
        };
        let (found, wanted) = (names(self), names(expected));
        if found != wanted {
            let (found, wanted) = (found.join(" "), wanted.join(" "));
            return Some(format!("`{path}`: found <{found}>, expected <{wanted}>"));
        }
        let pairs = self.children.iter().zip(&expected.children);
        pairs.enumerate().find_map(|(idx, (found, wanted))| {
            let same = |it: &&Element| it.name == found.name;
            let number = self.children[..=idx].iter().filter(same).count();
            found.differs_at(wanted, &format!("{path}/{}[{number}]", found.name))
        })
    }

    /// As a document of its own, with the XML declaration.
    pub fn document(&self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{self}\n")
    }
}

fn element(node: roxmltree::Node<'_, '_>, depth: usize) -> Result<Element, String> {
    let name = node.tag_name().name();
    if depth > MAX_DEPTH {
        return Err(format!("`{name}` lies more than {MAX_DEPTH} elements deep"));
    }
    let inside = node.children().filter(roxmltree::Node::is_element);
    let children: Result<Vec<Element>, String> = inside.map(|it| element(it, depth + 1)).collect();
    let children = children?;
    let texts = node.children().filter(roxmltree::Node::is_text);
    let text: String = texts.filter_map(|it| it.text()).collect();
    let plain = node.attributes().filter(|it| it.namespace().is_none());
    Ok(Element {
        name: name.to_owned(),
        attributes: plain
            .map(|it| (it.name().to_owned(), it.value().to_owned()))
            .collect(),
        text: if children.is_empty() {
            text
        } else {
            String::new()
        },
        children,
    })
}

impl fmt::Display for Element {
    /// The element on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.name)?;
        for (name, value) in &self.attributes {
            write!(f, " {name}=\"")?;
            escape(value, Place::Attribute, f)?;
            f.write_char('"')?;
        }
        if self.text.is_empty() && self.children.is_empty() {
            return f.write_str("/>");
        }
        f.write_char('>')?;
        escape(&self.text, Place::Content, f)?;
        for child in &self.children {
            child.fmt(f)?;
        }
        write!(f, "</{}>", self.name)
    }
}

/// Where words stand: readers make blanks of the blank space in attributes.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Attribute,
    Content,
}

fn escape(text: &str, place: Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for it in text.chars() {
        match it {
            '\t' if place == Place::Attribute => f.write_str("&#9;")?,
            '\n' if place == Place::Attribute => f.write_str("&#10;")?,
            '&' => f.write_str("&amp;")?,
            '<' => f.write_str("&lt;")?,
            '>' => f.write_str("&gt;")?,
            '"' => f.write_str("&quot;")?,
            // A reader would make a line break of it.
            '\r' => f.write_str("&#13;")?,
            // XML cannot hold these in any spelling.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            it => f.write_char(it)?,
        }
    }
    Ok(())
}

/// The instance of an interview as it would be sent now.
pub fn of_interview(interview: &Interview) -> Element {
    let form = interview.form();
    let name = interview.instance_name();
    let root = relevant(form, &interview.instance());
    finished(form, root, &interview.begun().id, name.as_deref())
}

fn relevant(form: &Questionnaire, node: &InstanceNode) -> Element {
    let inside = node.children.iter().filter(|it| it.relevant);
    Element {
        children: inside.map(|it| relevant(form, it)).collect(),
        ..Element::leaf(form.item(node.item).element(), &node.text)
    }
}

/// With the form's id and version, and who it is among all instances.
fn finished(form: &Questionnaire, mut root: Element, id: &str, name: Option<&str>) -> Element {
    root.attributes = vec![
        ("id".to_owned(), form.id.clone()),
        ("version".to_owned(), form.version.clone()),
    ];
    let meta = root.child_mut("meta");
    let own = meta.child_mut("instanceID");
    if own.text.is_empty() {
        own.text = format!("uuid:{id}");
    }
    if let Some(name) = name {
        name.clone_into(&mut meta.child_mut("instanceName").text);
    }
    root
}

/// What a saved instance says, by place, as [`crate::interview::Event::Restore`] takes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// What each place held.
    pub answers: Map<String, String>,
    /// Paths of elements that the form does not have; `meta` is none of them.
    pub unknown: Vec<String>,
}

/// What a response says, by place, as [`crate::interview::Event::Restore`] takes it.
pub(super) fn of_answers(form: &Questionnaire, answers: &Answers) -> Map<String, String> {
    let mut found = Vec::new();
    answered(form, form.root(), answers, "", &mut found);
    found.into_iter().collect()
}

fn answered(
    form: &Questionnaire,
    parent: ItemId,
    answers: &Answers,
    outer: &str,
    found: &mut Vec<(String, String)>,
) {
    for id in &form.item(parent).children {
        let item = form.item(*id);
        if matches!(item.kind, Kind::Group) {
            answered(form, *id, answers, outer, found);
            continue;
        }
        let place = inside(outer, &item.name);
        match answers.get(&item.name) {
            Some(Entry::Answer(answer)) => {
                let text = answer.value().map(crate::base::Value::to_xpath);
                found.push((place, text.unwrap_or_default()));
            }
            Some(Entry::Repeat(instances)) => {
                for (idx, instance) in instances.iter().enumerate() {
                    let place = format!("{place}[{}]", idx + 1);
                    found.push((place.clone(), String::new()));
                    answered(form, *id, instance, &place, found);
                }
            }
            None => {}
        }
    }
}

/// The place of what is called `name` in the instance at `outer`.
pub(super) fn inside(outer: &str, name: &str) -> String {
    match outer {
        "" => name.to_owned(),
        outer => format!("{outer}/{name}"),
    }
}

/// Finds the places of a saved instance.
///
/// # Errors
/// If it is the instance of another form.
pub fn places(form: &Questionnaire, root: &Element) -> Result<Saved, String> {
    let own = form.item(form.root()).element();
    if root.name != own {
        return Err(format!("found <{}>, expected <{own}>", root.name));
    }
    let id = root.attributes.iter().find(|it| it.0 == "id");
    if let Some((_, id)) = id.filter(|it| it.1 != form.id) {
        return Err(format!("it belongs to `{id}`, expected `{}`", form.id));
    }
    let mut found = Vec::new();
    let mut unknown = Vec::new();
    let mut at = Walk {
        form,
        found: &mut found,
        unknown: &mut unknown,
    };
    at.children(form.root(), root, "", &format!("/{own}"));
    Ok(Saved {
        answers: found.into_iter().collect(),
        unknown,
    })
}

/// A time of day as Minyi writes it, without its offset from UTC; other text as it is.
fn clock(text: &str) -> String {
    let local = text.strip_suffix('Z').unwrap_or(text);
    let local = local.rsplit_once(['+', '-']).map_or(local, |it| it.0);
    local
        .parse()
        .map_or_else(|()| text.to_owned(), |it: Time| it.to_string())
}

struct Walk<'a> {
    form: &'a Questionnaire,
    found: &'a mut Vec<(String, String)>,
    unknown: &'a mut Vec<String>,
}

impl Walk<'_> {
    /// `outer` is the place of the instance around; `path` is what an XML reader calls it.
    fn children(&mut self, parent: ItemId, element: &Element, outer: &str, path: &str) {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for child in &element.children {
            let own = &self.form.item(parent).children;
            let named = |it: &&ItemId| self.form.item(**it).element() == child.name;
            let Some(id) = own.iter().find(named).copied() else {
                if child.name != "meta" {
                    self.unknown.push(format!("{path}/{}", child.name));
                }
                continue;
            };
            let item = self.form.item(id);
            let mut place = inside(outer, &item.name);
            let path = format!("{path}/{}", child.name);
            if matches!(item.kind, Kind::Group) {
                self.children(id, child, outer, &path);
                continue;
            }
            if matches!(item.kind, Kind::Repeat(_)) {
                let number = match counts.iter_mut().find(|it| it.0 == child.name) {
                    Some(count) => {
                        count.1 += 1;
                        count.1
                    }
                    None => {
                        counts.push((&child.name, 1));
                        1
                    }
                };
                place = format!("{place}[{number}]");
                self.found.push((place.clone(), String::new()));
                self.children(id, child, &place, &path);
                continue;
            }
            // A time of day is what the clock showed there.
            let is_time = matches!(item.kind, Kind::Time);
            let text = if is_time {
                clock(&child.text)
            } else {
                child.text.clone()
            };
            self.found.push((place, text));
        }
    }
}
