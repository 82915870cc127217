use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::central::{CsvOptions, Tables, Ticked};
use super::{Element, Form, NoMedia, Options, Zip, write_csv, write_xml};
use crate::base::{Answer, Missing, Value};
use crate::format::foreign;
use crate::format::response::record;
use crate::format::survey::Survey;
use crate::format::xform::Attachments;
use crate::response::{Answers, Entry, Mode, Paradata, Record, Response, SurveyRef};

fn form(text: &str) -> Form {
    let read = foreign::read(text.as_bytes(), "form.md", &Attachments::new());
    let findings: Vec<String> = read.errors().map(ToString::to_string).collect();
    of_survey(read.survey.unwrap_or_else(|| panic!("{findings:?}")))
}

fn of_survey(survey: Survey) -> Form {
    Form::new(&survey.document, Arc::new(survey.questionnaire))
}

fn answers(json: &Json) -> Answers {
    let object = json.as_object().expect("answers are an object");
    object.iter().map(|(k, v)| (k.clone(), entry(v))).collect()
}

fn entry(json: &Json) -> Entry {
    let words = |it: &Json| it.as_str().expect("words").to_owned();
    Entry::Answer(Answer::Given(match json {
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => Value::Number(number.as_f64().expect("a double")),
        Json::Array(all) if all.iter().all(Json::is_string) && !all.is_empty() => {
            Value::Many(all.iter().map(words).collect())
        }
        Json::Array(all) => return Entry::Repeat(all.iter().map(answers).collect()),
        other => {
            let reason = other["missing"].as_str().and_then(Missing::from_name);
            return Entry::Answer(Answer::Missing(reason.expect("a reason")));
        }
    }))
}

fn response(id: &str, said: &Json) -> Response {
    Response {
        id: id.to_owned(),
        revision: 1,
        survey: SurveyRef {
            id: "f".into(),
            version: "7".into(),
            digest: "0".repeat(64),
        },
        area: None,
        wave: None,
        mode: Mode::Interviewer,
        language: "und".into(),
        interviewer: Some("07".into()),
        device: Some("t3".into()),
        started: "2018-01-01T07:30:00.000+08:00".parse().expect("a moment"),
        ended: "2018-01-01T08:00:00.000+08:00".parse().expect("a moment"),
        disposition: "1.1".into(),
        answers: answers(said),
        paradata: Paradata::default(),
        receipt: "22222222".into(),
        simulated: false,
    }
}

/// What stands in the root, without the attributes that every submission has.
fn inside(form: &Form, said: &Json) -> String {
    let submission = form.submission(&response("one", said), Options::default());
    let texts = submission.children.iter().map(ToString::to_string);
    texts.collect::<String>()
}

/// The text of each table by its file.
fn tables(form: &Form, options: CsvOptions, said: &[(&str, Json)]) -> Vec<(String, String)> {
    let mut ticked = Ticked::default();
    let responses: Vec<Response> = said.iter().map(|(id, it)| response(id, it)).collect();
    for it in &responses {
        let record = record(it).expect("a record");
        crate::format::response::visit(&record, &mut ticked).expect("answers");
    }
    let tables = Tables::new(form, options, &ticked);
    let mut texts = tables.headers();
    for it in &responses {
        tables.rows(it, &|_| false, &mut texts);
    }
    tables.files.iter().cloned().zip(texts).collect()
}

const LAST: &str = "KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,\
                    ReviewState,DeviceID,Edits,FormVersion";

const GROUPS: &str = "
| survey   |              |       |       |           |
|          | type         | name  | label | relevant  |
|          | text         | name  | Name  |           |
|          | note         | hello | Hello | ${name}='Ann' |
|          | begin group  | home  | Home  |           |
|          | text         | type  | Type  |           |
|          | begin group  | address | Address | ${type}!='none' |
|          | text         | city  | City  |           |
|          | end group    |       |       |           |
|          | end group    |       |       |           |
|          | calculate    | n     |       |           | 
| settings |              |       |       |           |
|          | form_id      | version |     |           |
|          | f            | 7     |       |           |
";

