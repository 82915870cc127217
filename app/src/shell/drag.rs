//! Dragging a choice to its place in an order: the handle follows the finger, and letting go is
//! the answer. The buttons beside it do the same without dragging.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use survey_core::base::Value;
use survey_core::interview::{Event as Happens, Input};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, PointerEvent};

const KINDS: [&str; 4] = ["pointerdown", "pointermove", "pointerup", "pointercancel"];

/// A choice that is being dragged.
struct Held {
    row: HtmlElement,
    list: Element,
    pointer: i32,
    from: i32,
}

/// Hears of dragging in orders for as long as what it gives back is kept.
pub fn listen(told: impl Fn(Happens) + 'static) -> Vec<EventListener> {
    let Some(document) = web_sys::window().and_then(|it| it.document()) else {
        return Vec::new();
    };
    let held: Rc<RefCell<Option<Held>>> = Rc::default();
    let told = Rc::new(told);
    let listener = |kind: &'static str| {
        let (held, told) = (held.clone(), told.clone());
        let heard = move |event: &Event| {
            if let Some(pointer) = event.dyn_ref::<PointerEvent>()
                && let Some(happens) = heard(&mut held.borrow_mut(), pointer)
            {
                told(happens);
            }
        };
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&document, kind, options, heard)
    };
    KINDS.into_iter().map(listener).collect()
}

fn heard(held: &mut Option<Held>, event: &PointerEvent) -> Option<Happens> {
    if event.type_() == "pointerdown" {
        *held = take(event);
        return None;
    }
    if held.as_ref()?.pointer != event.pointer_id() {
        return None;
    }
    match event.type_().as_str() {
        "pointermove" => {
            event.prevent_default();
            let it = held.as_ref()?;
            let moved = format!("translateY({}px)", event.client_y() - it.from);
            let _ = it.row.style().set_property("transform", &moved);
            None
        }
        "pointerup" => {
            let it = held.take()?;
            it.put_down();
            it.order(event.client_y())
        }
        _ => {
            held.take()?.put_down();
            None
        }
    }
}

fn take(event: &PointerEvent) -> Option<Held> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let handle = target.closest("[data-rank-handle]").ok()??;
    let row: HtmlElement = handle.closest("[data-choice]").ok()??.dyn_into().ok()?;
    let list = row.closest("[data-rank]").ok()??;
    event.prevent_default();
    row.class_list().add_1("held").ok()?;
    Some(Held {
        row,
        list,
        pointer: event.pointer_id(),
        from: event.client_y(),
    })
}

impl Held {
    fn put_down(&self) {
        let _ = self.row.class_list().remove_1("held");
        let _ = self.row.style().remove_property("transform");
    }

    /// The order after the choice is let go at this height; none if it stays where it was.
    fn order(&self, height: i32) -> Option<Happens> {
        let rows = self.list.query_selector_all(".chosen[data-choice]").ok()?;
        let rows = (0..rows.length()).filter_map(|it| rows.get(it)?.dyn_into::<Element>().ok());
        let name = |it: &Element| it.get_attribute("data-choice");
        let own = name(&self.row)?;
        let before: Vec<String> = rows.clone().filter_map(|it| name(&it)).collect();
        let mut order: Vec<String> = Vec::new();
        let mut placed = false;
        for row in rows.filter(|it| it != self.row.unchecked_ref::<Element>()) {
            let area = row.get_bounding_client_rect();
            let below = f64::from(height) < area.top() + area.height() / 2.0;
            if below && !placed {
                order.push(own.clone());
                placed = true;
            }
            order.extend(name(&row));
        }
        if !placed {
            order.push(own);
        }
        (order != before).then(|| Happens::Answer {
            place: self.list.get_attribute("data-rank").unwrap_or_default(),
            input: Input::Value(Value::Many(order)),
        })
    }
}
