//! Places of the area tree, for the screens of the workspace.

use std::rc::Rc;

use survey_core::base::AreaTree;
use yew::prelude::*;

use crate::dom::mirror::mirror;
use crate::locale::use_locale;
use crate::questions::area_picker;

/// The areas; a context.
#[derive(Clone, Debug, Default)]
pub(super) struct Areas(pub(super) Option<Rc<AreaTree>>);

impl PartialEq for Areas {
    fn eq(&self, other: &Areas) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// What the picker needs.
#[derive(PartialEq, Properties)]
pub(super) struct AreaPickerProps {
    /// The code that is chosen; empty if none is.
    pub(super) code: String,
    /// The level to choose from.
    pub(super) level: &'static str,
    /// Told which code was chosen; empty to choose again.
    pub(super) on_pick: Callback<String>,
}

/// What happens in the picker.
#[derive(Clone)]
enum Told {
    Picked(String),
    Sought(String),
}

/// A searchable list of places under what they lie in.
#[component]
pub(super) fn AreaPicker(props: &AreaPickerProps) -> Html {
    let locale = use_locale();
    let areas = use_context::<Areas>().unwrap_or_default();
    let sought = use_state_eq(String::new);
    let Some(tree) = areas.0 else {
        return Html::default();
    };
    let say = {
        let (on_pick, sought) = (props.on_pick.clone(), sought.setter());
        Callback::from(move |told: Told| match told {
            Told::Picked(code) => on_pick.emit(code),
            Told::Sought(words) => sought.set(words),
        })
    };
    let drawn = area_picker(
        &tree,
        locale,
        &props.code,
        Some(props.level),
        &sought,
        Told::Picked,
        Rc::new(Told::Sought),
    );
    mirror(&drawn, &say)
}
