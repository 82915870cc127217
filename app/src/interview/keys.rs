//! What keys mean in an interview: digits choose, Enter goes on.

use survey_core::interview::{Event as Happens, QuestionView, Stage, View};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::listbox;
use crate::questions::choose_by_digit;

/// Within this time, a second digit belongs to the first.
const SOON_MILLIS: f64 = 800.0;

/// Keys that were pressed before.
pub struct Keys {
    last_digit: f64,
}

impl Default for Keys {
    fn default() -> Keys {
        Keys {
            last_digit: f64::NEG_INFINITY,
        }
    }
}

impl Keys {
    /// What a key means among the questions; the browser is told when it means something.
    pub fn pressed(&mut self, event: &KeyboardEvent, view: &View) -> Option<Happens> {
        // Some browsers tell of the key that ends a composition only by this number.
        let composing = event.is_composing() || event.key_code() == 229;
        let held = event.ctrl_key() || event.meta_key() || event.alt_key();
        if held || composing || view.stage != Stage::Asking {
            return None;
        }
        let target = event.target()?.dyn_into::<Element>().ok()?;
        target.closest("form.fill").ok()??;
        let key = event.key();
        let list = target.closest("[data-seek]").ok().flatten();
        if list.is_some_and(|it| listbox::moved(&it, &target, &key)) {
            event.prevent_default();
            return None;
        }
        let soon = event.time_stamp() - self.last_digit < SOON_MILLIS;
        let meant = match key.parse::<u32>() {
            Ok(number) if number < 10 => digit(&target, view, number, soon),
            Ok(_) | Err(_) => (key == "Enter" && takes_enter(&target)).then_some(Happens::Next),
        };
        if meant.is_some() {
            event.prevent_default();
            if key != "Enter" {
                self.last_digit = event.time_stamp();
            }
        }
        meant
    }
}

/// Whether Enter goes on here: everywhere but where it means something else.
fn takes_enter(target: &Element) -> bool {
    !matches!(
        target.tag_name().as_str(),
        "BUTTON" | "TEXTAREA" | "A" | "SELECT" | "SUMMARY"
    )
}

fn digit(target: &Element, view: &View, digit: u32, soon: bool) -> Option<Happens> {
    let typed = target
        .dyn_ref::<HtmlInputElement>()
        .map(HtmlInputElement::type_);
    let types = typed.is_some_and(|it| !matches!(it.as_str(), "radio" | "checkbox"));
    if types || matches!(target.tag_name().as_str(), "TEXTAREA" | "SELECT") {
        return None;
    }
    let questions = &view.screen.questions;
    let around = target.closest("[data-place]").ok().flatten();
    let place = around.and_then(|it| it.get_attribute("data-place"));
    let meant = place.and_then(|place| questions.iter().find(|it| it.place == place));
    let chosen = |it: &QuestionView| choose_by_digit(it, digit, soon);
    meant
        .and_then(chosen)
        .or_else(|| questions.iter().find_map(chosen))
}
