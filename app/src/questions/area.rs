//! A place of the area tree, found by typing or by looking.

use survey_core::base::{Area, AreaTree, Value};
use survey_core::interview::QuestionView;

use super::fields::telling;
use super::{Ink, Said, Scene};
use crate::dom::{Element, Typed, el, el_of};
use crate::locale::Locale;
use crate::locale::fill::Fill;
use crate::widgets::{Icon, drawing};

/// A place as an answer; nothing until the areas are here.
pub(super) fn area(
    scene: Scene,
    view: &QuestionView,
    code: &str,
    level: Option<&str>,
) -> Option<Ink> {
    let pick = |code| Said::value(&view.place, Value::Text(code));
    let sought = scene.sought_in(&view.place);
    Some(area_picker(
        scene.areas?,
        scene.locale,
        code,
        level,
        sought,
        pick,
        telling(view, Said::Sought),
    ))
}

/// The place that was picked, or a searchable list of places under what they lie in.
///
/// `code` is the code that is chosen, empty if none is; `level` the level to choose from, all of
/// them if `None`; `sought` the words to search by. `pick` means the code that was chosen, empty
/// to choose again, and `seek` other words to search by.
pub fn area_picker<M>(
    tree: &AreaTree,
    locale: Locale,
    code: &str,
    level: Option<&str>,
    sought: &str,
    pick: impl Fn(String) -> M,
    seek: Typed<M>,
) -> Element<M> {
    let language = locale.0.tag();
    if let Some(area) = tree.get(code) {
        let again = el_of("button", "secondary")
            .set("type", "button")
            .press(pick(String::new()))
            .words(locale.words(Fill::AreaChange));
        return el_of("p", "area-chosen")
            .attr("data-area", area.code.clone())
            .with(drawing(Icon::Place))
            .with(el("span").words(path(tree, &area.code, language)))
            .with(again);
    }
    let found = find(tree, level, sought);
    let mut list = el_of("div", "area-list");
    if found.is_empty() {
        list = list.with(el_of("p", "hint").words(locale.words(Fill::AreaNone)));
    }
    for area in found {
        let around = area.parent.as_deref().and_then(|it| tree.get(it));
        let around = around.map_or("", |it| it.name.get(language, "zh"));
        list = list.with(
            el_of("button", "area-row")
                .set("type", "button")
                .attr("data-area", area.code.clone())
                .press(pick(area.code.clone()))
                .with(el("span").words(area.name.get(language, "zh").to_owned()))
                .with(el("small").words(around.to_owned())),
        );
    }
    let search = locale.words(Fill::AreaSearch);
    let field = el_of("input", "field")
        .set("type", "search")
        .set("autocomplete", "off")
        .attr("placeholder", search.clone())
        .attr("aria-label", search)
        .value(sought)
        .typed(Some(seek), None);
    el_of("div", "area-picker").with(field).with(list)
}

/// Places of a level whose name, or the name of what they lie in, holds the words. Only Latin
/// letters fold their case: tables for all of Unicode would be a part of every download.
fn find<'a>(tree: &'a AreaTree, level: Option<&str>, sought: &str) -> Vec<&'a Area> {
    let sought = sought.trim().to_ascii_lowercase();
    let holds = |area: &Area| {
        let mut names = area.name.pairs().map(|(_, name)| name);
        area.code.starts_with(&sought) || names.any(|it| it.to_ascii_lowercase().contains(&sought))
    };
    let fits = |area: &&Area| {
        level.is_none_or(|it| it == area.level) && tree.ancestors(&area.code).any(&holds)
    };
    tree.areas().iter().filter(fits).collect()
}

/// Street and community, or what there is.
fn path(tree: &AreaTree, code: &str, language: &str) -> String {
    let names = tree.ancestors(code).filter(|it| it.level != "district");
    let mut names: Vec<&str> = names.map(|it| it.name.get(language, "zh")).collect();
    names.reverse();
    names.join(" › ")
}
