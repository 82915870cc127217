//! Words in several languages: the `itext` of an XForm, and values in words.

use std::collections::{BTreeMap, BTreeSet};

use super::super::import::{Finding, Place};
use super::super::xml::{Element, Node, escape};
use super::form::{Form, Id, Item, Kind};
use super::headers::{Cell, Dict};
use super::references::Way;
use super::survey::Read;
use super::tokens::{has_reference, instance_paths, references};

/// One language: texts by id, each with its forms.
struct Language {
    name: String,
    texts: Vec<(String, Vec<Form1>)>,
    /// Where each id stands: lists may have tens of thousands of choices.
    places: BTreeMap<String, usize>,
}

/// A form of a text: `long`, `guidance`, `image`, … with its words, and who says them.
struct Form1 {
    form: String,
    words: String,
    from: Option<Id>,
}

/// All words in several languages.
#[derive(Default)]
pub(super) struct Words(Vec<Language>);

impl Words {
    fn add(&mut self, language: &str, id: &str, form: &str, words: &str, from: Option<Id>) {
        let at = self.0.iter().position(|it| it.name == language);
        let at = at.unwrap_or_else(|| {
            self.0.push(Language {
                name: language.to_owned(),
                texts: Vec::new(),
                places: BTreeMap::new(),
            });
            self.0.len() - 1
        });
        let Language { texts, places, .. } = &mut self.0[at];
        let text = places.get(id).copied().unwrap_or_else(|| {
            texts.push((id.to_owned(), Vec::new()));
            places.insert(id.to_owned(), texts.len() - 1);
            texts.len() - 1
        });
        let forms = &mut texts[text].1;
        forms.retain(|it| it.form != form);
        forms.push(Form1 {
            form: form.to_owned(),
            words: words.to_owned(),
            from,
        });
    }

    /// Words, or words by language.
    fn add_cell(&mut self, default: &str, id: &str, form: &str, cell: &Cell, from: Option<Id>) {
        match cell {
            Cell::Text(words) => self.add(default, id, form, words, from),
            Cell::Map(map) => {
                for (language, cell) in &map.0 {
                    if let Cell::Text(words) = cell {
                        self.add(language, id, form, words, from);
                    }
                }
            }
        }
    }

    fn add_media(&mut self, default: &str, id: &str, media: &Dict, from: Option<Id>) {
        // A form with one language may have its media below that language's name.
        let media = media.map("default").unwrap_or(media);
        for (kind, cell) in &media.0 {
            self.add_cell(default, id, kind, cell, from);
        }
    }

    /// Every text in every language, `-` where there are no words.
    fn complete(&mut self) {
        let mut wanted: Vec<(String, String)> = Vec::new();
        let mut seen = BTreeSet::new();
        for language in &self.0 {
            for (id, forms) in &language.texts {
                for form in forms {
                    let key = (id.clone(), form.form.clone());
                    if seen.insert(key.clone()) {
                        wanted.push(key);
                    }
                }
            }
        }
        for idx in 0..self.0.len() {
            let language = self.0[idx].name.clone();
            let known: BTreeSet<(&str, &str)> = self.0[idx]
                .texts
                .iter()
                .flat_map(|(id, forms)| forms.iter().map(move |it| (&**id, &*it.form)))
                .collect();
            let missing: Vec<(String, String)> = wanted
                .iter()
                .filter(|(id, form)| !known.contains(&(&**id, &**form)))
                .cloned()
                .collect();
            for (id, form) in missing {
                self.add(&language, &id, &form, "-", None);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of the languages.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|it| &*it.name)
    }

    /// The `itext` element.
    pub(super) fn element(&self, form: &Form) -> Element {
        let mut itext = Element::new("itext");
        for language in &self.0 {
            let mut translation = Element::new("translation").attr("lang", &*language.name);
            if language.name == form.default_language {
                translation.set("default", "true()");
            }
            for (id, forms) in &language.texts {
                let mut text = Element::new("text").attr("id", &**id);
                for it in forms {
                    if let Some(value) = form.value(it) {
                        text.push(value);
                    }
                }
                translation.push(text);
            }
            itext.push(translation);
        }
        itext
    }
}

impl Form {
    fn value(&self, it: &Form1) -> Option<Element> {
        let node = self.filled(&it.words, it.from);
        let media = |kind: &str, form: &str| {
            let prefix = Node::Text(format!("jr://{kind}/"));
            let mut value = Element::new("value").attr("form", form);
            value.nodes = vec![prefix, node.clone()];
            value
        };
        match &*it.form {
            "long" => {
                let mut value = Element::new("value");
                value.nodes = vec![node];
                Some(value)
            }
            "guidance" => {
                let mut value = Element::new("value").attr("form", "guidance");
                value.nodes = vec![node];
                Some(value)
            }
            _ if it.words == "-" => None,
            form @ ("image" | "big-image") => Some(media("images", form)),
            form => Some(media(form, form)),
        }
    }

