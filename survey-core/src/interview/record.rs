//! The response that an interview comes to.

use super::tree::ROOT;
use super::{Interview, Stage};
use crate::base::{Answer, Missing, Seed, Value};
use crate::expr::NodeId;
use crate::questionnaire::Kind;
use crate::response::{Answers, Entry, Mode, Response};

impl Interview {
    /// The response so far: what is on the path, and nothing else.
    pub fn response(&self) -> Response {
        let moment = |at| {
            crate::base::DateTime::from_unix_millis(at, self.start.offset)
                .or_else(|| crate::base::DateTime::from_unix_millis(0, 0))
                .expect("1970-01-01 exists")
        };
        Response {
            id: self.start.id.clone(),
            revision: 1,
            survey: self.start.survey.clone(),
            area: self.start.area.clone(),
            wave: self.start.wave.clone(),
            mode: self.start.mode,
            language: self.language.clone(),
            interviewer: self.start.interviewer.clone(),
            device: self.start.device.clone(),
            started: moment(self.started_at),
            ended: moment(self.now),
            disposition: self.final_disposition(),
            answers: self.answers_in(ROOT),
            paradata: self.paradata.clone(),
            receipt: self.receipt(),
            simulated: self.start.simulated,
        }
    }

    fn answers_in(&self, parent: NodeId) -> Answers {
        let mut answers = Vec::new();
        self.collect_answers(parent, &mut answers);
        answers.into_iter().collect()
    }

    fn collect_answers(&self, parent: NodeId, answers: &mut Vec<(String, Entry)>) {
        for id in &self.tree.node(parent).children {
            let node = self.tree.node(*id);
            if !node.on_path {
                continue;
            }
            let item = self.form.item(node.item);
            match &item.kind {
                Kind::Note => {}
                Kind::Group => self.collect_answers(*id, answers),
                Kind::Repeat(_) => {
                    let inside = self.answers_in(*id);
                    // Instances of one repeat stand next to each other.
                    match answers.last_mut() {
                        Some((name, Entry::Repeat(instances))) if *name == item.name => {
                            instances.push(inside);
                        }
                        Some(_) | None => {
                            answers.push((item.name.clone(), Entry::Repeat(vec![inside])));
                        }
                    }
                }
                Kind::Metadata(metadata) => {
                    // The end is known only now.
                    if let Some(answer) = self.metadata(*metadata) {
                        answers.push((item.name.clone(), Entry::Answer(answer)));
                    }
                }
                Kind::Calculate | Kind::Hidden => {
                    if let Some(answer) = &node.answer {
                        answers.push((item.name.clone(), Entry::Answer(answer.clone())));
                    }
                }
                Kind::Consent(_)
                | Kind::SelectOne(_)
                | Kind::SelectMultiple(_)
                | Kind::Integer(_)
                | Kind::Decimal(_)
                | Kind::Range(_)
                | Kind::Text(_)
                | Kind::Date
                | Kind::Time
                | Kind::Area(_)
                | Kind::Rank(_)
                | Kind::DateTime
                | Kind::Geo(_)
                | Kind::File(_)
                | Kind::Barcode
                | Kind::Acknowledge => {
                    let answer = node.answer.clone();
                    let answer = answer.unwrap_or(Answer::Missing(Missing::Skipped));
                    answers.push((item.name.clone(), Entry::Answer(answer)));
                }
            }
        }
    }

    /// AAPOR final disposition: the one of the choice that ended the interview; else by the share
    /// of applicable questions that were answered (`instruments.md` §0.4): 1.1 complete from
    /// 80 %, 1.2 partial from 50 %, 2.12 break-off below. A person who reaches the end of a form
    /// of their own has completed it, whatever they skipped.
    fn final_disposition(&self) -> String {
        if let Some(given) = self.ended_disposition() {
            return given;
        }
        if let Some(given) = &self.disposition {
            return given.clone();
        }
        let own = match self.start.mode {
            Mode::SelfCompletion | Mode::Kiosk => true,
            Mode::Interviewer | Mode::PaperEntry => false,
        };
        let (answered, asked) = self.count_answered(&self.screens());
        let share = if asked == 0 {
            0.0
        } else {
            answered as f64 / asked as f64
        };
        let code = if share >= 0.8 || (own && self.stage == Stage::Finished) {
            "1.1"
        } else if share >= 0.5 {
            "1.2"
        } else {
            "2.12"
        };
        code.to_owned()
    }

    fn ended_disposition(&self) -> Option<String> {
        let end = self.ended_by?;
        let select = self.form.item(self.tree.node(end).item).kind.select()?;
        let names: Vec<&str> = match self.value(end)? {
            Value::Text(name) => vec![name],
            Value::Many(names) => names.iter().map(String::as_str).collect(),
            Value::Number(_) => Vec::new(),
        };
        names
            .into_iter()
            .find_map(|it| select.choice(it)?.disposition.clone())
    }

    /// Eight characters, about 40 bits: useless to anyone who does not hold the slip.
    pub fn receipt(&self) -> String {
        Seed::from_text(&format!("receipt/{}/{}", self.start.id, self.start.seed)).receipt()
    }
}
