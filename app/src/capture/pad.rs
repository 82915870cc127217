//! A sheet to draw on with a finger, a pen or the mouse.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use super::keep::Keeper;
use super::parts::Act;
use super::{Sketch, Strokes, Trouble};
use crate::locale::Locale;
use crate::locale::capture::Capture as Say;
use crate::shell::pad;
use crate::shell::picture::Picture;
use crate::widgets::Icon;

#[derive(PartialEq, Properties)]
pub(super) struct PadProps {
    pub(super) locale: Locale,
    pub(super) sketch: Sketch,
    /// What is drawn on, if it is not a white sheet.
    pub(super) ground: Option<Picture>,
    /// The question.
    pub(super) label: String,
    pub(super) keeper: Keeper,
}

/// One sitting at the sheet.
#[derive(Default)]
struct Sitting {
    strokes: Strokes,
    ground: Option<Picture>,
    /// The name that the drawing is kept under, once it is.
    name: Option<String>,
    /// Whether it is being kept.
    saving: bool,
    /// Whether it changed since it began to be kept.
    changed: bool,
}

impl Sketch {
    /// Height over width.
    fn ratio(self) -> f64 {
        match self {
            Sketch::Signature => 0.5,
            Sketch::Draw | Sketch::Annotate => 0.75,
        }
    }

    /// Marks must be seen on any photograph.
    fn colour(self) -> &'static str {
        match self {
            Sketch::Signature | Sketch::Draw => "#101418",
            Sketch::Annotate => "#d0021b",
        }
    }

    fn words(self, label: String) -> Say {
        match self {
            Sketch::Signature => Say::SignHere { label },
            Sketch::Draw => Say::DrawHere { label },
            Sketch::Annotate => Say::MarkHere { label },
        }
    }
}

/// A sheet to draw on. What is drawn is kept whenever the pen is lifted.
#[component]
pub(super) fn Pad(props: &PadProps) -> Html {
    let canvas = use_node_ref();
    let sitting = use_mut_ref(Sitting::default);
    let blank = use_state_eq(|| true);
    let sketch = props.sketch;
    let sheet = Sheet {
        canvas: canvas.clone(),
        sitting: sitting.clone(),
        sketch,
        keeper: props.keeper.clone(),
        blank: blank.setter(),
    };
    use_effect_with(props.ground.clone(), {
        let sheet = sheet.clone();
        move |ground| sheet.lay(ground.clone())
    });
    let on_pointer = |act: fn(&Sheet, &PointerEvent)| {
        let sheet = sheet.clone();
        Callback::from(move |event: PointerEvent| act(&sheet, &event))
    };
    let (onpointerdown, onpointermove) = (on_pointer(Sheet::down), on_pointer(Sheet::moved));
    let onpointerup = on_pointer(Sheet::up);
    let take_back = |act: fn(&mut Strokes)| {
        let sheet = sheet.clone();
        Callback::from(move |()| sheet.take_back(act))
    };
    let locale = props.locale;
    html! {
        <div class="pad">
            <p class="hint">{ locale.say(Say::DrawHint) }</p>
            <canvas class="pad-sheet" role="img" aria-label={locale.say(sketch.words(props.label.clone()))}
                ref={canvas} {onpointerdown} {onpointermove} onpointerup={onpointerup.clone()}
                onpointercancel={onpointerup} />
            <div class="buttons">
                <Act does="undo-stroke" words={locale.say(Say::UndoStroke)} icon={Icon::Left} disabled={*blank}
                    on={take_back(Strokes::undo)} />
                <Act does="clear-strokes" words={locale.say(Say::ClearStrokes)} icon={Icon::Trash} disabled={*blank}
                    on={take_back(Strokes::clear)} />
            </div>
        </div>
    }
}

/// The sheet, for those who draw on it.
#[derive(Clone)]
struct Sheet {
    canvas: NodeRef,
    sitting: Rc<RefCell<Sitting>>,
    sketch: Sketch,
    keeper: Keeper,
    blank: UseStateSetter<bool>,
}