#[test]
fn a_submission_has_what_is_on_the_path_in_the_order_of_the_form() {
    let form = form(&GROUPS.replace(
        "| calculate    | n     |       |           |",
        "| hidden | n | | |",
    ));
    let said = json!({"name": "Ann", "type": "flat", "city": "A & B"});
    assert_eq!(
        inside(&form, &said),
        "<name>Ann</name><hello/><home><type>flat</type><address><city>A &amp; B</city></address>\
         </home><n/><meta><instanceID>uuid:one</instanceID></meta>"
    );
    let said = json!({"name": "Bob", "type": "none"});
    assert_eq!(
        inside(&form, &said),
        "<name>Bob</name><home><type>none</type></home><n/>\
         <meta><instanceID>uuid:one</instanceID></meta>"
    );
}

#[test]
fn the_root_says_which_form_it_is() {
    let form = form(
        "
| survey   |      |      |       |
|          | type | name | label |
|          | text | q    | Q     |
| settings |      |      |       |
|          | form_id | version | name | attribute::xyz |
|          | i d  | 7    | hut  | 1 |
",
    );
    let root = form.submission(&response("one", &json!({"q": "x"})), Options::default());
    let text = root.document();
    let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<hut id=\"i d\" version=\"7\" xyz=\"1\" \
                 xmlns:h=\"http://www.w3.org/1999/xhtml\"";
    assert!(text.starts_with(start), "{text}");
    assert!(
        text.contains(" xmlns:orx=\"http://openrosa.org/xforms\""),
        "{text}"
    );
    assert_eq!(Element::read(&text).expect("XML").name, "hut");
}

#[test]
fn a_form_without_a_version_has_submissions_without_one() {
    let form = form("| survey | | | |\n| | type | name | label |\n| | text | q | Q |\n");
    let root = form.submission(&response("one", &json!({"q": "x"})), Options::default());
    assert!(root.attributes.iter().all(|it| it.0 != "version"));
}

#[test]
fn values_are_written_as_odk_writes_them() {
    let form = form(
        "
| survey  |                   |      |       |
|         | type              | name | label |
|         | time              | t    | T     |
|         | datetime          | d    | D     |
|         | decimal           | n    | N     |
|         | select_multiple l | m    | M     |
|         | geopoint          | g    | G     |
| choices |                   |      |       |
|         | list_name         | name | label |
|         | l                 | a    | A     |
|         | l                 | b    | B     |
",
    );
    let said = json!({"t": "09:30", "d": "2018-01-02T09:30", "n": 0.5, "m": ["b", "a"],
                      "g": "1.5 -2 3 4"});
    assert_eq!(
        inside(&form, &said),
        "<t>09:30:00.000+08:00</t><d>2018-01-02T09:30:00.000+08:00</d><n>0.5</n><m>b a</m>\
         <g>1.5 -2 3 4</g><meta><instanceID>uuid:one</instanceID></meta>"
    );
}

#[test]
fn an_entity_stands_in_the_meta_of_what_it_is_about() {
    let form = form(
        "
| survey   |              |         |       |         |
|          | type         | name    | label | save_to |
|          | text         | village | V     |         |
|          | begin repeat | tree    | Tree  |         |
|          | text         | kind    | Kind  | kind    |
|          | end repeat   |         |       |         |
| entities |              |         |       |         |
|          | list_name    | label   | create_if |     |
|          | trees        | concat(${kind}, ' of ', ${village}) | ${kind} != 'bush' | |
",
    );
    let said = json!({"village": "Wa", "tree": [{"kind": "oak"}, {"kind": "bush"}]});
    let text = inside(&form, &said);
    assert!(text.contains("<label>oak of Wa</label>"), "{text}");
    let root = form.submission(&response("one", &said), Options::default());
    let entity = |at: usize| -> Vec<(String, String)> {
        let meta = root.children[at].child("meta").expect("meta");
        meta.child("entity").expect("an entity").attributes.clone()
    };
    let (first, second) = (entity(1), entity(2));
    assert_eq!(first[0], ("dataset".into(), "trees".into()));
    assert_eq!(first[1], ("create".into(), "true".into()));
    assert_eq!(second[1], ("create".into(), "false".into()));
    assert_eq!(first[2].0, "id");
    assert_eq!(first[2].1.len(), 36);
    assert_ne!(first[2], second[2], "two trees are two entities");
    // Once more, it is the same tree.
    assert_eq!(inside(&form, &said), text);
    let csv = tables(&form, CsvOptions::default(), &[("one", said)]);
    assert_eq!(csv[1].0, "form-tree.csv");
    assert_eq!(
        csv[1].1.lines().nth(1),
        Some("oak,oak of Wa,uuid:one,uuid:one/tree[1]")
    );
    assert!(
        csv[1]
            .1
            .starts_with("kind,meta-entity-label,PARENT_KEY,KEY\n")
    );
}

