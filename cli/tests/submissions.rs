//! `minyi export`: tables that a script joins, and archives that hold what folders hold.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use survey_core::base::{Answer, Value};
use survey_core::format::{export, response};
use survey_core::response::{Answers, Bundle, Entry, Response};

const HOUSEHOLD: &str = "
| survey   |              |         |                |         |             |
|          | type         | name    | label          | repeat_count | parameters |
|          | begin group  | home    | Home           |         |             |
|          | range        | n       | How many?      |         | start=0 end=4 step=1 |
|          | text         | why     | Why?           |         |             |
|          | begin repeat | person  | Person         | ${n}    |             |
|          | range        | age     | Age            |         | start=1 end=9 step=1 |
|          | range        | m       | How many pets? |         | start=0 end=2 step=1 |
|          | begin repeat | pet     | Pet            | ${m}    |             |
|          | select_one k | kind    | Kind           |         |             |
|          | end repeat   |         |                |         |             |
|          | end repeat   |         |                |         |             |
|          | end group    |         |                |         |             |
|          | image        | picture | Picture        |         |             |
| choices  |              |         |                |         |             |
|          | list_name    | name    | label          |         |             |
|          | k            | cat     | Cat            |         |             |
|          | k            | dog     | Dog            |         |             |
";

/// A folder of one test, empty.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(folder.join("household.md"), HOUSEHOLD).expect("written");
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
    let output = command.current_dir(folder).args(args).output();
    output.expect("minyi starts")
}

fn minyi(folder: &Path, line: &str) -> String {
    let args: Vec<&str> = line.split(' ').collect();
    let output = run(folder, &args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// Simulated responses, with a picture in each, as a file and as they are.
fn responses(folder: &Path, n: usize) -> Vec<Response> {
    minyi(
        folder,
        &format!("simulate household.md --n {n} --seed 3 -o plain.json"),
    );
    let bytes = fs::read(folder.join("plain.json")).expect("written");
    let mut bundle = export::read(&bytes).bundle;
    let records = bundle.records().to_vec();
    let mut all = Vec::new();
    let mut changed = Vec::new();
    for record in &records {
        let mut response = response::read(record).expect("sound");
        let picture = Value::Text(format!("{}.jpg", &response.id[24..]));
        let entry = Entry::Answer(Answer::Given(picture));
        let others = response.answers.iter().filter(|it| it.0 != "picture");
        let others = others.map(|(name, it)| (name.clone(), it.clone()));
        let answers: Answers = others.chain([("picture".to_owned(), entry)]).collect();
        response.answers = answers;
        changed.push(response::record(&response).expect("sound"));
        all.push(response);
    }
    bundle.retain(|_| false);
    let bare = export::bundle(changed, "2026-04-01T00:00:00.000Z");
    write(&bare, &folder.join("bare.json"));
    bundle.absorb(bare);
    write(&bundle, &folder.join("all.json"));
    all
}

fn write(bundle: &Bundle, path: &Path) {
    let mut text = String::new();
    export::write(bundle, export::Form::Json, "a test", &mut |it| {
        text.push_str(it);
    });
    fs::write(path, text).expect("written");
}

/// A table as scripts see it: a map by column for each row.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let rows = reader.deserialize().map(|it| it.expect("a row"));
    rows.collect()
}

fn number(entry: Option<&Entry>) -> f64 {
    match entry {
        Some(Entry::Answer(Answer::Given(Value::Number(number)))) => *number,
        _ => 0.0,
    }
}

fn instances<'a>(answers: &'a Answers, repeat: &str) -> &'a [Answers] {
    match answers.get(repeat) {
        Some(Entry::Repeat(all)) => all,
        _ => &[],
    }
}

