//! Distribution functions.

use super::super::lab::Lab;
use super::Answer;
use super::output::nums;
use crate::stats::special as s;
use crate::stats::tukey;

pub(super) fn run(lab: &mut Lab) -> Option<Answer> {
    let a = |name: &str| lab.numbers(name);
    let one = |x: &str, f: &dyn Fn(f64) -> f64| nums(&a(x).into_iter().map(f).collect::<Vec<_>>());
    let two = |x: &str, y: &str, f: &dyn Fn(f64, f64) -> f64| {
        let pairs = a(x).into_iter().zip(a(y));
        nums(&pairs.map(|(x, y)| f(x, y)).collect::<Vec<_>>())
    };
    let three = |x: &str, y: &str, z: &str, f: &dyn Fn(f64, f64, f64) -> f64| {
        let all = a(x).into_iter().zip(a(y)).zip(a(z));
        nums(&all.map(|((x, y), z)| f(x, y, z)).collect::<Vec<_>>())
    };
    Some(Ok(match lab.op() {
        "lgamma" => one("x", &s::ln_gamma),
        "pnorm_upper" => one("z", &s::normal_upper),
        "qnorm" => one("p", &s::normal_quantile),
        "pt_upper" => two("t", "df", &s::t_upper),
        "qt" => two("p", "df", &s::t_quantile),
        "pchisq_upper" => two("x", "df", &s::chi_square_upper),
        "qchisq" => two("p", "df", &s::chi_square_quantile),
        "pbeta" => three("x", "a", "b", &s::beta_lower),
        "qbeta" => three("p", "a", "b", &s::beta_quantile),
        "pf_upper" => three("f", "d1", "d2", &s::f_upper),
        "qf" => three("p", "d1", "d2", &s::f_quantile),
        "ptukey_upper" => three("q", "k", "df", &tukey::tukey_upper),
        "qtukey" => three("p", "k", "df", &tukey::tukey_quantile),
        _ => return None,
    }))
}