    /// Words with an `output` in place of each reference.
    pub(super) fn filled(&self, words: &str, from: Option<Id>) -> Node {
        if words == "-" || !(words.contains("${") || words.contains("instance(")) {
            return Node::Text(words.to_owned());
        }
        let mut out = String::new();
        let mut done = 0;
        let mut changed = false;
        let mut places: Vec<_> = instance_paths(words)
            .into_iter()
            .map(|it| (it, true))
            .collect();
        for (place, _, _) in references(words) {
            let inside = places
                .iter()
                .any(|it| it.0.start <= place.start && place.end <= it.0.end);
            if !inside {
                places.push((place, false));
            }
        }
        places.sort_by_key(|it| it.0.start);
        for (place, _) in places {
            out.push_str(&escape(&words[done..place.start]));
            let path = match from {
                Some(from) => self.paths_in(words, &place, from),
                None => self.absolute(&words[place.clone()]),
            };
            let path = escape(&path).replace('"', "&quot;");
            out.push_str(&format!("<output value=\"{path}\"/>"));
            done = place.end;
            changed = true;
        }
        out.push_str(&escape(&words[done..]));
        if changed {
            Node::Raw(out)
        } else {
            Node::Text(words.to_owned())
        }
    }

    /// The paths of a part of a text; whether they are relative depends on the whole of it.
    fn paths_in(&self, _words: &str, place: &std::ops::Range<usize>, from: Id) -> String {
        self.paths(&_words[place.clone()], from, Way::default())
    }

    fn absolute(&self, text: &str) -> String {
        let mut out = String::new();
        let mut done = 0;
        for (place, last_saved, name) in references(text) {
            out.push_str(&text[done..place.start]);
            done = place.end;
            let path = self
                .named(name)
                .map(|it| self.path(it, None))
                .unwrap_or_default();
            let instance = if last_saved {
                "instance('__last-saved')"
            } else {
                ""
            };
            out.push_str(&format!(" {instance}{path} "));
        }
        out + &text[done..]
    }

    /// Everything that is said in several languages.
    pub(super) fn words(&self) -> Read<Words> {
        let mut words = Words::default();
        let default = &*self.default_language;
        for list in self.lists.iter().filter(|it| it.needs_itext()) {
            for (idx, choice) in list.choices.iter().enumerate() {
                let id = format!("{}-{idx}", list.name);
                if let Some(label) = choice.get("label") {
                    words.add_cell(default, &id, "long", label, None);
                }
                if let Some(media) = choice.map("media") {
                    words.add_media(default, &id, media, None);
                }
            }
        }
        let items = self.descendants(0);
        for id in items.iter().copied().skip(1) {
            if !matches!(self.items[id].kind, Kind::External(_)) {
                self.words_of(id, &mut words);
            }
        }
        for id in items.into_iter().skip(1) {
            let item = &self.items[id];
            let Some(media) = item.media() else { continue };
            check_media(item, media)?;
            let id_of = format!("{}:label", self.path(id, None));
            words.add_media(default, &id_of, media, Some(id));
        }
        words.complete();
        Ok(words)
    }

    fn words_of(&self, id: Id, words: &mut Words) {
        let item = &self.items[id];
        let default = &*self.default_language;
        let path = self.path(id, None);
        if let Some(bind) = item.cells.map("bind") {
            for key in ["jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString"] {
                let message = bind.get(key).filter(|it| is_translated(key, it));
                if let Some(message) = message {
                    words.add_cell(default, &format!("{path}:{key}"), "long", message, Some(id));
                }
            }
        }
        if let Some(label) = item.label().filter(|_| item.needs_itext()) {
            words.add_cell(default, &format!("{path}:label"), "long", label, Some(id));
        }
        if !matches!(item.kind, Kind::Question(_)) {
            if let Some(hint @ Cell::Map(_)) = item.cells.get("hint") {
                words.add_cell(default, &format!("{path}:hint"), "long", hint, Some(id));
            }
            return;
        }
        let guidance = item.cells.get("guidance_hint");
        if let Some(hint) = item.cells.get("hint")
            && (guidance.is_some() || matches!(hint, Cell::Map(_)))
        {
            words.add_cell(default, &format!("{path}:hint"), "long", hint, Some(id));
        }
        if let Some(guidance) = guidance {
            words.add_cell(
                default,
                &format!("{path}:hint"),
                "guidance",
                guidance,
                Some(id),
            );
        }
    }
}

/// Whether a message stands with the texts: in several languages, or with values in it.
pub(super) fn is_translated(key: &str, message: &Cell) -> bool {
    match message {
        Cell::Map(_) => true,
        Cell::Text(text) => key != "jr:noAppErrorString" && has_reference(text),
    }
}

fn check_media(item: &Item, media: &Dict) -> Read<()> {
    let media = media.map("default").unwrap_or(media);
    for (kind, _) in &media.0 {
        if !matches!(&**kind, "image" | "big-image" | "audio" | "video") {
            let text = format!("found media `{kind}`, expected image, big-image, audio or video");
            let place = Place::cell("survey", item.row, kind);
            return Err(Finding::error("media-unknown", place, text));
        }
    }
    Ok(())
}
