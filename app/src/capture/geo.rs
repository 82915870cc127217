//! Places on earth: measured here, or typed.

use survey_core::base::Value;
use survey_core::questionnaire::Geo;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::keep::Work;
use super::parts::{Act, Status};
use super::{Aim, Asked, Fix, Places, Trouble};
use crate::locale::Locale;
use crate::locale::capture::Capture as Say;
use crate::questions::Said;
use crate::shell::place::Watch;
use crate::widgets::Icon;

#[derive(PartialEq, Properties)]
pub(super) struct GeoProps {
    pub(super) asked: Asked,
    pub(super) geo: Geo,
    pub(super) aim: Aim,
    /// The places so far, as they are stored.
    pub(super) text: String,
    pub(super) say: Callback<Said>,
}

/// A place, a way, or the border of an area.
#[component]
pub(super) fn GeoQuestion(props: &GeoProps) -> Html {
    let asked = &props.asked;
    let (locale, geo) = (asked.locale, props.geo);
    let places = Places::read(geo, &props.text);
    let change = {
        let (say, place, places) = (props.say.clone(), asked.place.clone(), places.clone());
        Callback::from(move |change: Change| {
            let mut places = places.clone();
            match change {
                Change::Add(fix) => places.add(fix),
                Change::Remove(idx) => places.remove(idx),
            }
            say.emit(match places.fixes() {
                [] => Said::clear(&place),
                _ => Said::value(&place, Value::Text(places.text())),
            });
        })
    };
    let add = change.reform(Change::Add);
    let n_missing = places.n_missing();
    html! {
        <div class="capture" data-capture={geo_name(geo)}>
            if props.aim.map {
                <p class="hint">{ locale.say(Say::NoMap) }</p>
            }
            <Taken {locale} {geo} places={places.clone()} aim={props.aim} read_only={asked.read_only} {change} />
            if geo != Geo::Point && n_missing > 0 && !places.fixes().is_empty() {
                <p class="hint" role="status">{ locale.say(Say::MorePlaces { n: n_missing }) }</p>
            }
            if !asked.read_only {
                <Measure {locale} {geo} aim={props.aim} again={!places.fixes().is_empty()} on={add.clone()} />
                <Type {locale} label={asked.label.clone()} on={add} />
            }
        </div>
    }
}

fn geo_name(geo: Geo) -> &'static str {
    match geo {
        Geo::Point => "geopoint",
        Geo::Trace => "geotrace",
        Geo::Shape => "geoshape",
    }
}

/// What happens to the places.
enum Change {
    Add(Fix),
    Remove(usize),
}

#[derive(PartialEq, Properties)]
struct TakenProps {
    locale: Locale,
    geo: Geo,
    places: Places,
    aim: Aim,
    read_only: bool,
    change: Callback<Change>,
}

/// The places so far, each with a way out, and their line.
#[component]
fn Taken(props: &TakenProps) -> Html {
    let locale = props.locale;
    let fixes = props.places.fixes();
    if fixes.is_empty() {
        return Html::default();
    }
    let remove = |idx: usize| props.change.reform(move |()| Change::Remove(idx));
    html! {
        <>
            <ol class="places">
                { for fixes.iter().enumerate().map(|(idx, fix)| html! {
                    <li data-fix={fix.text()}>
                        <span>{ words(locale, fix) }</span>
                        if props.aim.is_missed(fix) {
                            <span class="warning">{ locale.say(Say::PoorPlace) }</span>
                        }
                        if !props.read_only {
                            <Act does="remove-place" words={locale.say(Say::RemovePlace { n: idx + 1 })} icon={Icon::Trash}
                                on={remove(idx)} />
                        }
                    </li>
                }) }
            </ol>
            if fixes.len() > 1 {
                <Line {locale} geo={props.geo} places={props.places.clone()} />
            }
        </>
    }
}

fn words(locale: Locale, fix: &Fix) -> AttrValue {
    let coordinates = format!("{:.5}, {:.5}", fix.latitude, fix.longitude);
    if fix.accuracy > 0.0 {
        let metres = fix.accuracy.ceil() as u32;
        locale.say(Say::PlaceWithin {
            coordinates,
            metres,
        })
    } else {
        coordinates.into()
    }
}

#[derive(PartialEq, Properties)]
struct LineProps {
    locale: Locale,
    geo: Geo,
    places: Places,
}

/// The line of the places, north at the top; no map lies under it.
#[component]
fn Line(props: &LineProps) -> Html {
    let (width, height) = (280.0, 180.0);
    let points = props.places.line(width, height);
    let n = points.len();
    let line: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{x:.1},{y:.1}"))
        .collect();
    let line = line.join(" ");
    let drawn = match props.geo {
        Geo::Point | Geo::Trace => html! { <polyline class="places-line" points={line} /> },
        Geo::Shape => html! { <polygon class="places-line" points={line} /> },
    };
    html! {
        <svg class="places-sketch" viewBox={format!("-12 -12 {} {}", width + 24.0, height + 24.0)} role="img"
            aria-label={props.locale.say(Say::PlacesSketch { n })}>
            { drawn }
            { for points.iter().enumerate().map(|(idx, (x, y))| html! {
                <circle class={if idx == 0 { "places-first" } else { "places-dot" }} cx={x.to_string()} cy={y.to_string()} r="5" />
            }) }
        </svg>
    }
}