impl Sheet {
    fn canvas(&self) -> Option<HtmlCanvasElement> {
        self.canvas.cast::<HtmlCanvasElement>()
    }

    /// Begins anew on a white sheet or on a photograph.
    fn lay(&self, ground: Option<Picture>) {
        let Some(canvas) = self.canvas() else {
            return;
        };
        match &ground {
            Some(picture) => pad::fit_picture(&canvas, picture.size()),
            None => pad::fit(&canvas, self.sketch.ratio()),
        }
        *self.sitting.borrow_mut() = Sitting {
            ground,
            ..Sitting::default()
        };
        self.blank.set(true);
        self.paint(&canvas);
    }

    fn paint(&self, canvas: &HtmlCanvasElement) {
        let sitting = self.sitting.borrow();
        let lines = sitting.strokes.lines();
        // A canvas that cannot be painted on shows nothing, and the person sees that.
        let _ = pad::paint(canvas, sitting.ground.as_ref(), lines, self.sketch.colour());
    }

    fn down(&self, event: &PointerEvent) {
        let Some(canvas) = self.canvas().filter(|_| event.is_primary()) else {
            return;
        };
        event.prevent_default();
        // Fails for a pointer that is gone again.
        let _ = canvas.set_pointer_capture(event.pointer_id());
        let at = pad::point(&canvas, event.client_x(), event.client_y());
        self.sitting.borrow_mut().strokes.begin(at);
        self.blank.set(false);
        self.paint(&canvas);
    }

    fn moved(&self, event: &PointerEvent) {
        let Some(canvas) = self.canvas().filter(|_| event.is_primary()) else {
            return;
        };
        let at = pad::point(&canvas, event.client_x(), event.client_y());
        if self.sitting.borrow_mut().strokes.extend(at) {
            self.paint(&canvas);
        }
    }

    fn up(&self, event: &PointerEvent) {
        if event.is_primary() && self.sitting.borrow_mut().strokes.end() {
            self.save();
        }
    }

    fn take_back(&self, act: fn(&mut Strokes)) {
        act(&mut self.sitting.borrow_mut().strokes);
        self.blank.set(self.sitting.borrow().strokes.is_blank());
        if let Some(canvas) = self.canvas() {
            self.paint(&canvas);
        }
        self.save();
    }

    /// Keeps the drawing as it is; one at a time, so that the newest comes last.
    fn save(&self) {
        let mut sitting = self.sitting.borrow_mut();
        sitting.changed = true;
        if std::mem::replace(&mut sitting.saving, true) {
            return;
        }
        let (sheet, canvas) = (self.clone(), self.canvas());
        spawn_local(async move {
            let mut how = Ok(());
            while how.is_ok() && std::mem::take(&mut sheet.sitting.borrow_mut().changed) {
                how = sheet.save_once(canvas.as_ref()).await;
            }
            sheet.sitting.borrow_mut().saving = false;
            sheet.keeper.ended(how);
        });
    }

    async fn save_once(&self, canvas: Option<&HtmlCanvasElement>) -> Result<(), Trouble> {
        let (empty, name) = {
            let mut sitting = self.sitting.borrow_mut();
            let empty = sitting.strokes.is_blank() && sitting.ground.is_none();
            (
                empty,
                if empty {
                    sitting.name.take()
                } else {
                    sitting.name.clone()
                },
            )
        };
        if empty {
            if name.is_some() {
                self.keeper.clear();
            }
            return Ok(());
        }
        let drawing = match canvas {
            Some(canvas) => pad::drawing(canvas).await,
            None => None,
        };
        let drawing = drawing.ok_or(Trouble::Unsupported)?;
        match name {
            Some(name) => self.keeper.store_again(&name, &drawing).await,
            None => {
                let name = self.keeper.store(&drawing, "png").await?;
                self.sitting.borrow_mut().name = Some(name);
                Ok(())
            }
        }
    }
}
