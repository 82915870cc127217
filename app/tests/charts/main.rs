//! Every figure, at three widths, in two languages and every theme: what is
//! drawn lies inside, does not overlap, and says what the table says.

#![cfg(not(target_arch = "wasm32"))]

mod samples;

use minyi_app::charts::figure::*;
use minyi_app::charts::{Estimator, Figure, Font, Look, Measure, Theme, draw, export, standalone};
use samples::{Lang, all};

/// A text and the box around it, in pixels.
#[derive(Debug)]
struct TextBox {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// The texts of an SVG with their boxes, after the estimator.
fn text_boxes(svg: &str) -> Vec<TextBox> {
    let document = roxmltree::Document::parse(svg).expect("the figure is XML");
    let texts = document.descendants().filter(|it| it.has_tag_name("text"));
    texts.map(|it| text_box(&it)).collect()
}

fn text_box(node: &roxmltree::Node<'_, '_>) -> TextBox {
    let number = |name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let size = number("font-size");
    assert_eq!(node.attribute("dy"), Some("0.76em"));
    let baseline = number("y") + 0.76 * size;
    let text = node.text().unwrap().trim().to_owned();
    let bold = node.attribute("font-weight") == Some("bold");
    let width = Estimator.width(&text, Font { size, bold });
    let x = number("x");
    let left = match node.attribute("text-anchor") {
        Some("end") => x - width,
        Some("middle") => x - width / 2.0,
        _ => x,
    };
    let (top, bottom) = (baseline - 0.86 * size, baseline + 0.14 * size);
    TextBox {
        text,
        left,
        right: left + width,
        top,
        bottom,
    }
}

/// Texts lie inside the drawing and apart from each other.
#[track_caller]
fn check_layout(what: &str, svg: &str) {
    let (width, height) = export::size(svg).expect("a view box");
    let boxes = text_boxes(svg);
    assert!(!boxes.is_empty(), "{what}: no text");
    for it in &boxes {
        let inside = it.left >= 0.0
            && it.top >= 0.0
            && it.right <= f64::from(width)
            && it.bottom <= f64::from(height);
        assert!(inside, "{what}: outside {width}×{height}: {it:?}");
    }
    for (idx, a) in boxes.iter().enumerate() {
        for b in &boxes[idx + 1..] {
            let apart = a.right <= b.left
                || b.right <= a.left
                || a.bottom <= b.top + 0.5
                || b.bottom <= a.top + 0.5;
            assert!(apart, "{what}: overlap: {a:?} and {b:?}");
        }
    }
}

/// Shapes lie inside the drawing, and none has a negative size.
#[track_caller]
fn check_shapes(what: &str, svg: &str) {
    let (width, height) = export::size(svg).expect("a view box");
    let document = roxmltree::Document::parse(svg).expect("the figure is XML");
    let mut n_shapes = 0;
    for node in document.descendants().filter(|it| it.has_tag_name("rect")) {
        let number = |name: &str| node.attribute(name).unwrap().parse::<i64>().unwrap();
        let (x, y) = (number("x"), number("y"));
        let inside = x >= 0
            && y >= 0
            && number("width") > 0
            && number("height") > 0
            && x + number("width") <= i64::from(width)
            && y + number("height") <= i64::from(height);
        assert!(inside, "{what}: {node:?}");
        n_shapes += 1;
    }
    assert!(n_shapes > 3, "{what}: nothing is drawn");
}

fn looks() -> impl Iterator<Item = Look> {
    let widths = [240, 340, 390, 559, 560, 720, 1000, 1600];
    widths.into_iter().flat_map(|width| {
        [Theme::Light, Theme::Dark, Theme::Print]
            .into_iter()
            .flat_map(move |theme| {
                [1.0, 1.5].map(|text_scale| Look {
                    width,
                    theme,
                    text_scale,
                })
            })
    })
}

#[test]
fn nothing_is_clipped_and_nothing_overlaps() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, figure) in all(lang) {
            for look in looks() {
                let what = format!("{name} {lang:?} {look:?}");
                let svg = draw(&figure, look, &Estimator);
                check_layout(&what, &svg);
                check_shapes(&what, &svg);
            }
        }
    }
}

/// Every text drawn, glued together, so that a wrapped label is found again.
fn drawn_text(svg: &str) -> String {
    let texts: Vec<String> = text_boxes(svg).into_iter().map(|it| it.text).collect();
    texts.concat().replace(' ', "")
}