#[test]
fn an_update_says_which_entity_it_changes_and_from_which_version_on() {
    let document = json!({
        "format": "minyi-survey/1", "id": "f", "version": "7", "title": "F",
        "languages": ["en"], "default_language": "en", "modes": ["self"],
        "instances": {"trees": {"columns": ["name", "__version", "__branchId"],
                                "rows": [["a1", "1", ""], ["b2", "5", "x"]]}},
        "entities": [{"list_name": "trees", "entity_id": "${tree}", "group": "g"}],
        "items": [{"type": "group", "name": "g", "items": [
            {"type": "text", "name": "tree", "label": "Tree"}]}]});
    let form = of_survey(crate::format::survey::from_value(document).expect("a survey"));
    assert_eq!(
        inside(&form, &json!({"tree": "b2"})),
        "<g><tree>b2</tree><meta><entity dataset=\"trees\" update=\"1\" baseVersion=\"5\" \
         trunkVersion=\"\" branchId=\"x\" id=\"b2\"/></meta></g>\
         <meta><instanceID>uuid:one</instanceID></meta>"
    );
}

// The next ones ask for what getodk/central-backend, test/unit/data/briefcase.js, asks for.

#[test]
fn groups_are_flattened_with_their_names_or_without() {
    let form = form(
        GROUPS
            .replace(
                "|          | calculate    | n     |       |           | \n",
                "",
            )
            .as_str(),
    );
    let said = [(
        "one",
        json!({"name": "Alice", "type": "flat", "city": "Seattle, WA"}),
    )];
    let found = tables(&form, CsvOptions::default(), &said);
    let row = "\"Seattle, WA\",uuid:one,uuid:one,07,07,0,0,,,t3,0,7\n";
    assert_eq!(
        found,
        [(
            "f.csv".to_owned(),
            format!(
                "SubmissionDate,name,hello,home-type,home-address-city,meta-instanceID,{LAST}\n\
                 2018-01-01T00:00:00.000Z,Alice,,flat,{row}"
            )
        )]
    );
    let options = CsvOptions {
        remove_group_names: true,
        ..CsvOptions::default()
    };
    let found = tables(&form, options, &said);
    let header = format!("SubmissionDate,name,hello,type,city,instanceID,{LAST}\n");
    assert!(found[0].1.starts_with(&header), "{}", found[0].1);
}

#[test]
fn a_place_takes_four_columns() {
    let form = form("| survey | | | |\n| | type | name | label |\n| | geopoint | p | P |\n");
    let said = [
        ("one", json!({"p": "47.649434 -122.347737 26.8 3.14"})),
        ("two", json!({"p": "47.599115 -122.331753 10"})),
        ("three", json!({"p": {"missing": "skipped"}})),
    ];
    let found = tables(&form, CsvOptions::default(), &said);
    let lines: Vec<&str> = found[0].1.lines().collect();
    let header = "SubmissionDate,p-Latitude,p-Longitude,p-Altitude,p-Accuracy,meta-instanceID,";
    assert!(lines[0].starts_with(header), "{}", lines[0]);
    let places: Vec<&str> = lines[1..]
        .iter()
        .map(|it| it.split(",uuid").next().unwrap())
        .collect();
    assert_eq!(
        places,
        [
            "2018-01-01T00:00:00.000Z,47.649434,-122.347737,26.8,3.14",
            "2018-01-01T00:00:00.000Z,47.599115,-122.331753,10,",
            "2018-01-01T00:00:00.000Z,,,,",
        ]
    );
}

