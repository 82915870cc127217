//! One response in full, in words.

use survey_core::base::{Answer, Map, Value};
use survey_core::format::response;
use survey_core::questionnaire::{Item, Questionnaire};
use survey_core::response::{Answers, Entry, Record, Response};

use super::Engine;
use crate::worker::protocol::{Opened, Told, Which};

impl Engine {
    pub(super) fn open(&self, which: &Which, lang: &str) -> Result<Opened, String> {
        let row = match which {
            Which::Row(row) => Some(*row),
            Which::Id(id) => self.find(id),
        };
        let gone = || "this response is not here any more".to_owned();
        let row = row.ok_or_else(gone)?;
        let record = self.bundle.records().get(row as usize).ok_or_else(gone)?;
        // One that cannot be read has no note either, so this comes first and says why.
        let read = response::read(record).map_err(|problems| problems.to_string())?;
        let (_, brief) = self.row(row).ok_or_else(gone)?;
        let form = self.forms.get(&read.survey.digest).map(|it| &*it.form);
        let newest = self.versions(&read.survey.id).pop();
        let telling = Telling {
            engine: self,
            form: form.or(newest.as_deref()),
            seconds: &read.paradata.seconds,
            lang,
        };
        let digest = record.header().digest.to_string();
        Ok(Opened {
            row: self.listed(row, record, brief, lang),
            digest_holds: holds(record),
            digest,
            has_survey: telling.form.is_some(),
            answers: telling.tell(&read),
            back_steps: read.paradata.back_steps,
            changes: read.paradata.changes,
            pauses: read.paradata.pauses,
            json: pretty(record),
            survey: (read.survey.id, read.survey.version, read.survey.digest),
            interviewer: read.interviewer,
            device: read.device,
            wave: read.wave,
            receipt: read.receipt,
            started: read.started.to_string(),
            ended: read.ended.to_string(),
        })
    }

    fn find(&self, id: &str) -> Option<u32> {
        let records = self.bundle.records();
        let is_it = |row: &&u32| &*records[**row as usize].header().id == id;
        self.arranged.order.iter().find(is_it).copied()
    }
}

/// Whether the text still has the digest that it names.
fn holds(record: &Record) -> bool {
    response::read_record(record.text())
        .is_ok_and(|it| it.header().digest == record.header().digest)
}

fn pretty(record: &Record) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(record.text()).ok();
    let text = value.and_then(|it| serde_json::to_string_pretty(&it).ok());
    text.unwrap_or_else(|| record.text().to_owned())
}

struct Telling<'a> {
    engine: &'a Engine,
    form: Option<&'a Questionnaire>,
    seconds: &'a Map<String, f64>,
    lang: &'a str,
}

impl Telling<'_> {
    /// Answers in the order of the questionnaire, those it does not know last.
    fn tell(&self, response: &Response) -> Vec<Told> {
        let mut out = Vec::new();
        self.level(&response.answers, 0, &mut out);
        out
    }

    fn level(&self, answers: &Answers, depth: u8, out: &mut Vec<Told>) {
        let place = |name: &str| {
            self.form
                .and_then(|it| it.named(name))
                .map_or(u32::MAX, |it| it.0)
        };
        let mut names: Vec<&String> = answers.keys().collect();
        names.sort_by_key(|it| place(it));
        for name in names {
            match &answers[name] {
                Entry::Answer(answer) => {
                    let told = self.answer(name, answer, depth, out);
                    out.push(told);
                }
                Entry::Repeat(instances) => {
                    for (idx, instance) in instances.iter().enumerate() {
                        out.push(Told {
                            section: None,
                            name: name.clone(),
                            label: self.label(name),
                            answer: Ok((idx + 1).to_string()),
                            code: String::new(),
                            seconds: None,
                            depth,
                        });
                        self.level(instance, depth.saturating_add(1), out);
                    }
                }
            }
        }
    }

    fn answer(&self, name: &str, answer: &Answer, depth: u8, before: &[Told]) -> Told {
        let item = self.item(name);
        let section = item
            .and_then(|it| it.parent)
            .zip(self.form)
            .map(|(parent, form)| form.words(&form.item(parent).label, self.lang).to_owned())
            .filter(|it| !it.is_empty());
        let last = before.iter().rev().find_map(|it| it.section.as_ref());
        let (words, code) = match answer {
            Answer::Given(value) => (Ok(self.words(item, value)), value.to_xpath()),
            Answer::Missing(reason) => (Err(reason.name().to_owned()), String::new()),
        };
        Told {
            section: section.filter(|it| last != Some(it)),
            name: name.to_owned(),
            label: self.label(name),
            answer: words,
            code,
            seconds: self.seconds.get(name).copied(),
            depth,
        }
    }

    fn item(&self, name: &str) -> Option<&Item> {
        let form = self.form?;
        Some(form.item(form.named(name)?))
    }

    fn label(&self, name: &str) -> String {
        match (self.form, self.item(name)) {
            (Some(form), Some(item)) => form.words(&item.label, self.lang).to_owned(),
            (_, _) => String::new(),
        }
    }

    fn words(&self, item: Option<&Item>, value: &Value) -> String {
        match value {
            Value::Text(text) => self.choice(item, text),
            Value::Number(_) => value.to_xpath(),
            Value::Many(names) => {
                let words: Vec<String> = names.iter().map(|it| self.choice(item, it)).collect();
                words.join(if self.lang.starts_with("zh") {
                    "；"
                } else {
                    "; "
                })
            }
        }
    }

    /// The label of a choice or the name of an area; else the text itself.
    fn choice(&self, item: Option<&Item>, name: &str) -> String {
        let known = item
            .and_then(|it| it.kind.select())
            .and_then(|it| it.choice(name));
        if let (Some(form), Some(choice)) = (self.form, known) {
            return form.words(&choice.label, self.lang).to_owned();
        }
        match item.map(|it| &it.kind) {
            Some(survey_core::questionnaire::Kind::Area(_)) => {
                self.engine.path(name, self.lang).join(" · ")
            }
            Some(_) | None => name.to_owned(),
        }
    }
}
