//! Cases of distribution functions: vectors in, a vector out.

use survey_core::stats::special;

use super::{Case, Outcome, check, numbers};

pub(super) fn run(case: &Case) -> Option<Outcome> {
    let arg = |name: &str| numbers(&case.args[name]);
    let one = |x: &str, f: &dyn Fn(f64) -> f64| -> Vec<f64> { arg(x).into_iter().map(f).collect() };
    let two = |x: &str, a: &str, f: &dyn Fn(f64, f64) -> f64| -> Vec<f64> {
        arg(x)
            .into_iter()
            .zip(arg(a))
            .map(|(x, a)| f(x, a))
            .collect()
    };
    let three = |x: &str, a: &str, b: &str, f: &dyn Fn(f64, f64, f64) -> f64| -> Vec<f64> {
        arg(x)
            .into_iter()
            .zip(arg(a))
            .zip(arg(b))
            .map(|((x, a), b)| f(x, a, b))
            .collect()
    };
    let got = match case.op {
        "qt" => two("p", "df", &special::t_quantile),
        "pt_upper" => two("t", "df", &special::t_upper),
        "qbeta" => three("p", "a", "b", &special::beta_quantile),
        "pbeta" => three("x", "a", "b", &special::beta_lower),
        "pf_upper" => three("f", "d1", "d2", &special::f_upper),
        "qf" => three("p", "d1", "d2", &special::f_quantile),
        "pchisq_upper" => two("x", "df", &special::chi_square_upper),
        "qchisq" => two("p", "df", &special::chi_square_quantile),
        "pnorm_upper" => one("z", &special::normal_upper),
        "qnorm" => one("p", &special::normal_quantile),
        "lgamma" => one("x", &special::ln_gamma),
        _ => return None,
    };
    Some(Ok(vec![check("value", got, case.expected)]))
}
