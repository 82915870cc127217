//! From the text of a record to what it says.

use std::collections::BTreeMap;

use crate::base::{DateTime, Missing, Problems};
use crate::format::json::{Fault, Reader};
use crate::response::{
    AnswerRef, Answers, Gather, Mode, Paradata, Record, Response, SurveyRef, Visit,
};

/// Everything that a record says.
///
/// # Errors
/// All problems at once, each with its JSON pointer.
pub fn read(record: &Record) -> Result<Response, Problems> {
    let mut read = Read::default();
    let mut reader = Reader::new(record.text().as_bytes(), 0);
    let walked = reader.members(0, |reader, _| {
        let key = reader.string()?;
        reader.expect(b':', "`:`")?;
        read.field(&key, reader)
    });
    if let Err(fault) = walked {
        read.problems.push("", fault.to_string());
    }
    read.finish(record)
}

/// Shows the answers of a record to `visitor`, without a tree.
///
/// # Errors
/// All problems at once, each with its JSON pointer. What is sound was shown nevertheless.
pub fn visit(record: &Record, visitor: &mut dyn Visit) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let mut reader = Reader::new(record.text().as_bytes(), 0);
    let walked = reader.members(0, |reader, _| {
        let key = reader.string()?;
        reader.expect(b':', "`:`")?;
        if key == "answers" {
            Walk {
                visitor: &mut *visitor,
                problems: &mut problems,
            }
            .answers(reader, "/answers")
        } else {
            reader.skip()
        }
    });
    if let Err(fault) = walked {
        problems.push("", fault.to_string());
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// The fields of a response as they come.
#[derive(Default)]
struct Read {
    problems: Problems,
    words: BTreeMap<&'static str, String>,
    answers: Answers,
    paradata: Paradata,
}

/// Fields that hold words.
const WORDS: [&str; 10] = [
    "area",
    "wave",
    "mode",
    "language",
    "interviewer",
    "device",
    "started",
    "ended",
    "disposition",
    "receipt",
];

impl Read {
    fn field(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if let Some(word) = WORDS.into_iter().find(|it| *it == key) {
            if reader.peek() == Some(b'"') {
                self.words.insert(word, reader.string()?.into_owned());
                return Ok(());
            }
            return unexpected(reader, &mut self.problems, &format!("/{word}"), "words");
        }
        match key {
            "answers" => {
                let mut gather = Gather::default();
                let problems = &mut self.problems;
                Walk {
                    visitor: &mut gather,
                    problems,
                }
                .answers(reader, "/answers")?;
                self.answers = gather.into_answers();
                Ok(())
            }
            "paradata" => self.paradata(reader),
            _ => reader.skip(),
        }
    }

    fn paradata(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.peek() != Some(b'{') {
            return unexpected(reader, &mut self.problems, "/paradata", "an object");
        }
        reader.members(1, |reader, _| {
            let key = reader.string()?.into_owned();
            reader.expect(b':', "`:`")?;
            let at = format!("/paradata/{key}");
            let next = reader.peek();
            let count = match key.as_str() {
                "seconds" if next == Some(b'{') => return self.seconds(reader),
                "back_steps" => &mut self.paradata.back_steps,
                "changes" => &mut self.paradata.changes,
                "pauses" => &mut self.paradata.pauses,
                "seconds" => return unexpected(reader, &mut self.problems, &at, "an object"),
                _ => return reader.skip(),
            };
            let is_count = |it: &f64| *it >= 0.0 && *it <= f64::from(u32::MAX) && it.fract() == 0.0;
            match reader.clone().number().ok().filter(is_count) {
                Some(number) => *count = number as u32,
                None => {
                    return unexpected(reader, &mut self.problems, &at, "a whole number from 0");
                }
            }
            reader.skip()
        })
    }

    fn seconds(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.members(2, |reader, _| {
            let name = reader.string()?.into_owned();
            reader.expect(b':', "`:`")?;
            match reader.peek() {
                Some(b'-' | b'0'..=b'9') => {
                    self.paradata.seconds.insert(name, reader.number()?);
                    Ok(())
                }
                _ => {
                    let at = crate::format::shape::join("/paradata/seconds", &name);
                    unexpected(reader, &mut self.problems, &at, "a number")
                }
            }
        })
    }

    fn required(&mut self, key: &str) -> String {
        self.words.remove(key).unwrap_or_else(|| {
            self.problems.push("", format!("`{key}` is missing, words"));
            String::new()
        })
    }

    fn moment(&mut self, key: &str) -> Option<DateTime> {
        let text = self.required(key);
        let moment = text.parse().ok();
        if moment.is_none() && !text.is_empty() {
            let text =
                format!("found `{text}`, expected a moment such as 2026-11-22T09:00:00+08:00");
            self.problems.push(&format!("/{key}"), text);
        }
        moment
    }

    fn mode(&mut self) -> Option<Mode> {
        let name = self.required("mode");
        let mode = Mode::from_name(&name);
        if mode.is_none() && !name.is_empty() {
            let known = Mode::ALL.into_iter().map(Mode::name);
            self.problems.unknown("/mode", "mode", &name, known);
        }
        mode
    }

    fn finish(mut self, record: &Record) -> Result<Response, Problems> {
        let header = record.header();
        let (mode, started, ended) = (self.mode(), self.moment("started"), self.moment("ended"));
        let (language, disposition) = (self.required("language"), self.required("disposition"));
        let receipt = self.words.remove("receipt").unwrap_or_default();
        let (Some(mode), Some(started), Some(ended)) = (mode, started, ended) else {
            return Err(self.problems);
        };
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        Ok(Response {
            id: header.id.to_string(),
            revision: header.revision,
            survey: SurveyRef::clone(&header.survey),
            area: self.words.remove("area"),
            wave: self.words.remove("wave"),
            mode,
            language,
            interviewer: self.words.remove("interviewer"),
            device: self.words.remove("device"),
            started,
            ended,
            disposition,
            answers: self.answers,
            paradata: self.paradata,
            receipt,
            simulated: header.simulated,
        })
    }
}

/// Notes that the next value is not what it should be, and steps over it.
fn unexpected(
    reader: &mut Reader<'_>,
    problems: &mut Problems,
    at: &str,
    expected: &str,
) -> Result<(), Fault> {
    reader.peek();
    let start = reader.pos;
    reader.skip()?;
    let found = String::from_utf8_lossy(&reader.bytes()[start..reader.pos]);
    let short: String = found.chars().take(40).collect();
    problems.push(at, format!("found {short}, expected {expected}"));
    Ok(())
}

/// Walks over the answers of a record.
struct Walk<'v> {
    visitor: &'v mut dyn Visit,
    problems: &'v mut Problems,
}