#[test]
fn a_script_joins_the_tables_by_their_keys() {
    let folder = folder("submissions-join");
    let all = responses(&folder, 150);
    minyi(
        &folder,
        "export all.json --form household.md --to central-csv --out out",
    );
    let homes = table(&folder.join("out/household.csv"));
    let people = table(&folder.join("out/household-person.csv"));
    let pets = table(&folder.join("out/household-pet.csv"));
    assert_eq!(homes.len(), 150);
    // The newest stands first, as in Central.
    assert!(homes.is_sorted_by(|one, other| one["SubmissionDate"] >= other["SubmissionDate"]));
    // As `merge(people, homes, by.x = "PARENT_KEY", by.y = "KEY")` does, and pets likewise.
    let mut ages: BTreeMap<&str, f64> = homes.iter().map(|it| (&*it["KEY"], 0.0)).collect();
    let mut home_of: BTreeMap<&str, &str> = BTreeMap::new();
    for person in &people {
        let (key, home) = (&*person["KEY"], &*person["PARENT_KEY"]);
        let sum = ages.get_mut(home).expect("a person's home is there");
        *sum += person["age"].parse::<f64>().unwrap_or_default();
        assert_eq!(home_of.insert(key, home), None, "{key} is there once");
    }
    let mut cats: BTreeMap<&str, usize> = BTreeMap::new();
    for pet in &pets {
        let home = home_of[&*pet["PARENT_KEY"]];
        *cats.entry(home).or_default() += usize::from(pet["kind"] == "cat");
    }
    let mut n_cats = 0;
    for response in &all {
        let key = format!("uuid:{}", response.id);
        let inside = instances(&response.answers, "person");
        let sum: f64 = inside.iter().map(|it| number(it.get("age"))).sum();
        assert_eq!(ages[&*key], sum, "{key}");
        let cat = Entry::Answer(Answer::Given(Value::Text("cat".into())));
        let of_person = inside.iter().flat_map(|it| instances(it, "pet"));
        let n = of_person.filter(|it| it.get("kind") == Some(&cat)).count();
        assert_eq!(cats.get(&*key).copied().unwrap_or_default(), n, "{key}");
        n_cats += n;
    }
    assert!(n_cats > 10, "only {n_cats} cats");
    let home = &homes[0];
    assert!(home.contains_key("home-why") && home.contains_key("picture"));
    assert_eq!(home["AttachmentsExpected"], "1");
    assert_eq!(home["AttachmentsPresent"], "0");
    assert!(home["DeviceID"].starts_with("simulated"));
}

/// What files hold, by their names.
fn archive(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let file = fs::File::open(path).expect("an archive");
    let mut archive = zip::ZipArchive::new(file).expect("an archive");
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it can be read");
        files.insert(name, bytes);
    }
    files
}

#[test]
fn archives_hold_what_folders_hold() {
    let folder = folder("submissions-media");
    let all = responses(&folder, 12);
    let media = folder.join("media");
    // A file beside all others, one in the folder of its response, and the rest is lost.
    let name = |response: &Response| format!("{}.jpg", &response.id[24..]);
    fs::create_dir_all(media.join(&all[1].id)).expect("made");
    fs::write(media.join(name(&all[0])), "first").expect("written");
    fs::write(media.join(&all[1].id).join(name(&all[1])), "second").expect("written");
    for (target, at) in [("odk-xml", "instances/{id}/"), ("central-csv", "media/")] {
        let line = format!("export all.json --form household.md --to {target} --media media");
        let said = minyi(&folder, &format!("{line} --out {target}.zip"));
        assert!(
            said.contains("12 submissions, 12 of them simulated, 2 files, 10 "),
            "{said}"
        );
        minyi(&folder, &format!("{line} --out {target}"));
        let files = archive(&folder.join(format!("{target}.zip")));
        assert!(files.len() > 4);
        for (name, bytes) in &files {
            let path = folder.join(target).join(name);
            assert!(fs::read(&path).expect("it is there") == *bytes, "{name}");
        }
        for (response, text) in [(&all[0], "first"), (&all[1], "second")] {
            let file = format!("{}{}", at.replace("{id}", &response.id), name(response));
            assert_eq!(files[&file], text.as_bytes(), "{file}");
        }
    }
    let present = table(&folder.join("central-csv/household.csv"));
    let present = present.iter().filter(|it| it["AttachmentsPresent"] == "1");
    assert_eq!(present.count(), 2);
}

#[test]
fn an_archive_of_the_workspace_brings_its_files() {
    let folder = folder("submissions-archive");
    let all = responses(&folder, 2);
    let mut archive = zip::ZipWriter::new(fs::File::create(folder.join("all.zip")).expect("made"));
    let name = format!("{}.jpg", &all[0].id[24..]);
    let picture = format!("media/{}/{name}", all[0].id);
    let document = fs::read(folder.join("all.json")).expect("written");
    for (file, bytes) in [
        ("responses.json", &*document),
        (&*picture, &b"a picture"[..]),
    ] {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(file, options).expect("begun");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("finished");
    let said = minyi(&folder, "export all.zip --to central-csv --out out");
    assert!(
        said.contains("2 submissions, 2 of them simulated, 1 files, 1 "),
        "{said}"
    );
    let copied = fs::read(folder.join("out/media").join(&name)).expect("it is there");
    assert_eq!(copied, b"a picture");
}

#[test]
fn the_questionnaire_is_found_in_the_exports_or_asked_for() {
    let folder = folder("submissions-form");
    responses(&folder, 3);
    minyi(&folder, "export plain.json --to central-csv --out found");
    assert!(folder.join("found/household.csv").is_file());
    let args = ["export", "bare.json", "--to", "central-csv", "--out", "x"];
    let output = run(&folder, &args);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("give it with --form"), "{said}");
}