#[test]
fn what_is_drawn_is_what_the_table_says() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, figure) in all(lang) {
            // Timelines name only the days that fit, and narrow segments go unlabelled.
            if matches!(figure, Figure::Timeline(_) | Figure::Stacked(_)) {
                continue;
            }
            let drawn = drawn_text(&draw(&figure, Look::new(1000, Theme::Light), &Estimator));
            for row in &figure.table()[1..] {
                let skipped = if name == "dots" { Some(1) } else { None };
                for (idx, cell) in row
                    .iter()
                    .enumerate()
                    .filter(|(idx, _)| Some(*idx) != skipped)
                {
                    let is_drawn = drawn.contains(&cell.replace(' ', ""));
                    assert!(is_drawn, "{name} {lang:?}: column {idx}: {cell}");
                }
            }
        }
    }
}

#[test]
fn tables_are_rectangular_and_follow_the_order_drawn() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, figure) in all(lang) {
            let table = figure.table();
            let n_columns = table[0].len();
            assert!(table.iter().all(|it| it.len() == n_columns), "{name}");
            let svg = draw(&figure, Look::new(1000, Theme::Light), &Estimator);
            let mut labels: Vec<(f64, String)> = text_boxes(&svg)
                .into_iter()
                .filter(|it| it.left == 16.0)
                .map(|it| (it.top, it.text))
                .collect();
            labels.sort_by(|a, b| a.0.total_cmp(&b.0));
            let order: Vec<Option<usize>> = table[1..]
                .iter()
                .map(|row| labels.iter().position(|(_, it)| *it == row[0]))
                .collect();
            let found: Vec<usize> = order.iter().copied().flatten().collect();
            assert!(found.is_sorted(), "{name}: {order:?}");
        }
    }
}

#[test]
fn tables_hold_the_numbers() {
    let distribution = samples::distribution(Lang::En).table();
    assert_eq!(distribution[0], ["Answer", "Share", "95% interval", "n"]);
    assert_eq!(
        distribution[2],
        ["Fairly satisfied", "41%", "39–43", "1,036"]
    );
    assert_eq!(distribution[6][0], "No valid answer (of all asked)");
    let stacked = samples::stacked(Lang::En).table();
    assert_eq!(stacked[0].len(), 8);
    assert_eq!(
        stacked[1],
        [
            "Public security in your compound",
            "1%",
            "3%",
            "15%",
            "47%",
            "34%",
            "2%",
            "2,760"
        ]
    );
    assert_eq!(stacked[9][1], "n < 10");
    let dots = samples::dots(Lang::En).table();
    assert_eq!(dots.len(), 48);
    assert_eq!(dots[47][2], "n < 10");
    assert_eq!(samples::timeline(Lang::En).table()[0].len(), 5);
}

#[test]
fn the_description_holds_every_row() {
    for (name, figure) in all(Lang::Zh) {
        let said = figure.describe();
        for row in &figure.table()[1..] {
            for cell in row {
                assert!(said.contains(cell.as_str()), "{name}: {cell}");
            }
        }
        let svg = draw(&figure, Look::new(340, Theme::Light), &Estimator);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let child = |tag: &str| {
            let node = document
                .root_element()
                .children()
                .find(|it| it.has_tag_name(tag));
            node.and_then(|it| it.text()).unwrap().to_owned()
        };
        assert_eq!(child("title"), figure.caption().title);
        assert_eq!(child("desc"), said);
        assert_eq!(document.root_element().attribute("role"), Some("img"));
    }
}

