//! A tree back to text, with no more parentheses than it needs.

use super::tree::{AXES, Axis, Kind, Op, Start, Step, Term, Test};
use super::value::number_to_text;

/// The expression in its one spelling; parsing it gives an equal tree.
pub(super) fn print(term: &Term) -> String {
    let mut out = String::new();
    write(&mut out, term);
    out
}

fn write(out: &mut String, term: &Term) {
    match &term.kind {
        Kind::Number(number) => out.push_str(&number_to_text(*number)),
        Kind::Text(text) => quote(out, text),
        Kind::Name(name) => {
            out.push_str("${");
            out.push_str(name);
            out.push('}');
        }
        Kind::Negate(inner) => {
            out.push('-');
            write_operand(out, inner, Op::UNION_LEVEL);
        }
        Kind::Chain(first, rest) => chain(out, first, rest),
        Kind::Call(function, args) => {
            out.push_str(function.name());
            out.push('(');
            for (idx, arg) in args.iter().enumerate() {
                out.push_str(if idx > 0 { ", " } else { "" });
                write(out, arg);
            }
            out.push(')');
        }
        Kind::Quoted(inner) => quote(out, &print(inner)),
        Kind::Filter(base, list) => {
            write_base(out, base);
            predicates(out, list);
        }
        Kind::Path(start, steps) => path(out, start, steps),
    }
}

/// A text holds at most one kind of quote, because the source has no escapes.
fn quote(out: &mut String, text: &str) {
    let mark = if text.contains('\'') { '"' } else { '\'' };
    out.push(mark);
    out.push_str(text);
    out.push(mark);
}

fn in_parentheses(out: &mut String, term: &Term) {
    out.push('(');
    write(out, term);
    out.push(')');
}

fn chain(out: &mut String, first: &Term, rest: &[(Op, Term)]) {
    let level = rest.first().map_or(0, |(op, _)| op.level());
    write_operand(out, first, level + 1);
    for (op, term) in rest {
        out.push(' ');
        out.push_str(op.symbol());
        out.push(' ');
        write_operand(out, term, level + 1);
    }
}

/// An operand of something that takes operators of `level` and above without parentheses.
fn write_operand(out: &mut String, term: &Term, level: u8) {
    let bare = match &term.kind {
        Kind::Chain(_, rest) => rest.first().is_some_and(|(op, _)| op.level() >= level),
        Kind::Negate(_) => level <= Op::UNION_LEVEL,
        // A lone `/` would swallow a name behind it.
        Kind::Path(Start::Document, steps) => !steps.is_empty(),
        Kind::Number(_) | Kind::Text(_) | Kind::Name(_) | Kind::Call(..) => true,
        Kind::Quoted(_) | Kind::Filter(..) | Kind::Path(..) => true,
    };
    if bare {
        write(out, term);
    } else {
        in_parentheses(out, term);
    }
}

/// What predicates or steps hang on.
fn write_base(out: &mut String, term: &Term) {
    match &term.kind {
        Kind::Number(_) | Kind::Text(_) | Kind::Name(_) | Kind::Call(..) => write(out, term),
        Kind::Chain(..) | Kind::Negate(_) | Kind::Quoted(_) => in_parentheses(out, term),
        Kind::Filter(..) | Kind::Path(..) => in_parentheses(out, term),
    }
}

fn path(out: &mut String, start: &Start, steps: &[Step]) {
    let mut slash = match start {
        Start::Here => false,
        Start::Document if steps.is_empty() => return out.push('/'),
        Start::Document => true,
        Start::Term(base) => {
            if let Kind::Filter(..) = base.kind {
                write(out, base);
            } else {
                write_base(out, base);
            }
            true
        }
    };
    for (idx, step) in steps.iter().enumerate() {
        if slash {
            out.push('/');
        }
        let double = step.is_short(Axis::DescendantOrSelf) && slash && idx + 1 < steps.len();
        if !double {
            write_step(out, step);
        }
        slash = true;
    }
}

fn write_step(out: &mut String, step: &Step) {
    match (step.axis, &step.test) {
        (Axis::Itself, Test::Node) => out.push('.'),
        (Axis::Parent, Test::Node) => out.push_str(".."),
        (axis, test) => {
            write_axis(out, axis);
            out.push_str(match test {
                Test::Name(name) => name,
                Test::Any => "*",
                Test::Node => "node()",
                Test::Text => "text()",
                Test::Comment => "comment()",
                Test::Instruction => "processing-instruction()",
            });
        }
    }
    predicates(out, &step.predicates);
}

fn write_axis(out: &mut String, axis: Axis) {
    if axis == Axis::Attribute {
        out.push('@');
    } else if axis != Axis::Child {
        let name = AXES.iter().find(|it| it.1 == axis).map_or("", |it| it.0);
        out.push_str(name);
        out.push_str("::");
    }
}

fn predicates(out: &mut String, list: &[Term]) {
    for predicate in list {
        out.push('[');
        write(out, predicate);
        out.push(']');
    }
}