#[test]
fn choices_that_somebody_ticked_become_columns() {
    let form = form(
        "
| survey  |                   |      |       |
|         | type              | name | label |
|         | select_multiple l | q1   | Q     |
|         | begin group       | g1   | G     |
|         | select_multiple l | q2   | Q     |
|         | end group         |      |       |
| choices |                   |      |       |
|         | list_name         | name | label |
|         | l                 | z    | Z     |
|         | l                 | y    | Y     |
|         | l                 | x    | X     |
",
    );
    let options = CsvOptions {
        split_select_multiples: true,
        ..CsvOptions::default()
    };
    let said = [
        ("one", json!({"q1": ["z", "x"], "q2": ["y"]})),
        ("two", json!({"q1": ["x"], "q2": {"missing": "skipped"}})),
    ];
    let found = tables(&form, options, &said);
    let lines: Vec<&str> = found[0].1.lines().collect();
    assert!(lines[0].starts_with("SubmissionDate,q1,q1/x,q1/z,g1-q2,g1-q2/y,meta-instanceID,KEY,"));
    assert!(lines[1].starts_with("2018-01-01T00:00:00.000Z,z x,1,1,y,1,uuid:one,"));
    assert!(lines[2].starts_with("2018-01-01T00:00:00.000Z,x,1,0,,0,uuid:two,"));
}

const NESTED: &str = "
| survey   |              |          |       |
|          | type         | name     | label |
|          | text         | name     | Name  |
|          | begin group  | children | C     |
|          | begin repeat | child    | Child |
|          | text         | cname    | Name  |
|          | begin repeat | toy      | Toy   |
|          | text         | tname    | Name  |
|          | end repeat   |          |       |
|          | integer      | age      | Age   |
|          | end repeat   |          |       |
|          | end group    |          |       |
|          | begin group  | friends  | F     |
|          | begin repeat | toy2     | Toy   |
|          | text         | fname    | Name  |
|          | end repeat   |          |       |
|          | end group    |          |       |
| settings |              |          |       |
|          | form_id      | version  |       |
|          | f            | 7        |       |
";

#[test]
fn rows_of_repeats_say_what_they_belong_to() {
    let form = form(NESTED);
    let said = json!({"name": "Bob", "child": [
        {"cname": "Billy", "age": 4, "toy": [{"tname": "R2-D2"}]},
        {"cname": "Blaine", "age": 6, "toy": [{"tname": "BB-8"}, {"tname": "Porg \"plushie\""}]},
        {"cname": "Baker", "age": 7}]});
    let found = tables(&form, CsvOptions::default(), &[("two", said)]);
    let files: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(files, ["f.csv", "f-child.csv", "f-toy.csv", "f-toy2.csv"]);
    assert_eq!(
        found[1].1,
        "cname,age,PARENT_KEY,KEY\n\
         Billy,4,uuid:two,uuid:two/children/child[1]\n\
         Blaine,6,uuid:two,uuid:two/children/child[2]\n\
         Baker,7,uuid:two,uuid:two/children/child[3]\n"
    );
    assert_eq!(
        found[2].1,
        "tname,PARENT_KEY,KEY\n\
         R2-D2,uuid:two/children/child[1],uuid:two/children/child[1]/toy[1]\n\
         BB-8,uuid:two/children/child[2],uuid:two/children/child[2]/toy[1]\n\
         \"Porg \"\"plushie\"\"\",uuid:two/children/child[2],uuid:two/children/child[2]/toy[2]\n"
    );
    assert_eq!(found[3].1, "fname,PARENT_KEY,KEY\n");
}

