//! How the interface speaks: every message in every language, side by side, so that a missing
//! translation does not compile. One file an area of the interface.

#[cfg(feature = "workspace")]
pub mod analysis;
#[cfg(feature = "workspace")]
pub mod areas;
#[cfg(feature = "workspace")]
pub mod capture;
#[cfg(feature = "workspace")]
pub mod check;
#[cfg(feature = "workspace")]
pub mod cross;
pub mod fill;
#[cfg(feature = "workspace")]
pub mod frame;
#[cfg(feature = "workspace")]
pub mod gallery;
#[cfg(feature = "workspace")]
pub mod quality;
#[cfg(feature = "workspace")]
pub mod responses;
#[cfg(feature = "workspace")]
pub mod shelf;
pub mod special;
#[cfg(feature = "workspace")]
pub mod table;
#[cfg(feature = "workspace")]
pub mod weights;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use survey_core::base::DateTime;
#[cfg(feature = "workspace")]
use yew::prelude::*;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Tongue {
    /// Every language of the interface.
    pub const ALL: [Tongue; 2] = [Tongue::Zh, Tongue::En];

    /// The BCP 47 tag, also for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Tongue::Zh => "zh-Hans",
            Tongue::En => "en",
        }
    }

    /// The language that a BCP 47 tag asks for, if the interface speaks it.
    pub fn from_tag(tag: &str) -> Option<Tongue> {
        match tag.split(['-', '_']).next() {
            Some("zh") => Some(Tongue::Zh),
            Some("en") => Some(Tongue::En),
            Some(_) | None => None,
        }
    }
}

/// Something the interface says. Made by [`messages!`] only.
pub trait Message {
    /// Its words, in the order of [`Tongue`], where they are always the same: a table, since a
    /// resident downloads it.
    fn fixed(&self) -> Option<&'static [&'static str; 2]>;
    /// Its words with its values in them; empty where there are none.
    fn made(self, tongue: Tongue) -> Cow<'static, str>;
}

/// Declares the messages of an area: name, values, then the words in Chinese and in English.
macro_rules! messages {
    (
        $(#[$doc:meta])* $area:ident;
        $( $(#[$note:meta])* $name:ident $({ $($field:ident : $type:ty),+ })? => $zh:expr, $en:expr; )+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $area { $( $(#[$note])* $name $({ $($field : $type),+ })? ),+ }

        impl $crate::locale::Message for $area {
            fn fixed(&self) -> Option<&'static [&'static str; 2]> {
                match self {
                    $( Self::$name { .. } => $crate::locale::messages!(
                        @fixed $({ $($field)+ })? $zh, $en
                    ) ),+
                }
            }

            fn made(self, tongue: $crate::locale::Tongue) -> std::borrow::Cow<'static, str> {
                match self {
                    $( Self::$name $({ $($field),+ })? => $crate::locale::messages!(
                        @made tongue $({ $($field)+ })? $zh, $en
                    ) ),+
                }
            }
        }
    };
    (@fixed { $($field:ident)+ } $zh:expr, $en:expr) => { None };
    (@fixed $zh:expr, $en:expr) => { Some(&[$zh, $en]) };
    (@made $tongue:ident { $($field:ident)+ } $zh:expr, $en:expr) => {
        match $tongue {
            $crate::locale::Tongue::Zh => ($zh).into(),
            $crate::locale::Tongue::En => ($en).into(),
        }
    };
    (@made $tongue:ident $zh:expr, $en:expr) => { std::borrow::Cow::Borrowed("") };
}
pub(crate) use messages;

/// The language that is spoken here; a context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Locale(pub Tongue);

impl Locale {
    /// The words of a message.
    pub fn words(self, message: impl Message) -> Cow<'static, str> {
        match message.fixed() {
            Some(words) => Cow::Borrowed(words[self.0 as usize]),
            None => message.made(self.0),
        }
    }

    /// The words of a message, for components.
    #[cfg(feature = "workspace")]
    pub fn say(self, message: impl Message) -> AttrValue {
        match self.words(message) {
            Cow::Borrowed(words) => AttrValue::Static(words),
            Cow::Owned(words) => AttrValue::from(words),
        }
    }

    /// A moment to the minute, in the time of a place `offset` minutes east of UTC.
    pub fn moment(self, at: i64, offset: i16) -> String {
        let Some(moment) = DateTime::from_unix_millis(at, offset) else {
            return String::new();
        };
        let (date, time) = (moment.date, moment.time);
        let (month, day) = (date.month(), date.day());
        let (hour, minute) = (time.hour(), time.minute());
        match self.0 {
            Tongue::Zh => format!("{month}月{day}日 {hour:02}:{minute:02}"),
            Tongue::En => format!("{day} {}, {hour:02}:{minute:02}", month_name(month)),
        }
    }
}

fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    NAMES[usize::from(month.clamp(1, 12)) - 1]
}

/// English nouns: one thing, or several.
pub(crate) fn plural<'a>(n: usize, one: &'a str, several: &'a str) -> &'a str {
    if n == 1 { one } else { several }
}

/// The locale of the surroundings.
#[cfg(feature = "workspace")]
#[hook]
pub fn use_locale() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}
