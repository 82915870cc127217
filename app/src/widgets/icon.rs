#[cfg(feature = "workspace")]
use crate::dom::mirror::mirror;
use crate::dom::{Element, el, el_of};

/// A drawing of 24 × 24, in lines of the colour of the words beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Sheets of questions.
    Surveys,
    /// Somebody speaking.
    Interviews,
    /// A tray of answers.
    Responses,
    /// Bars.
    Analysis,
    /// Sliders.
    Settings,
    /// Something opens below.
    Down,
    /// Onwards.
    Right,
    /// Backwards.
    Left,
    /// Done.
    Check,
    /// More of the same.
    Plus,
    /// Away with it.
    Trash,
    /// A place on a map.
    Place,
    /// A clock.
    Clock,
    /// The letter A, larger and smaller.
    Text,
    /// A globe.
    Globe,
    /// Three dots.
    More,
    /// Something to know.
    Info,
    /// A pen.
    Edit,
    /// Down to a file.
    Save,
    /// To the next gap.
    Skip,
    /// A camera.
    Camera,
    /// A microphone.
    Microphone,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Surveys => {
                "M8 4h8M7 3h10a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM9 9h6M9 13h6M9 17h3"
            }
            Icon::Interviews => "M4 5h16v11H11l-5 4v-4H4zM8 9h8M8 12h5",
            Icon::Responses => "M4 13l2.5-8h11L20 13v6H4zM4 13h5l1 3h4l1-3h5",
            Icon::Analysis => "M4 20h16M7 20v-7M12 20V5M17 20v-10",
            Icon::Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
            Icon::Down => "M6 9l6 6 6-6",
            Icon::Right => "M9 5l7 7-7 7",
            Icon::Left => "M15 5l-7 7 7 7",
            Icon::Check => "M5 12.5l5 5L19 7",
            Icon::Plus => "M12 5v14M5 12h14",
            Icon::Trash => "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
            Icon::Place => {
                "M12 21s-7-6.2-7-11a7 7 0 0 1 14 0c0 4.8-7 11-7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
            }
            Icon::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
            Icon::Text => "M2.5 19L8 5l5.5 14M4.5 14.5h7M15 19l3.5-9 3.5 9M16.2 16h4.6",
            Icon::Globe => {
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"
            }
            Icon::More => "M5 12h.01M12 12h.01M19 12h.01",
            Icon::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
            Icon::Edit => "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
            Icon::Save => "M12 4v11M7 11l5 5 5-5M5 20h14",
            Icon::Skip => "M5 6l6 6-6 6M13 6l6 6-6 6",
            Icon::Microphone => {
                "M12 14a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6"
            }
            Icon::Camera => "M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
        }
    }
}

/// The drawing; nothing for readers aloud, who get the words beside it.
pub fn drawing<M>(icon: Icon) -> Element<M> {
    let points_along = matches!(icon, Icon::Left | Icon::Right | Icon::Skip);
    el_of("svg", if points_along { "icon along" } else { "icon" })
        .set("viewBox", "0 0 24 24")
        .set("width", "24")
        .set("height", "24")
        .set("fill", "none")
        .set("stroke", "currentColor")
        .set("stroke-width", "1.75")
        .set("stroke-linecap", "round")
        .set("stroke-linejoin", "round")
        .set("aria-hidden", "true")
        .with(el("path").set("d", icon.path()))
}

/// The drawing, for components.
#[cfg(feature = "workspace")]
pub fn icon(icon: Icon) -> yew::Html {
    mirror(&drawing::<()>(icon), &yew::Callback::noop())
}
