//! "Reproduce in R": the scripts of `minyi tabulate --r`, run under R, give the numbers that it
//! prints. R with the package `survey` is needed (Debian: r-base-core, r-cran-survey);
//! `cargo xtask test` installs it where that is its to do.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use survey_core::dataset::Var;
use survey_core::format::{dataset, export};
use survey_core::report::{Crossing, DATA, Frame, SCRIPT, ShareOf, cross, reproduce_cross};

/// The largest relative difference that is no difference.
const SAME: f64 = 1e-8;

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn stdout(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{command:?}: {error}; R is needed: apt-get install r-base-core r-cran-survey")
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn minyi(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
    stdout(command.args(args).current_dir(folder))
}

/// A number of R's table: group, measure, n, then estimate, standard error and interval.
type Row = (String, String, f64, [f64; 4]);

fn rows(text: &str) -> Vec<Row> {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let row = |it: Result<csv::StringRecord, csv::Error>| {
        let it = it.expect("a row");
        let number = |at: usize| it[at].trim().parse().unwrap_or(f64::NAN);
        let numbers = [number(3), number(4), number(5), number(6)];
        (it[0].to_owned(), it[1].to_owned(), number(2), numbers)
    };
    table.records().map(row).collect()
}

fn same(told: &Value, found: f64) -> bool {
    match told.as_f64() {
        Some(told) => (told - found).abs() <= SAME * told.abs().max(1.0),
        None => found.is_nan(),
    }
}

/// Whether R came to a figure; how many numbers were held against each other.
fn check(figure: &Value, rows: &[Row], group: &str, measure: &str) -> usize {
    if figure["status"] != "ok" {
        return 0;
    }
    let row = rows.iter().find(|it| it.0 == group && it.1 == measure);
    let (_, _, n, numbers) = row.unwrap_or_else(|| panic!("{group}, {measure}: {rows:?}"));
    assert!(same(&figure["n"], *n), "{group}, {measure}: {figure} {n}");
    for (key, found) in ["estimate", "se", "low", "high"].iter().zip(numbers) {
        let told = &figure[*key];
        assert!(
            same(told, *found),
            "{group}, {measure}, {key}: {told} {found}"
        );
    }
    1
}

/// Holds what `minyi tabulate` says against what R says; how many figures there were.
fn compare(found: &Value, rows: &[Row]) -> usize {
    let mut n = 0;
    let groups = found["groups"].as_array().expect("groups").iter();
    for slice in std::iter::once(&found["all"]).chain(groups) {
        let group = slice["key"].as_str().expect("a key");
        for measure in ["top", "lenient", "bottom", "score", "mean"] {
            n += check(&slice[measure], rows, group, measure);
        }
        let shares = slice["shares"].as_array().into_iter().flatten();
        let parts = found["parts"].as_array().into_iter().flatten();
        for (share, part) in shares.zip(parts) {
            let code = part["code"].as_str().expect("a code");
            n += check(share, rows, group, &format!("share {code}"));
        }
        if let Some(figure) = slice.get("figure") {
            let is_share = found["unit"] == "share";
            let name = found["question"].as_str().expect("a name");
            let measure = if is_share {
                format!("share {name}")
            } else {
                "mean".to_owned()
            };
            n += check(figure, rows, group, &measure);
        }
    }
    n
}

#[test]
fn twenty_figures_are_the_same_in_r() {
    let folder = std::env::temp_dir().join(format!("minyi-r-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let folder = Folder(folder);
    let surveys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../surveys");
    let file = |name: &str| surveys.join(name).to_str().expect("UTF-8").to_owned();
    let (survey, areas) = (file("annual-resident.json"), file("areas-example.json"));
    let simulate = [
        "simulate", &survey, "--areas", &areas, "--n", "700", "--seed", "3",
    ];
    minyi(&folder.0, &[&simulate[..], &["-o", "wave.json"]].concat());
    let targets = "variable,category,count\nG1,1,48\nG1,2,52\narea:street,90-01,30\narea:street,90-02,10\narea:street,90-03,15\narea:street,90-04,15\narea:street,90-05,15\narea:street,90-06,15\n";
    std::fs::write(folder.0.join("census.csv"), targets).expect("a file");
    let clusters = ["--cluster", "area:community"];
    let drawn = ["--cluster", "area:community", "--strata", "area:street"];
    let raked = ["--margins", "census.csv", "--cluster", "area:community"];
    let cases: [(&str, &[&str]); 20] = [
        ("D0", &[]),
        ("D0", &clusters),
        ("D0", &drawn),
        ("D0", &raked),
        ("D0", &["--by", "area:street"]),
        ("D0", &["--by", "G1", "--cluster", "area:community"]),
        ("D0", &["--by", "G2", "--margins", "census.csv"]),
        ("D0", &["--where", "G1=1"]),
        ("D0", &["--area", "90-02", "--cluster", "area:community"]),
        ("D0", &["--level", "0.9"]),
        ("B1", &clusters),
        ("B1", &["--by", "G1"]),
        ("E1", &raked),
        ("E2", &["--by", "area:community"]),
        ("F1", &[]),
        ("F1", &["--by", "G1", "--cluster", "interviewer"]),
        ("G1", &drawn),
        ("pillar.satisfaction", &clusters),
        (
            "pillar.satisfaction",
            &["--by", "area:street", "--margins", "census.csv"],
        ),
        ("pillar.happiness", &["--by", "G1"]),
    ];
    let mut n = 0;
    for (question, more) in cases {
        let args = [
            "tabulate",
            "wave.json",
            "--question",
            question,
            "--json",
            "--r",
            "r",
        ];
        let found: Value =
            serde_json::from_str(&minyi(&folder.0, &[&args, more].concat())).expect("JSON");
        let said = stdout(
            Command::new("Rscript")
                .arg("figure.R")
                .current_dir(folder.0.join("r")),
        );
        let here = compare(&found, &rows(&said));
        assert!(here > 0, "{question} {more:?}: {found}");
        n += here;
    }
    assert!(n > 200, "{n} figures");
    for base in [ShareOf::Row, ShareOf::Column, ShareOf::Table] {
        crossed(&folder.0, ("D0", None, "G1"), base);
    }
    crossed(&folder.0, ("area:street", Some("G1"), "G2"), ShareOf::Row);
}

/// Holds a two-way table and its test against R's.
fn crossed(folder: &Path, (down, inner, across): (&str, Option<&str>, &str), base: ShareOf) {
    let bytes = std::fs::read(folder.join("wave.json")).expect("an export");
    let data = dataset::build(&export::read(&bytes).bundle, "annual-resident").expect("columns");
    let frame = Frame::new(&data);
    let var = |text: &str| text.parse::<Var>().expect("infallible");
    let what = Crossing {
        rows: var(down),
        nest: inner.map(var),
        columns: var(across),
        base,
    };
    let found = cross(&frame, &what).expect("a table");
    let made = reproduce_cross(&frame, &what).expect("a script");
    std::fs::write(folder.join(DATA), made.data).expect("a file");
    std::fs::write(folder.join(SCRIPT), made.script).expect("a file");
    let said = stdout(Command::new("Rscript").arg(SCRIPT).current_dir(folder));
    let (table, test) = said.split_once("Rao-Scott").unwrap_or((&said, ""));
    if base != ShareOf::Table {
        let p = test
            .rsplit_once("p = ")
            .and_then(|it| it.1.trim().parse().ok());
        let (here, p): (f64, f64) = (found.test.expect("a test").p, p.expect("p"));
        assert!(
            (here - p).abs() <= SAME * here.max(1e-3),
            "{what:?}: {here} {p}"
        );
    }
    let (said, mut n) = (rows(table), 0);
    for (at, cell) in found.cells.iter().enumerate() {
        let (row, column) = (
            &found.rows[at / found.columns.len()],
            at % found.columns.len(),
        );
        let column = &found.columns[column].key;
        let line = match &row.nested {
            Some(inner) => format!("{} / {}", row.group.key, inner.key),
            None => row.group.key.clone(),
        };
        let (group, measure) = match base {
            ShareOf::Row => (line, format!("share {column}")),
            ShareOf::Column => (column.clone(), format!("share {line}")),
            ShareOf::Table => (String::new(), format!("share {line} / {column}")),
        };
        let there = said.iter().find(|it| it.0 == group && it.1 == measure);
        let shown = cell.and_then(|it| Some((it.share, it.share.bounds?)));
        if let (Some((share, bounds)), Some(there)) = (shown, there) {
            let here = [share.est, share.se, bounds.low, bounds.high];
            let alike = |(a, b): (&f64, &f64)| (a - b).abs() <= SAME * a.abs().max(1.0);
            let all = here.iter().zip(&there.3).all(alike);
            assert!(all, "{what:?}, {group}, {measure}: {here:?} {there:?}");
            n += 1;
        }
    }
    assert!(n >= 8, "{what:?}: {n} cells");
}
