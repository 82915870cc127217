//! Two-way tables and association.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::frame::Factor;
use super::super::lab::{Lab, Setup};
use super::Answer;
use super::means::{Statistic, estimate, grouped};
use super::output::{num, nums};
use crate::stats::Linear;
use crate::stats::contingency::{self, FTest, TwoWay};
use crate::stats::special::chi_square_upper;

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "crosstab_counts" => counts(lab),
        "crosstab_rowprop" => row_shares(lab),
        "crosstab_totalprop" => cell_shares(lab),
        "chisq" => chisq(lab),
        "gof_chisq" => goodness(lab),
        "kappa" => kappa(lab),
        "pearson_chisq" => pearson(lab),
        "assoc" => association(lab),
        "std_residuals" => residuals(lab),
        "ordinal_assoc" => concordance(lab),
        "cohen_kappa" => cohen(lab),
        "mcnemar" => mcnemar(lab),
        _ => return None,
    })
}

/// The two variables of a table.
fn pair(lab: &Lab, setup: &Setup) -> Result<(Vec<String>, Factor, Factor), Refusal> {
    let vars = lab.vars()?;
    let [row, column] = vars.as_slice() else {
        return Err("args.vars: expected two variables".into());
    };
    let (row, column) = (setup.frame.factor(row)?, setup.frame.factor(column)?);
    Ok((vars, row, column))
}

fn two_way(setup: &Setup, row: &Factor, column: &Factor) -> Result<TwoWay, Refusal> {
    let rows = (row.codes.as_slice(), row.levels.len());
    let columns = (column.codes.as_slice(), column.levels.len());
    let table = setup.sample.two_way(rows, columns, &setup.who);
    table.ok_or_else(|| "the table has fewer than two rows or columns".into())
}

fn counts(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (vars, row, column) = pair(lab, &setup)?;
    let table = two_way(&setup, &row, &column)?;
    let rows: Vec<Value> = table
        .totals()
        .chunks(column.levels.len())
        .map(nums)
        .collect();
    Ok(json!({
        "dimnames": { vars[0].clone(): row.levels, vars[1].clone(): column.levels },
        "values": rows,
    }))
}

fn row_shares(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (vars, _, column) = pair(lab, &setup)?;
    let groups = setup.groups(&vars[..1])?;
    let values = column.indicators();
    let linear = grouped(&groups, |who| {
        Ok(estimate(&setup, &values, who, Statistic::Mean).0)
    })?;
    let name = |it: &String| format!("{}{it}", vars[1]);
    let names: Vec<String> = column.levels.iter().map(name).collect();
    Ok(setup.figures(&linear)?.by(&groups, &names))
}

/// Indicators of the cells, row fastest, and their names.
fn cells(vars: &[String], row: &Factor, column: &Factor) -> (Vec<String>, Vec<Vec<f64>>) {
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (c, second) in column.levels.iter().enumerate() {
        for (r, first) in row.levels.iter().enumerate() {
            names.push(format!(
                "interaction({}, {}){first}.{second}",
                vars[0], vars[1]
            ));
            let (a, b) = (row.indicator(r), column.indicator(c));
            values.push(a.iter().zip(&b).map(|(a, b)| a * b).collect());
        }
    }
    (names, values)
}

fn cell_shares(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (vars, row, column) = pair(lab, &setup)?;
    let (names, values) = cells(&vars, &row, &column);
    let (linear, _) = estimate(&setup, &values, &setup.who, Statistic::Mean);
    Ok(setup.figures(&linear)?.stat(&names, None))
}

fn f_answer(test: FTest) -> Value {
    json!({
        "statistic_name": "F",
        "statistic": num(test.f),
        "p": num(test.p),
        "parameter_names": ["ndf", "ddf"],
        "parameter": nums(&[test.df1, test.df2]),
    })
}

fn chisq(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (_, row, column) = pair(lab, &setup)?;
    let table = two_way(&setup, &row, &column)?;
    let singular = "the covariance of the table is singular";
    let statistic = lab.arg("statistic").as_str().unwrap_or("F");
    if let "Wald" | "adjWald" = statistic {
        return Ok(f_answer(
            table.wald(statistic == "adjWald").ok_or(singular)?,
        ));
    }
    let test = table.rao_scott().ok_or(singular)?;
    // R counts all rows here, those without an answer too; F does not depend on it.
    let rows = setup.who.iter().filter(|it| **it).count() as f64;
    let x2 = table.pearson(rows);
    Ok(match statistic {
        "F" => f_answer(FTest {
            f: test.f,
            df1: test.df1,
            df2: test.df2,
            p: test.p,
        }),
        "Chisq" => json!({
            "statistic_name": "X-squared",
            "statistic": x2,
            "p": test.first_order_p,
            "parameter_names": ["df"],
            "parameter": [test.pearson_df],
        }),
        "saddlepoint" => json!({
            "statistic_name": "X-squared",
            "statistic": x2,
            "p": table.saddlepoint_p().ok_or(singular)?,
        }),
        other => {
            return Err(Refusal::Skip(format!(
                "the statistic {other} is not offered"
            )));
        }
    })
}

