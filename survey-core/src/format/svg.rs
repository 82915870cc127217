//! Drawings that forms bring along, as data: the shapes and the words of an SVG document, and
//! nothing that could run, load or link.

use roxmltree::{Document, Node, ParsingOptions};

/// The most bytes of a drawing.
const MAX_BYTES: usize = 4_000_000;
/// The most shapes and groups of a drawing.
const MAX_SHAPES: usize = 20_000;
/// How deep groups may nest.
const MAX_DEPTH: usize = 32;

/// Elements that only draw.
const TAGS: [&str; 10] = [
    "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
];

/// Attributes that only say where and how.
const ATTRIBUTES: [&str; 28] = [
    "d",
    "points",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "dx",
    "dy",
    "width",
    "height",
    "transform",
    "fill",
    "fill-rule",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "font-size",
    "text-anchor",
];

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// The part of the plane that is shown: `x y width height`.
    pub view_box: String,
    /// What is drawn, in order.
    pub shapes: Vec<Shape>,
}

/// A shape, a group of shapes, or words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The element's name in SVG.
    pub tag: &'static str,
    /// The name by which a choice means it; blank if it has none.
    pub id: String,
    /// Where and how it is drawn.
    pub attributes: Vec<(&'static str, String)>,
    /// Words in it.
    pub words: String,
    /// What is drawn inside.
    pub shapes: Vec<Shape>,
}

/// Reads an SVG document. Scripts, styles, links, images and whatever else is no plain shape are
/// left out.
///
/// # Errors
/// If it is no SVG document, or larger or deeper than a drawing is.
pub fn read(text: &str) -> Result<Drawing, String> {
    if text.len() > MAX_BYTES {
        return Err(format!(
            "found {} bytes, expected at most {MAX_BYTES}",
            text.len()
        ));
    }
    let options = ParsingOptions {
        // Drawing programs write a document type; what it declares is never fetched.
        allow_dtd: true,
        nodes_limit: 4 * MAX_SHAPES as u32,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|it| it.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        let name = root.tag_name().name();
        return Err(format!("found `<{name}>`, expected `<svg>`"));
    }
    let view_box = view_box(root).ok_or("found neither `viewBox` nor a size")?;
    let mut left = MAX_SHAPES;
    let shapes = shapes(root, 0, &mut left)?;
    Ok(Drawing { view_box, shapes })
}

fn view_box(root: Node) -> Option<String> {
    if let Some(it) = root.attribute("viewBox") {
        let numbers: Option<Vec<f64>> = it
            .split([' ', ',', '\n', '\t'])
            .filter(|it| !it.is_empty())
            .map(|it| it.parse().ok())
            .collect();
        return numbers.filter(|it| it.len() == 4).map(|it| {
            let [x, y, width, height] = [it[0], it[1], it[2], it[3]];
            format!("{x} {y} {width} {height}")
        });
    }
    let size = |name: &str| {
        let digits = root.attribute(name)?.trim_end_matches(char::is_alphabetic);
        digits.trim().parse::<f64>().ok().filter(|it| *it > 0.0)
    };
    Some(format!("0 0 {} {}", size("width")?, size("height")?))
}

fn shapes(around: Node, depth: usize, left: &mut usize) -> Result<Vec<Shape>, String> {
    if depth > MAX_DEPTH {
        return Err(format!("groups nest deeper than {MAX_DEPTH}"));
    }
    let mut found = Vec::new();
    for node in around.children().filter(Node::is_element) {
        let name = node.tag_name().name();
        let Some(tag) = TAGS.iter().find(|it| **it == name) else {
            continue;
        };
        *left = left
            .checked_sub(1)
            .ok_or_else(|| format!("found more than {MAX_SHAPES} shapes"))?;
        let is_words = matches!(*tag, "text" | "tspan");
        found.push(Shape {
            tag,
            id: node.attribute("id").unwrap_or_default().to_owned(),
            attributes: attributes(node),
            words: match node.text().filter(|_| is_words) {
                Some(words) => words.trim().to_owned(),
                None => String::new(),
            },
            shapes: shapes(node, depth + 1, left)?,
        });
    }
    Ok(found)
}

/// What an element says of itself, in attributes and in its style.
fn attributes(node: Node) -> Vec<(&'static str, String)> {
    let style = node.attribute("style").unwrap_or_default();
    let style: Vec<(&str, &str)> = style
        .split(';')
        .filter_map(|it| it.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let value = |name: &'static str| {
        let styled = style.iter().find(|it| it.0 == name).map(|it| it.1);
        let value = styled.or(node.attribute(name))?;
        is_plain(value).then(|| (name, value.to_owned()))
    };
    ATTRIBUTES.into_iter().filter_map(value).collect()
}

/// Whether a value is numbers, names and colours: nothing that leads elsewhere.
fn is_plain(value: &str) -> bool {
    let calls = |it: char| matches!(it, '<' | '>' | '"' | '\'' | '\\' | '&' | '@' | ':');
    !value.contains(calls) && !value.to_ascii_lowercase().contains("url(")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn shapes_stay_and_everything_that_acts_goes() {
        let drawing = read(
            r##"<?xml version="1.0"?>
            <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
                viewBox="0,0 10 20" onload="alert(1)">
              <script>alert(2)</script><style>*{fill:red}</style><image xlink:href="http://x/y.png"/>
              <a xlink:href="javascript:alert(3)"><rect id="in-link"/></a>
              <g id="north" style="fill:#aabbcc; background:url(http://x)" onclick="alert(4)">
                <path d="M0 0L1 1z" fill="url(#gradient)" stroke="black"/>
                <foreignObject><p>no</p></foreignObject>
                <text x="1">North</text>
              </g>
            </svg>"##,
        )
        .expect("it is a drawing");
        assert_eq!(drawing.view_box, "0 0 10 20");
        assert_eq!(drawing.shapes.len(), 1, "{drawing:?}");
        let north = &drawing.shapes[0];
        assert_eq!(north.id, "north");
        assert_eq!(north.attributes, [("fill", "#aabbcc".to_owned())]);
        let tags: Vec<&str> = north.shapes.iter().map(|it| it.tag).collect();
        assert_eq!(tags, ["path", "text"]);
        assert_eq!(
            north.shapes[0].attributes,
            [
                ("d", "M0 0L1 1z".to_owned()),
                ("stroke", "black".to_owned())
            ]
        );
        assert_eq!(north.shapes[1].words, "North");
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        let deep = format!(
            "<svg width='1' height='1'>{}{}</svg>",
            "<g>".repeat(40),
            "</g>".repeat(40)
        );
        for (text, why) in [
            ("<html/>", "expected `<svg>`"),
            ("<svg/>", "neither `viewBox`"),
            ("no", ""),
            (deep.as_str(), "deeper than 32"),
        ] {
            let error = read(text).expect_err("it is none");
            assert!(error.contains(why), "{error}");
        }
        assert_eq!(
            read("<svg width='4cm' height='3cm'/>")
                .unwrap_or_default()
                .view_box,
            "0 0 4 3"
        );
    }
}
