//! Submissions: responses as ODK's clients would have sent them, and as ODK Central would export
//! them.
//!
//! What a submission holds is the primary instance of the form: every node on the path, in the
//! form's order, under the names that paths use. A response does not say which notes, groups and
//! blank calculations were on the path; that follows from its answers, so an interview is opened
//! with them and asked. What the response says comes first everywhere.

mod archive;
pub mod central;
mod codes;
mod entities;
mod fields;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value as Json;

use super::instance::{Element, inside, of_answers};
use crate::base::{Answer, DateTime, Time, Value};
use crate::interview::{Event, InstanceNode, Interview, JournalEntry, Layout, Start};
use crate::questionnaire::{Item, ItemId, Kind, Metadata, Questionnaire};
use crate::response::{Answers, Entry, Response, SurveyRef};
pub use archive::{Media, NoMedia, Sink, Written, Zip, write_csv, write_xml};
use codes::Codes;
use entities::Entity;

/// The namespaces that a form's submissions declare, as ODK Collect writes down those of the form.
const NAMESPACES: [(&str, &str); 6] = [
    ("xmlns:h", "http://www.w3.org/1999/xhtml"),
    ("xmlns:ev", "http://www.w3.org/2001/xml-events"),
    ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xmlns:jr", "http://openrosa.org/javarosa"),
    ("xmlns:orx", "http://openrosa.org/xforms"),
    ("xmlns:odk", "http://www.opendatakit.org/xforms"),
];
const ENTITIES: (&str, &str) = (
    "xmlns:entities",
    "http://www.opendatakit.org/xforms/entities",
);

/// What becomes of a response's answers on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Writes codes for the reasons that people gave for having no value ("don't know",
    /// "refused", "does not apply"). Without it they are blank, as ODK knows no reasons.
    pub missing_codes: bool,
}

/// A questionnaire as ODK sees it.
#[derive(Debug)]
pub struct Form {
    questionnaire: Arc<Questionnaire>,
    /// The id that the form had; ours are names.
    id: String,
    /// What the root element says beside it.
    attributes: Vec<(String, String)>,
    /// Whether submissions say which version they answer.
    has_version: bool,
    entities: Vec<Entity>,
    codes: Codes,
}

impl Form {
    /// The form that a questionnaire with its document stands for.
    pub fn new(document: &Json, questionnaire: Arc<Questionnaire>) -> Form {
        let form = &questionnaire;
        let settings = document.get("settings").and_then(Json::as_object);
        let setting = |name: &str| settings.and_then(|it| it.get(name)?.as_str());
        let mut attributes = Vec::new();
        if let Some(uri) = setting("instance_xmlns") {
            attributes.push(("xmlns".to_owned(), uri.to_owned()));
        }
        for (key, value) in settings.into_iter().flatten() {
            if let (Some(name), Some(value)) = (key.strip_prefix("attribute::"), value.as_str()) {
                attributes.push((name.to_owned(), value.to_owned()));
            }
        }
        Form {
            id: setting("form_id").unwrap_or(&form.id).to_owned(),
            attributes,
            has_version: setting("version") != Some(""),
            entities: entities::of(document),
            codes: Codes::new(document),
            questionnaire,
        }
    }

