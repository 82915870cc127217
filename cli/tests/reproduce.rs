//! "Reproduce in R": the scripts of `minyi tabulate --r`, run under R, give the numbers that it
//! prints. R with the package `survey` is needed (Debian: r-base-core, r-cran-survey);
//! `cargo xtask test` installs it where that is its to do.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use survey_core::dataset::Var;
use survey_core::format::{dataset, export};
use survey_core::report::{DATA, Frame, SCRIPT, reproduce_two_way, two_way};

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
    crossed(&folder.0, "D0", "G1");
    crossed(&folder.0, "area:street", "G2");
}

/// Holds a two-way table and its test against R's.
fn crossed(folder: &Path, rows_by: &str, columns_by: &str) {
    let bytes = std::fs::read(folder.join("wave.json")).expect("an export");
    let data = dataset::build(&export::read(&bytes).bundle, "annual-resident").expect("columns");
    let frame = Frame::new(&data);
    let var = |text: &str| text.parse::<Var>().expect("infallible");
    let (down, across) = (var(rows_by), var(columns_by));
    let found = two_way(&frame, &down, &across).expect("a table");
    let made = reproduce_two_way(&frame, &down, &across).expect("a script");
    std::fs::write(folder.join(DATA), made.data).expect("a file");
    std::fs::write(folder.join(SCRIPT), made.script).expect("a file");
    let said = stdout(Command::new("Rscript").arg(SCRIPT).current_dir(folder));
    let (table, test) = said.split_once("Rao-Scott").expect("a test");
    let p: f64 = test
        .rsplit_once("p = ")
        .and_then(|it| it.1.trim().parse().ok())
        .expect("p");
    let here = found.test.expect("a test").p;
    assert!(
        (here - p).abs() <= SAME * here.max(1e-3),
        "{rows_by}, {columns_by}: {here} {p}"
    );
    let said = rows(table);
    let mut n = 0;
    for (row, shares) in found.rows.iter().zip(&found.shares) {
        for (column, share) in found.columns.iter().zip(shares.iter().flatten()) {
            let measure = format!("share {}", column.key);
            let there = said.iter().find(|it| it.0 == row.key && it.1 == measure);
            if let (Some(there), Some(bounds)) = (there, share.bounds) {
                let here = [share.est, share.se, bounds.low, bounds.high];
                let alike = |(a, b): (&f64, &f64)| (a - b).abs() <= SAME * a.abs().max(1.0);
                assert!(here.iter().zip(&there.3).all(alike), "{here:?} {there:?}");
                n += 1;
            }
        }
    }
    assert!(n >= 8, "{n} cells");
}