/// A figure whose every string is `label`.
fn hostile(label: &str, value: f64) -> Vec<Figure> {
    let word = || label.to_owned();
    let caption = || Caption {
        lang: word(),
        title: word(),
        subtitle: word(),
        notes: vec![word()],
    };
    let shown = || {
        Shown::Value(Estimate {
            value,
            interval: Some((value, value)),
        })
    };
    let heads = || EstimateHeads {
        label: word(),
        value: word(),
        interval: word(),
        n: word(),
    };
    let row = DotRow {
        label: word(),
        group: Some(99),
        shown: shown(),
        n: u64::MAX,
    };
    let axis = || ScatterAxis {
        title: word(),
        head: word(),
        numbers: Numbers::plain(2),
    };
    vec![
        Figure::Distribution(Distribution {
            caption: caption(),
            numbers: Numbers::percent(),
            heads: heads(),
            valid: vec![OptionBar {
                label: word(),
                shown: shown(),
                n: u64::MAX,
            }],
            missing_title: word(),
            missing: vec![OptionBar {
                label: word(),
                shown: Shown::Withheld(word()),
                n: 0,
            }],
        }),
        Figure::Dots(Dots {
            caption: caption(),
            numbers: Numbers::percent(),
            heads: heads(),
            group_head: word(),
            groups: vec![word(), word()],
            rows: vec![row],
            reference: Some(Reference {
                label: word(),
                value,
            }),
            domain: Some((value, value)),
            order: Order::Descending,
        }),
        Figure::Stacked(Stacked {
            caption: caption(),
            numbers: Numbers::percent(),
            heads: StackedHeads {
                label: word(),
                missing: word(),
                n: word(),
            },
            levels: vec![word(), word()],
            neutral: Some(7),
            rows: vec![StackedRow {
                label: word(),
                shares: StackedShares::Shown {
                    levels: vec![value],
                    missing: value,
                },
                n: 1,
            }],
            order: Order::Descending,
        }),
        Figure::TwoWay(TwoWay {
            caption: caption(),
            numbers: Numbers::plain(200),
            corner: word(),
            n_head: word(),
            value_head: word(),
            columns: vec![word()],
            rows: vec![TwoWayRow {
                label: word(),
                cells: vec![TwoWayCell {
                    shown: shown(),
                    n: 1,
                }],
            }],
        }),
        Figure::Timeline(Timeline {
            caption: caption(),
            day_head: word(),
            total_head: word(),
            series: vec![word()],
            days: vec![Day {
                label: word(),
                counts: vec![u64::MAX, 1],
            }],
        }),
        Figure::Counts(Counts {
            caption: caption(),
            heads: CountsHeads {
                label: word(),
                count: word(),
                target: word(),
            },
            rows: vec![CountRow {
                label: word(),
                count: 0,
                target: None,
            }],
            order: Order::Descending,
        }),
        Figure::Scatter(Scatter {
            caption: caption(),
            x: axis(),
            y: axis(),
            cut: (value, -value),
            parts: vec![word(); 5],
            label_head: word(),
            group_head: word(),
            interval_head: word(),
            points: vec![ScatterPoint {
                label: word(),
                short: word(),
                x: value,
                y: value,
                y_interval: Some((value, f64::NAN)),
                group: 99,
            }],
        }),
    ]
}

#[test]
fn markup_in_labels_is_text() {
    for figure in hostile("<b>&\"'", 0.4) {
        let svg = draw(&figure, Look::new(720, Theme::Light), &Estimator);
        let document = roxmltree::Document::parse(&svg).unwrap();
        assert!(!document.descendants().any(|it| it.has_tag_name("b")));
        assert!(text_boxes(&svg).iter().any(|it| it.text == "<b>&\"'"));
    }
}

#[test]
fn odd_input_draws_without_panic() {
    let labels = [
        "",
        " ",
        "\u{0}\u{1b}",
        "的",
        "\u{301}\u{301}",
        "x".repeat(500).as_str(),
    ]
    .map(str::to_owned);
    for label in labels {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -3.0, 0.0, 1e300] {
            for figure in hostile(&label, value) {
                for width in [0, 340, u32::MAX] {
                    let look = Look {
                        width,
                        theme: Theme::Dark,
                        text_scale: f64::NAN,
                    };
                    let svg = draw(&figure, look, &Estimator);
                    roxmltree::Document::parse(&svg).unwrap();
                }
            }
        }
    }
}

#[test]
fn no_rows_still_say_what_they_are_about() {
    for (name, figure) in all(Lang::En) {
        let empty = without_rows(figure);
        let svg = draw(&empty, Look::new(340, Theme::Light), &Estimator);
        check_layout(name, &svg);
    }
}

fn without_rows(mut figure: Figure) -> Figure {
    match &mut figure {
        Figure::Distribution(it) => {
            it.valid.clear();
            it.missing.clear();
        }
        Figure::Dots(it) => it.rows.clear(),
        Figure::Stacked(it) => it.rows.clear(),
        Figure::TwoWay(it) => it.rows.clear(),
        Figure::Timeline(it) => it.days.clear(),
        Figure::Counts(it) => it.rows.clear(),
        Figure::Scatter(it) => it.points.clear(),
    }
    figure
}

#[test]
fn a_file_stands_on_its_own() {
    let svg = standalone(
        &samples::stacked(Lang::Zh),
        Look::new(720, Theme::Print),
        &Estimator,
    );
    let document = roxmltree::Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("width"), Some("720"));
    assert_eq!(
        root.attribute("height").map(str::to_owned),
        export::size(&svg).map(|it| it.1.to_string())
    );
    assert!(!svg.contains("var(") && !svg.contains("href") && !svg.contains("style="));
    let ground = document
        .descendants()
        .find(|it| it.has_tag_name("rect"))
        .unwrap();
    assert_eq!(
        (ground.attribute("width"), ground.attribute("fill")),
        (Some("720"), Some("#FFFFFF"))
    );
}
