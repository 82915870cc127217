//! A question that a file answers.

use survey_core::questionnaire::Medium;
use web_sys::{Blob, File};
use yew::prelude::*;

use super::camera::{Camera, Sight};
use super::keep::{Keeper, Made, use_keeper};
use super::pad::Pad;
use super::parts::{Act, Pick, Preview, Status};
use super::sound::Sound;
use super::{Asked, Holder, Plan, Sketch, Trouble, extension};
use crate::locale::Locale;
use crate::locale::capture::Capture as Say;
use crate::questions::Said;
use crate::shell::media;
use crate::shell::picture::Picture;
use crate::widgets::Icon;

#[derive(PartialEq, Properties)]
pub(super) struct FileProps {
    pub(super) asked: Asked,
    pub(super) plan: Plan,
    /// The file that answers the question; empty if there is none.
    pub(super) name: String,
    pub(super) say: Callback<Said>,
}

/// A question that a file answers.
#[component]
pub(super) fn FileQuestion(props: &FileProps) -> Html {
    let (asked, plan) = (&props.asked, &props.plan);
    let locale = asked.locale;
    let (keeper, work) = use_keeper(asked, &props.say);
    let answered = !props.name.is_empty();
    let remove = {
        let keeper = keeper.clone();
        Callback::from(move |()| keeper.clear())
    };
    let ways = match plan.sketch {
        _ if asked.read_only => Html::default(),
        Some(sketch) => html! {
            <Drawn asked={asked.clone()} plan={plan.clone()} {sketch} name={props.name.clone()} say={props.say.clone()} />
        },
        None => {
            let on_file = {
                let (keeper, plan) = (keeper.clone(), plan.clone());
                Callback::from(move |file: File| {
                    let plan = plan.clone();
                    keeper.keep(async move { made(&plan, &file).await });
                })
            };
            let on_snap = (plan.medium == Medium::Image).then(|| {
                let keeper = keeper.clone();
                Callback::from(move |made: Made| keeper.keep(std::future::ready(made)))
            });
            html! { <Ways {locale} plan={plan.clone()} {on_file} {on_snap} keeper={keeper.clone()} /> }
        }
    };
    // A drawing shows itself while it is drawn.
    let preview = answered && (plan.sketch.is_none() || asked.read_only);
    html! {
        <div class="capture" data-capture={plan_name(plan)}>
            if preview {
                <Preview {locale} medium={plan.medium} name={props.name.clone()} label={asked.label.clone()} />
            }
            <div class="buttons">
                { ways }
                if answered && !asked.read_only && plan.sketch.is_none() {
                    <Act does="remove-file" words={locale.say(Say::Remove)} icon={Icon::Trash} on={remove} />
                }
            </div>
            <Status {locale} {work} />
        </div>
    }
}

fn plan_name(plan: &Plan) -> &'static str {
    match (plan.sketch, plan.medium) {
        (Some(Sketch::Signature), _) => "signature",
        (Some(Sketch::Draw), _) => "draw",
        (Some(Sketch::Annotate), _) => "annotate",
        (None, Medium::Image) => "image",
        (None, Medium::Audio) => "audio",
        (None, Medium::Video) => "video",
        (None, Medium::Any) => "file",
    }
}

/// A file that was chosen, as it is kept: pictures are written anew.
async fn made(plan: &Plan, file: &File) -> Made {
    match plan.medium {
        Medium::Image => {
            let picture = Picture::decode(file).await.ok_or(Trouble::NoPicture)?;
            let photograph = picture.photograph(plan.max_pixels).await;
            Ok((photograph.ok_or(Trouble::NoPicture)?, "jpg".to_owned()))
        }
        Medium::Audio | Medium::Video | Medium::Any => {
            let blob: &Blob = file;
            Ok((blob.clone(), extension(&file.name(), &file.type_())))
        }
    }
}

#[derive(PartialEq, Properties)]
struct WaysProps {
    locale: Locale,
    plan: Plan,
    on_file: Callback<File>,
    /// Told what the camera of a computer took.
    #[prop_or_default]
    on_snap: Option<Callback<Made>>,
    /// Whoever keeps what is recorded.
    #[prop_or_default]
    keeper: Option<Keeper>,
}

