//! Choices that are parts of a picture. The same choices stand in a list below it, for those who
//! do not point.

use survey_core::interview::{ChoiceView, QuestionView};

use super::{Ink, Scene};
use crate::dom::el_of;
use crate::locale::special::Special;

/// The picture, if it is here and can be shown; else a sentence, and whether the list must stand
/// for itself.
pub(super) fn picture(
    scene: Scene,
    view: &QuestionView,
    choices: &[ChoiceView],
    answer: &dyn Fn(&ChoiceView) -> super::Said,
) -> Result<Ink, Ink> {
    let name = view.media.get("image").cloned().unwrap_or_default();
    let sentence = |words: Special| el_of("p", "absent hint").words(scene.locale.words(words));
    #[cfg(feature = "workspace")]
    if let Some(text) = scene.files.and_then(|it| it.drawings.get(&name)) {
        return match survey_core::format::svg::read(text) {
            Ok(drawing) => Ok(parts::drawn(scene, view, choices, answer, &drawing)),
            Err(_) => Err(sentence(Special::BadPicture { name })),
        };
    }
    let _ = (choices, answer);
    Err(sentence(match name.is_empty() {
        true => Special::NoPictureNamed,
        false => Special::NoPicture { name },
    }))
}

#[cfg(feature = "workspace")]
mod parts {
    use survey_core::format::svg::{Drawing, Shape};
    use survey_core::interview::{ChoiceView, QuestionView};

    use super::super::{Ink, Said, Scene};
    use crate::dom::{el, el_of};
    use crate::locale::special::Special;

    pub(super) fn drawn(
        scene: Scene,
        view: &QuestionView,
        choices: &[ChoiceView],
        answer: &dyn Fn(&ChoiceView) -> Said,
        drawing: &Drawing,
    ) -> Ink {
        let inside = |it: &Shape| shape(it, choices, answer, view.read_only);
        let picture = el_of("svg", "image-map")
            .attr("viewBox", drawing.view_box.clone())
            .set("aria-hidden", "true")
            .with_all(drawing.shapes.iter().map(inside));
        let chosen = choices.iter().filter(|it| it.chosen);
        let names: Vec<&str> = chosen.map(|it| it.label.as_str()).collect();
        let words = match names.is_empty() {
            true => scene.locale.words(Special::TapPicture),
            false => names.join(" · ").into(),
        };
        el_of("div", "image-map-block").with(picture).with(
            el_of("p", "image-map-chosen")
                .class_if("chosen", !names.is_empty())
                .set("role", "status")
                .words(words),
        )
    }

    fn shape(
        it: &Shape,
        choices: &[ChoiceView],
        answer: &dyn Fn(&ChoiceView) -> Said,
        read_only: bool,
    ) -> Ink {
        let mut ink = el(it.tag);
        for (name, value) in &it.attributes {
            ink = ink.attr(name, value.clone());
        }
        let choice = choices.iter().find(|choice| choice.name == it.id);
        if let Some(choice) = choice {
            ink = ink
                .set("class", "part")
                .class_if("chosen", choice.chosen)
                .attr("data-choice", choice.name.clone())
                .with(el("title").words(choice.label.clone()));
            if !read_only {
                ink = ink.press(answer(choice));
            }
        }
        if !it.words.is_empty() {
            ink = ink.words(it.words.clone());
        }
        let inside = |it: &Shape| shape(it, choices, answer, read_only);
        ink.with_all(it.shapes.iter().map(inside))
    }
}
