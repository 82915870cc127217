use std::ops::Range;

use proptest::prelude::*;
use serde_json::json;

use super::{DamageKind, Form, add_areas, add_survey, bundle, read, write};
use crate::base::{Answer, DateTime, Missing, Value};
use crate::format::{canonical, json, response};
use crate::response::{Answers, Bundle, Digest, Entry, Mode, Part, Record, Response, SurveyRef};

/// A record of the pool: `who` makes the id, `what` the content.
pub(crate) fn record(who: u8, revision: u32, what: &str) -> Record {
    let moment = DateTime::from_unix_millis(1_795_000_000_000 + i64::from(who), 480);
    let moment = moment.expect("in range");
    let child = Answers::from([(
        "age".into(),
        Entry::Answer(Answer::Given(Value::Number(7.0))),
    )]);
    let answers = Answers::from([
        (
            "A1".into(),
            Entry::Answer(Answer::Given(Value::Text(what.into()))),
        ),
        (
            "B1".into(),
            Entry::Answer(Answer::Given(Value::Number(2.5))),
        ),
        (
            "C2".into(),
            Entry::Answer(Answer::Given(Value::Many(vec!["1".into(), "4".into()]))),
        ),
        (
            "D7".into(),
            Entry::Answer(Answer::Missing(Missing::Refused)),
        ),
        ("child".into(), Entry::Repeat(vec![child])),
    ]);
    let response = Response {
        id: format!("019aa2f0-0000-7000-8000-{who:012}"),
        revision,
        survey: SurveyRef {
            id: "s".into(),
            version: "1".into(),
            digest: survey_digest(),
        },
        area: Some("90-01".into()),
        wave: None,
        mode: Mode::Interviewer,
        language: "zh".into(),
        interviewer: None,
        device: None,
        started: moment,
        ended: moment,
        disposition: "1.1".into(),
        answers,
        paradata: crate::response::Paradata::default(),
        receipt: "7KQ2M9XB".into(),
        simulated: false,
    };
    response::record(&response).expect("sound")
}

fn survey() -> serde_json::Value {
    json!({"format": "minyi-survey/1", "id": "s", "items": [{"name": "A1", "label": "民意"}]})
}

fn survey_digest() -> String {
    canonical::digest(&survey())
}

fn contact(what: &str) -> serde_json::Value {
    let mut contact = json!({"kind": "contact", "dwelling": what, "results": [{"at": 1}]});
    canonical::seal(contact.as_object_mut().expect("an object"));
    contact
}

/// Three responses of two people, and one of everything else.
fn example() -> Bundle {
    let records = vec![
        record(1, 1, "好"),
        record(1, 2, "a \"b\" \\ {\n"),
        record(2, 1, "[{"),
    ];
    let mut bundle = bundle(records, "2026-11-22T09:00:00.000+08:00");
    add_survey(&mut bundle, &survey());
    add_areas(
        &mut bundle,
        &json!({"format": "minyi-areas/1", "id": "a", "areas": []}),
    );
    let contact = canonical::write(&contact("d1"));
    let digest = json::parse(&contact).expect("JSON")["digest"]
        .as_str()
        .map(str::parse::<Digest>);
    bundle.add_document(
        Part::Contact,
        digest.expect("sealed").expect("hex"),
        contact.into(),
    );
    bundle.keep_field("weather", "{\"sun\":[1,{}]}");
    bundle
}

fn text(bundle: &Bundle, form: Form) -> String {
    let mut text = String::new();
    write(bundle, form, "minyi test", &mut |piece| {
        text.push_str(piece);
    });
    text
}

const FORMS: [Form; 2] = [Form::Json, Form::Ndjson];

/// Every record of the example with its place in the text.
fn places<'b>(text: &str, bundle: &'b Bundle) -> Vec<(Range<usize>, &'b Record)> {
    let place = |it: &'b Record| {
        let start = text.find(it.text()).expect("the record is in the text");
        (start..start + it.text().len(), it)
    };
    bundle.records().iter().map(place).collect()
}