/// The ways to a file: the phone's own camera or recorder, and the files that there are.
#[component]
fn Ways(props: &WaysProps) -> Html {
    let (locale, plan) = (props.locale, &props.plan);
    let accept = AttrValue::from(plan.accept.clone());
    let (take, choose) = match plan.medium {
        Medium::Image => (Some(Say::TakePicture), Say::ChoosePicture),
        Medium::Video => (Some(Say::TakeFilm), Say::ChooseFilm),
        Medium::Audio => (None, Say::ChooseSound),
        Medium::Any => (None, Say::ChooseFile),
    };
    let only_new = plan.only_new && take.is_some();
    // Elsewhere than on phones the button would open the same window as the other.
    let class = if only_new {
        "primary"
    } else {
        "primary capture-phone"
    };
    let camera = props.on_snap.clone().map(|told| {
        let class = "capture-desk";
        let sight = Sight::Photograph(plan.max_pixels, told);
        html! { <Camera {locale} front={plan.front} {class} words={locale.say(Say::UseCamera)} {sight} /> }
    });
    let recorder = props
        .keeper
        .clone()
        .filter(|_| plan.medium == Medium::Audio);
    html! {
        <>
            if let Some(keeper) = recorder {
                <Sound {locale} bits={plan.bits} {keeper} />
            }
            { for camera }
            if let Some(take) = take {
                <Pick does="take" words={locale.say(take)} icon={Icon::Camera} {class} accept={accept.clone()}
                    camera={Some(plan.camera())} on_file={props.on_file.clone()} />
            }
            if !only_new {
                <Pick does="choose" words={locale.say(choose)} icon={Icon::Plus} {accept}
                    on_file={props.on_file.clone()} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct DrawnProps {
    asked: Asked,
    plan: Plan,
    sketch: Sketch,
    name: String,
    say: Callback<Said>,
}

/// What the person draws on.
#[derive(Clone, PartialEq)]
enum Sheet {
    /// Nothing is drawn now.
    Away,
    /// A white sheet.
    Blank,
    /// A photograph.
    Photograph(Picture),
}

/// A drawing, a signature, or marks on a photograph.
#[component]
fn Drawn(props: &DrawnProps) -> Html {
    let (asked, plan) = (&props.asked, &props.plan);
    let locale = asked.locale;
    let Holder(response) = use_context::<Holder>().unwrap_or_default();
    let (keeper, work) = use_keeper(asked, &props.say);
    let marks = props.sketch == Sketch::Annotate;
    let begun = props.name.is_empty() && !marks;
    let sheet = use_state(|| if begun { Sheet::Blank } else { Sheet::Away });
    let on_photograph = {
        let (keeper, sheet, max) = (keeper.clone(), sheet.setter(), plan.max_pixels);
        Callback::from(move |file: File| {
            let (sheet, marked) = (sheet.clone(), marks);
            let then = move |it| {
                sheet.set(if marked {
                    Sheet::Photograph(it)
                } else {
                    Sheet::Away
                });
            };
            keeper.keep(async move { photograph(&file, max, then).await });
        })
    };
    let on_snap = {
        let (keeper, sheet, max) = (keeper.clone(), sheet.setter(), plan.max_pixels);
        Callback::from(move |made: Made| {
            let sheet = sheet.clone();
            keeper.keep(async move {
                let (blob, _) = made?;
                photograph(&blob, max, move |it| sheet.set(Sheet::Photograph(it))).await
            });
        })
    };
    let again = {
        let (sheet, name) = (sheet.setter(), props.name.clone());
        Callback::from(move |()| match marks {
            false => sheet.set(Sheet::Blank),
            true => {
                let (sheet, response, name) = (sheet.clone(), response.clone(), name.clone());
                wasm_bindgen_futures::spawn_local(async move {
                    if let Some(blob) = media::get(&response, &name).await
                        && let Some(picture) = Picture::decode(&blob).await
                    {
                        sheet.set(Sheet::Photograph(picture));
                    }
                });
            }
        })
    };
    let remove = {
        let (keeper, sheet) = (keeper.clone(), sheet.setter());
        Callback::from(move |()| {
            keeper.clear();
            sheet.set(if marks { Sheet::Away } else { Sheet::Blank });
        })
    };
    let answered = !props.name.is_empty();
    let ground = match &*sheet {
        Sheet::Photograph(picture) => Some(picture.clone()),
        Sheet::Away | Sheet::Blank => None,
    };
    html! {
        <>
            if *sheet == Sheet::Away {
                if answered {
                    <Preview {locale} medium={Medium::Image} name={props.name.clone()} label={asked.label.clone()} />
                    <Act does="draw-again" words={locale.say(if marks { Say::Mark } else { Say::DrawAgain })}
                        icon={Icon::Edit} on={again} />
                }
            } else {
                <Pad {locale} sketch={props.sketch} {ground} label={asked.label.clone()} keeper={keeper.clone()} />
            }
            if marks {
                <Ways {locale} plan={plan.clone()} on_file={on_photograph} {on_snap} />
            } else if *sheet == Sheet::Blank {
                <p class="hint">{ locale.say(Say::DrawOtherwise) }</p>
                <Pick does="choose" words={locale.say(Say::ChoosePicture)} icon={Icon::Plus} accept="image/*"
                    on_file={on_photograph} />
            }
            if answered {
                <Act does="remove-file" words={locale.say(Say::Remove)} icon={Icon::Trash} on={remove} />
            }
            <Status {locale} {work} />
        </>
    }
}

/// Reads a photograph, hands it on to be drawn on, and keeps it as it is.
async fn photograph(file: &Blob, max: u32, then: impl FnOnce(Picture)) -> Made {
    let picture = Picture::decode(file).await.ok_or(Trouble::NoPicture)?;
    let blob = picture.photograph(max).await.ok_or(Trouble::NoPicture)?;
    let small = Picture::decode(&blob).await.ok_or(Trouble::NoPicture)?;
    then(small);
    Ok((blob, "jpg".to_owned()))
}
