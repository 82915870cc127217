//! Writes every figure at every width to one HTML page, to be looked at.
//!
//! `cargo run -p minyi-app --example gallery -- gallery.html`

use std::fmt::Write as _;

use minyi_app::charts::{Estimator, Look, Theme, draw};

#[path = "../tests/charts/samples.rs"]
mod samples;

use samples::{Lang, all};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let path = args.next().unwrap_or_else(|| String::from("gallery.html"));
    let only = args.next().unwrap_or_default();
    let mut page = String::from(
        "<!doctype html><meta charset=\"utf-8\"><title>Figures</title>\
         <style>body{margin:16px;background:#c9ced4}div{display:inline-block;\
         vertical-align:top;margin:0 16px 16px 0}</style>",
    );
    for lang in [Lang::Zh, Lang::En] {
        for theme in [Theme::Light, Theme::Dark] {
            for width in [340, 720, 1000] {
                if !format!("{lang:?} {theme:?} {width}").contains(&only) {
                    continue;
                }
                for (_name, figure) in all(lang) {
                    let svg = draw(&figure, Look::new(width, theme), &Estimator);
                    write!(page, "<div style=\"width:{width}px\">{svg}</div>")
                        .expect("writing into a string succeeds");
                }
            }
        }
    }
    std::fs::write(path, page)
}
