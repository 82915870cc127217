//! The reference cases of statistics, compiled to wasm: the digest over every bit of every result
//! is the one that the native suite (`it/cases.rs`) finds.

use survey_core::format::cases::{CaseFile, Report, digest};
use wasm_bindgen_test::wasm_bindgen_test;

/// Files of a folder of the reference, by their names.
macro_rules! files {
    ($folder:literal, $($name:literal)*) => {
        &[$(($name, include_str!(concat!("../reference/", $folder, "/", $name)))),*]
    };
}

const CASES: &[(&str, &str)] = files!("expected",
    "01_means.json" "02_ciprop.json" "03_quantiles.json" "04_tests.json" "05_weighting.json"
    "06_replicates.json" "07_multistage.json" "08_scores.json" "09_reliability.json"
    "10_drivers.json" "11_icc.json" "12_ranking.json" "13_quality.json" "14_composite.json"
    "15_misc.json" "16_edge.json" "17_distributions.json"
);

const DATA: &[(&str, &str)] = files!("data",
    "apiclus1.csv" "apiclus1_boot40.csv" "apistrat.csv" "apistrat_lonely.csv" "attitude.csv"
    "beps.csv" "bfi_ace.csv" "dyestuff.csv" "edge.csv" "fpc.csv" "hospital.csv" "housing.csv"
    "insteval_s7.csv" "mu284.csv" "nhanes2_mi5.csv" "scd.csv" "shrout_fleiss.csv" "state_x77.csv"
    "vocab_1974_1984.csv" "yrbs.csv"
);

fn load(name: &str) -> Option<String> {
    let found = DATA.iter().find(|it| it.0 == name);
    found.map(|it| it.1.to_owned())
}

#[wasm_bindgen_test]
fn reference_cases_have_the_bits_they_have_natively() {
    let mut reports = Vec::new();
    for (name, text) in CASES {
        let file = CaseFile::read(text).unwrap();
        let mut report = Report::new(&file.topic);
        file.outcomes(&load).for_each(|it| report.add(&it));
        assert_eq!(report.failed, 0, "{name}: {:?}", report.troubles);
        reports.push((name, report));
    }
    let expected = include_str!("../reference/digests.txt");
    let found: String = reports
        .iter()
        .map(|(name, it)| format!("{} {name}\n", it.digest()))
        .collect();
    let reports: Vec<Report> = reports.into_iter().map(|it| it.1).collect();
    assert_eq!(format!("{found}{} all\n", digest(&reports)), expected);
}
