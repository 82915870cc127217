//! A place of the area tree, found by typing or by looking.

use std::rc::Rc;

use survey_core::base::{Area, AreaTree, Value};
use survey_core::interview::QuestionView;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::use_ask;
use crate::locale::fill::Fill;
use crate::locale::use_locale;
use crate::widgets::{Icon, icon};

/// The areas; a context.
#[derive(Clone, Debug, Default)]
pub struct Areas(pub Option<Rc<AreaTree>>);

impl PartialEq for Areas {
    fn eq(&self, other: &Areas) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct AreaControlProps {
    pub(super) view: QuestionView,
    pub(super) code: String,
    pub(super) level: Option<String>,
}

/// A place as an answer.
#[component]
pub(super) fn AreaControl(props: &AreaControlProps) -> Html {
    let ask = use_ask();
    let place = props.view.place.clone();
    let on_pick = Callback::from(move |code: String| ask.value(&place, Value::Text(code)));
    html! {
        <AreaPicker code={props.code.clone()} level={props.level.clone()} {on_pick}
            name={props.view.place.clone()} />
    }
}

/// What the picker needs.
#[derive(PartialEq, Properties)]
pub struct AreaPickerProps {
    /// The code that is chosen; empty if none is.
    pub code: String,
    /// The level to choose from; all of them if `None`.
    pub level: Option<String>,
    /// Told which code was chosen; empty to choose again.
    pub on_pick: Callback<String>,
    /// A name for the group of radios.
    pub name: String,
}

/// A searchable list of places under what they lie in.
#[component]
pub fn AreaPicker(props: &AreaPickerProps) -> Html {
    let locale = use_locale();
    let language = locale.0.tag();
    let areas = use_context::<Areas>().unwrap_or_default();
    let sought = use_state_eq(String::new);
    let Some(tree) = areas.0 else {
        return Html::default();
    };
    if let Some(area) = tree.get(&props.code) {
        let again = props.on_pick.reform(|_: MouseEvent| String::new());
        return html! {
            <p class="area-chosen" data-area={area.code.clone()}>
                { icon(Icon::Place) }
                <span>{ path(&tree, &area.code, language) }</span>
                <button type="button" class="secondary" onclick={again}>
                    { locale.say(Fill::AreaChange) }
                </button>
            </p>
        };
    }
    let oninput = {
        let sought = sought.clone();
        Callback::from(move |event: InputEvent| {
            let input = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            sought.set(input.map(|it| it.value()).unwrap_or_default());
        })
    };
    let found = find(&tree, props.level.as_deref(), &sought);
    let rows = found.iter().map(|area| {
        let pick = props.on_pick.reform({
            let code = area.code.clone();
            move |_: MouseEvent| code.clone()
        });
        let street = area.parent.as_deref().and_then(|it| tree.get(it));
        html! {
            <button type="button" class="area-row" data-area={area.code.clone()} onclick={pick}>
                <span>{ area.name.get(language, "zh") }</span>
                <small>{ street.map_or("", |it| it.name.get(language, "zh")) }</small>
            </button>
        }
    });
    let search = locale.say(Fill::AreaSearch);
    html! {
        <div class="area-picker">
            <input class="field" type="search" autocomplete="off" placeholder={search.clone()}
                aria-label={search} value={(*sought).clone()} {oninput} />
            <div class="area-list">
                { for rows }
                if found.is_empty() {
                    <p class="hint">{ locale.say(Fill::AreaNone) }</p>
                }
            </div>
        </div>
    }
}

/// Places of a level whose name, or the name of what they lie in, holds the words.
fn find<'a>(tree: &'a AreaTree, level: Option<&str>, sought: &str) -> Vec<&'a Area> {
    let sought = sought.trim().to_lowercase();
    let holds = |area: &Area| {
        area.code.starts_with(&sought)
            || area
                .name
                .pairs()
                .any(|(_, name)| name.to_lowercase().contains(&sought))
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