/// Reads damaged bytes: what is whole is there, and nothing that was not there before.
fn check_damaged(bytes: &[u8], whole: &[&Record], all: &Bundle) -> Result<(), TestCaseError> {
    let reading = read(bytes);
    for record in whole {
        let is_there = reading.bundle.records().contains(record);
        prop_assert!(
            is_there,
            "lost {:?} of\n{}",
            record.key(),
            String::from_utf8_lossy(bytes)
        );
    }
    for record in reading.bundle.records() {
        prop_assert!(all.records().contains(record), "invented {}", record.text());
    }
    for part in Part::ALL {
        for digest in reading.bundle.documents(part).keys() {
            prop_assert!(
                all.documents(part).contains_key(digest),
                "invented a {part:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn what_was_written_is_read() {
    for form in FORMS {
        let text = text(&example(), form);
        let reading = read(text.as_bytes());
        assert_eq!(reading.damages, [], "{text}");
        assert_eq!(reading.bundle, example());
        assert_eq!(reading.repeated, 0);
    }
    let document = json::parse(&text(&example(), Form::Json)).expect("JSON");
    assert_eq!(document["manifest"]["responses"], 3);
    assert_eq!(document["weather"]["sun"][0], 1);
    for line in text(&example(), Form::Ndjson).lines() {
        assert!(
            json::parse(line).expect("JSON")["kind"].is_string(),
            "{line}"
        );
    }
}

#[test]
fn other_hands_may_lay_it_out_anew() {
    let document = json::parse(&text(&example(), Form::Json)).expect("JSON");
    // Keys sorted, so that lists come in another order, and spread over many lines.
    let pretty = serde_json::to_string_pretty(&document).expect("JSON");
    let reading = read(format!("\u{feff}{pretty}").as_bytes());
    assert_eq!(reading.damages, []);
    assert_eq!(reading.bundle, example());
    let lines = text(&example(), Form::Ndjson);
    let sorted = lines
        .lines()
        .map(|it| json::parse(it).expect("JSON").to_string() + "\r\n");
    let reading = read(sorted.collect::<String>().as_bytes());
    assert_eq!(reading.damages, []);
    assert_eq!(reading.bundle, example());
}

#[test]
fn files_may_follow_one_another() {
    let both = text(&example(), Form::Json) + &text(&example(), Form::Ndjson);
    let reading = read(both.as_bytes());
    assert_eq!(reading.damages, []);
    assert_eq!((reading.bundle, reading.repeated), (example(), 3));
    let bare = example().records()[0].text().to_owned();
    let reading = read(bare.as_bytes());
    assert_eq!(
        (reading.damages, reading.bundle.records().len()),
        (Vec::new(), 1)
    );
}

#[test]
fn truncated_at_any_byte_every_whole_response_is_kept() {
    let example = example();
    for form in FORMS {
        let text = text(&example, form);
        let places = places(&text, &example);
        for cut in 0..text.len() - 1 {
            let whole: Vec<_> = places
                .iter()
                .filter(|it| it.0.end <= cut)
                .map(|it| it.1)
                .collect();
            let bytes = &text.as_bytes()[..cut];
            check_damaged(bytes, &whole, &example).expect("nothing is lost");
            // The last bytes of NDJSON are a line end.
            let reading = read(bytes);
            assert!(
                !reading.damages.is_empty(),
                "{form:?} cut at {cut} looks whole"
            );
        }
    }
}

#[test]
fn damage_is_described() {
    let text = text(&example(), Form::Json);
    let changed = text.replacen("90-01", "90-02", 1);
    let reading = read(changed.as_bytes());
    assert_eq!(reading.bundle.records(), &example().records()[1..]);
    let [first, second] = &reading.damages[..] else {
        panic!("{:?}", reading.damages)
    };
    assert_eq!(
        first.id.as_deref(),
        Some("019aa2f0-0000-7000-8000-000000000001")
    );
    assert!(
        first
            .text
            .starts_with("the digest does not match: it says "),
        "{}",
        first.text
    );
    assert!(changed[first.at.clone()].starts_with("{\"answers\":{\"A1\":\"好\""));
    assert_eq!(second.text, "the manifest counts 3 responses, found 2");
    assert_eq!(
        (first.kind, second.kind),
        (DamageKind::Altered, DamageKind::Missing)
    );

    let inside = places(&text, &example())[1].0.start + 20;
    let cut = read(&text.as_bytes()[..inside]);
    let kinds: Vec<DamageKind> = cut.damages.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [DamageKind::Cut, DamageKind::Missing]);

    let reading = read(b"hello");
    assert_eq!(reading.damages[0].at, 0..5);
    assert_eq!(reading.damages[0].kind, DamageKind::Unreadable);
    assert_eq!(
        reading.damages[0].text,
        "byte 0: found `h`, expected `{`, the begin of an item"
    );
    assert_eq!(
        read(b"").damages[0].text,
        "found no items, expected minyi-export/1"
    );
    let newer = text.replacen("minyi-export/1", "minyi-export/2", 1);
    let reading = read(newer.as_bytes());
    assert_eq!(reading.bundle, example());
    assert_eq!(
        reading.damages[0].text,
        "found the format \"minyi-export/2\", expected \"minyi-export/1\""
    );
}

#[test]
fn a_selection_is_an_export_of_its_own() {
    let all = example();
    let some = all.select(|it| it.header().revision == 2);
    assert_eq!(some.records(), &all.records()[1..2]);
    let lists = |it: &Bundle| Part::ALL.map(|part| it.documents(part).len());
    assert_eq!((lists(&all), lists(&some)), ([1, 1, 1, 0], [1, 1, 0, 0]));
    assert_eq!(lists(&all.select(|_| false)), [0, 1, 0, 0]);
    let reading = read(text(&some, Form::Json).as_bytes());
    assert_eq!((reading.damages, &reading.bundle), (Vec::new(), &some));
    assert_eq!(united(&some, &all), all);
}

#[test]
fn a_lost_comma_loses_nothing() {
    for other in ["", " ", "\u{c}", ";", "{"] {
        let text = text(&example(), Form::Json)
            .replace("}},\n{\"answers", &format!("}}}}{other}\n{{\"answers"));
        let reading = read(text.as_bytes());
        assert_eq!(reading.bundle.records(), example().records());
        assert!(!reading.damages.is_empty());
    }
}

#[test]
fn a_changed_survey_is_not_taken() {
    let text = text(&example(), Form::Json).replacen("民意", "民生", 1);
    let reading = read(text.as_bytes());
    assert!(reading.bundle.documents(Part::Survey).is_empty());
    assert!(
        reading.damages[0]
            .text
            .starts_with("the digest of this survey does not match")
    );
    assert_eq!(reading.bundle.missing_surveys().len(), 1);
    assert_eq!(reading.bundle.records(), example().records());
}

#[test]
fn hostile_files_take_little_time() {
    let patterns = [
        "{",
        "{\"a\":",
        "[",
        "{\"kind\":\"survey\",\"document\":{\"a\":{",
        "{}",
        "\"",
    ];
    for pattern in patterns {
        let text = pattern.repeat(200_000 / pattern.len());
        let reading = read(text.as_bytes());
        assert!(!reading.damages.is_empty());
    }
}

prop_compose! {
    /// A bundle out of a small pool, so that bundles overlap and conflict.
    fn any_bundle()(
        records in prop::collection::vec((0_u8..4, 1_u32..4, prop::sample::select(vec!["x", "y"])), 0..8),
        created in prop::option::of(0_i64..5),
        has_survey in any::<bool>(),
        field in prop::option::of(0_u8..3),
    ) -> Bundle {
        let records = records.iter().map(|(who, revision, what)| record(*who, *revision, what));
        let (mut bundle, _) = Bundle::of_records(records.collect());
        if let Some(hours) = created {
            // The same moments on clocks of two zones.
            let offset = if hours % 2 == 0 { 480 } else { 0 };
            let moment = DateTime::from_unix_millis(hours / 2 * 3_600_000, offset);
            bundle.note_created(&moment.expect("in range").to_string());
        }
        if has_survey {
            add_survey(&mut bundle, &survey());
        }
        if let Some(field) = field {
            bundle.keep_field("weather", &field.to_string());
        }
        bundle
    }
}

fn united(one: &Bundle, other: &Bundle) -> Bundle {
    let mut united = one.clone();
    united.absorb(other.clone());
    united
}

proptest! {
    #[test]
    fn merging_is_a_set_union(a in any_bundle(), b in any_bundle(), c in any_bundle()) {
        let same = |one: &Bundle, other: &Bundle| {
            prop_assert_eq!(one, other);
            for form in FORMS {
                prop_assert_eq!(text(one, form), text(other, form));
            }
            Ok(())
        };
        same(&united(&a, &a), &a)?;
        same(&united(&a, &b), &united(&b, &a))?;
        same(&united(&united(&a, &b), &c), &united(&a, &united(&b, &c)))?;
        same(&united(&united(&a, &b), &b), &united(&a, &b))?;
        same(&united(&Bundle::default(), &a), &a)?;
    }

    #[test]
    fn merged_exports_come_back(a in any_bundle(), b in any_bundle(), json in any::<bool>()) {
        let form = if json { Form::Json } else { Form::Ndjson };
        let reading = read((text(&a, form) + &text(&b, Form::Json)).as_bytes());
        prop_assert_eq!(&reading.damages, &[]);
        prop_assert_eq!(reading.bundle, united(&a, &b));
    }

    #[test]
    fn flipped_bits_spoil_only_what_they_hit(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 1..5),
        json in any::<bool>(),
    ) {
        let example = example();
        let text = text(&example, if json { Form::Json } else { Form::Ndjson });
        let mut bytes = text.clone().into_bytes();
        for (place, bit) in &flips {
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let places = places(&text, &example);
        let whole: Vec<_> = places
            .iter()
            .filter(|(at, _)| bytes[at.clone()] == text.as_bytes()[at.clone()])
            .map(|it| it.1)
            .collect();
        check_damaged(&bytes, &whole, &example)?;
    }

    #[test]
    fn garbage_between_spoils_nothing(
        garbage in prop::collection::vec(any::<u8>(), 0..60),
        before in any::<bool>(),
    ) {
        let example = example();
        let mut bytes = text(&example, Form::Ndjson).into_bytes();
        let at = if before { 0 } else { bytes.len() };
        bytes.splice(at..at, garbage);
        let whole: Vec<_> = example.records().iter().collect();
        check_damaged(&bytes, &whole, &example)?;
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!read(&bytes).damages.is_empty());
    }

    #[test]
    fn pieces_of_exports_never_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "\"responses\"", "\"kind\"", "\"manifest\"",
            "\"format\"", "\"minyi-export/1\"", "{\"kind\":\"export\"}", "\"answers\":{}", "1", "\\",
            "{\"kind\":\"response\",\"response\":", "null", "\"areas\":", "\u{6c11}",
        ]), 0..40),
    ) {
        let _ = read(pieces.concat().as_bytes());
    }
}