    /// The form's id, as it stands in submissions.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The version that a submission says it answers; blank if the form has none.
    fn version<'a>(&self, response: &'a Response) -> &'a str {
        match self.has_version {
            true => &response.survey.version,
            false => "",
        }
    }

    /// Whether something in a submission besides what is blank has to be computed.
    fn computes(&self) -> bool {
        self.questionnaire.instance_name.is_some() || !self.entities.is_empty()
    }

    /// The submission that a response comes to.
    pub fn submission(&self, response: &Response, options: Options) -> Element {
        let interview = self.reopened(response);
        let mut root = self.element(response, options, interview.as_ref());
        root.attributes.push(("id".to_owned(), self.id.clone()));
        let version = self.version(response);
        if !version.is_empty() {
            let version = ("version".to_owned(), version.to_owned());
            root.attributes.push(version);
        }
        root.attributes.extend(self.attributes.iter().cloned());
        let entities = (!self.entities.is_empty()).then_some(ENTITIES);
        for (name, uri) in NAMESPACES.into_iter().chain(entities) {
            root.attributes.push((name.to_owned(), uri.to_owned()));
        }
        root
    }

    /// The same without its attributes, in which blank nodes may stand that are off the path.
    fn values(&self, response: &Response, options: Options) -> Element {
        let interview = self.computes().then(|| self.reopened(response)).flatten();
        self.element(response, options, interview.as_ref())
    }

    fn element(
        &self,
        response: &Response,
        options: Options,
        interview: Option<&Interview>,
    ) -> Element {
        let form = &*self.questionnaire;
        let instance = interview.map(Interview::instance);
        let maker = Maker {
            form: self,
            response,
            options,
            interview,
        };
        let root = form.root();
        let node = instance.as_ref();
        let children = maker.children(root, &response.answers, node, "");
        let mut element = Element {
            children,
            ..Element::leaf(form.item(root).element(), "")
        };
        maker.identify(&mut element);
        element
    }

    /// An interview with these answers. What it knows beside them is only asked where the
    /// response is silent, so one that cannot be opened does no harm.
    fn reopened(&self, response: &Response) -> Option<Interview> {
        let form = &self.questionnaire;
        let start = Start {
            id: response.id.clone(),
            survey: SurveyRef {
                id: form.id.clone(),
                version: form.version.clone(),
                digest: form.digest.clone(),
            },
            mode: response.mode,
            language: response.language.clone(),
            area: response.area.clone(),
            wave: response.wave.clone(),
            interviewer: response.interviewer.clone(),
            device: response.device.clone(),
            packs: self.packs(&response.answers),
            seed: 0,
            offset: response.started.offset,
            layout: Layout::Question,
            simulated: response.simulated,
        };
        let begun = JournalEntry {
            at: response.started.unix_millis(),
            event: Event::Start(Box::new(start)),
        };
        let mut interview = Interview::start(form.clone(), begun).ok()?;
        interview.apply(JournalEntry {
            at: response.ended.unix_millis(),
            event: Event::Restore {
                answers: of_answers(form, &response.answers),
            },
        });
        Some(interview)
    }

    /// The sets of questions of which something was asked.
    fn packs(&self, answers: &Answers) -> Vec<String> {
        let form = &self.questionnaire;
        let asked = |pack: &str| {
            let of_pack = |item: &Item| item.pack.as_deref() == Some(pack);
            form.iter().any(|(id, item)| {
                answers.get(&item.name).is_some()
                    && form.ancestors(id).any(|it| of_pack(form.item(it)))
            })
        };
        let packs = form.packs.iter().map(|it| it.0);
        packs.filter(|it| asked(it)).cloned().collect()
    }
}

/// Makes the elements of one submission.
struct Maker<'a> {
    form: &'a Form,
    response: &'a Response,
    options: Options,
    interview: Option<&'a Interview>,
}

