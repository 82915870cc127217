//! Outcome rates, imputation, keyness, agreement, planning, disclosure.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::lab::{Lab, numbers};
use super::super::term::formula;
use super::Answer;
use super::output::{fields, num, nums};
use crate::stats::correlation::{covariance, mean};
use crate::stats::disclosure;
use crate::stats::fieldwork::{self, Dispositions, Pooled};
use crate::stats::text;

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    Some(match lab.op() {
        "aapor" => rates(lab),
        "aapor_e" => eligible(lab),
        "rubin" => pooled_mean(lab),
        "rubin_mv" => pooled_regression(lab),
        "item_nonresponse" => nonresponse(lab),
        "keyness" => keyness(lab),
        "set_similarity" => similarity(lab),
        "krippendorff_nominal" => krippendorff(lab),
        "sample_size" => sample_size(lab),
        "suppression" => suppression(lab),
        _ => return None,
    })
}

fn rates(lab: &mut Lab) -> Answer {
    let dispositions = Dispositions {
        complete: lab.number("I")?,
        partial: lab.number("P")?,
        refusal: lab.number("R")?,
        no_contact: lab.number("NC")?,
        other: lab.number("O")?,
        unknown_household: lab.number("UH")?,
        unknown_other: lab.number("UO")?,
    };
    let found = dispositions.rates(lab.number_or("e", 1.0));
    let mut out = serde_json::Map::new();
    let mut put = |name: &str, all: &[f64]| {
        for (at, rate) in all.iter().enumerate() {
            out.insert(format!("{name}{}", at + 1), num(*rate));
        }
    };
    put("RR", &found.response);
    put("COOP", &found.cooperation);
    put("REF", &found.refusal);
    put("CON", &found.contact);
    Ok(Value::Object(out))
}

fn eligible(lab: &mut Lab) -> Answer {
    let (yes, no) = (lab.number("eligible")?, lab.number("ineligible")?);
    Ok(num(yes / (yes + no)))
}

/// The completed data sets of a file, by the column that numbers them.
fn completed(lab: &mut Lab) -> Result<Vec<super::super::frame::Frame>, Refusal> {
    let setup = lab.setup()?;
    let groups = setup.groups(&[".imp".to_owned()])?;
    Ok(groups
        .rows
        .iter()
        .map(|it| setup.frame.filtered(it))
        .collect())
}

fn pooled_mean(lab: &mut Lab) -> Answer {
    let name = lab.vars()?.remove(0);
    let complete_df = lab.number("n")? - lab.number("k")?;
    let (mut q, mut u) = (Vec::new(), Vec::new());
    for frame in completed(lab)? {
        let y = frame.numbers(&name)?;
        q.push(mean(&y));
        u.push(covariance(&y, &y) / y.len() as f64);
    }
    let found = fieldwork::pool(&q, &u, complete_df).ok_or("expected two data sets or more")?;
    let mut out = fields(&[
        ("qbar", found.est),
        ("ubar", found.within),
        ("b", found.between),
        ("t", found.total),
        ("se", libm::sqrt(found.total)),
        ("df", found.df),
        ("r", found.increase),
        ("fmi", found.missing),
    ]);
    out["per_imputation_q"] = nums(&q);
    out["per_imputation_u"] = nums(&u);
    Ok(out)
}

fn pooled_regression(lab: &mut Lab) -> Answer {
    let (left, right) = formula(lab.text("formula")?)?;
    let left = left.ok_or("args.formula: there is no outcome")?;
    let complete_df = lab.number("df_complete")?;
    let mut names = vec!["(Intercept)".to_owned()];
    names.extend(right.iter().map(|it| match it {
        super::super::term::Term::Name(name) => name.clone(),
        other => format!("{other:?}"),
    }));
    let (mut q, mut u) = (Vec::new(), Vec::new());
    for frame in completed(lab)? {
        let y = frame.value(&left)?.numbers("the outcome")?;
        let mut x = vec![vec![1.0; y.len()]];
        for term in &right {
            x.push(frame.value(term)?.numbers("a regressor")?);
        }
        let (beta, vcov) =
            fieldwork::least_squares(&y, &x).ok_or("the variables depend on each other")?;
        q.push(beta);
        u.push(vcov.diagonal());
    }
    let one = |at: usize| -> Result<Pooled, Refusal> {
        let of = |all: &[Vec<f64>]| all.iter().map(|it| it[at]).collect::<Vec<_>>();
        let found = fieldwork::pool(&of(&q), &of(&u), complete_df);
        found.ok_or_else(|| "expected two data sets or more".into())
    };
    let all = (0..names.len()).map(one).collect::<Result<Vec<_>, _>>()?;
    // R's mitools weighs what was seen without the term for the number of data sets.
    let m = q.len() as f64;
    let df = |it: &Pooled| {
        let old = (m - 1.0) * (1.0 + 1.0 / it.increase) * (1.0 + 1.0 / it.increase);
        let share = it.within / (it.within + it.between);
        let seen = (complete_df + 1.0) / (complete_df + 3.0) * complete_df * share;
        1.0 / (1.0 / seen + 1.0 / old)
    };
    let missing = |it: &Pooled| (it.increase + 2.0 / (df(it) + 3.0)) / (it.increase + 1.0);
    let list = |of: &dyn Fn(&Pooled) -> f64| json!({ "names": names, "values": nums(&all.iter().map(of).collect::<Vec<_>>()) });
    Ok(json!({
        "coef": list(&|it| it.est),
        "se": list(&|it| libm::sqrt(it.total)),
        "df": list(&df),
        "missinfo": list(&missing),
    }))
}

