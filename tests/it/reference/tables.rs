//! Two-way tables.

use survey_core::stats::{Design, Tally};

use super::data::{Frame, Sample, texts};
use super::designs::{checks, errors};
use super::{Case, Check, Outcome, check};

pub(super) fn run(case: &Case) -> Option<Outcome> {
    Some(match case.op {
        "chisq" => chi_square(case),
        "pearson_chisq" => Ok(pearson(case)),
        "crosstab_counts" => Ok(vec![check(
            "counts",
            table(case).totals().est,
            &case.expected["values"],
        )]),
        "crosstab_rowprop" => Ok(by_column(case)),
        "crosstab_totalprop" => Ok(checks(case, &flipped(case).cell_shares())),
        _ => return None,
    })
}

/// The levels of a variable in alphabetical order, and each row's.
fn levels(frame: &Frame, name: &str) -> (usize, Vec<Option<usize>>) {
    if name == "mealq" {
        // Meals cut at 25, 50 and 75, closed on the right.
        let quarter = |it: f64| [25.0, 50.0, 75.0].iter().filter(|cut| it > **cut).count();
        return (
            4,
            frame
                .numbers("meals")
                .into_iter()
                .map(|it| it.map(quarter))
                .collect(),
        );
    }
    let values = frame.text(name);
    let mut levels: Vec<&String> = values.iter().filter(|it| !it.is_empty()).collect();
    levels.sort();
    levels.dedup();
    (
        levels.len(),
        values
            .iter()
            .map(|it| levels.binary_search(&it).ok())
            .collect(),
    )
}

fn cross(design: &Design, frame: &Frame, rows: &str, columns: &str) -> Tally {
    let ((r, rows), (c, columns)) = (levels(frame, rows), levels(frame, columns));
    Tally::of(design, (r, c), |it| rows[it], |it| columns[it])
}

fn table(case: &Case) -> Tally {
    let (sample, vars) = (Sample::of(case), texts(&case.args["vars"]));
    cross(&sample.design(), &sample.frame, &vars[0], &vars[1])
}

/// The table with rows and columns changed over: R lists the first variable fastest.
fn flipped(case: &Case) -> Tally {
    let (sample, vars) = (Sample::of(case), texts(&case.args["vars"]));
    cross(&sample.design(), &sample.frame, &vars[1], &vars[0])
}

/// Shares within the first variable, listed by the second: the columns of the flipped table.
fn by_column(case: &Case) -> Vec<Check> {
    let set = flipped(case).column_shares();
    vec![
        check("est", set.est.clone(), &case.expected["est"]),
        check("se", errors(&set), &case.expected["se"]),
    ]
}

fn chi_square(case: &Case) -> Outcome {
    let got = table(case).independence().expect("a test");
    let (statistic, p, parameter) = match case.args["statistic"].as_str() {
        Some("F") => (got.f, got.p, vec![got.df1, got.df2]),
        Some("Chisq") => (got.pearson, got.first_order_p, vec![got.pearson_df]),
        other => return Err(format!("chisq:{}", other.unwrap_or_default())),
    };
    Ok(vec![
        check("statistic", [statistic], &case.expected["statistic"]),
        check("p", [p], &case.expected["p"]),
        check("parameter", parameter, &case.expected["parameter"]),
    ])
}

/// A table of frequencies: every person a row again.
fn pearson(case: &Case) -> Vec<Check> {
    let frame = Frame::read(case.args["data"].as_str().expect("a file"));
    let vars = texts(&case.args["vars"]);
    let ((r, rows), (c, columns)) = (levels(&frame, &vars[0]), levels(&frame, &vars[1]));
    let times = frame.numbers(case.args["freq"].as_str().expect("a column"));
    let people: Vec<usize> = (0..frame.rows())
        .flat_map(|row| std::iter::repeat_n(row, times[row].expect("a count") as usize))
        .collect();
    let design = Design::simple(people.len());
    let tally = Tally::of(
        &design,
        (r, c),
        |it| rows[people[it]],
        |it| columns[people[it]],
    );
    let got = tally.independence().expect("a test");
    vec![
        check("statistic", [got.pearson], &case.expected["statistic"]),
        check("df", [got.pearson_df], &case.expected["parameter"]),
    ]
}
