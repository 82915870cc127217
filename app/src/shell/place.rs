//! Where the device is.

use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Geolocation, Position, PositionError, PositionOptions, window};

use crate::capture::{Fix, Trouble};

/// What browsers mean by their numbers.
const DENIED: u16 = 1;
const TIMED_OUT: u16 = 3;

/// The device's place is watched for as long as this lives.
pub struct Watch {
    geolocation: Geolocation,
    id: i32,
    _found: Closure<dyn FnMut(Position)>,
    _failed: Closure<dyn FnMut(PositionError)>,
}

impl Watch {
    /// Tells every place that is measured from now on, and what stands in the way.
    ///
    /// # Errors
    /// That the browser cannot, or not at this address.
    pub fn start(told: impl Fn(Result<Fix, Trouble>) + Clone + 'static) -> Result<Watch, Trouble> {
        let geolocation = geolocation().ok_or(Trouble::Unsupported)?;
        let tell = told.clone();
        let found = Closure::<dyn FnMut(Position)>::new(move |it| tell(Ok(fix(&it))));
        let failed =
            Closure::<dyn FnMut(PositionError)>::new(move |it: PositionError| match it.code() {
                // The next measurement may come; the person can stop it.
                TIMED_OUT => {}
                DENIED => told(Err(Trouble::Denied)),
                _ => told(Err(Trouble::NoPlace)),
            });
        let options = PositionOptions::new();
        options.set_enable_high_accuracy(true);
        options.set_maximum_age(0);
        let id = geolocation
            .watch_position_with_error_callback_and_options(
                found.as_ref().unchecked_ref(),
                Some(failed.as_ref().unchecked_ref()),
                &options,
            )
            .map_err(|_| Trouble::Unsupported)?;
        Ok(Watch {
            geolocation,
            id,
            _found: found,
            _failed: failed,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.geolocation.clear_watch(self.id);
    }
}

fn geolocation() -> Option<Geolocation> {
    let window = window()?;
    if !window.is_secure_context() {
        return None;
    }
    let navigator: JsValue = window.navigator().into();
    let geolocation = Reflect::get(&navigator, &"geolocation".into()).ok()?;
    (!geolocation.is_undefined()).then(|| geolocation.unchecked_into())
}

fn fix(position: &Position) -> Fix {
    let coords = position.coords();
    Fix {
        latitude: coords.latitude(),
        longitude: coords.longitude(),
        altitude: coords.altitude().unwrap_or(0.0),
        accuracy: coords.accuracy(),
    }
}