fn goodness(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let indicators = setup.frame.factor(&lab.vars()?[0])?.indicators();
    let (valid, _) = setup.valid(&indicators, &setup.who);
    let p = lab.numbers("p");
    if p.len() != indicators.len() {
        return Err(format!("args.p: expected {} shares", indicators.len()).into());
    }
    let test = setup.sample.goodness_of_fit(&indicators, &p, &valid);
    Ok(json!({
        "statistic": num(test.statistic),
        "p": num(test.p),
        "scale": num(test.scale),
        "df": num(test.df),
    }))
}

fn kappa(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let (_, row, column) = pair(lab, &setup)?;
    let levels = row.levels.len();
    if column.levels.len() != levels {
        return Err("the two variables have different numbers of levels".into());
    }
    let mut values = Vec::new();
    for r in 0..levels {
        for c in 0..levels {
            let (a, b) = (row.indicator(r), column.indicator(c));
            values.push(a.iter().zip(&b).map(|(a, b)| a * b).collect());
        }
    }
    let (valid, _) = setup.valid(&values, &setup.who);
    let linear: Linear = setup.sample.kappa(&values, levels, &valid);
    Ok(setup.figures(&linear)?.stat(&["kappa".to_owned()], None))
}

/// A table of counts of a file, rows of cells, with the names of its rows and columns.
fn table(lab: &mut Lab) -> Result<(Factor, Factor, Vec<Vec<f64>>), Refusal> {
    let setup = lab.setup()?;
    let (_, mut row, mut column) = pair(lab, &setup)?;
    let order = lab.texts("order");
    if !order.is_empty() {
        (row, column) = (row.reordered(&order), column.reordered(&order));
    }
    let freq = match lab.arg("freq").as_str() {
        Some(name) => setup.frame.numbers(name)?,
        None => vec![1.0; setup.frame.rows()],
    };
    let mut counts = vec![vec![0.0; column.levels.len()]; row.levels.len()];
    for (at, count) in freq.iter().enumerate() {
        if let Some((r, c)) = row.codes[at].zip(column.codes[at]) {
            counts[r][c] += count;
        }
    }
    Ok((row, column, counts))
}

fn pearson(lab: &mut Lab) -> Answer {
    let (_, _, counts) = table(lab)?;
    let found = contingency::association(&counts);
    Ok(json!({
        "statistic_name": "X-squared",
        "statistic": found.pearson,
        "p": chi_square_upper(found.pearson, found.df),
        "parameter_names": ["df"],
        "parameter": [found.df],
    }))
}

fn association(lab: &mut Lab) -> Answer {
    let (_, _, counts) = table(lab)?;
    let found = contingency::association(&counts);
    Ok(json!({
        "lr": found.likelihood_ratio,
        "x2": found.pearson,
        "phi": found.phi,
        "contingency": found.contingency,
        "cramer": found.cramers_v,
    }))
}

fn residuals(lab: &mut Lab) -> Answer {
    let (row, column, counts) = table(lab)?;
    let rows: Vec<Value> = contingency::standardised_residuals(&counts)
        .iter()
        .map(|it| nums(it))
        .collect();
    Ok(json!({ "rownames": row.levels, "colnames": column.levels, "values": rows }))
}

fn concordance(lab: &mut Lab) -> Answer {
    let (_, _, counts) = table(lab)?;
    let found = contingency::concordance(&counts);
    Ok(json!({
        "C": found.concordant,
        "D": found.discordant,
        "gamma": found.gamma,
        "tau_b": found.tau_b,
    }))
}

fn cohen(lab: &mut Lab) -> Answer {
    let rows = lab
        .arg("table")
        .as_array()
        .ok_or("args.table: found no table")?;
    let rows: Vec<Vec<f64>> = rows.iter().map(super::super::lab::numbers).collect();
    if rows.iter().any(|it| it.len() != rows.len()) {
        return Err("args.table: expected as many rows as columns".into());
    }
    Ok(json!({ "kappa": num(contingency::cohen_kappa(&rows)) }))
}

fn mcnemar(lab: &mut Lab) -> Answer {
    let (chisq, p) = contingency::mcnemar(lab.number("b")?, lab.number("c")?);
    Ok(json!({ "chisq": num(chisq), "p": num(p) }))
}