fn nonresponse(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let items = lab.texts("items");
    let missing = items
        .iter()
        .map(|it| Ok(setup.frame.eval(it)?.missing()))
        .collect::<Result<Vec<Vec<bool>>, Refusal>>()?;
    let n = setup.frame.rows();
    let mut pattern = vec![0.0; items.len() + 1];
    for row in 0..n {
        pattern[missing.iter().filter(|it| it[row]).count()] += 1.0;
    }
    let rate = |it: &Vec<bool>| it.iter().filter(|it| **it).count() as f64 / n as f64;
    Ok(json!({
        "rate": nums(&missing.iter().map(rate).collect::<Vec<_>>()),
        "any": 1.0 - pattern[0] / n as f64,
        "pattern_counts": nums(&pattern),
    }))
}

fn keyness(lab: &mut Lab) -> Answer {
    let (a, b) = (lab.number("a")?, lab.number("b")?);
    let found = text::keyness(a, b, lab.number("c")?, lab.number("d")?);
    Ok(json!({
        "G2_two_cell": num(found.g2),
        "G2_four_cell": num(found.g2_full),
        "chisq": num(found.chi_square),
        "log_ratio": num(found.log_ratio),
        "pct_diff": found.percent,
        "bic": num(found.bic),
    }))
}

fn similarity(lab: &mut Lab) -> Answer {
    let set = |name: &str| {
        lab.texts(name)
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
    };
    let (a, b) = (set("A"), set("B"));
    let both = a.intersection(&b).count();
    let [jaccard, dice, overlap] = text::set_similarity(a.len(), b.len(), both);
    Ok(fields(&[
        ("jaccard", jaccard),
        ("dice", dice),
        ("overlap", overlap),
    ]))
}

fn krippendorff(lab: &mut Lab) -> Answer {
    let coders = lab
        .arg("coders")
        .as_array()
        .ok_or("args.coders: found no lists")?;
    let mut codes: Vec<f64> = numbers(lab.arg("coders"));
    codes.retain(|it| !it.is_nan());
    codes.sort_by(f64::total_cmp);
    codes.dedup();
    let coded = |it: &Value| {
        let place = |it: f64| codes.iter().position(|code| *code == it);
        numbers(it).into_iter().map(place).collect::<Vec<_>>()
    };
    let coders: Vec<Vec<Option<usize>>> = coders.iter().map(coded).collect();
    Ok(num(
        text::krippendorff(&coders).ok_or("there is nothing to compare")?
    ))
}

fn sample_size(lab: &mut Lab) -> Answer {
    let (p, level) = (lab.number("p")?, lab.level());
    let population = lab.number_or("N", f64::INFINITY);
    let deff = lab.number_or("deff", 1.0);
    let found = fieldwork::sample_size(p, lab.number("moe")?, level, population, deff);
    Ok(fields(&[
        ("n0", found.simple),
        ("n_fpc", found.finite),
        ("n_deff", found.designed),
        (
            "mde_two_waves_n400",
            fieldwork::detectable_change(p, 400.0, level, 0.8),
        ),
    ]))
}

fn suppression(lab: &mut Lab) -> Answer {
    let (least, zeros) = (lab.number("min_n")?, lab.flag("zero_ok"));
    let rows = lab
        .arg("cells")
        .as_array()
        .ok_or("args.cells: found no rows")?;
    let counts: Vec<Vec<f64>> = rows.iter().map(numbers).collect();
    let primary = |row: &Vec<f64>| -> Vec<bool> {
        row.iter()
            .map(|it| disclosure::primary(*it, least, zeros))
            .collect()
    };
    let all: Vec<Vec<bool>> = counts.iter().map(primary).collect();
    Ok(json!({ "suppress": all, "with_complement": disclosure::suppress(&counts, least, zeros) }))
}