impl Walk<'_> {
    fn answers(&mut self, reader: &mut Reader<'_>, at: &str) -> Result<(), Fault> {
        if reader.peek() != Some(b'{') {
            return unexpected(reader, self.problems, at, "answers by name");
        }
        reader.members(1, |reader, _| {
            let name = reader.string()?;
            reader.expect(b':', "`:`")?;
            self.entry(&name, reader, at)
        })
    }

    fn entry(&mut self, name: &str, reader: &mut Reader<'_>, at: &str) -> Result<(), Fault> {
        match reader.peek() {
            Some(b'"') => {
                let text = reader.string()?;
                self.visitor.answer(name, AnswerRef::Text(text));
            }
            Some(b'-' | b'0'..=b'9') => {
                let number = reader.number()?;
                self.visitor.answer(name, AnswerRef::Number(number));
            }
            Some(b'[') => return self.list(name, reader, at),
            Some(b'{') => match missing(*reader)? {
                Some(reason) => {
                    self.visitor.answer(name, AnswerRef::Missing(reason));
                    reader.skip()?;
                }
                None => {
                    return self.strange(
                        name,
                        reader,
                        at,
                        "a reason such as {\"missing\":\"skipped\"}",
                    );
                }
            },
            _ => return self.strange(name, reader, at, "a value, a list or a reason"),
        }
        Ok(())
    }

    fn list(&mut self, name: &str, reader: &mut Reader<'_>, at: &str) -> Result<(), Fault> {
        let mut ahead = *reader;
        ahead.expect(b'[', "a list")?;
        if ahead.peek() != Some(b'"') {
            return self.repeat(name, reader, at);
        }
        let mut names = Vec::new();
        let mut is_strange = false;
        reader.elements(2, |reader, _| {
            if reader.peek() == Some(b'"') {
                names.push(reader.string()?);
                return Ok(());
            }
            is_strange = true;
            reader.skip()
        })?;
        if is_strange {
            let at = crate::format::shape::join(at, name);
            self.problems.push(
                &at,
                "found a list of several kinds, expected names of choices",
            );
        } else {
            self.visitor.answer(name, AnswerRef::Many(names));
        }
        Ok(())
    }

    fn repeat(&mut self, name: &str, reader: &mut Reader<'_>, at: &str) -> Result<(), Fault> {
        let at = crate::format::shape::join(at, name);
        self.visitor.begin(name);
        let mut idx = 0;
        reader.elements(2, |reader, _| {
            self.visitor.enter();
            self.answers(reader, &format!("{at}/{idx}"))?;
            self.visitor.leave();
            idx += 1;
            Ok(())
        })?;
        self.visitor.end();
        Ok(())
    }

    fn strange(
        &mut self,
        name: &str,
        reader: &mut Reader<'_>,
        at: &str,
        expected: &str,
    ) -> Result<(), Fault> {
        unexpected(
            reader,
            self.problems,
            &crate::format::shape::join(at, name),
            expected,
        )
    }
}

/// The reason in `{"missing": …}`; newer fields beside it are no harm.
fn missing(mut reader: Reader<'_>) -> Result<Option<Missing>, Fault> {
    let mut reason = None;
    reader.members(2, |reader, _| {
        let is_reason = reader.string()? == "missing";
        reader.expect(b':', "`:`")?;
        if is_reason && reader.peek() == Some(b'"') {
            reason = Missing::from_name(&reader.string()?);
            return Ok(());
        }
        reader.skip()
    })?;
    Ok(reason)
}