impl Maker<'_> {
    /// What stands in a group, in an instance of a repeat or in the root. `place` is the place of
    /// the instance around.
    fn children(
        &self,
        parent: ItemId,
        answers: &Answers,
        node: Option<&InstanceNode>,
        place: &str,
    ) -> Vec<Element> {
        let form = &*self.form.questionnaire;
        let holder = form.item(parent);
        let mut elements = Vec::new();
        for id in &holder.children {
            let item = form.item(*id);
            let mut nodes = node.into_iter().flat_map(|it| &it.children);
            let mut nodes = nodes.by_ref().filter(|it| it.item == *id);
            match (&item.kind, answers.get(&item.name)) {
                (Kind::Metadata(Metadata::Audit), _) => {}
                (Kind::Group, _) => {
                    let own = nodes.next();
                    let children = self.children(*id, answers, own, place);
                    if !children.is_empty() || self.is_relevant(own) {
                        let group = Element::leaf(item.element(), "");
                        elements.push(Element { children, ..group });
                    }
                }
                (Kind::Repeat(_), Some(Entry::Repeat(instances))) => {
                    let row = inside(place, &item.name);
                    for (idx, instance) in instances.iter().enumerate() {
                        let place = format!("{row}[{}]", idx + 1);
                        let children = self.children(*id, instance, nodes.next(), &place);
                        let repeat = Element::leaf(item.element(), "");
                        elements.push(Element { children, ..repeat });
                    }
                }
                (Kind::Repeat(_), _) => {}
                (_, Some(Entry::Answer(answer))) => {
                    elements.push(Element::leaf(item.element(), &self.text(item, answer)));
                }
                (kind, Some(Entry::Repeat(_)) | None) => {
                    // A question without an answer was not asked.
                    if !kind.is_question() && self.is_relevant(nodes.next()) {
                        elements.push(Element::leaf(item.element(), ""));
                    }
                }
            }
        }
        let within = (parent != form.root()).then_some(&*holder.name);
        let entities = self.form.entities.iter();
        let entity = entities.filter(|it| it.within.as_deref() == within);
        let seen_from = match holder.kind {
            Kind::Group if within.is_some() => inside(place, &holder.name),
            _ => place.to_owned(),
        };
        let entity: Vec<Element> = entity.map(|it| self.entity(it, &seen_from)).collect();
        if !entity.is_empty() {
            elements.push(Element {
                children: entity,
                ..Element::leaf("meta", "")
            });
        }
        elements
    }

    /// Whether a node without a value is on the path. Nobody looks at blank nodes where no
    /// interview is asked.
    fn is_relevant(&self, node: Option<&InstanceNode>) -> bool {
        match self.interview {
            Some(_) => node.is_some_and(|it| it.relevant),
            None => true,
        }
    }

    fn text(&self, item: &Item, answer: &Answer) -> String {
        let value = match answer {
            Answer::Given(value) => value,
            Answer::Missing(reason) if self.options.missing_codes => {
                return self.form.codes.of(item, *reason);
            }
            Answer::Missing(_) => return String::new(),
        };
        let text = value.to_xpath();
        match (&item.kind, value) {
            (Kind::Time, Value::Text(_)) => with_offset(&text, self.response.started),
            (Kind::DateTime, Value::Text(_)) => moment(&text, self.response.started),
            _ => text,
        }
    }

    /// Who the submission is, in the last element of the root.
    fn identify(&self, root: &mut Element) {
        let form = &*self.form.questionnaire;
        let is_meta = |it: &&mut Element| it.name == "meta";
        let mut meta = root.children.pop_if(|it| is_meta(&it));
        let meta = meta.get_or_insert_with(|| Element::leaf("meta", ""));
        let audit = |it: &&Item| matches!(it.kind, Kind::Metadata(Metadata::Audit));
        if let Some(item) = form.items().iter().find(audit) {
            let text = match self.response.answers.get(&item.name) {
                Some(Entry::Answer(answer)) => self.text(item, answer),
                Some(Entry::Repeat(_)) | None => String::new(),
            };
            meta.children.push(Element::leaf("audit", &text));
        }
        let id = format!("uuid:{}", self.response.id);
        meta.children.push(Element::leaf("instanceID", &id));
        if form.instance_name.is_some() {
            let name = self.interview.and_then(Interview::instance_name);
            let name = name.unwrap_or_default();
            meta.children.push(Element::leaf("instanceName", &name));
        }
        root.children.push(std::mem::take(meta));
    }
}

/// A time of day as ODK writes it, `09:30:00.000+08:00`; other text as it is.
fn with_offset(text: &str, zone: DateTime) -> String {
    let Ok(time) = text.parse::<Time>() else {
        return text.to_owned();
    };
    let moment = DateTime { time, ..zone }.to_string();
    match moment.split_once('T') {
        Some((_, time)) => time.to_owned(),
        None => moment,
    }
}

/// A date and a time of day with their offset; other text as it is.
fn moment(text: &str, zone: DateTime) -> String {
    if let Ok(moment) = text.parse::<DateTime>() {
        return moment.to_string();
    }
    let civil = text.split_once('T').and_then(|(date, time)| {
        let (date, time) = (date.parse().ok()?, time.parse().ok()?);
        Some(DateTime { date, time, ..zone })
    });
    civil.map_or_else(|| text.to_owned(), |it| it.to_string())
}
