//! Contrasts that are no sums.

use super::super::Refusal;
use super::super::lab::Lab;
use super::super::term::{Op, Term, parse};
use super::Answer;
use super::means::{Statistic, estimate_as_told};

/// An expression of means, with the delta method.
pub(super) fn run(lab: &mut Lab) -> Answer {
    let setup = lab.setup()?;
    let vars = lab.vars()?;
    let values = setup.variables(&vars)?;
    let na_rm = lab.na_rm();
    let linear = estimate_as_told(&setup, &values, &setup.who, Statistic::Mean, na_rm);
    let term = parse(lab.text("expr")?)?;
    let (value, slope) = derive(&term, &vars, &linear.est)?;
    let figures = setup.figures(&linear.smooth(vec![value], &[slope]))?;
    Ok(figures.stat(&["contrast".to_owned()], None))
}

/// The value of an expression of estimates, and its derivatives.
fn derive(term: &Term, names: &[String], est: &[f64]) -> Result<(f64, Vec<f64>), Refusal> {
    let zero = || vec![0.0; est.len()];
    let scaled = |all: &[f64], by: f64| -> Vec<f64> { all.iter().map(|it| it * by).collect() };
    let added = |a: &[f64], b: &[f64], by: f64| -> Vec<f64> {
        a.iter().zip(b).map(|(a, b)| a + by * b).collect()
    };
    match term {
        Term::Name(name) => {
            let at = names.iter().position(|it| it == name);
            let at = at.ok_or_else(|| format!("there is no estimate {name}"))?;
            let mut slope = zero();
            slope[at] = 1.0;
            Ok((est[at], slope))
        }
        Term::Number(it) => Ok((*it, zero())),
        Term::Minus(it) => {
            let (value, slope) = derive(it, names, est)?;
            Ok((-value, scaled(&slope, -1.0)))
        }
        Term::Binary(op, a, b) => {
            let ((x, dx), (y, dy)) = (derive(a, names, est)?, derive(b, names, est)?);
            match op {
                Op::Plus => Ok((x + y, added(&dx, &dy, 1.0))),
                Op::Minus => Ok((x - y, added(&dx, &dy, -1.0))),
                Op::Times => Ok((x * y, added(&scaled(&dx, y), &dy, x))),
                Op::Over => Ok((x / y, added(&scaled(&dx, 1.0 / y), &dy, -x / (y * y)))),
                Op::Power => {
                    let value = libm::pow(x, y);
                    let by_base = scaled(&dx, y * libm::pow(x, y - 1.0));
                    let by_power = if dy.iter().any(|it| *it != 0.0) {
                        libm::log(x)
                    } else {
                        0.0
                    };
                    Ok((value, added(&by_base, &dy, value * by_power)))
                }
                Op::Or
                | Op::And
                | Op::Equal
                | Op::Unequal
                | Op::Less
                | Op::AtMost
                | Op::More
                | Op::AtLeast
                | Op::In => Err("expected arithmetic".into()),
            }
        }
        Term::Call(name, arguments) => {
            let [argument] = arguments.as_slice() else {
                return Err(format!("{name} takes one argument").into());
            };
            let (x, dx) = derive(argument, names, est)?;
            let (value, slope) = match name.as_str() {
                "log" => (libm::log(x), 1.0 / x),
                "exp" => (libm::exp(x), libm::exp(x)),
                "sqrt" => (libm::sqrt(x), 0.5 / libm::sqrt(x)),
                _ => return Err(format!("the function {name} is not known").into()),
            };
            Ok((value, scaled(&dx, slope)))
        }
        Term::Text(_) | Term::Not(_) => Err("expected arithmetic".into()),
    }
}
