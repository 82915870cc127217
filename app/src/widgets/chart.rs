use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

use crate::charts::{Figure, Look, Measure, Theme, draw};

/// How figures are drawn here; a context.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawing {
    /// The colours.
    pub theme: Theme,
    /// Factor on every text size.
    pub text_scale: f64,
}

impl Default for Drawing {
    fn default() -> Drawing {
        Drawing {
            theme: Theme::Light,
            text_scale: 1.0,
        }
    }
}

/// Widths are taken in steps of so many pixels, so that dragging a window's edge redraws seldom.
const STEP: u32 = 8;
/// The width of exported figures.
const PAPER: u32 = 960;

/// What a chart needs.
#[derive(Clone, Properties)]
pub struct ChartProps {
    /// The figure.
    pub figure: Rc<Figure>,
}

impl PartialEq for ChartProps {
    fn eq(&self, other: &ChartProps) -> bool {
        self.figure == other.figure
    }
}

/// A figure as wide as there is room for, redrawn with the room and the colours.
#[component]
pub fn Chart(props: &ChartProps) -> Html {
    let drawing = use_context::<Drawing>().unwrap_or_default();
    let node = use_node_ref();
    let width = use_width(&node);
    let svg = use_memo(
        (props.figure.clone(), drawing, width),
        |(figure, drawing, width)| {
            (*width > 0).then(|| {
                let look = Look {
                    width: *width,
                    theme: drawing.theme,
                    text_scale: drawing.text_scale,
                };
                AttrValue::from(with_measure(|measure| draw(figure, look, measure)))
            })
        },
    );
    let content = svg.as_ref().clone().map(Html::from_html_unchecked);
    html! { <div class="chart" ref={node}>{ for content }</div> }
}

/// The figure as a file of its own, in the colours of paper.
pub fn on_paper(figure: &Figure) -> String {
    let look = Look::new(PAPER, Theme::Light);
    with_measure(|measure| crate::charts::standalone(figure, look, measure))
}

#[cfg(target_arch = "wasm32")]
fn with_measure(draw: impl FnOnce(&dyn Measure) -> String) -> String {
    thread_local! {
        static MEASURE: crate::charts::CanvasMeasure = crate::charts::CanvasMeasure::new();
    }
    MEASURE.with(|it| draw(it))
}

#[cfg(not(target_arch = "wasm32"))]
fn with_measure(draw: impl FnOnce(&dyn Measure) -> String) -> String {
    draw(&crate::charts::Estimator)
}

/// The width of an element in CSS pixels, as long as it is there; 0 until it is known.
#[hook]
fn use_width(node: &NodeRef) -> u32 {
    let width = use_state_eq(|| 0);
    let known = width.clone();
    use_effect_with(node.clone(), move |node| {
        let observer = node.cast::<Element>().map(|element| {
            let seen = element.clone();
            let measure = move || known.set(step(seen.client_width()));
            measure();
            let heard = Closure::<dyn FnMut()>::new(measure);
            let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
            if let Some(observer) = &observer {
                observer.observe(&element);
            }
            (observer, heard)
        });
        move || {
            if let Some((Some(observer), _)) = &observer {
                observer.disconnect();
            }
        }
    });
    *width
}

fn step(width: i32) -> u32 {
    u32::try_from(width).unwrap_or(0) / STEP * STEP
}
