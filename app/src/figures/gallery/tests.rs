use super::*;
use crate::charts::{Estimator, Font, Look, Measure, Theme, draw};

/// A text of a drawing without what is above and below its letters.
struct Placed {
    text: String,
    x: (f64, f64),
    y: (f64, f64),
}

fn texts(svg: &str) -> ((f64, f64), Vec<Placed>) {
    let document = roxmltree::Document::parse(svg).expect("XML");
    let root = document.root_element();
    let size: Vec<f64> = root
        .attribute("viewBox")
        .expect("a size")
        .split(' ')
        .map(|it| it.parse().expect("a number"))
        .collect();
    let placed = |it: roxmltree::Node| {
        let number = |name: &str| it.attribute(name)?.parse::<f64>().ok();
        let font = number("font-size").expect("a size of letters");
        let (x, y) = (number("x").expect("a place"), number("y").expect("a place"));
        let bold = it.attribute("font-weight") == Some("bold");
        let text = it.text().unwrap_or_default().trim().to_owned();
        let width = Estimator.width(&text, Font { size: font, bold });
        let left = match it.attribute("text-anchor") {
            Some("middle") => x - width / 2.0,
            Some("end") => x - width,
            _ => x,
        };
        Placed {
            text,
            x: (left, left + width),
            y: (y - font * 0.72, y + font * 0.1),
        }
    };
    let all = document.descendants().filter(|it| it.has_tag_name("text"));
    (
        (size[2], size[3]),
        all.map(placed).filter(|it| !it.text.is_empty()).collect(),
    )
}

#[test]
fn words_stay_inside_and_apart_at_every_width() {
    let mut faults = Vec::new();
    let mut n_texts = 0;
    for tongue in Tongue::ALL {
        for (width, text_scale) in [
            (288, 1.0),
            (358, 1.0),
            (358, 1.375),
            (560, 1.0),
            (824, 1.0),
            (1200, 1.0),
        ] {
            for sample in gallery(Locale(tongue)) {
                let look = Look {
                    text_scale,
                    ..Look::new(width, Theme::Light)
                };
                let (size, texts) = texts(&draw(&sample.figure, look, &Estimator));
                n_texts += texts.len();
                let name = format!("{} {tongue:?} {width}×{text_scale}", sample.key);
                for (at, it) in texts.iter().enumerate() {
                    if it.x.0 < -0.5 || it.x.1 > size.0 + 0.5 || it.y.0 < 0.0 || it.y.1 > size.1 {
                        faults.push(format!("{name}: “{}” is outside", it.text));
                    }
                    let meets = |other: &&Placed| {
                        it.x.0 + 0.5 < other.x.1
                            && other.x.0 + 0.5 < it.x.1
                            && it.y.0 < other.y.1
                            && other.y.0 < it.y.1
                    };
                    if let Some(other) = texts[at + 1..].iter().find(meets) {
                        faults.push(format!("{name}: “{}” meets “{}”", it.text, other.text));
                    }
                }
            }
        }
    }
    assert!(n_texts > 10_000, "{n_texts}");
    let shown: Vec<&String> = faults.iter().take(40).collect();
    assert!(faults.is_empty(), "{} faults: {shown:#?}", faults.len());
}

#[test]
fn every_kind_has_its_cases_under_its_own_name() {
    let samples = gallery(Locale(Tongue::Zh));
    let mut keys: Vec<&str> = samples.iter().map(|it| it.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), samples.len());
    for kind in [
        "distribution",
        "dots",
        "stacked",
        "two-way",
        "timeline",
        "counts",
        "scatter",
    ] {
        let cases = keys.iter().filter(|it| it.starts_with(&format!("{kind}-")));
        assert!(cases.count() >= 6, "{kind}");
    }
}