#[test]
fn repeats_of_one_name_have_numbered_files() {
    let entry = |name: &str, question: &str| {
        json!({"type": "repeat", "name": name, "element": "entry", "label": "E",
               "items": [{"type": "text", "name": question, "element": "name", "label": "N"}]})
    };
    let document = json!({
        "format": "minyi-survey/1", "id": "am_biguous", "version": "1", "title": "A",
        "settings": {"form_id": "am/biguous"},
        "languages": ["en"], "default_language": "en", "modes": ["self"],
        "items": [{"type": "group", "name": "jobs", "items": [entry("job", "job_name")]},
                  {"type": "group", "name": "friends", "items": [entry("friend", "friend_name")]}]});
    let survey = crate::format::survey::from_value(document).expect("a survey");
    let said = json!({"job": [{"job_name": "Hardware"}], "friend": [{"friend_name": "Nasrin"}]});
    let found = tables(&of_survey(survey), CsvOptions::default(), &[("two", said)]);
    let files: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
    let expected = [
        "ambiguous.csv",
        "ambiguous-entry~1.csv",
        "ambiguous-entry~2.csv",
    ];
    assert_eq!(files, expected);
    let rows = "name,PARENT_KEY,KEY\nNasrin,uuid:two,uuid:two/friends/entry[1]\n";
    assert_eq!(found[2].1, rows);
}

#[test]
fn reasons_are_blank_unless_codes_are_asked_for() {
    let document = json!({
        "format": "minyi-survey/1", "id": "f", "version": "7", "title": "F",
        "languages": ["en"], "default_language": "en", "modes": ["self"],
        "missing": {"refused": {"label": "No", "code": -98}, "dont_know": {"label": "Don't know"}},
        "choices": {"l": [{"name": "1", "label": "Yes"},
                          {"name": "8", "label": "Don't know", "missing": "dont_know"}]},
        "items": [
            {"type": "select_one", "name": "a", "choices": "l", "label": "A"},
            {"type": "integer", "name": "b", "missing": ["refused"], "label": "B"},
            {"type": "text", "name": "c", "missing": ["dont_know"], "label": "C"},
            {"type": "text", "name": "d", "label": "D"}]});
    let survey = crate::format::survey::from_value(document).expect("a survey");
    let form = of_survey(survey);
    let missing = |it: &str| json!({ "missing": it });
    let said = json!({"a": missing("dont_know"), "b": missing("refused"),
                      "c": missing("dont_know"), "d": missing("skipped")});
    let blank = "<a/><b/><c/><d/>";
    assert!(inside(&form, &said).starts_with(blank));
    let options = Options {
        missing_codes: true,
    };
    let root = form.submission(&response("one", &said), options);
    let texts: Vec<&str> = root.children.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(texts[..4], ["8", "-98", "dont_know", ""]);
}

#[test]
fn archives_hold_a_file_a_submission_and_the_same_bytes_each_time() {
    let form = form(NESTED);
    let records: Vec<Record> = ["one", "two"]
        .map(|id| record(&response(id, &json!({"name": id}))).expect("a record"))
        .into();
    let records: Vec<&Record> = records.iter().collect();
    let xml = || {
        let mut zip = Zip::new(Vec::new());
        write_xml(&form, &records, Options::default(), &NoMedia, &mut zip).expect("written");
        zip.finish().expect("finished")
    };
    let bytes = xml();
    assert_eq!(bytes, xml());
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let names = archive
        .file_names()
        .map(|it| it.expect("a name").into_owned());
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    let expected = ["one", "two"].map(|it| format!("instances/{it}/submission.xml"));
    assert_eq!(names, expected);
    let mut zip = Zip::new(Vec::new());
    let written = write_csv(&form, &records, CsvOptions::default(), &NoMedia, &mut zip);
    assert_eq!(written.expect("written").submissions, 2);
    let bytes = zip.finish().expect("finished");
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    assert_eq!(archive.len(), 4);
}