#[derive(PartialEq, Properties)]
struct MeasureProps {
    locale: Locale,
    geo: Geo,
    aim: Aim,
    /// Whether there are places already.
    again: bool,
    on: Callback<Fix>,
}

/// Measures where the device is, until that is known well enough or the person says so.
#[component]
fn Measure(props: &MeasureProps) -> Html {
    let locale = props.locale;
    let watch = use_mut_ref(|| None::<Watch>);
    let (watching, best) = (use_state_eq(|| false), use_state_eq(|| None::<Fix>));
    let work = use_state_eq(Work::default);
    use_effect_with(*best, {
        let (watching, work) = (watching.clone(), work.setter());
        let (aim, on) = (props.aim, props.on.clone());
        move |best: &Option<Fix>| {
            if let Some(fix) = best.filter(|it| *watching && aim.is_met(it)) {
                watching.set(false);
                work.set(Work::Idle);
                on.emit(fix);
            }
        }
    });
    // Not from within what the watch tells, which is a part of it.
    use_effect_with(*watching, {
        let watch = watch.clone();
        move |watching| {
            if !watching {
                *watch.borrow_mut() = None;
            }
        }
    });
    let begin = {
        let (watch, watching, best, work) = (
            watch.clone(),
            watching.setter(),
            best.setter(),
            work.setter(),
        );
        Callback::from(move |()| {
            best.set(None);
            work.set(Work::Idle);
            let told = {
                let (watching, best, work) = (watching.clone(), best.clone(), work.clone());
                move |found: Result<Fix, _>| match found {
                    Ok(fix) => {
                        work.set(Work::Idle);
                        best.set(Some(fix));
                    }
                    Err(trouble) => {
                        // Whoever walks out of a house is found a little later.
                        if trouble != Trouble::NoPlace {
                            watching.set(false);
                        }
                        work.set(Work::Failed(trouble));
                    }
                }
            };
            match Watch::start(told) {
                Ok(started) => {
                    *watch.borrow_mut() = Some(started);
                    watching.set(true);
                }
                Err(trouble) => work.set(Work::Failed(trouble)),
            }
        })
    };
    let stop = |taken: bool| {
        let (watching, best, on) = (watching.setter(), *best, props.on.clone());
        Callback::from(move |()| {
            watching.set(false);
            if let Some(fix) = best.filter(|_| taken) {
                on.emit(fix);
            }
        })
    };
    let label = match (props.geo, props.again) {
        (Geo::Point, true) => Say::TakePlaceAgain,
        (Geo::Point, false) => Say::TakePlace,
        (Geo::Trace | Geo::Shape, _) => Say::AddPlaceHere,
    };
    let state = match *best {
        None => Say::Searching,
        Some(fix) => Say::WithinMetres {
            metres: fix.accuracy.ceil() as u32,
            good: props.aim.good.floor() as u32,
        },
    };
    html! {
        <>
            if *watching {
                <p class="place-state" role="status" data-measuring="">{ locale.say(state) }</p>
                <div class="buttons">
                    <Act does="use-place" words={locale.say(Say::UsePlace)} icon={Icon::Check} class="primary"
                        disabled={best.is_none()} on={stop(true)} />
                    <Act does="stop-place" words={locale.say(Say::StopMeasuring)} icon={Icon::Left} on={stop(false)} />
                </div>
            } else {
                <div class="buttons">
                    <Act does="take-place" words={locale.say(label)} icon={Icon::Place} class="primary" on={begin} />
                </div>
            }
            <Status {locale} work={*work} />
        </>
    }
}

#[derive(PartialEq, Properties)]
struct TypeProps {
    locale: Locale,
    /// The question.
    label: String,
    on: Callback<Fix>,
}

/// A place by its coordinates.
#[component]
fn Type(props: &TypeProps) -> Html {
    let locale = props.locale;
    let words = use_state_eq(String::new);
    let wrong = use_state_eq(|| false);
    let enter = {
        let (words, wrong, on) = (words.clone(), wrong.setter(), props.on.clone());
        Callback::from(move |()| match Fix::read(&words) {
            Some(fix) => {
                words.set(String::new());
                wrong.set(false);
                on.emit(fix);
            }
            None => wrong.set(true),
        })
    };
    let oninput = {
        let words = words.setter();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            words.set(input.value());
        })
    };
    let onkeydown = {
        let enter = enter.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                // Not on to the next screen.
                event.prevent_default();
                event.stop_propagation();
                enter.emit(());
            }
        })
    };
    // Who leaves the field with a place in it means it.
    let onchange = {
        let enter = enter.clone();
        let is_blank = words.trim().is_empty();
        Callback::from(move |_: Event| {
            if !is_blank {
                enter.emit(());
            }
        })
    };
    html! {
        <div class="place-typed">
            <label>
                <span class="hint">{ locale.say(Say::TypePlace) }</span>
                <input class="field" type="text" autocomplete="off" placeholder="30.66 104.06" value={(*words).clone()}
                    aria-invalid={wrong.to_string()} data-do="type-place" {oninput} {onchange} {onkeydown} />
            </label>
            <Act does="enter-place" words={locale.say(Say::EnterPlace)} icon={Icon::Plus}
                disabled={words.trim().is_empty()} on={enter} />
            <div role="alert">
                if *wrong {
                    <p class="complaint">{ locale.say(Say::NotAPlace) }</p>
                }
            </div>
        </div>
    }
}
